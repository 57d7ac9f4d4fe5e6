"""A small invented province: one county form (yearly), one monthly form; files are written as given."""

import datetime
import hashlib
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from junxian.declared.forms import Form
from junxian.terms import Areas, Period
from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA

AREAS = """
99     甲省    Jia     province  -       -
9901   乙市    Yi      city      99      -
9902   丙市    Bing    city      99      -
990101 东山县  Dongshan county   9901    -
990102 西水县  Xishui  county    9901    2020-06-30
990112 西水区  Xishui_District county 9901 2020-07-01+
990103 城关区  -       county    9901    -
990203 城关区  -       county    9902    -
990204 大田县  Datian  county    9902    2020-06-30
990205 上田县  Shangtian county  9902    2020-07-01+
990206 下田县  Xiatian county    9902    2020-07-01+
tjj    省统计局 Statistics department 99 -
"""
CHANGES = [
    (datetime.date(2020, 7, 1), "recode", "990102", "990112", None),
    (datetime.date(2020, 7, 1), "split", "990204", "990205", 0.6),
    (datetime.date(2020, 7, 1), "split", "990204", "990206", 0.4),
]
ITEMS = [
    {"code": "gdp", "name": {"zh": "地区生产总值", "en": "GDP"}, "unit": "万元", "header": ["生产总值"]},
    {"code": "growth", "name": {"zh": "增速", "en": "Growth"}, "unit": "%", "signed": True},
    {"code": "people", "name": {"zh": "常住人口", "en": "Residents"}, "unit": "人", "zero_means_missing": True, "required": False},
    {"code": "urban", "name": {"zh": "城镇化率", "en": "Urban share"}, "unit": "1", "required": False},
    {"code": "land", "breakdown": "farm", "name": {"zh": "耕地面积"}, "unit": "公顷", "required": False},
]  # fmt: skip
FORM = {
    "code": "county", "name": {"zh": "县域报表"}, "kind": "statistical", "frequency": "A", "filed_by": "tjj", "due_days": 31,
    "ignore_header": ["填表人"], "item": ITEMS,
}  # fmt: skip
MONTHLY = FORM | {
    "code": "monthly",
    "frequency": "M",
    "filed_by": "city",
    "item": [ITEMS[0] | {"code": "sales", "name": {"zh": "零售额"}, "header": []}],
}


def make_areas() -> Areas:
    rows = []
    for line in AREAS.strip().splitlines():
        code, name, english, level, parent, validity = (
            part.replace("-", "") if part == "-" else part for part in line.split()
        )
        day = datetime.date.fromisoformat(validity.rstrip("+")) if validity else None
        begins, ends = (day, None) if validity.endswith("+") else (None, day)
        rows.append((code, name, english.replace("_", " "), level, parent, "", begins, ends))
    return Areas(
        pl.DataFrame(rows, schema=AREA_SCHEMA, orient="row"), pl.DataFrame(CHANGES, schema=CHANGE_SCHEMA, orient="row")
    )


class SmallProvince(SimpleNamespace):
    """A stand-in with the attributes that the reader uses; `file` writes a return and registers it."""

    def file(self, path: str, content: str | bytes, filed_at: str = "2021-01-20", sha256: str | None = None) -> Path:
        target = self.folder / "figures" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        target.write_bytes(data)
        self.register(path, filed_at, hashlib.sha256(data).hexdigest() if sha256 is None else sha256)
        return target

    def register(self, path: str, filed_at: str = "2021-01-20", sha256: str = "") -> None:
        register = self.folder / "figures" / "filings.csv"
        register.parent.mkdir(parents=True, exist_ok=True)
        if not register.exists():
            register.write_text("file,form,period,filer,filed_at,sha256,replaces\n", encoding="utf-8")
        form, period, name = [*path.split("/"), "", ""][:3]
        with register.open("a", encoding="utf-8") as stream:
            stream.write(f"{path},{form},{period},{name.split('.')[0]},{filed_at},{sha256},\n")


@pytest.fixture
def province(tmp_path) -> SmallProvince:
    (tmp_path / "figures").mkdir()
    forms = {form["code"]: Form.model_validate(form) for form in (FORM, MONTHLY)}
    return SmallProvince(
        folder=tmp_path, areas=make_areas(), forms=forms, date=datetime.date(2021, 3, 1), period=Period(2020)
    )
