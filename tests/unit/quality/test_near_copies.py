import numpy as np

from junxian.quality.near_copies import find_near_pairs


def draw(rows=200, columns=12, seed=1):
    return np.random.default_rng(np.random.SeedSequence(seed)).normal(0, 0.05, (rows, columns))


def test_a_copy_with_noise_is_found_once_with_its_twin():
    vectors = draw()
    vectors[17] = vectors[44] + 0.001
    [pair] = find_near_pairs(vectors, 1e-6, 20)
    assert (pair.row, pair.other) == (17, 44)
    assert pair.distance < 0.1 * pair.usual


def test_vectors_that_nobody_copied_are_seldom_called():
    called = sum(len(find_near_pairs(draw(seed=seed), 1e-6, 20)) for seed in range(200))
    assert called <= 2


def test_many_copies_do_not_hide_one_another():
    vectors = draw()
    vectors[:4] = vectors[100:104]
    assert len(find_near_pairs(vectors, 1e-6, 20)) == 4


def test_where_many_rows_have_doubles_doubles_say_nothing():
    vectors = draw()
    vectors[:40] = 0.0
    assert find_near_pairs(vectors, 1e-6, 20) == []


def test_rows_with_gaps_take_no_part_and_few_rows_say_nothing():
    vectors = draw()
    vectors[17] = vectors[44]
    vectors[17, 0] = np.nan
    assert find_near_pairs(vectors, 1e-6, 20) == []
    assert find_near_pairs(draw(19), 1e-6, 20) == []
