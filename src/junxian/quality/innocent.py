"""What would explain a finding without anyone being at fault: by kind of rule, or as the rule says itself."""

from junxian.declared.any_rule import RuleOfAnyKind
from junxian.terms.name import Name

INNOCENT: dict[str, Name] = {
    "completeness": Name(
        zh="该地区没有此项业务，或数据由其他单位掌握。",
        en="The area has no such activity, or somebody else keeps the figure.",
    ),
    "punctuality": Name(
        zh="系统或网络故障、区划调整、同意延期。",
        en="A fault of the system, a change of boundaries, or an extension that was granted.",
    ),
    "duplicates": Name(
        zh="两地确有相同的小额数，或同一份表误传两次。",
        en="Small figures may be equal by chance, or one table was sent twice by mistake.",
    ),
    "bounds": Name(
        zh="口径变动、一次性因素，或小地区数字本来波动大。",
        en="A change of definition, a single event, or a small area whose figures move much by nature.",
    ),
    "sum_of_parts": Name(
        zh="分项四舍五入，或有未列出的其他项。",
        en="Rounding of the parts, or a further part that the form does not list.",
    ),
    "sum_of_areas": Name(
        zh="上级数含本级直报单位、飞地或未分到县的部分，或两级修订时间不同。",
        en="The figure above holds units that report straight to it, enclaves or what is not divided among counties; or the two were revised on different days.",
    ),
    "order_of_magnitude": Name(
        zh="区划调整、大项目投产或口径变动使数字成倍变化。",
        en="New boundaries, a large project or a new definition can multiply a figure.",
    ),
    "carried_forward": Name(
        zh="存量或任务数本年确未变动。",
        en="Stocks or targets may truly not have moved this year.",
    ),
    "ratio_in_line": Name(
        zh="产业结构特殊（如能矿、口岸、园区县）、大项目当年集中投入，或跨区经营。",
        en="A special structure (mining, a port, a zone), a large project in one year, or business across boundaries.",
    ),
    "shifted_row": Name(
        zh="该地区与同类地区结构迥异。",
        en="The area may be unlike its peers in structure.",
    ),
    "year_to_date": Name(
        zh="对前期数作了更正，或有退库、冲减。",
        en="Earlier months were corrected, or amounts were paid back.",
    ),
    "growth_against_level": Name(
        zh="上年数已修订、口径或区划变动，增速按可比口径计算。",
        en="Last year's figure was revised, or coverage or boundaries changed and growth is on a comparable basis.",
    ),
    "level_shift": Name(
        zh="区划调整、统计制度或口径变动、大企业迁入迁出。",
        en="New boundaries, a new method or definition, or a large firm that came or left.",
    ),
    "swapped_columns": Name(
        zh="两项数字本来接近，次序确有变化。",
        en="The two figures are near each other and may truly have changed places.",
    ),
    "smoothing": Name(
        zh="产业单一而稳定，或由同一口径推算而来。",
        en="A single steady trade, or figures that are estimated in one way.",
    ),
    "copied_series": Name(
        zh="两地由同一单位统一测算，或同属一个管理区。",
        en="Both are estimated by one office in one way, or belong to one administration.",
    ),
    "matching": Name(
        zh="产业结构转型（如由高耗能转向服务业）、税费减免、用电自备，使相关指标不同步。",
        en="A change of structure (from heavy industry to services), tax relief or own power plants move related figures apart.",
    ),
    "revision_bias": Name(
        zh="快报口径窄于年报，修订因而同向。",
        en="Flash figures cover less than final ones, so that revisions go one way.",
    ),
    "heaping": Name(
        zh="填报或汇编时取整。",
        en="Somebody rounded when filing or compiling.",
    ),
    "bunching": Name(
        zh="目标本来定得贴近实际，或达标后即停。",
        en="The target was set near what is usual, or effort ends once it is met.",
    ),
    "first_digits": Name(
        zh="数据范围窄、有起报标准或集中于少数单位。",
        en="A narrow range, a reporting threshold, or few units that make up the whole.",
    ),
    "filing_trace": Name(
        zh="由同一代理机构或园区集中代办，或共用一个网络出口。",
        en="One agent or one park office files for many, or they share a network address.",
    ),
    "coverage": Name(
        zh="新办、注销或迁移单位的名录更新有时差。",
        en="The register follows openings, closures and moves with a delay.",
    ),
}  # fmt: skip


def explain_innocently(rule: RuleOfAnyKind | None) -> Name:
    """What would explain a finding of a rule innocently; empty for the reader's own checks, which are about the file."""
    if rule is None:
        return Name(zh="")
    return rule.innocent or INNOCENT.get(getattr(rule, "kind", ""), Name(zh=""))
