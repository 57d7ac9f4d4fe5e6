"""The flow of the room: figures in force, every rule, false alarms held down, one finding per cause, verdicts."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from junxian.declared.inquiries import ANSWER_SCHEMA
from junxian.declared.province import Province
from junxian.quality.computed import FIGURE_SCHEMA, compute_items
from junxian.quality.derived_rule import RULE as DERIVED
from junxian.quality.discovery import DISCOVERY_SCHEMA, TEST_SCHEMA, Discoveries, control_discovery, list_trials
from junxian.quality.evidence import EVIDENCE_SCHEMA, gather_evidence
from junxian.quality.filed import Filed, gather_filed
from junxian.quality.finding_rows import make_findings, sort_findings
from junxian.quality.inquiries import (
    INQUIRY_SCHEMA,
    drop_settled,
    follow_up,
    identify_findings,
    list_notes_of,
    release_settled,
)
from junxian.quality.kinds import KINDS, MEASURES
from junxian.quality.kinds.completeness import merge_alike
from junxian.quality.kinds.punctuality import list_absent
from junxian.quality.precedence import absorb_explained
from junxian.quality.score import SCORE_SCHEMA, score_filers
from junxian.quality.shared_cause import gather_shared
from junxian.quality.suspicion import Suspicion
from junxian.quality.verdicts import give_verdicts, list_held
from junxian.reported import Returns
from junxian.terms.period import Period


@dataclass(frozen=True)
class Quality:
    """`findings` (FINDING_SCHEMA), `verdicts` (one row per return), `held` (cells kept out of use).

    `tests` (TEST_SCHEMA) are all tests that have a null distribution, `discoveries` (DISCOVERY_SCHEMA) how many of them
    there were in each period, how many are asked about, and how many of those are false alarms, at most.
    `inquiries` (INQUIRY_SCHEMA) says what became of every question, `unmatched` holds answers to what is not found any more,
    `scores` (SCORE_SCHEMA) are those of every filer, `computed` the items that the run computes or derives, `evidence`
    (EVIDENCE_SCHEMA) the figures for the picture beside a finding.
    """

    findings: pl.DataFrame
    verdicts: pl.DataFrame
    held: pl.DataFrame
    tests: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TEST_SCHEMA))
    discoveries: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=DISCOVERY_SCHEMA))
    inquiries: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=INQUIRY_SCHEMA))
    unmatched: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ANSWER_SCHEMA))
    scores: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SCORE_SCHEMA))
    computed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FIGURE_SCHEMA))
    evidence: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EVIDENCE_SCHEMA))

    @property
    def suspects(self) -> pl.DataFrame:
        """The figures in doubt: ref_area, time_period, item of every open finding that asks, or is asked about with others."""
        still_open = self.inquiries.filter(pl.col("state") != "settled")["id"].to_list()
        alone = self.findings.filter(pl.col("id").is_in(still_open))
        asking = pl.concat([alone, list_notes_of(self.findings, still_open)])
        cells = asking.select("ref_area", "time_period", pl.col("item").str.split(" ")).explode("item")
        return cells.filter((pl.col("ref_area") != "") & (pl.col("item") != "")).unique().sort(pl.all())

    def expected_false(self, period: Period | str = "") -> float:
        """How many of the findings of tests are false alarms, at most, on average; of one period or of all."""
        chosen = self.discoveries.filter(
            pl.col("family") == "", (pl.col("time_period") == str(period)) | (str(period) == "")
        )
        return float(chosen["expected_false"].sum())


def check_returns(returns: Returns, province: Province, period: Period, as_of: date) -> Quality:
    """Ask every declared rule of every return in force, of all periods up to the run's.

    returns  as read by `reported`; the findings of the reader are taken over where the file is in force
    as_of    the cut-off day, by which a return is or is not overdue
    Nothing is raised and nothing mended: bad figures are findings. A missing figure is asked about by completeness alone;
    every other kind passes over it. Checked in tests/unit/quality/test_check.py and tests/province/test_planted_faults.py.
    """
    filed = gather_filed(returns, province, period, as_of)
    faults = drop_superseded(filed)
    asked, discoveries = ask_rules(filed)
    causes = gather_shared(absorb_explained(_follow_derived(asked, filed)), filed)
    suspicions = merge_alike(causes, province)
    found = identify_findings(sort_findings(pl.concat([faults, make_findings(suspicions, filed.located)])))
    told = follow_up(found, province.answers, filed.filings, as_of, province.quality.score.answer_days)
    findings, absent = release_settled(found, told.table), list_absent(filed)
    scores = score_filers(filed, findings, told.table, absent)
    held, computed = list_held(findings), compute_items(scores, province)
    if filed.derived is not None:
        held = filed.derived.spread(pl.concat([held, _list_underived(filed)]))
        computed = pl.concat([computed, filed.derived.figures])
    return Quality(
        findings, give_verdicts(filed, drop_settled(findings, told.table), absent), held, discoveries.tests,
        discoveries.families, told.table, told.unmatched, scores, computed,
        gather_evidence(filed, findings, discoveries.tests),
    )  # fmt: skip


def _follow_derived(asked: list[Suspicion], filed: Filed) -> list[Suspicion]:
    """Suspicions of derived figures lead back to filed cells; those of figures filed for derived items are added."""
    if filed.derived is None or filed.replaced is None:
        return asked
    from junxian.quality.derived.against_filed import compare_with_filed

    followed = [filed.derived.point_at_filed(suspicion) for suspicion in asked]
    return followed + compare_with_filed(filed.derived, filed.replaced, filed.province)


def _list_underived(filed: Filed) -> pl.DataFrame:
    """Cells filed for derived items whose own figures are missing: kept out of use, as a derived item is never filed."""
    assert filed.derived is not None
    assert filed.replaced is not None
    cells = (
        filed.replaced.drop_nulls("obs_value").select("ref_area", "time_period", pl.col("key").alias("item")).unique()
    )
    missing = [filed.derived.value(cell) is None for cell in cells.rows()]
    return cells.filter(pl.Series(missing, dtype=pl.Boolean)).with_columns(pl.lit(DERIVED).alias("rule"))


def ask_rules(filed: Filed) -> tuple[list[Suspicion], Discoveries]:
    """The suspicions of every rule, before causes are told apart, and all tests of chance.

    A suspicion that has a p-value stays only where the control of false discoveries lets it: all such tests of a period
    are judged together.
    """
    rules = filed.province.rules.values()
    plain = [s for rule in rules if rule.kind not in MEASURES for s in KINDS[rule.kind](rule, filed)]
    by_chance = [s for s in plain if s.p_value is not None]
    measured = [(rule, MEASURES[rule.kind].measure(rule, filed)) for rule in rules if rule.kind in MEASURES]
    listed, unseen = list_trials(by_chance)
    trials = pl.concat([listed, *(table.select(listed.columns) for _, table in measured)])
    discoveries = control_discovery(trials, filed.province.quality, unseen)
    flagged = discoveries.tests["flagged"].to_list() if measured or by_chance else []
    kept = [s for s in plain if s.p_value is None] + [s for s, keep in zip(by_chance, flagged, strict=False) if keep]
    place = len(by_chance)
    for rule, table in measured:
        chosen = table.filter(pl.Series(flagged[place : place + table.height], dtype=pl.Boolean))
        kept += MEASURES[rule.kind].suspect(rule, filed, chosen)
        place += table.height
    return kept, discoveries


def drop_superseded(filed: Filed) -> pl.DataFrame:
    """The reader's findings without those about files that a revision has replaced."""
    replaced = filed.filings.join(filed.newest.select("file"), on="file", how="anti")
    return filed.faults.join(replaced.select("file"), on="file", how="anti", maintain_order="left")
