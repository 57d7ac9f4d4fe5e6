from junxian.reported.filings import list_later_filings
from junxian.reported.observations import FILING_SCHEMA, OBSERVATION_SCHEMA, Returns, latest
from junxian.reported.read_returns import read_returns

__all__ = ["FILING_SCHEMA", "OBSERVATION_SCHEMA", "Returns", "latest", "list_later_filings", "read_returns"]
