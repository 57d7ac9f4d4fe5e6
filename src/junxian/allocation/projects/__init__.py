from junxian.allocation.projects.result import ProjectPlan

__all__ = ["ProjectPlan"]
