"""Faults planted on real panels and asked for by the public check: recall by kind, precision, a second opinion.

    python benchmarks/planted_faults.py SHARED --panel county --side tuning --seeds 1-5
    python benchmarks/planted_faults.py SHARED --panel city --provinces 14 32 --seeds 7
    python benchmarks/planted_faults.py SHARED --panel city --seeds 1-5 --power

The split by province and the seeds stand in benchmarks/planted/README.md.
"""

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import mean

import polars as pl
from planted.declarations import make_province
from planted.faults import plant
from planted.judge import Judged, judge, wilson
from planted.oddities import list_oddities
from planted.panels import JUDGING, PANELS, TUNING, Panel, choose_provinces, make_returns, read_panel
from planted.power import trace_power
from planted.second_opinion import ask_others

from junxian.declared import Province
from junxian.quality import check_returns


def run(panel: Panel, seeds: list[int], show_false: bool = False) -> None:
    """Plant and judge once for each seed; print recall by kind and variant, precision with and without oddities."""
    with tempfile.TemporaryDirectory() as place:
        province = make_province(panel, Path(place))
        clean = ask(panel, province)
        oddities = list_oddities(panel)
        runs, others = [], defaultdict(list)
        for seed in seeds:
            planted, faults = plant(panel, seed)
            findings = ask(planted, province)
            runs.append((judge(findings, faults), judge(findings, faults, {(o.area, o.period) for o in oddities})))
            for name, scores in ask_others(planted, faults, seed).items():
                others[name].append(scores)
    print(
        f"{panel.name}: {len(panel.areas)} areas of {', '.join(panel.parents)}, {panel.years[0]}-{panel.years[-1]}, {len(seeds)} seeds"
    )
    show_recall([a for a, _ in runs])
    show_precision("nothing set aside", [a for a, _ in runs])
    show_precision(f"{len(oddities)} oddities set aside", [b for _, b in runs])
    for name, scores in others.items():
        print(
            f"second opinion, {name:18} recall {mean(r for r, _ in scores):.3f} precision {mean(p for _, p in scores):.3f}"
        )
    alarms = clean.filter(pl.col("severity") != "note")
    print(f"nothing planted: {alarms.height} alarms in {len(panel.areas) * len(panel.years)} area-years", dict(alarms["rule"].value_counts().rows()))  # fmt: skip
    if show_false:
        with pl.Config(tbl_rows=400, fmt_str_lengths=70, tbl_width_chars=200):
            print(pl.concat([a.false for a, _ in runs]).group_by("rule", "ref_area", "time_period", "item").agg(pl.len(), pl.col("found").first(), pl.col("expected").first()).sort("rule", "ref_area", "time_period"))  # fmt: skip


def show_power(panel: Panel, seeds: list[int]) -> None:
    """Print the power curve of inflated output."""
    for size, beside, recall, false in trace_power(panel, seeds):
        print(f"inflated by {size:.0%} beside {beside:24} recall {recall:.3f}, {false:.1f} false a run")


def ask(panel: Panel, province: Province) -> pl.DataFrame:
    """The findings of the public check."""
    return check_returns(make_returns(panel), province, province.period, province.date).findings


def show_recall(runs: list[Judged]) -> None:
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for judged in runs:
        for fault, found, named in judged.faults:
            for variant in ("", fault.variant):
                row = counts[fault.kind, variant]
                row[0], row[1], row[2] = row[0] + 1, row[1] + found, row[2] + named
    for (kind, variant), (planted, found, named) in counts.items():
        low, high = wilson(found, planted)
        name = f"  {variant}" if variant else kind
        print(
            f"{name:24} planted {planted:5}  recall {found / planted:.3f} ({low:.3f}-{high:.3f})  named {named / planted:.3f}"
        )


def show_precision(name: str, runs: list[Judged]) -> None:
    asked, false = sum(r.findings for r in runs), sum(r.false.height for r in runs)
    low, high = wilson(asked - false, asked)
    by = pl.concat([r.false for r in runs])["rule"].value_counts(sort=True).rows()
    print(
        f"{name:28} precision {1 - false / asked:.3f} ({low:.3f}-{high:.3f}), {false / len(runs):.1f} false a run",
        dict(by),
    )
    named, clear = sum(r.areas for r in runs), sum(r.false_areas for r in runs)
    print(f"{'  each area named by itself':28} precision {1 - clear / named:.3f}, {clear / len(runs):.1f} false a run")


def read_seeds(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("shared", type=Path)
    words.add_argument("--panel", choices=PANELS, nargs="+", default=PANELS)
    words.add_argument("--side", choices=("tuning", "judging"), default="tuning")
    words.add_argument("--provinces", nargs="+")
    words.add_argument("--seeds", type=read_seeds, default=[1])
    words.add_argument("--show-false", action="store_true")
    words.add_argument("--power", action="store_true", help="only the power curve of inflated output")
    given = words.parse_args()
    chosen = tuple(given.provinces or choose_provinces(TUNING if given.side == "tuning" else JUDGING))
    for name in given.panel:
        panel = read_panel(given.shared, name, chosen)
        show_power(panel, given.seeds) if given.power else run(panel, given.seeds, given.show_false)
