"""Judges a checked condition row by row in plain Python and exact numbers: the judge of every other evaluation.

Unknown is None. A figure that is missing makes what is reckoned from it missing, and a comparison with it unknown; and, or,
not and if follow Kleene: unknown where the answer would depend on the missing figure, and only there.
"""

from collections.abc import Callable
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from junxian.quality.language.measure import Environment, Measure, Numbers, choose_numbers, measure, measure_with
from junxian.quality.language.syntax import And, Between, Compare, Condition, If, InList, IsMissing, Not, Or

Truth = bool | None
Judge = Callable[[Environment, str, str], Truth]  # figures, area, period


def judge(condition: Condition) -> Judge:
    """A function that gives whether a checked condition holds; None where that is unknown for want of figures.

    Checked in tests/unit/quality/language/test_interpret.py; the truth table stands in docs/handbook/rule-language.md.
    """
    return _JUDGES[type(condition)](condition)


def _compare(node: Compare) -> Judge:
    numbers = choose_numbers(node.left, node.right, node.tolerance)
    left, right = measure_with(node.left, numbers), measure_with(node.right, numbers)
    if node.tolerance is not None:
        return _tolerant(node.comparison, left, right, measure_with(node.tolerance, numbers), numbers)
    holds = _COMPARE[node.comparison]

    def compared(env: Environment, area: str, period: str) -> Truth:
        a, b = left(env, area, period), right(env, area, period)
        return None if a is None or b is None else holds(a, b)

    return compared


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def _tolerant(comparison: str, left: Measure, right: Measure, tolerance: Measure, numbers: Numbers) -> Judge:
    """Compares one side with the other moved by the tolerance."""
    holds, plus, multiply = _WITHIN[comparison], numbers.add, numbers.multiply
    minus_one = (numbers.take or Decimal)(-1)

    def compared(env: Environment, area: str, period: str) -> Truth:
        a, b, t = left(env, area, period), right(env, area, period), tolerance(env, area, period)
        if a is None or b is None or t is None:
            return None
        return holds(a, plus(b, multiply(t, minus_one)), plus(b, t))

    return compared


_WITHIN: dict[str, Callable[[Any, Any, Any], bool]] = {  # of the left side, and the right less and plus the tolerance
    "=": lambda a, low, high: bool(low <= a <= high),
    "!=": lambda a, low, high: not low <= a <= high,
    "<": lambda a, low, high: bool(a < high),
    "<=": lambda a, low, high: bool(a <= high),
    ">": lambda a, low, high: bool(a > low),
    ">=": lambda a, low, high: bool(a >= low),
}


def _between(node: Between) -> Judge:
    return _and(And((Compare("<=", node.low, node.operand), Compare("<=", node.operand, node.high))))


def _in_list(node: InList) -> Judge:
    return _or(Or(tuple(Compare("=", node.operand, choice) for choice in node.choices)))


def _is_missing(node: IsMissing) -> Judge:
    inner = measure(node.operand)
    return lambda env, area, period: inner(env, area, period) is None


def _not(node: Not) -> Judge:
    inner = judge(node.operand)

    def negated(env: Environment, area: str, period: str) -> Truth:
        truth = inner(env, area, period)
        return None if truth is None else not truth

    return negated


def _and(node: And) -> Judge:
    operands = [judge(operand) for operand in node.operands]

    def all_hold(env: Environment, area: str, period: str) -> Truth:
        result: Truth = True
        for operand in operands:
            truth = operand(env, area, period)
            if truth is False:
                return False
            result = None if truth is None else result
        return result

    return all_hold


def _or(node: Or) -> Judge:
    operands = [judge(operand) for operand in node.operands]

    def any_holds(env: Environment, area: str, period: str) -> Truth:
        result: Truth = False
        for operand in operands:
            truth = operand(env, area, period)
            if truth:
                return True
            result = None if truth is None else result
        return result

    return any_holds


def _if(node: If) -> Judge:
    then = _or(Or((Not(node.test), node.then)))
    if node.otherwise is None:
        return then
    return _and(And((Or((Not(node.test), node.then)), Or((node.test, node.otherwise)))))


_JUDGES: dict[type, Callable[[Any], Judge]] = {
    Compare: _compare, Between: _between, InList: _in_list, IsMissing: _is_missing, Not: _not, And: _and, Or: _or,
    If: _if,
}  # fmt: skip
