"""A group of commands that may be called without naming one: `junxian assess DIR` is `junxian assess rank DIR`."""

from typing import Any

from typer.core import TyperGroup


def default_to(name: str) -> type[TyperGroup]:
    """A group that takes this command where the first word is none of its own."""

    class WithDefault(TyperGroup):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            named = bool(args) and (args[0] in self.commands or args[0] == "--help")
            return super().parse_args(ctx, args if named or not args else [name, *args])

    return WithDefault
