"""What does not enter a score simply as filed: level and change together, imputed and treated figures."""

from junxian.bulletin.contents.area.rows import AreaRows
from junxian.bulletin.contents.area_content import Adjusted, Contribution, LevelAndChange
from junxian.bulletin.contents.method_names import IMPUTED_BY
from junxian.bulletin.contents.results import Row
from junxian.bulletin.contents.wording import read_plainly
from junxian.declared.province import Province
from junxian.terms.name import Name

_DRAWN_IN = {
    "high": Name(zh="异常偏高，按缩尾处理", en="far above the rest: drawn in"),
    "low": Name(zh="异常偏低，按缩尾处理", en="far below the rest: drawn in"),
}


def pair_parts(
    province: Province, rows: AreaRows, code: str, contributions: tuple[Contribution, ...]
) -> tuple[LevelAndChange, ...]:
    """Indicators that are scored by level and by change, in the order of their codes."""
    own = {c.indicator: c for c in contributions}
    scores = {row["node"]: row["score"] for row in rows.nodes.get(code, [])}
    parents: dict[str, dict[str, str]] = {}
    for row in rows.indicators.get(code, []):
        if str(row["parent"]).endswith("@both"):
            parents.setdefault(row["parent"], {})[row["part"]] = row["indicator"]
    return tuple(
        LevelAndChange(province.indicators[parts["level"]].name, own[parts["level"]], own[parts["change"]], scores.get(parent))
        for parent, parts in sorted(parents.items())
        if set(parts) == {"level", "change"} and {*parts.values()} <= set(own)
    )  # fmt: skip


def list_adjusted(province: Province, rows: AreaRows, code: str) -> tuple[Adjusted, ...]:
    """Figures of an area that were imputed, then those that treatment drew in."""
    imputed = [
        _describe_imputed(province, rows, row) for row in rows.indicators.get(code, []) if row["status"] == "imputed"
    ]
    return (*imputed, *(_describe_treated(province, row) for row in rows.treated.get(code, [])))


def _describe_imputed(province: Province, rows: AreaRows, row: Row) -> Adjusted:
    indicator = province.indicators[row["indicator"]]
    value, unit, decimals = read_plainly(row["value"], indicator.unit, indicator.decimals)
    return Adjusted("imputed", indicator.name, None, value, unit, decimals, IMPUTED_BY[rows.scheme.impute.method])


def _describe_treated(province: Province, row: Row) -> Adjusted:
    indicator = province.indicators[row["indicator"]]
    before, unit, decimals = read_plainly(row["before"], indicator.unit, indicator.decimals)
    after, _, _ = read_plainly(row["after"], indicator.unit, indicator.decimals)
    return Adjusted("treated", indicator.name, before, after, unit, decimals, _DRAWN_IN[row["side"]])
