"""What a province decides about its quality line as a whole: how many of its questions may be asked in vain."""

from typing import Annotated, Literal

from pydantic import Field

from junxian.declared.declaration import MOST_DAYS, Declaration

NotNegative = Annotated[float, Field(ge=0)]


class QualityScore(Declaration):
    """`[quality.score]`: points taken off 100, and how long a filer has for an answer; the numbers are our proposal."""

    error: NotNegative = 5.0  # for each holding finding that is neither corrected nor answered by its day
    query: NotNegative = 2.0  # for each question that is not answered by its day
    coverage: NotNegative = 20.0  # times the share of required figures that is not filed
    lateness: NotNegative = 10.0  # times the share of returns that are late or absent
    revision: NotNegative = 10.0  # at most, for revisions that go to one side
    revision_full: Annotated[float, Field(gt=0)] = 0.05  # size of revisions, relative, at which all of it is taken
    revision_periods: Annotated[int, Field(ge=6)] = 8  # periods that revisions are looked at over
    answer_days: Annotated[int, Field(ge=0, le=MOST_DAYS)] = 15  # from the day of filing, or the day recorded as asked


class QualitySetting(Declaration):
    """`[quality]` in province.toml."""

    false_discovery: Annotated[float, Field(gt=0, lt=1)] = 0.10  # share of false alarms among tests of chance, at most
    method: Literal["BH", "BY", "Holm"] = "BH"  # BY where tests depend on each other in unknown ways
    across: Literal["period", "kind"] = "period"  # tests that are counted together: all of a period, or of one kind
    suspect_error_factor: Annotated[float, Field(ge=1, le=100)] = 3.0  # on the data error of figures in doubt, in draws
    score: QualityScore = QualityScore()
