from junxian.diagnosis.diagnose import Diagnosis, diagnose
from junxian.diagnosis.explain import explain_gap
from junxian.diagnosis.gaming import audit_gaming
from junxian.diagnosis.least_change import find_least_change
from junxian.diagnosis.marginal import measure_marginal_points
from junxian.diagnosis.reassess import reassess_values
from junxian.diagnosis.targets import propose_targets

__all__ = [
    "Diagnosis",
    "audit_gaming",
    "diagnose",
    "explain_gap",
    "find_least_change",
    "measure_marginal_points",
    "propose_targets",
    "reassess_values",
]
