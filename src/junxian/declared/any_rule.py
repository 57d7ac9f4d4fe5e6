"""What every data-quality rule has, whatever its kind."""

from typing import Annotated

from pydantic import Field

from junxian.declared.declaration import Declaration
from junxian.terms.finding import Severity
from junxian.terms.name import Name


class RuleOfAnyKind(Declaration):
    """What every rule has."""

    code: str
    name: Name
    severity: Severity
    why: Name
    remedy: Name
    innocent: Name | None = None  # what would explain it without a fault; that of the kind where it is empty
    basis: str = ""
    level: Annotated[int, Field(ge=0, le=5)] = 1  # ESS validation level
