"""Numbers as they are filed: full-width signs, thousands, percent, accounting negatives, words for missing, Excel errors."""

import math
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import polars as pl

from junxian.reported.limits import MAX_EXPONENT, MAX_FIGURE, MAX_NUMBER_LENGTH
from junxian.reported.wording import find_unit
from junxian.terms import MethodError, conversion

State = Literal["ok", "missing", "not_a_number", "excel_error", "unit_mismatch"]

PLAIN = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$"  # what is cast as it stands
THOUSANDS = r"^[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?$"
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:[, ]\d{3})+|\d*)(\.\d*)?(?:[eE]([+-]?\d{1,4}))?([^\d.,+-].*)?", re.ASCII)
_MISSING = re.compile(r"[-—–―─━]*|\.{2,}|/|\\|暂缺|缺|缺失|不详|暂无|无数据|未报|未报送|n/?a|null|nan|none")
_EXCEL_ERROR = re.compile(
    r"#(?:div/0!|n/a|name\?|null!|num!|ref!|value!|getting_data|spill!|calc!|error)", re.IGNORECASE
)
_MINUS = str.maketrans("−﹣", "--")


@dataclass(frozen=True)
class Number:
    """What a cell says: its value in the wanted unit (None unless ok) and how it was understood."""

    value: float | None
    state: State


def power_of_ten(factor: Fraction) -> int | None:
    """The whole number n with factor = 10**n, None where there is none."""
    n = round(math.log10(factor))
    return n if Fraction(10) ** n == factor else None


@lru_cache(maxsize=65536)
def read_number(raw: str, filed: str, declared: str) -> Number:
    """Read one cell filed in unit `filed` as a value in unit `declared`; a unit in the cell itself (12%) goes first.

    The conversion is exact, then rounded once to a float. Checked in tests/unit/reported/test_reported_numbers.py.
    """
    text = unicodedata.normalize("NFKC", raw).translate(_MINUS).strip()
    if _MISSING.fullmatch("".join(text.split()).casefold()):
        return Number(None, "missing")
    if _EXCEL_ERROR.fullmatch(text):
        return Number(None, "excel_error")
    if text.startswith("(") and text.endswith(")") and text[1:2].isdigit():
        text = f"-{text[1:-1]}"
    elif text[:1] in ("–", "—"):
        text = f"-{text[1:]}"
    match = _NUMBER.fullmatch(text) if len(text) <= MAX_NUMBER_LENGTH and not _has_mark(raw) else None
    if match is None or not (match[2] or (match[3] or ".") != "."):
        return Number(None, "not_a_number")
    return _convert_parts(match, filed, declared)


def _has_mark(raw: str) -> bool:
    """Whether a footnote mark (① or ²) stands by the digits and would be read as one of them; km² is none."""
    return any(unicodedata.category(sign) == "No" and not left.isalpha() for left, sign in pairwise(f" {raw}"))


def _convert_parts(match: re.Match[str], filed: str, declared: str) -> Number:
    sign, whole, fraction, exponent, suffix = match.groups()
    unit = find_unit(suffix) if suffix and suffix.strip() else filed
    if not unit or abs(int(exponent or 0)) > MAX_EXPONENT:
        return Number(None, "not_a_number")
    try:
        factor = conversion(unit, declared)
    except MethodError:
        return Number(None, "unit_mismatch")
    digits = re.sub("[, ]", "", whole or "0") + (fraction or "").rstrip(".")
    value = Fraction(f"{sign}{digits}e{exponent or 0}") * factor
    return Number(float(value) + 0.0, "ok") if abs(value) < MAX_FIGURE else Number(None, "not_a_number")


def read_numbers(cells: pl.DataFrame) -> pl.DataFrame:
    """Read many cells: `raw`, `filed`, `declared` (units), `exponent` (power of ten between them, null if none).

    Adds `obs_value` (null unless ok) and `state`. Whole columns are cast at once; what does not fit goes cell by cell.
    """
    bare = _strip_thousands(cells["raw"].str.strip_chars())
    is_plain = pl.col("bare").str.contains(PLAIN) & (pl.col("bare").str.len_bytes() <= MAX_NUMBER_LENGTH)
    scaled = pl.concat_str("bare", pl.lit("e"), pl.col("exponent").cast(pl.String))
    text = pl.when(is_plain & (pl.col("exponent") == 0)).then("bare").when(is_plain).then(scaled)
    value = text.cast(pl.Float64, strict=False) + 0.0
    cast = cells.with_columns(bare.alias("bare")).with_columns(
        pl.when(value.abs() < MAX_FIGURE).then(value).alias("obs_value")
    )
    return _read_patiently(cast.drop("bare").with_columns(pl.lit("ok").alias("state")))


def _strip_thousands(texts: pl.Series) -> pl.Series:
    if not texts.str.contains(",", literal=True).any():
        return texts
    grouped = texts.str.contains(THOUSANDS)
    return texts.str.replace_all(",", "", literal=True).zip_with(grouped, texts)


def _read_patiently(cells: pl.DataFrame) -> pl.DataFrame:
    keys = ["raw", "filed", "declared"]
    slow = cells.filter(pl.col("obs_value").is_null()).select(keys).unique(maintain_order=True)
    if slow.is_empty():
        return cells
    numbers = [read_number(*row) for row in slow.iter_rows()]
    read = slow.with_columns(
        pl.Series("slow_value", [n.value for n in numbers], dtype=pl.Float64),
        pl.Series("slow_state", [n.state for n in numbers], dtype=pl.String),
    )
    joined = cells.join(read, on=keys, how="left", validate="m:1", maintain_order="left")
    return joined.with_columns(
        pl.coalesce("obs_value", "slow_value").alias("obs_value"), pl.coalesce("slow_state", "state").alias("state")
    ).drop("slow_value", "slow_state")
