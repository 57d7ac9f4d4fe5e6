"""Freezes an edition of a scheme before its year starts: writes its bounds and seals its files."""

from datetime import date
from pathlib import Path

from junxian.assessment.freeze import freeze_bounds
from junxian.declared import Province
from junxian.declared.frozen import SEAL, read_seal, write_seal
from junxian.declared.schemes import Scheme
from junxian.indicators import derive
from junxian.quality import accepted, check_returns
from junxian.reported import read_returns
from junxian.terms import DeclarationError, NotPermitted, Period
from junxian.terms.nearest import suggest


def freeze_edition(province: Province, key: str, on: date, *, is_late: bool = False) -> Path:
    """Write bounds.csv from the base period's figures as filed by a day, seal the edition, return the seal's path.

    key  `code/edition`; on  the day of freezing; is_late  permits a day within the assessed period, which is recorded
    Bounds are computed where the scheme's are 'frozen' with a base_period; otherwise the files are sealed as they are.
    NotPermitted where the edition is unknown or frozen already, or its period has begun. DeclarationError where it does
    not say which period it assesses, or has neither a base_period nor a bounds.csv. Checked in
    tests/province/test_freeze.py.
    """
    if key not in province.schemes:
        raise NotPermitted(f"scheme {key!r}", "is no scheme of the province.", suggest(key, province.schemes))
    scheme, edition = province.schemes[key], province.folder / "schemes" / key
    began = _check_day(scheme, edition, on, is_late=is_late)
    base = scheme.normalise.base_period if scheme.normalise.bounds == "frozen" else ""
    if base:
        _write_bounds(province, scheme, Period.parse(base), on, edition / "bounds.csv")
    elif scheme.normalise.bounds != "same_year" and scheme.bounds is None:
        raise DeclarationError(
            f"schemes/{key}/scheme.toml", "has no normalise.base_period and no bounds.csv.", "Give one of the two."
        )
    return write_seal(edition, on, is_late=began, base_period=base)


def _check_day(scheme: Scheme, edition: Path, on: date, *, is_late: bool) -> bool:
    """Whether the assessed period has begun."""
    where = f"schemes/{scheme.key}"
    if seal := read_seal(edition, where):
        raise NotPermitted(f"{where}/{SEAL}", f"it is frozen since {seal.frozen_on}.", "Issue a new edition.")
    period = scheme.assessed_period
    if period is None:
        raise DeclarationError(
            f"{where}/scheme.toml", "does not say which period it assesses.", 'Write period = "2025".'
        )
    if on >= period.start and not is_late:
        raise NotPermitted(
            where, f"{period} began on {period.start}; an edition is frozen before.",
            "Freeze it with --late, which is recorded, or issue the edition of next year.",
        )  # fmt: skip
    return on >= period.start


def _write_bounds(province: Province, scheme: Scheme, base: Period, on: date, path: Path) -> None:
    assessed = scheme.assessed_period or base
    returns = read_returns(province, on, assessed)  # areas by the codes of the assessed period
    quality = check_returns(returns, province, assessed, on)
    indicators = derive(accepted(returns, quality), province, [assessed, base], quality.held)
    bounds = freeze_bounds(indicators, scheme, province.classifications[scheme.classification], base)
    bounds.write_csv(path)
