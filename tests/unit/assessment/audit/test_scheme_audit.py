from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from junxian.assessment.audit import AuditLimits, OutsideList, audit_scheme, report_audit
from junxian.assessment.audit.checks import CHECKS
from junxian.assessment.audit.finding import FINDING_SCHEMA
from junxian.assessment.audit.scheme_audit import SUMMARY_SCHEMA
from junxian.terms.errors import MethodError
from junxian.terms.name import Name

NAMES = {"e1": Name(zh="人均产值", en="Output per head"), "e2": Name(zh="人均收入", en="Income per head")}


def _rows(seed, size=30):
    rng = np.random.default_rng(seed)
    e1 = rng.normal(size=size)
    columns = e1, e1 + 1e-3 * rng.normal(size=size), rng.normal(size=size), np.append(np.ones(size - 1), 0.0)
    return [(f"{i:02}", "K" if i < size - 6 else "A", *values) for i, values in enumerate(zip(*columns, strict=True))]


def _vary(rows):
    """Give the few members of class A figures that differ."""
    return [(*row[:5], float(i)) if row[1] == "A" else row for i, row in enumerate(rows)]


@pytest.fixture
def cards(score):
    declared = {"normalise": {"method": "min_max"}, "robustness": {"replicates": 200, "data_error": False}}
    return {
        str(2017 + seed): score(
            _vary([*_rows(seed)[:-7], ("23", "K", 0.0, 0.0, 0.0, 0.0), *_rows(seed)[-6:]]), **declared
        )
        for seed in range(3)
    }


@pytest.fixture
def audit(cards, scheme):
    lists = {"winners": OutsideList(Name(zh="先进县", en="Winners"), ("00", "01", "02"))}
    return audit_scheme(cards, scheme(normalise={"method": "min_max"}), lists=lists, names=NAMES)


def test_planted_faults_are_found_and_put_in_words(audit):
    found = audit.findings
    assert dict(found.schema) == FINDING_SCHEMA
    own = {(check, code): row for row in found.iter_rows(named=True) for check, code in [(row["check"], row["class"])]}
    twice = own["counted_twice", "K"]
    assert twice["subjects"] == "e1 e2"
    assert twice["what_zh"].startswith("人均产值与人均收入（r=1.00）")
    assert twice["what_en"].startswith("Output per head and Income per head (r = 1.00)")
    assert own["idle", "K"]["subjects"] == "r2"
    assert own["small_class", "A"]["what_en"] == "only 6 members are ranked"
    assert own["tossed_about", "K"]["severity"] == "explain"
    assert ("counted_twice", "A") not in own


def test_what_must_be_explained_comes_first(audit):
    severities = audit.findings["severity"].to_list()
    assert severities == sorted(severities)
    assert set(audit.findings["check"]) <= set(CHECKS)


def test_key_figures_of_every_class(audit):
    assert dict(audit.summary.schema) == SUMMARY_SCHEMA
    row = audit.summary.row(by_predicate=pl.col("class") == "K", named=True)
    assert (row["areas"], row["ranked"], row["indicators"]) == (24, 24, 4)
    assert 0 < row["interval"] < 1
    assert abs(row["spearman"]) < 0.7
    assert row["pivot"] in ("e1", "e2", "r1", "r2")


def test_the_report_stands_in_both_languages_on_one_page(audit):
    zh, en = report_audit(audit, "zh"), report_audit(audit, "en")
    assert zh.startswith("# 考核办法审核：县域考核 county/2020 · 2019")
    assert en.startswith("# Audit of a scheme: Assessment county/2020 · 2019")
    assert "| 重点开发区县 | 24/24 | 4 |" in zh
    assert "**Key**: Output per head and Income per head" in en
    assert "（2017—2019）" in zh
    assert "先进县（3个，其中参评3个）" in zh
    for text in (zh, en):
        assert len(text.splitlines()) < 45
        assert not any(word in text for word in ("None", "nan", "fraud", "造假"))


def test_an_audit_of_one_scorecard_has_no_years(cards, scheme):
    alone = audit_scheme(cards["2019"], scheme(normalise={"method": "min_max"}))
    assert alone.years.agreement.is_empty()
    assert alone.summary["spearman"].null_count() == 2
    assert "以往年度" not in report_audit(alone)
    assert "e1 and e2" in report_audit(alone, "en")


def test_removals_by_assessing_again_are_the_same(cards, scheme, score):
    declared = scheme(normalise={"method": "min_max"})
    rows = _vary([*_rows(2)[:-7], ("23", "K", 0.0, 0.0, 0.0, 0.0), *_rows(2)[-6:]])

    def rescore(changed):
        assert changed.robustness.replicates == 0
        return score(rows, weights=changed.weights, normalise={"method": "min_max"})

    again = audit_scheme(cards, declared, rescore=rescore)
    assert again.removal.equals(audit_scheme(cards, declared).removal)


def test_scores_that_cannot_be_had_again_are_told_and_not_removed(cards, scheme):
    card = cards["2019"]
    moved = replace(card, table=card.table.with_columns(pl.col("score") + 1))
    audit = audit_scheme(moved, scheme(normalise={"method": "min_max"}))
    assert audit.removal.is_empty()
    assert audit.findings.filter(check="not_recomputed")["class"].to_list() == ["K", "A"]
    assert "—" in report_audit(audit)


def test_limits_are_the_office_s_to_set(cards, scheme):
    declared = scheme(normalise={"method": "min_max"})
    loose = AuditLimits(
        high=2, negative=-2, weak=-2, alpha=-1e9, idle_spread=0, same_score=2, saturated=2, dominant=2, out_of_proportion=np.inf,
        wide_interval=2, influence=2, unstable=-2, settled=2, between_classes=2, small_class=0, unranked=2,
    )  # fmt: skip
    assert set(audit_scheme(cards, declared, limits=loose).findings["check"]) <= {"without_effect"}


def test_an_audit_without_a_scorecard_is_refused(scheme):
    with pytest.raises(MethodError, match="has no scorecard"):
        audit_scheme({}, scheme())
