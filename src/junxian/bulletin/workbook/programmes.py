"""Sheets of a programme: every amount as a formula of its published numbers, prices and limits, the curve, who gains."""

import polars as pl

from junxian.bulletin.contents.programmes import OTHERS, ProgrammeSummary
from junxian.bulletin.contents.wording import ALLOTTED_NAMES
from junxian.bulletin.workbook.table import Column, Table, add_columns, join_languages, put_words

NEAR = 1e-6


def tabulate_programme(programme: ProgrammeSummary) -> Table:
    """A row an area and factor. amount = MIN(MAX(base · (weight / (price + surcharge − subsidy))^(1/α), lower), upper)."""
    frame = add_columns(
        join_languages(programme.amounts, ("name", "city")),
        put_words("factor", _name_factors(programme), "factor_text"),
        put_words("bound", {code: f"{n.zh} {n.en}".strip() for code, n in ALLOTTED_NAMES.items()}, "bound_text"),
        _holds(programme.alpha).alias("amount_holds"),
        ((pl.col("quota") - pl.col("last") - pl.col("change")).abs() < NEAR).alias("change_holds"),
    )
    heading = f"【{programme.heading.zh} {programme.heading.en}】" if programme.heading else ""
    note = (
        "配置量由公布的五个数算出：基数×（权重÷净价）^(1/α)，净价＝统一价＋附加−补贴，再取上下限之间；配额为取整后的数。"
        "Amount = base × (weight ÷ net price)^(1/α) within its limits, net price = price + surcharge − subsidy; the quota is in whole units."
    )
    return Table(
        _sheet("统筹", programme),
        f"{programme.name.zh} {programme.name.en}{heading}",
        note,
        frame,
        _columns(programme.alpha),
        frozen=3,
    )


def _holds(alpha: float) -> pl.Expr:
    """Where the formula gives the amount: with a price above 0, a weight, and 0 < α < inf."""
    if not 0 < alpha < float("inf"):
        return pl.lit(False)
    net = pl.col("price") + pl.col("surcharge") - pl.col("subsidy")
    free = pl.col("base") * (pl.col("weight") / net) ** (1 / alpha)
    made = pl.min_horizontal(pl.max_horizontal(free, "lower"), pl.col("upper").fill_null(float("inf")))
    close = (made - pl.col("amount")).abs() <= NEAR * pl.max_horizontal(pl.col("amount").abs(), pl.lit(1.0))
    return (close & (net > 0) & (pl.col("weight") > 0)).fill_null(False)


def _columns(alpha: float) -> tuple[Column, ...]:
    power = f"^(1/{alpha:g})" if 0 < alpha < float("inf") and alpha != 1 else ""
    made = f'=MIN(MAX($F{{r}}*($G{{r}}/($H{{r}}+$I{{r}}-$J{{r}})){power},$K{{r}}),IF($L{{r}}="",9E+99,$L{{r}}))'
    return (
        Column("ref_area", "代码", "Code", kind="code"),
        Column("name_both", "地区", "Area"),
        Column("city_both", "市（州）", "City"),
        Column("factor_text", "要素", "Factor"),
        Column("unit", "单位", "Unit"),
        Column("base", "基数", "Base", kind="plain"),
        Column("weight", "权重", "Weight", kind="plain"),
        Column("price", "统一价", "Price", kind="plain"),
        Column("surcharge", "共用约束附加", "Surcharge", kind="plain"),
        Column("subsidy", "本市补贴", "Subsidy", kind="plain"),
        Column("lower", "下限", "Floor", kind="plain"),
        Column("upper", "上限", "Cap", kind="plain"),
        Column("amount", "配置量", "Amount", "", "number", 4, made, "amount_holds"),
        Column("quota", "配额（取整）", "Quota in whole units", kind="measure"),
        Column("low", "参数变动时下端", "Low over the knobs", kind="number"),
        Column("high", "参数变动时上端", "High over the knobs", kind="number"),
        Column("applied", "申请数", "Applied for", kind="number"),
        Column("last", "上年配额", "Last year", kind="number"),
        Column("change", "较上年增减", "Change on last year", "", "number", 2, "=$N{r}-$R{r}", "change_holds"),
        Column("efficiency", "效率得分", "Efficiency", kind="number", decimals=4),
        Column("need", "需求得分", "Need", kind="number", decimals=4),
        Column("momentum", "势头得分", "Momentum", kind="number", decimals=4),
        Column("multiplier", "系数", "Multiplier", kind="number", decimals=4),
        Column("adjustment", "配套或最坏情形调整", "Adjustment", kind="number", decimals=4),
        Column("bound_text", "起作用的限制", "Bound that holds"),
        Column("why_zh", "说明", "Explanation in Chinese"),
        Column("why_en", "说明（英文）", "Explanation"),
    )


def tabulate_certificates(programmes: tuple[ProgrammeSummary, ...]) -> Table:
    """Certificates, prices of factors, limits that bind, the curve, who gains, and what conflicts: a line each."""
    rows = [row for programme in programmes for row in _list_lines(programme)]
    columns = (
        Column("programme", "方案", "Programme", kind="long"),
        Column("what", "项目", "What", kind="long"),
        Column("value", "数值", "Value", kind="plain"),
        Column("remark", "说明", "Remark", kind="long"),
    )
    schema = {column.name: pl.String if column.is_text else pl.Float64 for column in columns}
    note = "证书、价格、起作用的限制、公平的代价、与其他办法相比。Certificate, prices, limits that bind, the price of fairness, comparisons."
    return Table(
        "统筹汇总", "统筹配置汇总 Programmes", note, pl.DataFrame(rows, schema=schema, orient="row"), columns, frozen=1
    )


def _list_lines(programme: ProgrammeSummary) -> list[tuple[str, str, float | None, str]]:
    name, names = programme.name.zh, _name_factors(programme)
    certificate = programme.certificate
    lines: list[tuple[str, str, float | None, str]] = []
    if certificate is not None:
        lines.append((name, "最优性证书 certificate", None, f"{certificate.zh}\n{certificate.en}"))
    lines += _list_wider(programme)
    for factor in programme.factors:
        label = f"{factor['name_zh']} {factor['name_en']}"
        lines += [(name, f"{label}：{zh} {key}", factor[key], factor["unit"]) for key, zh in _FACTOR_WORDS.items()]
    for row in programme.limits.iter_rows(named=True):
        lines.append(
            (
                name,
                f"影子价格 shadow price：{row['name_zh']} {names.get(row['factor'], '')}".rstrip(),
                row["price"],
                f"{row['name_en']}",
            )
        )
    for row in programme.curve.iter_rows(named=True):
        alpha = "∞" if row["alpha"] == float("inf") else f"{row['alpha']:g}"
        lines.append(
            (
                name,
                f"公平的代价 price of fairness：α＝{alpha} {names[row['factor']]}",
                row["price_of_fairness"],
                f"Gini {row['gini']:.4f}",
            )
        )
    for gain in programme.gains:
        told = f"增加{gain.up}、减少{gain.down}；{gain.up} gain, {gain.down} lose"
        lines.append(
            (
                name,
                f"与{OTHERS[gain.way].zh}相比最多增加 most against {OTHERS[gain.way].en}：{names[gain.factor]}",
                gain.most,
                told,
            )
        )
    for row in programme.conflicts.iter_rows(named=True):
        lines.append((name, row["limit"], row["amount"], f"{row['zh']}\n{row['en']}"))
    return lines


def tabulate_years(programme: ProgrammeSummary) -> Table:
    """A row an area, factor and further year: what is foreseen, before whole units."""
    rows = programme.amounts.select(*_PLACE, "later").explode("later").unnest("later")
    frame = add_columns(
        join_languages(rows, ("name", "city")), put_words("factor", _name_factors(programme), "factor_text")
    )
    columns = (
        Column("ref_area", "代码", "Code", kind="code"),
        Column("name_both", "地区", "Area"),
        Column("city_both", "市（州）", "City"),
        Column("factor_text", "要素", "Factor"),
        Column("unit", "单位", "Unit"),
        Column("year", "年份", "Year", kind="plain"),
        Column("amount", "预安排", "Foreseen", kind="number"),
    )
    note = "以后年度的预安排，不是额度。What is foreseen of further years; no quota."
    return Table(_sheet("跨年", programme), f"{programme.name.zh} {programme.name.en}", note, frame, columns, frozen=3)


def _list_wider(programme: ProgrammeSummary) -> list[tuple[str, str, float | None, str]]:
    """What is told of complements, further years or the worst case, with the numbers of its table."""
    wider, name = programme.wider, programme.name.zh
    if wider is None:
        return []
    lines: list[tuple[str, str, float | None, str]] = [
        (name, "统筹范围 wider plan", None, f"{one.zh}\n{one.text('en')}") for one in wider.told
    ]
    for row in wider.horizon.iter_rows(named=True):
        label = f"{row['year']} {row['name_zh']} {row['name_en']}"
        lines += [(name, f"{label}：{zh} {key}", row[key], row["unit"]) for key, zh in _YEAR_WORDS.items()]
    for row in wider.scenarios.iter_rows(named=True):
        lines.append(
            (
                name,
                f"情形 scenario：{row['name_zh']} {row['name_en']}",
                row["plan"],
                f"odds {row['odds']:.3f}; expected {row['expected']:.6f}",
            )
        )
    return lines


_PLACE = ("ref_area", "name_zh", "name_en", "city_zh", "city_en", "factor", "unit")
_YEAR_WORDS = {
    "supply": "可配置总量",
    "carried_in": "上年结转",
    "allotted": "安排",
    "carried_out": "结转下年",
    "left": "未用",
}


def _name_factors(programme: ProgrammeSummary) -> dict[str, str]:
    return {factor["factor"]: f"{factor['name_zh']} {factor['name_en']}" for factor in programme.factors}


_FACTOR_WORDS = {
    "supply": "总量", "reserve": "预留", "allotted": "分配", "returned": "退回", "price": "统一价", "shadow_price": "影子价格",
    "gini_base": "占基数比的基尼系数", "least_share": "占基数最低",
}  # fmt: skip


def _sheet(word: str, programme: ProgrammeSummary) -> str:
    return f"{word} {programme.name.zh}"[:31]
