from junxian.assessment.audit.audit_scheme import audit_scheme
from junxian.assessment.audit.class_scores import ClassScores, read_classes
from junxian.assessment.audit.correlation import correlate_columns, correlate_parts, find_correlations
from junxian.assessment.audit.fairness import Fairness, measure_fairness
from junxian.assessment.audit.importance import find_effective_weights, measure_importance, weigh_importance
from junxian.assessment.audit.limits import AuditLimits
from junxian.assessment.audit.outside_list import ListAgreement, OutsideList, compare_with_list
from junxian.assessment.audit.positions import rank_parts, summarise_area
from junxian.assessment.audit.power import measure_power
from junxian.assessment.audit.ranking_change import RankingChange, compare_many, compare_rankings
from junxian.assessment.audit.reliability import measure_nodes, measure_reliability
from junxian.assessment.audit.removal import measure_removal, remove_parts
from junxian.assessment.audit.report import report_audit
from junxian.assessment.audit.scheme_audit import SchemeAudit
from junxian.assessment.audit.trend import follow_panel, measure_cagr, measure_change, measure_percent_change
from junxian.assessment.audit.years import Years, follow_years

__all__ = [
    "AuditLimits",
    "ClassScores",
    "Fairness",
    "ListAgreement",
    "OutsideList",
    "RankingChange",
    "SchemeAudit",
    "Years",
    "audit_scheme",
    "compare_many",
    "compare_rankings",
    "compare_with_list",
    "correlate_columns",
    "correlate_parts",
    "find_correlations",
    "find_effective_weights",
    "follow_panel",
    "follow_years",
    "measure_cagr",
    "measure_change",
    "measure_fairness",
    "measure_importance",
    "measure_nodes",
    "measure_percent_change",
    "measure_power",
    "measure_reliability",
    "measure_removal",
    "rank_parts",
    "read_classes",
    "remove_parts",
    "report_audit",
    "summarise_area",
    "weigh_importance",
]
