"""Rules for a table of microdata, with what its columns are: a TOML file or a workbook that stands by itself."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from junxian.declared.declaration import Declaration, read_declaration
from junxian.declared.rule_sheet import read_rule_sheet
from junxian.declared.rules import Expression, Rule
from junxian.terms.errors import DeclarationError
from junxian.terms.unit import parse_unit


class RowRules(Declaration):
    """Rules of kind expression for the rows of a table."""

    rule: tuple[Rule, ...]
    columns: dict[str, str] = Field(default_factory=dict)  # column -> unit or `text`; others: pure numbers, texts
    keys: tuple[str, ...] = ()  # columns that tell which row it is
    place: tuple[str, str] | None = None  # columns of area and period, where a rule looks at earlier periods

    @model_validator(mode="after")
    def _rules_are_expressions_and_units_known(self) -> Self:
        for rule in self.rule:
            if not isinstance(rule, Expression):
                raise ValueError(f"rule {rule.code!r} is of kind {rule.kind!r}; rows are asked expressions alone")
        for unit in self.columns.values():
            if unit != "text":
                parse_unit(unit)
        return self

    @property
    def rules(self) -> list[Expression]:
        """The rules."""
        return [rule for rule in self.rule if isinstance(rule, Expression)]


def read_row_rules(path: Path) -> RowRules:
    """Read rules for rows from a TOML file (`[[rule]]`, `[columns]`, `keys`, `place`) or a workbook of rules.

    DeclarationError for what is wrong with it. Checked in tests/unit/declared/test_row_rules.py.
    """
    if path.suffix == ".xlsx":
        return RowRules(rule=tuple(read_rule_sheet(path, path.name, (), ())))
    if path.suffix != ".toml":
        raise DeclarationError(
            str(path), "is no file of rules.", "Give a province folder, a TOML file or a workbook (.xlsx) of rules."
        )
    read = read_declaration(path, RowRules, path.name)
    return read.model_copy(update={"rule": tuple(rule.put(f"{path.name}, rule {rule.code}") for rule in read.rules)})
