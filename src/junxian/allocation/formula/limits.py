"""Limits of an area's amount: the application, the collar against last year, the gate."""

from fractions import Fraction

from junxian.allocation.exact import declared
from junxian.allocation.formula.claim import Bound, Claim, Limits
from junxian.declared.allocations import Allocation

CLOSED = Limits(Fraction(0), Fraction(0), "gate")


def take_basic(allocation: Allocation, claim: Claim, pool: Fraction) -> Fraction:
    """The basic share: pool × need share, at most the application. An area without an application keeps all of it."""
    share = pool * claim.need_share
    return share if claim.applied is None else min(share, claim.applied)


def limit_efficiency(allocation: Allocation, claim: Claim, basic: Fraction) -> Limits:
    """Limits of the amount from the efficiency pool, given the basic share (practice §5.3, step 4).

    A gate of 0 closes it. Where applications are declared and the area filed none, nothing beyond the basic share is
    given. Where the application lies below the collar's lower limit, the application holds. An area without a quota of
    last year has no collar. Checked in tests/unit/allocation/formula/test_limits.py.
    """
    if claim.gate == 0:
        return CLOSED
    upper, by = _upper(allocation, claim, basic)
    wanted = _collar_lower(allocation, claim, basic)
    return Limits(wanted if upper is None else min(wanted, upper), upper, by, wanted)


def _collar_lower(allocation: Allocation, claim: Claim, basic: Fraction) -> Fraction:
    if allocation.collar is None or claim.last is None:
        return Fraction(0)
    return claim.gate * max(Fraction(0), declared(allocation.collar.low) * claim.last - basic)


def _upper(allocation: Allocation, claim: Claim, basic: Fraction) -> tuple[Fraction | None, Bound]:
    limits: list[tuple[Fraction, Bound]] = []
    if allocation.applied:
        limits.append(((basic if claim.applied is None else claim.applied) - basic, "applied"))
    if allocation.collar is not None and claim.last is not None:
        above = declared(allocation.collar.high) * claim.last + (claim.new_projects or 0)
        limits.append((max(Fraction(0), above - basic), "upper"))
    return min(limits, key=lambda limit: limit[0], default=(None, "none"))
