"""Why an area receives its quota: one text that reproduces the number from published numbers, in both languages."""

from fractions import Fraction

from junxian.allocation.exact import declared
from junxian.allocation.formula.claim import Award, Claim
from junxian.allocation.formula.settle import Pools, Settlement
from junxian.allocation.wording import amount, count_decimals, percent, plain
from junxian.declared.allocations import Allocation
from junxian.terms.name import Name


def explain_award(allocation: Allocation, settlement: Settlement, award: Award) -> Name:
    """Basic part, efficiency part, quota, what decides it and would change it, and every rule used for a missing figure."""
    parts = [
        _say_basic(allocation, settlement.pools, award),
        _say_efficiency(allocation, settlement, award),
        _say_quota(allocation, award),
        _say_change(allocation, settlement, award),
    ]
    if award.claim.notes:
        parts.append(
            Name(
                zh="说明：" + "；".join(note.zh for note in award.claim.notes) + "。",
                en="Note: " + "; ".join(note.en for note in award.claim.notes) + ".",
            )
        )
    return Name(zh="".join(part.zh for part in parts), en=" ".join(part.en for part in parts))


def _say_basic(allocation: Allocation, pools: Pools, award: Award) -> Name:
    share = percent(award.claim.need_share, pools.basic)
    full = pools.basic * award.claim.need_share
    zh, en = (
        [_tell(allocation, value, language) for value in (pools.basic, full, award.basic)] for language in ("zh", "en")
    )
    cut_zh = f"，超过申请量，取{zh[2]}" if award.basic < full else ""
    cut_en = f", more than applied for, cut to {en[2]}" if award.basic < full else ""
    return Name(
        zh=f"基本部分：基本池{zh[0]}×需求份额{share}＝{zh[1]}{cut_zh}。",
        en=f"Basic part: basic pool {en[0]} × need share {share} = {en[1]}{cut_en}.",
    )


def _say_efficiency(allocation: Allocation, settlement: Settlement, award: Award) -> Name:
    if award.claim.gate == 0:
        return Name(
            zh="效率部分：闸门为0，不参与效率池。", en="Efficiency part: the gate is 0, so nothing from this pool."
        )
    price = settlement.price.price
    if price is None:
        return _say_scaled(allocation, settlement, award)
    by_weight = price * award.claim.pull
    product = _say_product(allocation, settlement, award.claim, price)
    zh, en = (
        [_tell(allocation, value, language) for value in (by_weight, award.efficiency)] for language in ("zh", "en")
    )
    held = by_weight != award.efficiency
    return Name(
        zh=f"效率部分：{product.zh}＝{zh[0]}" + (f"，受限额约束，取{zh[1]}。" if held else "。"),
        en=f"Efficiency part: {product.en} = {en[0]}" + (f", held by a limit at {en[1]}." if held else "."),
    )


def _say_product(allocation: Allocation, settlement: Settlement, claim: Claim, price: Fraction) -> Name:
    """λ per 1 % of weight × weight × the multipliers that the allocation declares."""
    weight = percent(claim.weight, settlement.pools.efficiency).removesuffix("%")
    multipliers = [
        (declared_here, Name(zh=zh, en=en), value)
        for declared_here, zh, en, value in (
            (allocation.performance, "绩效系数", "performance", claim.performance),
            (allocation.clearance, "处置系数", "clearance", claim.clearance),
            (allocation.gates, "闸门", "gate", claim.gate),
        )
        if declared_here
    ]
    factors = {
        language: "".join(f"{' × ' if language == 'en' else '×'}{name.text(language)}{' ' if language == 'en' else ''}{plain(value, 6)}" for _, name, value in multipliers)
        for language in ("zh", "en")
    }  # fmt: skip
    zh, en = (
        amount(price / 100, allocation.unit, language, 2 + count_decimals(allocation.whole_unit))
        for language in ("zh", "en")
    )
    return Name(
        zh=f"每1%权重{zh}×权重{weight}%{factors['zh']}", en=f"{en} per 1% of weight × weight {weight}%{factors['en']}"
    )


def _say_scaled(allocation: Allocation, settlement: Settlement, award: Award) -> Name:
    scale = plain(settlement.price.scale, 6)
    zh, en = (
        [_tell(allocation, value, language) for value in (award.limits.lower, award.efficiency)]
        for language in ("zh", "en")
    )
    return Name(
        zh=f"效率部分：各地下限合计超过效率池，本地下限部分{zh[0]}×{scale}＝{zh[1]}。",
        en=f"Efficiency part: all lower limits exceed the pool; {en[0]} of this area × {scale} = {en[1]}.",
    )


def _say_quota(allocation: Allocation, award: Award) -> Name:
    unit = declared(allocation.whole_unit)
    (total_zh, quota_zh), (total_en, quota_en) = (
        [_tell(allocation, value, language) for value in (award.basic + award.efficiency, award.quota * unit)]
        for language in ("zh", "en")
    )
    return Name(
        zh=f"两部分合计{total_zh}，按{_tell(allocation, unit, 'zh')}取整为{quota_zh}。",
        en=f"Together {total_en}; in whole multiples of {_tell(allocation, unit, 'en')}: {quota_en}.",
    )


def _say_change(allocation: Allocation, settlement: Settlement, award: Award) -> Name:
    """Which limit decides, and what would change the quota, other areas unchanged."""
    if award.bound == "applied":
        return _say_applied(allocation, award)
    if award.bound == "gate":
        return Name(
            zh="只得基本份额；底线恢复后方可参与效率池。",
            en="Only the basic share; the pool opens once the line is kept.",
        )
    if award.bound == "upper":
        return _say_upper(allocation, award)
    if award.bound == "lower":
        return _say_lower(allocation, settlement, award)
    return Name(
        zh="未触及限额，由需求份额和效率权重决定。", en="No limit decides; the need share and the efficiency weight do."
    )


def _say_applied(allocation: Allocation, award: Award) -> Name:
    if award.claim.applied is None:
        return Name(
            zh="未报申请量，只核基本份额；补报后方可参与效率池。",
            en="No application on file, so only the basic share; file one to take part in the efficiency pool.",
        )
    zh, en = (_tell(allocation, award.claim.applied, language) for language in ("zh", "en"))
    return Name(
        zh=f"以申请量{zh}为限；多申请方可增加。",
        en=f"Held at the {en} applied for; only a larger application would raise it.",
    )


def _say_upper(allocation: Allocation, award: Award) -> Name:
    assert allocation.collar is not None
    high = plain(declared(allocation.collar.high), 4)
    zh, en = (_last_year(allocation, award.claim, language) for language in ("zh", "en"))
    return Name(
        zh=f"以上年额度{zh}的{high}倍{'加新增项目用量' if allocation.collar.new_projects else ''}为上限；限额放宽方可增加。",
        en=f"Held at {high} × last year's {en}{' plus new projects' if allocation.collar.new_projects else ''}; "
        "only a wider limit would raise it.",
    )


def _say_lower(allocation: Allocation, settlement: Settlement, award: Award) -> Name:
    assert allocation.collar is not None
    low = plain(declared(allocation.collar.low), 4)
    zh, en = (_last_year(allocation, award.claim, language) for language in ("zh", "en"))
    if settlement.price.price is None:
        return Name(
            zh=f"上年额度{zh}的{low}倍未能全额保证。", en=f"{low} × last year's {en} could not be kept in full."
        )
    return Name(
        zh=f"由上年额度{zh}的{low}倍托底；效率权重提高到托底线以上才会增加。",
        en=f"Kept up by {low} × last year's {en}; a greater weight raises it only beyond that floor.",
    )


def _last_year(allocation: Allocation, claim: Claim, language: str) -> str:
    return _tell(allocation, claim.last or Fraction(0), language)


def _tell(allocation: Allocation, value: Fraction, language: str) -> str:
    return amount(value, allocation.unit, language, count_decimals(allocation.whole_unit))
