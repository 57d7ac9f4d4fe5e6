"""What the room gives: observations, filings and findings; and the newest vintage of what was filed."""

from dataclasses import dataclass
from typing import Any

import polars as pl

OBSERVATION_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,  # present code
    "time_period": pl.String,
    "freq": pl.String,
    "item": pl.String,
    "breakdown": pl.String,
    "obs_value": pl.Float64,  # in the item's declared unit; null where missing or not readable
    "raw": pl.String,  # as filed
    "decimals": pl.Int32,
    "unit_measure": pl.String,
    "unit_mult": pl.Int32,
    "price_basis": pl.String,
    "obs_status": pl.String,  # SDMX CL_OBS_STATUS: A normal, O missing
    "conf_status": pl.String,
    "form": pl.String,
    "filer": pl.String,
    "vintage": pl.Int32,
    "file": pl.String,
    "sheet": pl.String,
    "cell": pl.String,
}
FILING_SCHEMA: dict[str, Any] = {
    "file": pl.String,
    "form": pl.String,
    "period": pl.String,
    "filer": pl.String,
    "vintage": pl.Int32,
    "filed_at": pl.Date,
    "sha256": pl.String,
    "replaces": pl.String,
    "due": pl.Date,
    "readable": pl.Boolean,
    "rows": pl.Int64,
    "filed_time": pl.String,  # time of day, "" where the register does not tell it
    "address": pl.String,  # from which it was filed (IP, device), "" where the register does not tell it
}
_FIGURE = ["form", "time_period", "filer", "ref_area", "item", "breakdown"]


@dataclass(frozen=True)
class Returns:
    """Returns as filed: `observations` (OBSERVATION_SCHEMA), `filings` (FILING_SCHEMA), `faults` (FINDING_SCHEMA)."""

    observations: pl.DataFrame
    filings: pl.DataFrame
    faults: pl.DataFrame


def latest(observations: pl.DataFrame) -> pl.DataFrame:
    """The observations in force: of each form, period folder and filer the newest file, whole.

    A revision that leaves out a row keeps nothing of the file before. Where two folders hold the same figure (a later
    return repeats an earlier period) the later folder stands. Rows that one file holds twice both stay.
    Checked in tests/unit/reported/test_latest_returns.py.
    """
    files = observations.select("form", "filer", "vintage", "file").unique()
    files = files.with_columns(pl.col("file").str.split("/").list.get(2, null_on_oob=True).alias("folder"))
    newest = files.filter(pl.col("vintage") == pl.col("vintage").max().over("form", "folder", "filer"))
    kept = observations.join(newest.select("file"), on="file", how="semi", maintain_order="left")
    return _keep_latest_folder(kept, newest.select("file", "folder"))


def _keep_latest_folder(kept: pl.DataFrame, folders: pl.DataFrame) -> pl.DataFrame:
    spread = kept.select("form", "filer", "time_period", "file").unique()
    if not spread.select("form", "filer", "time_period").is_duplicated().any():
        return kept
    placed = kept.join(folders, on="file", how="left", validate="m:1", maintain_order="left")
    return placed.filter(pl.col("folder") == pl.col("folder").max().over(_FIGURE)).drop("folder")
