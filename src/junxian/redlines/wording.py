"""The sentence beside every state, in Chinese and English."""

from junxian.declared.redlines import RedLine
from junxian.redlines.bands import Standing
from junxian.terms.name import Name
from junxian.terms.unit import parse_unit

STATE_WORDS: dict[str, Name] = {
    "green": Name(zh="绿色", en="green"),
    "yellow": Name(zh="黄色", en="yellow"),
    "orange": Name(zh="橙色", en="orange"),
    "red": Name(zh="红色", en="red"),
    "unknown": Name(zh="无法判定", en="unknown"),
}
NOT_FILED = Name(zh="本期未报送，无法判定。", en="Not filed for this period; the state is unknown.")
WITHHELD = Name(
    zh="所需数据经审核暂不采用，无法判定。",
    en="Figures that it needs are withheld by the checks; the state is unknown.",
)
UNDEFINED = Name(
    zh="数据已报，但指标按口径无法计算（如分母为零），无法判定。",
    en="Filed, but the indicator is undefined for these figures (such as a zero denominator); the state is unknown.",
)
NOT_IN_FORCE = Name(
    zh="本期末尚无生效的界限，无法判定。",
    en="No thresholds were in force at the end of the period; the state is unknown.",
)


def say_not_filed(line: RedLine, missing: str) -> Name:
    """Why a line has no state: the declared reason, else the items that are missing, else that nothing was filed."""
    if line.not_filed:
        return line.not_filed
    if missing:
        return Name(zh=f"所需数据未报送（{missing}），无法判定。", en=f"Not filed: {missing}; the state is unknown.")
    return NOT_FILED


def say_state(standing: Standing, unit: str) -> Name:
    """One sentence: the value, its state, the room to the nearest worse threshold, the run of worsening periods."""
    (value_zh, limit_zh, room_zh), (value_en, limit_en, room_en) = (
        _parts(standing, unit, lang) for lang in ("zh", "en")
    )
    here, ahead = STATE_WORDS[standing.band], STATE_WORDS[standing.towards]
    if standing.band != standing.towards:
        zh = f"本期{value_zh}，为{here.zh}，距{ahead.zh}界限{limit_zh}还有{room_zh}"
        en = f"{value_en} this period: {here.en}, {room_en} short of the {ahead.en} threshold {limit_en}"
    elif standing.room == 0:
        zh = f"本期{value_zh}，正在{ahead.zh}界限上，为{here.zh}"
        en = f"{value_en} this period: {here.en}, exactly at the {ahead.en} threshold"
    else:
        zh = f"本期{value_zh}，为{here.zh}，越过{ahead.zh}界限{limit_zh}，差{room_zh}"
        en = f"{value_en} this period: {here.en}, beyond the {ahead.en} threshold {limit_en} by {room_en}"
    tail = _say_worsening(standing.worsening, standing.raised)
    return Name(zh=zh + tail.zh, en=en + tail.en)


def _say_worsening(worsening: int, raised: bool) -> Name:
    if raised:
        return Name(
            zh=f"；已连续{worsening}期趋差，由黄色升为橙色。",
            en=f"; worse in {worsening} periods in a row, raised from yellow to orange.",
        )
    if worsening:
        return Name(zh=f"；已连续{worsening}期趋差。", en=f"; worse in {worsening} period(s) in a row.")
    return Name(zh="。", en=".")


def _parts(standing: Standing, unit: str, language: str) -> tuple[str, str, str]:
    """Value, threshold and distance in words; two percentages are percentage points apart."""
    room, decimals = abs(standing.room), _decimals(standing)
    distance = _amount(room, unit, language, decimals)
    if unit == "%":
        distance = _plain(room, decimals) + {"zh": "个百分点", "en": " pp"}[language]
    return (
        _amount(standing.value, unit, language, decimals),
        _amount(standing.threshold, unit, language, decimals),
        distance,
    )


def _decimals(standing: Standing) -> int:
    """Two decimals for thresholds of 10 and more, else four; more where they would hide the distance."""
    decimals = 2 if abs(standing.threshold) >= 10 else 4
    while standing.room and not round(standing.room, decimals) and decimals < 12:
        decimals += 2
    return decimals


def _amount(value: float, unit: str, language: str, decimals: int) -> str:
    symbol = parse_unit(unit).text(language)
    gap = "" if language == "zh" or symbol in ("", "%") else " "
    return f"{_plain(value, decimals)}{gap}{symbol}"


def _plain(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}".rstrip("0").rstrip(".")
    return text if text not in ("-0", "") else "0"
