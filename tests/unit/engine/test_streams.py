import numpy as np
import pytest

from junxian.engine import open_streams


@pytest.mark.parametrize("seed", [0, 1, 20000101, 2**32 - 1, 2**32, 2**70 + 3, 2**130 + 5])
@pytest.mark.parametrize("key", [0, 1, 7])
def test_streams_are_those_of_a_seed_sequence(seed, key):
    replicates = [0, 1, 2, 999, 2**31, 2**32 - 1]
    for replicate, stream in zip(replicates, open_streams(seed, replicates, key), strict=True):
        expected = np.random.default_rng(np.random.SeedSequence((seed, replicate), spawn_key=(key,)))
        np.testing.assert_array_equal(stream.standard_normal(20), expected.standard_normal(20))
        np.testing.assert_array_equal(stream.random(3), expected.random(3))
        assert stream.bit_generator.state == expected.bit_generator.state


def test_what_one_replicate_draws_does_not_reach_the_next():
    first = []
    for stream in open_streams(5, range(4), 0):
        first.append(stream.random())
        stream.integers(0, 9, 3, dtype=np.uint32)
    assert first == [stream.random() for stream in open_streams(5, range(4), 0)]


def test_no_replicate_is_no_stream_and_a_negative_one_is_refused():
    assert list(open_streams(5, [], 0)) == []
    with pytest.raises(ValueError, match="from 0 up"):
        next(open_streams(5, [-1], 0))
