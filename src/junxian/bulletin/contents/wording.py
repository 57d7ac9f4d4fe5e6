"""Words and numbers as readers see them: states with symbol and colour, severities, verdicts, lights; thousands apart."""

import datetime
import math
import re
from functools import lru_cache

from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.period import Period
from junxian.terms.unit import parse_unit

_IN_ENGLISH = {  # unit: factor, symbol, further decimals
    "亿元": (0.1, "bn CNY", 1),
    "万元": (0.01, "million CNY", 1),
    "万人": (0.01, "million persons", 2),
    "万亩": (0.01, "million mu", 2),
}
_CHINESE = re.compile("[\u4e00-\u9fff]")
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)([^\s\d.,;:/；，、：–—()（）≠=<>≤≥][^\s\d.,;:；，、：–—()（）≠=<>≤≥]*)")
NOT_FILED = Name(zh="未报送", en="not filed")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DIGITS = "一二三四五六七八九十"
STATE_NAMES = {
    "green": Name(zh="绿", en="green"),
    "yellow": Name(zh="黄", en="yellow"),
    "orange": Name(zh="橙", en="orange"),
    "red": Name(zh="红", en="red"),
    "unknown": NOT_FILED,
}
STATE_SYMBOLS = {"green": "●", "yellow": "▲", "orange": "◆", "red": "■", "unknown": "○"}
LIGHT_NAMES = {
    "green": Name(zh="绿灯（按时序）", en="green (on time)"),
    "blue": Name(zh="蓝灯（临近到期）", en="blue (due soon)"),
    "yellow": Name(zh="黄灯（滞后）", en="yellow (behind)"),
    "red": Name(zh="红灯（逾期）", en="red (overdue)"),
    "done": Name(zh="已销号", en="closed"),
}
LIGHT_SYMBOLS = {"green": "●", "blue": "◐", "yellow": "▲", "red": "■", "done": "✓"}
VERDICT_NAMES = {
    "accepted": Name(zh="采用", en="accepted"),
    "accepted_with_queries": Name(zh="采用，待核实", en="accepted with queries"),
    "held": Name(zh="暂不采用", en="held"),
    "overdue": Name(zh="逾期未报", en="overdue"),
}
ALLOTTED_NAMES: dict[str, Name] = {
    "none": Name(zh="", en=""),
    "lower": Name(zh="托底", en="floor"),
    "upper": Name(zh="封顶", en="cap"),
    "fixed": Name(zh="固定", en="fixed"),
}
BOUND_NAMES = {
    "none": Name(zh="无", en="none"),
    "lower": Name(zh="下限", en="lower limit"),
    "upper": Name(zh="上限", en="upper limit"),
    "gate": Name(zh="底线闸门", en="gate"),
    "applied": Name(zh="申请数", en="amount applied for"),
}
SECTION_TITLES = {  # of the bulletin, in every format
    "headline": Name(zh="总体情况", en="Overview"),
    "tiers": Name(zh="梯队结构", en="Tiers"),
    "ranking": Name(zh="分类评价", en="Assessment by class"),
    "awards": Name(zh="奖励与进步", en="Awards and progress"),
    "map": Name(zh="分布图", en="Map"),
    "findings": Name(zh="数据核查", en="Data quality"),
    "quality": Name(zh="统计数据质量线", en="The line of statistical quality"),
    "lines": Name(zh="底线守护", en="Bottom lines"),
    "quotas": Name(zh="要素配置", en="Quotas"),
    "tasks": Name(zh="督办任务", en="Tasks"),
    "notes": Name(zh="需要说明的情况", en="Notes"),
    "areas": Name(zh="市县分页", en="Areas"),
    "certainty": Name(zh="结果有多大把握", en="How sure the results are"),
    "sources": Name(zh="资料来源与方法", en="Sources and method"),
}
SHORT_TITLES = {  # where a bar has little room
    "ranking": Name(zh="分类评价", en="Ranking"),
    "awards": Name(zh="奖励", en="Awards"),
    "findings": Name(zh="数据核查", en="Data"),
    "quality": Name(zh="质量线", en="Quality"),
    "lines": Name(zh="底线守护", en="Lines"),
    "notes": Name(zh="说明", en="Notes"),
    "certainty": Name(zh="把握", en="How sure"),
    "sources": Name(zh="资料", en="Sources"),
}
SECTION_NAMES = {  # of the headline figures
    "scope": Name(zh="考核范围", en="Scope"),
    "economy": Name(zh="经济总量", en="Economy"),
    "demand": Name(zh="投资消费", en="Demand"),
    "private": Name(zh="民营经济", en="Private economy"),
    "industry": Name(zh="产业发展", en="Industry"),
    "support": Name(zh="欠发达县域", en="Less developed counties"),
    "livelihood": Name(zh="民生保障", en="Livelihood"),
    "urban_rural": Name(zh="城乡融合", en="Urban and rural"),
    "parks": Name(zh="产业园区", en="Parks"),
    "ecology": Name(zh="生态环境", en="Ecology"),
    "growth": Name(zh="经济增速", en="Growth"),
    "risk": Name(zh="风险防控", en="Risk"),
    "fiscal": Name(zh="财政运行", en="Public finance"),
    "agriculture": Name(zh="农业农村", en="Agriculture"),
}


def format_number(value: float | None, decimals: int = 2, sign: bool = False) -> str:
    """A number with thousands apart and fixed decimals; an em dash for None; never a negative zero.

    Decimals beyond what a number needs are the caller's choice. Checked in tests/unit/bulletin/test_wording.py.
    """
    if value is None or math.isnan(value):
        return "—"
    rounded = round(value, decimals) + 0.0
    text = f"{abs(rounded):,.{decimals}f}"
    if rounded < 0:
        return f"−{text}"
    return f"+{text}" if sign and rounded > 0 else text


def format_amount(value: float | None, unit: str, decimals: int, language: str) -> str:
    """A number with its unit for readers of a language: `1,234.5亿元`, `123.45 bn CNY`; 未报送 for None.

    Ten thousands and hundred millions become millions and billions in English.
    """
    return amount_name(value, unit, decimals).text(language)


def amount_name(value: float | None, unit: str, decimals: int) -> Name:
    """`format_amount` in both languages."""
    if value is None:
        return NOT_FILED
    zh, en, times, further = _find_tails(unit)
    number = format_number(value, decimals)
    if not further:
        return Name(zh=f"{number}{zh}", en=f"{number}{en}")
    value *= times
    decimals = 0 if decimals == 0 and value == int(value) else decimals + further
    return Name(zh=f"{number}{zh}", en=f"{format_number(value, decimals)}{en}")


@lru_cache(maxsize=256)
def _find_tails(unit: str) -> tuple[str, str, float, int]:
    """What follows a number in Chinese and English, the factor in English and its further decimals."""
    times, symbol, further = _IN_ENGLISH.get(unit, (1.0, format_unit(unit, "en"), 0))
    return format_unit(unit, "zh"), symbol if symbol in ("", "%", "‰") else f" {symbol}", times, further


@lru_cache(maxsize=512)
def format_unit(unit: str, language: str) -> str:
    """The symbol of a unit for readers of a language."""
    text = parse_unit(unit).text(language)
    if language == "zh":
        return text
    above, slash, below = text.partition("/")
    if not slash or not below.endswith("s"):
        return text
    return f"{above} per {below.removesuffix('s') if below.isalpha() else below}"


def read_plainly(value: float | None, unit: str, decimals: int) -> tuple[float | None, str, int]:
    """A value as readers know it: a logarithm is turned back into its quantity, with decimals that suit its size.

    Returns value, unit and decimals; the value None stays None.
    """
    parsed = parse_unit(unit)
    if not parsed.logarithm:
        return value, unit, decimals
    inner = parsed.symbol[3:-1]
    if value is None:
        return None, inner, 0
    plain = math.exp(value)
    return plain, inner, suit_decimals(plain)


def suit_decimals(value: float) -> int:
    """Decimals that suit the size of a number: about four figures."""
    size = abs(value)
    return 0 if size >= 1000 else 1 if size >= 100 else 2


def translate_amounts(text: str) -> str:
    """A text of figures for English readers: `0天 – 366天` as `0 days – 366 days`; empty where other Chinese is left."""
    english = _AMOUNT.sub(_translate_amount, text)
    return "" if _CHINESE.search(english) else english


def _translate_amount(found: re.Match[str]) -> str:
    number, unit = found[1].replace(",", ""), found[2]
    filed = len(number.partition(".")[2])
    try:
        times, symbol, _ = _IN_ENGLISH.get(unit) or (1.0, format_unit(unit, "en"), 0)
    except MethodError:
        return found[0]
    gap = "" if symbol in ("", "%", "‰") else " "
    return f"{format_number(float(number) * times, filed - round(math.log10(times)))}{gap}{symbol}"


def format_share(share: float) -> str:
    """A share in whole percent that never rounds to certainty: `>99%`, `<1%`; 100% and 0% only where nothing differs."""
    if 0 < share < 0.01:
        return "<1%"
    return ">99%" if 0.99 < share < 1 else f"{share:.0%}"


def show_code(indicator: str) -> str:
    """The code of an indicator as readers know it: level and change of one have the same."""
    return indicator.partition("@")[0]


def join_names(names: list[Name]) -> Name:
    """Several names as a list in prose: 甲、乙、丙 / A, B, C."""
    return Name(zh="、".join(n.zh for n in names), en=", ".join(n.text("en") for n in names))


def name_period(period: Period) -> Name:
    """A period as a bulletin names it: 2020年度, 2020年1—3月."""
    year, number = period.year, period.number
    return {
        "A": Name(zh=f"{year}年度", en=str(year)),
        "Q": Name(zh=f"{year}年{_DIGITS[(number - 1) % 4]}季度", en=f"quarter {number} of {year}"),
        "M": Name(zh=f"{year}年{number}月", en=f"{_MONTHS[number - 1]} {year}"),
        "C": Name(zh=f"{year}年1—{number}月", en=f"January to {_MONTHS[number - 1]} {year}"),
    }[period.frequency]


def name_date(day: datetime.date | None) -> Name:
    """A day as a bulletin names it: 2021年6月30日, 30 June 2021; an em dash for None."""
    if day is None:
        return Name(zh="—", en="—")
    return Name(zh=f"{day.year}年{day.month}月{day.day}日", en=f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def number_section(number: int) -> Name:
    """The number of a section: 一、 and 1."""
    digits = _DIGITS[number - 1] if number <= 10 else f"十{_DIGITS[number - 11]}"
    return Name(zh=f"{digits}、", en=f"{number}.")
