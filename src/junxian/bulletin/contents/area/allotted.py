"""What a programme gives to one area: the sentence, the five numbers that reproduce it, the steps, the interval."""

from typing import Any

from junxian.allocation.wording import count_places
from junxian.bulletin.contents.area.rows import AreaRows
from junxian.bulletin.contents.area_content import AreaAllotment
from junxian.declared.province import Province
from junxian.terms.name import Name

NUMBERS = {
    "base": Name(zh="基数", en="base"),
    "weight": Name(zh="权重", en="weight"),
    "price": Name(zh="统一价", en="price"),
    "surcharge": Name(zh="共用约束附加", en="surcharge"),
    "subsidy": Name(zh="本市补贴", en="subsidy"),
    "lower": Name(zh="下限", en="floor"),
    "upper": Name(zh="上限", en="cap"),
}


def list_allotments(province: Province, rows: AreaRows, code: str) -> tuple[AreaAllotment, ...]:
    """One entry a programme and factor, in the order of the declaration."""
    return tuple(
        _describe(province, key, row) for key, by_area in rows.programmes.items() for row in by_area.get(code, [])
    )


def _describe(province: Province, key: str, row: dict[str, Any]) -> AreaAllotment:
    declared = province.programmes[key]
    factor = next(one for one in declared.factor if one.code == row["factor"])
    return AreaAllotment(
        key=key,
        factor=factor.code,
        name=Name(
            zh=f"{declared.name.zh}·{factor.name.zh}", en=f"{declared.name.text('en')}: {factor.name.text('en')}"
        ),
        heading=declared.heading,
        unit=factor.unit,
        places=count_places(factor.whole_unit),
        quota=row["quota"],
        sentence=Name(zh=row["why_zh"] or "", en=row["why_en"] or ""),
        low=row["low"],
        high=row["high"],
        numbers=tuple((name, row[number]) for number, name in NUMBERS.items()),
        steps=_list_steps(row, declared.alpha),
        later=tuple((one["year"], one["amount"]) for one in row["later"] or ()),
    )


def _list_steps(row: dict[str, Any], alpha: float | str) -> tuple[tuple[Name, float], ...]:
    """How the quota came about: alike for all, by weight and price, within limits, in whole units."""
    if row["amount"] is None:
        return ()
    steps = [(Name(zh="按基数", en="alike"), row["base"])]
    net = None if row["price"] is None else row["price"] + row["surcharge"] - row["subsidy"]
    if net is not None and net > 0 and alpha not in (0, "inf"):
        steps.append(
            (
                Name(zh="按权重和价格", en="by weight and price"),
                row["base"] * (row["weight"] / net) ** (1 / float(alpha)),
            )
        )
    steps.append((Name(zh="限额之内", en="within limits"), row["amount"]))
    if row["quota"] is not None:
        steps.append((Name(zh="取整", en="whole units"), row["quota"]))
    return tuple(steps)
