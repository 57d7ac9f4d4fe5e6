"""How many of the figures that a return has to hold were filed, and how many of the units that should be registered are."""

from collections.abc import Iterable, Iterator

import polars as pl

from junxian.declared.forms import Form
from junxian.quality.filed import Filed
from junxian.terms.area import LEVELS
from junxian.terms.period import Period

Return = tuple[str, str, str, str]  # form, period, filer, file ("" where it is absent)


def count_filled(filed: Filed, returns: Iterable[Return]) -> Iterator[tuple[Return, tuple[int, int]]]:
    """Of every return: required figures of the areas that it has to show, and those of them that were filed.

    A figure that is said to be impossible (status M) counts as filed. Areas are those of `completeness.expect_areas`.
    Checked in tests/unit/quality/test_filled.py.
    """
    required = {
        code: frozenset(item.key for item in form.item if item.required) for code, form in filed.province.forms.items()
    }
    owned: dict[tuple[str, str], dict[str, list[str]]] = {}
    for one in returns:
        form, period, filer, file = one
        place = (form, period)
        if place not in owned:
            owned[place] = _share_out(filed.province.forms[form], Period.parse(period), filed)
        areas, keys = owned[place].get(filer, []), required[form]
        there = filed.answered.get((file, period), {})
        found = (there.get(filed.present(code), there.get(code)) for code in areas)
        yield one, (len(areas) * len(keys), sum(len(keys & answered) for answered in found if answered))


def _share_out(form: Form, period: Period, filed: Filed) -> dict[str, list[str]]:
    """The areas in a form's scope by whoever has to show them in its return."""
    codes = filed.province.areas.at_level(form.covers, period.end)
    if form.scope:
        scope = set(filed.province.classifications[form.scope]["area"])
        codes = [code for code in codes if code in scope or filed.present(code) in scope]
    if form.filed_by not in LEVELS:
        return {form.filed_by: codes, filed.province.code: codes}
    owned: dict[str, list[str]] = {}
    for code in codes:
        for above in filed.lines[code]:
            owned.setdefault(above, []).append(code)
    return owned | {filed.province.code: codes}


def count_registered(filed: Filed) -> Iterator[tuple[str, str, str, int, int]]:
    """Form, period, filer, units on both lists, units on either: of every rule of coverage that compares filed counts.

    The count of the register is charged to whoever filed it. Missed units and false entries weigh alike (practice §4.3
    Q10). Without a count of matched units the most that the two counts permit is taken as matched.
    """
    for rule in filed.province.rules.values():
        if rule.kind != "coverage" or not rule.registered:
            continue
        form, _ = filed.province.items[rule.registered]
        keys = [rule.registered, rule.recorded, *([rule.matched] if rule.matched else [])]
        counts = filed.select_items(keys, form.covers).drop_nulls(keys)
        filers = filed.figures.filter(pl.col("key") == rule.registered).select("ref_area", "time_period", "filer")
        charged = counts.join(filers.unique(["ref_area", "time_period"]), on=["ref_area", "time_period"])
        for row in charged.sort("time_period", "ref_area").iter_rows(named=True):
            registered, recorded = row[rule.registered], row[rule.recorded]
            both = min(row[rule.matched] if rule.matched else registered, registered, recorded)
            yield form.code, row["time_period"], row["filer"], int(both), int(registered + recorded - both)
