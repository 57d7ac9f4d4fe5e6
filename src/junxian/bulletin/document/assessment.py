"""What the document says of the assessment: headline, ladder, rankings with their uncertainty."""

from collections.abc import Iterable

import polars as pl

from junxian.bulletin.contents.content import BulletinContent, ClassRanking, LadderRung
from junxian.bulletin.contents.wording import (
    NOT_FILED,
    SECTION_TITLES,
    format_number,
    format_share,
    format_unit,
    join_names,
)
from junxian.bulletin.document.words import LEADERS, Part, Section, end_sentence, list_names, name_area_of
from junxian.terms.name import Name


def tell_headline(content: BulletinContent) -> Section:
    """The headline figures, one part for each subject, its sentences in one paragraph."""
    by_subject: dict[str, list[Name]] = {}
    titles = {figure.section: figure.section_name for figure in content.headline}
    for figure in content.headline:
        by_subject.setdefault(figure.section, []).append(figure.sentence)
    parts = (Part(titles[key], (_run_on(sentences),)) for key, sentences in by_subject.items())
    return Section(SECTION_TITLES["headline"], tuple(parts))


def tell_ladder(content: BulletinContent) -> Section:
    """The rungs of the ladder with their members, the largest first."""
    title = SECTION_TITLES["tiers"]
    if content.ladder is None:
        return Section(title, ())
    paragraphs = [_tell_rung(rung, content.ladder.unit) for rung in content.ladder.rungs]
    if content.ladder.not_filed:
        names, count = list_names(content.ladder.not_filed), len(content.ladder.not_filed)
        paragraphs.append(Name(zh=f"未报送{count}个：{names.zh}。", en=f"Not filed ({count}): {names.en}."))
    quantity = content.ladder.quantity
    heading = Name(zh=f"按{quantity.zh}分", en=f"By {quantity.text('en')}")
    return Section(title, (Part(heading, tuple(paragraphs)),))


def _tell_rung(rung: LadderRung, unit: str) -> Name:
    if not rung.members:
        return Name(zh=f"{rung.name.zh}：无。", en=f"{rung.name.text('en')}: none.")
    figures = [format_number(member.value, 1) for member in rung.members]
    zh, en = format_unit(unit, "zh"), format_unit(unit, "en")
    shown = [
        Name(zh=f"{m.name.zh}（{figure}{zh}）", en=f"{m.name.text('en')} ({figure} {en})")
        for m, figure in zip(rung.members, figures, strict=True)
    ]
    names, count = list_names(shown), len(shown)
    return Name(zh=f"{rung.name.zh}{count}个：{names.zh}。", en=f"{rung.name.text('en')} ({count}): {names.en}.")


def tell_rankings(content: BulletinContent) -> Section:
    """Every class in words: who leads and how sure that is, who was not ranked and why."""
    sure = content.certainty.confidence
    parts = [Part(_head_class(ranking), tuple(_tell_class(ranking, sure))) for ranking in content.rankings]
    method = tuple(content.sources.method) if parts else ()
    return Section(SECTION_TITLES["ranking"], (Part(None, method), *parts))


def _head_class(ranking: ClassRanking) -> Name:
    if ranking.heading is None:
        return ranking.name
    return Name(
        zh=f"{ranking.name.zh}（{ranking.heading.zh}）",
        en=f"{ranking.name.text('en')} ({ranking.heading.text('en')})",
    )


def _tell_class(ranking: ClassRanking, sure: float) -> Iterable[Name]:
    rows = list(ranking.table.iter_rows(named=True))
    if ranking.listed:
        names = list_names([_with_score(row) for row in rows])
        yield Name(
            zh=f"本类{len(rows)}个，成员较少，只作列示，不作评奖依据：{names.zh}。",
            en=f"{len(rows)} members: too few to compare; listed only, no award: {names.en}.",
        )
    elif rows:
        yield _tell_leaders(rows)
        yield from _tell_first(ranking, rows)
        yield from _tell_groups(rows, sure)
    yield from _tell_vetoed(rows)
    yield from _tell_unranked(ranking.unranked)


def _with_score(row: dict[str, object]) -> Name:
    area, score = name_area_of(row), format_number(row["total"], row["decimals"])  # type: ignore[arg-type]
    return Name(zh=f"{area.zh}（{score}分）", en=f"{area.en} ({score})")


def _tell_leaders(rows: list[dict[str, object]]) -> Name:
    leaders = [_tell_place(row) for row in rows[:LEADERS]]
    together = Name(zh="", en="")
    if _is_joint(rows):
        together = Name(
            zh=f"，与他类合并排名，共{rows[0]['of']}个", en=f", together with other classes {rows[0]['of']}"
        )
    return Name(
        zh=f"本类参加排名{len(rows)}个{together.zh}。得分居前的是：" + "；".join(n.zh for n in leaders) + "。",
        en=f"{len(rows)} ranked{together.text('en')}. At the head: " + "; ".join(n.en for n in leaders) + ".",
    )


def _is_joint(rows: list[dict[str, object]]) -> bool:
    """Whether the class is ranked together with others."""
    return int(rows[0]["of"] or 0) > len(rows)  # type: ignore[call-overload]


def _tell_place(row: dict[str, object]) -> Name:
    area, score = name_area_of(row), format_number(row["total"], row["decimals"])  # type: ignore[arg-type]
    rank, low, high = row["rank"], row["rank_low"], row["rank_high"]
    if low is None or high is None:
        return Name(zh=f"{area.zh}{score}分，列第{rank}位", en=f"{area.en} {score}, rank {rank}")
    if low == high:
        return Name(
            zh=f"{area.zh}{score}分，列第{rank}位，名次区间为第{low}位",
            en=f"{area.en} {score}, rank {rank}, interval {low}",
        )
    return Name(
        zh=f"{area.zh}{score}分，列第{rank}位，名次区间为第{low}至第{high}位",
        en=f"{area.en} {score}, rank {rank}, interval {low} to {high}",
    )


def _tell_first(ranking: ClassRanking, rows: list[dict[str, object]]) -> Iterable[Name]:
    """How often who is first, where more than one may be; and whether the first by score is not the one."""
    if len(ranking.leaders) < 2:
        return
    shares = [
        Name(zh=f"{n.name.zh}占{format_share(n.share)}", en=f"{n.name.text('en')} {format_share(n.share)}")
        for n in ranking.leaders
    ]
    names, first = join_names(shares), rows[0]
    zh, en = f"重复计算中居首位的情形：{names.zh}", f"First in the replicates: {names.en}"
    if ranking.leaders[0].code != first["ref_area"]:
        zh, en = f"{zh}，得分居首的不是最常居首的", f"{en}; the first by score is not the one that is first most often"
    yield Name(zh=f"{zh}。", en=f"{en}.")


def _tell_groups(rows: list[dict[str, object]], sure: float) -> Iterable[Name]:
    """Into how many groups the class falls, and who is in the first."""
    groups = {row["group"] for row in rows}
    if None in groups:
        return
    if _is_joint(rows):
        yield _tell_joint_group(rows[0], sure)
        return
    first = [name_area_of(row) for row in rows if row["group"] == 1]
    names, share = list_names(first), f"{sure:.0%}"
    if len(groups) == 1 and len(rows) > 1:
        yield Name(
            zh=f"全类一并检验（把握{share}），本类{len(rows)}个均不能与得分居首的{first[0].zh}区分先后，先后不宜解读。",
            en=f"Tested with the whole class at once (confidence {share}), nobody can be told apart from the first by score, "
            f"{first[0].en}; the order is not to be read.",
        )
        return
    alone = len(first) == 1
    yield Name(
        zh=f"全类一并检验（把握{share}），本类分为{len(groups)}组，同组地区与组首不能区分先后，组内先后不宜解读。"
        f"第一组{len(first)}个：{names.zh}。",
        en=f"Tested with the whole class at once (confidence {share}), it falls into {len(groups)} groups; members cannot be "
        "told apart from the first of their group, and the order within it is not to be read. "
        f"The first group {'is ' if alone else f'has {len(first)}: '}{names.en}.",
    )


def _tell_joint_group(row: dict[str, object], sure: float) -> Name:
    """Where the first of a class stands among the groups of all classes that are ranked together."""
    area, share, group, begin, end = name_area_of(row), f"{sure:.0%}", row["group"], row["group_from"], row["group_to"]
    if begin == end:
        return Name(
            zh=f"与合并排名的各类一并检验（把握{share}），{area.zh}自成第{group}组（第{begin}位）。",
            en=f"Tested with the classes that are ranked together (confidence {share}), {area.en} is group {group} by itself.",
        )
    return Name(
        zh=f"与合并排名的各类一并检验（把握{share}），{area.zh}在第{group}组，该组占第{begin}至第{end}位，组内先后不宜解读。",
        en=f"Tested with the classes that are ranked together (confidence {share}), {area.en} is in group {group}, which "
        f"takes up places {begin} to {end}; the order within it is not to be read.",
    )


def _tell_vetoed(rows: list[dict[str, object]]) -> Iterable[Name]:
    barred = [name_area_of(row) for row in rows if row["vetoed_by"]]
    if barred:
        names = list_names(barred)
        yield Name(zh=f"因触及底线不参加评奖：{names.zh}。", en=f"Barred from awards by a bottom line: {names.en}.")


def _tell_unranked(unranked: pl.DataFrame) -> Iterable[Name]:
    """Who was not ranked; the reasons in full where they are few."""
    rows = list(unranked.iter_rows(named=True))
    if len(rows) > LEADERS:
        names = list_names([name_area_of(row) for row in rows])
        yield Name(
            zh=f"因有数不足未排名{len(rows)}个：{names.zh}。",
            en=f"Not ranked for want of figures ({len(rows)}): {names.en}.",
        )
        return
    for row in rows:
        area = name_area_of(row)
        yield Name(
            zh=f"{area.zh}未排名：{end_sentence(row['why_zh'] or NOT_FILED.zh, '。')}",
            en=f"{area.en} is not ranked: {end_sentence(row['why_en'] or NOT_FILED.en, '.')}",
        )


def _run_on(sentences: list[Name]) -> Name:
    return Name(zh="".join(s.zh for s in sentences), en=" ".join(s.text("en") for s in sentences))
