"""What the pictures' script cannot read in the tables beside them: ranks of the replicates, and who is led how often."""

from dataclasses import dataclass

from markupsafe import Markup

from junxian.bulletin.contents.area_content import AreaPage, PairStatement, RankStatement
from junxian.bulletin.contents.content import BulletinContent


@dataclass(frozen=True)
class Orders:
    """Orders in which areas that are ranked together stand: the place of each order, and names in it (zh, en)."""

    places: dict[tuple[str, ...], int]
    names: list[list[tuple[str, str]]]


def list_orders(content: BulletinContent) -> Orders:
    """The orders of all areas of which every pair is kept: by rank, equal ranks by code."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for page in content.area_pages.values():
        if page.statement is not None and (pairs := sort_pairs(page)):
            codes = tuple(page.code if pair is None else pair.code for pair in pairs)
            names = [page.name if pair is None else pair.name for pair in pairs]
            found.setdefault(codes, [(name.zh, name.text("en")) for name in names])
    return Orders({codes: place for place, codes in enumerate(found)}, list(found.values()))


def sort_pairs(page: AreaPage) -> list[PairStatement | None]:
    """The pairs of an area by rank and code, None in its own place; nothing where not every pair is kept."""
    statement, rank = page.statement, page.standing.rank
    if statement is None or rank is None or len(statement.pairs) + 1 != page.standing.of:
        return []
    keys = [(pair.rank, pair.code, pair) for pair in statement.pairs]
    ordered = sorted([*keys, (rank, page.code, None)], key=lambda key: key[:2])
    return [pair for _, _, pair in ordered]


def describe_strip(rank: int | None, low: int | None, high: int | None, of: int | None) -> Markup:
    """The attribute of a cell that shows rank and interval among so many; nothing where one is not known."""
    if rank is None or low is None or high is None or of is None:
        return Markup("")
    return Markup(f' data-strip="{rank},{low},{high},{of}"')


def describe_spread(page: AreaPage, orders: Orders) -> Markup:
    """The attributes of the figure that shows how often each rank came out, and how often each other area is led."""
    s, shares = page.standing, dict(page.distribution)
    came = [rank for rank, share in page.distribution if share > 0]
    if not came or s.of is None:
        return Markup("")
    numbers = ",".join(f"{100 * shares.get(rank, 0.0):.3g}" for rank in range(min(came), max(came) + 1))
    told = f' data-of={s.of} data-own={s.rank or 0} data-low={s.rank_low or 0} data-high={s.rank_high or 0} data-from={min(came)} data-shares="{numbers}"'
    return Markup(told) + describe_leads(page, orders)


def describe_leads(page: AreaPage, orders: Orders) -> Markup:
    """The order of the areas ranked together and, in it, in what percent of the replicates each is led.

    A wave behind the number marks areas that cannot be told apart; nothing stands in the area's own place.
    """
    if not (pairs := sort_pairs(page)):
        return Markup("")
    place = orders.places[tuple(page.code if pair is None else pair.code for pair in pairs)]
    return Markup(f' data-order={place} data-leads="{",".join(map(_write_lead, pairs))}"')


def _write_lead(pair: PairStatement | None) -> str:
    return "" if pair is None else f"{100 * pair.probability:.3g}{'~' if pair.told_apart is False else ''}"


def has_leads(statement: RankStatement | None, of: int | None) -> bool:
    """Whether every pair of an area is kept."""
    return statement is not None and len(statement.pairs) + 1 == of
