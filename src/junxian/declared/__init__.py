from junxian.declared.province import Province
from junxian.declared.province_folder import read_province

__all__ = ["Province", "read_province"]
