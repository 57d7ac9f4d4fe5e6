"""Makes the invented province: python sample/make_example_province.py [FOLDER].

Declarations (forms, indicators, rules, the scheme …) are written by hand in sample/example-province and copied where
FOLDER is another. This script makes what is drawn: figures/, microdata/, the frozen bounds and the lists of planted faults.
The same seed makes the same bytes.
"""

import csv
import shutil
import sys
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent
sys.path.insert(0, str(SAMPLE))

from example_province.bounds import compute_indicators, write_bounds  # noqa: E402
from example_province.counties import SPLIT_INTO  # noqa: E402
from example_province.faults import deserved_findings, plant_faults, write_list  # noqa: E402
from example_province.firms import write_firms  # noqa: E402
from example_province.monthly import draw_months  # noqa: E402
from example_province.panel import Figures, draw_panel  # noqa: E402
from example_province.reality import make_real  # noqa: E402
from example_province.returns import Book, Return, read_forms, read_names, write_returns  # noqa: E402
from example_province.writing import write_return  # noqa: E402

SEED = 20240628
BY_HAND = SAMPLE / "example-province"
DRAWN = ("figures", "microdata", "runs", "planted_faults.csv", "deserved_findings.csv", "bounds.csv")


def make_province(folder: Path, seed: int = SEED) -> None:
    """Write the whole province folder, drawn from a seed."""
    if folder.resolve() != BY_HAND:
        shutil.copytree(BY_HAND, folder, ignore=shutil.ignore_patterns(*DRAWN), dirs_exist_ok=True)
    panel = {(code, str(year)): figures for (code, year), figures in draw_panel(seed).items()}
    returns = make_real(write_returns(_open_book(panel, seed)))
    planted = plant_faults(returns)
    shutil.rmtree(folder / "figures", ignore_errors=True)
    write_filings(returns, folder / "figures")
    write_firms(seed, folder / "microdata")
    write_list(planted, folder / "planted_faults.csv")
    write_list(deserved_findings(returns), folder / "deserved_findings.csv")
    write_bounds(_indicators_of(panel, "2022"), folder / "schemes/county/2023/bounds.csv")


def _open_book(panel: dict[tuple[str, str], Figures], seed: int) -> Book:
    return Book(read_forms(BY_HAND), read_names(BY_HAND), panel, draw_months(panel, seed), seed)


def _indicators_of(panel: dict[tuple[str, str], Figures], year: str) -> dict[str, dict[str, float]]:
    """Indicators of a year by formula, over the counties of today that filed it: not those split off since."""
    codes = sorted({code for code, _ in panel if code not in SPLIT_INTO})
    now, before = ({code: panel[code, y] for code in codes} for y in (year, str(int(year) - 1)))
    return compute_indicators(now, before)


def write_filings(returns: list[Return], figures: Path) -> None:
    """Write every return and the register of filings."""
    rows = []
    for filed in sorted(returns, key=lambda r: r.path):
        sha256 = write_return(filed, figures)
        replaces = filed.path.replace(".2.", ".1.") if filed.n == 2 else ""
        rows.append((filed.path, filed.form, filed.period, filed.filer, filed.filed_at, sha256, replaces))
    with (figures / "filings.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("file", "form", "period", "filer", "filed_at", "sha256", "replaces"))
        table.writerows(rows)


if __name__ == "__main__":
    make_province(Path(sys.argv[1]) if len(sys.argv) > 1 else BY_HAND)
