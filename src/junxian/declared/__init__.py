from junxian.declared.chosen_period import choose_period
from junxian.declared.province import Province
from junxian.declared.province_folder import read_province

__all__ = ["Province", "choose_period", "read_province"]
