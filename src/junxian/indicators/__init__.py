from junxian.indicators.derive import derive
from junxian.indicators.draws import draw
from junxian.indicators.examples import verify_examples
from junxian.indicators.formulas import check_units
from junxian.indicators.table import IndicatorTable

__all__ = ["IndicatorTable", "check_units", "derive", "draw", "verify_examples"]
