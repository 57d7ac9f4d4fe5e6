"""What a bulletin says, before anyone decides how it looks: HTML, workbook and document all print these objects."""

import datetime
from dataclasses import dataclass

import polars as pl

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
class ClassRanking:
    """The ranking of one class. Columns of `table` and `unranked`: RANKING_COLUMNS of `ranking`.

    `table` holds the ranked by rank, or the listed in the order of the register where the class is only listed.
    `group` numbers the rank groups: members whose interval overlaps that of the first of their group.
    """

    code: str
    name: Name
    heading: Name | None
    award: bool
    listed: bool  # shown, not ranked
    table: pl.DataFrame
    unranked: pl.DataFrame


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
    table: pl.DataFrame  # Plan.table and name_zh, name_en, city_zh, city_en
    parts: pl.DataFrame  # Plan.parts and of_zh, of_en: names of the keys
    totals: dict[str, float]
    gini_of: str  # what the first Gini is taken of: last (year's quotas) | need
    conflicts: pl.DataFrame


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
class Standing:
    """Where an area stands: score, rank and how sure it is. None where it does not apply."""

    status: str  # ranked | listed | unranked | left_out
    why: Name
    class_code: str
    class_name: Name
    class_heading: Name | None
    score: float | None
    bonus: float | None
    deduction: float | None
    total: float | None
    rank: int | None
    of: int | None
    rank_low: int | None
    rank_high: int | None
    tied: bool
    coverage: float | None
    award: bool
    vetoed_by: tuple[Name, ...]
    neighbour_class: Name | None
    neighbour_rank: int | None
    neighbour_of: int | None


@dataclass(frozen=True)
class NodeScore:
    """The score of one part of the tree, with its declared points and the class median of the same part."""

    code: str
    name: Name
    score: float | None
    points: float | None
    class_median: float | None


@dataclass(frozen=True)
class Contribution:
    """What one indicator adds to the distance between the area and the median profile of its class, in points.

    `value` and `reference_value` are in `unit` as readers know it: logarithms are turned back.
    """

    indicator: str
    name: Name
    value: float | None
    reference_value: float | None
    unit: str
    decimals: int
    normalised: float | None
    reference: float | None
    weight: float | None
    gap_points: float | None
    status: str  # used | imputed | missing | withheld
    to_bound: float | None  # points still to be won up to the bound; None where the tree does not add up
    turned_back: bool  # a logarithm, shown as its quantity


@dataclass(frozen=True)
class Step:
    """One simple statement of change: moving this indicator alone to `target` brings so many points."""

    goal: str  # median | next_rank
    indicator: str
    name: Name
    value: float
    target: float
    unit: str
    decimals: int
    points: float
    sentence: Name


@dataclass(frozen=True)
class AreaLine:
    """The state of one bottom line in one area; `state` unknown where nothing was filed."""

    code: str
    name: Name
    state: str
    value: float | None
    unit: str
    threshold: float | None
    headroom: float | None
    decimals: int
    raised: bool
    not_filed: Name | None


@dataclass(frozen=True)
class AreaQuota:
    """What one plan gives to one area, with the sentence that explains it in the area's own numbers."""

    key: str
    name: Name
    heading: Name | None
    unit: str
    quota: float | None
    basic: float | None
    efficiency: float | None
    applied: float | None
    last: float | None
    bound: str
    sentence: Name


@dataclass(frozen=True)
class AreaFinding:
    """A finding that concerns the area, with who is charged for it."""

    rule: str
    severity: str
    severity_name: Name
    items: Name
    time_period: str
    found: str
    expected: str
    message: Name
    remedy: Name
    file: str
    sheet: str
    cell: str
    charged_to: Name


@dataclass(frozen=True)
class AreaTask:
    """A task for which the area is responsible or that concerns it."""

    task: str
    title: Name
    issuer: Name
    responsible: Name
    due: datetime.date | None
    light: str
    state: str
    evidence: Name


@dataclass(frozen=True)
class Cell:
    """A filed cell behind the indicators: item, value, text as filed, and where it stands."""

    item: str
    name: Name
    period: str
    value: float | None
    unit: str
    raw: str
    file: str
    sheet: str
    cell: str
    vintage: int | None
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Withheld:
    """A figure that could not be used: `kind` is withheld (held back by a rule) or missing (not filed)."""

    kind: str
    name: Name
    by: Name  # the rule, or the missing items


@dataclass(frozen=True)
class AreaPage:
    """All that is said of one area: why it stands where it stands, how sure that is, what would change it."""

    code: str
    name: Name
    city_code: str
    city: Name
    province: Name
    period: Period
    run_id: str
    label: Name | None
    standing: Standing
    reference_score: float | None  # of the class-median profile; score − reference_score = Σ gap_points
    nodes: tuple[NodeScore, ...]
    contributions: tuple[Contribution, ...]  # from the greatest shortfall to the greatest lead
    distribution: tuple[tuple[int, float], ...]  # rank, share of the replicates
    interval: float  # share of the replicates that the rank interval holds
    withheld: tuple[Withheld, ...]
    steps: tuple[Step, ...]
    lines: tuple[AreaLine, ...]
    quotas: tuple[AreaQuota, ...]
    tasks: tuple[AreaTask, ...]
    findings: tuple[AreaFinding, ...]
    cells: tuple[Cell, ...]
    notes: tuple[Name, ...]


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
    map_values: pl.DataFrame  # one row per area: MAP_COLUMNS of `tile_map`, and quota:<plan> columns
    geojson: str  # text of the GeoJSON file that the bulletin names, else ""
    findings: pl.DataFrame  # FINDING_SCHEMA with area, severity, form, items, filer and charged in zh and en
    verdicts: pl.DataFrame  # with form and filer in zh and en
    lines: tuple[LineSummary, ...]
    line_states: pl.DataFrame  # newest rows of Lines.table with area and line in zh and en, and decimals
    plans: tuple[PlanSummary, ...]
    tasks: pl.DataFrame  # Tasks.table with area, issuer and responsible in zh and en
    notes: tuple[NoteText, ...]
    not_filed: tuple[NotFiledPart, ...]
    left_out: pl.DataFrame  # ref_area, name_zh, name_en, why_zh, why_en
    sources: Sources
    area_pages: dict[str, AreaPage]
    city_pages: dict[str, CityPage]
