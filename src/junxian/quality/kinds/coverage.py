"""Coverage (应统尽统): units registered against units that records show to meet the threshold, both ways."""

from collections.abc import Iterator

import polars as pl

from junxian.declared.rules_of_chance import Coverage
from junxian.quality.capture.register import Coverage as Compared
from junxian.quality.capture.register import compare_register
from junxian.quality.filed import ROW, Filed
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.unit_files import NoUnitsError, read_units
from junxian.quality.wording import say_area, say_where
from junxian.terms.errors import MethodError
from junxian.terms.name import Name

SHOWN_UNITS = 6


def check_coverage(rule: Coverage, filed: Filed) -> list[Suspicion]:
    """Suspect areas that register too few of the units that meet the threshold, or too many that do not.

    From counts: units registered and recorded, and on both where that is filed; without it only the difference is known,
    and a register as long as the records may still be another list. From files of units: compared unit by unit, and the
    finding names them. Asked where a unit is recorded. A file that cannot be read is a note: the test cannot be made.
    Source: practice §4.3 Q10. Checked in tests/unit/quality/test_coverage.py.
    """
    return list(_ask_files(rule, filed) if rule.register_file else _ask_counts(rule, filed))


def _ask_counts(rule: Coverage, filed: Filed) -> Iterator[Suspicion]:
    keys = [rule.registered, rule.recorded, *([rule.matched] if rule.matched else [])]
    form, _ = filed.province.items[rule.registered]
    for row in filed.select_items(keys, form.covers).drop_nulls(keys).sort(ROW).iter_rows(named=True):
        registered, recorded = row[rule.registered], row[rule.recorded]
        both = row[rule.matched] if rule.matched else min(registered, recorded)
        misses, false = recorded - both, registered - both
        if recorded <= 0 or both > min(registered, recorded):
            continue
        if both / recorded >= rule.least and false <= rule.most_false * registered:
            continue
        where = say_where(row["ref_area"], row["time_period"], filed.province)
        counts = _say_counts(registered, recorded, both if rule.matched else None, misses, false)
        yield _suspect(
            rule, row["ref_area"], row["time_period"], form.code, tuple(keys), both / recorded, where, counts
        )


def _say_counts(registered: float, recorded: float, both: float | None, misses: float, false: float) -> Name:
    begins = Name(
        zh=f"名录内{registered:,.0f}家，部门记录达标{recorded:,.0f}家", en=f"{registered:,.0f} units registered, {recorded:,.0f} meet the threshold by records",
    )  # fmt: skip
    if both is None:
        more = Name(
            zh=f"，至少{misses:,.0f}家应统未统、{false:,.0f}家不应在库（未逐户比对，只知其差）",
            en=f": at least {misses:,.0f} missed, {false:,.0f} registered in error (units were not compared, only numbers)",
        )
    else:
        more = Name(
            zh=f"，两者相合{both:,.0f}家：{misses:,.0f}家应统未统，{false:,.0f}家在库而未达标",
            en=f", {both:,.0f} on both: {misses:,.0f} missed, {false:,.0f} registered below the threshold",
        )
    return Name(zh=begins.zh + more.zh, en=begins.en + more.en)


def _ask_files(rule: Coverage, filed: Filed) -> Iterator[Suspicion]:
    province, period = filed.province, str(filed.period)
    try:
        register = read_units(province.folder, rule.register_file, [rule.unit, rule.area])
        records = read_units(province.folder, rule.records_file, [rule.unit, rule.area, rule.value])
        valued = records.with_columns(pl.col(rule.value).cast(pl.Float64, strict=False))
        whole = compare_register(
            register, valued, unit=rule.unit, value=rule.value, threshold=float(rule.threshold or 0), tolerance=rule.edge
        )  # fmt: skip
    except NoUnitsError as error:
        yield _cannot_test(rule, filed, error.reason)
        return
    except MethodError as error:
        yield _cannot_test(rule, filed, Name(zh=f"名录或记录有误（{error}）", en=f"the files are at odds ({error})"))
        return
    due = valued.group_by(rule.unit).agg(pl.col(rule.value).sum(), pl.col(rule.area).first())
    matched = due.filter(pl.col(rule.value) >= rule.threshold).join(register, on=rule.unit, how="semi")
    for area in sorted({*register[rule.area].drop_nulls(), *records[rule.area].drop_nulls()}):
        misses, false, unrecorded = (
            table.filter(pl.col(rule.area) == area) for table in (whole.misses, whole.false_entries, whole.unrecorded)
        )
        own = Compared(misses, false, unrecorded, matched.filter(pl.col(rule.area) == area).height)
        if own.rate is None or (own.rate >= rule.least and (own.false_rate or 0.0) <= rule.most_false):
            continue
        where = say_where(area, period, province)
        yield _suspect(rule, area, period, "", (), own.rate, where, _say_units(rule, own))


def _say_units(rule: Coverage, found: Compared) -> Name:
    missed, false = found.misses.height, found.false_entries.height
    missed_units, false_units = _list(rule, found.misses), _list(rule, found.false_entries)
    return Name(
        zh=f"部门记录达标的{found.matched + missed}家中在库{found.matched}家，应统未统{missed}家{missed_units.zh}；"
        f"在库而记录未达标{false}家{false_units.zh}；在库而无记录{found.unrecorded.height}家",
        en=f"of {found.matched + missed} units that meet the threshold by records {found.matched} are registered, {missed} "
        f"missed{missed_units.en}; registered below the threshold {false}{false_units.en}; registered without a record {found.unrecorded.height}",
    )  # fmt: skip


def _list(rule: Coverage, table: pl.DataFrame) -> Name:
    units = [str(unit) for unit in table[rule.unit].head(SHOWN_UNITS)]
    if not units:
        return Name(zh="", en="")
    more = Name(zh="等", en=" …") if table.height > SHOWN_UNITS else Name(zh="", en="")
    return Name(zh=f"（{'、'.join(units)}{more.zh}）", en=f" ({', '.join(units)}{more.en})")


def _suspect(
    rule: Coverage, area: str, period: str, form: str, keys: tuple[str, ...], rate: float, where: Name, counts: Name
) -> Suspicion:
    share, cells = f"{100 * rate:.1f}%", list_cells(area, period, keys)
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=form, items=keys, found=share,
        expected=f"≥ {100 * rule.least:g}%",
        message=Name(
            zh=f"{where.zh}应统率{share}：{counts.zh}。请逐户核实。",
            en=f"{where.en}: {share} of the units that should be are registered: {counts.text('en')}. Please check unit by unit.",
        ),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, keys), weight=1.0 - rate,
    )  # fmt: skip


def _cannot_test(rule: Coverage, filed: Filed, reason: Name) -> Suspicion:
    name = say_area(filed.province.code, filed.province)
    return Suspicion(
        rule=rule, severity="note", area="", period=str(filed.period), form="", items=(), found="", expected="",
        message=Name(zh=f"{name.zh}应统尽统无法检验：{reason.zh}。", en=f"{name.text('en')}: coverage cannot be tested: {reason.text('en')}."),
        shown=(),
    )  # fmt: skip
