"""A finished run, read back: every room's results, its record, the declarations that it used."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from junxian.declared import Province, read_province
from junxian.store.record import Record, read_record
from junxian.store.results import Results, read_results
from junxian.store.run_folder import find_run
from junxian.store.tables import query_run
from junxian.terms import Period


@dataclass(frozen=True)
class Run(Results):
    """The results of a finished run, with its folder, its record and the declarations that it used."""

    folder: Path
    record: Record
    province: Province

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """Answer SQL over the tables of the run."""
        return query_run(self.folder, sql)


def open_run(path: Path) -> Run:
    """Read back a run: its own folder, or the newest run of a province folder."""
    folder = find_run(path)
    record, province = read_record(folder), read_province(folder.parents[1])
    results = read_results(folder / "tables", Period.parse(record.period), date.fromisoformat(record.as_of))
    return Run(**vars(results), folder=folder, record=record, province=province)
