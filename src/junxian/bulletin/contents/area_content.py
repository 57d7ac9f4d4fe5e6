"""What the page of an area says, before anyone decides how it looks."""

import datetime
from dataclasses import dataclass

from junxian.terms.name import Name
from junxian.terms.period import Period

NOTHING = Name(zh="")


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
    decimals: int  # of total and score, as they decide
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
    is_across: bool = False  # ranked together with other classes


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
class LevelAndChange:
    """An indicator that is scored by its level and by its change; `score` is that of both together."""

    name: Name
    level: Contribution
    change: Contribution
    score: float | None


@dataclass(frozen=True)
class Adjusted:
    """A figure that does not enter as filed: `kind` is imputed or treated; `before` is None for an imputed one."""

    kind: str
    name: Name
    before: float | None
    after: float | None
    unit: str
    decimals: int
    why: Name


@dataclass(frozen=True)
class PairStatement:
    """How often the area leads another with which it is ranked, and whether the two can be told apart.

    `told_apart` is None where that was not tested.
    """

    code: str
    name: Name
    rank: int
    probability: float
    told_apart: bool | None


@dataclass(frozen=True)
class ChoiceEffect:
    """What share of the variance of ranks one choice accounts for, and how many places that is."""

    choice: str  # weights | normalisation | aggregation | rest
    name: Name
    share: float
    places: float


@dataclass(frozen=True)
class RankStatement:
    """What the replicates allow to say of a rank: the group with the places that it takes up, pairs, what moves it.

    `pairs` run by rank; `group` is None where nothing was tested.
    """

    group: int | None
    group_from: int | None
    group_to: int | None
    group_members: tuple[Name, ...]  # without the area itself
    probability_of_first: float | None
    confidence: float
    pairs: tuple[PairStatement, ...]
    effects: tuple[ChoiceEffect, ...]  # from the largest


@dataclass(frozen=True)
class AreaProgress:
    """The area against itself a year before, scores before points; None where it was not ranked."""

    score: float | None
    score_before: float | None
    gain: float | None
    rank: int | None
    rank_before: int | None
    of_before: int | None
    rise: int | None


@dataclass(frozen=True)
class AreaAward:
    """An award that is due to the area: given, or lost to a red line; `passed_from` whose place it took."""

    award: str
    name: Name
    given: bool
    basis: Name
    money: float | None
    money_unit: str
    land: float | None
    land_unit: str
    vetoed_by: tuple[Name, ...]
    passed_from: Name | None


@dataclass(frozen=True)
class Step:
    """One simple statement of change: moving this indicator alone to `target` brings so many points.

    `lead` says what is wanting for the goal and `move` what would do, where both are said; `sentence` says all. `target` is None where no single indicator does; then `indicator` is the one that brings most.
    """

    goal: str  # median | next_rank | next_group
    indicator: str
    name: Name
    value: float | None
    target: float | None
    unit: str
    decimals: int
    points: float
    sentence: Name
    lead: Name = NOTHING
    move: Name = NOTHING


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
    places: int  # decimals of whole units
    quota: float | None
    basic: float | None
    efficiency: float | None
    applied: float | None
    last: float | None
    bound: str
    sentence: Name


@dataclass(frozen=True)
class AreaAllotment:
    """What a programme gives to one area of one factor, with the numbers that reproduce it.

    `low`, `high`: interval of the amount when the knobs are drawn; `steps`: from what all would get alike to whole units.
    """

    key: str
    factor: str
    name: Name
    heading: Name | None
    unit: str
    places: int  # decimals of whole units
    quota: float | None
    sentence: Name
    low: float | None
    high: float | None
    numbers: tuple[tuple[Name, float | None], ...]
    steps: tuple[tuple[Name, float], ...]
    later: tuple[tuple[int, float], ...]  # what is foreseen of further years, which is no quota


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
    id: str  # what became of it stands in the quality line, by this


@dataclass(frozen=True)
class AreaCandidate:
    """One candidate of the area: what it asks of every factor, whether it is chosen and why.

    `cost`: its asks at the prices, None without prices; `enough`: the benefit from which on it would be chosen at these
    prices, None where no benefit decides.
    """

    code: str
    name: str
    benefit: float
    asks: tuple[float, ...]
    picked: bool
    reason: Name  # in a word
    cost: float | None
    enough: float | None
    sentence: Name


@dataclass(frozen=True)
class AreaChoice:
    """The area's candidates in a choice of projects: the chosen ones, then those that lack least."""

    key: str
    name: Name
    heading: Name | None
    benefit: Name
    factors: tuple[tuple[Name, str], ...]  # name, unit
    is_decided: bool
    picked: int
    candidates: tuple[AreaCandidate, ...]


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
    statement: RankStatement | None  # None without replicates, and for an area that is not ranked
    parts: tuple[LevelAndChange, ...]
    adjusted: tuple[Adjusted, ...]
    progress: AreaProgress | None  # None where the scheme asks for none
    awards: tuple[AreaAward, ...]
    withheld: tuple[Withheld, ...]
    steps: tuple[Step, ...]
    lines: tuple[AreaLine, ...]
    quotas: tuple[AreaQuota, ...]
    allotments: tuple[AreaAllotment, ...]
    choices: tuple[AreaChoice, ...]
    tasks: tuple[AreaTask, ...]
    findings: tuple[AreaFinding, ...]
    cells: tuple[Cell, ...]
    notes: tuple[Name, ...]
