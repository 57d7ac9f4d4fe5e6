"""Bulletins: sections, headline figures, tier ladder, and notes that a reader must be told."""

from typing import Literal

from junxian.declared.declaration import Declaration
from junxian.terms.name import Name


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
    decimals: int = 1
    threshold: float | None = None  # in `unit`
    classification: str = ""  # group_total: the group
    classes: tuple[str, ...] = ()


class Tier(Declaration):
    """A rung of the tier ladder: areas with at least this much."""

    name: Name
    at_least: float


class TierLadder(Declaration):
    """The tier ladder (梯队) by a fixed threshold of one item or indicator."""

    of: str
    unit: str
    tier: tuple[Tier, ...]  # from the top down


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
            "headline", "tiers", "ranking", "map", "findings", "lines", "quotas", "tasks", "notes", "areas", "sources"
        ],
        ...,
    ] = ("headline", "tiers", "ranking", "map", "findings", "lines", "quotas", "tasks", "notes", "areas", "sources")
    headline: tuple[Headline, ...] = ()
    ladder: TierLadder | None = None
    note: tuple[Note, ...] = ()
    not_filed: tuple[NotFiledSection, ...] = ()
    geojson: str = ""  # file in the province folder with property `code`; tile map by city when empty
