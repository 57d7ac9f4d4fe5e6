"""One `Executor.map` for batches of independent work: replicates, scenarios. In process by default."""

from collections.abc import Callable, Iterable
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
