"""One `Executor.map` for batches of independent work: replicates, scenarios. In process by default."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, TypeVar

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
