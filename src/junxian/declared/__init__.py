from junxian.declared.province import Province, read_province

__all__ = ["Province", "read_province"]
