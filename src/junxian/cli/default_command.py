"""A group of commands that may be called without naming one: `junxian assess DIR` is `junxian assess rank DIR`."""

from typing import Any

from typer.core import TyperGroup


class RankByDefault(TyperGroup):
    """Takes `rank` where the first word is none of the group's commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command before the words where none is named."""
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named or not args else ["rank", *args])
