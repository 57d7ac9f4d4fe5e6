"""Words for choices of projects, in Chinese and English."""

from typing import Any

from junxian.allocation.exact import exact
from junxian.allocation.projects.barred import Barred
from junxian.allocation.projects.choose import Choice
from junxian.allocation.projects.explain import Charge, Explanation
from junxian.allocation.projects.infeasible import Fault
from junxian.allocation.projects.problem import Limits, ProjectProblem
from junxian.allocation.wording import amount
from junxian.declared.project_choices import NUMBER, DeclaredProjects

LANGUAGES = ("zh", "en")
WORDS: dict[str, dict[str, Any]] = {
    "zh": {
        NUMBER: "项目数", "project": "项", "projects": "项", "budget": "{measure}总量", "county": "{name}的{measure}", "group": "{name}组的{measure}", "either-or": "互斥组{name}",
        "promised": "在建项目，列入", "excluded": "未成熟，不列入", "needed": "在建项目所需，列入",
        "lacking": "未列入：所依赖的项目不能列入", "gated": "未列入：{why}", "too large": "未列入：仅此一项即申请{amount}，{limit}只有{high}",
        "above": "列入：效益{benefit}高于按统一价计的占用{cost}",
        "below": "未列入：效益{benefit}低于按统一价计的占用{cost}；按此价效益达到{enough}方可列入",
        "in": "列入：效益{benefit}，按统一价计的占用{cost}；单凭价格不能决定，由整项取舍决定", "out": "未列入：效益{benefit}，按统一价计的占用{cost}；单凭价格不能决定，由整项取舍决定",
        "charge": "{limit}{sign}{cost}", "plus": "占用", "minus": "补贴", "tied": "关联项目{cost}", "list": "（{parts}）", "comma": "，",
        "certified": "已证明：", "chosen": "未达到要求的差距：", "conflict": "各项限制不能同时满足", "not found": "限时内未找到可行方案，也未证明无解",
        "certificate": "{status}{candidates}个候选项目列入{picked}项，效益{benefit}；同样限制下任何选法不超过{bound}，相对差距{gap}；上界由{by}证明",
        "linear bound": "线性规划", "county prices": "各县方案的统一价", "branch and bound": "分支定界", "timed": "；因时限停止，换一台机器结果可能不同",
        "at most": "{limit}不高于{amount}", "at least": "{limit}不低于{amount}", "promise": "{project}已在建",
        "relax at most": "{limit}需放宽{amount}", "relax at least": "{limit}的下限需降低{amount}", "relax promised": "{project}不能列入", "unknown": "按整项选取不能同时满足各项限制，未能查明是哪几项；请逐项放宽",
    },
    "en": {
        NUMBER: "number of projects", "project": " project", "projects": " projects", "budget": "budget of {measure}", "county": "{measure} of {name}", "group": "{measure} of group {name}",
        "either-or": "either-or set {name}", "promised": "chosen: under way", "excluded": "not chosen: not ready",
        "needed": "chosen: a project under way needs it", "lacking": "not chosen: it needs a project that cannot be chosen",
        "gated": "not chosen: {why}", "too large": "not chosen: by itself it asks {amount}, {limit} holds {high}",
        "above": "chosen: its benefit {benefit} exceeds its asks at the prices, {cost}",
        "below": "not chosen: its benefit {benefit} is below its asks at the prices, {cost}; at these prices {enough} would get it in",
        "in": "chosen: its benefit {benefit} and its asks at the prices, {cost}, do not decide; what fits whole did",
        "out": "not chosen: its benefit {benefit} and its asks at the prices, {cost}, do not decide; what fits whole did",
        "charge": "{limit} {sign} {cost}", "plus": "costs", "minus": "adds", "tied": "projects tied to it {cost}", "list": " ({parts})", "comma": ", ",
        "certified": "Certified: ", "chosen": "The gap asked for is not reached: ", "conflict": "The limits conflict",
        "not found": "Neither a choice nor a proof that there is none came out in time",
        "certificate": "{status}{picked} of {candidates} projects, benefit {benefit}; within the same limits no choice exceeds {bound}, relative gap {gap}; bound proved by {by}",
        "linear bound": "the linear programme", "county prices": "prices of the counties' plans", "branch and bound": "branch and bound", "timed": "; ended by time: another machine may choose otherwise",
        "at most": "{limit} at most {amount}", "at least": "{limit} at least {amount}", "promise": "{project} is under way",
        "relax at most": "{limit} would have to be raised by {amount}", "relax at least": "the floor of {limit} would have to fall by {amount}",
        "relax promised": "{project} cannot be chosen",
        "unknown": "Whole projects cannot keep all limits; which of them conflict was not found: relax one after the other",
    },
}  # fmt: skip


def name_limit(declared: DeclaredProjects, limits: Limits, row: int, language: str) -> str:
    """A limit in words."""
    return _name(declared, limits.kind[row], limits.name[row], limits.measure[row], language)


def _name(declared: DeclaredProjects, kind: str, name: str, measure: str, language: str) -> str:
    words, choices = WORDS[language], declared.choices
    measures = {one.code: one.name.text(language) for one in choices.factor}
    measures |= {one.code: one.name.text(language) for one in choices.measure}
    named = {limit.values: limit.name.text(language) for limit in choices.limit if limit.name}
    text = named.get((name,)) or declared.listed.name_area(name, language)
    areas = declared.listed.areas
    words_of = words["county" if kind == "group" and areas is not None and name in areas else kind]
    return str(words_of.format(name=text, measure=measures.get(measure, words[NUMBER])))


def tell_project(declared: DeclaredProjects, explained: Explanation, language: str) -> str:
    """Why a project was chosen or not, in one sentence."""
    words = WORDS[language]
    key = ("in" if explained.picked else "out") if explained.reason == "margin" else explained.reason
    if key == "lacking":
        return str(words[key])
    cost = f"{explained.benefit - explained.merit:,.4g}"
    text = words[key].format(benefit=f"{explained.benefit:,.4g}", cost=cost, enough=f"{explained.enough:,.4g}")
    parts = [_tell_charge(declared, charge, language) for charge in explained.charges if charge.cost]
    if abs(explained.tied) > 1e-9 * max(1e-300, abs(explained.benefit)):
        parts.append(words["tied"].format(cost=f"{explained.tied:,.4g}"))
    return str(text + (words["list"].format(parts=words["comma"].join(parts)) if parts else ""))


def tell_barred(declared: DeclaredProjects, limits: Limits, barred: Barred, language: str) -> str:
    """Why a ready project cannot be chosen: a gate, or a limit that it alone exceeds."""
    words = WORDS[language]
    if barred.text is not None:
        return str(words["gated"].format(why=barred.text.text(language)))
    limit, measure = name_limit(declared, limits, barred.limit, language), limits.measure[barred.limit]
    asked, high = (say_amount(declared, measure, one, language) for one in (barred.amount, limits.high[barred.limit]))
    return str(words["too large"].format(amount=asked, limit=limit, high=high))


def say_amount(declared: DeclaredProjects, measure: str, value: float, language: str) -> str:
    """An amount of a factor with its unit, a number of projects, or a measure, which has none."""
    units = {factor.code: factor.unit for factor in declared.choices.factor}
    text = amount(exact(value), units.get(measure, "1"), language)
    if measure != NUMBER:
        return text
    return text + str(WORDS[language]["project" if value == 1 else "projects"])


def _tell_charge(declared: DeclaredProjects, charge: Charge, language: str) -> str:
    words = WORDS[language]
    limit = _name(declared, charge.kind, charge.name, charge.measure, language)
    sign = words["plus"] if charge.cost > 0 else words["minus"]
    return str(words["charge"].format(limit=limit, sign=sign, cost=f"{abs(charge.cost):,.4g}"))


def tell_certificate(choice: Choice, language: str) -> str:
    """The certificate, or that there is no choice, in one sentence."""
    words = WORDS[language]
    timed = "" if choice.repeatable else words["timed"]
    if choice.status in ("conflict", "not found"):
        return str(words[choice.status] + timed)
    return str(words["certificate"].format(
        status=words[choice.status], picked=int(choice.picked.sum()), benefit=f"{choice.benefit:,.6g}", bound=f"{choice.bound:,.6g}",
        gap=f"{choice.gap:.1e}" if choice.gap > 1e-12 else "0", by=words[choice.proved_by], candidates=len(choice.picked),
    ) + timed)  # fmt: skip


def tell_conflict(declared: DeclaredProjects, problem: ProjectProblem, fault: Fault, part: str, language: str) -> str:
    """A limit that conflicts, or by how much one has to give way."""
    words = WORDS[language]
    if fault.end == "promised":
        key = "promise" if part == "conflict" else "relax promised"
        return str(words[key].format(project=declared.listed.table["name"][fault.place]))
    key = fault.end if part == "conflict" else f"relax {fault.end}"
    said = say_amount(declared, problem.limits.measure[fault.place], fault.amount, language)
    return str(words[key].format(limit=name_limit(declared, problem.limits, fault.place, language), amount=said))
