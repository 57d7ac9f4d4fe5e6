"""The real panels on which faults are planted, as arrays, and as a province with returns for the public check."""

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from junxian.reported import FILING_SCHEMA, OBSERVATION_SCHEMA, Returns
from junxian.terms import findings_frame

ACCOUNTS = ("gdp", "primary", "secondary", "tertiary")
PROXIES = ("revenue", "spending", "deposits", "loans")
TUNING, JUDGING = 1, 0  # the parity of the first two digits of the area code
PANELS = ("county", "city")
COUNTY_YEARS, CITY_YEARS = range(2005, 2017), range(2004, 2024)


@dataclass(frozen=True)
class Panel:
    """Figures by item, (areas, years), NaN where missing; `parents` are the provinces, whose totals are `totals`."""

    name: str
    areas: tuple[str, ...]
    years: tuple[int, ...]
    values: dict[str, np.ndarray]
    totals: dict[str, np.ndarray]  # by item, (parents, years)
    proxies: dict[str, np.ndarray]  # figures that others measure: by item, (areas, years)

    @property
    def parents(self) -> tuple[str, ...]:
        return tuple(sorted({area[:2] for area in self.areas}))

    @property
    def parent_of(self) -> np.ndarray:
        place = {code: n for n, code in enumerate(self.parents)}
        return np.array([place[area[:2]] for area in self.areas])

    def copy(self) -> "Panel":
        return replace(
            self,
            values={k: v.copy() for k, v in self.values.items()},
            totals={k: v.copy() for k, v in self.totals.items()},
        )


def read_panel(shared: Path, name: str, provinces: tuple[str, ...]) -> Panel:
    """One of the panels, of some provinces (two digits): the areas that have all items in all years of the window.

    county  gross domestic product and its three sectors, 万元, 2005 to 2016, as compiled
    city    2004 to 2023; sectors from the published shares (tertiary the rest, so that they add up); revenue, spending,
            deposits, loans; published real growth, and levels at 2004 prices chained from it (made, not published)
    """
    return (_read_counties if name == "county" else _read_cities)(shared, provinces)


def _read_counties(shared: Path, provinces: tuple[str, ...]) -> Panel:
    table = pl.read_csv(shared / "data/national/county_panel.csv.gz", infer_schema_length=None)
    columns = {"gdp_10k": "gdp", "gdp_primary_10k": "primary", "gdp_secondary_10k": "secondary", "gdp_tertiary_10k": "tertiary"}  # fmt: skip
    table = table.rename(columns).with_columns(pl.col("adcode").cast(pl.String).alias("area"))
    return _balance("county", table, provinces, COUNTY_YEARS, ACCOUNTS)


def _read_cities(shared: Path, provinces: tuple[str, ...]) -> Panel:
    table = pl.read_csv(shared / "data/national/city_panel.csv.gz", infer_schema_length=None)
    names = {"fiscal_revenue": "revenue", "fiscal_exp": "spending", "bank_deposits": "deposits", "bank_loans": "loans", "gdp_growth": "growth"}  # fmt: skip
    parts = [(pl.col("gdp") * pl.col(f"{s}_share") / 100).round().alias(s) for s in ("secondary", "tertiary")]
    table = table.rename(names).with_columns(
        pl.col("city_code").cast(pl.String).str.replace("0000$", "0100").alias("area"), pl.col("gdp").round(), *parts
    )
    table = table.with_columns((pl.col("gdp") - pl.col("secondary") - pl.col("tertiary")).alias("primary"))
    panel = _balance("city", table, provinces, CITY_YEARS, (*ACCOUNTS, *names.values()))
    constant = panel.values["gdp"].copy()
    for n in range(1, len(panel.years)):
        constant[:, n] = np.round(constant[:, n - 1] * (1 + panel.values["growth"][:, n] / 100))
    panel.values["constant"] = constant
    return panel


def _balance(name: str, table: pl.DataFrame, provinces: tuple[str, ...], years: range, keys: tuple[str, ...]) -> Panel:
    inside = pl.col("area").str.slice(0, 2).is_in(provinces) & pl.col("year").is_between(years[0], years[-1])
    known = pl.all_horizontal(pl.col(k).is_not_null() for k in keys)
    rows = table.filter(inside & known).unique(["area", "year"], keep="first").sort("area", "year")
    rows = rows.filter(pl.len().over("area") == len(years))
    areas = tuple(rows["area"].unique(maintain_order=True))
    values = {k: rows[k].cast(pl.Float64).to_numpy().reshape(len(areas), len(years)).copy() for k in keys}
    proxies = {k: values.pop(k) for k in PROXIES if k in values}
    panel = Panel(name, areas, tuple(years), values, {}, proxies)
    return replace(panel, totals={"gdp": add_up(panel, values["gdp"])})


def add_up(panel: Panel, figures: np.ndarray) -> np.ndarray:
    """Totals by parent, in whole units."""
    total = np.zeros((len(panel.parents), len(panel.years)))
    np.add.at(total, panel.parent_of, figures)
    return np.round(total)


def choose_provinces(parity: int) -> tuple[str, ...]:
    """The two-digit codes of one side of the split."""
    return tuple(f"{n:02}" for n in range(11, 66) if n % 2 == parity)


def make_returns(panel: Panel) -> Returns:
    """One return a year from each province, as if read from files: rows of its areas, and its own totals."""
    frames = [_list_figures(panel, panel.areas, key, values) for key, values in panel.values.items()]
    above = tuple(f"{code}0000" for code in panel.parents)
    frames += [_list_figures(panel, above, key, values) for key, values in panel.totals.items()]
    frames += [_list_figures(panel, panel.areas, key, values, "records") for key, values in panel.proxies.items()]
    rows = pl.concat(frames).with_columns((pl.col("ref_area").str.slice(0, 2) + "0000").alias("filer"))
    where = pl.format("figures/{}/{}/{}.1.csv", "form", "time_period", "filer")
    typed = {
        name: pl.lit(None, kind).alias(name) for name, kind in OBSERVATION_SCHEMA.items() if name not in rows.columns
    }
    typed |= {
        "freq": pl.lit("A").alias("freq"), "breakdown": pl.lit("").alias("breakdown"),         "raw": pl.col("obs_value").cast(pl.String).fill_null("").alias("raw"), "vintage": pl.lit(1, pl.Int32).alias("vintage"),
        "obs_status": pl.when(pl.col("obs_value").is_null()).then(pl.lit("O")).otherwise(pl.lit("A")).alias("obs_status"),
        "file": where.alias("file"), "sheet": pl.lit("").alias("sheet"),
        "cell": pl.format("{}/{}", "ref_area", "item").alias("cell"),
    }  # fmt: skip
    observations = rows.with_columns(typed.values()).select(OBSERVATION_SCHEMA.keys())
    return Returns(observations, _list_filings(observations), findings_frame([]))


def _list_figures(
    panel: Panel, areas: tuple[str, ...], key: str, values: np.ndarray, form: str = "accounts"
) -> pl.DataFrame:
    """Rows of one item; missing figures have none."""
    shown = pl.DataFrame(
        {
            "ref_area": np.repeat(areas, len(panel.years)),
            "time_period": np.tile([str(y) for y in panel.years], len(areas)),
            "obs_value": values.ravel(),
        }
    )
    return shown.with_columns(
        pl.lit(key).alias("item"), pl.lit(form).alias("form"), pl.col("obs_value").fill_nan(None)
    ).filter(pl.col("obs_value").is_not_null())


def _list_filings(observations: pl.DataFrame) -> pl.DataFrame:
    files = observations.select("file", "form", pl.col("time_period").alias("period"), "filer", "vintage").unique()
    filed = [datetime.date(int(p) + 1, 2, 1) for p in files["period"]]
    extra = {
        "filed_at": pl.Series("filed_at", filed), "due": pl.Series("due", [datetime.date(d.year, 3, 1) for d in filed]),
        "sha256": pl.Series("sha256", files["file"]), "replaces": pl.lit("").alias("replaces"),
        "readable": pl.lit(value=True).alias("readable"), "rows": pl.lit(1).alias("rows"),
    }  # fmt: skip
    table = files.with_columns(extra.values())
    rest = [pl.lit(None, kind).alias(n) for n, kind in FILING_SCHEMA.items() if n not in table.columns]
    return table.with_columns(rest).select(pl.col(n).cast(kind) for n, kind in FILING_SCHEMA.items()).sort("file")
