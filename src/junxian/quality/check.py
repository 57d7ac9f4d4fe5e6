"""The flow of the room: figures in force, every rule, one finding per cause, a verdict per return."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from junxian.declared.province import Province
from junxian.quality.filed import Filed, gather_filed
from junxian.quality.finding_rows import make_findings, sort_findings
from junxian.quality.kinds import KINDS
from junxian.quality.kinds.completeness import merge_alike
from junxian.quality.kinds.punctuality import list_absent
from junxian.quality.precedence import absorb_explained
from junxian.quality.suspicion import Suspicion
from junxian.quality.verdicts import give_verdicts, list_held
from junxian.reported import Returns
from junxian.terms.period import Period


@dataclass(frozen=True)
class Quality:
    """`findings` (FINDING_SCHEMA), `verdicts` (one row per return), `held` (cells kept out of use)."""

    findings: pl.DataFrame
    verdicts: pl.DataFrame
    held: pl.DataFrame


def check_returns(returns: Returns, province: Province, period: Period, as_of: date) -> Quality:
    """Ask every declared rule of every return in force, of all periods up to the run's.

    returns  as read by `reported`; the findings of the reader are taken over where the file is in force
    as_of    the cut-off day, by which a return is or is not overdue
    Nothing is raised and nothing mended: bad figures are findings. A missing figure is asked about by completeness alone;
    every other kind passes over it. Checked in tests/unit/quality/test_check.py and tests/province/test_planted_faults.py.
    """
    filed = gather_filed(returns, province, period, as_of)
    faults = drop_superseded(filed)
    suspicions = merge_alike(absorb_explained(ask_rules(filed)), province)
    findings = sort_findings(pl.concat([faults, make_findings(suspicions, filed.figures)]))
    return Quality(findings, give_verdicts(filed, findings, list_absent(filed)), list_held(findings))


def ask_rules(filed: Filed) -> list[Suspicion]:
    """The suspicions of every rule, before causes are told apart."""
    rules = filed.province.rules.values()
    return [suspicion for rule in rules for suspicion in KINDS[rule.kind](rule, filed)]


def drop_superseded(filed: Filed) -> pl.DataFrame:
    """The reader's findings without those about files that a revision has replaced."""
    replaced = filed.filings.join(filed.newest.select("file"), on="file", how="anti")
    return filed.faults.join(replaced.select("file"), on="file", how="anti", maintain_order="left")
