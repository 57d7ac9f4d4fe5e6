"""The notes of the audit against gaming, in Chinese and English: questions to a scheme's authors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from junxian.diagnosis.wording import name_share
from junxian.terms.name import Name

NOTE_SCHEMA: dict[str, Any] = {
    "class": pl.String, "indicator": pl.String,
    "kind": pl.String,  # size | cheap | saturated_top | saturated_bottom | flat | correlated | shared_item
    "figure": pl.Float64,  # the figure on which the note rests
    "zh": pl.String, "en": pl.String,
}  # fmt: skip
SIZES = {
    "population": Name(zh="人口", en="population"), "residents": Name(zh="常住人口", en="residents"),
    "gdp": Name(zh="地区生产总值", en="GDP"), "area": Name(zh="面积", en="area"),
}  # fmt: skip
Row = dict[str, Any]
Note = tuple[str, float | None, Name]


@dataclass(frozen=True)
class Limits:
    """From where on an indicator is noted."""

    size: float = 0.7  # |rank correlation| of its scores with a size
    saturated: float = 0.25  # share of the members at an end of the scale
    flat: float = 0.5  # points_spread below which it tells nobody apart
    cheap_percent: float = 2.0  # percent_per_rank below which a rank is bought by a trifle
    correlated: float = 0.9  # |correlation| of two indicators under different nodes
    members: int = 8  # fewer members than this give no correlation


def note_findings(table: pl.DataFrame, pairs: pl.DataFrame, limits: Limits, names: Mapping[str, Name]) -> pl.DataFrame:
    """Rows of NOTE_SCHEMA for what passes the limits, by class, kind and indicator."""
    notes = [
        (row["class"], row["indicator"], note)
        for row in table.iter_rows(named=True)
        for note in _note_row(row, limits, names)
    ]
    notes += [(row["class"], row["first"], _note_pair(row, names)) for row in pairs.iter_rows(named=True)]
    rows = [(code, indicator, kind, figure, why.zh, why.text("en")) for code, indicator, (kind, figure, why) in notes]
    return pl.DataFrame(rows, schema=NOTE_SCHEMA, orient="row").sort("class", "kind", "indicator", maintain_order=True)


def _note_row(row: Row, limits: Limits, names: Mapping[str, Name]) -> Iterator[Note]:
    name = _name(row["indicator"], names)
    for size, r in ((key.removeprefix("r_"), value) for key, value in row.items() if key.startswith("r_")):
        if r is not None and abs(r) >= limits.size:
            yield "size", r, _say_size(name, SIZES.get(size, Name(zh=size)), r)
    for end, kind in (("at_top", "saturated_top"), ("at_bottom", "saturated_bottom")):
        if row[end] is not None and row[end] >= limits.saturated:
            yield kind, row[end], _say_end(name, row[end], end == "at_top")
    if row["points_spread"] is not None and row["points_spread"] < limits.flat:
        yield "flat", row["points_spread"], Name(
            zh=f"{name.zh}：前后各去一成后，得分相差不到{row['points_spread']:.2f}分，区分不出单位；权重{row['weight']:g}是否应移到别处？",
            en=f"{name.text('en')}: {row['points_spread']:.2f} points between the 10th and the 90th percentile tell nobody apart; should its weight of {row['weight']:g} lie elsewhere?",
        )  # fmt: skip
    if row["percent_per_rank"] is not None and row["percent_per_rank"] < limits.cheap_percent:
        yield "cheap", row["percent_per_rank"], Name(
            zh=f"{name.zh}：数值好{row['percent_per_rank']:.2f}%即可多得{row['rank_gap']:.2f}分，相当于一个位次；数字是否经得起核实？",
            en=f"{name.text('en')}: a value {row['percent_per_rank']:.2f}% better brings {row['rank_gap']:.2f} points, what a rank is worth; does the figure stand up to checking?",
        )  # fmt: skip


def _say_size(name: Name, size: Name, r: float) -> Name:
    zh, en = ("越大得分越高", "the larger, the higher") if r > 0 else ("越大得分越低", "the larger, the lower")
    return Name(
        zh=f"{name.zh}：得分与{size.zh}的秩相关为{r:.2f}，{zh}；评的是规模还是努力？",
        en=f"{name.text('en')}: its scores have a rank correlation of {r:.2f} with {size.text('en')}, {en}; does it reward size or effort?",
    )


def _say_end(name: Name, share: float, at_top: bool) -> Name:
    if at_top:
        return Name(
            zh=f"{name.zh}：{name_share(share)}的单位已达上界，再好也不加分；上界是否过低？",
            en=f"{name.text('en')}: {name_share(share)} of the areas stand at the better end, where more brings nothing; is the bound too low?",
        )
    return Name(
        zh=f"{name.zh}：{name_share(share)}的单位在下界及以下，稍有改善也不加分；下界是否过高？",
        en=f"{name.text('en')}: {name_share(share)} of the areas stand at or below the worse end, where some improvement brings nothing; is the bound too high?",
    )


def _note_pair(row: Row, names: Mapping[str, Name]) -> Note:
    first, second = _name(row["first"], names), _name(row["second"], names)
    weight, r = f"{row['weight']:g}", row["correlation"]
    if row["kind"] == "correlated":
        why = Name(
            zh=f"{first.zh}与{second.zh}分属不同方面，得分相关系数{r:.2f}，合计权重{weight}：同一件事是否计了两次？",
            en=f"{first.text('en')} and {second.text('en')} stand under different nodes and correlate at {r:.2f}, with {weight} points of weight together: is one thing counted twice?",
        )
    else:
        items = [_name(item, names) for item in row["items"].split()]
        zh, en = "、".join(item.zh for item in items), ", ".join(item.text("en") for item in items)
        why = Name(
            zh=f"{first.zh}与{second.zh}都计入{zh}，合计权重{weight}：同一数字是否计了两次？",
            en=f"{first.text('en')} and {second.text('en')} both count {en}, with {weight} points of weight together: is one figure counted twice?",
        )
    return row["kind"], r, why


def _name(code: str, names: Mapping[str, Name]) -> Name:
    return names.get(code, Name(zh=code))
