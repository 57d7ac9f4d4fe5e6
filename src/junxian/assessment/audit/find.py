"""Reads the frames of an audit against its limits and says what stands out, one finding a question and class."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from junxian.assessment.audit.checks import CHECKS
from junxian.assessment.audit.finding import AuditFinding, say_all, tabulate_findings
from junxian.assessment.audit.limits import AuditLimits
from junxian.assessment.audit.scheme_audit import SchemeAudit
from junxian.terms.name import Name

Row = dict[str, Any]
LARGE_ONLY = ("correlations", "reliability", "importance", "removal")  # frames that say nothing of a small class


def find_faults(audit: SchemeAudit, limits: AuditLimits) -> SchemeAudit:
    """The audit with its findings filled in.

    Classes below `small_class` are told to be small; correlations and what follows from them say nothing there.
    """
    large = _keep_large(audit, limits)
    found = [
        *_find_in_power(audit), *_find_in_correlations(large, limits), *_find_in_reliability(large, limits),
        *_find_in_importance(large, limits), *_find_in_removal(large, limits), *_find_in_summary(audit, limits),
        *_find_between_classes(audit, limits), *_find_in_lists(audit, limits),
    ]  # fmt: skip
    return replace(audit, findings=tabulate_findings(found, CHECKS))


def _keep_large(audit: SchemeAudit, limits: AuditLimits) -> SchemeAudit:
    large = audit.summary.filter(pl.col("ranked") >= limits.small_class)["class"].to_list()
    kept = {name: getattr(audit, name).filter(pl.col("class").is_in(large)) for name in LARGE_ONLY}
    return replace(audit, **kept)


def say_name(names: Mapping[str, Name], code: str) -> Name:
    """The name of a code, or the code itself."""
    return names.get(code, Name(zh=code, en=code))


def say_share(share: float) -> str:
    """A share in whole percent."""
    return f"{100 * share:.0f}%"


def _gather(
    frame: pl.DataFrame, check: str, subjects: tuple[str, ...], say: Callable[[Row], Name]
) -> Iterator[AuditFinding]:
    """One finding for every class that has rows; each row is put in words."""
    for (code,), rows in frame.group_by("class", maintain_order=True):
        told = [say(row) for row in rows.iter_rows(named=True)]
        codes = dict.fromkeys(row[name] for row in rows.iter_rows(named=True) for name in subjects)
        yield AuditFinding(check, str(code), tuple(codes), say_all(told))


def _find_in_power(audit: SchemeAudit) -> Iterator[AuditFinding]:
    names, power = audit.names, audit.power

    def idle(row: Row) -> Name:
        name, same, weight = say_name(names, row["indicator"]), say_share(row["same_score"]), row["effective_weight"]
        return Name(
            zh=f"{name.zh}（权重{say_share(weight)}）：{same}的单位得分相同，离散度为量程的{say_share(row['spread_share'] or 0)}",
            en=f"{name.text('en')} (weight {say_share(weight)}): {same} share one score, spread "
            f"{say_share(row['spread_share'] or 0)} of the scale",
        )

    def dominant(row: Row) -> Name:
        name, share, weight = say_name(names, row["indicator"]), say_share(row["power"]), row["effective_weight"]
        return Name(
            zh=f"{name.zh}占区分度{share}（权重{say_share(weight)}）",
            en=f"{name.text('en')} makes {share} of the spread (weight {say_share(weight)})",
        )

    def saturated(row: Row) -> Name:
        name, low, high = say_name(names, row["indicator"]), say_share(row["at_low"]), say_share(row["at_high"])
        return Name(
            zh=f"{name.zh}：触底{low}、顶格{high}", en=f"{name.text('en')}: {low} at the foot, {high} at the top"
        )

    for check, say in (("idle", idle), ("dominant", dominant), ("saturated", saturated)):
        yield from _gather(power.filter(pl.col("flag") == check), check, ("indicator",), say)


def _find_in_correlations(audit: SchemeAudit, limits: AuditLimits) -> Iterator[AuditFinding]:
    names = audit.names

    def say(row: Row) -> Name:
        part, other = say_name(names, row["part"]), say_name(names, row["other"])
        return Name(
            zh=f"{part.zh}与{other.zh}（r={row['r']:.2f}）",
            en=f"{part.text('en')} and {other.text('en')} (r = {row['r']:.2f})",
        )

    rows = audit.correlations.sort(pl.col("r").abs(), descending=True)
    sure = pl.col("p") < limits.significance
    within = pl.col("relation") == "siblings"
    for check, own in (
        ("counted_twice", pl.col("flag") == "high"),
        ("against_each_other", (pl.col("flag") == "negative") & sure & within),
        ("not_of_its_node", pl.col("flag") == "weak"),
    ):
        yield from _gather(rows.filter(own), check, ("part", "other") if check != "not_of_its_node" else ("part",), say)


def _find_in_reliability(audit: SchemeAudit, limits: AuditLimits) -> Iterator[AuditFinding]:
    def say(row: Row) -> Name:
        name = say_name(audit.names, row["node"])
        return Name(zh=f"{name.zh}（α={row['alpha']:.2f}）", en=f"{name.text('en')} (α = {row['alpha']:.2f})")

    nodes = audit.reliability.filter((pl.col("part") == "") & (pl.col("node") != "*"))
    yield from _gather(nodes.filter(pl.col("alpha") < limits.alpha), "unlike_parts", ("node",), say)


def _find_in_importance(audit: SchemeAudit, limits: AuditLimits) -> Iterator[AuditFinding]:
    def say(row: Row) -> Name:
        name, weight, share = (
            say_name(audit.names, row["part"]), say_share(row["effective_weight"]), say_share(row["importance_share"]),
        )  # fmt: skip
        return Name(
            zh=f"{name.zh}：权重{weight}，影响{share}", en=f"{name.text('en')}: weight {weight}, influence {share}"
        )

    most = limits.out_of_proportion
    away = audit.importance.filter((pl.col("ratio") > most) | (pl.col("ratio") < 1 / most))
    away = away.sort(pl.col("ratio").clip(1e-9).log().abs(), descending=True)
    yield from _gather(away, "out_of_proportion", ("part",), say)


def _find_in_removal(audit: SchemeAudit, limits: AuditLimits) -> Iterator[AuditFinding]:
    def hinges(row: Row) -> Name:
        name, mover = say_name(audit.names, row["part"]), say_name(audit.names, row["mover"])
        shift, before, after = f"{row['mean_shift']:.1f}", row["mover_before"], row["mover_after"]
        moved = f"{mover.text('en')} from {before} to {after}"
        return Name(
            zh=f"去掉{name.zh}，名次平均移动{shift}位，{mover.zh}由第{before}到第{after}",
            en=f"without {name.text('en')} ranks shift by {shift} on average, {moved}",
        )

    indicators = audit.removal.filter(~pl.col("part").is_in([node.code for node in audit.scheme.node]))
    hinging = indicators.filter(pl.col("mean_shift_share") > limits.influence).sort("mean_shift", descending=True)
    yield from _gather(hinging, "hinges_on_one", ("part",), hinges)
    idle = indicators.filter(pl.col("mean_shift") == 0)
    yield from _gather(idle, "without_effect", ("part",), lambda row: say_name(audit.names, row["part"]))


def _find_in_summary(audit: SchemeAudit, limits: AuditLimits) -> Iterator[AuditFinding]:
    for row in audit.summary.iter_rows(named=True):
        code, ranked, left = row["class"], row["ranked"], row["areas"] - row["ranked"]
        interval, spearman = row["interval"], row["spearman"]
        if interval is not None and interval > limits.wide_interval:
            share = say_share(interval)
            what = Name(zh=f"位次区间平均宽{share}", en=f"rank intervals are {share} of the class wide on average")
            yield AuditFinding("order_unsure", code, (), what)
        if row["pivot"] is None:
            yield AuditFinding("not_recomputed", code, (), Name(zh="各项的取舍未检验", en="removals were not tried"))
        if left / row["areas"] > limits.unranked:
            what = Name(zh=f"{row['areas']}个单位中{left}个未排位", en=f"{left} of {row['areas']} areas are not ranked")
            yield AuditFinding("many_unranked", code, (), what)
        if ranked < limits.small_class:
            what = Name(zh=f"只有{ranked}个单位参加排位", en=f"only {ranked} members are ranked")
            yield AuditFinding("small_class", code, (), what)
        if spearman is not None and (spearman < limits.unstable or spearman > limits.settled):
            check = "tossed_about" if spearman < limits.unstable else "settled"
            what = Name(
                zh=f"相邻年度名次相关{spearman:.2f}", en=f"ranks of consecutive years correlate at {spearman:.2f}"
            )
            yield AuditFinding(check, code, (), what)


def _find_between_classes(audit: SchemeAudit, limits: AuditLimits) -> Iterator[AuditFinding]:
    fairness = audit.fairness
    if fairness.eta_squared > limits.between_classes and not fairness.p_value >= limits.significance:
        share = say_share(fairness.eta_squared)
        what = Name(zh=f"类别解释得分差异的{share}", en=f"the class explains {share} of the variance of scores")
        yield AuditFinding("class_decides", "", (), what)
    shares = fairness.classes.filter(pl.col("awarded").sum() > 0).drop_nulls("award_share").sort("award_share")
    if shares.height > 1 and shares["award_share"][-1] > 2 * shares["award_share"][0]:
        rare, often = (shares.row(place, named=True) for place in (0, -1))
        told = [
            (say_name(audit.names, f"class {row['class']}"), say_share(row["award_share"])) for row in (often, rare)
        ]
        what = Name(
            zh="，".join(f"{name.zh}获奖面{share}" for name, share in told),
            en=", ".join(f"{name.text('en')}: {share} awarded" for name, share in told),
        )
        yield AuditFinding("awards_uneven", "", (often["class"], rare["class"]), what)


def _find_in_lists(audit: SchemeAudit, limits: AuditLimits) -> Iterator[AuditFinding]:
    for row in audit.lists.iter_rows(named=True):
        measure = row["auc"] if row["kind"] == "named" else row["spearman"]
        if measure is None:
            continue
        what = say_agreement(row)
        if measure < (0.5 if row["kind"] == "named" else 0.0):
            yield AuditFinding("against_list", "", (row["list"],), what)
        elif row["p"] > limits.significance:
            yield AuditFinding("like_chance", "", (row["list"],), what)


def say_agreement(row: Row) -> Name:
    """How far the ranks agree with a list, in words."""
    name, found, listed, p = Name(zh=row["name_zh"], en=row["name_en"]), row["found"], row["listed"], row["p"]
    head_zh, head_en = (
        f"{name.zh}（{listed}个，其中参评{found}个）",
        f"{name.text('en')} ({found} of {listed} are ranked)",
    )
    if row["auc"] is None and row["spearman"] is None:
        return Name(zh=f"{head_zh}：无法比较", en=f"{head_en}: nothing to compare")
    if row["kind"] == "ordered":
        figure = f"{row['spearman']:.2f}"
        return Name(
            zh=f"{head_zh}：与名次相关{figure}，p={p:.3f}", en=f"{head_en}: rank correlation {figure}, p = {p:.3f}"
        )
    auc, hits, by_lot = (say_share(row[key]) for key in ("auc", "hit_rate", "hit_rate_expected"))
    return Name(
        zh=f"{head_zh}：同类两两相比{auc}居前，前列命中{hits}（抽签{by_lot}），p={p:.3f}",
        en=f"{head_en}: leads {auc} of the others of its class, {hits} among the first (by lot {by_lot}), p = {p:.3f}",
    )
