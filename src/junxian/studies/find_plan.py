"""Plans as they are named: of a stored run, of a province's edition allotted anew, or of a TOML with its figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from junxian.allocation import allocate, coordinate
from junxian.allocation.side_by_side import AnyPlan
from junxian.assessment import Scorecard
from junxian.declared import Province
from junxian.declared.allocations import Allocation
from junxian.declared.programmes import Programme
from junxian.store import Run, open_run
from junxian.studies.allot_one import allot_from_table, read_names
from junxian.studies.figures import Figures, read_figures
from junxian.terms import MethodError, NotPermitted
from junxian.terms.name import Name
from junxian.terms.nearest import suggest

FILES = ".toml+"  # plan.toml+figures.csv
HOW = "Name a run (RUN or RUN@CODE/EDITION), PROVINCE@CODE/EDITION, or FILE.toml+FILE.csv."
Declared = Allocation | Programme
Judge = Callable[[Path], tuple[Figures, Scorecard]]


@dataclass(frozen=True)
class FoundPlan:
    """A plan with what is known of it: its key, the run that stored it and its period ("" where none).

    `declaration` is None where the file has changed since the run; `names` of areas by code.
    """

    named: str
    key: str
    run: str
    period: str
    plan: AnyPlan
    declaration: Declared | None
    names: Mapping[str, Name]


def find_plans(names: Sequence[str]) -> Iterator[FoundPlan]:
    """Read or allot the plans that are named; the figures of a province are read once.

    A run folder, with `@CODE/EDITION` where it stored several plans, or a province folder alone (its newest run): as stored.
    `PROVINCE@CODE/EDITION`: allotted anew from declarations and figures as they are. `FILE.toml+FILE.csv`: allotted anew.
    NotPermitted where a name is none of these; MethodError names the nearest key. Checked in tests/unit/studies/test_compare_plans.py.
    """
    judge = cache(_judge)
    return (_find(name, judge) for name in names)


def _find(named: str, judge: Judge) -> FoundPlan:
    if FILES in named and not Path(named).is_dir():
        return _from_files(named)
    folder, key = (named, "") if Path(named).is_dir() or "@" not in named else named.rsplit("@", 1)
    path = Path(folder)
    if key and (path / "province.toml").is_file():
        return _allot_anew(named, key, *judge(path))
    if not folder or not path.is_dir() or named.endswith("@"):
        raise NotPermitted(named, "is no plan.", HOW)
    return _from_run(named, key, open_run(path))


def _from_run(named: str, key: str, run: Run) -> FoundPlan:
    plans: dict[str, AnyPlan] = {**run.plans, **run.programmes}
    if not plans:
        raise NotPermitted(
            named, f"run {run.record.run} stored no plan.", "Run it with `allocations` in province.toml."
        )
    if not key and len(plans) > 1:
        several = " or ".join(f"{run.folder}@{one}" for one in plans)
        raise NotPermitted(named, f"run {run.record.run} stored {len(plans)} plans.", f"Name one: {several}.")
    chosen = key or next(iter(plans))
    if chosen not in plans:
        raise MethodError(f"plan {key!r}", f"is not in run {run.record.run}.", suggest(key, plans))
    declared = _find_unchanged(run, chosen)
    return FoundPlan(named, chosen, run.record.run, str(run.period), plans[chosen], declared, _names(run.province))


def _find_unchanged(run: Run, key: str) -> Declared | None:
    """The declaration that a run used, while its file is still the same."""
    file = f"allocations/{key}.toml"
    path = run.province.folder / file
    if not path.is_file() or sha256(path.read_bytes()).hexdigest() != run.record.inputs.get(file):
        return None
    return _declared(run.province).get(key)


def _declared(province: Province) -> dict[str, Declared]:
    return {**province.plans, **province.programmes}


def _judge(folder: Path) -> tuple[Figures, Scorecard]:
    figures = read_figures(folder)
    return figures, figures.assess(figures.scheme(), with_intervals=False)


def _allot_anew(named: str, key: str, figures: Figures, scorecard: Scorecard) -> FoundPlan:
    province, known = figures.province, _declared(figures.province)
    if key not in known:
        raise MethodError(
            f"allocation {key!r}", "is declared neither by formula nor as a programme.", suggest(key, known)
        )
    one = known[key]
    room = figures.indicators, province, figures.period
    if isinstance(one, Allocation):
        plan: AnyPlan = allocate(one, *room, scorecard=scorecard, lines=figures.lines)
    else:
        plan = coordinate(one, *room, scorecard=scorecard, lines=figures.lines)
    return FoundPlan(named, key, "", str(figures.period), plan, one, _names(province))


def _from_files(named: str) -> FoundPlan:
    stem, table = named.split(FILES, 1)
    file = Path(f"{stem}.toml")
    declared, plan = allot_from_table(file, Path(table))
    names = {code: Name(zh=name) for code, name in read_names(Path(table)).items()}
    return FoundPlan(named, declared.key, "", "", plan, declared, names)


def _names(province: Province) -> dict[str, Name]:
    areas = province.areas
    return {code: Name(zh=areas.name(code), en=areas.name(code, "en")) for code in areas.codes}
