from junxian.quality.accepted import accepted
from junxian.quality.check import Quality, check_returns
from junxian.quality.verify_rules import verify_rules

__all__ = ["Quality", "accepted", "check_returns", "verify_rules"]
