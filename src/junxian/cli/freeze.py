"""Freezes an edition of a scheme and says what was sealed."""

from datetime import date
from pathlib import Path

import typer

from junxian import runs

TEXT = {
    "zh": "{path}：已冻结。此后不得修改本版方案、权重和阈值；如需变动，请另发新版。",
    "en": "{path}: frozen. The scheme, weights and bounds of this edition are not edited any more; issue a new edition.",
}


def freeze_and_tell(folder: Path, scheme: str, on: date | None, language: str, *, is_late: bool) -> None:
    """Freeze the edition and print where its seal lies."""
    path = runs.freeze(folder, scheme, on, is_late=is_late)
    typer.echo(TEXT[language].format(path=path))
