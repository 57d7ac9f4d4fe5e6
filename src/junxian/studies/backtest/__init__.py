from junxian.studies.backtest.backtest import Backtest, backtest_plan
from junxian.studies.backtest.panel import Panel, make_panel
from junxian.studies.backtest.shares import Policy

__all__ = ["Backtest", "Panel", "Policy", "backtest_plan", "make_panel"]
