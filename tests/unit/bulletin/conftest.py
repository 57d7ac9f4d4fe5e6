"""A small drawn province with results of every room, made by hand; no room computes anything here."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from junxian.bulletin import compose
from junxian.bulletin.contents.results import Results
from junxian.declared.allocations import Allocation
from junxian.declared.bulletins import Bulletin
from junxian.declared.documents import Document
from junxian.declared.forms import Form
from junxian.declared.indicators import Indicator
from junxian.declared.province import Province
from junxian.declared.redlines import RedLine
from junxian.declared.schemes import Scheme
from junxian.terms import Areas, Name, Period, findings_frame
from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA

COUNTIES = {
    "990101": ("甲县", "Jia", "9901", "K"), "990102": ("乙县", "Yi", "9901", "K"), "990103": ("丙县", "Bing", "9901", "K"),
    "990201": ("丁县", "Ding", "9902", "K"), "990202": ("戊区", "Wu", "9902", "U"), "990203": ("己县", "Ji", "9902", "E"),
}  # fmt: skip


@dataclass(frozen=True)
class Frames:
    """A result object of any room: frames by name."""

    frames: dict[str, pl.DataFrame] = field(default_factory=dict)

    def __getattr__(self, name: str) -> pl.DataFrame:
        if name.startswith("_") or name == "frames":
            raise AttributeError(name)
        return self.frames.get(name, pl.DataFrame())


GDP = {
    "990101": 9_000_000.0,
    "990102": 4_500_000.0,
    "990103": 3_000_000.0,
    "990201": 1_500_000.0,
    "990202": 7_000_000.0,
    "990203": None,
}
QUANTITIES = {("gdp", "2020", a): (v, "万元") for a, v in GDP.items()} | {
    ("gdp", "2020", "99"): (50_000_000.0, "万元"),
    ("urban", "2020", "99"): (50.0, "%"),
    **{("urban", "2020", a): (v, "%") for a, v in zip(COUNTIES, (60.0, 55.0, 45.0, 40.0, 80.0, 30.0), strict=True)},
    **{("urban", "2019", a): (v, "%") for a, v in zip(COUNTIES, (58.0, 54.0, 44.0, 39.0, 79.0, 29.0), strict=True)},
    ("urban", "2019", "99"): (56.0, "%"),
}


def make_areas() -> Areas:
    rows = [("99", "示例省", "Example", "province", "", None, None, None)]
    rows += [
        ("9901", "东市", "East", "city", "99", None, None, None),
        ("9902", "西市", "West", "city", "99", None, None, None),
    ]
    rows += [(c, zh, en, "county", city, None, None, None) for c, (zh, en, city, _) in COUNTIES.items()]
    rows += [("tjj", "统计局", "Statistics bureau", "department", "99", None, None, None)]
    return Areas(pl.DataFrame(rows, schema=AREA_SCHEMA, orient="row"), pl.DataFrame(schema=CHANGE_SCHEMA))


def make_scheme() -> Scheme:
    weights = pl.DataFrame(
        [("total", "", "100", "100", "100"), ("economy", "total", "60", "60", "60"), ("people", "total", "40", "40", "40"),
         ("I1", "economy", "60", "60", "60"), ("I2", "people", "40", "40", "40")],
        schema=["node", "parent", "U", "K", "E"], orient="row",
    )  # fmt: skip
    return Scheme.model_validate(
        {
            "code": "county", "edition": "2020", "name": {"zh": "县域评价", "en": "County assessment"}, "why": {"zh": "分类"},
            "classification": "function/2020",
            "class": [
                {"code": "U", "name": {"zh": "城市主城区", "en": "Urban"}, "award": False},
                {"code": "K", "name": {"zh": "重点开发区县", "en": "Key"}},
                {"code": "E", "name": {"zh": "生态区县", "en": "Ecology"}, "heading": {"zh": "仅经济社会部分", "en": "economy and society only"}},
            ],
            "node": [
                {"code": "total", "name": {"zh": "总分", "en": "total"}},
                {"code": "economy", "name": {"zh": "经济发展", "en": "economy"}, "parent": "total"},
                {"code": "people", "name": {"zh": "民生改善", "en": "livelihood"}, "parent": "total"},
            ],
            "not_filed": [{"name": {"zh": "生态环境", "en": "ecology"}, "why": {"zh": "无县级数", "en": "no county figures"}}],
            "weights": weights,
            "award": [{"code": "best", "name": {"zh": "先进县", "en": "Best"}, "kind": "rank", "money": 5000, "land": 100},
                      {"code": "progress", "name": {"zh": "进步县", "en": "Progress"}, "kind": "progress"}],
        }
    )  # fmt: skip


def make_forms() -> dict[str, Form]:
    item = {"unit": "万元", "name": {"zh": "地区生产总值", "en": "GDP"}, "code": "gdp"}
    urban = {"unit": "%", "name": {"zh": "城镇化率", "en": "urban share"}, "code": "urban_rate", "decimals": 1}
    form = {
        "code": "yearbook", "name": {"zh": "年鉴", "en": "Yearbook"}, "kind": "statistical", "frequency": "A",
        "filed_by": "tjj", "due_days": 300, "item": [item, urban],
    }  # fmt: skip
    return {"yearbook": Form.model_validate(form)}


def make_indicators() -> dict[str, Indicator]:
    log = {
        "code": "I1",
        "name": {"zh": "地区生产总值（对数）", "en": "GDP (log)"},
        "concept": {"zh": "总量"},
        "unit": "ln(万元)",
        "method": "log",
        "of": {"of": "gdp"},
        "decimals": 4,
    }
    urban = {
        "code": "I2",
        "name": {"zh": "城镇化率", "en": "urban share"},
        "concept": {"zh": "城镇"},
        "unit": "%",
        "method": "value",
        "of": {"of": "urban_rate"},
        "decimals": 1,
    }
    land = {
        "code": "farm",
        "name": {"zh": "耕地保有量完成率", "en": "farmland kept"},
        "concept": {"zh": "耕地"},
        "unit": "%",
        "method": "value",
        "of": {"of": "urban_rate"},
    }
    return {i["code"]: Indicator.model_validate(i) for i in (log, urban, land)}


def make_lines() -> dict[str, RedLine]:
    version = {"valid_from": date(2020, 1, 1), "thresholds": {"yellow": 101, "red": 100}}
    farmland = {
        "code": "farmland",
        "name": {"zh": "耕地红线", "en": "Farmland"},
        "indicator": "farm",
        "breach": "below",
        "version": [version],
        "veto": True,
    }
    debt = {
        "code": "debt",
        "name": {"zh": "债务警戒线", "en": "Debt"},
        "breach": "above",
        "version": [],
        "not_filed": {"zh": "县级债务数不公开", "en": "not public"},
    }
    return {line["code"]: RedLine.model_validate(line) for line in (farmland, debt)}


def make_plan_declared() -> Allocation:
    return Allocation.model_validate(
        {
            "code": "land", "edition": "2020", "factor": "land", "name": {"zh": "建设用地计划", "en": "Land quota"},
            "heading": {"zh": "测算示例（假设总额）", "en": "worked example"}, "unit": "亩", "classification": "function/2020",
            "supply": {"amount": 1000}, "need": [{"of": "gdp", "weight": 1}], "efficiency": [{"of": "gdp", "weight": 1}],
        }
    )  # fmt: skip


def make_bulletin() -> Bulletin:
    return Bulletin.model_validate(
        {
            "code": "annual", "title": {"zh": "县域经济高质量发展情况通报", "en": "County economies: bulletin"},
            "issuer": {"zh": "示例省县域经济领导小组办公室", "en": "Leading-group office"},
            "headline": [
                {"kind": "total", "section": "economy", "of": "gdp", "name": {"zh": "地区生产总值", "en": "GDP"}, "unit": "亿元"},
                {"kind": "share_of_province", "section": "economy", "of": "gdp", "name": {"zh": "地区生产总值", "en": "GDP"}, "unit": "%"},
                {"kind": "count_at_least", "section": "economy", "of": "gdp", "name": {"zh": "地区生产总值", "en": "GDP"}, "unit": "亿元", "threshold": 300},
                {"kind": "count_above_province", "section": "livelihood", "of": "urban", "name": {"zh": "城镇化率", "en": "urban share"}, "unit": "%"},
                {"kind": "total", "section": "demand", "of": "retail", "name": {"zh": "社会消费品零售总额", "en": "retail sales"}, "unit": "亿元"},
            ],
            "ladder": {"of": "gdp", "unit": "亿元", "tier": [{"name": {"zh": "600亿元以上"}, "at_least": 600}, {"name": {"zh": "200亿至600亿元"}, "at_least": 200}]},
            "note": [{"areas": ["990101"], "text": {"zh": "甲县含开发区。", "en": "Jia includes a zone."}}],
            "not_filed": [{"section": "demand", "name": {"zh": "投资消费", "en": "Demand"}, "why": {"zh": "无县级数", "en": "no figures"}}],
        }
    )  # fmt: skip


@pytest.fixture(scope="session")
def small_province() -> Province:
    classes = pl.DataFrame({"area": list(COUNTIES), "class": [c[3] for c in COUNTIES.values()]})
    return Province(
        folder=Path("nowhere"), code="99", name=Name(zh="示例省", en="Example"), languages=("zh", "en"),
        period=Period.parse("2020"), date=date(2021, 6, 30), seed=7, label=Name(zh="示例数据", en="invented figures"),
        scheme="county/2020", allocations=("land/2020",), bulletin="annual",
        documents={"d1": Document(id="d1", title="县域统计年鉴", issuer="统计局", date=date(2021, 5, 1))}, areas=make_areas(),
        classifications={"function/2020": classes}, forms=make_forms(), indicators=make_indicators(), rules={},
        schemes={"county/2020": make_scheme()}, lines=make_lines(), plans={"land/2020": make_plan_declared()}, programmes={}, batches={},
        bulletins={"annual": make_bulletin()},
    )  # fmt: skip


SCORES = {  # class, status, score, rank, of, low, high
    "990101": ("K", "ranked", 90.0, 1, 4, 1, 2), "990102": ("K", "ranked", 85.0, 2, 4, 1, 3),
    "990103": ("K", "ranked", 75.0, 3, 4, 3, 4), "990201": ("K", "ranked", 70.0, 4, 4, 3, 4),
    "990202": ("U", "listed", 88.0, None, None, None, None), "990203": ("E", "unranked", None, None, None, None, None),
}  # fmt: skip


GROUPS = {"990101": 1, "990102": 1, "990103": 2, "990201": 2}
FIRST = {"990101": 0.4, "990102": 0.6, "990103": 0.0, "990201": 0.0}
PAIRS = {  # how often the first leads, whether the two are told apart
    ("990101", "990102"): (0.4, False), ("990101", "990103"): (1.0, True), ("990101", "990201"): (1.0, True),
    ("990102", "990103"): (0.93, False), ("990102", "990201"): (0.999, True), ("990103", "990201"): (0.6, False),
}  # fmt: skip


def make_statements() -> dict[str, pl.DataFrame]:
    pairs = [(*pair, *said) for pair, said in PAIRS.items()]
    effects = [(a, choice, share, share**0.5) for a in FIRST for choice, share in (("weights", 0.25), ("rest", 0.75))]
    return {
        "statements": pl.DataFrame({"ref_area": list(FIRST), "probability_of_first": list(FIRST.values())}),
        "pairs": pl.DataFrame(pairs, schema=["area", "other", "probability", "told_apart"], orient="row"),
        "effects": pl.DataFrame(effects, schema=["ref_area", "choice", "share", "places"], orient="row"),
    }


def make_awards() -> dict[str, pl.DataFrame]:
    """The first is barred, the second takes its place; nobody made progress."""
    blank = {
        "class": "K",
        "award": "best",
        "kind": "rank",
        "name_zh": "先进县",
        "name_en": "Best",
        "money_unit": "万元",
        "land_unit": "亩",
    }
    rows = [
        blank | {"ref_area": "990101", "given": False, "basis_zh": "第1名", "basis_en": "rank 1", "money": None, "land": None,
                 "vetoed_by": "farmland", "passed_from": ""},
        blank | {"ref_area": "990102", "given": True, "basis_zh": "第2名", "basis_en": "rank 2", "money": 5000.0, "land": 100.0,
                 "vetoed_by": "", "passed_from": "990101"},
    ]  # fmt: skip
    notes = {"award": ["progress"], "class": ["K"], "why_zh": ["没有进步的单位。"], "why_en": ["Nobody rose."]}
    progress = [
        ("990101", "K", 90.0, 92.0, -2.0, 1, 1, 4, 0), ("990102", "K", 85.0, 80.5, 4.5, 2, 4, 4, 2),
        ("990202", "U", 88.0, None, None, None, None, None, None),
    ]  # fmt: skip
    columns = ["ref_area", "class", "score", "score_before", "gain", "rank", "rank_before", "of_before", "rise"]
    return {
        "awards": pl.DataFrame(rows, infer_schema_length=None),
        "award_notes": pl.DataFrame(notes),
        "progress": pl.DataFrame(progress, schema=columns, orient="row"),
    }


def make_weights() -> pl.DataFrame:
    """As weighed with; in class E the second dimension counts more than declared."""
    rows = [
        (c, part, parent, points, points + (change if c == "E" else 0.0))
        for c in ("U", "K", "E")
        for part, parent, points, change in (
            ("total", "", 100.0, 0.0), ("economy", "total", 60.0, -5.0), ("people", "total", 40.0, 5.0),
            ("I1", "economy", 60.0, -5.0), ("I2", "people", 40.0, 5.0),
        )
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=["class", "part", "parent", "declared", "used"], orient="row")


def make_moves() -> pl.DataFrame:
    """What would bring 丙县 level with 乙县, and 丁县 level with 丙县 where no single indicator is enough."""
    columns = [
        "ref_area",
        "class",
        "aim",
        "aim_area",
        "aim_rank",
        "needed",
        "indicator",
        "unit",
        "value",
        "answer",
        "target",
        "spreads",
        "points",
        "order",
    ]
    rows = [
        ("990103", "K", "next_rank", "990102", 2, 10.0, "I1", "ln(万元)", 14.75, "enough", 15.5, 0.9, 15.0, 1),
        ("990103", "K", "next_rank", "990102", 2, 10.0, "I2", "%", 45.0, "enough", 66.0, 1.2, 10.4, 2),
        ("990103", "K", "next_group", "990102", 2, 10.0, "I2", "%", 45.0, "enough", 66.0, 1.2, 10.4, 1),
        ("990201", "K", "next_rank", "990103", 3, 5.0, "I1", "ln(万元)", 14.5, "not_alone", None, None, 4.0, None),
        ("990201", "K", "next_rank", "990103", 3, 5.0, "I2", "%", 40.0, "not_alone", None, None, 4.5, None),
        ("990201", "K", "next_group", "990102", 2, 15.0, "I2", "%", 40.0, "saturated", None, None, 0.0, None),
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)


def make_score_table() -> pl.DataFrame:
    rows = [
        {
            "ref_area": area, "class": c, "status": status, "why_zh": "有数权重不足" if status == "unranked" else "",
            "why_en": "too little filed" if status == "unranked" else "", "coverage": 0.4 if status == "unranked" else 1.0,
            "score": score, "bonus": 0.0, "deduction": 0.0, "total": score, "rank": rank, "of": of, "rank_low": low,
            "rank_high": high, "rank_median": float(rank) if rank else None, "group": GROUPS.get(area), "tied": False,
            "vetoed_by": "farmland" if area == "990103" else "", "award": rank == 1,
            "neighbour_class": "U" if c == "K" else None, "neighbour_rank": 2 if c == "K" else None,
            "neighbour_of": 2 if c == "K" else None,
        }
        for area, (c, status, score, rank, of, low, high) in SCORES.items()
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def make_scorecard() -> Frames:
    used = [
        {"ref_area": a, "class": "K", "indicator": i, "parent": p, "value": v, "unit": u, "low": lo, "high": hi, "normalised": n, "part": "level", "treated": None,
         "weight": w, "used_weight": w, "points": w * n / 100, "status": "used"}
        for a, both in {"990101": (100.0, 75.0), "990102": (85.0, 85.0), "990103": (75.0, 75.0), "990201": (70.0, 70.0)}.items()
        for i, p, w, u, lo, hi, n in (("I1", "economy", 60.0, "ln(万元)", 14.0, 16.0, both[0]), ("I2", "people", 40.0, "%", 30.0, 70.0, both[1]))
        for v in [lo + (n - 60) / 40 * (hi - lo)]
    ]  # fmt: skip
    nodes = [
        {
            "ref_area": row["ref_area"],
            "class": "K",
            "node": row["parent"],
            "parent": "total",
            "score": row["normalised"],
            "points": row["weight"],
        }
        for row in used
    ]
    spread = [("990103", 3, 0.6), ("990103", 4, 0.4), ("990101", 1, 0.9), ("990101", 2, 0.1)]
    bounds = {
        "class": ["K", "K"],
        "indicator": ["I1", "I2"],
        "low": [14.0, 30.0],
        "high": [16.0, 70.0],
        "members": [4, 4],
    }
    return Frames(
        {
            "bounds": pl.DataFrame(bounds),
            "table": make_score_table(),
            "weights": make_weights(),
            **make_statements(),
            **make_awards(),
            "nodes": pl.DataFrame(nodes),
            "indicators": pl.DataFrame(used),
            "distribution": pl.DataFrame(spread, schema=["ref_area", "rank", "share"], orient="row"),
            "left_out": pl.DataFrame(schema={"ref_area": pl.String, "why_zh": pl.String, "why_en": pl.String}),
        }
    )


def make_gaps(scorecard: Frames) -> Frames:
    used = scorecard.indicators.with_columns(reference=pl.col("normalised").median().over("indicator"))
    gaps = used.select(
        "ref_area", "class", "indicator", "value", pl.col("value").median().over("indicator").alias("reference_value"), "unit",
        "normalised", "reference", (pl.col("used_weight") / 100 * (pl.col("normalised") - pl.col("reference"))).alias("gap_points"),
    )  # fmt: skip
    return Frames(
        {
            "gaps": gaps.with_columns(pl.col("gap_points").sum().over("ref_area").alias("total_gap")),
            "moves": make_moves(),
        }
    )


def make_lineage() -> Frames:
    rows = [
        {"ref_area": a, "time_period": "2020", "indicator": i, "source": s, "source_period": "2020", "value": v, "unit": u, "raw": str(v),
         "form": "yearbook", "filer": "tjj", "vintage": 1, "file": "yearbook/2020/tjj.1.csv", "sheet": "", "cell": f"{column}{n + 2}"}
        for n, a in enumerate(COUNTIES)
        for i, s, v, u, column in (("I1", "gdp", GDP[a], "万元", "C"), ("I2", "urban_rate", QUANTITIES["urban", "2020", a][0], "%", "D"))
    ]  # fmt: skip
    table = [
        {
            "ref_area": "990203",
            "time_period": "2020",
            "indicator": "I1",
            "value": None,
            "unit": "ln(万元)",
            "status": "withheld",
            "missing": "gdp",
        }
    ]
    items = [
        {"ref_area": a, "time_period": p, "item": k, "value": v, "unit": u} for (k, p, a), (v, u) in QUANTITIES.items()
    ]
    return Frames({"table": pl.DataFrame(table), "items": pl.DataFrame(items), "lineage": pl.DataFrame(rows)})


def make_quality() -> Frames:
    finding = {
        "rule": "bounds_gdp", "severity": "hold", "ref_area": "990203", "time_period": "2020", "form": "yearbook", "item": "gdp",
        "found": "=1+1", "expected": "> 0", "message_zh": "地区生产总值<不是>数。", "message_en": "GDP is no number.", "remedy_zh": "请统计局核对。",
        "remedy_en": "Check it.", "file": "yearbook/2020/tjj.1.csv", "cell": "C7", "filer": "tjj", "charged_to": "tjj", "withholds": ["gdp"],
    }  # fmt: skip
    verdict = {
        "form": "yearbook",
        "period": "2020",
        "filer": "tjj",
        "verdict": "accepted_with_queries",
        "hold": 1,
        "explain": 0,
        "note": 0,
        "filed_at": date(2021, 5, 1),
        "due": date(2021, 10, 27),
    }
    held = {"ref_area": "990203", "time_period": "2020", "item": "gdp", "rule": "bounds_gdp"}
    return Frames(
        {"findings": findings_frame([finding]), "verdicts": pl.DataFrame([verdict]), "held": pl.DataFrame([held])}
    )


def make_line_states() -> Frames:
    blank = {"time_period": "2020", "unit": "%", "raised": False, "worsening": 0}
    states = {"990101": (103.0, "green"), "990102": (100.5, "yellow"), "990103": (99.0, "red")}
    rows = [
        blank | {"ref_area": a, "line": "farmland", "value": states.get(a, (None, ""))[0], "threshold": 101.0 if a in states else None,
                 "headroom": states[a][0] - 101 if a in states else None, "state": states.get(a, (None, "unknown"))[1]}
        for a in COUNTIES
    ]  # fmt: skip
    rows += [
        blank | {"ref_area": a, "line": "debt", "value": None, "threshold": None, "headroom": None, "state": "unknown"}
        for a in COUNTIES
    ]
    return Frames({"table": pl.DataFrame(rows, infer_schema_length=None)})


def make_plan() -> Frames:
    quotas = {"990101": 400, "990102": 150, "990103": 50, "990201": 100, "990202": 100, "990203": 0}
    rows = [
        {"ref_area": a, "factor": "land", "unit": "亩", "need_share": 0.2, "basic": q / 4, "efficiency_weight": 0.2, "performance": 1.0,
         "clearance": 1.0, "gate": 0.0 if a == "990103" else 1.0, "mu": 1.0, "lower": 0.0, "upper": None, "efficiency": q * 0.75,
         "quota": float(q), "applied": None, "last": 120.0, "bound": "gate" if a == "990103" else "none", "change": q - 120.0,
         "why_zh": f"基本保障{q / 4:.0f}亩，效率部分{q * 0.75:.0f}亩，合计{q}亩。", "why_en": f"Basic {q / 4:.0f} mu, efficiency {q * 0.75:.0f} mu, {q} mu in all."}
        for a, q in quotas.items()
    ]  # fmt: skip
    totals = {
        "supply": 1000.0,
        "reserve": 200.0,
        "basic_pool": 200.0,
        "efficiency_pool": 600.0,
        "allotted": 800.0,
        "returned": 0.0,
        "gini_before": 0.3,
        "gini_after": 0.4,
        "below_last": 4,
    }
    return Frames({"table": pl.DataFrame(rows, infer_schema_length=None), "totals": pl.DataFrame([totals])})


def make_tasks() -> Frames:
    task = {
        "task": "breach:farmland:990103:2020", "source": "breach", "subject": "farmland", "ref_area": "990103", "time_period": "2020",
        "title_zh": "整改耕地红线", "title_en": "Mend farmland", "issuer": "99", "responsible": "990103", "issued": date(2021, 6, 1),
        "due": date(2021, 8, 1), "evidence_zh": "验收报告", "evidence_en": "report", "state": "交办", "progress": 0.0, "light": "green", "days_left": 32,
    }  # fmt: skip
    return Frames({"table": pl.DataFrame([task])})


@pytest.fixture(scope="session")
def small_results() -> Results:
    filing = {
        "file": "yearbook/2020/tjj.1.csv", "form": "yearbook", "period": "2020", "filer": "tjj", "vintage": 1, "filed_at": date(2021, 5, 1),
        "sha256": "ab" * 32, "replaces": "", "due": date(2021, 10, 27), "readable": True, "rows": 6,
    }  # fmt: skip
    scorecard = make_scorecard()
    return Results(
        Period.parse("2020"), "2020-abc", Frames({"filings": pl.DataFrame([filing])}), make_quality(), make_lineage(), scorecard,
        make_gaps(scorecard), make_line_states(), {"land/2020": make_plan()}, {}, {}, make_tasks(),
    )  # fmt: skip


@pytest.fixture(scope="session")
def rooms(small_results):
    return {name: value for name, value in vars(small_results).items() if name not in ("period", "run_id")}


@pytest.fixture(scope="session")
def small_content(small_province, small_results, rooms):
    return compose(small_province, small_results.period, small_results.run_id, **rooms)
