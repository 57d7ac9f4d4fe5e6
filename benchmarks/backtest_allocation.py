"""A year's plan judged by the next, on the county panels of Sichuan and the nation; prints the tables of the handbook.

python benchmarks/backtest_allocation.py ../shared/data
"""

import argparse
from pathlib import Path

import polars as pl

from junxian.studies.backtest import Policy, backtest_plan, make_panel

YEARS = (2003, 2017)  # output is on file from 2003, amounts to 2017: the first plan is that of 2007
POLICIES = {
    "efficiency 1, need ½, momentum ½": Policy(),
    "efficiency alone": Policy(need=0, momentum=0),
    "need alone": Policy(efficiency=0, need=1, momentum=0),
    "momentum alone": Policy(efficiency=0, need=0, momentum=1),
    "α = 0 (most to the best)": Policy(alpha=0.0),
    "wide pace (0.5 to 2)": Policy(low=0.5, high=2.0),
}


def read_sichuan(data: Path, output: str) -> pl.DataFrame:
    """Sichuan's counties, one source for every series; 亿元 and 万元 as they stand: only ratios matter."""
    table = pl.read_csv(data / "sichuan/observations.csv.gz", schema_overrides={"adcode": pl.String})
    names = {"fixed_asset_investment": "factor", output: "output", "pop_registered": "people"}
    table = table.filter(pl.col("source") == "duhe", pl.col("indicator").is_in(names))
    wide = table.pivot("indicator", index=["adcode", "year"], values="value").rename(names)
    return _cut(wide.with_columns(city=pl.col("adcode").str.slice(0, 4)).rename({"adcode": "ref_area"}))


def read_nation(data: Path, output: str) -> pl.DataFrame:
    """All counties of the nation that the panel holds."""
    names = {"fixed_asset_inv_100m": "factor", output: "output", "pop_registered_10k": "people", "adcode": "ref_area"}
    overrides = {"adcode": pl.String, "citycode": pl.String}
    table = pl.read_csv(data / "national/county_panel.csv.gz", schema_overrides=overrides, infer_schema_length=None)
    table = table.rename(names).with_columns(city=pl.col("ref_area").str.slice(0, 4))
    return _cut(table.unique(["ref_area", "year"], keep="none"))


def _cut(table: pl.DataFrame) -> pl.DataFrame:
    columns = ("ref_area", "city", "year", "factor", "output", "people")
    return table.filter(pl.col("year").is_between(*YEARS)).select(columns)


PANELS = {
    "Sichuan, GDP": (read_sichuan, "gdp"),
    "Sichuan, secondary value added": (read_sichuan, "gdp_secondary"),
    "Nation, GDP": (read_nation, "gdp_10k"),
    "Nation, secondary value added": (read_nation, "gdp_secondary_10k"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--placebos", type=int, default=100)
    chosen = parser.parse_args()
    for name, (read, output) in PANELS.items():
        panel = make_panel(read(chosen.data, output))
        for told, policy in POLICIES.items():
            _print(f"{name}; {told}", panel, policy, chosen.placebos if policy == Policy() else 0)


def _print(title: str, panel, policy: Policy, placebos: int) -> None:
    result = backtest_plan(panel, policy, placebos=placebos)
    print(f"\n## {title}")
    gains = result.gains if policy == Policy() else result.gains.filter(pl.col("rule") == "plan")
    with pl.Config(
        tbl_rows=-1, tbl_cols=-1, tbl_hide_dataframe_shape=True, float_precision=3, tbl_formatting="MARKDOWN"
    ):
        print(gains)
        if policy == Policy():
            print(result.years)


if __name__ == "__main__":
    main()
