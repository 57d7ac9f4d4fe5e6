"""Series rules on 183 counties × 36 months × 20 and 40 items, all made up: processor seconds of each kind; goal 1 s together."""

import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
from planted.declarations import RULE_TEXT, write_frame, write_text

from junxian.declared import read_province
from junxian.quality.filed import gather_filed
from junxian.quality.kinds import KINDS
from junxian.reported import FILING_SCHEMA, OBSERVATION_SCHEMA, Returns
from junxian.terms import findings_frame

COUNTIES, MONTHS = 183, 36
CODES = [f"5101{n:02}" if n < 100 else f"5102{n - 100:02}" for n in range(COUNTIES)]
PERIODS = [f"{2018 + n // 12}-{n % 12 + 1:02}" for n in range(MONTHS)]


def measure(items: int, runs: int = 5) -> None:
    """Print the median seconds of every kind, once the table of figures stands."""
    keys = [f"i{n:02}" for n in range(items)]
    with tempfile.TemporaryDirectory() as place:
        province = make_province(Path(place), keys)
        filed = gather_filed(make_returns(keys), province, province.period, province.date)
        begun = time.process_time()
        filed.wide  # noqa: B018
        print(f"{items} items, {COUNTIES * MONTHS * items:,} figures; table {time.process_time() - begun:.3f} s")
        total = 0.0
        for rule in province.rules.values():
            seconds = []
            for _ in range(runs):
                begun = time.process_time()
                found = KINDS[rule.kind](rule, filed)
                seconds.append(time.process_time() - begun)
            total += float(np.median(seconds))
            print(f"  {rule.kind:20} {np.median(seconds):.3f} s, {len(found)} before false discoveries are held down")
        print(f"  together {total:.3f} s")


def make_province(folder: Path, keys: list[str]):
    listed = ", ".join(f'"{k}"' for k in keys)
    rules = {
        "year_to_date": f"items=[{listed}]", "order_of_magnitude": f"items=[{listed}]", "level_shift": f"items=[{listed}]",
        "swapped_columns": f"columns=[{listed}]", "smoothing": f"items=[{listed}]", "copied_series": f"items=[{listed}]",
        "carried_forward": 'form="monthly"', "duplicates": 'form="monthly"',
    }  # fmt: skip
    write_frame(folder, CODES, keys[0], keys[1])
    items = "".join(f'[[item]]\ncode="{k}"\nname={{zh="{k}"}}\nunit="万元"\n' for k in keys)
    head = 'code="monthly"\nname={zh="月报"}\nkind="statistical"\nfrequency="M"\nfiled_by="city"\ndue_days=20\n'
    write_text(folder / "forms/monthly.toml", head + items)
    text = "".join(
        "[[rule]]\n" + RULE_TEXT.format(code=k, severity="explain", rest=f'kind="{k}"\n{r}') for k, r in rules.items()
    )
    write_text(folder / "rules/series.toml", text)
    write_text(folder / "province.toml", 'code="100000"\nname={zh="月报"}\nperiod="2020-12"\ndate=2021-02-28\nseed=1\nscheme="national/2000"\nbulletin="none"\n')  # fmt: skip
    return read_province(folder)


def make_returns(keys: list[str]) -> Returns:
    rng = np.random.default_rng(np.random.SeedSequence(1))
    shape = (COUNTIES, MONTHS, len(keys))
    common = rng.normal(0, 0.02, (1, MONTHS, len(keys)))
    logs = rng.normal(11, 1, (COUNTIES, 1, len(keys))) + np.cumsum(rng.normal(0.01, 0.04, shape), axis=1) + common
    table = pl.DataFrame(
        {
            "ref_area": np.repeat(CODES, MONTHS * len(keys)),
            "time_period": np.tile(np.repeat(PERIODS, len(keys)), COUNTIES),
            "item": np.tile(keys, COUNTIES * MONTHS),
            "obs_value": np.round(np.exp(logs)).ravel(),
        }
    ).with_columns(pl.format("figures/monthly/{}/510000.1.csv", "time_period").alias("file"))
    fixed = {
        "freq": "M",
        "breakdown": "",
        "form": "monthly",
        "filer": "510000",
        "obs_status": "A",
        "sheet": "",
        "cell": "A1",
    }
    table = table.with_columns([pl.lit(v).alias(k) for k, v in fixed.items()]).with_columns(
        pl.lit(1, pl.Int32).alias("vintage")
    )
    rest = [pl.lit(None, kind).alias(n) for n, kind in OBSERVATION_SCHEMA.items() if n not in table.columns]
    observations = table.with_columns(rest).select(*OBSERVATION_SCHEMA)
    return Returns(observations, pl.DataFrame(schema=FILING_SCHEMA), findings_frame([]))


if __name__ == "__main__":
    for count in (20, 40):
        measure(count)
