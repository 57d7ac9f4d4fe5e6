import sys

import numpy as np
import pytest

from junxian.engine import InDask, InProcess, InThreads
from junxian.terms import MethodError


def draw(seed):
    return float(np.random.default_rng(np.random.SeedSequence((7, seed))).normal())


def test_threads_give_the_same_numbers_in_the_same_order_as_one_process():
    assert InThreads(4).map(draw, range(50)) == InProcess().map(draw, range(50))


@pytest.mark.dask
@pytest.mark.parametrize("scheduler", ["threads", "synchronous"])
def test_dask_gives_the_same_numbers_in_the_same_order_as_one_process(scheduler):
    assert InDask(scheduler).map(draw, range(20)) == InProcess().map(draw, range(20))


@pytest.mark.dask
def test_a_cluster_of_dask_gives_the_same_numbers_as_one_process():
    from distributed import Client, LocalCluster

    local = LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None)
    with local as cluster, Client(cluster):
        assert InDask().map(draw, range(20)) == InProcess().map(draw, range(20))


@pytest.mark.dask
def test_parts_travel_as_they_are():
    parts = [[1, 2], (3, [4]), {"five": [6]}]
    assert InDask("synchronous").map(repr, parts) == [repr(part) for part in parts]


def test_without_dask_the_remedy_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(MethodError, match=r"pip install 'junxian\[engines\]'"):
        InDask().map(draw, range(2))
