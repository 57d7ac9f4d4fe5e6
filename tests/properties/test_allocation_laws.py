import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junxian.allocation.exact import declared
from junxian.allocation.formula.claim import Claim
from junxian.allocation.formula.price import solve_price
from junxian.allocation.formula.settle import settle
from junxian.allocation.formula.whole_units import round_within
from junxian.allocation.shares import add_shares, share_keys
from junxian.declared.allocations import Allocation, Collar, Key, Supply
from junxian.terms import Name

AMOUNTS = st.integers(0, 4000).map(lambda n: Fraction(n, 8))
MAYBE = st.none() | AMOUNTS
MULTIPLIERS = st.integers(80, 120).map(lambda n: Fraction(n, 100))
GATES = st.sampled_from((Fraction(0), Fraction(3, 10), Fraction(1), Fraction(1), Fraction(1)))


def plan(**more):
    given_ = {
        "code": "land", "edition": "1", "factor": "land", "name": Name(zh="用地"), "unit": "亩", "classification": "c/1",
        "supply": Supply(amount=1), "need": (Key(of="a", weight=1),), "efficiency": (Key(of="a", weight=1),),
    }  # fmt: skip
    return Allocation(**given_ | more)


PLANS = st.sampled_from(
    [
        plan(),
        plan(collar=Collar(last="last")),
        plan(applied="asked"),
        plan(collar=Collar(last="last", new_projects="new"), applied="asked"),
        plan(collar=Collar(last="last"), applied="asked", whole_unit=5, reserve=0.1, basic=0.3),
    ]
)


@st.composite
def claims(draw, smallest=1):
    count = draw(st.integers(smallest, 7))
    needs = draw(st.lists(st.integers(1, 50), min_size=count, max_size=count))
    return [
        Claim(f"{i}", Fraction(need, sum(needs)), draw(AMOUNTS), draw(MULTIPLIERS), draw(MULTIPLIERS), draw(GATES), draw(MAYBE),
              draw(MAYBE), draw(MAYBE))
        for i, need in enumerate(needs)
    ]  # fmt: skip


SUPPLIES = st.integers(1, 40_000).map(lambda n: Fraction(n, 8))


@given(PLANS, claims(), SUPPLIES)
def test_the_parts_sum_to_the_supply(allocation, drawn, supply):
    settled = settle(allocation, drawn, supply)
    pools = settled.pools
    given_ = sum((a.basic + a.efficiency for a in settled.awards), Fraction(0))
    assert pools.reserve + pools.basic + pools.efficiency == supply
    assert given_ <= pools.basic + pools.efficiency
    if settled.price.outcome != "surplus":
        assert given_ == pools.basic + pools.efficiency
    allotted = sum(a.quota for a in settled.awards) * declared(allocation.whole_unit)
    assert 0 <= allotted <= given_


@given(PLANS, claims(), SUPPLIES)
def test_quotas_lose_less_than_a_unit_unless_whole_limits_do_not_take_it(allocation, drawn, supply):
    settled = settle(allocation, drawn, supply)
    unit = declared(allocation.whole_unit)
    lost = (
        sum((a.basic + a.efficiency for a in settled.awards), Fraction(0)) - sum(a.quota for a in settled.awards) * unit
    )
    assert lost < unit or all(a.quota == a.upper for a in settled.awards)


@given(PLANS, claims(), SUPPLIES)
def test_every_quota_lies_within_its_limits_and_nobody_gets_more_than_it_applied_for(allocation, drawn, supply):
    unit = declared(allocation.whole_unit)
    for award in settle(allocation, drawn, supply).awards:
        assert award.lower <= award.quota
        assert award.upper is None or award.quota <= award.upper
        if allocation.applied and award.claim.applied is not None:
            assert award.quota * unit <= award.claim.applied
            assert award.basic + award.efficiency <= award.claim.applied


@given(PLANS, claims(), SUPPLIES)
def test_a_closed_gate_leaves_exactly_the_basic_share(allocation, drawn, supply):
    unit = declared(allocation.whole_unit)
    for award in settle(allocation, drawn, supply).awards:
        if award.claim.gate == 0:
            assert award.efficiency == 0
            assert award.lower == award.quota == award.upper
            assert abs(award.quota * unit - award.basic) < unit


@given(PLANS, claims(), SUPPLIES)
def test_the_collar_holds_unless_a_conflict_is_told(allocation, drawn, supply):
    settled = settle(allocation, drawn, supply)
    unit = declared(allocation.whole_unit)
    if settled.price.outcome == "scaled":
        return
    for award in settled.awards:
        if award.claim.area not in settled.short and award.limits.lower > 0:
            assert award.quota * unit >= award.basic + award.limits.lower


@given(PLANS, claims(), SUPPLIES, st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(allocation, drawn, supply, shuffler):
    shuffled = sorted(drawn, key=lambda _: shuffler.random())
    one = {a.claim.area: a.efficiency for a in settle(allocation, drawn, supply).awards}
    other = {a.claim.area: a.efficiency for a in settle(allocation, shuffled, supply).awards}
    assert one == other


@given(claims(2), SUPPLIES, st.integers(101, 400))
def test_a_greater_weight_of_its_own_never_lowers_an_area(drawn, supply, per_cent):
    allocation = plan(collar=Collar(last="last", new_projects="new"), applied="asked")
    raised = [replace(drawn[0], weight=drawn[0].weight * Fraction(per_cent, 100)), *drawn[1:]]
    before, after = (settle(allocation, c, supply).awards[0].efficiency for c in (drawn, raised))
    assert after >= before


@given(claims(), SUPPLIES, st.integers(1, 1000))
def test_the_scale_of_all_weights_does_not_matter(drawn, supply, times):
    allocation = plan(collar=Collar(last="last"), applied="asked")
    scaled = [replace(claim, weight=claim.weight * times) for claim in drawn]
    one, other = (settle(allocation, c, supply) for c in (drawn, scaled))
    assert [a.quota for a in one.awards] == [a.quota for a in other.awards]


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=9),
    st.sampled_from([Fraction(10_000), Fraction(1, 15), Fraction(3, 2000)]),
)
def test_the_unit_of_a_key_does_not_matter(values, factor):
    key = (Key(of="a", weight=1),)
    one, other = (share_keys(key, {"a": {str(i): v * f for i, v in enumerate(values)}}) for f in (Fraction(1), factor))
    assert [add_shares(one, str(i)) for i in range(len(values))] == [
        add_shares(other, str(i)) for i in range(len(values))
    ]


@given(claims(), AMOUNTS)
def test_the_price_sums_the_clipped_shares_to_the_pool(drawn, pool):
    lower = [c.last or Fraction(0) for c in drawn]
    upper = [None if c.applied is None else low + c.applied for c, low in zip(drawn, lower, strict=True)]
    price = solve_price([c.pull for c in drawn], lower, upper, pool)
    assert all(
        amount >= (low if price.outcome != "scaled" else 0) for amount, low in zip(price.amounts, lower, strict=True)
    )
    assert all(high is None or amount <= high for amount, high in zip(price.amounts, upper, strict=True))
    assert sum(price.amounts) == pool or price.outcome == "surplus"


def _draw_rounding(source):
    count = source.randint(1, 12)
    amounts = [Fraction(source.randint(0, 900), source.choice((1, 3, 7, 8, 10))) for _ in range(count)]
    lower = [max(0, int(a) - source.choice((-1, 0, 0, 1, 5))) for a in amounts]
    upper = [None if source.random() < 0.3 else low + source.choice((0, 1, 2, 9)) for low in lower]
    return amounts, lower, upper


def test_ten_thousand_random_roundings_hold_every_limit_and_the_total():
    source, found = random.Random(20240628), 0
    for _ in range(10_000):
        amounts, lower, upper = _draw_rounding(source)
        most = sum(lower) + 40 if None in upper else sum(upper)
        total = source.randint(sum(lower), max(most, sum(lower)))
        rounded = round_within(amounts, lower, upper, total)
        assert rounded is not None
        assert sum(rounded) == total
        assert all(low <= x for low, x in zip(lower, rounded, strict=True))
        assert all(high is None or x <= high for high, x in zip(upper, rounded, strict=True))
        found += rounded != [round(a) for a in amounts]
    assert found > 5000


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4),
    st.integers(0, 16),
)
def test_no_other_rounding_within_the_limits_lies_nearer(drawn, total):
    amounts = [Fraction(n, 10) for n, _, _ in drawn]
    lower, upper = [low for _, low, _ in drawn], [low + room for _, low, room in drawn]
    rounded = round_within(amounts, lower, upper, total)
    rivals = [r for r in _all_roundings(lower, upper) if sum(r) == total]
    if rounded is None:
        assert not rivals
    else:
        assert _loss(rounded, amounts) == min(_loss(r, amounts) for r in rivals)


def _all_roundings(lower, upper):
    if not lower:
        return [[]]
    return [[x, *rest] for x in range(lower[0], upper[0] + 1) for rest in _all_roundings(lower[1:], upper[1:])]


def _loss(rounded, amounts):
    return sum((x - a) ** 2 for x, a in zip(rounded, amounts, strict=True))


@pytest.mark.parametrize("whole_unit", [0.1, 1, 5, 1000])
def test_whole_units_of_any_size_sum_to_what_was_allotted(whole_unit):
    drawn = [
        Claim(f"{i}", Fraction(1, 3), Fraction(i + 1), Fraction(1), Fraction(1), Fraction(1), None, None, None)
        for i in range(3)
    ]
    settled = settle(plan(whole_unit=whole_unit), drawn, Fraction(10_000))
    assert sum(a.quota for a in settled.awards) == Fraction(8000) / declared(whole_unit)
