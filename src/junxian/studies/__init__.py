from junxian.studies.aim import aim_at_next_year
from junxian.studies.audit import StudyAudit, audit_edition
from junxian.studies.compare import compare_paths
from junxian.studies.compare_plans import PlansSideBySide, compare_plans
from junxian.studies.figures import Figures, read_figures

__all__ = [
    "Figures",
    "PlansSideBySide",
    "StudyAudit",
    "aim_at_next_year",
    "audit_edition",
    "compare_paths",
    "compare_plans",
    "read_figures",
]
