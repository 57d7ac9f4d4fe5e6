"""The sentence of one area and factor in the words of a county leader; it reproduces the amount from its published numbers."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from junxian.allocation.exact import exact
from junxian.allocation.programme.build import Case
from junxian.allocation.programme.conflicts import LIMITS
from junxian.allocation.programme.scores import NAMES
from junxian.allocation.wording import amount, count_decimals, plain
from junxian.declared.programmes import Factor, Programme
from junxian.terms.name import Name


def explain_amounts(case: Case, table: pl.DataFrame) -> list[Name]:
    """One text a row of the amounts: base, weight, price, what binds, whole units, and what would bring more."""
    factors = {factor.code: (f, factor) for f, factor in enumerate(case.programme.factor)}
    return [_explain(case, row, *factors[row["factor"]]) for row in table.iter_rows(named=True)]


def _explain(case: Case, row: dict[str, Any], f: int, factor: Factor) -> Name:
    parts = [
        _say_base(case.programme, row, factor),
        _say_price(case.programme, row, factor),
        _say_bound(row, factor),
        _say_more(row, case.programme),
    ]
    notes = (*case.scores.notes[row["ref_area"]], *dict.fromkeys(case.bounds[f].notes[row["ref_area"]]))
    if notes:
        told = Name(
            zh="说明：" + "；".join(n.zh for n in notes) + "。",
            en="Note: " + "; ".join(n.text("en") for n in notes) + ".",
        )
        parts.append(told)
    parts = [part for part in parts if part.zh]
    return Name(zh="".join(part.zh for part in parts), en=" ".join(part.text("en") for part in parts))


def _say_base(programme: Programme, row: dict[str, Any], factor: Factor) -> Name:
    """What all would get alike, and the weight with its powers."""
    zh, en = _both(row["base"], factor)
    scored = [
        (NAMES[name], row[name], getattr(programme.weight, name).power) for name in NAMES if row[name] is not None
    ]
    product = {
        language: " × ".join(
            [f"{name.text(language)}{'' if language == 'zh' else ' '}{_plain(value)}^{power:g}" for name, value, power in scored]
            + ([f"{'系数' if language == 'zh' else 'multiplier '}{_plain(row['multiplier'])}"] if row["multiplier"] != 1 or not scored else [])
            + [f"{text.text(language)}{'' if language == 'zh' else ' '}{_plain(row['adjustment'])}" for text in _name_adjustment(programme, row)]
        )
        for language in ("zh", "en")
    }  # fmt: skip
    weight = _plain(row["weight"])
    return Name(
        zh=f"各地同等对待时得{zh}（基数）；权重{weight}（{product['zh']}）。",
        en=f"Alike for all: {en} (base); weight {weight} ({product['en']}).",
    )


def _name_adjustment(programme: Programme, row: dict[str, Any]) -> list[Name]:
    if row["adjustment"] == 1:
        return []
    return [ADJUSTMENTS["complement" if programme.complement else "worst_case"]]


ADJUSTMENTS = {
    "complement": Name(zh="要素配套系数", en="complements"),
    "worst_case": Name(zh="最坏情形调整", en="worst case"),
}


def _say_price(programme: Programme, row: dict[str, Any], factor: Factor) -> Name:
    """Base · (weight / net price)^(1/α) with its numbers."""
    alpha = programme.alpha
    if alpha == "inf" or row["price"] is None:
        return Name(
            zh="各地按占基数的比例尽量拉平，权重不起作用。",
            en="Shares of the base are made as even as limits allow; weights play no part.",
        )
    net = row["price"] + row["surcharge"] - row["subsidy"]
    told = list(_say_tolls(row))
    zh = f"全省统一价{_plain(row['price'])}" + "".join(f"{sign}{name.zh}{_plain(value)}" for name, value, sign in told)
    en = f"Price {_plain(row['price'])}" + "".join(
        f" {sign} {name.text('en')} {_plain(value)}" for name, value, sign in told
    )
    if alpha == 0:
        better = row["weight"] > net
        return Name(
            zh=f"{zh}；权重{'高于' if better else '不高于'}净价，{'给到上限' if better else '只给下限'}（总量分完处例外）。",
            en=f"{en}; the weight is {'above' if better else 'not above'} the net price, so {'the cap' if better else 'the floor'} (but where the supply ends).",
        )
    if row["weight"] == 0:
        return Name(zh=f"{zh}；权重为零，只给下限。", en=f"{en}; the weight is 0, so the floor.")
    if net <= 0:
        return Name(zh=f"{zh}；净价不为正，给到上限。", en=f"{en}; the net price is not above 0, so the cap.")
    free = row["base"] * (row["weight"] / net) ** (1 / float(alpha))
    (free_zh, free_en), power = _both(free, factor), "" if alpha == 1 else f"^(1/{float(alpha):g})"
    paid = Name(zh="净价", en="net price") if told else Name(zh="统一价", en="price")
    net_zh, net_en = (f"，净价{_plain(net)}", f", net price {_plain(net)}") if told else ("", "")
    return Name(
        zh=f"{zh}{net_zh}；基数×（权重÷{paid.zh}）{power}＝{free_zh}。",
        en=f"{en}{net_en}; base × (weight ÷ {paid.text('en')}){power} = {free_en}.",
    )


def _say_tolls(row: dict[str, Any]) -> Iterator[tuple[Name, float, str]]:
    """What rows and the floor of its city add to the price or take off it."""
    dust = 1e-9 * max(row["price"], abs(row["surcharge"]), abs(row["subsidy"]))
    if row["surcharge"] > dust:
        yield Name(zh="共用约束附加", en="surcharge of shared limits"), row["surcharge"], "+"
    if row["surcharge"] < -dust:
        yield Name(zh="分组托底补贴", en="subsidy of shared floors"), -row["surcharge"], "−"
    if row["subsidy"] > dust:
        yield Name(zh="本市托底补贴", en="subsidy of its city's floor"), row["subsidy"], "−"
    if row["subsidy"] < -dust:
        yield Name(zh="本市封顶附加", en="surcharge of its city's cap"), -row["subsidy"], "+"


def _say_bound(row: dict[str, Any], factor: Factor) -> Name:
    zh, en = _both(row["amount"], factor)
    by = row["upper_by"] if row["bound"] == "upper" or row["upper_by"] == "row" else row["lower_by"]
    held = {
        "none": Name(zh="", en=""),
        "lower": Name(
            zh=f"低于下限（{LIMITS[by].zh}），托底到{zh}。", en=f"Below its floor ({LIMITS[by].en}): kept up at {en}."
        ),
        "upper": Name(
            zh=f"超过上限（{LIMITS[by].zh}），核到{zh}。", en=f"Above its cap ({LIMITS[by].en}): held at {en}."
        ),
        "fixed": Name(
            zh=f"上下限相同（{LIMITS[by].zh}），为{zh}。", en=f"Floor and cap are one ({LIMITS[by].en}): {en}."
        ),
    }[row["bound"]]
    quota_zh, quota_en = _both(row["quota"], factor)
    return Name(zh=f"{held.zh}取整后为{quota_zh}。", en=f"{held.text('en')} In whole units: {quota_en}.".strip())


def _say_more(row: dict[str, Any], programme: Programme) -> Name:
    """What would have to change for the area to get more."""
    if row["base"] == 0:
        return Name(zh="基数为零，只得下限。", en="Its base is zero, so it gets its floor alone.")
    if row["bound"] == "upper":
        return {
            "applied": Name(zh="多申请方可增加。", en="Only a larger application would raise it."),
            "gate": Name(zh="底线恢复后方可增加。", en="Only a line that is kept again would raise it."),
            "collar": Name(zh="放宽增幅上限方可增加。", en="Only a wider pace of change would raise it."),
            "at_most": Name(zh="放宽基数倍数上限方可增加。", en="Only a wider multiple of the base would raise it."),
            "next_year": Name(
                zh="放宽与下年之间的增减幅方可增加。", en="Only a wider pace into the next year would raise it."
            ),
            "row": Name(zh="放宽共用约束方可增加。", en="Only a wider shared limit would raise it."),
        }.get(row["upper_by"], Name(zh=""))
    if row["bound"] == "fixed":
        return _say_more({**row, "bound": "upper", "upper_by": row["upper_by"] or row["lower_by"]}, programme)
    net = (row["price"] or 0.0) + (row["surcharge"] or 0.0) - (row["subsidy"] or 0.0)
    if row["bound"] == "lower" and row["price"] is not None and row["base"] > 0 and net > 0:
        return Name(zh="权重提高到托底线以上才会增加。", en="A greater weight raises it only beyond that floor.")
    if row["price"] is None or row["bound"] != "none" or not programme.alpha:
        return Name(zh="")
    more = _plain(1 / float(programme.alpha))
    return Name(zh=f"权重每提高1%，额度约增{more}%。", en=f"1% more weight brings about {more}% more.")


def _both(value: float, factor: Factor) -> tuple[str, str]:
    unit, decimals = factor.unit, count_decimals(factor.whole_unit)
    return amount(exact(value), unit, "zh", decimals), amount(exact(value), unit, "en", decimals)


def _plain(value: float) -> str:
    """Six decimals, or, where these would keep fewer than four digits that count, a power of ten: 1.8342×10^-7."""
    if value == 0 or abs(value) >= 0.001:
        return plain(exact(value), 6)
    digits, power = f"{value:.6e}".split("e")
    return f"{digits.rstrip('0').rstrip('.')}×10^{int(power)}"
