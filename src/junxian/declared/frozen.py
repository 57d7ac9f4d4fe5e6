"""The seal of a frozen edition: frozen.toml keeps the day and the hash of its files; what was sealed is never edited."""

import datetime
import hashlib
from pathlib import Path

from pydantic import Field

from junxian.declared.declaration import Declaration, read_declaration
from junxian.terms.errors import DeclarationError

SEALED = ("scheme.toml", "weights.csv", "bounds.csv")
SEAL = "frozen.toml"


class Frozen(Declaration):
    """When an edition was frozen, from which figures, and the SHA-256 of each of its files (line ends as LF)."""

    frozen_on: datetime.date
    is_late: bool = False  # the period had begun
    base_period: str = ""  # whose percentiles bounds.csv holds
    sha256: dict[str, str] = Field(min_length=1)


def read_seal(edition: Path, where: str) -> Frozen | None:
    """The seal of an edition, None where it is not frozen; DeclarationError where a sealed file was changed since."""
    if not (edition / SEAL).exists():
        return None
    seal = read_declaration(edition / SEAL, Frozen, f"{where}/{SEAL}")
    now = hash_files(edition)
    for name in sorted({*seal.sha256, *now}):
        if seal.sha256.get(name) != now.get(name):
            raise DeclarationError(
                f"{where}/{name}",
                f"was frozen on {seal.frozen_on} and changed since: issue a new edition.",
                "Put the file back as it was, and write what shall change into a new folder beside this one.",
            )
    return seal


def write_seal(edition: Path, on: datetime.date, *, is_late: bool, base_period: str) -> Path:
    """Seal the files of an edition as they are now."""
    lines = [
        f"frozen_on = {on.isoformat()}",
        f"is_late = {str(is_late).lower()}",
        f'base_period = "{base_period}"',
        "",
        "[sha256]",
        *(f'"{name}" = "{digest}"' for name, digest in hash_files(edition).items()),
    ]
    (edition / SEAL).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return edition / SEAL


def hash_files(edition: Path) -> dict[str, str]:
    """SHA-256 of those of the sealed files that exist; line ends do not count, which a checkout may change."""
    found = {}
    for name in SEALED:
        if (edition / name).is_file():  # anything else is an error when it is read
            text = (edition / name).read_bytes().replace(b"\r\n", b"\n")
            found[name] = hashlib.sha256(text).hexdigest()
    return found
