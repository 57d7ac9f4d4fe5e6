"""Rules that weigh figures against other sources, other filers and chance: authenticity and coverage."""

from typing import Literal, Self

from pydantic import Field, model_validator

from junxian.declared.any_rule import RuleOfAnyKind


class Matching(RuleOfAnyKind):
    """Growth of an item is what growth of independent figures lets expect: power, tax, freight, loans."""

    kind: Literal["matching"]
    item: str  # an amount, or a growth rate in per cent, which is chained over the years
    proxies: tuple[str, ...] = Field(min_length=1)  # items of the same frequency, amounts or growth rates
    classification: str = ""  # each class has its own level of growth, slopes are common
    years: int = Field(default=1, ge=1, le=20)  # over which growth is taken; lights say nothing below four
    limit: float = Field(default=3.0, gt=0)  # in robust spreads (1.4826·MAD) of the residuals
    least: float = Field(default=0.02, ge=0)  # of the logarithm: a smaller deviation is not worth a question
    direction: Literal["both", "above"] = "both"  # above: only figures that are higher than expected
    min_peers: int = Field(default=12, ge=8)  # areas; four for each parameter at least

    @model_validator(mode="after")
    def _proxies_are_other_items(self) -> Self:
        if self.item in self.proxies or len(set(self.proxies)) < len(self.proxies):
            raise ValueError("`proxies` are items other than `item`, each once")
        return self


class RevisionBias(RuleOfAnyKind):
    """Final figures do not lie on one side of the flash figures period after period."""

    kind: Literal["revision_bias"]
    items: tuple[str, ...] = Field(min_length=1)  # final figures
    flash: tuple[str, ...] = ()  # items that hold the flash figures, in the same order; the first filing where empty
    periods: int = Field(default=8, ge=6)  # looked back over
    least: float = Field(default=0.005, ge=0)  # typical revision worth a question, relative
    least_points: float = Field(default=0.2, ge=0)  # the same for ratios and rates, in points of their unit

    @model_validator(mode="after")
    def _each_final_has_its_flash(self) -> Self:
        if self.flash and len(self.flash) != len(self.items):
            raise ValueError("give one item of `flash` for each of `items`, or none")
        return self


class Heaping(RuleOfAnyKind):
    """Last digits are not rounded more often than those of other filers."""

    kind: Literal["heaping"]
    items: tuple[str, ...] = Field(min_length=1)
    digits: tuple[int, ...] = (0, 5)  # last digits at which figures heap; (0,) for rates that end in .0
    by: Literal["area", "city", "filer"] = "area"  # whose figures are taken together
    min_figures: int = Field(default=50, ge=20)  # of a group
    least: float = Field(default=0.05, ge=0)  # share beyond that of the others worth a question

    @model_validator(mode="after")
    def _digits_are_digits(self) -> Self:
        if not self.digits or set(self.digits) - set(range(10)):
            raise ValueError("`digits` are whole numbers from 0 to 9")
        return self


class Bunching(RuleOfAnyKind):
    """Figures do not crowd at and just above a target."""

    kind: Literal["bunching"]
    item: str  # what has a target
    target: str = ""  # the item that holds it
    value: float | None = None  # or the target itself, one for all
    by: Literal["province", "city"] = "province"
    window: float = Field(default=0.2, gt=0)  # above the target, in points of the item's unit
    width: float = Field(default=0.1, gt=0)  # of a bin
    reach: float = Field(default=2.0, gt=0)  # on either side of the target
    round_to: float = Field(default=1.0, ge=0)  # round figures that heap wherever the target is; 0 for none
    min_figures: int = Field(default=200, ge=100)  # within reach
    least: float = Field(default=0.02, ge=0)  # share beyond the smooth curve worth a question

    @model_validator(mode="after")
    def _target_is_known(self) -> Self:
        if bool(self.target) == (self.value is not None):
            raise ValueError("give either `target`, an item, or `value`, a number")
        return self


class FirstDigits(RuleOfAnyKind):
    """Leading digits of microdata follow Benford's law where it can be expected."""

    kind: Literal["first_digits"]
    file: str  # CSV or Parquet below the province folder, one row per unit
    column: str
    area: str = ""  # column with the code of the area that the unit belongs to; all units as one where empty
    digits: Literal["first", "second", "first_two"] = "first"


class Coverage(RuleOfAnyKind):
    """Every unit that meets the threshold is registered, and no other: counts by area, or registers of units."""

    kind: Literal["coverage"]
    registered: str = ""  # item: units registered
    recorded: str = ""  # item: units that meet the threshold by records (tax, power)
    matched: str = ""  # item: units on both
    register_file: str = ""  # or CSV or Parquet below the province folder, one row per registered unit
    records_file: str = ""  # rows of records
    unit: str = "unit"  # column with the unit's code
    area: str = "area"  # column with the code of its area
    value: str = "value"  # column of the records that is held against the threshold
    threshold: float | None = None
    edge: float = Field(default=0.0, ge=0, lt=1)  # share below the threshold at which a registered unit may stay
    least: float = Field(default=0.95, gt=0, le=1)  # share of units that must be registered
    most_false: float = Field(default=0.05, ge=0, lt=1)  # share of registered units that may lie below

    @model_validator(mode="after")
    def _one_source_is_given(self) -> Self:
        counts, files = (self.registered, self.recorded), (self.register_file, self.records_file)
        if all(counts) == all(files) or any(counts) != all(counts) or any(files) != all(files):
            raise ValueError("give `registered` and `recorded`, items, or `register_file` and `records_file`")
        if all(files) and self.threshold is None:
            raise ValueError("give the `threshold` of the records' value")
        return self


class FilingTrace(RuleOfAnyKind):
    """Returns of several filers do not come from one place within minutes, nor change again and again once questioned."""

    kind: Literal["filing_trace"]
    form: str = ""  # all forms where empty
    minutes: float = Field(default=10, gt=0)  # within which filings count as filed together
    filers: int = Field(default=4, ge=2)  # so many filers together make a question
    revisions: int = Field(default=3, ge=2)  # so many revisions of one return make a question
