from junxian.store.freeze import freeze_edition
from junxian.store.keep import keep_run
from junxian.store.record import read_record
from junxian.store.repeat import Comparison, compare_with_record, list_changed_tables
from junxian.store.results import Results, name_tables
from junxian.store.run import Run, open_run
from junxian.store.run_folder import find_run
from junxian.store.steps import Steps

__all__ = [
    "Comparison",
    "Results",
    "Run",
    "Steps",
    "compare_with_record",
    "find_run",
    "freeze_edition",
    "keep_run",
    "list_changed_tables",
    "name_tables",
    "open_run",
    "read_record",
]
