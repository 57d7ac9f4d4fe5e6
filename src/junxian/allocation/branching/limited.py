"""A whole-number programme solved in a child process that is killed when its time is over."""

import contextlib
import ctypes
import pickle
import subprocess
import sys
import threading
from dataclasses import replace
from typing import IO

import numpy as np

from junxian.allocation.branching.mip import Answer, Mip

GRACE = 2.0  # seconds that the solver has to come back by itself
COMMAND = (sys.executable, "-m", "junxian.allocation.branching.child")


def solve_within(mip: Mip, seconds: float, command: tuple[str, ...] = COMMAND) -> Answer:
    """The answer of the child, or the best that it gave before it was killed; its start where it gave none.

    The solver's own time limit was seen ignored, therefore the kill. A fresh interpreter is started, not a fork, and the
    caller's script is not run again as multiprocessing would. Checked in tests/unit/allocation/branching/test_limited.py.
    """
    _give_back_memory()
    mip = replace(mip, seconds=max(seconds - GRACE, 0.5 * seconds))
    given = [Answer(mip.start, np.inf, "time")]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    talk = threading.Thread(target=_talk, args=(child, mip, given), daemon=True)
    talk.start()
    try:
        talk.join(timeout=seconds)
    finally:
        child.kill()
        child.wait()
        talk.join()
    return given[-1]


def _give_back_memory() -> None:
    """What the linear programme freed stays with this process otherwise (100 MB of 100,000 projects); glibc alone has it."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _talk(child: "subprocess.Popen[bytes]", mip: Mip, given: list[Answer]) -> None:
    """Send the programme and take answers until the output ends, by itself or by the kill."""
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdout as out, contextlib.suppress(BrokenPipeError):
        with contextlib.suppress(BrokenPipeError), child.stdin as into:
            pickle.dump(mip, into)
        _take(out, given)


def _take(out: IO[bytes], given: list[Answer]) -> None:
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        while True:
            answer = pickle.load(out)
            given.append(answer if answer.picked is not None else replace(answer, picked=given[-1].picked))
