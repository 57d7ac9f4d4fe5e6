from junxian.terms.area import Areas
from junxian.terms.errors import (
    AllocationError,
    DeclarationError,
    FiguresError,
    JunxianError,
    MethodError,
    NotPermitted,
)
from junxian.terms.finding import FINDING_SCHEMA, findings_frame
from junxian.terms.name import Name
from junxian.terms.period import Period
from junxian.terms.unit import Unit, conversion, parse_unit

__all__ = [
    "FINDING_SCHEMA",
    "AllocationError",
    "Areas",
    "DeclarationError",
    "FiguresError",
    "JunxianError",
    "MethodError",
    "Name",
    "NotPermitted",
    "Period",
    "Unit",
    "conversion",
    "findings_frame",
    "parse_unit",
]
