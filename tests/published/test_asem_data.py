"""Steps on the data of the ASEM index against the R package COINr 1.1.14 (Becker et al. 2022, JOSS 7(78), 4567).

Denominators, screening, imputation and treatment; tolerance 1e-9 relative. Truth tables lie in ../shared/truth/composite.
"""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from junxian.assessment.impute import impute, list_imputed
from junxian.assessment.screen import screen_areas
from junxian.assessment.treat import (
    Rule,
    measure_kurtosis,
    measure_skewness,
    needs_treatment,
    plan_treatment,
    take_log_ct,
    take_log_ct_orig,
    take_log_ct_plus,
    transform_box_cox,
    treat_columns,
    treat_indicators,
    winsorise,
)
from junxian.indicators.kernels import divide_by_size

CLOSE = {"rtol": 1e-9, "atol": 1e-12}
VECTORS = ["x1", "x2", "x3", "x4", "x5", "x6"]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "truth" / "composite"


@pytest.fixture(scope="module")
def unit(folder):
    return json.loads((folder / "unit_functions.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def codes(folder):
    return _read(folder / "asem_01_Raw.csv").columns[1:]


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, null_values="NA")


def _truth(folder: Path, name: str, columns) -> np.ndarray:
    frame = _read(folder / name).sort("uCode")
    return frame.select(pl.col(list(columns)).cast(pl.Float64)).fill_null(np.nan).to_numpy()


def _vector(values) -> np.ndarray:
    return np.array([np.nan if value == "NA" else float(value) for value in values])


def test_indicators_are_divided_by_their_denominators(folder, codes):
    meta = dict(_read(folder / "asem_00_iMeta.csv").select("iCode", "Denominator").iter_rows())
    raw, denominated = (_truth(folder, f"asem_0{name}.csv", codes) for name in ("1_Raw", "2_Denominated"))
    assert sum(meta[code] is not None for code in codes) > 10
    for place, code in enumerate(codes):
        found = raw[:, place]
        if meta[code]:
            size = _truth(folder, "asem_00_iData.csv", [meta[code]])[:, 0]
            found = divide_by_size((found, size), (Fraction(1),))
        np.testing.assert_allclose(found, denominated[:, place], err_msg=code, **CLOSE)


@pytest.mark.parametrize(("by", "known", "nonzero", "removed"), [
    ("known", 0.90, 0.05, 5),
    ("known_and_nonzero", 0.95, 0.95, 14),
])  # fmt: skip
def test_areas_with_too_few_figures_are_screened_out(folder, codes, by, known, nonzero, removed):
    areas = _read(folder / "asem_01_Raw.csv").sort("uCode")["uCode"].to_list()
    values = _truth(folder, "asem_01_Raw.csv", codes)
    screening = screen_areas(values, areas, by, least_known=known, least_nonzero=nonzero)
    assert (~screening.kept).sum() == removed


def test_nobody_is_screened_out_of_the_imputed_table(folder, codes):
    areas = _read(folder / "asem_03_Imputed.csv").sort("uCode")["uCode"].to_list()
    screening = screen_areas(_truth(folder, "asem_03_Imputed.csv", codes), areas, "known", least_known=0.9)
    assert screening.kept.all()
    assert _read(folder / "asem_04_Screened.csv").height == len(areas)


def test_missing_values_are_imputed_by_the_name_of_the_method(folder, codes):
    given = _truth(folder, "asem_02_Denominated.csv", codes)
    groups = dict(_read(folder / "asem_00_iData.csv").select("uCode", "EurAsia_group").iter_rows())
    areas = _read(folder / "asem_02_Denominated.csv").sort("uCode")["uCode"]
    filled = impute(given, "class_mean", groups=[groups[area] for area in areas])
    np.testing.assert_allclose(filled, _truth(folder, "asem_03_Imputed.csv", codes), **CLOSE)
    assert list_imputed(given, filled).sum() == np.isnan(given).sum() == 65


@pytest.mark.parametrize("method", ["mean", "median"])
def test_imputation_of_a_small_vector(unit, method):
    filled = impute(_vector(unit["impute"]["x"])[:, None], method)[:, 0]
    np.testing.assert_allclose(filled, _vector(unit["impute"][method]), **CLOSE)


@pytest.mark.parametrize("name", VECTORS)
def test_skewness_kurtosis_and_the_test(unit, name):
    values = _vector(unit["inputs"][name])
    skew, kurt = measure_skewness(values), measure_kurtosis(values)
    assert float(skew) == pytest.approx(unit["skew"][name], rel=1e-9)
    assert float(kurt) == pytest.approx(unit["kurt"][name], rel=1e-9)
    assert bool(needs_treatment(skew, kurt)) is not unit["check"][name]["Pass"]


@pytest.mark.parametrize("name", VECTORS)
@pytest.mark.parametrize(("truth", "options"), [
    ("winsorise_winmax5", {"at_most": 5}),
    ("winsorise_winmax1", {"at_most": 1}),
    ("winsorise_force2", {"at_most": 2, "force": True}),
])  # fmt: skip
def test_winsorised_vectors_where_ties_go_together(unit, truth, options, name):
    expected = unit[truth][name]
    found = winsorise(_vector(unit["inputs"][name]), ties="together", **options)
    np.testing.assert_allclose(found.values, _vector(expected["x"]), **CLOSE)
    assert found.points == expected["nwin"]
    sides = np.where(found.high, "winhi", np.where(found.low, "winlo", ""))
    assert sides.tolist() == expected["treated"]


@pytest.mark.parametrize(("name", "truth", "options", "points", "high"), [
    ("x5", "winsorise_winmax1", {"at_most": 1}, 0, 500),
    ("x4", "winsorise_force2", {"at_most": 2, "force": True}, 1, 5),
])  # fmt: skip
def test_ties_never_exceed_the_limit_where_coinr_overshoots(unit, name, truth, options, points, high):
    """COINr winsorises all points that share the extreme and counts afterwards: 2 at a limit of 1, 3 at 2."""
    found = winsorise(_vector(unit["inputs"][name]), **options)
    assert found.points == points
    assert unit[truth][name]["nwin"] > options["at_most"]
    assert np.nanmax(found.values) == high


@pytest.mark.parametrize("name", VECTORS)
@pytest.mark.parametrize(("truth", "take"), [
    ("log_CT", take_log_ct), ("log_CT_plus", take_log_ct_plus), ("log_CT_orig", take_log_ct_orig),
    ("boxcox_0.5", lambda x: transform_box_cox(x, 0.5)), ("boxcox_0", lambda x: transform_box_cox(x, 0.0)),
])  # fmt: skip
def test_logarithms_and_box_cox(unit, truth, take, name):
    expected = unit[truth][name]
    expected = expected["x"] if isinstance(expected, dict) else expected
    np.testing.assert_allclose(take(_vector(unit["inputs"][name])), _vector(expected), **CLOSE)


@pytest.mark.parametrize(("truth", "at_most"), [("qTreat_df", 5), ("qTreat_df_winmax1", 1)])
def test_treatment_of_a_small_table(unit, truth, at_most):
    names = ["a", "b", "c", "d"]
    values = np.array([[row[name] for name in names] for row in unit["qTreat_df"]["input"]], dtype=float)
    found = treat_indicators(values, names, at_most=at_most)
    expected = [[row[name] for name in names] for row in unit[truth]["x_treat"]]
    np.testing.assert_allclose(found.values, expected, **CLOSE)
    for row, own in zip(found.details.iter_rows(named=True), unit[truth]["Dets"], strict=True):
        assert row["skewness"] == pytest.approx(own["check_SkewKurt0.Skew"], rel=1e-9)
        assert row["kurtosis"] == pytest.approx(own["check_SkewKurt0.Kurt"], rel=1e-9)
        assert row["points"] == (0 if own["winsorise.nwin"] == "NA" else own["winsorise.nwin"])
        if own["winsorise.nwin"] != "NA":
            assert row["skewness_1"] == pytest.approx(own["check_SkewKurt1.Skew"], rel=1e-9)
            assert row["kurtosis_1"] == pytest.approx(own["check_SkewKurt1.Kurt"], rel=1e-9)


def test_treated_indicators_and_what_was_changed(folder, codes):
    values = _truth(folder, "asem_04_Screened.csv", codes)
    found = treat_indicators(values, codes)
    np.testing.assert_allclose(found.values, _truth(folder, "asem_05_Treated.csv", codes), **CLOSE)
    assert (found.details["first"] == "winsorise").sum() == 15
    for row, own in zip(
        found.details.iter_rows(named=True), _read(folder / "asem_05_Treated_details.csv").iter_rows(named=True),
        strict=True,
    ):  # fmt: skip
        assert row["indicator"] == own["iCode"]
        assert row["skewness"] == pytest.approx(float(own["check_SkewKurt0.Skew"]), rel=1e-9)
        assert row["kurtosis"] == pytest.approx(float(own["check_SkewKurt0.Kurt"]), rel=1e-9)
        assert row["points"] == int(own["winsorise.nwin"] or 0)
        assert row["passed"]
        if row["points"]:
            assert row["skewness_1"] == pytest.approx(float(own["check_SkewKurt1.Skew"]), rel=1e-9)
            assert row["kurtosis_1"] == pytest.approx(float(own["check_SkewKurt1.Kurt"]), rel=1e-9)


def test_every_winsorised_point_is_listed(folder, codes):
    order = _read(folder / "asem_04_Screened.csv")["uCode"].arg_sort().to_numpy()
    flags = _read(folder / "asem_05_Treated_points.csv").select(codes).fill_null("").to_numpy()[order]
    values = _truth(folder, "asem_04_Screened.csv", codes)
    points = treat_indicators(values, codes).points
    sides = np.full(values.shape, "", dtype=object)
    for place, code, before, after, side in points.iter_rows():
        column = codes.index(code)
        sides[place, column] = {"high": "winhi", "low": "winlo"}[side]
        assert before == values[place, column]
        assert (after < before) == (side == "high")
    np.testing.assert_array_equal(sides, flags)


@pytest.mark.parametrize("at_most", [1, 2, 3, 4, 5])
def test_no_indicator_of_the_index_meets_a_tie_at_its_limit(folder, codes, at_most):
    """So the limit that is kept gives the same tables as COINr's in its sensitivity analysis."""
    values = _truth(folder, "asem_04_Screened.csv", codes)
    kept, together = (
        treat_columns(values, plan_treatment(codes, Rule(at_most=at_most), ties=ties)).values
        for ties in ("keep_within_limit", "together")
    )
    np.testing.assert_array_equal(kept, together)
