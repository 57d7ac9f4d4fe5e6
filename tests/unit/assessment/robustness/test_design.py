import numpy as np
import polars as pl
import pytest

from junxian.assessment.robustness import (
    Levels,
    Noise,
    Range,
    enumerate_design,
    place_factors,
    read_design,
    sample_random,
    sample_saltelli,
)
from junxian.terms import MethodError

METHOD = Levels("method", "aggregation", {"mean": "arithmetic", "product": "geometric"})
LIMIT = Levels("limit", "treatment", {str(n): None for n in range(5)})
WEIGHT = Range("weight", "weights", 0.5, 1.5, parts=("a",))
NOISE = Noise("noise", "weights", 0.25)
ALL = [METHOD, LIMIT, WEIGHT, NOISE]


def test_a_given_design_falls_on_levels_ranges_and_draws():
    design = place_factors(ALL, np.array([[0.0, 0.39, 0.0, 0.9], [0.5, 0.4, 0.5, 0.1], [0.999, 0.999, 0.25, 0.9]]))
    assert design.places.tolist() == [[0, 1, 0.5, 0], [1, 2, 1.0, 1], [1, 4, 0.75, 0]]


def test_a_design_says_in_words_what_every_replicate_takes_and_can_be_read_back():
    design = sample_random(ALL, 30, seed=2)
    table = design.tabulate()
    assert table.columns == ["replicate", "method", "limit", "weight", "noise"]
    assert set(table["method"]) == {"mean", "product"}
    np.testing.assert_array_equal(read_design(ALL, table).places, design.places)


def test_a_replicate_is_the_same_however_many_there_are():
    few, many = (sample_random(ALL, count, seed=2) for count in (10, 300))
    np.testing.assert_array_equal(few.places, many.places[:10])
    assert not np.array_equal(few.places, sample_random(ALL, 10, seed=3).places)


def test_random_samples_take_levels_by_their_chances_and_every_noise_anew():
    often = Levels("often", "aggregation", {"mean": "arithmetic", "product": "geometric"}, chances=[0.9, 0.1])
    design = sample_random([often, LIMIT, NOISE], 4000, seed=1)
    assert np.mean(design.places[:, 0]) == pytest.approx(0.1, abs=0.02)
    assert np.bincount(design.places[:, 1].astype(int), minlength=5) / 4000 == pytest.approx([0.2] * 5, abs=0.03)
    np.testing.assert_array_equal(design.places[:, 2], np.arange(4000))


@pytest.mark.parametrize("sequence", ["sobol", "random"])
def test_a_saltelli_design_stacks_two_samples_and_exchanges_one_column_each(sequence):
    design = sample_saltelli(ALL, 8, seed=4, sequence=sequence)
    a, b, *mixed = design.places.reshape(6, 8, 4)
    assert (len(design), design.base) == (48, 8)
    for column, own in enumerate(mixed):
        np.testing.assert_array_equal(own[:, column], b[:, column])
        rest = [other for other in range(4) if other != column]
        np.testing.assert_array_equal(own[:, rest], a[:, rest])
    assert a[:, 3].tolist() == list(range(8))
    assert b[:, 3].tolist() == list(range(8, 16))


def test_the_full_design_holds_every_combination_once_the_last_factor_fastest():
    design = enumerate_design([METHOD, LIMIT])
    assert design.places.tolist() == [[m, n] for m in range(2) for n in range(5)]
    assert design.is_full


@pytest.mark.parametrize(("make", "why"), [
    (lambda: Levels("x", "treatment", {"one": None}), "varies nothing"),
    (lambda: Levels("x", "treatmant", {"a": None, "b": None}), "cannot vary so"),
    (lambda: Levels("x", "aggregation", {"a": 1, "b": 2}, chances=[0.5, 0.6]), "sum to 1"),
    (lambda: Range("x", "weights", 1, 1, parts=("a",)), "low below high"),
    (lambda: Range("x", "weights", 0, 1), "some parts"),
    (lambda: Range("x", "treatment", 0, 1), "what its numbers do"),
    (lambda: Noise("x", "treatment", 0.1), "cannot vary so"),
    (lambda: Noise("x", "weights", 0.0), "zero throughout"),
    (lambda: Noise("x", "weights", 1.5), "weights negative"),
    (lambda: Noise("x", "data", np.nan), "missing"),
    (lambda: sample_random([], 5, 1), "no factor"),
    (lambda: sample_random([METHOD, METHOD], 5, 1), "two factors have the name 'method'"),
    (lambda: sample_random([LIMIT, Levels("other", "treatment", {"a": None, "b": None})], 5, 1), "step 'treatment'"),
    (lambda: place_factors([METHOD], np.ones((3, 1))), r"outside \[0, 1\)"),
    (lambda: place_factors([METHOD], np.zeros((3, 2))), "shape"),
    (lambda: sample_saltelli([METHOD], 100, 1), "power of two"),
    (lambda: enumerate_design([METHOD, NOISE]), "no levels to enumerate"),
    (lambda: read_design([METHOD], pl.DataFrame({"methd": ["mean"]})), "no column 'method'"),
    (lambda: read_design([METHOD], pl.DataFrame({"method": ["men"]})), "no level 'men'"),
])  # fmt: skip
def test_what_cannot_vary_is_refused(make, why):
    with pytest.raises(MethodError, match=why):
        make()


def test_weights_and_inclusion_may_have_several_factors():
    parts = [Range(f"weight of {part}", "weights", 0.5, 1.5, parts=(part,)) for part in "ab"]
    sets = [Levels(f"{part} in", "inclusion", {"in": (), "out": (part,)}) for part in "ab"]
    assert len(sample_random([*parts, *sets, NOISE], 3, 1).factors) == 5
