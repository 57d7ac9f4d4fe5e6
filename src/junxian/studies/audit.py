"""The audit of an edition on all years that were filed: the scheme, and what in it pays too cheaply."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from junxian.assessment import Scorecard
from junxian.assessment.audit import OutsideList, SchemeAudit, audit_scheme, report_audit
from junxian.declared.schemes import Scheme
from junxian.diagnosis import audit_gaming
from junxian.diagnosis.gaming import GamingAudit
from junxian.diagnosis.gaming_wording import SIZES
from junxian.studies.figures import Figures
from junxian.terms import MethodError, Period
from junxian.terms.name import Name

_GAMING = Name(zh="指标是否“便宜”", en="Indicators that pay too cheaply")
_TOLD_BY_SCHEME = ("saturated_top", "saturated_bottom", "flat", "correlated")
_NOBODY = Name(zh="没有单位达到参加排位的数据覆盖率。", en="Nobody has enough figures to be ranked.")
_SKIPPED = {"period": pl.String, "why_zh": pl.String, "why_en": pl.String}
_NOTHING = Name(zh="未发现。", en="None found.")


@dataclass(frozen=True)
class StudyAudit:
    """`scheme` audit and `gaming` audit of one edition; `skipped` years that could not be assessed, with the reason."""

    scheme: SchemeAudit
    gaming: GamingAudit
    skipped: pl.DataFrame

    def report(self, language: str) -> str:
        """The one-page report as Markdown; what the audit of the scheme says already is not said twice."""
        title, told = _GAMING.text(language), "\n".join(self._tell_gaming(language)) or _NOTHING.text(language)
        return f"{report_audit(self.scheme, language).rstrip()}\n\n## {title}\n\n{told}\n{self._tell_skipped(language)}"

    def _tell_gaming(self, language: str) -> Iterator[str]:
        """A line for each question, in the words of the class in which it weighs most, with all classes it is asked of."""
        alike = pl.col(language).str.replace_all(r"[-\d.]+", "")  # the same question, other numbers
        notes = self.gaming.notes.filter(~pl.col("kind").is_in(_TOLD_BY_SCHEME)).with_columns(alike.alias("alike"))
        classes = {declared.code: declared.name.text(language) for declared in self.scheme.scheme.class_}
        for _, rows in notes.group_by("kind", "alike", maintain_order=True):
            first = rows.sort("figure", descending=True, nulls_last=True, maintain_order=True).row(0, named=True)
            where = (", " if language == "en" else "、").join(
                classes[code] for code in rows["class"].unique(maintain_order=True)
            )
            yield f"- **{where}**: {first[language]}" if language == "en" else f"- **{where}**：{first[language]}"

    def _tell_skipped(self, language: str) -> str:
        rows = [f"- {period}: {why}" for period, why in self.skipped.select("period", f"why_{language}").iter_rows()]
        head = "未能评分的年度" if language == "zh" else "Years that could not be assessed"
        return f"\n## {head}\n\n" + "\n".join(rows) + "\n" if rows else ""


def audit_edition(figures: Figures, scheme: Scheme, *, lists: Mapping[str, OutsideList] | None = None) -> StudyAudit:
    """Audit an edition on every filed year in which somebody can be ranked; the last year is looked into.

    MethodError where no year can be assessed. Checked in tests/unit/studies/test_audit.py.
    """
    cards, skipped = _assess_years(figures, scheme)
    if not cards:
        raise MethodError(f"audit of {scheme.key}", "no filed year can be assessed.", "See `junxian check`.")
    last = list(cards)[-1]

    def rescore(changed: Scheme) -> Scorecard:
        return figures.assess(changed, Period.parse(last), with_intervals=False)

    audit = audit_scheme(cards, scheme, rescore=rescore, lists=lists, names=_name(figures), seed=figures.province.seed)
    gaming = audit_gaming(
        cards[last], scheme, definitions=figures.province.indicators, sizes=_measure_sizes(figures, Period.parse(last)),
        items={key: item.name for key, (_, item) in figures.province.items.items()},
    )  # fmt: skip
    return StudyAudit(audit, gaming, skipped)


def _assess_years(figures: Figures, scheme: Scheme) -> tuple[dict[str, Scorecard], pl.DataFrame]:
    """Scorecards by period, intervals in the last of them alone; a year that cannot be assessed is told, not dropped."""
    cards: dict[str, Scorecard] = {}
    skipped: list[tuple[str, str, str]] = []
    for period in figures.periods:
        try:
            card = figures.assess(scheme, period, with_intervals=period == figures.period)
        except MethodError as error:
            skipped.append((str(period), str(error), str(error)))
            continue
        if card.table["rank"].is_not_null().any():
            cards[str(period)] = card
        else:
            skipped.append((str(period), _NOBODY.zh, _NOBODY.text("en")))
    if cards and str(figures.period) != (last := list(cards)[-1]):  # as of a year that is not filed yet
        cards[last] = figures.assess(scheme, Period.parse(last))
    return cards, pl.DataFrame(skipped, schema=_SKIPPED, orient="row")


def _measure_sizes(figures: Figures, period: Period) -> pl.DataFrame | None:
    """How large areas are, in those of the usual measures that the province files."""
    filed = [key for key in SIZES if key in figures.province.items]
    frames = [figures.indicators.quantity(key, period).select("ref_area", pl.col("value").alias(key)) for key in filed]
    return pl.concat(frames, how="align") if frames else None


def _name(figures: Figures) -> dict[str, Name]:
    areas = figures.province.areas
    names = {
        row["code"]: Name(zh=row["name_zh"], en=row["name_en"] or "")
        for row in figures.indicators.definitions.iter_rows(named=True)
    }
    return names | {code: Name(zh=areas.name(code, "zh"), en=areas.name(code, "en")) for code in areas.codes}
