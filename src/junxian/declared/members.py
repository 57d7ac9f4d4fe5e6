"""Whether the province and the areas that it assesses are of the kind that a run needs."""

from junxian.declared.province import Province
from junxian.declared.schemes import Scheme
from junxian.terms.errors import DeclarationError


def check_areas(province: Province) -> None:
    """Check the province's own code and the members of its current scheme; DeclarationError names the area."""
    if (level := province.areas.level(province.code)) != "province":
        raise DeclarationError(
            "province.toml", f"code {province.code!r} is a {level}.", "Name the area of level province."
        )
    _check_members(province.schemes[province.scheme], province)


def _check_members(scheme: Scheme, province: Province) -> None:
    """Check that the areas to be assessed are of the scheme's level, in force at the period's end, and not left out."""
    members = province.classifications[scheme.classification]["area"].to_list()
    where = f"classifications/{scheme.classification}.csv"
    if not members:
        raise DeclarationError(
            where, "names no area, and so none is assessed.", "Write a row for each area and its class."
        )
    left_out = {code for left in scheme.left_out for code in left.areas}
    for code in members:
        if code in left_out:
            raise DeclarationError(
                where, f"area {code} is left out by schemes/{scheme.key}.", "Take it out of one of the two."
            )
        if (level := province.areas.level(code)) != scheme.level:
            raise DeclarationError(
                where, f"area {code} is a {level}; the scheme assesses each {scheme.level}.", "Take it out."
            )
        if not province.areas.is_valid(code, province.period.end):
            present = province.areas.present_code(code, province.period.end)
            raise DeclarationError(
                where,
                f"area {code} is not in force at the end of {province.period}.",
                f"Write {present}." if present and present != code else "Write the code that is.",
            )
