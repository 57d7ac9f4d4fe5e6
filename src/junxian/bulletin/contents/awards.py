"""All awards of a run with their areas, what could not be given and why, and the progress of every area."""

import polars as pl

from junxian.bulletin.contents.area.awarded import describe_award
from junxian.bulletin.contents.content import AwardEntry, AwardsGiven
from junxian.bulletin.contents.naming import add_area_names, add_names, name_area, name_class
from junxian.bulletin.contents.results import Results
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme
from junxian.terms.name import Name


def compose_awards(province: Province, results: Results, scheme: Scheme) -> AwardsGiven:
    """Awards in the order of the scheme, then by class; empty where the scheme declares none."""
    scorecard = results.scorecard
    rows = scorecard.awards.iter_rows(named=True) if "award" in scorecard.awards.columns else ()
    entries = (
        AwardEntry(
            row["ref_area"],
            name_area(province, row["ref_area"]),
            name_class(scheme, row["class"]),
            describe_award(province, row),
        )
        for row in rows
    )
    return AwardsGiven(
        tuple(entries), _list_notes(scorecard.award_notes, scheme), _name_progress(province, scorecard.progress, scheme)
    )


def _list_notes(notes: pl.DataFrame, scheme: Scheme) -> tuple[Name, ...]:
    if "award" not in notes.columns:
        return ()
    names = {award.code: award.name for award in scheme.awards}
    return tuple(
        _tell_note(names.get(award, Name(zh=award)), [name_class(scheme, code) for code in classes.split()], Name(zh=zh, en=en))
        for award, classes, zh, en in notes.select("award", "class", "why_zh", "why_en").iter_rows()
    )  # fmt: skip


def _tell_note(award: Name, classes: list[Name], why: Name) -> Name:
    zh, en = "、".join(c.zh for c in classes), ", ".join(c.text("en") for c in classes)
    return Name(
        zh=f"{award.zh}{f'（{zh}）' if zh else ''}：{why.zh}",
        en=f"{award.text('en')}{f' ({en})' if en else ''}: {why.text('en')}",
    )


def _name_progress(province: Province, progress: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """Areas that were ranked in both years, by class and the gain of score."""
    if "gain" not in progress.columns:
        return progress
    order = list(scheme.classes)
    known = progress.drop_nulls(["gain", "rank", "rank_before"]).with_columns(
        pl.col("class").replace_strict(order, range(len(order)), return_dtype=pl.Int64).alias("order")
    )
    named = add_names(add_area_names(known, province), "class", "class", lambda code: name_class(scheme, code))
    return named.sort("order", "gain", "ref_area", descending=[False, True, False]).drop("order")
