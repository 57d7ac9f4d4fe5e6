"""Bulletins: sections, headline figures, tier ladder, and notes that a reader must be told."""

from typing import Literal

from pydantic import Field, field_validator, model_validator

from junxian.declared.declaration import MOST_DECIMALS, Declaration
from junxian.terms.name import Name
from junxian.terms.unit import parse_unit


class Headline(Declaration):
    """One headline figure, computed from an item or indicator over the assessed areas.

    total: sum; share_of_province: sum over the province's own figure; count_at_least: areas at or above `threshold`;
    count_above_province: areas above the province's own figure; median: class-free median; group_total: sum over a group.
    """

    kind: Literal["total", "share_of_province", "count_at_least", "count_above_province", "median", "group_total"]
    section: str  # economy | demand | private | industry | support | livelihood | …
    of: str
    name: Name
    unit: str
    decimals: int = Field(default=1, ge=0, le=MOST_DECIMALS)
    threshold: float | None = None  # in `unit`
    classification: str = ""  # group_total: the group
    classes: tuple[str, ...] = ()

    @field_validator("unit")
    @classmethod
    def _unit_is_known(cls, text: str) -> str:
        parse_unit(text)
        return text

    @model_validator(mode="after")
    def _kind_has_what_it_needs(self) -> "Headline":
        if self.kind == "count_at_least" and self.threshold is None:
            raise ValueError("kind 'count_at_least' needs a threshold")
        if self.kind == "group_total" and not self.classification:
            raise ValueError("kind 'group_total' needs a classification")
        return self


class Tier(Declaration):
    """A rung of the tier ladder: areas with at least this much."""

    name: Name
    at_least: float


class TierLadder(Declaration):
    """The tier ladder (梯队) by a fixed threshold of one item or indicator."""

    of: str
    unit: str
    tier: tuple[Tier, ...] = Field(min_length=1)  # from the top down

    @field_validator("unit")
    @classmethod
    def _unit_is_known(cls, text: str) -> str:
        parse_unit(text)
        return text

    @model_validator(mode="after")
    def _from_the_top_down(self) -> "TierLadder":
        floors = [tier.at_least for tier in self.tier]
        if floors != sorted(set(floors), reverse=True):
            raise ValueError(f"tiers do not run from the top down: {floors}")
        return self


class Note(Declaration):
    """What an insider would object to, said by the bulletin itself."""

    areas: tuple[str, ...] = ()
    text: Name
    basis: str = ""


class NotFiledSection(Declaration):
    """A section of the usual bulletin for which nothing was filed."""

    section: str
    name: Name
    why: Name


class Bulletin(Declaration):
    """The wording and order of a bulletin."""

    code: str
    title: Name
    subtitle: Name | None = None
    issuer: Name
    sections: tuple[
        Literal[
            "headline", "tiers", "ranking", "awards", "map", "findings", "quality", "lines", "quotas", "tasks", "notes", "areas",
            "certainty", "sources",
        ],
        ...,
    ] = (
        "headline", "tiers", "ranking", "awards", "map", "findings", "quality", "lines", "quotas", "tasks", "notes", "areas",
        "certainty", "sources",
    )  # fmt: skip
    headline: tuple[Headline, ...] = ()
    ladder: TierLadder | None = None
    note: tuple[Note, ...] = ()
    not_filed: tuple[NotFiledSection, ...] = ()
    geojson: str = ""  # file in the province folder with property `code`; tile map by city when empty
