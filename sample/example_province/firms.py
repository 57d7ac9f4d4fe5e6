"""Draws firms: what the tax office records of them, and which of them stand in the register of above-scale industry."""

import csv
from pathlib import Path

import numpy as np

from example_province.counties import COUNTIES

THRESHOLD = 2_000  # revenue of the main business, 10,000 yuan: from here on a firm is registered
PER_COUNTY = 60
MISSED_EVERY = 40  # of the firms due in a county so many make one that the register has not yet taken up
Row = tuple[str, str, str]


def draw_firms(seed: int) -> tuple[list[Row], list[Row]]:
    """Register (unit, area, name) and tax records (unit, area, revenue in 10,000 yuan)."""
    register: list[Row] = []
    records: list[Row] = []
    for index, county in enumerate(COUNTIES):
        rng = np.random.default_rng(np.random.SeedSequence((seed, 3000, index)))
        revenue = 10 ** rng.normal(3.7, 0.65, PER_COUNTY)
        due = 0
        for number, amount in enumerate(np.round(revenue, 1), start=1):
            unit = f"{county.code}-{number:03}"
            records.append((unit, county.code, f"{amount:.1f}"))
            due += amount >= THRESHOLD
            if amount >= THRESHOLD and due % MISSED_EVERY:
                register.append((unit, county.code, f"第{number:03}号企业"))
    return register, records


def write_firms(seed: int, folder: Path) -> None:
    """Write `register.csv` and `tax_records.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    register, records = draw_firms(seed)
    for name, header, rows in (
        ("register.csv", ("unit", "area", "name"), register),
        ("tax_records.csv", ("unit", "area", "value"), records),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(header)
            table.writerows(rows)
