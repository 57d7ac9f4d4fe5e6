"""How far a task has come: its state by the entries of progress.csv, and whether it may be closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from junxian.terms.name import Name

NO_EVIDENCE = Name(zh="未附佐证材料", en="no evidence is attached")
NOT_DONE = Name(zh="进度未到100%", en="progress is not at 100%")
SAME_PERSON = Name(zh="核验人与报告人为同一人", en="whoever closes it also reported it")
NO_CLOSER = Name(zh="没有核验人", en="nobody verified it")
NO_REPORTER = Name(zh="没有报告人", en="nobody reported it")


@dataclass(frozen=True)
class Standing:
    """State, share done (None where nobody reported), and why an attempt to close failed."""

    state: str
    progress: float | None
    refused: tuple[Name, ...] = ()

    @property
    def why(self) -> Name:
        """The reasons for which it is not closed, in one sentence; empty where nobody tried."""
        if not self.refused:
            return Name(zh="")
        zh, en = "；".join(r.zh for r in self.refused), "; ".join(r.en for r in self.refused)
        return Name(zh=f"不予销号：{zh}。", en=f"Not closed: {en}.")


def find_standing(entries: Sequence[dict[str, Any]]) -> Standing:
    """Read the entries of one task, from the oldest to the newest.

    Closing (销号) needs all of: progress 1, evidence in some entry, somebody who reported, and a closer who is not one of
    those. An attempt that lacks one is `returned` with the reasons. Otherwise the newest recorded state holds, and where
    the office recorded none: nothing entered = issued, no progress = received, under way = working, 1 = completion
    requested. Source: practice §8. Checked in tests/unit/supervision/test_standing.py.
    """
    if not entries:
        return Standing("issued", None)
    reported = [entry["progress"] for entry in entries if entry["progress"] is not None]
    progress = reported[-1] if reported else None
    recorded = entries[-1]["state"]
    if recorded == "closed" or any(entry["closed_by"] for entry in entries):
        refused = _find_refusals(entries, progress)
        return Standing("returned" if refused else "closed", progress, refused)
    return Standing(recorded or _infer_state(progress), progress)


def _find_refusals(entries: Sequence[dict[str, Any]], progress: float | None) -> tuple[Name, ...]:
    reporters = {entry["reported_by"] for entry in entries if entry["reported_by"]}
    closers = {entry["closed_by"] for entry in entries if entry["closed_by"]}
    faults = {
        NOT_DONE: progress is None or progress < 1,
        NO_EVIDENCE: not any(entry["evidence"] for entry in entries),
        NO_REPORTER: not reporters,
        NO_CLOSER: not closers,
        SAME_PERSON: bool(closers) and closers <= reporters,
    }
    return tuple(fault for fault, found in faults.items() if found)


def _infer_state(progress: float | None) -> str:
    if not progress:
        return "received"
    return "completion_requested" if progress >= 1 else "working"
