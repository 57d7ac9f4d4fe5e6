"""Times the steps of a run and tells whoever watches."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

ROOM_STEPS = (
    "reported", "quality", "indicators", "redlines", "assessment", "diagnosis", "allocation", "supervision", "store",
    "bulletin",
)  # fmt: skip


@dataclass
class Steps:
    """Called with the name of a room, it times what happens inside; `watch` hears each name as it begins."""

    watch: Callable[[str], None] | None = None
    taken: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def __call__(self, room: str) -> Iterator[None]:
        """Time one step."""
        if self.watch:
            self.watch(room)
        begun = time.perf_counter()
        yield
        self.taken.append({"step": room, "seconds": round(time.perf_counter() - begun, 4)})
