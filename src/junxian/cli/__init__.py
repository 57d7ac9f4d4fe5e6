"""The command line: arguments only; every deed is a function of `runs` or of this room's files."""

from junxian.cli.app import app

__all__ = ["app"]
