from junxian.allocation.branching.limited import solve_within
from junxian.allocation.branching.mip import Answer, Mip, measure_benefit, measure_rows, solve_mip

__all__ = ["Answer", "Mip", "measure_benefit", "measure_rows", "solve_mip", "solve_within"]
