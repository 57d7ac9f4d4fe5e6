from fractions import Fraction

from junxian.allocation.formula.price import solve_price


def test_without_limits_the_pool_is_shared_by_weight():
    price = solve_price([Fraction(1), Fraction(2), Fraction(3)], [Fraction(0)] * 3, [None] * 3, Fraction(60))
    assert (price.price, price.amounts, price.outcome) == (10, (10, 20, 30), "solved")


def test_limits_are_met_exactly_and_the_others_share_the_rest():
    price = solve_price(
        [Fraction(1), Fraction(1), Fraction(1)],
        [Fraction(0), Fraction(25), Fraction(0)],
        [Fraction(5), None, None],
        Fraction(60),
    )
    assert price.amounts == (5, Fraction(55, 2), Fraction(55, 2))
    held = solve_price(
        [Fraction(1), Fraction(1), Fraction(1)],
        [Fraction(0), Fraction(40), Fraction(0)],
        [Fraction(5), None, None],
        Fraction(60),
    )
    assert held.amounts == (5, 40, 15)


def test_the_price_is_an_exact_fraction():
    price = solve_price([Fraction(1, 3), Fraction(1, 7)], [Fraction(0), Fraction(0)], [None, None], Fraction(1))
    assert price.price == Fraction(21, 10)
    assert sum(price.amounts) == 1


def test_upper_limits_that_do_not_take_the_pool_leave_a_surplus():
    price = solve_price(
        [Fraction(1), Fraction(2)], [Fraction(0), Fraction(0)], [Fraction(3), Fraction(4)], Fraction(60)
    )
    assert (price.price, price.amounts, price.outcome) == (3, (3, 4), "surplus")


def test_lower_limits_that_exceed_the_pool_are_scaled_to_it():
    price = solve_price([Fraction(1), Fraction(1)], [Fraction(30), Fraction(10)], [None, None], Fraction(20))
    assert (price.price, price.amounts, price.scale, price.outcome) == (None, (15, 5), Fraction(1, 2), "scaled")


def test_lower_limits_that_equal_the_pool_are_kept():
    price = solve_price([Fraction(1), Fraction(1)], [Fraction(15), Fraction(5)], [None, Fraction(9)], Fraction(20))
    assert (price.amounts, price.outcome) == ((15, 5), "solved")


def test_an_area_without_weight_stays_at_its_lower_limit():
    price = solve_price([Fraction(0), Fraction(1)], [Fraction(4), Fraction(0)], [None, None], Fraction(10))
    assert price.amounts == (4, 6)


def test_nobody_with_weight_returns_the_pool():
    price = solve_price([Fraction(0), Fraction(0)], [Fraction(0), Fraction(0)], [None, None], Fraction(10))
    assert (price.amounts, price.outcome) == ((0, 0), "surplus")


def test_an_empty_pool_gives_nothing():
    price = solve_price([Fraction(1)], [Fraction(0)], [None], Fraction(0))
    assert (price.amounts, price.outcome) == ((0,), "solved")
