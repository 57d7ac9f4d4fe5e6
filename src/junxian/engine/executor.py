"""One `Executor.map` for batches of independent work: replicates, scenarios. In process by default, Dask on a cluster."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from junxian.terms.errors import MethodError

T = TypeVar("T")
R = TypeVar("R")


class Executor(Protocol):
    """Whatever maps a function over independent parts and keeps their order."""

    def map(self, function: Callable[[T], R], parts: Iterable[T]) -> list[R]:
        """Return the results in the order of the parts."""
        ...


class InProcess:
    """Works the parts off one after the other, in this process."""

    def map(self, function: Callable[[T], R], parts: Iterable[T]) -> list[R]:
        """Return the results in the order of the parts."""
        return [function(part) for part in parts]


@dataclass(frozen=True)
class InThreads:
    """Works several parts at once; worth it where NumPy or Polars, which release the interpreter, do the work."""

    workers: int = 2

    def map(self, function: Callable[[T], R], parts: Iterable[T]) -> list[R]:
        """Return the results in the order of the parts."""
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(function, parts))


@dataclass(frozen=True)
class InDask:
    """Works the parts off with Dask, on the cluster of the active `distributed.Client` unless a scheduler is named.

    scheduler  as Dask names it: "threads", "processes", "synchronous"; None for the client's cluster or Dask's default
    The function travels once to a worker, the parts with their tasks. Checked in tests/unit/engine/test_executor.py.
    """

    scheduler: str | None = None

    def map(self, function: Callable[[T], R], parts: Iterable[T]) -> list[R]:
        """Return the results in the order of the parts; MethodError where Dask is not installed."""
        dask = _import_dask()
        own = dask.delayed(function, pure=False)
        tasks = [
            dask.delayed(_apply, pure=False)(own, dask.delayed(part, pure=False, traverse=False)) for part in parts
        ]
        chosen = {} if self.scheduler is None else {"scheduler": self.scheduler}
        return list(dask.compute(*tasks, **chosen))


def _apply(function: Callable[[T], R], part: T) -> R:
    return function(part)


def _import_dask() -> Any:
    try:
        import dask  # an extra, and slow to import
    except ImportError as error:
        raise MethodError(
            "executor", "Dask is not installed.", "Install it: pip install 'junxian[engines]'."
        ) from error
    return dask
