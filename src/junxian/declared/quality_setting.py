"""What a province decides about its quality line as a whole: how many of its questions may be asked in vain."""

from typing import Annotated, Literal

from pydantic import Field

from junxian.declared.declaration import Declaration


class QualitySetting(Declaration):
    """`[quality]` in province.toml."""

    false_discovery: Annotated[float, Field(gt=0, lt=1)] = 0.10  # share of false alarms among tests of chance, at most
    method: Literal["BH", "BY", "Holm"] = "BH"  # BY where tests depend on each other in unknown ways
    across: Literal["period", "kind"] = "period"  # tests that are counted together: all of a period, or of one kind
