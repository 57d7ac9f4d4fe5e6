"""Which treatment every indicator gets: the scheme's rule, with declared exceptions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.treat.moments import KURTOSIS, SKEWNESS
from junxian.assessment.treat.winsorise import check_limit
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

Fields = dict[str, NDArray[Any]]
METHODS = ("none", "winsorise", "log", "log_ct", "log_ct_plus", "log_ct_orig", "log_gii", "box_cox")


@dataclass(frozen=True)
class Rule:
    """Of one indicator: the first method, the one that follows where the test still fails, and what they need.

    `then` is by default log_ct after winsorise and nothing after another method. `at_most` points are winsorised, None
    for no limit; `force` treats also what passes the test. `factor` is that of log_gii; `power` that of box_cox, None
    for the most likely.
    """

    method: str = "winsorise"
    then: str | None = None
    at_most: int | None = 5
    force: bool = False
    skewness: float = SKEWNESS
    kurtosis: float = KURTOSIS
    factor: float = 1.0
    power: float | None = None


@dataclass(frozen=True)
class Plan:
    """The rule of every indicator, what happens with ties, and whether the second method builds on the first."""

    codes: tuple[str, ...]
    rules: tuple[Rule, ...]
    ties: str
    combine: bool

    def tabulate(self, columns: int) -> Fields:
        """Every field of the rules, repeated for so many columns (columns,); no limit is infinite, no power NaN."""
        copies = columns // max(len(self.codes), 1)
        return self._fields if copies == 1 else {name: np.tile(own, copies) for name, own in self._fields.items()}

    @cached_property
    def _fields(self) -> Fields:
        open_end = {"at_most": np.inf, "power": np.nan}
        found = {}
        for field in fields(Rule):
            own = [getattr(rule, field.name) for rule in self.rules]
            found[field.name] = np.array([open_end.get(field.name, "none") if one is None else one for one in own])
        return found


def plan_treatment(
    codes: Sequence[str],
    rule: Rule = Rule(),
    *,
    ties: str = "keep_within_limit",
    combine: bool = False,
    individually: Mapping[str, Mapping[str, Any]] | None = None,
) -> Plan:
    """Give every indicator its rule.

    codes  one per column; rule  for all; individually  fields of Rule that differ, by code: naming another method drops
    the scheme's `then`
    combine  the second method works on what the first left, not on the original
    MethodError for an unknown code, field, method or way with ties. Checked in tests/unit/assessment/treat/test_plan.py.
    """
    own = individually or {}
    for code in own:
        if code not in codes:
            raise MethodError("treat", f"indicator {code!r} is not in the table.", suggest(code, codes))
    rules = tuple(_check_rule(_except(rule, own[code], code) if code in own else rule, code, ties) for code in codes)
    return Plan(tuple(codes), rules, ties, combine)


def _except(rule: Rule, own: Mapping[str, Any], code: str) -> Rule:
    known = [field.name for field in fields(Rule)]
    for key in own:
        if key not in known:
            raise MethodError(f"treat {code}", f"{key!r} is not known.", suggest(key, known))
    kept = asdict(rule)
    if own.get("method", rule.method) != rule.method:
        kept["then"] = None
    return Rule(**{**kept, **own})


def _check_rule(rule: Rule, code: str, ties: str) -> Rule:
    then = rule.then or ("log_ct" if rule.method == "winsorise" else "none")
    for method in (rule.method, then):
        if method not in METHODS:
            raise MethodError(f"treat {code}", f"method {method!r} is not known.", suggest(method, METHODS))
    check_limit(f"treat {code}", rule.at_most, ties)
    return Rule(**{**asdict(rule), "then": then})
