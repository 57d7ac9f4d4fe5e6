"""The rule set audited: rules that contradict, never fire, cannot be tested, repeat another, always fire."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from junxian.declared.province import Province
from junxian.declared.rules import AppliesTo, Bounds, Expression, Rule, SumOfParts
from junxian.quality.check import Quality, ask_rules
from junxian.quality.failing_rows import count_answered
from junxian.quality.filed import Filed, gather_filed
from junxian.quality.language.names import list_names
from junxian.quality.language.read_rule import Formula, read_rule
from junxian.quality.mending.declared_edits import NOT_NEGATIVE, read_row_edits
from junxian.quality.rule_draws import asks_equality, try_on_drawn
from junxian.quality.rule_limits import Demand, Limit, find_conflict, is_implied, is_same, read_demand
from junxian.reported import Returns

AUDIT_SCHEMA = {
    "rule": pl.String,
    "verdict": pl.String,  # one of VERDICTS
    "others": pl.String,  # codes of other rules concerned, joined by a space
    "asked": pl.Int64,  # rows whose figures decide the rule; null where that cannot be counted
    "fired": pl.Int64,  # rows in which it fired, whatever the cause was found to be
    "findings": pl.Int64,  # findings left once causes are told apart
    "message_zh": pl.String,
    "message_en": pl.String,
}
VERDICTS = (
    "contradicts", "never_fires", "cannot_be_tested", "always_fires", "cannot_fire", "cannot_hold", "repeats", "fires_together",
)  # fmt: skip
FEWEST = 5  # rows from which "always" and "together" say anything
_STRENGTH = {"hold": 2, "explain": 1, "note": 0}
_OF_RETURNS = ("completeness", "punctuality")  # what is not filed breaks them together, and they ask different things
_EVERYWHERE = AppliesTo()
Rows = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _Set:
    """The rules of a province with what they demand and where they fired."""

    rules: Mapping[str, Rule]
    formulas: Mapping[str, Formula]
    demands: Mapping[str, Demand]
    fired: Mapping[str, Rows]  # area and period
    asked: Mapping[str, int]


def audit_rules(province: Province, returns: Returns, quality: Quality) -> pl.DataFrame:
    """Audit the rules of a province against each other and against all that was filed up to its period.

    Contradictions: holding rules whose linear parts no figures can meet, with the signs that items are declared with.
    Repeats: the same condition, or one that another rule of at least its severity implies wherever it is asked.
    Returns AUDIT_SCHEMA, one row for each thing found, rules in declared order; a rule without a row is in order.
    A rule without figures to ask of is `cannot_be_tested`, not `never_fires`. An expression that never or always fires is
    also asked of drawn figures (`rule_draws`): there too it may not be able to fire, or to hold.
    Checked in tests/unit/quality/test_rule_audit.py.
    """
    filed = gather_filed(returns, province, province.period, province.date)
    known = _gather(filed)
    found = [
        *_find_contradictions(known, province),
        *_find_firing(known),
        *_find_one_sided(known, filed),
        *_find_repeats(known),
        *_find_together(known),
    ]
    counts = dict(quality.findings.group_by("rule").len().rows())
    order = {code: n for n, code in enumerate(known.rules)}
    rows = [
        (code, verdict, " ".join(others), known.asked.get(code), len(known.fired[code]), counts.get(code, 0), zh, en)
        for code, verdict, others, zh, en in sorted(found, key=lambda row: order[row[0]])
    ]
    return pl.DataFrame(rows, schema=AUDIT_SCHEMA, orient="row")


_Found = tuple[str, str, list[str], str, str]


def _gather(filed: Filed) -> _Set:
    rules, words = filed.province.rules, list_names(filed.province.forms.values())
    formulas = {code: read_rule(rule, words) for code, rule in rules.items() if isinstance(rule, Expression)}
    demands = {code: read_demand(formula.checked) for code, formula in formulas.items()}
    edits: dict[str, list[Limit]] = {}
    for edit in read_row_edits(filed.province):
        if edit.code != NOT_NEGATIVE:
            edits.setdefault(edit.code, []).extend(_list_limits(edit.terms, edit.low, edit.high))
    demands |= {code: Demand(tuple(limits), True) for code, limits in edits.items()}
    fired: dict[str, set[tuple[str, str]]] = {code: set() for code in rules}
    for suspicion in ask_rules(filed)[0]:
        fired[suspicion.rule.code].add((suspicion.area, suspicion.period))
    asked = {code: n for code, rule in rules.items() if (n := count_asked(rule, filed, formulas)) is not None}
    return _Set(rules, formulas, demands, {code: frozenset(rows) for code, rows in fired.items()}, asked)


def _list_limits(terms: Mapping[str, float], low: float, high: float) -> Iterator[Limit]:
    if high < float("inf"):
        yield Limit(terms, high).normalise()
    if low > -float("inf"):
        yield Limit({cell: -a for cell, a in terms.items()}, -low).normalise()


def count_asked(rule: Rule, filed: Filed, formulas: Mapping[str, Formula]) -> int | None:
    """The rows whose figures decide a rule (of bounds: any of them); None for kinds that look at more than a row."""
    if isinstance(rule, Expression):
        return count_answered(formulas[rule.code], filed)
    if isinstance(rule, Bounds):
        keys = list(rule.items)
    elif isinstance(rule, SumOfParts):
        keys = [*([rule.total] if rule.total else []), *rule.parts]
    else:
        return None
    there = [pl.col(key).is_not_null() for key in keys if key in filed.wide.columns]
    if isinstance(rule, Bounds):
        return filed.wide.filter(pl.any_horizontal(there)).height if there else 0
    if len(there) < len(keys):
        return 0
    return filed.wide.filter(pl.all_horizontal(there)).height


def _applies_to(rule: Rule) -> AppliesTo:
    return rule.applies_to if isinstance(rule, Expression) else _EVERYWHERE


def _meet(a: AppliesTo, b: AppliesTo) -> bool:
    """Whether two rules may be asked of the same area."""
    levels = not a.level or not b.level or bool(set(a.level) & set(b.level))
    alike = a.classification == b.classification and a.classification != ""
    return levels and (not alike or bool(set(a.classes) & set(b.classes)))


def _find_contradictions(known: _Set, province: Province) -> Iterator[_Found]:
    signs = {k: Limit({k: -1.0}, 0.0) for k, (_, item) in province.items.items() if not item.signed}
    holding = {c: d for c, d in known.demands.items() if known.rules[c].severity == "hold" and d.limits}
    told = set[frozenset[str]]()
    for place in dict.fromkeys(_applies_to(known.rules[code]) for code in holding):
        left = {c: _sign(d, signs) for c, d in holding.items() if _meet(_applies_to(known.rules[c]), place)}
        while conflict := find_conflict(left):
            del left[conflict[-1]]
            pairs = combinations([_applies_to(known.rules[c]) for c in conflict], 2)
            if frozenset(conflict) in told or not all(_meet(a, b) for a, b in pairs):
                continue
            told.add(frozenset(conflict))
            yield _say_contradiction(conflict, known)


def _sign(demand: Demand, signs: Mapping[str, Limit]) -> Demand:
    """A demand with the signs of its cells; a cell of an earlier period has its item's."""
    own = [(cell, signs[cell.split("|")[0]]) for cell in sorted(demand.cells) if cell.split("|")[0] in signs]
    return Demand((*demand.limits, *(Limit({cell: -1.0}, limit.most) for cell, limit in own)), demand.is_whole)


def _say_contradiction(conflict: list[str], known: _Set) -> _Found:
    code, *others = conflict
    if not others:
        return code, "contradicts", [], "没有任何数据能满足这条规则，请改正公式或界限。", "No figures can meet this rule; mend its expression or bounds."  # fmt: skip
    zh, en = (_call(others, known, language) for language in ("zh", "en"))
    return (
        code, "contradicts", others, f"与{zh}不能同时成立，凡填报齐全的表都会被扣住，请改正其中一条。",
        f"It cannot hold together with {en}: every full return is held. Mend one of them.",
    )  # fmt: skip


def _call(codes: list[str], known: _Set, language: str) -> str:
    quoted = [known.rules[code].name.text(language) for code in codes]
    return "、".join(f"“{name}”" for name in quoted) if language == "zh" else ", ".join(f"'{n}'" for n in quoted)


def _find_firing(known: _Set) -> Iterator[_Found]:
    for code in known.rules:
        asked, fired = known.asked.get(code), len(known.fired[code])
        if asked == 0 and not fired:
            yield code, "cannot_be_tested", [], "没有一行报齐它用到的数据（含往期、下级），无法检验。", "No row holds the figures that it needs, of earlier periods and areas below too: it cannot be tested."  # fmt: skip
        elif not fired:
            rows = (f"已检查{asked:,}行，" if asked else "", f" in {asked:,} rows" if asked else "")
            yield code, "never_fires", [], f"{rows[0]}从未触发：确认是否过宽，或仍需保留。", f"It never fired{rows[1]}: see whether it is too wide, or keep it as a guard."  # fmt: skip
        elif asked is not None and asked >= FEWEST and fired >= asked:
            yield code, "always_fires", [], f"{asked:,}行全部触发：多半是规则有误（单位、符号、界限）。", f"It fired in all {asked:,} rows: most likely the rule is wrong (unit, sign, bound)."  # fmt: skip


def _find_one_sided(known: _Set, filed: Filed) -> Iterator[_Found]:
    """Expressions that on filed figures only ever held, or only ever fired, and on drawn ones too."""
    for code, formula in known.formulas.items():
        fired, asked = len(known.fired[code]), known.asked.get(code) or 0
        if 0 < fired < asked:
            continue
        drawn = try_on_drawn(formula, filed.province, filed.wide)
        if not fired and drawn.held and not drawn.fired:
            yield code, "cannot_fire", [], f"在{drawn.held:,}组随机数上也从未触发：公式多半恒成立，可删去或改正。", f"It fired on none of {drawn.held:,} drawn sets of figures either: most likely it always holds. Mend or drop it."  # fmt: skip
        if drawn.fired and not drawn.held and not asks_equality(formula):
            yield code, "cannot_hold", [], f"在{drawn.fired:,}组随机数上全部触发：公式多半无法满足，请改正。", f"It fired on all {drawn.fired:,} drawn sets of figures: most likely nothing meets it. Mend it."  # fmt: skip


def _find_repeats(known: _Set) -> Iterator[_Found]:
    for a, b in combinations(known.rules, 2):
        same = _is_same(a, b, known)
        for code, other in ((b, a), (a, b)):
            if not _covers(known.rules[other], known.rules[code]):
                continue
            if same:
                yield code, "repeats", [other], f"与{_call([other], known, 'zh')}是同一条件，可删去。", f"It is the same condition as {_call([other], known, 'en')} and may go."  # fmt: skip
                break
            if _is_within(code, other, known):
                yield code, "repeats", [other], f"{_call([other], known, 'zh')}更严，已包含这一条，可删去。", f"{_call([other], known, 'en')} is stricter and includes it; it may go."  # fmt: skip
                break


def _covers(other: Rule, rule: Rule) -> bool:
    """Whether a rule is asked wherever another is, and weighs no less."""
    a, b = _applies_to(other), _applies_to(rule)
    return _STRENGTH[other.severity] >= _STRENGTH[rule.severity] and a in (b, _EVERYWHERE)


def _is_same(a: str, b: str, known: _Set) -> bool:
    if a in known.formulas and b in known.formulas and known.formulas[a].checked == known.formulas[b].checked:
        return True
    if a not in known.demands or b not in known.demands:
        return False
    first, second = known.demands[a], known.demands[b]
    return first.is_whole and second.is_whole and is_same(first, second)


def _is_within(code: str, other: str, known: _Set) -> bool:
    """Whether the other rule's limits imply this one's; both name the same cells, or a missing one would tell them apart."""
    if code not in known.demands or other not in known.demands:
        return False
    own, stricter = known.demands[code], known.demands[other]
    if not (own.is_whole and own.limits and own.cells == stricter.cells):
        return False
    return bool(find_conflict({other: stricter}) == [] and all(is_implied(x, stricter.limits) for x in own.limits))


def _find_together(known: _Set) -> Iterator[_Found]:
    often = [c for c, rows in known.fired.items() if len(rows) >= FEWEST and known.rules[c].kind not in _OF_RETURNS]
    for a, b in combinations(often, 2):
        if known.fired[a] == known.fired[b] and not _is_same(a, b, known):
            n = len(known.fired[a])
            yield b, "fires_together", [a], f"与{_call([a], known, 'zh')}总是同时触发（{n:,}行），看是否问的是一件事。", f"It always fires together with {_call([a], known, 'en')} ({n:,} rows): see whether they ask the same."  # fmt: skip
