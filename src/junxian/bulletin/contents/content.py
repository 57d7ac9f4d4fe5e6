"""What a bulletin says, before anyone decides how it looks: HTML, workbook and document all print these objects."""

import datetime
from dataclasses import dataclass

import polars as pl

from junxian.bulletin.contents.area_content import AreaAward, AreaPage, AreaTask, ChoiceEffect, Standing
from junxian.bulletin.contents.choices import ChoiceSummary
from junxian.bulletin.contents.programmes import ProgrammeSummary
from junxian.bulletin.contents.quality_line import QualityLine
from junxian.terms.name import Name
from junxian.terms.period import Period


@dataclass(frozen=True)
class HeadlineFigure:
    """One sentence of the headline with its figure; `value` is None where nothing was filed (未报送).

    `previous` is the same figure a year before, where the same areas filed in both years; else None.
    """

    section: str
    section_name: Name
    name: Name
    sentence: Name
    value: float | None
    unit: str
    decimals: int
    previous: float | None = None


@dataclass(frozen=True)
class LadderMember:
    """An area on a rung with its value in the ladder's unit."""

    code: str
    name: Name
    value: float


@dataclass(frozen=True)
class LadderRung:
    """One rung of the tier ladder; `at_least` is None for the rung below all thresholds."""

    name: Name
    at_least: float | None
    below: float | None
    members: tuple[LadderMember, ...]  # from the largest


@dataclass(frozen=True)
class Ladder:
    """The tier ladder by fixed thresholds of one quantity."""

    quantity: Name
    unit: str
    rungs: tuple[LadderRung, ...]
    not_filed: tuple[Name, ...]  # areas without a figure


@dataclass(frozen=True)
class Leader:
    """An area and the share of the replicates in which it is first of its class."""

    code: str
    name: Name
    share: float


@dataclass(frozen=True)
class ClassRanking:
    """The ranking of one class. Columns of `table` and `unranked`: RANKING_COLUMNS of `ranking`.

    `table` holds the ranked by rank, or the listed in the order of the register where the class is only listed.
    `group` numbers the groups of areas that cannot be told apart from the first of theirs. `leaders`: who is first in how
    many of the replicates, from the most often.
    """

    code: str
    name: Name
    heading: Name | None
    award: bool
    listed: bool  # shown, not ranked
    table: pl.DataFrame
    unranked: pl.DataFrame
    leaders: tuple[Leader, ...] = ()


@dataclass(frozen=True)
class LineSummary:
    """One bottom line: how many areas stand in each state; `states` runs green, yellow, orange, red, unknown."""

    code: str
    name: Name
    measure: Name  # the indicator that is watched, empty where none is
    thresholds: Name
    states: dict[str, int]
    not_filed: Name | None  # why nothing was filed, where that is known


@dataclass(frozen=True)
class PlanSummary:
    """One factor's plan with names of areas added; `totals` by the name of the total."""

    key: str
    factor: str
    name: Name
    heading: Name | None
    unit: str
    places: int  # decimals of whole units
    table: pl.DataFrame  # Plan.table and name_zh, name_en, city_zh, city_en
    parts: pl.DataFrame  # Plan.parts and of_zh, of_en: names of the keys
    totals: dict[str, float]
    gini_of: str  # what the first Gini is taken of: last (year's quotas) | need
    conflicts: pl.DataFrame


@dataclass(frozen=True)
class AwardEntry:
    """One award with the area that it is due to and its class."""

    code: str
    area: Name
    class_name: Name
    award: AreaAward


@dataclass(frozen=True)
class AwardsGiven:
    """All awards of a run, what could not be given and why, and every area against itself a year before."""

    entries: tuple[AwardEntry, ...]
    notes: tuple[Name, ...]
    progress: pl.DataFrame  # Scorecard.progress with names of area and class, by class and gain


@dataclass(frozen=True)
class ClassCertainty:
    """How far areas of one class can be ordered: groups, pairs and those told apart, and which choice moves ranks.

    `groups` and `told_apart` are None where that was not tested.
    """

    code: str
    name: Name
    ranked: int
    groups: int | None
    pairs: int
    told_apart: int | None
    effects: tuple[ChoiceEffect, ...]  # over all areas of the class, from the largest


@dataclass(frozen=True)
class FrameworkPart:
    """A node or indicator of the scheme with its points in every class: declared, and as weighed with."""

    code: str
    name: Name
    parent: str
    is_node: bool
    declared: dict[str, float]
    used: dict[str, float]


@dataclass(frozen=True)
class CorrelationMap:
    """Correlations of the indicators of one class (of all areas where no class is large enough), None where undefined.

    `flagged`: pairs that are alike or opposed beyond the usual limits, from the strongest.
    """

    name: Name
    areas: int
    indicators: tuple[tuple[str, Name], ...]
    r: tuple[tuple[float | None, ...], ...]
    flagged: tuple[tuple[Name, Name, float], ...]


@dataclass(frozen=True)
class Certainty:
    """How sure the results are, and what the scheme is made of."""

    replicates: int
    confidence: float
    varied: Name
    classes: tuple[ClassCertainty, ...]
    framework: tuple[FrameworkPart, ...]
    correlations: tuple[CorrelationMap, ...]
    treatment: pl.DataFrame  # treated indicators with names and why


@dataclass(frozen=True)
class NoteText:
    """What an insider would object to, said by the bulletin itself."""

    areas: tuple[str, ...]
    area_names: tuple[Name, ...]
    text: Name


@dataclass(frozen=True)
class NotFiledPart:
    """A part of the usual bulletin or of the assessment for which nothing was filed."""

    section: str
    name: Name
    why: Name


@dataclass(frozen=True)
class Sources:
    """Where figures and rules come from, and how the results were made."""

    documents: pl.DataFrame  # id, title, number, issuer, date, note
    filings: pl.DataFrame  # FILING_SCHEMA with form_zh, form_en, filer_zh, filer_en
    method: tuple[Name, ...]


@dataclass(frozen=True)
class CityCounty:
    """One county in the table of its city."""

    code: str
    name: Name
    class_name: Name
    standing: Standing
    worst_line: str
    findings: int
    open_tasks: int
    quotas: dict[str, float | None]  # by plan


@dataclass(frozen=True)
class CityPage:
    """A city: its counties, the returns that it filed, tasks that are its own."""

    code: str
    name: Name
    counties: tuple[CityCounty, ...]
    quota_totals: dict[str, float | None]
    verdicts: dict[str, int]  # of returns filed by the city and its counties
    tasks: tuple[AreaTask, ...]


@dataclass(frozen=True)
class BulletinContent:
    """A whole bulletin of one run."""

    code: str
    title: Name
    subtitle: Name | None
    issuer: Name
    label: Name | None  # e.g. 示例数据; to be printed everywhere
    province: Name
    period: Period
    run_id: str
    date: datetime.date
    seed: int
    sections: tuple[str, ...]
    scheme: Name
    headline: tuple[HeadlineFigure, ...]
    ladder: Ladder | None
    rankings: tuple[ClassRanking, ...]
    awards: AwardsGiven
    certainty: Certainty
    map_values: pl.DataFrame  # one row per area: MAP_COLUMNS of `tile_map`, and quota:<plan> columns
    geojson: str  # text of the GeoJSON file that the bulletin names, else ""
    findings: pl.DataFrame  # FINDING_SCHEMA with area, severity, form, items, filer and charged in zh and en
    verdicts: pl.DataFrame  # with form and filer in zh and en
    lines: tuple[LineSummary, ...]
    line_states: pl.DataFrame  # newest rows of Lines.table with area and line in zh and en, and decimals
    plans: tuple[PlanSummary, ...]
    programmes: tuple[ProgrammeSummary, ...]
    choices: tuple[ChoiceSummary, ...]
    tasks: pl.DataFrame  # Tasks.table with area, issuer and responsible in zh and en
    notes: tuple[NoteText, ...]
    not_filed: tuple[NotFiledPart, ...]
    left_out: pl.DataFrame  # ref_area, name_zh, name_en, why_zh, why_en
    sources: Sources
    area_pages: dict[str, AreaPage]
    city_pages: dict[str, CityPage]
    quality: QualityLine | None = None
