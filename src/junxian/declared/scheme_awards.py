"""Awards of a scheme: for rank, for progress, for a first entry, for every rank gained or lost; in money and land."""

from typing import Literal

from pydantic import Field, model_validator

from junxian.declared.declaration import Declaration
from junxian.terms.name import Name
from junxian.terms.unit import conversion

KINDS_AGAINST_LAST_YEAR = ("progress", "first_entry", "per_rank")


class Award(Declaration):
    """One kind of award. A red line that the scheme names bars an area from it and the place passes to the next."""

    code: str
    name: Name
    kind: Literal["rank", "progress", "first_entry", "per_rank"]
    classes: tuple[str, ...] = ()  # classes whose members take part; every class that counts for awards when empty
    places: int = Field(default=1, ge=1)  # rank, progress: how many in each class; first_entry: how many are inside
    together: bool = False  # rank, progress: the classes compete with each other, and the places are of all of them
    of: str = ""  # rank: the node whose score counts, for an award of one dimension; the total when empty
    by: Literal["score", "rank"] = "score"  # progress: the gain of score before points, or the rise in rank
    not_with: tuple[str, ...] = ()  # awards of the scheme that exclude this one: the place passes on
    money: float = Field(default=0.0, ge=0)  # for each awarded area; per_rank: for every rank
    money_unit: str = "万元"
    land: float = Field(default=0.0, ge=0)  # land quota for each awarded area, listed apart from the plan
    land_unit: str = "亩"
    cap: float | None = Field(default=None, ge=0)  # per_rank: most money gained or lost
    basis: str = ""  # document id

    @model_validator(mode="after")
    def _amounts_fit_the_kind(self) -> "Award":
        conversion(self.money_unit, "元")
        conversion(self.land_unit, "亩")
        if self.cap is not None and self.kind != "per_rank":
            raise ValueError(f"cap is for kind 'per_rank', not {self.kind!r}")
        if self.kind == "per_rank" and self.land:
            raise ValueError("kind 'per_rank' moves money, not land")
        if self.of and self.kind != "rank":
            raise ValueError(f"of is for kind 'rank', not {self.kind!r}")
        if self.together and self.kind not in ("rank", "progress"):
            raise ValueError(f"together is for kinds 'rank' and 'progress', not {self.kind!r}")
        if self.by == "rank" and self.kind != "progress":
            raise ValueError(f"by is for kind 'progress', not {self.kind!r}")
        return self
