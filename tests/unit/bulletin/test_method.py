"""What the bulletin says of how scores were made: what is declared, and nothing of another method."""

from typing import get_args

import pytest

from junxian.bulletin.contents import method_names as named
from junxian.bulletin.contents.area.standing import _measure_to_bound
from junxian.bulletin.contents.method import tell_method
from junxian.declared.scheme_steps import Impute, Normalise, NormaliseMethod, TreatMethod, WeighMethod
from junxian.declared.schemes import AGGREGATIONS, Scheme


@pytest.fixture
def tell(small_province):
    given = small_province.schemes["county/2020"]

    def tell(**changes):
        dumped = given.model_dump(by_alias=True, exclude={"weights", "bounds", "frozen"})
        scheme = Scheme.model_validate(dumped | changes | {"weights": given.weights})
        sentences = tell_method(scheme)
        return "".join(s.zh for s in sentences), " ".join(s.text("en") for s in sentences)

    return tell


@pytest.mark.parametrize(
    ("normalise", "zh", "en"),
    [
        ({"method": "efficacy"}, "功效系数法，本类当年第5至第95百分位，得分60至100", "percentiles 5 to 95 give 60 to 100"),
        ({"method": "efficacy", "bounds": "declared"}, "事先规定上下界", "declared bounds give 60 to 100"),
        ({"method": "z_score"}, "均值得80分，每一标准差10分", "the mean of the class gives 80 points"),
        ({"method": "rank"}, "位次法，按本类位次计分", "by rank within the class"),
        ({"method": "min_max", "base": 0, "span": 100}, "极差法，本类当年上下界，得分0至100", "give 0 to 100"),
        ({"indicator": [{"code": "I1", "method": "rank"}]}, "另有1项指标单独规定", "1 indicator otherwise"),
    ],
)  # fmt: skip
def test_the_scale_is_that_of_the_method(tell, normalise, zh, en):
    chinese, english = tell(normalise=normalise)
    assert zh in chinese
    assert en in english
    if normalise.get("method") not in (None, "efficacy"):
        assert "百分位，" not in chinese
        assert "percentiles" not in english


def test_imputation_treatment_weights_and_change_are_told_where_declared(tell):
    steps = ("插补", "异常值", "权重：", "水平与变化")
    plain, _ = tell()
    assert not any(step in plain for step in steps)
    chinese, english = tell(
        impute={"method": "em"}, treat={"method": "winsorise_else_log"}, weigh={"method": "entropy"},
        change={"indicator": [{"code": "I1"}, {"code": "I2", "score": "change"}]},
    )  # fmt: skip
    assert all(step in chinese for step in steps)
    assert "1项指标水平占40%、变化占60%" in chinese
    assert "the joint distribution of all indicators" in english
    assert "by entropy" in english


def test_nodes_of_several_aggregations_are_told_apart(tell, small_province):
    nodes = [node.model_dump() for node in small_province.schemes["county/2020"].node]
    assert "合成：加权算术平均。" in tell()[0]
    nodes[0]["aggregate"] = "geometric"
    chinese, english = tell(node=nodes)
    assert f"{nodes[0]['name']['zh']}用加权几何平均；" in chinese
    assert "weighted geometric mean (" in english


def test_intervals_of_other_methods_than_the_schemes_are_said_to_be_so(tell, small_province):
    said = "不含本方案所用者"
    nodes = [node.model_dump() | {"aggregate": "topsis"} for node in small_province.schemes["county/2020"].node]
    assert said not in tell(robustness={})[0]
    assert f"标准化方法{said}" not in tell(normalise={"method": "min_max"}, robustness={})[0]
    assert f"名次区间所用的标准化方法{said}" in tell(normalise={"method": "rank"}, robustness={})[0]
    assert f"合成方法{said}" in tell(node=nodes, robustness={})[0]
    assert said not in tell(node=nodes, robustness={"aggregations": ["declared", "arithmetic"]})[0]
    assert said not in tell(node=nodes, robustness={"replicates": 0})[0]


def test_classes_that_are_ranked_together_are_not_said_to_be_apart(tell):
    assert "类间不作比较" in tell()[0]
    chinese, english = tell(rank_across=["K", "E"])
    assert "合并排名" in chinese
    assert "within their class only" not in english


def test_every_method_has_a_name():
    assert set(named.NORMALISATIONS) == set(get_args(NormaliseMethod))
    assert set(named.AGGREGATIONS) == set(AGGREGATIONS)
    assert set(named.TREATMENTS) == set(get_args(TreatMethod))
    assert {*named.IMPUTED_BY, "none"} == set(get_args(Impute.model_fields["method"].annotation))
    assert {*named.WEIGHTS, "declared"} == set(get_args(WeighMethod))


def test_points_to_be_won_are_told_only_where_the_scale_has_an_end():
    row = {"indicator": "I1", "points": 9.0, "normalised": 45.0, "used_weight": 20.0}
    assert _measure_to_bound(Normalise(method="min_max", base=0, span=100), row) == pytest.approx(11.0)
    for method in ("rank", "borda", "z_score"):
        assert _measure_to_bound(Normalise(method=method), row) is None
    own = Normalise(indicator=({"code": "I1", "method": "z_score"},))
    assert _measure_to_bound(own, row) is None
