import numpy as np

from junxian.assessment.statements import group_by_leader

RANKS = np.array([1, 2, 3, 4, 5])


def _leads(*pairs):
    leads = np.zeros((5, 5), dtype=bool)
    for above, below in pairs:
        leads[above - 1, below - 1] = True
    return leads


def test_a_group_ends_before_the_first_area_that_its_leader_surely_leads():
    leads = _leads((1, 3), (1, 4), (1, 5), (2, 5), (3, 5))
    np.testing.assert_array_equal(group_by_leader(RANKS, leads), [1, 1, 2, 2, 3])


def test_the_order_of_the_areas_does_not_matter():
    leads, order = _leads((1, 3), (1, 4), (1, 5), (3, 5)), np.array([3, 0, 4, 1, 2])
    groups = group_by_leader(RANKS, leads)
    np.testing.assert_array_equal(group_by_leader(RANKS[order], leads[np.ix_(order, order)]), groups[order])


def test_tied_areas_share_a_group_and_begin_one_only_where_all_of_them_trail():
    tied = np.array([1, 2, 2, 4, 5])
    np.testing.assert_array_equal(group_by_leader(tied, _leads((1, 2))), [1, 1, 1, 1, 1])
    np.testing.assert_array_equal(group_by_leader(tied, _leads((1, 2), (1, 3), (3, 5))), [1, 2, 2, 2, 3])


def test_an_area_that_varies_much_stays_in_the_group_in_which_it_stands():
    np.testing.assert_array_equal(group_by_leader(RANKS, _leads((1, 2), (1, 3), (2, 5))), [1, 2, 2, 2, 3])


def test_nobody_and_nothing_told_apart():
    assert group_by_leader(np.zeros(0, dtype=int), np.zeros((0, 0), dtype=bool)).size == 0
    np.testing.assert_array_equal(group_by_leader(RANKS, _leads()), np.ones(5))
