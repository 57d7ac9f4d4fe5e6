"""What becomes of each return, and which cells are kept out of use."""

import polars as pl

from junxian.quality.filed import Filed

RETURN = ["form", "period", "filer"]
VERDICTS = ("accepted", "accepted_with_queries", "held", "overdue")
_COUNTS = ("hold", "explain", "note")


def give_verdicts(filed: Filed, findings: pl.DataFrame, absent: pl.DataFrame) -> pl.DataFrame:
    """One row per return filed or due: verdict, number of findings by severity, filed_at, due.

    absent  form, period, filer, due of the returns that are overdue
    A return is `held` where any finding about it holds a figure back, even if it is one cell of one row: the cells are
    in `held`, the rest of the return stays in use. Checked in tests/unit/quality/test_verdicts.py.
    """
    filings = filed.newest.select(*RETURN, "filed_at", "due", pl.lit(False).alias("absent"))
    overdue = absent.select(*RETURN, pl.lit(None, pl.Date).alias("filed_at"), "due", pl.lit(True).alias("absent"))
    returns = pl.concat([filings, overdue]).unique(RETURN, keep="first", maintain_order=True)
    counted = returns.join(_count(findings), on=RETURN, how="left", validate="1:1", maintain_order="left")
    counted = counted.with_columns(pl.col(name).fill_null(0) for name in _COUNTS)
    return counted.select(*RETURN, _verdict().alias("verdict"), *_COUNTS, "filed_at", "due").sort(RETURN)


def _verdict() -> pl.Expr:
    return (
        pl.when(pl.col("absent")).then(pl.lit("overdue"))
        .when(pl.col("hold") > 0).then(pl.lit("held"))
        .when(pl.col("explain") > 0).then(pl.lit("accepted_with_queries"))
        .otherwise(pl.lit("accepted"))
    )  # fmt: skip


def _count(findings: pl.DataFrame) -> pl.DataFrame:
    by_return = findings.rename({"time_period": "period"}).group_by(RETURN)
    counts = [(pl.col("severity") == name).sum().cast(pl.Int64).alias(name) for name in _COUNTS]
    return by_return.agg(counts)


def list_held(findings: pl.DataFrame) -> pl.DataFrame:
    """The cells that findings withhold: ref_area, time_period, item key, rule; each cell once per rule.

    Those are findings to hold, and the notes of areas that share the cause of one (`shared_cause`).
    """
    holding = findings.filter(pl.col("severity").is_in(["hold", "note"]) & (pl.col("ref_area") != ""))
    cells = holding.select("ref_area", "time_period", pl.col("withholds").alias("item"), "rule").explode("item")
    return cells.drop_nulls("item").unique().sort("ref_area", "time_period", "item", "rule")
