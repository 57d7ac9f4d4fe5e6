from junxian.quality.accepted import accepted
from junxian.quality.check import Quality, check_returns

__all__ = ["Quality", "accepted", "check_returns"]
