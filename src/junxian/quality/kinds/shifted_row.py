"""Shifted row: a run of columns that fits its peers far better when read one or more columns aside."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from junxian.declared.rules import ShiftedRow
from junxian.quality.filed import ROW, Filed
from junxian.quality.shift_expected import expect_columns
from junxian.quality.shift_scan import Shift, find_shifts
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.wording import join_names, say_amount, say_item, say_items, say_where
from junxian.terms.name import Name


def check_shifted_row(rule: ShiftedRow, filed: Filed) -> list[Suspicion]:
    """Suspect rows of which a run of columns holds, shifted, what belongs into the columns beside.

    What each column should hold follows from the row's anchors and the rest of its class (`shift_expected`); rows without
    an anchor are not asked about, nor a period with fewer than `min_peers` rows. `shift_scan` says when a run is called
    shifted. Withheld by a hold are all columns from the first of the run to the end of the row: where a row slipped, what
    follows cannot be trusted either. The shift is named and never undone.
    Checked in tests/unit/quality/test_shifted_row.py and tests/published/test_quality_sichuan_2020.py.
    """
    form = filed.province.forms[rule.form]
    keys = [*rule.columns, *(k for k in rule.anchors if k not in rule.columns)]
    table = filed.select_items(keys, form.covers).filter(
        pl.any_horizontal(pl.col(k).is_not_null() for k in rule.columns)
    )
    classed = table.join(filed.classes(rule.classification), on="ref_area", how="left", validate="m:1")
    classed = classed.sort(ROW).with_columns(pl.col("class").fill_null(""))
    periods = classed.partition_by("time_period", maintain_order=True)
    return [suspicion for rows in periods for suspicion in _check_period(rule, filed, rows)]


def _check_period(rule: ShiftedRow, filed: Filed, rows: pl.DataFrame) -> Iterator[Suspicion]:
    if rows.height < max(rule.min_peers, len(rule.anchors) + 3):
        return
    logs = _take_logs(rows, rule.columns)
    expected = expect_columns(logs, _take_logs(rows, rule.anchors), rows["class"].to_numpy(), rule.min_peers)
    movable = [key not in rule.anchors for key in rule.columns]
    shifts = find_shifts(logs, expected, movable, rule.max_shift, rule.limit)
    for place, shift in sorted(shifts.items()):
        yield _suspect(rule, filed, rows.row(place, named=True), shift)


def _take_logs(rows: pl.DataFrame, keys: tuple[str, ...]) -> np.ndarray:
    """Natural logarithms, NaN where a cell is blank, zero or negative."""
    logs = [pl.when(pl.col(k) > 0).then(pl.col(k).log()).cast(pl.Float64).alias(k) for k in keys]
    return rows.select(logs).to_numpy().astype(float)


def _suspect(rule: ShiftedRow, filed: Filed, row: dict[str, Any], shift: Shift) -> Suspicion:
    area, period = row["ref_area"], row["time_period"]
    affected = tuple(k for k in rule.columns[shift.first :] if k not in rule.anchors)
    cells, moves = list_cells(area, period, affected), _list_moves(rule, row, shift)
    stands, belongs = (join_names([_say_cell(row[m[0]], m[0], m[n], filed) for m in moves]).zh for n in (0, 1))
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=rule.form, items=affected, found=stands,
        expected=belongs, message=_say_shift(rule, filed, row, shift), shown=cells, explains=frozenset(cells),
        withholds=withheld_by(rule.severity, affected), weight=shift.gain,
    )  # fmt: skip


def _list_moves(rule: ShiftedRow, row: dict[str, Any], shift: Shift) -> list[tuple[str, str]]:
    """Where each figure of the run stands and where it would belong."""
    columns = rule.columns
    return [(columns[k], columns[k - shift.step]) for k in shift.read_aside if row[columns[k]]]


def _say_cell(value: float, stands: str, named: str, filed: Filed) -> Name:
    name, amount = say_item(named, filed.province), say_amount(value, stands, filed.province)
    return Name(zh=f"{name.zh} {amount.zh}", en=f"{name.text('en')} {amount.en}")


def _say_shift(rule: ShiftedRow, filed: Filed, row: dict[str, Any], shift: Shift) -> Name:
    where = say_where(row["ref_area"], row["time_period"], filed.province)
    run = say_items(rule.columns[shift.first : shift.last + 1], filed.province)
    moves = [_say_move(row[a], a, b, filed) for a, b in _list_moves(rule, row, shift)]
    said, first = join_names(moves, "，", ", "), say_item(rule.columns[shift.first], filed.province)
    aside_zh, aside_en = ("左", "left") if shift.step > 0 else ("右", "right")
    n, plural = abs(shift.step), "s" if abs(shift.step) > 1 else ""
    return Name(
        zh=f"{where.zh}一行中{run.zh}各列疑似错位：按现有列读与同类地区相差很大，向{aside_zh}移{n}列读则相符，即{said.zh}。"
        f"自“{first.zh}”列起至行末的数字暂不可信；数据未作改动。",
        en=f"{where.en}: the columns {run.en} seem shifted. Read as they stand they are far from like areas, read {n} "
        f"column{plural} to the {aside_en} they agree: {said.en}. The figures from {first.text('en')} "
        f"to the end of the row cannot be trusted for now; nothing was changed.",
    )


def _say_move(value: float, stands: str, belongs: str, filed: Filed) -> Name:
    a, b = say_item(stands, filed.province), say_item(belongs, filed.province)
    amount = say_amount(value, stands, filed.province)
    return Name(zh=f"“{a.zh}”列的{amount.zh}应为{b.zh}", en=f"{amount.en} under {a.text('en')} would be {b.text('en')}")
