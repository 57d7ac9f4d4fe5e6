from junxian.engine.cache import build_cache, query
from junxian.engine.canonical_hash import hash_table
from junxian.engine.executor import Executor, InDask, InProcess, InThreads
from junxian.engine.streams import open_streams

__all__ = ["Executor", "InDask", "InProcess", "InThreads", "build_cache", "hash_table", "open_streams", "query"]
