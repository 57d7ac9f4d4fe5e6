import numpy as np

from junxian.assessment.statements import measure_leads, measure_pair_leads

RANKS = np.array([[1, 2, 3], [1, 1, 3], [2, 1, 3], [1, 2, 2]])


def test_shares_of_replicates_counted_by_hand_with_ties_half():
    expected = [[0.5, 2.5 / 4, 1.0], [1.5 / 4, 0.5, 3.5 / 4], [0.0, 0.5 / 4, 0.5]]
    np.testing.assert_array_equal(measure_leads(RANKS), expected)


def test_the_two_probabilities_of_a_pair_sum_to_one_and_the_whole_to_the_mean_rank():
    ranks = np.argsort(np.argsort(np.random.default_rng(3).normal(size=(201, 40)), axis=1), axis=1) + 1
    leads = measure_leads(ranks)
    np.testing.assert_array_equal(leads + leads.T, np.ones((40, 40)))
    np.testing.assert_allclose(ranks.mean(axis=0), 0.5 + leads.T.sum(axis=1), rtol=1e-12)


def test_ranks_beyond_sixteen_bits_and_narrow_types_count_the_same():
    wide = np.array([[1, 70_000], [70_001, 2], [5, 6]])
    assert measure_leads(wide)[0, 1] == 2 / 3
    np.testing.assert_array_equal(measure_leads(RANKS.astype(np.int16)), measure_leads(RANKS))


def test_one_area_alone_and_none():
    np.testing.assert_array_equal(measure_leads(np.ones((5, 1), dtype=int)), [[0.5]])
    assert measure_leads(np.ones((5, 0), dtype=int)).shape == (0, 0)


def test_single_pairs_lead_as_often_as_among_all_of_them():
    ranks = np.random.default_rng(2).integers(1, 6, (300, 7))
    above, below = np.triu_indices(7, 1)
    np.testing.assert_array_equal(measure_pair_leads(ranks, above, below), measure_leads(ranks)[above, below])
