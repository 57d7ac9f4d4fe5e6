"""The body of the document: its opening, its sections in the declared order, notes and sources; no page in sight yet."""

from collections.abc import Callable, Iterable

import polars as pl

from junxian.bulletin.contents.content import BulletinContent
from junxian.bulletin.contents.wording import SECTION_TITLES, name_period
from junxian.bulletin.document.assessment import tell_headline, tell_ladder, tell_rankings
from junxian.bulletin.document.certainty import tell_awards, tell_certainty
from junxian.bulletin.document.matters import tell_findings, tell_lines, tell_quotas, tell_tasks
from junxian.bulletin.document.quality import tell_quality
from junxian.bulletin.document.words import Part, Section, end_sentence, list_names, name_area_of
from junxian.terms.name import Name


def write_lead(content: BulletinContent) -> Name:
    """The opening paragraph: what was assessed, by which scheme, for which period."""
    period = name_period(content.period)
    return Name(
        zh=f"按照《{content.scheme.zh}》，对{content.province.zh}{period.zh}县域经济发展情况进行了分类评价，现将有关情况通报如下。",
        en=f"The county economies of {content.province.text('en')} in {period.en} were assessed by class under "
        f"“{content.scheme.text('en')}”. The results are as follows.",
    )


def list_sections(content: BulletinContent) -> list[Section]:
    """The sections that the bulletin declares, in its order; one without anything to say is left out."""
    writers: dict[str, Callable[[BulletinContent], Section]] = {
        "headline": tell_headline,
        "tiers": tell_ladder,
        "ranking": tell_rankings,
        "awards": tell_awards,
        "findings": tell_findings,
        "quality": tell_quality,
        "lines": tell_lines,
        "quotas": tell_quotas,
        "tasks": tell_tasks,
        "notes": tell_notes,
        "certainty": tell_certainty,
        "sources": tell_sources,
    }
    sections = [writers[name](content) for name in content.sections if name in writers]
    return [section for section in sections if any(part.paragraphs for part in section.parts)]


def tell_notes(content: BulletinContent) -> Section:
    """What a reader must be told, what was not filed, who was left out and why."""
    parts = [
        Part(Name(zh="数据说明", en="Notes"), tuple(note.text for note in content.notes)),
        Part(Name(zh="未报送内容", en="Not filed"), tuple(_tell_wanting(p.name, p.why) for p in content.not_filed)),
        Part(Name(zh="未参评地区", en="Not assessed"), tuple(_tell_left_out(content.left_out))),
    ]
    return Section(SECTION_TITLES["notes"], tuple(part for part in parts if part.paragraphs))


def _tell_wanting(name: Name, why: Name) -> Name:
    return Name(
        zh=f"{name.zh}：{end_sentence(why.zh, '。')}", en=f"{name.text('en')}: {end_sentence(why.text('en'), '.')}"
    )


def _tell_left_out(left_out: pl.DataFrame) -> Iterable[Name]:
    if left_out.is_empty():
        return
    for (zh, en), rows in left_out.group_by("why_zh", "why_en", maintain_order=True):
        names = list_names([name_area_of(row) for row in rows.iter_rows(named=True)])
        yield Name(
            zh=f"{names.zh}：{end_sentence(str(zh), '。')}", en=f"{names.en}: {end_sentence(str(en or zh), '.')}"
        )


def tell_sources(content: BulletinContent) -> Section:
    """Documents by title, issuer and date, as text; the run that made the results."""
    documents = [_cite(row) for row in content.sources.documents.iter_rows(named=True)]
    run = Name(
        zh=f"运行编号{content.run_id}，运行日期{content.date.isoformat()}，随机种子{content.seed}。",
        en=f"Run {content.run_id}, dated {content.date.isoformat()}, seed {content.seed}.",
    )
    return Section(SECTION_TITLES["sources"], (Part(None, (*documents, run)),))


def _cite(row: dict[str, object]) -> Name:
    details = [str(row[name]) for name in ("issuer", "number", "date") if row[name]]
    zh = f"《{row['title']}》" + (f"（{'，'.join(details)}）" if details else "") + "。"
    return Name(zh=zh, en=f"{row['title']}" + (f" ({', '.join(details)})" if details else "") + ".")
