from junxian.redlines.effects import gate_of, list_vetoes
from junxian.redlines.watch import LINE_SCHEMA, Lines, watch

__all__ = ["LINE_SCHEMA", "Lines", "gate_of", "list_vetoes", "watch"]
