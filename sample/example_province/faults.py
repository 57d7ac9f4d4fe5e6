"""The twelve planted faults and the findings that reality itself deserves. Each says where it stands and which rule should see it."""

import csv
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from example_province.reality import LATE, MISSING_MONTH
from example_province.returns import Return, Row
from example_province.writing import address

COLUMNS = ("fault", "kind", "file", "form", "period", "ref_area", "item", "cell", "planted", "true", "rules")
Returns = dict[str, Return]


@dataclass(frozen=True)
class Planted:
    """One line of planted_faults.csv. `item` and `cell` hold several, joined by a space, where a vector is wrong."""

    fault: str
    kind: str
    file: str
    form: str
    period: str
    ref_area: str
    item: str
    cell: str
    planted: str
    true: str
    rules: str


def plant_faults(returns: list[Return]) -> list[Planted]:
    """Plant the twelve faults in the newest returns, in place."""
    newest = {f"{r.form}/{r.period}/{r.filer}": r for r in sorted(returns, key=lambda r: r.n)}
    return [
        _slip("F01", "unit_slip", newest["economy/2023/990125"], "990125", "private_investment", 10_000),
        _slip("F02", "decimal_slip", newest["economy/2023/990222"], "990222", "retail_sales", 10),
        _swap_digits("F03", newest["budget/2023/990202"], "990202", "livelihood_expenditure"),
        _scale(
            "F04", "sum_of_areas", newest["accounts/2023/tjj"], "990200", "private_va", 0.94, "counties_sum_to_city"
        ),
        _carry("F05", newest["economy/2023/990122"], newest["economy/2022/990122"]),
        _copy("F06", newest["livelihood/2023/990224"], newest["livelihood/2023/990223"]),
        _put("F07", "out_of_bounds", newest["environment/2023/hjt"], "990203", "good_days", "385", "days_of_a_year"),
        _put_text("F08", newest["livelihood/2023/990121"], "990121", "doctors"),
        _add_stranger("F09", newest["environment/2023/hjt"]),
        _put("F10", "missing_item", newest["population/2023/990123"], "990123", "settled", "", "complete_population"),
        _scale("F11", "ratio", newest["economy/2023/990221"], "990221", "fixed_investment", 3.3, "investment_to_gdp"),
        _repeat_row("F12", newest["households/2023/dcd"], "990181"),
    ]


def deserved_findings(returns: list[Return]) -> list[Planted]:
    """Late and absent returns: nobody planted them, and punctuality must report them."""
    by_place = {f"{r.form}/{r.period}/{r.filer}": r for r in returns}
    late = [
        Planted(f"R{k}", "late", f"figures/{by_place[p].path}", *_place(by_place[p]), "", "", str(by_place[p].filed_at), str(by_place[p].due), f"punctual_{by_place[p].form}")
        for k, p in enumerate(LATE, start=1)
    ]  # fmt: skip
    form, period, filer = MISSING_MONTH.split("/")
    absent = Planted("R3", "absent", "", form, period, filer, "", "", "", "", f"punctual_{form}")
    return [*late, absent]


def write_list(planted: list[Planted], path: Path) -> None:
    """Write a list of faults as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows([getattr(one, name) for name in COLUMNS] for one in planted)


def _place(filed: Return) -> tuple[str, str, str]:
    return filed.form, filed.period, filed.filer


def _put(fault: str, kind: str, filed: Return, area: str, key: str, text: str, rules: str) -> Planted:
    row = filed.row(area)
    true, row.cells[key] = row.cells[key], text
    cell = address(filed, filed.rows.index(row), key)
    return Planted(fault, kind, f"figures/{filed.path}", filed.form, filed.period, area, key, cell, text, true, rules)


def _slip(fault: str, kind: str, filed: Return, area: str, key: str, factor: int) -> Planted:
    text = str(int(filed.row(area).cells[key]) * factor)
    return _put(fault, kind, filed, area, key, text, "magnitude_amounts")


def _scale(fault: str, kind: str, filed: Return, area: str, key: str, factor: float, rules: str) -> Planted:
    return _put(fault, kind, filed, area, key, str(round(int(filed.row(area).cells[key]) * factor)), rules)


def _swap_digits(fault: str, filed: Return, area: str, key: str) -> Planted:
    """Exchange the second and third digit, as a tired hand does."""
    text = filed.row(area).cells[key]
    swapped = text[0] + text[2] + text[1] + text[3:] if text[1] != text[2] else str(int(text) + 9_000)
    return _put(fault, "sum_of_parts", filed, area, key, swapped, "livelihood_by_kind")


def _carry(fault: str, filed: Return, before: Return) -> Planted:
    """File last year's return again."""
    row, old = filed.rows[0], before.rows[0]
    true = row.cells
    row.cells = dict(old.cells)
    return _vector(fault, "carried_forward", filed, row, true, "carried_economy")


def _copy(fault: str, filed: Return, other: Return) -> Planted:
    """Paste the figures of another county."""
    row, true = filed.rows[0], filed.rows[0].cells
    row.cells = dict(other.rows[0].cells)
    return _vector(fault, "copied", filed, row, true, "duplicate_livelihood")


def _vector(fault: str, kind: str, filed: Return, row: Row, true: dict[str, str], rules: str) -> Planted:
    cells = " ".join(address(filed, filed.rows.index(row), key) for key in filed.keys)
    return Planted(
        fault, kind, f"figures/{filed.path}", filed.form, filed.period, row.code, " ".join(filed.keys), cells,
        " ".join(row.cells[k] or "-" for k in filed.keys), " ".join(true[k] or "-" for k in filed.keys), rules,
    )  # fmt: skip


def _put_text(fault: str, filed: Return, area: str, key: str) -> Planted:
    text = f"约{filed.row(area).cells[key]}人"
    return _put(fault, "text", filed, area, key, text, "not_a_number")


def _add_stranger(fault: str, filed: Return) -> Planted:
    """A row for an area that is in no register."""
    model = filed.row("990122")
    cells = {key: text if "." in text or not text else str(round(int(text) * 0.3)) for key, text in model.cells.items()}
    row = Row("990199", "澜江经开区", cells)
    filed.rows.append(row)
    cell = address(filed, len(filed.rows) - 1)
    return Planted(
        fault, "unknown_area", f"figures/{filed.path}", filed.form, filed.period, row.code, "", cell, row.code, "",
        "unknown_area",
    )  # fmt: skip


def _repeat_row(fault: str, filed: Return, area: str) -> Planted:
    """The same county twice in one table, the second time with last-minute changes."""
    row = filed.row(area)
    again = deepcopy(row)
    again.cells["rural_income"] = str(int(row.cells["rural_income"]) + 120)
    filed.rows.insert(filed.rows.index(row) + 1, again)
    cells = " ".join(address(filed, filed.rows.index(row) + 1, key) for key in filed.keys)
    return Planted(
        fault,
        "duplicate_row",
        f"figures/{filed.path}",
        filed.form,
        filed.period,
        area,
        " ".join(filed.keys),
        cells,
        " ".join(again.cells.values()),
        "",
        "duplicate_households",
    )
