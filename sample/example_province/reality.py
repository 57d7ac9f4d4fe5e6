"""What reality has and no rule may take for a fault: encodings, layouts, units in headers, revisions, late returns."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from example_province.returns import Return

Returns = dict[str, Return]
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
LATE = {"budget/2023/990224": 11, "industry_monthly/2023-05/990100": 9}  # filed this many days after the deadline
MISSING_MONTH = "industry_monthly/2023-09/990200"


def make_real(returns: list[Return]) -> list[Return]:
    """Change how returns are written and when they are filed, never what they say."""
    by_place = {f"{r.form}/{r.period}/{r.filer}": r for r in returns}
    _choose_encodings(by_place)
    _choose_layouts(by_place)
    _file_in_hundred_millions(by_place["budget/2023/990103"])
    _type_full_width(by_place["livelihood/2023/990181"])
    by_place["economy/2023/990224"].row("990224").cells["rd_expenditure"] = "0"  # not surveyed there: missing, not none
    for place, days in LATE.items():
        by_place[place].filed_at = by_place[place].due + timedelta(days=days)
    del by_place[MISSING_MONTH]
    return [*by_place.values(), *_revisions(by_place)]


def _choose_encodings(returns: Returns) -> None:
    for place in ("budget/2022/990203", "budget/2023/990203", "economy/2023/990121", "parks/2023/990221"):
        returns[place].encoding = "gb18030"
    for place in ("population/2023/990221", "land_safety/2023/990102"):
        returns[place].encoding = "utf-8-sig"


def _choose_layouts(returns: Returns) -> None:
    for year in ("2022", "2023"):
        accounts = returns[f"accounts/{year}/tjj"]
        accounts.suffix, accounts.layout = "xlsx", "merged"
        foot = 6 + len(accounts.rows)
        accounts.notes = {f"B{foot}": "注：1.本表为年度核算数；2.绝对数按当年价格计算，另标者除外。"}
    for place in ("parks/2023/990102", "environment/2023/hjt"):
        returns[place].suffix, returns[place].layout = "xlsx", "bordered"
        returns[place].notes = {"B2": "县直报省报表（示例）"}


def _file_in_hundred_millions(filed: Return) -> None:
    """亿元 where the form says 万元, and the header says so."""
    for key in filed.keys:
        if key != "revenue_growth":
            filed.headers = filed.headers | {key: filed.headers[key] + "（亿元）"}
            for row in filed.rows:
                row.cells[key] = f"{Decimal(row.cells[key]) / 10_000:.4f}"


def _type_full_width(filed: Return) -> None:
    for row in filed.rows:
        row.cells = {key: text.translate(FULL_WIDTH) for key, text in row.cells.items()}


def _revisions(returns: Returns) -> list[Return]:
    """Second filings that replace the first whole: final accounts after a flash figure."""
    budget = _revise(returns["budget/2023/990222"], date(2024, 4, 2), {"expenditure": 1.004, "debt_cut_done": 1.02})
    parks = _revise(returns["parks/2022/990103"], date(2023, 5, 8), {"stock_cleared": 1.05})
    return [budget, parks]


def _revise(first: Return, filed_at: date, factors: dict[str, float]) -> Return:
    """The true figures become the revision; the first filing was a little off."""
    second = replace(deepcopy(first), n=2, filed_at=filed_at)
    for row in first.rows:
        for key, factor in factors.items():
            row.cells[key] = str(round(int(row.cells[key]) * factor))
    return second
