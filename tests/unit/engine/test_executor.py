import numpy as np

from junxian.engine import InProcess, InThreads


def draw(seed):
    return float(np.random.default_rng(np.random.SeedSequence((7, seed))).normal())


def test_threads_give_the_same_numbers_in_the_same_order_as_one_process():
    assert InThreads(4).map(draw, range(50)) == InProcess().map(draw, range(50))
