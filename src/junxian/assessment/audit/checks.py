"""The questions of an audit, in the order in which a reader should meet them; wording is ours, limits are proposals."""

from junxian.assessment.audit.finding import Check
from junxian.terms.name import Name

CHECKS: dict[str, Check] = {
    "idle": Check(
        "explain",
        Name(
            zh="拉不开差距的指标占着权重，名次实际由其余指标决定。",
            en="It holds weight and orders nobody: other indicators decide the ranks.",
        ),
        Name(
            zh="改用有差距的指标、收紧阈值，或取消其权重。",
            en="Take an indicator that differs, set tighter goalposts, or take its weight away.",
        ),
    ),
    "dominant": Check(
        "explain",
        Name(
            zh="名次主要由一项指标决定，其余指标难以影响结果。",
            en="One indicator decides most of the order; the others can hardly change it.",
        ),
        Name(
            zh="降低其权重，或放宽其阈值，使各指标的离散程度相近。",
            en="Lower its weight, or widen its goalposts, so that spreads become alike.",
        ),
    ),
    "counted_twice": Check(
        "explain",
        Name(
            zh="几乎同升同降，同一成绩重复计分。", en="They rise and fall together: one achievement is counted twice."
        ),
        Name(zh="只留一项，或合并后按一项赋权。", en="Keep one, or merge them and give the weight of one."),
    ),
    "class_decides": Check(
        "explain",
        Name(
            zh="得分高低在很大程度上由所属类别决定；跨类排位、按分计奖会偏向某一类。",
            en="Scores hang on the class: ranking or paying by points across classes favours a class, not an effort.",
        ),
        Name(
            zh="只在类内排位和评先，或按类设定阈值。",
            en="Rank and award within classes only, or set goalposts by class.",
        ),
    ),
    "order_unsure": Check(
        "explain",
        Name(
            zh="权重、方法和数据在合理范围内变动，名次就大幅移动；按名次逐位奖惩没有依据。",
            en="Within reasonable changes of weights, methods and figures ranks move far: no ground to reward places.",
        ),
        Name(
            zh="按分组公布和奖惩；组内不分先后。",
            en="Publish and reward by groups; within a group the order is not to be read.",
        ),
    ),
    "tossed_about": Check(
        "explain",
        Name(
            zh="年度间名次变动过大，超出发展本身的快慢，名次多由偶然因素决定。",
            en="Ranks change more between years than development does; much of the order is chance.",
        ),
        Name(
            zh="改用多年平均或冻结阈值，减少大起大落的指标。",
            en="Use averages of years or frozen goalposts; fewer indicators that jump.",
        ),
    ),
    "against_list": Check(
        "explain",
        Name(
            zh="名单上的单位在同类中反而靠后，指标体系与已有判断相左。",
            en="Listed areas stand lower than others of their class: the scheme contradicts what was judged before.",
        ),
        Name(
            zh="查明是名单有误、口径不同，还是指标缺项。",
            en="Find out whether the list is wrong, measures something else, or an indicator is lacking.",
        ),
    ),
    "many_unranked": Check(
        "explain",
        Name(
            zh="缺数过多的单位不参加排位，结果不完整，也可能诱使不报。",
            en="Who lacks figures is not ranked: the result is incomplete, and not filing may pay.",
        ),
        Name(
            zh="先落实报送；报送不到位的指标当年暂不赋权。",
            en="See to the returns first; give no weight this year to indicators that are not filed.",
        ),
    ),
    "saturated": Check(
        "note",
        Name(
            zh="顶格或触底的单位再进再退都不影响得分。",
            en="At an end of the scale neither progress nor decline is felt.",
        ),
        Name(zh="放宽阈值，或换用仍有空间的指标。", en="Widen the goalposts, or take an indicator with room left."),
    ),
    "against_each_other": Check(
        "note",
        Name(
            zh="同一方面内此长彼消，得分相互抵消。",
            en="Within one node what one wins the other loses: scores cancel out.",
        ),
        Name(
            zh="核对指标方向；确属取舍的，移到不同方面或改用几何平均。",
            en="Check the directions; where it is a true trade-off, separate them or aggregate geometrically.",
        ),
    ),
    "not_of_its_node": Check(
        "note",
        Name(
            zh="与所属方面几乎无关，方面得分不能代表它。",
            en="It hardly goes with its node, whose score does not stand for it.",
        ),
        Name(zh="移到相近的方面，或单列。", en="Move it to a node that it goes with, or let it stand alone."),
    ),
    "unlike_parts": Check(
        "note",
        Name(
            zh="各项不是一回事，方面得分宜逐项解读；若本意就是汇总不同内容，可不改。",
            en="The parts are not one thing: read them singly. No fault where a node gathers different things.",
        ),
        Name(zh="说明该方面的含义，或拆分。", en="Say what the node means, or split it."),
    ),
    "out_of_proportion": Check(
        "note",
        Name(
            zh="名义权重不等于实际影响：离散大、与其他指标同向的指标影响大于权重。",
            en="A weight is not an influence: what spreads widely and goes with others counts for more than its weight.",
        ),
        Name(zh="按实际影响调整权重，或统一离散程度。", en="Set weights by influence, or make spreads alike."),
    ),
    "hinges_on_one": Check(
        "note",
        Name(
            zh="去掉这一项，名次平均移动较大，结果有赖于它的取舍。",
            en="Without it ranks shift far on average: the result hangs on the choice to have it.",
        ),
        Name(zh="写明入选理由，并核实其数据质量。", en="Write down why it is in, and make sure of its figures."),
    ),
    "without_effect": Check(
        "note",
        Name(zh="去掉它名次不变，却要层层报送。", en="Without it no rank changes, yet everybody must file it."),
        Name(zh="可以取消，减轻填报负担。", en="It can be dropped, and so can the burden of filing it."),
    ),
    "settled": Check(
        "note",
        Name(
            zh="年初名次已定，努力与否结果相同。",
            en="The order is known before the year starts: effort changes nothing.",
        ),
        Name(zh="增加变化类指标或进步奖。", en="Add indicators of change, or a progress award."),
    ),
    "awards_uneven": Check(
        "note",
        Name(zh="各类获奖机会相差较大。", en="The chance of an award differs much between classes."),
        Name(zh="按类内单位数分配名额。", en="Give places in proportion to the members of a class."),
    ),
    "small_class": Check(
        "note",
        Name(
            zh="成员少，当年阈值系于个别单位，名次差一位分量也重；相关、信度等不作判断。",
            en="With few members bounds hang on single areas and one place means much; correlations say nothing.",
        ),
        Name(
            zh="与相近类合并确定阈值，或冻结阈值。",
            en="Set bounds together with a class that is alike, or freeze them.",
        ),
    ),
    "like_chance": Check(
        "note",
        Name(zh="与名单的一致程度和抽签无异。", en="Agreement with the list cannot be told apart from a lot."),
        Name(
            zh="名单太短或口径不同时，不必据此修改方案。",
            en="Where the list is short or measures something else, change nothing for its sake.",
        ),
    ),
    "not_recomputed": Check(
        "note",
        Name(
            zh="得分不能由指标得分和权重重算，未检验各项的取舍。",
            en="Scores do not follow from indicators and weights alone; removals were not tried.",
        ),
        Name(
            zh="交给审核一个可按修改后的方案重新评分的函数（rescore）。",
            en="Hand the audit a function that assesses with a changed scheme (rescore).",
        ),
    ),
}
