"""Sentences on progress and awards: against last year, what is given for what, what a red line took."""

from junxian.bulletin.contents.area_content import AreaAward, AreaPage, AreaProgress
from junxian.bulletin.contents.wording import amount_name, format_number, join_names
from junxian.terms.name import Name


def tell_progress(progress: AreaProgress | None) -> Name | None:
    """Score before points and rank against the year before; None where there is nothing to compare."""
    if progress is None or progress.gain is None or progress.rank is None or progress.rank_before is None:
        return None
    p, gain = progress, progress.gain
    before, now, by = format_number(p.score_before), format_number(p.score), format_number(abs(gain))
    moved = Name(zh=f"提高{by}", en=f"up {by}") if gain > 0 else Name(zh=f"降低{by}", en=f"down {by}")
    moved = moved if gain else Name(zh="持平", en="unchanged")
    rank = Name(
        zh=f"名次由第{p.rank_before}位（共{p.of_before}个）变为第{p.rank}位",
        en=f"rank {p.rank_before} of {p.of_before} then, {p.rank} now",
    )
    return Name(
        zh=f"按本年方案计算，得分（不含加减分）由上年{before}变为{now}，{moved.zh}；{rank.zh}。",
        en=f"By this year's scheme the score before points went from {before} to {now}, {moved.en}; {rank.en}.",
    )


def tell_awards(page: AreaPage) -> tuple[Name, ...]:
    """One sentence for every award that is due to the area."""
    return tuple(tell_award(award) for award in page.awards)


def tell_award(award: AreaAward) -> Name:
    """What is given on which ground; or what a red line took."""
    a, basis = award, award.basis
    if not a.given and not a.vetoed_by:
        return Name(
            zh=f"{a.name.zh}：{basis.zh.rstrip('。')}。", en=f"{a.name.text('en')}: {basis.text('en').rstrip('.')}."
        )
    if not a.given:
        lines = join_names(list(a.vetoed_by))
        return Name(
            zh=f"应得{a.name.zh}：{basis.zh}；因触及{lines.zh}取消。",
            en=f"{a.name.text('en')} was due: {basis.text('en')}; lost to the breach of {lines.en}.",
        )
    worth, from_ = tell_worth(a), a.passed_from
    zh, en = f"{a.name.zh}：{basis.zh}", f"{a.name.text('en')}: {basis.text('en')}"
    if worth.zh:
        zh, en = f"{zh}，{worth.zh}", f"{en}; {worth.en}"
    if from_ is not None:
        zh, en = f"{zh}，递补{from_.zh}", f"{en}; the place passed on from {from_.text('en')}"
    return Name(zh=f"{zh}。", en=f"{en}.")


def tell_worth(award: AreaAward) -> Name:
    """Money and land of an award; empty where it has neither."""
    parts = []
    if award.money is not None:
        amount = amount_name(abs(award.money), award.money_unit, 0)
        parts.append(
            Name(zh=f"奖励{amount.zh}", en=amount.en)
            if award.money > 0
            else Name(zh=f"扣减{amount.zh}", en=f"less {amount.en}")
        )
    if award.land is not None:
        amount = amount_name(award.land, award.land_unit, 0)
        parts.append(Name(zh=f"用地{amount.zh}", en=f"{amount.en} of land"))
    return Name(zh="、".join(part.zh for part in parts), en=" and ".join(part.en for part in parts))
