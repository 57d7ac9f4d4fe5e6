"""Makes a province folder of the national county panel (2000-2021, 2,850 counties) in a folder that is thrown away.

The panel is read in place and never copied into the project. Land areas follow from the simplified boundaries
(spherical polygon area), good to about 1 %, enough for light per area.
"""

import csv
import gzip
import hashlib
import itertools
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

YEARS = range(2000, 2022)
EARTH_KM = 6371.0088
ITEMS = {
    "gdp": ("gdp_10k", "万元", "flow"),
    "gdp_secondary": ("gdp_secondary_10k", "万元", "flow"),
    "gdp_tertiary": ("gdp_tertiary_10k", "万元", "flow"),
    "registered_population": ("pop_registered_10k", "万人", "stock"),
    "light": ("ntl_viirslike_sum", "亮度", "stock"),
    "land_area": ("land_area_km2", "km2", "stock"),
}
MEASURED = ("light", "land_area")  # by satellite and from boundaries: no filing error is assumed
INDICATORS = {
    "growth": ("%", "growth", {"of": "gdp"}),
    "gdp_per_person": ("元/人", "ratio", {"numerator": "gdp", "denominator": "registered_population"}),
    "secondary_share": ("%", "share", {"part": "gdp_secondary", "whole": "gdp"}),
    "tertiary_share": ("%", "share", {"part": "gdp_tertiary", "whole": "gdp"}),
    "light_per_area": ("亮度/km2", "per_area", {"amount": "light", "area": "land_area"}),
}
RULE = (
    'name={{zh="{code}"}}\nwhy={{zh="见手册"}}\nremedy={{zh="请核实"}}\ncode="{code}"\nseverity="{severity}"\n{rest}\n'
)


def make_national_province(shared: Path, folder: Path) -> Path:
    """Write declarations and one return a year; return the folder."""
    panel = pl.read_csv(shared / "data/national/county_panel.csv.gz", infer_schema_length=None)
    panel = panel.join(
        pl.DataFrame(list(land_areas(shared)), schema=["adcode", "land_area_km2"], orient="row"),
        on="adcode",
        how="left",
        validate="m:1",
    )
    write_areas(panel, folder)
    write_declarations(folder)
    write_figures(panel, folder)
    return folder


def land_areas(shared: Path) -> Iterator[tuple[int, float]]:
    """Code and area in km2 of every county of the boundary file."""
    areas: dict[int, float] = {}
    for feature in json.loads(gzip.decompress((shared / "data/national/boundaries.geojson.gz").read_bytes()))[
        "features"
    ]:
        shapes = feature["geometry"]["coordinates"]
        polygons = [shapes] if feature["geometry"]["type"] == "Polygon" else shapes
        code = int(feature["properties"]["adcode_current"])
        areas[code] = areas.get(code, 0.0) + sum(
            ring_area(ring) * (1 if i == 0 else -1) for p in polygons for i, ring in enumerate(p)
        )
    return iter((code, round(area, 3)) for code, area in areas.items() if area > 0)


def ring_area(ring: list[list[float]]) -> float:
    """Area of a ring of longitudes and latitudes on a sphere, km2."""
    total = 0.0
    for (x1, y1, *_), (x2, y2, *_) in itertools.pairwise(ring):
        total += math.radians(x2 - x1) * (2 + math.sin(math.radians(y1)) + math.sin(math.radians(y2)))
    return abs(total) * EARTH_KM**2 / 2


def write_areas(panel: pl.DataFrame, folder: Path) -> None:
    """areas.csv: the country stands at the level of a province, provinces at the level of cities."""
    folder.mkdir(parents=True, exist_ok=True)
    counties = panel.sort("year").unique("adcode", keep="last").sort("adcode")
    rows = [("100000", "全国", "province", "")]
    rows += [
        (str(c), n, "city", "100000")
        for c, n in counties.select("provincecode", "province").unique().sort("provincecode").iter_rows()
    ]
    rows += [
        (str(c), n, "county", str(p)) for c, n, p in counties.select("adcode", "county", "provincecode").iter_rows()
    ]
    write_rows(folder / "areas.csv", ("code", "name", "level", "parent"), rows)
    write_rows(folder / "classifications/all/2000.csv", ("area", "class"), [(str(c), "N") for c in counties["adcode"]])


def write_declarations(folder: Path) -> None:
    """Form, indicators, rules and a scheme of five indicators with equal points."""
    items = "".join(
        f'[[item]]\ncode="{c}"\nname={{zh="{c}"}}\nheader=["{h}"]\nunit="{u}"\nmeasure="{m}"\nrequired=false\ndata_error={0 if c in MEASURED else 0.03}\n'
        for c, (h, u, m) in ITEMS.items()
    )
    write(
        folder / "forms/panel.toml",
        f'code="panel"\nname={{zh="面板"}}\nkind="statistical"\nfrequency="A"\nfiled_by="100000"\ndue_days=400\nignore_header=["county"]\narea_header=["adcode"]\nname_header=[]\n{items}',
    )
    for code, (unit, method, of) in INDICATORS.items():
        sources = ", ".join(f'{role}="{key}"' for role, key in of.items())
        write(
            folder / f"indicators/{code}.toml",
            f'code="{code}"\nname={{zh="{code}"}}\nconcept={{zh="{code}"}}\nunit="{unit}"\nmethod="{method}"\nof={{{sources}}}\n',
        )
    write(
        folder / "rules/panel.toml",
        "".join("[[rule]]\n" + RULE.format(code=c, severity=s, rest=r) for c, s, r in rules()),
    )
    write(
        folder / "province.toml",
        'code="100000"\nname={zh="全国县域面板"}\nperiod="2021"\ndate=2023-01-01\nseed=20000101\nscheme="national/2000"\nbulletin="none"\n',
    )
    write(folder / "bulletins/none.toml", 'code="none"\ntitle={zh="面板"}\nissuer={zh="基准测试"}\n')
    write(
        folder / "schemes/national/2000/scheme.toml",
        'code="national"\nedition="2000"\nname={zh="面板"}\nwhy={zh="基准测试"}\nclassification="all/2000"\nclass=[{code="N", name={zh="全部"}}]\nnode=[{code="total", name={zh="总分"}}]\n',
    )
    write_rows(
        folder / "schemes/national/2000/weights.csv",
        ("node", "parent", "N"),
        [("total", "", "100"), *((c, "total", "20") for c in INDICATORS)],
    )


def rules() -> list[tuple[str, str, str]]:
    """A rule of every kind that the panel can answer: code, severity, further keys."""
    keys = ", ".join(f'"{key}"' for key in ("gdp", "gdp_secondary", "gdp_tertiary", "registered_population"))
    return [
        ("not_negative", "hold", f'kind="bounds"\nitems=[{keys}]\nlow=0'),
        ("duplicates", "hold", 'kind="duplicates"\nform="panel"'),
        ("carried_forward", "explain", 'kind="carried_forward"\nform="panel"'),
        ("magnitude", "explain", f'kind="order_of_magnitude"\nitems=[{keys}]'),
        (
            "secondary_in_line",
            "explain",
            'kind="ratio_in_line"\nnumerator="gdp_secondary"\ndenominator="gdp"\nclassification="all/2000"\nlimit=8',
        ),
    ]


def write_figures(panel: pl.DataFrame, folder: Path) -> None:
    """One CSV a year, and filings.csv."""
    filings = []
    for year in YEARS:
        file = f"panel/{year}/100000.1.csv"
        path = folder / "figures" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        panel.filter(pl.col("year") == year).select("adcode", "county", *(h for h, _, _ in ITEMS.values())).write_csv(
            path
        )
        filings.append(
            (file, "panel", str(year), "100000", f"{year + 1}-10-01", hashlib.sha256(path.read_bytes()).hexdigest(), "")
        )
    write_rows(
        folder / "figures/filings.csv", ("file", "form", "period", "filer", "filed_at", "sha256", "replaces"), filings
    )


def write(path: Path, text: str) -> None:
    """Write text, making the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_rows(path: Path, header: tuple[str, ...], rows: list[Any]) -> None:
    """Write a CSV, making the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
