"""What the document says of awards and of how sure the results are."""

from collections.abc import Iterator

from junxian.bulletin.contents.area.award_sentences import tell_award
from junxian.bulletin.contents.content import AwardEntry, BulletinContent, ClassCertainty
from junxian.bulletin.contents.wording import SECTION_TITLES
from junxian.bulletin.document.words import Part, Section
from junxian.terms.name import Name


def tell_awards(content: BulletinContent) -> Section:
    """Every award with its areas, one part a kind; then what could not be given."""
    by_award: dict[str, list[AwardEntry]] = {}
    for entry in content.awards.entries:
        by_award.setdefault(entry.award.award, []).append(entry)
    parts = [Part(own[0].award.name, tuple(_tell_entry(entry) for entry in own)) for own in by_award.values()]
    if content.awards.notes:
        parts.append(Part(Name(zh="未能评定的", en="Not given"), content.awards.notes))
    return Section(SECTION_TITLES["awards"], tuple(parts))


def _tell_entry(entry: AwardEntry) -> Name:
    said, area, own = tell_award(entry.award), entry.area, entry.class_name
    return Name(zh=f"{own.zh}{area.zh}，{said.zh}", en=f"{area.text('en')} ({own.text('en')}). {said.text('en')}")


def tell_certainty(content: BulletinContent) -> Section:
    """What was varied, and of every class how many pairs can be told apart and what moves ranks most."""
    sure = content.certainty
    told = [_tell_class(one) for one in sure.classes]
    parts = [Part(None, (sure.varied, *told))] if told else []
    notable = [name for own in sure.correlations for name in _tell_correlations(own.name, own.flagged)]
    if notable:
        parts.append(Part(Name(zh="值得注意的指标", en="Indicators worth a look"), tuple(notable)))
    return Section(SECTION_TITLES["certainty"], tuple(parts))


def _tell_class(one: ClassCertainty) -> Name:
    zh, en = f"{one.name.zh}{one.ranked}个", f"{one.name.text('en')}, {one.ranked} areas"
    if one.told_apart is not None and one.pairs:
        zh += f"，两两比较{one.pairs}对，其中{one.told_apart}对能区分先后，占{one.told_apart / one.pairs:.0%}"
        en += f": {one.told_apart} of {one.pairs} pairs can be told apart ({one.told_apart / one.pairs:.0%})"
    if one.effects:
        most = one.effects[0]
        zh += f"；名次变动主要来自{most.name.zh}（{most.share:.0%}，约±{most.places:.1f}位）"
        en += f"; ranks are moved most by {most.name.text('en')} ({most.share:.0%}, about ±{most.places:.1f} places)"
    return Name(zh=f"{zh}。", en=f"{en}.")


def _tell_correlations(name: Name, flagged: tuple[tuple[Name, Name, float], ...]) -> Iterator[Name]:
    """Pairs of indicators that are nearly the same or opposed; at most three of a class."""
    for a, b, r in flagged[:3]:
        kind = Name(zh="几乎同高同低，近于重复计算", en="nearly the same: counted twice")
        kind = kind if r > 0 else Name(zh="此高彼低，相互抵消", en="opposed: one is paid for with the other")
        yield Name(
            zh=f"{name.zh}：{a.zh}与{b.zh}{kind.zh}（相关系数{r:.2f}）。".replace("-", "−"),
            en=f"{name.text('en')}: {a.text('en')} and {b.text('en')} are {kind.en} (r = {r:.2f}).".replace("-", "−"),
        )
