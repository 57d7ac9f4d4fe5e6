"""What a study of sensitivity varies: the ways of every step between which somebody could have chosen."""

from collections.abc import Iterable
from typing import Any, Literal, get_args

from pydantic import Field, model_validator

from junxian.declared.declaration import Declaration, check_declaration
from junxian.declared.scheme_steps import Impute, NormaliseMethod, TreatMethod, WeighMethod
from junxian.declared.schemes import Aggregation, Scheme
from junxian.terms import MethodError
from junxian.terms.nearest import suggest

ImputeMethod = Impute.model_fields["method"].annotation
IMPUTATIONS: tuple[str, ...] = get_args(ImputeMethod)
DRAWS = 100  # sets of figures with data error, where nothing else is said
NUMBERS = ("data", "weights_vary")


class Choices(Declaration):
    """The ways of every step, each as likely as the others; a step of fewer than two ways stays as the scheme has it."""

    data: int = Field(default=0, ge=0, le=10_000)  # sets of figures drawn with the declared data errors
    imputation: tuple[Literal[IMPUTATIONS], ...] = ()  # type: ignore[valid-type]
    treatment: tuple[TreatMethod, ...] = ()
    normalisation: tuple[NormaliseMethod, ...] = ()
    weights: tuple[WeighMethod, ...] = ()
    weights_vary: float = Field(default=0.0, ge=0, lt=1)  # every weight times 1 ± so much
    aggregation: tuple[Literal["declared"] | Aggregation, ...] = ()  # at all nodes; declared: each node its own
    inclusion: tuple[str, ...] = ()  # indicators or nodes of which one at most is left out; "each" of the indicators

    @model_validator(mode="after")
    def _differ(self) -> "Choices":
        if self.data == 1:
            raise ValueError("data = 1 draws one set of figures, which varies nothing; draw 100")
        for step in ("imputation", "treatment", "normalisation", "weights", "aggregation"):
            ways = getattr(self, step)
            if len(ways) == 1 or len(set(ways)) < len(ways):
                raise ValueError(f"{step} = {', '.join(ways)} is no choice; name two or more ways, each once")
        return self


def default_choices(scheme: Scheme) -> Choices:
    """What the scheme varies for its rank intervals: weights, normalisation, aggregation, data error."""
    declared = scheme.robustness
    ways = {"normalisation": declared.normalisations, "aggregation": declared.aggregations}
    return Choices(
        data=DRAWS if declared.data_error else 0, weights_vary=declared.weights_vary,
        **{step: own for step, own in ways.items() if len(own) > 1},
    )  # fmt: skip


def parse_choices(texts: Iterable[str]) -> Choices:
    """Read `STEP=WAY,WAY,…` texts, such as treatment=none,winsorise, data=100 or inclusion=each.

    MethodError for a step that there is not; DeclarationError for a way that there is not.
    Checked in tests/unit/studies/test_sensitivity.py.
    """
    found: dict[str, Any] = {}
    for text in texts:
        step, _, ways = text.partition("=")
        if step not in Choices.model_fields or not ways:
            raise MethodError(
                f"--vary {text}", "is no STEP=WAY,WAY.", suggest(step, Choices.model_fields) or "Name a step and ways."
            )
        found[step] = ways if step in NUMBERS else tuple(way.strip() for way in ways.split(","))
    return check_declaration(found, Choices, "--vary")
