"""Units of measure with exact conversion: one table, and units derived from others (`元/人`, `万元/亩`).

A unit is a factor (exact) times powers of base units; converting multiplies by a ratio of factors.
Sources: 1 亩 = 2000/3 m² (国务院关于在我国统一实行法定计量单位的命令 practice), GB 3100 for SI.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

_ONE: dict[str, int] = {}
_SIMPLE: dict[str, tuple[Fraction, dict[str, int]]] = {
    "1": (Fraction(1), _ONE),
    "倍": (Fraction(1), _ONE),
    "%": (Fraction(1, 100), _ONE),
    "‰": (Fraction(1, 1000), _ONE),
    "百分点": (Fraction(1, 100), {"point": 1}),
    "分": (Fraction(1), {"score": 1}),
    "元": (Fraction(1), {"yuan": 1}),
    "千元": (Fraction(1000), {"yuan": 1}),
    "万元": (Fraction(10_000), {"yuan": 1}),
    "百万元": (Fraction(1_000_000), {"yuan": 1}),
    "亿元": (Fraction(100_000_000), {"yuan": 1}),
    "人": (Fraction(1), {"person": 1}),
    "百人": (Fraction(100), {"person": 1}),
    "千人": (Fraction(1000), {"person": 1}),
    "万人": (Fraction(10_000), {"person": 1}),
    "户": (Fraction(1), {"household": 1}),
    "万户": (Fraction(10_000), {"household": 1}),
    "平方米": (Fraction(1), {"metre": 2}),
    "亩": (Fraction(2000, 3), {"metre": 2}),
    "万亩": (Fraction(20_000_000, 3), {"metre": 2}),
    "公顷": (Fraction(10_000), {"metre": 2}),
    "千公顷": (Fraction(10_000_000), {"metre": 2}),
    "km2": (Fraction(1_000_000), {"metre": 2}),
    "公里": (Fraction(1000), {"metre": 1}),
    "吨": (Fraction(1), {"tonne": 1}),
    "万吨": (Fraction(10_000), {"tonne": 1}),
    "吨标准煤": (Fraction(1), {"tce": 1}),
    "万吨标准煤": (Fraction(10_000), {"tce": 1}),
    "千瓦时": (Fraction(1), {"kwh": 1}),
    "万千瓦时": (Fraction(10_000), {"kwh": 1}),
    "亿千瓦时": (Fraction(100_000_000), {"kwh": 1}),
    "个": (Fraction(1), {"count": 1}),
    "家": (Fraction(1), {"firm": 1}),
    "件": (Fraction(1), {"case": 1}),
    "起": (Fraction(1), {"event": 1}),
    "天": (Fraction(1), {"day": 1}),
    "年": (Fraction(1), {"year": 1}),
    "μg/m3": (Fraction(1), {"microgram_per_m3": 1}),
    "标准单位": (Fraction(1), {"quota": 1}),
    "亮度": (Fraction(1), {"light": 1}),
}
_SYNONYMS = {
    "平方公里": "km2", "平方千米": "km2", "km²": "km2", "人民币元": "元", "CNY": "元", "10k CNY": "万元", "yuan": "元",
    "persons": "人", "person": "人", "百分比": "%", "％": "%", "个百分点": "百分点", "tce": "吨标准煤", "mu": "亩",
    "ha": "公顷", "kWh": "千瓦时", "share": "1", "": "1", "名": "人", "间": "个",
}  # fmt: skip
_ENGLISH = {
    "元": "CNY", "千元": "1,000 CNY", "万元": "10k CNY", "百万元": "million CNY", "亿元": "100m CNY", "人": "persons",
    "百人": "100 persons", "千人": "1,000 persons", "万人": "10k persons", "户": "households", "万户": "10k households",
    "平方米": "m²", "亩": "mu", "万亩": "10k mu", "公顷": "ha", "千公顷": "1,000 ha", "km2": "km²", "公里": "km",
    "吨": "t", "万吨": "10k t", "吨标准煤": "tce", "万吨标准煤": "10k tce", "千瓦时": "kWh", "万千瓦时": "10k kWh",
    "亿千瓦时": "100m kWh", "个": "", "家": "firms", "件": "cases", "起": "events", "天": "days", "年": "years",
    "百分点": "pp", "分": "pt", "倍": "x", "1": "", "标准单位": "units", "亮度": "light",
}  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """A unit of measure: symbol, exact factor to base units, powers of base units; `logarithm` for ln(unit)."""

    symbol: str
    factor: Fraction
    powers: tuple[tuple[str, int], ...]
    logarithm: bool = False

    def is_comparable(self, other: "Unit") -> bool:
        """Whether values convert between the two; logarithms convert only to themselves."""
        if self.logarithm or other.logarithm:
            return self.symbol == other.symbol
        return self.powers == other.powers

    def text(self, language: str) -> str:
        """The symbol for readers of 'zh' or 'en'."""
        if language == "zh":
            return "" if self.symbol == "1" else self.symbol.replace("km2", "平方公里")
        if self.logarithm:
            return f"ln({parse_unit(self.symbol[3:-1]).text('en')})"
        parts = [_ENGLISH.get(part, part) for part in self.symbol.split("/")]
        return "/".join(part for part in parts if part) if parts[0] else " per ".join(["", *parts[1:]]).strip()


@lru_cache(maxsize=1024)
def parse_unit(text: str) -> Unit:
    """Read a unit: a symbol of the table, a quotient `a/b`, or `ln(a)`; MethodError with the nearest symbol."""
    symbol = text.strip()
    symbol = _SYNONYMS.get(symbol, symbol)
    if symbol.startswith("ln(") and symbol.endswith(")"):
        inner = parse_unit(symbol[3:-1])
        return Unit(f"ln({inner.symbol})", Fraction(1), inner.powers, logarithm=True)
    if symbol in _SIMPLE:
        factor, powers = _SIMPLE[symbol]
        return Unit(symbol, factor, tuple(sorted(powers.items())))
    numerator, slash, denominator = symbol.rpartition("/")
    if not slash:
        raise MethodError(f"unit {text!r}", "is no known unit of measure.", suggest(symbol, known_units()))
    above, below = parse_unit(numerator), parse_unit(denominator)
    return _divide(above, below, f"{above.symbol}/{below.symbol}")


def _divide(above: Unit, below: Unit, symbol: str) -> Unit:
    powers = dict(above.powers)
    for base, power in below.powers:
        powers[base] = powers.get(base, 0) - power
    kept = tuple(sorted((base, power) for base, power in powers.items() if power))
    return Unit(symbol, above.factor / below.factor, kept)


def quotient(above: Unit, below: Unit) -> Unit:
    """The unit of a ratio, by dimension; its symbol is `a/b`, or `1` where the dimensions cancel."""
    unit = _divide(above, below, f"{above.symbol}/{below.symbol}")
    return unit if unit.powers else Unit("1", unit.factor, ())


def conversion(source: str | Unit, target: str | Unit) -> Fraction:
    """The exact number by which a value in `source` is multiplied to stand in `target`.

    Raises MethodError where the two measure different things. Checked in tests/unit/terms/test_unit.py.
    """
    a = source if isinstance(source, Unit) else parse_unit(source)
    b = target if isinstance(target, Unit) else parse_unit(target)
    if not a.is_comparable(b):
        raise MethodError(f"unit {a.symbol!r}", f"cannot be converted to {b.symbol!r}: they measure different things.")
    return a.factor / b.factor


def known_units() -> list[str]:
    """Every symbol and synonym of the table."""
    return sorted({*_SIMPLE, *_SYNONYMS} - {""})
