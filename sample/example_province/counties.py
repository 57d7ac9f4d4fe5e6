"""The sixteen invented counties and what sets each of them apart."""

from dataclasses import dataclass, field

YEARS = (2021, 2022, 2023)
PROVINCE = "990000"
SPLIT_FROM, SPLIT_INTO, SPLIT_YEAR = "990225", ("990204", "990226"), 2023
OLD_CODE, NEW_CODE, RECODED = "990124", "990182", "2022-07"


@dataclass(frozen=True)
class County:
    """A county: code, class, residents of 2020 in persons, and traits that replace what its class would draw."""

    code: str
    kind: str
    residents: int
    traits: dict[str, float] = field(default_factory=dict)

    @property
    def city(self) -> str:
        return self.code[:4] + "00"


COUNTIES = (
    County("990102", "U", 842_000, {"deaths_rate": 0.034, "idle": 0}),
    County("990103", "U", 655_000, {"debt": 1.31}),
    County("990121", "K", 521_000),
    County("990122", "A", 604_000),
    County("990123", "A", 478_000, {"approved": 0, "farmland": 1.0065}),
    County("990125", "E", 233_000),
    County("990181", "K", 688_000, {"farmland": 0.9955, "industry_growth": 1.6, "revenue_growth": 2.5}),
    County("990182", "E", 312_000),
    County("990202", "U", 774_000),
    County("990203", "U", 598_000),
    County("990204", "K", 452_000),
    County("990221", "K", 573_000, {"debt": 2.12}),
    County("990222", "A", 731_000, {"farmland": 1.0078, "farmland_drift": 0.0005}),
    County("990223", "E", 187_000, {"debt": 1.31, "debt_drift": -0.02}),
    County("990224", "E", 148_000, {"idle": 0}),
    County("990226", "A", 417_000),
)

TYPICAL: dict[str, dict[str, float]] = {
    "gdp_per_head": {"U": 96_000, "K": 76_000, "A": 46_000, "E": 44_000},
    "primary": {"U": 0.03, "K": 0.11, "A": 0.24, "E": 0.21},
    "secondary": {"U": 0.37, "K": 0.50, "A": 0.33, "E": 0.30},
    "growth": {"U": 6.2, "K": 6.9, "A": 5.5, "E": 5.0},
    "private": {"U": 0.55, "K": 0.60, "A": 0.56, "E": 0.50},
    "investment": {"U": 0.46, "K": 0.55, "A": 0.50, "E": 0.53},
    "rd": {"U": 0.022, "K": 0.016, "A": 0.007, "E": 0.004},
    "leading": {"U": 0.52, "K": 0.66, "A": 0.48, "E": 0.42},
    "collective": {"U": 4_000, "K": 7_500, "A": 11_000, "E": 5_200},
    "revenue": {"U": 0.060, "K": 0.057, "A": 0.046, "E": 0.045},
    "tax": {"U": 0.68, "K": 0.63, "A": 0.56, "E": 0.52},
    "spending": {"U": 10_600, "K": 10_800, "A": 11_200, "E": 15_500},
    "debt": {"U": 0.98, "K": 1.02, "A": 0.88, "E": 0.76},
    "urban_income": {"U": 46_500, "K": 42_500, "A": 39_500, "E": 38_000},
    "rural_income": {"U": 25_600, "K": 21_600, "A": 19_900, "E": 17_900},
    "urban_share": {"U": 0.855, "K": 0.575, "A": 0.450, "E": 0.425},
    "drift": {"U": 0.008, "K": 0.005, "A": -0.004, "E": -0.005},
    "park_area": {"U": 5_000, "K": 7_000, "A": 3_600, "E": 1_300},
    "park_tax": {"U": 15.0, "K": 13.0, "A": 8.5, "E": 6.5},
    "ready": {"U": 640, "K": 900, "A": 500, "E": 190},
    "land_last": {"U": 540, "K": 720, "A": 430, "E": 170},
    "energy_last": {"U": 36_000, "K": 60_000, "A": 25_000, "E": 9_500},
    "doctors": {"U": 3.9, "K": 2.9, "A": 2.6, "E": 2.7},
    "good_days": {"U": 318, "K": 324, "A": 335, "E": 354},
    "pm25": {"U": 35, "K": 33, "A": 30, "E": 21},
    "forest": {"U": 28, "K": 36, "A": 42, "E": 68},
    "intensity": {"U": 0.36, "K": 0.60, "A": 0.45, "E": 0.40},
    "farmland_task": {"U": 96_000, "K": 470_000, "A": 830_000, "E": 270_000},
    "ecological": {"U": 40_000, "K": 160_000, "A": 210_000, "E": 1_450_000},
    "deaths_rate": {"U": 0.014, "K": 0.018, "A": 0.017, "E": 0.018},
    "quality": {"U": 95, "K": 94, "A": 93, "E": 92},
}


def typical(county: County, trait: str) -> float:
    """What the county is given, else what is typical of its class."""
    return county.traits.get(trait, TYPICAL.get(trait, {}).get(county.kind, 0.0))
