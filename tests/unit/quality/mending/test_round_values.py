import numpy as np
from scipy.sparse import csr_array

from junxian.quality.mending.round_values import round_to_hold

SUM = csr_array(np.array([[1.0, 1.0, 1.0, -1.0]]))
ZERO = (np.zeros(1), np.zeros(1))
ALL = np.ones(4, dtype=bool)


def test_parts_are_rounded_so_that_they_still_come_to_their_total():
    values = np.array([3.4, 3.4, 3.2, 10.0])
    rounded, holds = round_to_hold(values, np.ones(4), ALL, SUM, ZERO)
    assert holds
    assert rounded[:3].sum() == rounded[3] == 10.0
    assert sorted(rounded[:3]) == [3.0, 3.0, 4.0]
    assert rounded[2] == 3.0


def test_decimals_are_those_of_each_figure():
    values = np.array([0.1234, 0.2345, 0.6421, 1.0])
    rounded, holds = round_to_hold(values, np.full(4, 0.01), ALL, SUM, ZERO)
    assert holds
    assert all(len(repr(x).split(".")[1]) <= 2 for x in rounded.tolist())
    assert abs(rounded[:3].sum() - 1.0) < 1e-9


def test_figures_that_stay_are_not_touched():
    free = np.array([True, True, False, False])
    rounded, holds = round_to_hold(np.array([3.6, 3.6, 2.8, 10.0]), np.ones(4), free, SUM, ZERO)
    assert rounded[2:].tolist() == [2.8, 10.0]
    assert not holds
    assert rounded[:2].tolist() == [4.0, 4.0]


def test_whole_figures_stay_as_they_are():
    values = np.array([3.0, 3.0, 4.0, 10.0])
    rounded, holds = round_to_hold(values, np.ones(4), ALL, SUM, ZERO)
    assert holds
    assert rounded.tolist() == values.tolist()


def test_a_table_of_two_ways_keeps_both():
    rng = np.random.default_rng(3)
    table = rng.lognormal(3, 1, (6, 5))
    full = np.vstack([np.column_stack([table, table.sum(axis=1)]), np.append(table.sum(axis=0), table.sum())])
    place = np.arange(full.size).reshape(full.shape)
    rules = np.zeros((sum(full.shape), full.size))
    for r, row in enumerate(place):
        rules[r, row[:-1]], rules[r, row[-1]] = 1, -1
    for c, column in enumerate(place.T):
        rules[len(place) + c, column[:-1]], rules[len(place) + c, column[-1]] = 1, -1
    zero = np.zeros(len(rules))
    rounded, holds = round_to_hold(full.ravel(), np.ones(full.size), np.ones(full.size, bool), rules, (zero, zero))
    assert holds
    assert np.abs(rules @ rounded).max() == 0
    assert np.abs(rounded - full.ravel()).max() < 1
