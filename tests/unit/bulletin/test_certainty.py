"""How sure the results are: classes, the framework, correlations, what is varied."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from junxian.bulletin.contents.compose import compose_content
from junxian.bulletin.contents.correlations import map_correlations
from junxian.bulletin.contents.framework import name_part
from junxian.bulletin.contents.variation import tell_variation
from junxian.declared.schemes import Robustness


def test_a_class_says_how_many_pairs_are_told_apart_and_what_moves_ranks(small_content):
    (one,) = small_content.certainty.classes
    assert (one.code, one.ranked, one.groups, one.pairs, one.told_apart) == ("K", 4, 2, 6, 3)
    assert [(effect.choice, round(effect.share, 9)) for effect in one.effects] == [("rest", 0.75), ("weights", 0.25)]
    assert sum(effect.share for effect in one.effects) == pytest.approx(1.0)


def test_without_a_test_nothing_is_said_of_groups(small_province, small_results):
    scorecard = small_results.scorecard
    pairs = scorecard.pairs.with_columns(pl.lit(None, pl.Boolean).alias("told_apart"))
    untested = type(scorecard)(scorecard.frames | {"pairs": pairs})
    (one,) = compose_content(small_province, dataclasses.replace(small_results, scorecard=untested)).certainty.classes
    assert (one.groups, one.told_apart, one.pairs) == (None, None, 6)


def test_the_framework_has_every_part_after_its_parent_with_points_by_class(small_content):
    parts = small_content.certainty.framework
    assert [part.code for part in parts] == ["total", "economy", "I1", "people", "I2"]
    people = next(part for part in parts if part.code == "people")
    assert (people.is_node, people.declared["E"], people.used["E"], people.used["K"]) == (True, 40.0, 45.0, 40.0)


def test_level_and_change_of_an_indicator_are_named_together(small_province):
    scheme = small_province.schemes["county/2020"]
    assert name_part(small_province, scheme, "I2@both").zh == "城镇化率（水平与变化）"
    assert name_part(small_province, scheme, "people").zh == "民生改善"


def make_scores(class_sizes, rng):
    rows = [(f"{c}{i:02}", c, rng.normal()) for c, size in class_sizes.items() for i in range(size)]
    table = pl.DataFrame({"ref_area": [a for a, _, _ in rows], "class": [c for _, c, _ in rows], "status": "ranked"})
    indicators = pl.DataFrame(
        [
            (a, c, code, score)
            for a, c, x in rows
            for code, score in (("I1", x), ("I2", -2 * x), ("farm", rng.normal()))
        ],
        schema=["ref_area", "class", "indicator", "normalised"],
        orient="row",
    )
    weights = pl.DataFrame({"part": ["total", "I1", "I2", "farm"] * 2})
    return SimpleNamespace(table=table, indicators=indicators, weights=weights)


def test_a_map_is_drawn_for_every_class_that_is_large_enough(small_province):
    scheme = small_province.schemes["county/2020"]
    (one,) = map_correlations(small_province, make_scores({"K": 12, "E": 9}, np.random.default_rng(1)), scheme)
    assert (one.name.zh, one.areas, [code for code, _ in one.indicators]) == ("重点开发区县", 12, ["I1", "I2", "farm"])
    assert one.r[0][1] == pytest.approx(-1.0)
    assert next((a.zh, b.zh, round(r, 6)) for a, b, r in one.flagged) == ("地区生产总值（对数）", "城镇化率", -1.0)


def test_small_classes_are_taken_together_and_too_few_areas_not_at_all(small_province):
    scheme = small_province.schemes["county/2020"]
    (one,) = map_correlations(small_province, make_scores({"K": 6, "E": 6}, np.random.default_rng(1)), scheme)
    assert (one.name.zh, one.areas) == ("各类合并", 12)
    assert map_correlations(small_province, make_scores({"K": 4, "E": 4}, np.random.default_rng(1)), scheme) == ()


def test_a_constant_indicator_has_no_correlation(small_province):
    scores = make_scores({"K": 12}, np.random.default_rng(1))
    flat = pl.when(pl.col("indicator") == "farm").then(5.0).otherwise("normalised").alias("normalised")
    (one,) = map_correlations(
        small_province,
        SimpleNamespace(table=scores.table, indicators=scores.indicators.with_columns(flat), weights=pl.DataFrame()),
        small_province.schemes["county/2020"],
    )
    assert [code for code, _ in one.indicators] == ["I1", "I2", "farm"]
    assert one.r[2] == (None, None, None)


def test_only_what_varies_is_said_to_vary():
    told = tell_variation(Robustness(weights_vary=0, data_error=False, normalisations=["efficacy"]))
    assert told.zh == "名次区间：合成方法同时变动，重复计算1,000次，取中间90%。"
    assert tell_variation(Robustness(replicates=0)).zh == "未作重复计算，不提供名次区间。"
    assert "weights by ±25%, data error, normalisation, aggregation" in tell_variation(Robustness()).text("en")
