"""Areas: codes with levels, parents, validity and changes. Codes are strings always (GB/T 2260; 12 digits for zones)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

LEVELS = ("province", "city", "county", "zone", "park", "department")
CHANGE_KINDS = ("rename", "recode", "split", "merge", "boundary")

AREA_SCHEMA: dict[str, Any] = {
    "code": pl.String, "name": pl.String, "name_en": pl.String, "level": pl.String, "parent": pl.String,
    "located_in": pl.String, "valid_from": pl.Date, "valid_to": pl.Date,
}  # fmt: skip
CHANGE_SCHEMA: dict[str, Any] = {
    "date": pl.Date, "kind": pl.String, "from": pl.String, "to": pl.String, "share": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class Areas:
    """The register of areas: `table` (AREA_SCHEMA) and `changes` (CHANGE_SCHEMA)."""

    table: pl.DataFrame
    changes: pl.DataFrame

    @cached_property
    def _rows(self) -> dict[str, dict[str, Any]]:
        return {row["code"]: row for row in self.table.iter_rows(named=True)}

    def __contains__(self, code: str) -> bool:
        return code in self._rows

    @property
    def codes(self) -> list[str]:
        """Every code of the register, in its order."""
        return list(self._rows)

    def at_level(self, level: str, on: date | None = None) -> list[str]:
        """Codes of one level, valid on a day where one is given, in the register's order."""
        return [c for c, row in self._rows.items() if row["level"] == level and (on is None or self.is_valid(c, on))]

    def name(self, code: str, language: str = "zh") -> str:
        """The name of an area; the code itself where it is unknown."""
        row = self._rows.get(code)
        if row is None:
            return code
        return (row["name_en"] or row["name"]) if language == "en" else row["name"]

    def level(self, code: str) -> str:
        """The level of a known area."""
        return str(self._rows[code]["level"])

    def parent(self, code: str) -> str:
        """The code of the area above, "" at the top."""
        return self._rows[code]["parent"] or ""

    def located_in(self, code: str) -> str:
        """The area in which a zone lies where it belongs to another, "" elsewhere."""
        return self._rows[code]["located_in"] or ""

    def city(self, code: str) -> str:
        """The city that an area belongs to, the area itself if it is one, "" if none."""
        while code:
            if self.level(code) == "city":
                return code
            code = self.parent(code)
        return ""

    def children(self, code: str, on: date | None = None) -> list[str]:
        """Codes whose parent is `code`, valid on a day where one is given."""
        return [c for c, row in self._rows.items() if row["parent"] == code and (on is None or self.is_valid(c, on))]

    def is_valid(self, code: str, on: date) -> bool:
        """Whether the code is in force on a day."""
        row = self._rows.get(code)
        if row is None:
            return False
        begins, ends = row["valid_from"], row["valid_to"]
        return (begins is None or begins <= on) and (ends is None or on <= ends)

    def present_code(self, code: str, on: date) -> str | None:
        """The code that stands for `code` on a day, following renames, recodings and merges.

        None where a split leaves no single successor. A code without a later change is its own.
        """
        seen = set()
        while not self.is_valid(code, on) and code not in seen:
            seen.add(code)
            onward = self.changes.filter((pl.col("from") == code) & (pl.col("date") <= on) & (pl.col("to") != code))
            if onward.height != 1:
                return None if onward.height else code
            code = onward["to"][0]
        return code

    def find(self, text: str) -> list[str]:
        """Codes that equal the text, or whose Chinese or English name does, in full or half width and any letter case."""
        wanted = unicodedata.normalize("NFKC", text).strip().casefold()
        if code := next((c for c in self._rows if c.casefold() == wanted), ""):
            return [code]
        return [
            c
            for c, r in self._rows.items()
            if wanted
            and wanted in (r["name"].casefold(), r["name_en"].casefold(), r["name"].rstrip("市县区").casefold())
        ]

    def names(self, codes: Iterable[str], language: str = "zh") -> list[str]:
        """Names of several areas."""
        return [self.name(code, language) for code in codes]
