"""Why an indicator was treated as it was, in Chinese and English."""

from junxian.assessment.treat.plan import Rule
from junxian.terms.name import Name

NOT_TREATED = Name(zh="办法规定不作异常值处理。", en="Declared as not treated.")
NO_SHAPE = Name(
    zh="已知数值过少或全部相同，无法计算偏度和峰度，不作处理。",
    en="Too few values are known or all are equal: no skewness and kurtosis, not treated.",
)
_METHODS = {
    "log": Name(zh="取自然对数", en="the natural logarithm"),
    "log_ct": Name(zh="取对数（log_ct）", en="the logarithm log_ct"),
    "log_ct_plus": Name(zh="取对数（log_ct_plus）", en="the logarithm log_ct_plus"),
    "log_ct_orig": Name(zh="取对数（log_ct_orig）", en="the logarithm log_ct_orig"),
    "log_gii": Name(zh="取对数（log_gii）", en="the logarithm log_gii"),
    "box_cox": Name(zh="作Box-Cox变换", en="the Box-Cox transformation"),
}


def explain_passed(skew: float, kurt: float, rule: Rule) -> Name:
    """Why nothing was done: the test passes."""
    return Name(
        zh=f"{_moments(skew, kurt).zh}，未同时达到阈值（{rule.skewness:g}、{rule.kurtosis:g}），不作处理。",
        en=f"{_moments(skew, kurt).en} do not both reach {rule.skewness:g} and {rule.kurtosis:g}: not treated.",
    )


def explain_called(skew: float, kurt: float, rule: Rule, needed: bool) -> Name:
    """Why something was done: the test fails, or the scheme says so."""
    own = _moments(skew, kurt)
    if not needed:
        return Name(zh=f"{own.zh}，通过检验，按办法规定处理。", en=f"{own.en} pass; treated because it is declared.")
    return Name(
        zh=f"{own.zh}，同时达到阈值（{rule.skewness:g}、{rule.kurtosis:g}）。",
        en=f"{own.en} reach {rule.skewness:g} and {rule.kurtosis:g}.",
    )


def explain_winsorised(points: int, tied: bool, skew: float, kurt: float, rule: Rule) -> Name:
    """How many points were winsorised, what stood in the way, what it gave."""
    own = _moments(skew, kurt)
    most = "" if rule.at_most is None else f"{rule.at_most}"
    stop = (
        Name(zh=f"并列的极值超过{most}个的上限，不再缩尾；", en=f" ties would exceed the limit of {most};")
        if tied
        else None
    )
    if not points:
        none = stop or Name(zh="再缩尾将使数值全部相同；", en=" it would leave all values equal;")
        return Name(zh=f"未缩尾：{none.zh.rstrip('；')}。", en=f"Not winsorised:{none.en.rstrip(';')}.")
    return Name(
        zh=f"缩尾{points}个值，{stop.zh if stop else ''}{own.zh}。",
        en=f"{points} point{'s' * (points > 1)} winsorised;{stop.en if stop else ''} {_lower(own.en)}.",
    )


def explain_transformed(method: str, defined: bool, skew: float, kurt: float) -> Name:
    """Which transformation was taken and what it gave."""
    name, own = _METHODS[method], _moments(skew, kurt)
    if not defined:
        return Name(zh=f"{name.zh}对这些数值无定义，未采用。", en=f"{_upper(name.en)} is not defined for these values.")
    return Name(zh=f"{name.zh}，{own.zh}。", en=f"{_upper(name.en)} is taken; {_lower(own.en)}.")


def explain_outcome(passed: bool) -> Name:
    """Whether the test passes in the end."""
    return Name(zh="通过检验。", en="Passed.") if passed else Name(zh="仍未通过检验。", en="Still not passed.")


def join(parts: list[Name]) -> Name:
    """One text of several sentences."""
    return Name(zh="".join(part.zh for part in parts), en=" ".join(part.en for part in parts))


def _moments(skew: float, kurt: float) -> Name:
    return Name(zh=f"偏度{skew:.2f}、峰度{kurt:.2f}", en=f"Skewness {skew:.2f} and kurtosis {kurt:.2f}")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
