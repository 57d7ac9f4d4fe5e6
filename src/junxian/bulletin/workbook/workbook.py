"""The workbook of a bulletin: the same tables with real numbers, formulas where a sum is to be checked."""

from collections.abc import Iterator
from pathlib import Path

from junxian.assessment import Scorecard
from junxian.bulletin.contents.content import BulletinContent
from junxian.bulletin.workbook.awards import tabulate_awards, tabulate_progress
from junxian.bulletin.workbook.certainty import (
    tabulate_adjusted,
    tabulate_pairs,
    tabulate_statements,
    tabulate_weights,
)
from junxian.bulletin.workbook.choices import tabulate_choices
from junxian.bulletin.workbook.filed import tabulate_filings, tabulate_findings, tabulate_verdicts
from junxian.bulletin.workbook.filer_scores import tabulate_filer_scores
from junxian.bulletin.workbook.governing import (
    tabulate_line_summary,
    tabulate_lines,
    tabulate_parts,
    tabulate_plan,
    tabulate_tasks,
    tabulate_totals,
)
from junxian.bulletin.workbook.programmes import tabulate_certificates, tabulate_programme, tabulate_years
from junxian.bulletin.workbook.reading import (
    tabulate_cells,
    tabulate_headline,
    tabulate_ladder,
    tabulate_left_out,
    tabulate_notes,
    write_about,
)
from junxian.bulletin.workbook.scores import (
    gather_scores,
    shade_gaps,
    tabulate_bounds,
    tabulate_gaps,
    tabulate_ranking,
    tabulate_scores,
)
from junxian.bulletin.workbook.sheet import open_workbook, write_table
from junxian.bulletin.workbook.table import Table


def write_xlsx(content: BulletinContent, path: Path, scorecard: Scorecard | None = None) -> None:
    """Write a bulletin as a workbook.

    `scorecard`, where given, adds the bounds and the weights used of every indicator. Missing values are empty cells.
    Filed text can never become a formula. The bytes depend on the content alone, which bears the declared date.
    Checked in tests/unit/bulletin/test_xlsx.py.
    """
    label = "" if content.label is None else f"{content.label.zh} {content.label.en}".strip()
    workbook = open_workbook(path, content.title.zh, label, content.date)
    about = workbook.book.add_worksheet(workbook.sheet_name("说明"))
    written = []
    for table in _list_tables(content, scorecard):
        sheet = write_table(workbook, table)
        if table.sheet == "差距分解":
            shade_gaps(sheet, table)
        written.append((sheet.get_name(), table.title))
    write_about(workbook, about, content, written)
    about.activate()
    workbook.book.close()


def _list_tables(content: BulletinContent, scorecard: Scorecard | None) -> Iterator[Table]:
    yield tabulate_headline(content)
    if content.ladder is not None:
        yield tabulate_ladder(content)
    scores = gather_scores(content, scorecard)
    for ranking in content.rankings:
        yield tabulate_ranking(ranking, scores)
    yield tabulate_statements(content)
    yield tabulate_pairs(content)
    if "awards" in content.sections:
        yield tabulate_awards(content)
        yield tabulate_progress(content)
    yield tabulate_scores(scores)
    yield tabulate_bounds(content, scorecard)
    yield tabulate_weights(content)
    yield from (table for table in [tabulate_adjusted(content)] if table is not None)
    yield tabulate_gaps(content)
    yield tabulate_line_summary(content.lines)
    yield tabulate_lines(content.line_states)
    yield tabulate_totals(content.plans)
    for plan in content.plans:
        yield tabulate_plan(plan)
        yield tabulate_parts(plan)
    if content.programmes:
        yield tabulate_certificates(content.programmes)
    yield from (tabulate_programme(programme) for programme in content.programmes)
    yield from (tabulate_years(one) for one in content.programmes if one.wider and one.wider.horizon.height)
    yield from tabulate_choices(content.choices)
    yield tabulate_tasks(content)
    yield tabulate_findings(content.findings)
    yield tabulate_verdicts(content.verdicts)
    if content.quality is not None and content.quality.scores:
        yield tabulate_filer_scores(content.quality)
    yield tabulate_filings(content.sources.filings)
    yield tabulate_cells(content)
    yield tabulate_left_out(content)
    yield tabulate_notes(content)
