"""Keeps a run: tables, record and whatever documents are written into its folder before it is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from junxian.declared import Province
from junxian.store.record import Record, hash_inputs, hash_tables, name_versions, name_vintages, write_record
from junxian.store.results import Results, name_tables
from junxian.store.run_folder import make_run_folder, sweep_partial
from junxian.store.steps import Steps
from junxian.store.tables import write_tables


@contextmanager
def keep_run(province: Province, results: Results, step: Steps) -> Iterator[tuple[Path, Record]]:
    """Give the folder of a new run and its record; when the block ends well, write the record and make the run whole."""
    sweep_partial(province.folder)
    tables = name_tables(results)
    with make_run_folder(province.folder, results.period) as (name, partial):
        with step("store"):
            write_tables(tables, partial)
            record = Record(
                run=name,
                province=province.code,
                period=str(results.period),
                as_of=results.as_of.isoformat(),
                seed=province.seed,
                inputs=hash_inputs(province.folder),
                tables=hash_tables(tables),
                versions=name_versions(),
                vintages=name_vintages(results.returns.filings),
                steps=step.taken,  # grows as the documents are written
            )
        yield partial, record
        write_record(record, partial)
