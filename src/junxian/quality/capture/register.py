"""Coverage (应统尽统): the register of units against records that show who meets the threshold."""

from dataclasses import dataclass

import polars as pl

from junxian.terms.errors import MethodError


@dataclass(frozen=True)
class Coverage:
    """Units by name: `misses` meet the threshold and are not registered, `false_entries` the other way; and the counts.

    Frames keep the columns of the records and the register; `unrecorded` are registered units without any record: they
    are asked about, not called false.
    """

    misses: pl.DataFrame
    false_entries: pl.DataFrame
    unrecorded: pl.DataFrame
    matched: int

    @property
    def rate(self) -> float | None:
        """应统率: registered units among those that meet the threshold; None where none does."""
        due = self.matched + self.misses.height
        return self.matched / due if due else None

    @property
    def false_rate(self) -> float | None:
        """Units below the threshold among registered units that have a record; None where there are none."""
        recorded = self.matched + self.false_entries.height
        return self.false_entries.height / recorded if recorded else None


def compare_register(
    register: pl.DataFrame, records: pl.DataFrame, *, unit: str, value: str, threshold: float, tolerance: float = 0.0
) -> Coverage:
    """Compare a register of units with records of their size (tax, say), by unit code.

    register   one row per unit; records  rows with `unit` and `value` (several of one unit are added up)
    threshold  value from which a unit has to be registered (20,000 thousand yuan of revenue); a registered unit is a false
               entry only where its value is below threshold·(1 − tolerance): units on the edge go in and out
    A unit whose value is missing is neither. MethodError where a column is absent, or the register holds a unit twice.
    Checked in tests/unit/quality/capture.
    """
    for name, table, columns in (("register", register, [unit]), ("records", records, [unit, value])):
        if missing := [c for c in columns if c not in table.columns]:
            raise MethodError(name, f"has no column {missing[0]!r}.", f"It has {', '.join(table.columns)}.")
    if twice := register.filter(pl.col(unit).is_duplicated())[unit].to_list():
        raise MethodError("register", f"holds unit {twice[0]!r} twice.", "A unit is registered once.")
    known = pl.col(value).is_not_null().any()
    rest = [pl.col(c).first() for c in records.columns if c not in (unit, value)]
    sized = records.drop_nulls(unit).group_by(unit, maintain_order=True).agg(
        pl.when(known).then(pl.col(value).sum()).alias(value), *rest
    )  # fmt: skip
    due = sized.filter(pl.col(value) >= threshold)
    below = sized.filter(pl.col(value) < threshold * (1 - tolerance)).select(unit, value)
    return Coverage(
        misses=due.join(register, on=unit, how="anti", maintain_order="left").sort(
            value, unit, descending=[True, False]
        ),
        false_entries=register.join(below, on=unit, how="inner", validate="1:1", suffix="_recorded").sort(unit),
        unrecorded=register.join(sized, on=unit, how="anti").sort(unit),
        matched=due.join(register, on=unit, how="semi").height,
    )
