"""A province folder opened for work in a notebook."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from junxian import runs
from junxian.declared import Province, read_province
from junxian.quality import Quality
from junxian.store import Run, open_run
from junxian.studies import Figures, StudyAudit, audit_edition, read_figures


@dataclass(frozen=True)
class OpenProvince:
    """A province as declared; `run` and `check` do what the commands of the same name do."""

    declared: Province

    def run(self, period: str | None = None, as_of: date | None = None) -> Run:
        """Run a period and return the run with every room's results."""
        return runs.run(self.declared.folder, period, as_of)

    def latest(self) -> Run:
        """The newest finished run."""
        return open_run(self.declared.folder)

    def figures(self, period: str | None = None, as_of: date | None = None) -> Figures:
        """Figures of all filed periods, to be assessed by any declared scheme: `p.figures().assess(scheme)`."""
        return read_figures(self.declared.folder, period, as_of)

    def audit(self, scheme: str = "", period: str | None = None) -> StudyAudit:
        """The audit of an edition (`code/edition`), the province's own by default, on all filed periods."""
        figures = self.figures(period)
        return audit_edition(figures, figures.scheme(scheme))

    def check(self) -> Quality:
        """All findings on declarations and figures."""
        return runs.check(self.declared.folder)


def open_province(folder: str | Path) -> OpenProvince:
    """Open a folder; DeclarationError or NotPermitted where it cannot be used."""
    return OpenProvince(read_province(Path(folder)))
