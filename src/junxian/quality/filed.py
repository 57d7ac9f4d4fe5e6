"""What the rules look at: the figures in force, in one long and one wide table, with the filings they came in."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from junxian.declared.province import Province
from junxian.quality.language.children import Hierarchy
from junxian.quality.language.columns import Columns
from junxian.quality.language.figures import TableFigures
from junxian.quality.language.names import Vocabulary, list_names
from junxian.reported import Returns, latest
from junxian.terms.period import Period

if TYPE_CHECKING:
    from junxian.quality.derived.derived import Derived

CELL = ["ref_area", "time_period", "key"]
ROW = ["time_period", "ref_area"]


@dataclass(frozen=True)
class Filed:
    """Figures in force (`figures`: newest observations with `key`), all filings, and what the reader found."""

    province: Province
    period: Period
    as_of: date
    figures: pl.DataFrame
    filings: pl.DataFrame
    faults: pl.DataFrame
    vintages: pl.DataFrame  # observations of every vintage, with `key`
    derived: "Derived | None" = None  # derived items; their figures are among `figures`
    replaced: pl.DataFrame | None = None  # figures in force that were filed for derived items

    @cached_property
    def wide(self) -> pl.DataFrame:
        """One row per period and area, one column per item key; of a figure that stands twice the first."""
        single = self.figures.unique(CELL, keep="first", maintain_order=True)
        return single.pivot("key", index=ROW, values="obs_value").sort(ROW)

    @cached_property
    def located(self) -> pl.DataFrame:
        """The figures that stand in files: of derived items those that were filed all the same."""
        if self.replaced is None:
            return self.figures
        return pl.concat([self.figures.filter(pl.col("file") != ""), self.replaced])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names that expressions may use."""
        return list_names(self.province.forms.values())

    @cached_property
    def columns(self) -> Columns:
        """The figures as exact whole numbers, by column, for expressions."""
        return Columns(self.wide, Hierarchy(self.province.areas, self.present))

    @cached_property
    def exact_figures(self) -> TableFigures:
        """The figures as exact decimals, one by one, for the interpreter of expressions."""
        return TableFigures(self.columns)

    @cached_property
    def newest(self) -> pl.DataFrame:
        """The newest filing of each return (form, period, filer)."""
        ranked = self.filings.sort("form", "period", "filer", "vintage")
        return ranked.unique(["form", "period", "filer"], keep="last", maintain_order=True)

    def select_items(self, keys: list[str], level: str = "") -> pl.DataFrame:
        """Period, area and the named items, null where nobody filed one; only areas of a level where one is named."""
        columns = [pl.col(k) if k in self.wide.columns else pl.lit(None, pl.Float64).alias(k) for k in keys]
        table = self.wide.select(*ROW, *columns)
        return table.filter(pl.col("ref_area").is_in(self._codes_at(level))) if level else table

    def select_form(self, form: str) -> tuple[pl.DataFrame, list[str]]:
        """The rows of one form that hold any figure, and the keys of its items that are not derived."""
        filed = [item.key for item in self.province.forms[form].item if not item.computed]
        keys = [key for key in filed if key in self.wide.columns]
        if not keys:
            return self.wide.select(ROW).clear(), keys
        table = self.wide.select(*ROW, *keys)
        return table.filter(pl.any_horizontal(pl.col(k).is_not_null() for k in keys)), keys

    def classes(self, classification: str) -> pl.DataFrame:
        """Area and class (the first declared); empty where no classification is named."""
        table = self.province.classifications.get(classification)
        if table is None:
            return pl.DataFrame(schema={"ref_area": pl.String, "class": pl.String})
        table = table.select(pl.col("area").alias("ref_area"), "class")
        return table.unique("ref_area", keep="first", maintain_order=True)

    @cached_property
    def answered(self) -> dict[tuple[str, str], dict[str, set[str]]]:
        """By file and period: each area with a row, and the items that it has a figure of, or cannot have one."""
        given = pl.col("obs_value").is_not_null() | (pl.col("obs_status") == "M")
        rows = self.figures.group_by("file", "time_period", "ref_area").agg(pl.col("key").filter(given)).rows()
        answered: dict[tuple[str, str], dict[str, set[str]]] = {}
        for file, period, area, keys in rows:
            answered.setdefault((file, period), {})[area] = set(keys)
        return answered

    @cached_property
    def lines(self) -> dict[str, frozenset[str]]:
        """Each area with itself, those it belongs to, and those it lies in."""
        rows = {row["code"]: row for row in self.province.areas.table.iter_rows(named=True)}
        return {code: frozenset(_list_line(code, rows)) for code in rows}

    @cached_property
    def _present(self) -> dict[str, str]:
        areas = self.province.areas
        return {code: areas.present_code(code, self.period.end) or code for code in areas.codes}

    def present(self, code: str) -> str:
        """The code under which the figures of an area stand: its successor's where it was renamed or recoded."""
        return self._present.get(code, code)

    def _codes_at(self, level: str) -> list[str]:
        return self.province.areas.at_level(level)


def _list_line(code: str, rows: dict[str, dict[str, Any]]) -> set[str]:
    line, ahead = set[str](), [code]
    while ahead:
        here = ahead.pop()
        if here in rows and here not in line:
            line.add(here)
            ahead += [rows[here]["parent"] or "", rows[here]["located_in"] or ""]
    return line


def gather_filed(returns: Returns, province: Province, period: Period, as_of: date) -> Filed:
    """Choose the newest vintages, give each figure its item key, and derive the derived items.

    DeclarationError for a derived item whose expression cannot be read.
    """
    key = pl.when(pl.col("breakdown") == "").then("item").otherwise(pl.concat_str("item", "breakdown", separator="."))
    vintages = returns.observations.with_columns(key.alias("key"))
    filed = Filed(province, period, as_of, latest(vintages), returns.filings, returns.faults, vintages)
    return _derive(filed) if any(item.computed for _, item in province.items.values()) else filed


def _derive(filed: Filed) -> Filed:
    from junxian.quality.derived.derivations import read_derivations  # the language takes 50 ms to load
    from junxian.quality.derived.derived import Derived

    derivations = read_derivations(filed.province)
    is_derived = pl.col("key").is_in(list(derivations))
    kept, replaced = filed.figures.filter(~is_derived), filed.figures.filter(is_derived)
    sure = replace(filed, figures=kept.filter(pl.col("obs_value").n_unique().over(CELL) == 1))  # two values are none
    derived = Derived(derivations, sure.columns, filed.province.code)
    figures = pl.concat([kept, derived.figures.select(kept.columns)])
    return replace(filed, figures=figures, derived=derived, replaced=replaced)
