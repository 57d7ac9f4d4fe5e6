"""Why an area is not ranked, or is ranked with something missing, in Chinese and English."""

import numpy as np

from junxian.assessment.panel import Panel
from junxian.declared.schemes import Scheme
from junxian.terms.name import Name

_STATUS = {
    "missing": Name(zh="未报送", en="not filed"),
    "withheld": Name(zh="存疑，暂不采用", en="doubtful and held back"),
    "undefined": Name(zh="无法计算", en="not defined"),
}
_NOT_IN_FORCE = "valid_from="
LISTED = Name(zh="本类单位只列位次，不参加评先。", en="This class is listed and not ranked for award.")
NO_YEAR_BEFORE = Name(
    zh="上年数字未报送或不足，不能与上年比较，不评。",
    en="Too few figures of the year before are filed to compare with it: not awarded.",
)
_IMPUTED = {
    "mean": Name(zh="按全部单位平均水平插补。", en="Imputed by the mean of all areas."),
    "median": Name(zh="按全部单位中位水平插补。", en="Imputed by the median of all areas."),
    "row_mean": Name(
        zh="按本单位同类指标水平插补。", en="Imputed at the level of its other indicators under the same node."
    ),
    "interpolate": Name(zh="按前后年份线性插补。", en="Imputed between the years before and after."),
    "carry_forward": Name(zh="沿用以前年份数字。", en="Carried forward from an earlier year."),
    "regression": Name(zh="按回归估计插补。", en="Imputed by regression on other indicators."),
    "iterative": Name(zh="按各指标相互关系插补。", en="Imputed by a model of all indicators."),
    "em": Name(zh="按各指标联合分布插补。", en="Imputed by the joint distribution of all indicators."),
}
_AT_CLASS_LEVEL = Name(zh="按本类水平插补。", en="Imputed at the class's level.")
NOT_CLASSIFIED = Name(zh="未列入本次考核范围。", en="Not within the scope of this assessment.")


NOTHING = Name(zh="各项指标均无可用数据，不参加排位。", en="No figures for any indicator: not ranked.")


def explain_coverage(panel: Panel, row: int, weighed: list[int], coverage: float, scheme: Scheme) -> Name:
    """Why an area is not ranked: what is missing of the weight, and why each part is."""
    if all(panel.status[row, column] == "missing" for column in weighed):
        return NOTHING
    lacking = name_lacking(panel, row, weighed)
    return Name(
        zh=f"已有数据的权重占{_percent(coverage)}，低于{_percent(scheme.coverage)}，不参加排位。{lacking.zh}",
        en=f"Figures for {_percent(coverage)} of the weight, below {_percent(scheme.coverage)}: not ranked. {lacking.en}",
    )


def explain_spread(panel: Panel, row: int, weighed: list[int]) -> Name:
    """What is missing of an area that is ranked all the same, and where its weight went."""
    lacking = name_lacking(panel, row, weighed)
    return Name(
        zh=f"{lacking.zh}其权重由其余指标按比例分担。",
        en=f"{lacking.en} The weight is spread over the other indicators in proportion.",
    )


def explain_imputed(panel: Panel, row: int, weighed: list[int], method: str) -> Name:
    """What is missing of an area and was imputed, and how."""
    lacking, how = name_lacking(panel, row, weighed), _IMPUTED.get(method, _AT_CLASS_LEVEL)
    return Name(zh=f"{lacking.zh}{how.zh}", en=f"{lacking.en} {how.en}")


def explain_alone(scheme: Scheme, place: int) -> Name:
    """Why the only comparable member of a class is not ranked."""
    name = scheme.class_[place].name
    return Name(
        zh=f"{name.zh}可比单位不足两个，无法确定当年界限，不排位。",
        en=f"{name.text('en')} has fewer than two comparable members, so same-year bounds cannot be set: not ranked.",
    )


def name_lacking(panel: Panel, row: int, weighed: list[int]) -> Name:
    """The missing indicators that carry weight, each with the reason and the items that it lacks."""
    lacking = [_name_one(panel, row, column) for column in weighed if panel.status[row, column] != "ok"]
    return Name(
        zh=f"缺：{'；'.join(name.zh for name in lacking)}。", en=f"Lacking: {'; '.join(name.en for name in lacking)}."
    )


def _name_one(panel: Panel, row: int, column: int) -> Name:
    own = panel.names[panel.codes[column]]
    missing = panel.missing[row, column]
    if missing.startswith(_NOT_IN_FORCE):
        begins = missing.removeprefix(_NOT_IN_FORCE)
        return Name(zh=f"{own[0]}（定义自{begins}起施行）", en=f"{own[1]} (defined from {begins} on)")
    items = [_name_item(panel, key) for key in missing.split() if _differs(panel, key, own)]
    why = _STATUS.get(panel.status[row, column], _STATUS["missing"])
    zh, en = "、".join(item.zh for item in items), ", ".join(item.en for item in items)
    return Name(zh=f"{own[0]}（{zh}{why.zh}）", en=f"{own[1]} ({f'{en}: ' if en else ''}{why.en})")


def _differs(panel: Panel, key: str, own: tuple[str, str]) -> bool:
    return "@" in key or panel.names.get(key, (key, key)) != own


def _name_item(panel: Panel, key: str) -> Name:
    code, _, back = key.partition("@-")
    zh, en = panel.names.get(code, (code, code))
    if not back:
        return Name(zh=zh, en=en)
    return Name(
        zh=f"{'上年' if back == '1' else f'前{back}年'}{zh}", en=f"{en} of {back} year{'s' * (back != '1')} before"
    )


def _percent(share: float) -> str:
    """In tenths of a percent, rounded down, so that what lies below a limit also reads so."""
    return f"{np.floor(1000 * share + 1e-6) / 10:.1f}".removesuffix(".0") + "%"
