"""The results of both samples are kept: ranks, intervals, quotas and findings change only with a fragment in changelog.d."""

import os
import shutil
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from junxian import runs
from junxian.store import Run

KEPT = Path(__file__).parent / "kept"
SAMPLE = Path(__file__).resolve().parents[2] / "sample"


def gather(run: Run) -> dict[str, pl.DataFrame]:
    quotas = [plan.table.select("ref_area", pl.lit(key).alias("plan"), "quota") for key, plan in run.plans.items()]
    programmes = [p.amounts.select(pl.lit(key).alias("plan"), "factor", "ref_area", "bound", "quota") for key, p in run.programmes.items()]  # fmt: skip
    choices = [
        c.projects.select(pl.lit(key).alias("choice"), "code", "picked", "reason") for key, c in run.choices.items()
    ]
    ranking = ["ref_area", "class", "status", "coverage", "total", "rank", "rank_low", "rank_high", "award"]
    chosen = {"choices": pl.concat(choices).sort("choice", "code")} if choices else {}
    return chosen | {
        "ranking": run.scorecard.table.select(ranking).with_columns(pl.col("coverage").round(6)).sort("ref_area"),
        "quotas": pl.concat(quotas).sort("plan", "ref_area"),
        "programmes": pl.concat(programmes).sort("plan", "factor", "ref_area"),
        "findings": run.quality.findings.select("rule", "severity", "ref_area", "time_period", "item", "cell").sort(
            pl.all()
        ),
    }


@pytest.mark.parametrize("sample", ["sichuan", "example-province"])
def test_results_are_the_kept_ones(sample, tmp_path):
    shutil.copytree(SAMPLE / sample, tmp_path / sample, ignore=shutil.ignore_patterns("runs"))
    for name, table in gather(runs.run(tmp_path / sample)).items():
        path = KEPT / f"{sample}.{name}.csv"
        if os.environ.get("KEEP_RESULTS"):  # to keep new results: KEEP_RESULTS=1 pytest, and a fragment that says why
            table.write_csv(path)
        kept = pl.read_csv(path, schema=table.schema).with_columns(pl.col(pl.String).fill_null(""))
        assert_frame_equal(table, kept, check_exact=True)
