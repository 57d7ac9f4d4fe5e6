"""What a sheet shows: columns with headers in two languages, units and kinds, and the frame below them."""

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from junxian.terms.unit import parse_unit

# measure: of any size, shown to four decimals; plain: shown as it is, whole or not
Kind = Literal["code", "text", "long", "number", "measure", "plain", "share", "date"]
TEXTS = ("code", "text", "long")
HEADER_ROW = 2  # title and note stand above; rows are counted from 0
FIRST_ROW = HEADER_ROW + 1
SEVERITY_COLOURS = {"hold": "#F8D7D3", "explain": "#FFF1CC", "note": "#E6EEF5"}
STATE_COLOURS = {"red": "#F1A9A0", "orange": "#F9CFA3", "yellow": "#FFF1B8", "green": "#D5EBD6", "unknown": "#E3E3E3"}


@dataclass(frozen=True)
class Column:
    """One column of a sheet: the frame's column, its header in Chinese and English, its unit and kind.

    `formula` is the formula of a row, in which `{r}` stands for the row's number; the frame's value is stored with it.
    Where the frame's column `holds` is not true, the value stands alone: a formula never shows another figure.
    A header with `unit` names the unit in both languages. `sum` adds a total that follows the filter.
    """

    name: str
    zh: str
    en: str
    unit: str = ""
    kind: Kind = "text"
    decimals: int = 2
    formula: str = ""
    holds: str = ""
    sum: bool = False

    @property
    def is_text(self) -> bool:
        """Whether its cells hold text."""
        return self.kind in TEXTS

    @property
    def style(self) -> dict[str, Any]:
        """The format of its cells."""
        point = "." + "0" * self.decimals if self.decimals else ""
        formats = {
            "number": f"#,##0{point}", "share": f"0{point}%", "measure": "#,##0.00##", "plain": "General", "date": "yyyy-mm-dd",
        }  # fmt: skip
        if not self.is_text:
            return {"num_format": formats[self.kind]}
        return {"num_format": "@", "align": "left", "indent": 1} | ({"text_wrap": True} if self.kind == "long" else {})

    @property
    def header(self) -> str:
        """Chinese line and English line of the header cell."""
        if not self.unit:
            return f"{self.zh}\n{self.en}"
        english = parse_unit(self.unit).text("en")
        return f"{self.zh}（{self.unit}）\n{self.en}" + (f" ({english})" if english else "")


@dataclass(frozen=True)
class Tint:
    """Which column is coloured, by which column of codes, code → colour."""

    column: str
    by: str
    colours: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What one sheet shows: a frame, its columns, a title and a line that says how to read it."""

    sheet: str
    title: str
    note: str
    frame: pl.DataFrame
    columns: tuple[Column, ...]
    tint: Tint | None = None
    frozen: int = 2  # columns that stay in sight


def letter(columns: tuple[Column, ...], name: str) -> str:
    """The letters of a column, such as `$D`."""
    return "$" + str(xl_col_to_name([c.name for c in columns].index(name)))


def add_columns(frame: pl.DataFrame, *expressions: pl.Expr) -> pl.DataFrame:
    """Add columns to a frame that has rows; an empty result may lack the columns that the expressions name."""
    return frame if frame.is_empty() else frame.with_columns(*expressions)


def join_languages(frame: pl.DataFrame, prefixes: tuple[str, ...]) -> pl.DataFrame:
    """Add `<prefix>_both`, Chinese and English in one text; the Chinese alone where both are the same or one is absent."""
    return add_columns(frame, *(_join_language(prefix) for prefix in prefixes))


def _join_language(prefix: str) -> pl.Expr:
    zh, en = pl.col(f"{prefix}_zh"), pl.col(f"{prefix}_en")
    alone = en.is_null() | (en == "") | (zh == en)
    return pl.when(alone).then(zh).otherwise(pl.concat_str(zh, pl.lit(" "), en)).alias(f"{prefix}_both")


def put_words(column: str, words: dict[str, str], alias: str) -> pl.Expr:
    """Words for codes; an unknown code stands as it is."""
    return pl.col(column).replace(words).alias(alias)
