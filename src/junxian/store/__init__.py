from junxian.store.compare import Difference, compare_tables
from junxian.store.record import Record, read_record
from junxian.store.results import Results, name_tables, read_results
from junxian.store.run_folder import find_run

__all__ = ["Difference", "Record", "Results", "compare_tables", "find_run", "name_tables", "read_record", "read_results"]
