import numpy as np
import pytest
from scipy import stats

from junxian.assessment.audit import correlate_columns, correlate_parts, read_classes
from junxian.assessment.audit.correlation import CORRELATION_SCHEMA, flag_correlation, rank_middle
from junxian.assessment.audit.limits import AuditLimits

RNG = np.random.default_rng(1)
VALUES = RNG.normal(size=(25, 4)) @ RNG.normal(size=(4, 4))
GAPS = np.where(RNG.random((25, 4)) < 0.2, np.nan, np.round(VALUES, 1))
KINDS = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values", [VALUES, np.round(VALUES), GAPS], ids=["whole", "tied", "gaps"])
def test_every_pair_agrees_with_scipy_over_the_rows_known_in_both(kind, values):
    found = correlate_columns(values, kind=kind)
    for i, j in np.ndindex(4, 4):
        known = ~np.isnan(values[:, [i, j]]).any(axis=1)
        expected = KINDS[kind](values[known, i], values[known, j])
        assert found.r[i, j] == pytest.approx(expected.statistic, rel=1e-10)
        assert found.p[i, j] == pytest.approx(expected.pvalue, rel=1e-7, abs=1e-80)
        assert found.n[i, j] == known.sum()


def test_columns_of_two_arrays_far_from_zero():
    other = 1e6 + 1e-3 * RNG.normal(size=(25, 2))
    expected = np.corrcoef(VALUES.T, other.T)[:4, 4:]
    np.testing.assert_allclose(correlate_columns(VALUES, other).r, expected, rtol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_a_constant_column_and_too_few_rows_have_no_correlation(kind):
    values = np.column_stack([np.full(6, 0.1 + 0.2), np.arange(6.0), np.array([1.0, 2.0, *[np.nan] * 4])])
    found = correlate_columns(values, kind=kind)
    assert np.isnan(found.r[0]).all()
    assert found.r[1, 2] == pytest.approx(1.0)
    assert np.isnan(found.p[1, 2])
    assert np.isnan(correlate_columns(np.full((3, 2), np.nan), kind=kind).r).all()


def test_ranks_in_the_middle_of_ties():
    np.testing.assert_array_equal(rank_middle(np.array([[3.0], [1.0], [3.0], [2.0]]))[:, 0], [3.5, 1.0, 3.5, 2.0])


@pytest.mark.parametrize(("r", "relation", "flag"), [
    (0.93, "siblings", "high"), (0.93, "apart", "high"), (0.9, "siblings", ""), (-0.41, "siblings", "negative"),
    (-0.39, "siblings", ""), (0.29, "parent", "weak"), (-0.9, "parent", "weak"), (0.31, "parent", ""),
    (0.0, "ancestor", ""), (float("nan"), "siblings", ""),
])  # fmt: skip
def test_flags(r, relation, flag):
    assert flag_correlation(r, relation, AuditLimits()) == flag


def test_parts_are_related_through_the_tree_and_each_pair_stands_once(score, scheme):
    rows = [(f"{i:02}", "K", *RNG.normal(size=4)) for i in range(12)]
    (own,) = read_classes(score(rows), scheme())
    found = correlate_parts(own)
    assert dict(found.schema) == CORRELATION_SCHEMA
    relation = {(a, b): r for a, b, r in found.select("part", "other", "relation").iter_rows()}
    assert relation == {
        ("e1", "e2"): "siblings", ("r1", "r2"): "siblings", ("economy", "risk"): "siblings",
        ("e1", "r1"): "apart", ("e1", "r2"): "apart", ("e2", "r1"): "apart", ("e2", "r2"): "apart",
        **{(e, "economy"): "parent" for e in ("e1", "e2")}, **{(r, "risk"): "parent" for r in ("r1", "r2")},
        **{(node, "total"): "parent" for node in ("economy", "risk")},
        **{(code, "total"): "ancestor" for code in ("e1", "e2", "r1", "r2")},
    }  # fmt: skip
    r = found.filter(part="e1", other="total")["r"][0]
    assert r == pytest.approx(np.corrcoef(own.normalised[:, 0], own.score)[0, 1])


def test_a_part_without_weight_in_the_class_is_left_out(score, scheme):
    weights = scheme().weights.with_columns(K=scheme().weights["K"].set(scheme().weights["node"] == "e2", 0))
    rows = [(f"{i:02}", "K", *RNG.normal(size=4)) for i in range(6)]
    (own,) = read_classes(score(rows, weights=weights), scheme(weights=weights))
    found = correlate_parts(own)
    assert "e2" not in found["part"].to_list() + found["other"].to_list()
