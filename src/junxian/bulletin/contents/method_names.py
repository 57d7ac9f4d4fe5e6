"""What the methods of an assessment are called."""

from junxian.terms.name import Name

IMPUTED_BY = {
    "mean": Name(zh="各地均值", en="the mean of all areas"),
    "median": Name(zh="各地中位数", en="the median of all areas"),
    "class_mean": Name(zh="本类均值", en="the mean of its class"),
    "class_median": Name(zh="本类中位数", en="the median of its class"),
    "row_mean": Name(zh="本地同一方面其他指标的平均水平", en="the area's own level in the same dimension"),
    "interpolate": Name(zh="前后年份内插", en="interpolation between years"),
    "carry_forward": Name(zh="以往年份沿用", en="an earlier year, carried forward"),
    "regression": Name(zh="回归推算", en="a regression on other indicators"),
    "iterative": Name(zh="多指标迭代推算", en="an iterative model of all indicators"),
    "em": Name(zh="多指标联合分布推算", en="the joint distribution of all indicators"),
}
NORMALISATIONS = {
    "efficacy": Name(zh="功效系数法", en="the efficacy coefficient"),
    "min_max": Name(zh="极差法", en="min-max"),
    "z_score": Name(zh="标准分法", en="z-score"),
    "rank": Name(zh="位次法", en="rank"),
    "percentile_rank": Name(zh="百分位次法", en="percentile rank"),
    "borda": Name(zh="波达计分法", en="Borda score"),
    "distance_to_maximum": Name(zh="与最大值之距法", en="distance to the maximum"),
    "distance_to_reference": Name(zh="与参照地区之距法", en="distance to a reference area"),
    "distance_to_target": Name(zh="与目标值之距法", en="distance to the target"),
    "fraction_of_maximum": Name(zh="占最大值比重法", en="fraction of the maximum"),
    "goalposts": Name(zh="阈值法", en="goalposts"),
    "scaled": Name(zh="线性比例法", en="scaling"),
}
AGGREGATIONS = {
    "arithmetic": Name(zh="加权算术平均", en="weighted arithmetic mean"),
    "geometric": Name(zh="加权几何平均", en="weighted geometric mean"),
    "harmonic": Name(zh="加权调和平均", en="weighted harmonic mean"),
    "generalised": Name(zh="加权幂平均", en="weighted generalised mean"),
    "mean_min": Name(zh="均值—最小值法", en="mean-min function"),
    "mazziotta_pareto": Name(zh="马齐奥塔—帕累托法", en="Mazziotta-Pareto index"),
    "adjusted_mazziotta_pareto": Name(zh="调整马齐奥塔—帕累托法", en="adjusted Mazziotta-Pareto index"),
    "copeland": Name(zh="科普兰两两比较法", en="Copeland's pairwise comparison"),
    "outranking": Name(zh="级别高于法", en="outranking"),
    "kemeny": Name(zh="凯梅尼排序法", en="Kemeny ranking"),
    "wroclaw": Name(zh="弗罗茨瓦夫分类法", en="Wroclaw taxonomy"),
    "topsis": Name(zh="逼近理想解法（TOPSIS）", en="TOPSIS"),
    "vikor": Name(zh="VIKOR法", en="VIKOR"),
    "promethee": Name(zh="PROMETHEE II法", en="PROMETHEE II"),
    "benefit_of_the_doubt": Name(zh="最有利权重法（BoD）", en="benefit of the doubt"),
    "order_m": Name(zh="m阶最有利权重法", en="order-m benefit of the doubt"),
}
WEIGHTS = {
    "equal": Name(zh="等权", en="equal"),
    "entropy": Name(zh="熵权法", en="by entropy"),
    "critic": Name(zh="CRITIC法", en="by CRITIC"),
    "standard_deviation": Name(zh="标准差法", en="by standard deviation"),
    "gini": Name(zh="基尼系数法", en="by Gini coefficient"),
    "principal_components": Name(zh="主成分法", en="by principal components"),
}
TREATMENTS = {
    "none": Name(zh="不处理", en="none"),
    "winsorise": Name(zh="缩尾", en="winsorised"),
    "log": Name(zh="取对数", en="logarithm"),
    "log_ct": Name(zh="平移后取对数", en="shifted logarithm"),
    "winsorise_else_log": Name(zh="缩尾，仍不通过的取对数", en="winsorised, else logarithm"),
    "box_cox": Name(zh="Box-Cox变换", en="Box-Cox"),
}
BOUNDS = {
    "same_year": Name(zh="本类当年", en="same-year bounds of the class"),
    "frozen": Name(zh="年初冻结", en="bounds frozen before the year"),
    "declared": Name(zh="事先规定", en="declared bounds"),
}
