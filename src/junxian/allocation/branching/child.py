"""The child process: reads a programme from its input, writes every better answer to its output, and ends."""

import os
import pickle
import sys

from junxian.allocation.branching.mip import Answer, solve_mip


def main() -> None:
    """Solve what is read; whatever else is printed goes nowhere, since the output carries answers alone."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def give(answer: Answer) -> None:
        pickle.dump(answer, out)
        out.flush()

    give(solve_mip(pickle.load(sys.stdin.buffer), give))


if __name__ == "__main__":
    main()
