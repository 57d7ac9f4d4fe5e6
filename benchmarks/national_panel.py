"""The national panel read, checked and assessed for every year, 2000-2021; goals: ≤ 15 s, ≤ 1.5 GB."""

import tempfile
from pathlib import Path

from measure import measure, show
from national_province import make_national_province

SHARED = Path(__file__).resolve().parents[2] / "shared"
EVERY_YEAR = """
import sys, time, json, pathlib, datetime
import junxian.runs
from junxian.assessment import assess
from junxian.declared import read_province
from junxian.engine import InProcess, InThreads
from junxian.indicators import derive, draw
from junxian.quality import accepted, check_returns
from junxian.reported import read_returns
from junxian.terms import Period
executor = InThreads(2) if sys.argv[2] == "2" else InProcess()
marks = [time.perf_counter()]
mark = lambda: marks.append(time.perf_counter())
province = read_province(pathlib.Path(sys.argv[1])); mark()
returns = read_returns(province, province.date, province.period); mark()
quality = check_returns(returns, province, province.period, province.date)
figures = accepted(returns, quality); mark()
years = [Period(year) for year in range(2000, 2022)]
indicators = derive(figures, province, years, quality.held); mark()
scheme = province.schemes[province.scheme]
def one_year(year):
    scorecard = assess(indicators, scheme, province.classifications["all/2000"], year, vetoes=None, seed=province.seed,
        draws=lambda areas, codes: draw(indicators, province, year, areas, codes, scheme.robustness.replicates, province.seed))
    return int(scorecard.table["rank"].is_not_null().sum())
ranked = dict(zip(map(str, years), executor.map(one_year, years)))
mark()
steps = dict(zip(["declared", "read", "check", "derive", "assess"], [b - a for a, b in zip(marks, marks[1:])]))
print(json.dumps({"all": marks[-1] - marks[0], **steps, "observations": returns.observations.height,
    "findings": quality.findings.height, "ranked_2020": ranked["2020"], "ranked_2000": ranked["2000"]}))
"""

if __name__ == "__main__":
    if not SHARED.is_dir():
        raise SystemExit("The national panel lies beside the project in ../shared, which is not here.")
    with tempfile.TemporaryDirectory() as place:
        folder = make_national_province(SHARED, Path(place) / "national")
        for cores in ("1", "2"):
            show(f"national panel, 22 years, {cores} core(s)", measure(EVERY_YEAR, str(folder), cores, runs=3))
