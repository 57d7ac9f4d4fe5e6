"""What is varied for rank intervals, and what each choice is called."""

from junxian.bulletin.contents.area_content import ChoiceEffect
from junxian.bulletin.contents.wording import join_names
from junxian.declared.schemes import Robustness
from junxian.terms.name import Name

CHOICE_NAMES = {
    "weights": Name(zh="权重", en="weights"),
    "normalisation": Name(zh="标准化方法", en="normalisation"),
    "aggregation": Name(zh="合成方法", en="aggregation"),
}
_WITH_ERROR = Name(zh="数据误差及各项共同作用", en="data error and joint effects")
_WITHOUT_ERROR = Name(zh="各项共同作用", en="joint effects")


def name_choice(choice: str, robustness: Robustness) -> Name:
    """The name of a choice; the rest holds data error only where that is varied."""
    rest = _WITH_ERROR if robustness.data_error else _WITHOUT_ERROR
    return CHOICE_NAMES.get(choice, rest)


def describe_effect(choice: str, share: float, places: float, robustness: Robustness) -> ChoiceEffect:
    """A choice with its name, its share of the variance of ranks and the places that it moves them."""
    return ChoiceEffect(choice, name_choice(choice, robustness), share, places)


def tell_variation(robustness: Robustness) -> Name:
    """What the replicates vary, how many they are and what the intervals hold; that there are none where there are none."""
    if not robustness.replicates:
        return Name(
            zh="未作重复计算，不提供名次区间。", en="Nothing was varied: there are no replicates and no rank intervals."
        )
    varied = join_names(_list_varied(robustness))
    count, share = f"{robustness.replicates:,}", f"{robustness.interval:.0%}"
    return Name(
        zh=f"名次区间：{varied.zh}同时变动，重复计算{count}次，取中间{share}。" if varied.zh else f"名次区间：各项均不变动，重复计算{count}次。",
        en=f"Rank intervals: {varied.en or 'nothing'} varied together, {count} replicates, the middle {share}.",
    )  # fmt: skip


def _list_varied(robustness: Robustness) -> list[Name]:
    vary = f"{robustness.weights_vary:.0%}"
    told = (
        (robustness.weights_vary > 0, Name(zh=f"权重上下浮动{vary}", en=f"weights by ±{vary}")),
        (robustness.data_error, Name(zh="数据误差", en="data error")),
        (len(robustness.normalisations) > 1, CHOICE_NAMES["normalisation"]),
        (len(robustness.aggregations) > 1, CHOICE_NAMES["aggregation"]),
    )
    return [name for varies, name in told if varies]
