"""Level and change: the parts of the tree and the indicators that a scheme's [change] stands for.

An indicator that is scored by both becomes a node `E02@both` over the level `E02` and its change `E02@growth` or
`E02@change`; one that is scored by change alone is replaced by its change.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from junxian.declared.indicators import Indicator
from junxian.declared.scheme_steps import ChangeIndicator
from junxian.declared.schemes import Scheme
from junxian.terms.name import Name
from junxian.terms.unit import parse_unit

Part = tuple[str, str, tuple[Decimal, ...]]  # part, parent ("" for the root), points in every class
_WORDS = {"growth": Name(zh="增长", en="growth"), "change": Name(zh="增减", en="change")}


def list_parts(scheme: Scheme) -> list[Part]:
    """Rows of weights.csv, an indicator with level and change split into both: points · weight_level, · weight_change."""
    rows = scheme.weights.select("node", "parent", *scheme.classes).iter_rows()
    return [part for code, parent, *points in rows for part in _split(scheme, code, parent or "", tuple(points))]


def list_scored(scheme: Scheme) -> tuple[str, ...]:
    """Codes of what is scored: indicators and changes, in the order of weights.csv."""
    parts = list_parts(scheme)
    above = {parent for _, parent, _ in parts} | {node.code for node in scheme.node}
    return tuple(code for code, _, _ in parts if code not in above)


def name_change(own: ChangeIndicator, back: int) -> str:
    """Code of the change of an indicator: `E02@growth`, over two years `E02@growth2`."""
    return f"{own.code}@{own.method}{back if back > 1 else ''}"


def is_change(code: str) -> bool:
    """Whether a code names the change of an indicator."""
    return "@" in code


def base_of(code: str) -> str:
    """The indicator whose change a code is, else the code itself."""
    return code.partition("@")[0]


def _split(scheme: Scheme, code: str, parent: str, points: tuple[Decimal, ...]) -> Iterator[Part]:
    change = scheme.change
    own = next((one for one in change.indicator if one.code == code), None) if change else None
    if change is None or own is None or own.score == "level":
        yield code, parent, points
    elif own.score == "change":
        yield name_change(own, change.back), parent, points
    else:
        both = f"{code}@both"
        level = tuple(value * Decimal(str(change.weight_level)) for value in points)
        yield both, parent, points
        yield code, both, level
        rest = tuple(whole - part for whole, part in zip(points, level, strict=True))
        yield name_change(own, change.back), both, rest


def declare_changes(schemes: Iterable[Scheme], indicators: Mapping[str, Indicator]) -> dict[str, Indicator]:
    """The indicators, and the change of every indicator that a scheme scores by change."""
    found = dict(indicators)
    for scheme in schemes:
        for own in scheme.change.indicator if scheme.change else ():
            if scheme.change and own.score != "level" and own.code in indicators:
                code = name_change(own, scheme.change.back)
                found[code] = declare_change(indicators[own.code], own, code, scheme.change.back)
    return found


def declare_change(level: Indicator, own: ChangeIndicator, code: str, back: int) -> Indicator:
    """The indicator that measures another's change over some years: growth in %, or the difference in its unit."""
    unit = "%" if own.method == "growth" else _unit_of_difference(level.unit)
    words, years = _WORDS[own.method], "" if back == 1 else f"{back}"
    return Indicator(
        code=code,
        name=Name(
            zh=f"{level.name.zh}（{f'{years}年' if years else ''}{words.zh}）",
            en=f"{level.name.text('en')} ({words.en}{f' over {years} years' if years else ''})",
        ),
        concept=level.concept,
        unit=unit,
        direction=level.direction,
        method=own.method,
        of={"of": (level.code,)},
        back=back,
        owner=level.owner,
        basis=level.basis,
        version=level.version,
    )


def _unit_of_difference(unit: str) -> str:
    """Points for a share, else the unit itself."""
    parsed = parse_unit(unit)
    return unit if parsed.powers or parsed.logarithm else "百分点"
