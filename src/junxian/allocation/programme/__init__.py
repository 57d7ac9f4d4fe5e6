from junxian.allocation.programme.coordinate import coordinate, coordinate_source
from junxian.allocation.programme.result import ProgrammePlan

__all__ = ["ProgrammePlan", "coordinate", "coordinate_source"]
