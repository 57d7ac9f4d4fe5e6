"""Takes the rules of a filled-in sheet into a province folder: what is new is added, what is declared elsewhere is not touched."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from junxian.declared import read_province
from junxian.declared.province import Province
from junxian.declared.rules import Expression
from junxian.quality.rule_sheet import read_rule_sheet, write_rules
from junxian.terms.errors import DeclarationError, NotPermitted

_NOT_IN_SHEETS = {"innocent"}


@dataclass(frozen=True)
class Imported:
    """What became of the rules of a sheet, by code: written to `path`, or declared alike already."""

    path: Path
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    dropped: tuple[str, ...]  # stood in the workbook that was replaced, and in the sheet no more

    @property
    def is_written(self) -> bool:
        """Whether there was anything to write."""
        return bool(self.added or self.changed or self.dropped)


def import_rules(
    folder: Path, sheet: Path, *, name: str = "", is_replacing: bool = False, is_trial: bool = False
) -> Imported:
    """Read a sheet of rules, check every row and every worked example, and write the rules to rules/NAME.xlsx.

    name          of the workbook in rules/; that of the sheet by default
    is_replacing  the workbook may be there already: its rules become those of the sheet
    is_trial      only say what would be done
    A rule that another file of the province declares alike stays where it is; one that it declares differently is an
    error, as a code stands once. DeclarationError names every fault by sheet and cell; nothing is then written.
    NotPermitted where the workbook is there and may not be replaced, or the folder cannot be written.
    Checked in tests/unit/quality/test_rule_import.py.
    """
    province = read_province(folder)
    target = folder / "rules" / f"{name or sheet.stem}.xlsx"
    if target.exists() and not is_replacing:
        raise NotPermitted(f"rules/{target.name}", "is there already.", "Name another with --name, or replace it with --replace.")  # fmt: skip
    rules = read_rule_sheet(sheet, province)
    here, elsewhere = _part(province, f"rules/{target.name}")
    _expect_alike(rules, province, elsewhere, sheet.name)
    own = [rule for rule in rules if rule.code not in elsewhere]
    imported = _compare(target, rules, own, here, elsewhere)
    if imported.is_written and not is_trial:
        _put(own, province, target)
    return imported


def _part(province: Province, where: str) -> tuple[dict[str, Expression], dict[str, object]]:
    """The rules that the workbook declares now, and those of all other files."""
    here = {
        code: rule for code, rule in province.rules.items()
        if isinstance(rule, Expression) and rule.place.startswith(f"{where},")
    }  # fmt: skip
    return here, {code: rule for code, rule in province.rules.items() if code not in here}


def _expect_alike(rules: Sequence[Expression], province: Province, elsewhere: dict[str, object], name: str) -> None:
    faults = list(_list_clashes(rules, elsewhere))
    if faults:
        raise DeclarationError(name, "\n".join(faults), "Change it where it is declared, or take it out there first.")


def _list_clashes(rules: Sequence[Expression], elsewhere: dict[str, object]) -> Iterator[str]:
    for rule in rules:
        other = elsewhere.get(rule.code)
        if other is not None and not (isinstance(other, Expression) and is_alike(rule, other)):
            place = other.place if isinstance(other, Expression) else f"as a rule of kind {getattr(other, 'kind', '')}"
            yield f"{rule.place}: code {rule.code!r} is declared differently: {place}."


def is_alike(rule: Expression, other: Expression) -> bool:
    """Whether two rules say the same in all that a sheet holds."""
    return rule.model_dump(exclude=_NOT_IN_SHEETS) == other.model_dump(exclude=_NOT_IN_SHEETS)


def _compare(
    target: Path, rules: Sequence[Expression], own: Sequence[Expression], here: dict[str, Expression], elsewhere: dict[str, object]
) -> Imported:  # fmt: skip
    kept = {rule.code for rule in rules if rule.code in elsewhere}
    alike = {rule.code for rule in own if rule.code in here and is_alike(rule, here[rule.code])}
    codes = [rule.code for rule in rules]
    return Imported(
        target,
        added=tuple(rule.code for rule in own if rule.code not in here),
        changed=tuple(rule.code for rule in own if rule.code in here and rule.code not in alike),
        unchanged=tuple(code for code in codes if code in kept | alike),
        dropped=tuple(code for code in here if code not in codes),
    )


def _put(rules: Sequence[Expression], province: Province, target: Path) -> None:
    """Write beside the workbook and move into its place, so that it is never half written."""
    beside = target.with_name(f".{target.name}")
    try:
        target.parent.mkdir(exist_ok=True)
        write_rules(rules, province, beside)
        os.replace(beside, target)
    except OSError as error:
        raise NotPermitted(str(target), f"cannot be written ({error.strerror}).", "See that it may be.") from error
    finally:
        beside.unlink(missing_ok=True)
