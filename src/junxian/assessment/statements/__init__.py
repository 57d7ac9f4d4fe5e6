from junxian.assessment.statements.groups import group_by_leader
from junxian.assessment.statements.pairs import measure_leads, measure_pair_leads
from junxian.assessment.statements.rank_sets import RankSets, find_rank_sets
from junxian.assessment.statements.scale import align_scales
from junxian.assessment.statements.state import PAIR_SCHEMA, STATEMENT_SCHEMA, RankStatements, share_first, state_ranks

__all__ = [
    "PAIR_SCHEMA",
    "STATEMENT_SCHEMA",
    "RankSets",
    "RankStatements",
    "align_scales",
    "find_rank_sets",
    "group_by_leader",
    "measure_leads",
    "measure_pair_leads",
    "share_first",
    "state_ranks",
]
