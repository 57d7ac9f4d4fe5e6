"""Rules over a table of any size in one pass: how many rows fail each, and the failing rows themselves as evidence."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import polars as pl

from junxian.declared.rules import Expression
from junxian.engine.tables import (
    FrameQuery,
    count_rows,
    keep_any,
    open_table,
    read_batches,
    read_extremes,
    read_table,
    take_where,
)
from junxian.quality.compiled.compile import Compiled, compile_condition
from junxian.quality.compiled.figures import Laid, RowFigures, join_periods, name_column
from junxian.quality.language.columns import Leaf
from junxian.quality.language.names import Vocabulary, list_columns
from junxian.quality.language.read_rule import Formula, read_rule
from junxian.quality.language.syntax import Item, Node, Shifted, SumParts, Text, list_parts
from junxian.terms.errors import FiguresError, MethodError
from junxian.terms.nearest import suggest

COUNT_SCHEMA = {
    "rule": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "severity": pl.String,
    "failing": pl.Int64,
}
RULE = "rule"


@dataclass(frozen=True)
class RowFindings:
    """What the rules found in a table.

    rows      rows of the table
    counts    (COUNT_SCHEMA) how many rows fail each rule, all of them, rules in the order given
    evidence  the first failing rows: keys, rule, and the figures that the rule names; null in columns that it does not
    file      the Parquet file that holds all of them, where one was asked for
    """

    rows: int
    counts: pl.DataFrame
    evidence: pl.DataFrame
    file: Path | None = None

    @property
    def is_whole(self) -> bool:
        """Whether `evidence` holds every failing row."""
        return self.evidence.height == int(self.counts["failing"].sum())


def check_rows(
    source: Any, rules: Sequence[Expression], keys: Sequence[str], *, vocabulary: Vocabulary | None = None,
    connection: Any = None, place: tuple[str, str] | None = None, most: int = 100_000, into: Path | str | None = None,
) -> RowFindings:  # fmt: skip
    """Ask rules of every row of a table, in one pass of its engine; the table is never in memory.

    source      a Parquet or CSV file, a frame, or a table of `connection` (`engine.tables.open_table`)
    rules       declared rules of kind expression; a rule fires where it is false, not where a figure is missing
    keys        columns that tell which row it is
    vocabulary  names and units of the columns (`names.list_columns`); by default the columns' own names, without units
    place       columns of area and period, where a rule looks at earlier periods
    most        failing rows to keep in memory; `into` names a Parquet file for all of them
    Figures count to six decimals, as in returns. Counts are exact: a row that floats cannot decide goes to the interpreter.
    DeclarationError for a text that cannot be read; MethodError for a column that is not there or a rule that is not for
    rows; FiguresError where a rule looks at an earlier period and two rows have one area and period.
    Checked in tests/unit/quality/compiled/test_microdata.py and, engine by engine, in tests/engines/test_engines_agree.py.
    """
    table, connection = open_table(source, connection)
    extremes = read_extremes(source)
    words = vocabulary or list_columns({name: "text" if kind.is_string() else "1" for name, kind in table.schema().items()})  # fmt: skip
    formulas = [read_rule(rule, words) for rule in rules]
    asked = _Pass(table, formulas, list(keys), words, place, connection, extremes)
    counts = Counter[str]()
    with _Evidence(most, Path(into) if into else None) as evidence:
        for batch in read_batches(asked.likely, connection):
            for part in asked.tell(batch):
                counts[part[RULE][0]] += part.height
                evidence.keep(part)
    listed = [(f.rule.code, f.rule.name.zh, f.rule.name.text("en"), f.rule.severity, counts[f.rule.code]) for f in formulas]  # fmt: skip
    kept = evidence.frame if evidence.frame is not None else asked.empty()
    return RowFindings(count_rows(table, connection), pl.DataFrame(listed, schema=COUNT_SCHEMA, orient="row"), kept, evidence.file)  # fmt: skip


class _Pass:
    """One question to an engine: the rows in which any rule fails or may fail, with what each rule says."""

    def __init__(
        self, table: Any, formulas: Sequence[Formula], keys: list[str], words: Vocabulary,
        place: tuple[str, str] | None, connection: Any, extremes: Mapping[str, tuple[float, float]],
    ) -> None:  # fmt: skip
        self.formulas, self.keys, self.place = formulas, keys, place
        self.leaves = [_list_leaves(formula.checked) for formula in formulas]
        every = list(dict.fromkeys(leaf for leaves in self.leaves for leaf in leaves))
        _check_columns(table, [*keys, *(place or ()), *(leaf.key for leaf in every)])
        if any(leaf.shifts for leaf in every):
            table = self._join(table, every, connection)
        self.texts = {leaf.key for leaf in every if words.entries[leaf.key].unit == "text"}
        self.extremes = extremes
        self.laid = self._lay(table)
        self.schema = {name: table[name].type().to_polars() for name in self.columns}
        self.likely = self._ask_roughly()
        self._tell: FrameQuery | None = None

    def _lay(self, table: Any) -> Laid:
        laid = Laid(table, self.extremes)
        for leaf in dict.fromkeys(leaf for leaves in self.leaves for leaf in leaves):
            if leaf.key in self.texts:
                laid.lay_text(leaf.key)
            else:
                laid.lay(leaf)
        return laid

    @property
    def columns(self) -> list[str]:
        """Keys, place, and figures as they stand in the table."""
        return list(dict.fromkeys([*self.keys, *(self.place or ()), *self.laid.raw]))

    def _join(self, table: Any, leaves: list[Leaf], connection: Any) -> Any:
        if self.place is None:
            raise MethodError("microdata", "a rule looks at an earlier period.", "Name the columns of area and period: place=('area', 'period').")  # fmt: skip
        _check_places(table, self.place, connection)
        periods = read_table(table.select(self.place[1]).distinct(), connection)[self.place[1]].drop_nulls().sort()
        return join_periods(table, leaves, self.place, periods.to_list())

    def _compile(self, laid: Laid, formula: Formula) -> Compiled:
        return compile_condition(
            formula.checked,
            lambda key, shifts: laid.figures[name_column(Leaf(key, shifts))],
            lambda key: laid.table[key] if key in self.texts else None,
            formula.rule.place,
        )

    def _ask_roughly(self) -> Any:
        """The rows in which a rule may fail, asked of the engine: one scan, plain floats."""
        may_fail = [self._compile(self.laid, formula).may_fail for formula in self.formulas]
        return self.laid.table.filter(keep_any([*may_fail, *self.laid.large.values()])).select(*self.columns)

    def _ask_exactly(self, table: Any) -> Any:
        """Which rules fail, and in which rows that is in doubt, asked of frames of likely rows."""
        laid = self._lay(table)
        told: dict[str, Any] = {}
        for n, formula in enumerate(self.formulas):
            compiled, names = self._compile(laid, formula), [name_column(leaf) for leaf in self.leaves[n]]
            large = [laid.large[name] for name in names if name in laid.large]
            odd = [laid.odd[name] for name in names if name in laid.odd]
            doubts = [
                *odd,
                *compiled.doubts,
                *([keep_any(large) & one for one in compiled.calm_doubts] if large else []),
            ]
            asked = keep_any([compiled.may_fail, *large])
            told[f"|fails {n}"] = take_where(asked, ~compiled.holds)
            if doubts:
                told[f"|doubt {n}"] = take_where(asked, keep_any(doubts))
        return table.select(*self.columns, **told)

    def tell(self, batch: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """The evidence of each rule that fails in a batch."""
        if self._tell is None:
            self._tell = FrameQuery(batch, self._ask_exactly)
        batch = self._tell.ask(batch)
        nowhere = pl.Series([False]).new_from_index(0, batch.height)
        for n, formula in enumerate(self.formulas):
            told = f"|doubt {n}"
            doubt = batch[told].fill_null(False) if told in batch.columns else nowhere
            fails = batch[f"|fails {n}"].fill_null(False) & ~doubt
            if doubt.any():
                fails = fails | self._judge(formula, n, batch, doubt)
            if fails.any():
                yield self._show(batch.filter(fails), n)

    def _judge(self, formula: Formula, n: int, batch: pl.DataFrame, doubt: pl.Series) -> pl.Series:
        """The rows in doubt, by the interpreter."""
        leaves = {name_column(leaf): leaf for leaf in self.leaves[n]}
        places = doubt.arg_true()
        period = batch[self.place[1]].gather(places).to_list() if self.place else [""] * len(places)
        rows = batch.select(list(leaves))[places].iter_rows(named=True)
        failing = [formula.judge(RowFigures(row, leaves, p), "", p) is False for row, p in zip(rows, period, strict=True)]  # fmt: skip
        return pl.Series([False]).new_from_index(0, batch.height).scatter(places, failing)

    def _show(self, failing: pl.DataFrame, n: int) -> pl.DataFrame:
        named = {name_column(leaf) for leaf in self.leaves[n]} | {*self.keys, *(self.place or ())}
        shown = [pl.col(c) if c in named else pl.lit(None, failing.schema[c]).alias(c) for c in self.columns]
        return failing.select(pl.lit(self.formulas[n].rule.code).alias(RULE), *shown)

    def empty(self) -> pl.DataFrame:
        """Evidence without rows."""
        return pl.DataFrame(schema={RULE: pl.String, **self.schema})


def _list_leaves(node: Node, shifts: tuple[str, ...] = ()) -> list[Leaf]:
    """The figures that a condition names, each once."""
    if isinstance(node, Shifted):
        return _list_leaves(node.operand, (*shifts, node.by))
    if isinstance(node, Item | SumParts):
        return [Leaf(key, shifts) for key in ((node.key,) if isinstance(node, Item) else node.keys)]
    if isinstance(node, Text):
        return []
    return list(dict.fromkeys(leaf for part in list_parts(node) for leaf in _list_leaves(part, shifts)))


def _check_columns(table: Any, names: Sequence[str]) -> None:
    for name in names:
        if name == RULE:
            raise MethodError("microdata", "a column is called 'rule', as the evidence's own.", "Rename it.")
        if name not in table.columns:
            raise MethodError("microdata", f"the table has no column {name!r}.", suggest(name, list(table.columns)))


def _check_places(table: Any, place: tuple[str, str], connection: Any) -> None:
    """FiguresError where several rows have one area and period: each would stand beside each row of the period before."""
    known = table.filter(table[place[0]].notnull() & table[place[1]].notnull())
    counted = known.group_by(list(place)).aggregate(rows=known.count())
    several = read_table(counted.filter(counted.rows > 1).order_by(list(place)).limit(3), connection)
    if several.height:
        shown = ", ".join(f"{area} in {period} ({rows} rows)" for area, period, rows in several.rows())
        raise FiguresError("microdata", f"a rule looks at an earlier period, and {place[0]} and {place[1]} do not tell rows apart: {shown}.", "Leave one row of each, or name other columns as place.")  # fmt: skip


class _Evidence:
    """Failing rows: the first in memory, all in a Parquet file where one is named."""

    def __init__(self, most: int, file: Path | None) -> None:
        self.most, self.file = most, file
        self._kept: list[pl.DataFrame] = []
        self._room = most
        self._writer: Any = None

    @property
    def frame(self) -> pl.DataFrame | None:
        """What is kept in memory."""
        return pl.concat(self._kept) if self._kept else None

    def keep(self, part: pl.DataFrame) -> None:
        """Keep failing rows of one rule."""
        if self._room > 0:
            self._kept.append(part.head(self._room))
            self._room -= self._kept[-1].height
        if self.file is not None:
            self._write(part)

    def _write(self, part: pl.DataFrame) -> None:
        from pyarrow import parquet

        rows = part.to_arrow()
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self.file, rows.schema, compression="zstd")
        self._writer.write_table(rows)

    def __enter__(self) -> "_Evidence":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.close()
