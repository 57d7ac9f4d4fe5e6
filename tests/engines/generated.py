"""Rules and rows drawn at random: NULL, zeros, decimals, negative numbers, ties, large figures, texts."""

import random
from decimal import Decimal

import polars as pl

from junxian.declared.rules import Expression
from junxian.quality.language.names import list_columns

UNITS = {"a": "万元", "b": "万元", "c": "亿元", "m": "1", "n": "1", "p": "1", "q": "%", "kind": "text"}
WORDS = list_columns(UNITS)
TEXTS = ("甲", "乙", "o'k", "")


def make_rule(code, text):
    given = {"zh": str(code)}
    return Expression(
        code=str(code), name=given, severity="hold", why=given, remedy=given, kind="expression", rule=text
    )


def draw_frame(seed, rows, odd=False):
    """`odd`: with figures of more than six decimals, beyond 2^53 millionths, and no numbers at all."""
    r = random.Random(seed)
    figures = [0.0, 0.0, 0.1, 0.2, 0.3, 1.0, -1.0, 2.5, 0.5, -0.5, 0.000001, -0.000001, 1e4, 100.0, 123456.78]
    figures += [1.0000005, 0.3333333, -0.0000005, 4.9999995, 1e12 + 0.1, -3e13, float("nan"), 1e-9] if odd else []

    def figure():
        kind = r.random()
        if kind < 0.1:
            return None
        return r.choice(figures) if kind < 0.7 else round(r.uniform(-100, 1000), r.choice((0, 1, 2, 6)))

    def whole(low, high):
        return None if r.random() < 0.1 else r.choice((0, 1, 2, 3, 10, r.randint(low, high)))

    return pl.DataFrame(
        {
            "id": [f"r{n:05}" for n in range(rows)],
            **{key: [figure() for _ in range(rows)] for key in ("a", "b", "c", "q")},
            "m": [whole(-5, 3000) for _ in range(rows)],
            "n": [whole(-(10**13) if odd else -5, 10**17 if odd else 3000) for _ in range(rows)],
            "p": [None if r.random() < 0.1 else Decimal(r.choice((0, 1, 50, 100, -100, r.randint(-9999, 9999)))) / 100 for _ in range(rows)],
            "kind": [None if r.random() < 0.1 else r.choice(TEXTS) for _ in range(rows)],
        },
        schema={"id": pl.String, "a": pl.Float64, "b": pl.Float64, "c": pl.Float64, "q": pl.Float64, "m": pl.Int32, "n": pl.Int64, "p": pl.Decimal(18, 2), "kind": pl.String},
    )  # fmt: skip


def draw_rules(seed, number):
    """Conditions of every construct of the language that rows can answer."""
    r = random.Random(seed)

    def money(depth=2):
        if depth == 0 or r.random() < 0.3:
            return r.choice(("a", "b", "c", "a", "b"))
        x, y = money(depth - 1), money(depth - 1)
        return r.choice((f"({x} + {y})", f"({x} - {y})", f"-{x}", f"abs({x})", f"min({x}, {y})", f"max({x}, {y})", f"{x} * 2.5", f"{x} / 3", f"round({x}, {r.randint(-1, 2)})", f"{x} * {pure(0)}"))  # fmt: skip

    def pure(depth=2):
        if depth == 0 or r.random() < 0.3:
            return r.choice(("m", "n", "p", "q"))
        x, y = pure(depth - 1), pure(depth - 1)
        return r.choice((f"({x} + {y})", f"({x} - {y})", f"{x} / {y}", f"{x} * {y}", f"({money(1)}) / ({money(1)})", f"abs({x})", f"max({x}, {y}, 1)", f"round({x} / {y}, {r.randint(-1, 3)})", f"m / {y}"))  # fmt: skip

    def compare():
        sign = r.choice(("=", "!=", "<", "<=", ">", ">="))
        kind = r.randint(0, 9)
        if kind < 3:
            return f"{money()} {sign} {money()}" + r.choice(("", "", " within 0.5", " within 10%", " within 0.1万元"))  # fmt: skip
        if kind < 5:
            return f"{pure()} {sign} {r.choice(('0', '1', '0.5', '2', '(1/3)', 'm', 'n / p'))}"
        if kind == 5:
            return f"{money()} {sign} {r.choice(('0', '1亿元', '0.3', '100万元'))}"
        if kind == 6:
            return f"{r.choice((money(1), pure(1)))} between 0 and {r.choice(('1', '2.5', '100'))}"
        if kind == 7:
            return r.choice(
                (f'kind {r.choice(("=", "!="))} "甲"', 'kind in ("乙", "o\'k")', f"{pure(1)} in (0, 1, 0.5)")
            )
        return f"{r.choice((money(1), pure(1), 'kind'))} is missing"

    def condition(depth=2):
        if depth == 0 or r.random() < 0.4:
            return compare()
        x, y = condition(depth - 1), condition(depth - 1)
        return r.choice(
            (
                f"({x}) and ({y})",
                f"({x}) or ({y})",
                f"not ({x})",
                f"if ({x}) then ({y})",
                f"if ({x}) then ({y}) else ({compare()})",
            )
        )

    return [condition() for _ in range(number)]
