"""Shows the user's own mistakes without a traceback; ours keep theirs."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from junxian.terms.errors import JunxianError

P = ParamSpec("P")
R = TypeVar("R")


def show_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Print a JunxianError on stderr and exit with 2."""

    @functools.wraps(command)
    def shown(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except JunxianError as error:
            typer.echo(f"{type(error).__name__}: {error}", err=True)
            raise typer.Exit(2) from error

    return shown
