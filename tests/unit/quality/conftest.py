"""A small drawn province and returns in it, for the tests of the rules."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from junxian.declared.forms import Form
from junxian.declared.province import Province
from junxian.declared.rules import RuleFile
from junxian.quality.filed import gather_filed
from junxian.reported import FILING_SCHEMA, OBSERVATION_SCHEMA, Returns
from junxian.terms import Areas, Name, Period, findings_frame
from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA

TEXT = {"zh": "因为", "en": "because"}
COUNTIES = [f"9901{n:02}" for n in range(1, 21)]


def make_areas(table=(), changes=()):
    """Province 990000, cities 990100 and 990200, twenty counties 990101 … of the first city; further rows as given."""
    rows = [
        ("990000", "示例省", "province", ""),
        ("990100", "甲市", "city", "990000"),
        ("990200", "乙市", "city", "990000"),
    ]
    rows += [(code, f"{int(code[-2:])}号县", "county", "990100") for code in COUNTIES]
    rows += [("bureau", "统计局", "department", "")]
    known = {row[0]: dict(zip(("code", "name", "level", "parent"), row, strict=True)) for row in rows}
    for row in table:
        known[row["code"]] = known.get(row["code"], {}) | row
    frame = pl.DataFrame(list(known.values()), schema=AREA_SCHEMA, orient="row")
    return Areas(
        frame.with_columns(pl.col("name_en", "located_in").fill_null("")),
        pl.DataFrame(list(changes), schema=CHANGE_SCHEMA, orient="row"),
    )


def make_form(items, **over):
    """A yearly form of counties filed by the bureau; items are codes or tables."""
    full = [{"code": i} if isinstance(i, str) else i for i in items]
    full = [{"name": {"zh": i["code"]}, "unit": "万元"} | i for i in full]
    base = {"code": "form", "name": {"zh": "年报", "en": "Return"}, "kind": "statistical", "frequency": "A",
            "filed_by": "bureau", "covers": "county", "due_days": 60, "item": full}  # fmt: skip
    return Form.model_validate(base | over)


def make_province(forms, rules, areas=None, classes=None, period="2020"):
    """A province that declares only what the rules need."""
    tables = [
        {"code": r["kind"], "name": {"zh": r["kind"]}, "severity": "hold", "why": TEXT, "remedy": TEXT} | r
        for r in rules
    ]
    parsed = RuleFile.model_validate({"rule": tables}).rule
    classed = pl.DataFrame(
        {"area": list(classes or {}), "class": list((classes or {}).values())},
        schema={"area": pl.String, "class": pl.String},
    )
    return Province(
        folder=Path("."), code="990000", name=Name(zh="示例省"), languages=("zh", "en"), period=Period.parse(period),
        date=date(2024, 12, 31), seed=1, label=None, scheme="", allocations=(), bulletin="", documents={},
        areas=areas or make_areas(), classifications={"class/2020": classed}, forms={f.code: f for f in forms},
        indicators={}, rules={r.code: r for r in parsed}, schemes={}, lines={}, plans={}, programmes={}, batches={}, bulletins={},
    )  # fmt: skip


def make_returns(province, rows, faults=(), filings=None):
    """Returns of rows (area, period, key, value[, over]); a filing for each file that they name."""
    observations = [_observe(province, i, *row) for i, row in enumerate(rows)]
    table = pl.DataFrame(observations, schema=OBSERVATION_SCHEMA, orient="row")
    if filings is None:
        files = table.select("file", "form", "time_period", "filer", "vintage").unique(maintain_order=True).rows()
        filings = [{"file": f, "form": o, "period": p, "filer": w, "vintage": v} for f, o, p, w, v in files]
    listed = [_file(province, **filing) for filing in filings]
    return Returns(table, pl.DataFrame(listed, schema=FILING_SCHEMA, orient="row"), findings_frame(list(faults)))


def _observe(province, place, area, period, key, value, over=None):
    form, item = province.items[key]
    filer = (over or {}).get("filer", "bureau")
    row = {
        "ref_area": area, "time_period": period, "freq": form.frequency, "item": item.code, "breakdown": item.breakdown,
        "obs_value": value, "raw": "" if value is None else str(value), "decimals": 0, "unit_measure": item.unit,
        "unit_mult": 0, "price_basis": "", "obs_status": "A" if value is not None else "O", "conf_status": "F",
        "form": form.code, "filer": filer, "vintage": 1, "file": f"figures/{form.code}/{period}/{filer}.1.csv", "sheet": "",
        "cell": f"C{place + 2}",
    }  # fmt: skip
    return row | (over or {})


def _file(province, **filing):
    due = Period.parse(filing["period"]).end + timedelta(days=province.forms[filing["form"]].due_days)
    base = {
        "vintage": 1,
        "filed_at": due,
        "sha256": f"hash of {filing['file']}",
        "replaces": "",
        "due": due,
        "readable": True,
        "rows": 1,
    }
    return base | filing


@pytest.fixture
def draw():
    """The makers, for tests that draw their own province."""

    class Draw:
        counties = COUNTIES
        areas, form, province, returns = map(staticmethod, (make_areas, make_form, make_province, make_returns))

        @staticmethod
        def filed(province, returns, period=None, as_of=None):
            return gather_filed(
                returns, province, Period.parse(period) if period else province.period, as_of or province.date
            )

    return Draw


@pytest.fixture
def ask(draw):
    """Ask one rule of rows of one form; returns its suspicions."""
    from junxian.quality.kinds import KINDS

    def ask(rule, items, rows, *, form=None, period="2020", areas=None, classes=None, **returns):
        province = draw.province([draw.form(items, **(form or {}))], [rule], areas, classes, period)
        filed = draw.filed(province, draw.returns(province, rows, **returns))
        declared = next(iter(province.rules.values()))
        return KINDS[declared.kind](declared, filed)

    return ask
