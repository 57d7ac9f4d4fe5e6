"""How scores were made, in words: every step that a scheme declares, and none that it leaves out."""

from collections.abc import Iterator

from junxian.bulletin.contents.method_names import AGGREGATIONS, BOUNDS, IMPUTED_BY, NORMALISATIONS, TREATMENTS, WEIGHTS
from junxian.bulletin.contents.variation import tell_variation
from junxian.bulletin.contents.wording import join_names
from junxian.declared.scheme_steps import BETWEEN_BOUNDS, Normalise
from junxian.declared.schemes import Scheme
from junxian.terms.name import Name


def tell_method(scheme: Scheme) -> tuple[Name, ...]:
    """Sentences on the scheme, what it does to figures, the scale, the weights, the aggregation and the replicates.

    Checked in tests/unit/bulletin/test_method.py.
    """
    return (
        _tell_scheme(scheme), *_tell_repairs(scheme), _tell_scale(scheme.normalise), *_tell_weights(scheme),
        _tell_aggregation(scheme), tell_variation(scheme.robustness), *_tell_other_ways(scheme),
    )  # fmt: skip


def _tell_scheme(scheme: Scheme) -> Name:
    together = join_names([own.name for own in scheme.class_ if own.code in scheme.rank_across])
    zh, en = "分类排名，类间不作比较", "Areas are ranked within their class only"
    if together.zh:
        zh, en = f"分类评分，{together.zh}合并排名", f"Classes are scored apart; ranked together: {together.text('en')}"
    return Name(
        zh=f"评价方案：{scheme.name.zh}（{scheme.edition}版），{zh}；按权重计有数不足{scheme.coverage:.0%}的不排名。",
        en=f"Scheme: {scheme.name.text('en')} ({scheme.edition}). {en}; "
        f"below {scheme.coverage:.0%} of the weight filed, an area is not ranked.",
    )


def _tell_repairs(scheme: Scheme) -> Iterator[Name]:
    """Imputation and treatment, where there is any."""
    if scheme.impute.method != "none":
        how = IMPUTED_BY[scheme.impute.method]
        yield Name(zh=f"缺数插补：{how.zh}。", en=f"Missing figures are imputed: {how.text('en')}.")
    if not scheme.treat.is_none:
        how, own = TREATMENTS[scheme.treat.method], len(scheme.treat.indicator)
        yield Name(
            zh=f"异常值处理：{how.zh}" + (f"，另有{own}项指标单独规定。" if own else "。"),
            en=f"Outliers: {how.text('en')}" + (f", {_count(own)} otherwise." if own else "."),
        )


def _count(indicators: int) -> str:
    return f"{indicators} indicator{'s' * (indicators > 1)}"


def _tell_scale(normalise: Normalise) -> Name:
    method, own = NORMALISATIONS[normalise.method], len(normalise.indicator)
    scale = _describe_scale(normalise)
    return Name(
        zh=f"标准化：{method.zh}{scale.zh}" + (f"；另有{own}项指标单独规定。" if own else "。"),
        en=f"Normalised by {method.text('en')}{scale.en}" + (f"; {_count(own)} otherwise." if own else "."),
    )


def _describe_scale(normalise: Normalise) -> Name:
    """The range of the scale and what sets it, as far as the method has any."""
    base, top, method = normalise.base, normalise.base + normalise.span, normalise.method
    bounds = BOUNDS[normalise.bounds]
    if method in ("rank", "borda"):
        return Name(zh="，按本类位次计分", en=" within the class")
    if method == "z_score":
        middle, deviation = base + normalise.span / 2, normalise.span / 4
        return Name(
            zh=f"，本类均值得{middle:g}分，每一标准差{deviation:g}分",
            en=f": the mean of the class gives {middle:g} points, a standard deviation {deviation:g}",
        )
    if method == "efficacy" and normalise.bounds != "declared":
        low, high = normalise.low_percentile, normalise.high_percentile
        return Name(
            zh=f"，{bounds.zh}第{low:g}至第{high:g}百分位，得分{base:g}至{top:g}",
            en=f", {bounds.en}, percentiles {low:g} to {high:g} give {base:g} to {top:g} points",
        )
    if method in BETWEEN_BOUNDS:
        return Name(
            zh=f"，{bounds.zh}上下界，得分{base:g}至{top:g}", en=f", {bounds.en} give {base:g} to {top:g} points"
        )
    return Name(zh=f"，以{base:g}为底、{top:g}为满", en=f", from {base:g} to {top:g} points")


def _tell_weights(scheme: Scheme) -> Iterator[Name]:
    """Where weights are computed, and what of an indicator is its change."""
    if scheme.weigh.method != "declared":
        how = WEIGHTS[scheme.weigh.method]
        yield Name(
            zh=f"权重：各方面按规定；同一方面内各指标的权重由当年得分算出（{how.zh}）。",
            en=f"Weights: of dimensions as declared; of the indicators under each, computed from the year's scores ({how.text('en')}).",
        )  # fmt: skip
    if scheme.change:
        both = sum(own.score == "both" for own in scheme.change.indicator)
        only = sum(own.score == "change" for own in scheme.change.indicator)
        level, change = scheme.change.weight_level, scheme.change.weight_change
        told = []
        if both:
            zh, en = (
                f"{both}项指标水平占{level:.0%}、变化占{change:.0%}",
                f"{both} by {level:.0%} level and {change:.0%} change",
            )
            told.append(Name(zh=zh, en=en))
        if only:
            told.append(Name(zh=f"{only}项指标只计变化", en=f"{only} by change only"))
        if told:
            joined = join_names(told)
            yield Name(zh=f"水平与变化：{joined.zh}。", en=f"Indicators by level and change: {joined.text('en')}.")


def _tell_aggregation(scheme: Scheme) -> Name:
    """One way for all nodes, or that of each group of nodes."""
    nodes: dict[str, list[Name]] = {}
    for node in scheme.node:
        nodes.setdefault(node.aggregate, []).append(node.name)
    if len(nodes) == 1:
        (way,) = nodes
        return Name(zh=f"合成：{AGGREGATIONS[way].zh}。", en=f"Aggregated by {AGGREGATIONS[way].text('en')}.")
    told = [(AGGREGATIONS[way], join_names(own)) for way, own in nodes.items()]
    return Name(
        zh="合成：" + "；".join(f"{own.zh}用{way.zh}" for way, own in told) + "。",
        en="Aggregated by " + "; ".join(f"{way.text('en')} ({own.text('en')})" for way, own in told) + ".",
    )


def _tell_other_ways(scheme: Scheme) -> Iterator[Name]:
    """That rank intervals are of other methods than the scheme's, where its own are not among what they vary."""
    robust, aggregates = scheme.robustness, {node.aggregate for node in scheme.node}
    other = []
    if scheme.normalise.method not in robust.normalisations:
        other.append(Name(zh="标准化方法", en="normalisation"))
    if not ("declared" in robust.aggregations or (len(aggregates) == 1 and aggregates <= set(robust.aggregations))):
        other.append(Name(zh="合成方法", en="aggregation"))
    if robust.replicates and other:
        told = join_names(other)
        yield Name(
            zh=f"名次区间所用的{told.zh}不含本方案所用者，公布名次可能在区间之外。",
            en=f"Rank intervals use another {told.text('en')} than the scheme's own: a published rank may lie outside.",
        )
