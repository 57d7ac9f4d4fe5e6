"""The sentences of an area's page: where it stands, how sure that is. Page and terminal print the same."""

from junxian.bulletin.contents.area.statement_sentences import tell_statement
from junxian.bulletin.contents.area_content import AreaPage, Cell, Standing, Withheld
from junxian.bulletin.contents.wording import amount_name, format_number, join_names
from junxian.terms.name import Name


def summarise_standing(page: AreaPage) -> Name:
    """One sentence: class, score, rank of how many; or why there is no rank."""
    s = page.standing
    if s.status == "left_out":
        return Name(
            zh=f"{page.name.zh}：{s.why.zh.rstrip('。')}。",
            en=f"{page.name.text('en')}: {s.why.text('en').rstrip('.')}.",
        )
    zh, en = f"{page.name.zh}属{s.class_name.zh}", f"{page.name.text('en')} is in class {s.class_name.text('en')}"
    if s.total is not None and s.status != "unranked":
        points = _tell_points(s)
        zh, en = (
            zh + f"，得分{format_number(s.total, s.decimals)}{points.zh}",
            en + f", scores {format_number(s.total, s.decimals)}{points.en}",
        )
    place = _tell_place(s)
    return Name(zh=f"{zh}，{place.zh}。", en=f"{en}, {place.en}.")


def _tell_points(s: Standing) -> Name:
    """In brackets: the score of the indicators, and what was added and deducted."""
    if not s.bonus and not s.deduction:
        return Name(zh="")
    bonus, deduction = abs(s.bonus or 0.0), abs(s.deduction or 0.0)
    zh, en = f"（指标得分{format_number(s.score)}", f" (indicators {format_number(s.score)}"
    if bonus:
        zh, en = zh + f"，加{format_number(bonus)}分", en + f", bonus {format_number(bonus)}"
    if deduction:
        zh, en = zh + f"，减{format_number(deduction)}分", en + f", deduction {format_number(deduction)}"
    return Name(zh=zh + "）", en=en + ")")


def _tell_place(s: Standing) -> Name:
    if s.status == "unranked":
        return Name(zh=f"未参加排名：{s.why.zh.rstrip('。')}", en=f"is not ranked: {s.why.text('en').rstrip('.')}")
    if s.rank is None or s.of is None:
        return Name(zh="列示，不排名", en="is listed without rank")
    tied = Name(zh="（并列）", en=" (tied)") if s.tied else Name(zh="")
    among = "合并排名的" if s.is_across else "本类"
    return Name(zh=f"在{among}{s.of}个中列第{s.rank}位{tied.zh}", en=f"ranks {s.rank} of {s.of}{tied.en}")


def tell_certainty(page: AreaPage) -> tuple[Name, ...]:
    """How sure the place is: interval, what may be said of groups and pairs, neighbouring class, coverage, vetoes."""
    s = page.standing
    told = [
        _tell_interval(page),
        *tell_statement(page.statement, s),
        _tell_neighbour(s),
        _tell_coverage(page),
        _tell_veto(s),
    ]
    return tuple(sentence for sentence in told if sentence is not None)


def _tell_interval(page: AreaPage) -> Name | None:
    s, share = page.standing, page.interval
    if s.rank_low is None or s.rank_high is None or s.of is None:
        return None
    if s.rank_low == s.rank_high:
        return Name(
            zh=f"权重、数据误差和方法在合理范围内变动，在{share:.0%}的情形下均为第{s.rank_low}位。",
            en=f"As weights, data errors and methods vary within reason, the rank stays {s.rank_low} in {share:.0%} of cases.",
        )
    end = _tell_width(s) if page.statement is None or page.statement.group is None else Name(zh="", en="")
    return Name(
        zh=f"权重、数据误差和方法在合理范围内变动，在{share:.0%}的情形下位于第{s.rank_low}至第{s.rank_high}位{end.zh}。",
        en=f"As weights, data errors and methods vary within reason, the rank lies between {s.rank_low} and {s.rank_high} in "
        f"{share:.0%} of cases{end.en}.",
    )


def _tell_width(s: Standing) -> Name:
    """Whether an interval is narrow, for ranks of which nothing more is known."""
    assert s.rank_low is not None
    assert s.rank_high is not None
    assert s.of is not None
    if s.rank_high - s.rank_low + 1 <= max(3, s.of / 10):
        return Name(zh="，较为稳定", en=": fairly firm")
    return Name(zh="，与区间内各县难分先后", en=": it cannot be told apart from others in that range")


def _tell_neighbour(s: Standing) -> Name | None:
    if s.neighbour_class is None or s.neighbour_rank is None:
        return None
    return Name(
        zh=f"若列入{s.neighbour_class.zh}，按该类权重约为第{s.neighbour_rank}位（共{s.neighbour_of}个）。",
        en=f"In class {s.neighbour_class.text('en')}, by its weights, it would rank about {s.neighbour_rank} of {s.neighbour_of}.",
    )


def _tell_coverage(page: AreaPage) -> Name | None:
    coverage = page.standing.coverage
    if coverage is None:
        return None
    zh, en = f"按权重计有数{coverage:.0%}", f"{coverage:.0%} of the weight has figures"
    held = sum(w.kind == "withheld" for w in page.withheld)
    missing = len(page.withheld) - held
    if held:
        zh, en = zh + f"；暂不采用{held}项", en + f"; {held} withheld"
    if missing:
        zh, en = zh + f"；缺{missing}项", en + f"; {missing} missing"
    return Name(zh=zh + "。", en=en + ".")


def tell_withheld(page: AreaPage) -> tuple[Name, ...]:
    """What could not be used, grouped by kind and cause: the rule that holds it back, or the items that it lacks."""
    groups: dict[tuple[str, str], list[Withheld]] = {}
    for withheld in page.withheld:
        groups.setdefault((withheld.kind, withheld.by.zh), []).append(withheld)
    return tuple(_tell_group(members) for members in groups.values())


def _tell_group(members: list[Withheld]) -> Name:
    names, by, held = join_names([w.name for w in members]), members[0].by, members[0].kind == "withheld"
    zh = f"{'暂不采用' if held else '缺数'}：{names.zh}" + (f"（{by.zh}）" if by.zh else "")
    en = f"{'withheld' if held else 'missing'}: {names.en}" + (f" ({by.text('en')})" if by.zh else "")
    return Name(zh=zh, en=en)


def _tell_veto(s: Standing) -> Name | None:
    if not s.vetoed_by:
        return None
    names = join_names(list(s.vetoed_by))
    return Name(
        zh=f"触及{names.zh}，取消本次评优资格，名次保留。",
        en=f"{names.en} is breached: no award this time; the rank stands.",
    )


def tell_gap(page: AreaPage) -> Name | None:
    """The score against that of the class-median profile, and that the table below adds up to the difference."""
    score, reference = page.standing.score, page.reference_score
    if score is None or reference is None:
        return None
    gap = score - reference
    zh = f"高{format_number(gap)}分" if gap >= 0 else f"低{format_number(-gap)}分"
    en = f"{format_number(abs(gap))} {'above' if gap >= 0 else 'below'}"
    if page.standing.status == "unranked":
        return Name(
            zh=f"资料不足，以下仅按有数的指标推算，供参考：与本类中位水平相比{zh}。",
            en=f"For want of figures the following rests on what was filed, for orientation: {en} the class-median profile.",
        )
    return Name(
        zh=f"指标得分{format_number(score)}，比本类中位水平（{format_number(reference)}）{zh}；各指标的贡献如下，相加即为此差。",
        en=f"The indicators score {format_number(score)}, {en} the class-median profile ({format_number(reference)}); "
        "the contributions below add up to that difference.",
    )


def tell_profile(page: AreaPage) -> Name | None:
    """What the class-median profile is, where the page compares with one; why a ranked area has no contributions."""
    if page.reference_score is None and page.standing.status == "ranked" and page.contributions:
        return Name(
            zh="本方案的合成方法使得分不能逐项相加，各指标的贡献不列。",
            en="By the scheme's aggregation the score is no sum over indicators; no contributions are shown.",
        )
    if page.reference_score is None:
        return None
    return Name(
        zh="“本类中位水平”由各项指标的中位数组成，不是哪一个县；名次居前的县，个别指标乃至总分也可能低于它。",
        en="The class-median profile is made of the median of each indicator and is no county: even one that ranks high "
        "may lie below it, in single indicators or in all.",
    )


def tell_logarithms(page: AreaPage) -> Name | None:
    """A remark that logarithms are shown as their quantities; None where there are none."""
    if not any(c.turned_back for c in page.contributions):
        return None
    return Name(
        zh="取对数计分的指标，此处按还原后的原值列示。",
        en="Indicators scored by logarithm are shown as their quantities.",
    )


def tell_place(cell: Cell) -> str:
    """Where a figure stands: file, sheet and cell."""
    return " ".join(part for part in (cell.file, cell.sheet, cell.cell) if part)


def tell_cell(cell: Cell) -> Name:
    """Where a figure stands, and which filing it was; of a figure that the run made, how."""
    place = tell_place(cell)
    if not cell.file:
        told = cell.raw.removeprefix("=").strip() if cell.raw.startswith("=") else ""
        return (
            Name(zh=f"推算：{told}", en=f"derived: {told}")
            if told
            else Name(zh="由本次运行计算", en="computed by the run")
        )
    if cell.vintage is None:
        return Name(zh=place)
    return Name(zh=f"{place}（第{cell.vintage}次报送）", en=f"{place} (filing {cell.vintage})")


def tell_value(cell: Cell) -> Name:
    """The value with its unit, with as many decimals as were filed."""
    text = f"{cell.value or 0:.6f}".rstrip("0") if cell.raw.startswith("=") else cell.raw.strip().replace(",", "")
    filed = len(text.partition(".")[2]) if text.replace(".", "", 1).lstrip("-").isdigit() else 2
    return amount_name(cell.value, cell.unit, min(filed, 6))
