from junxian.store.keep import keep_run
from junxian.store.record import Record, read_record
from junxian.store.repeat import Comparison, compare_with_record
from junxian.store.results import Results, name_tables, read_results
from junxian.store.run_folder import find_run
from junxian.store.steps import Steps
from junxian.store.tables import query_run

__all__ = [
    "Comparison",
    "Record",
    "Results",
    "Steps",
    "compare_with_record",
    "find_run",
    "keep_run",
    "name_tables",
    "query_run",
    "read_record",
    "read_results",
]
