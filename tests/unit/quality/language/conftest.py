"""A vocabulary of two forms, for the tests of the language."""

import pytest

from junxian.quality.language.names import Entry, Vocabulary
from junxian.quality.language.parse import parse_condition, parse_term
from junxian.quality.language.units import check_units
from junxian.terms import Name

ITEMS = [
    ("revenue", "万元", "营业收入", "Revenue", "economy"), ("main", "万元", "主营业务收入", "Main revenue", "economy"),
    ("other", "万元", "其他业务收入", "Other revenue", "economy"), ("tax", "亿元", "税收收入", "Tax revenue", "economy"),
    ("nontax", "万元", "非税收入", "Non-tax revenue", "economy"), ("liability", "万元", "或有负债", "Contingent debt", "economy"),
    ("people", "人", "从业人数", "Employees", "economy"), ("growth", "%", "营业收入增速", "Revenue growth", "economy"),
    ("share", "1", "民营比重", "Private share", "economy"), ("wage", "元/人", "人均工资", "Wage per head", "economy"),
    ("output", "万元", "总产值", "Output", "economy"), ("output_industry", "万元", "总产值", "Output", "industry"),
    ("constant", "万元", "营业收入（2020年价）", "Revenue at prices of 2020", "industry"),
    ("land", "亩", "用地面积", "Land", "industry"), ("area", "公顷", "占地面积", "Area", "industry"),
    ("log_land", "ln(亩)", "用地面积对数", "Log of land", "industry"), ("trade", "text", "行业代码", "Industry code", "industry"),
]  # fmt: skip


def make(form=""):
    entries = [Entry(key, unit, Name(zh=zh, en=en), home, (), key) for key, unit, zh, en, home in ITEMS]
    entries += [Entry(f"value.{n}", "万元", Name(zh=f"第{c}产业", en=f"Sector {n}"), "economy", (f"{n}产",), "value") for n, c in ((1, "一"), (2, "二"))]  # fmt: skip
    return Vocabulary(
        {e.key: e for e in entries},
        {"economy": ("经济年报", "综2表", "Economy"), "industry": ("工业年报", "Industry")},
        form,
    )


@pytest.fixture(scope="session")
def words():
    return make()


@pytest.fixture(scope="session")
def words_of():
    return make


@pytest.fixture
def read(words):
    return lambda text: parse_condition(text, words)


@pytest.fixture
def read_term(words):
    return lambda text: parse_term(text, words)


@pytest.fixture
def check(words):
    return lambda text: check_units(parse_condition(text, words), words, text)
