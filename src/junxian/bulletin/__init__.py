from junxian.bulletin.area_page import area_page
from junxian.bulletin.compose import compose
from junxian.bulletin.content import AreaPage, BulletinContent
from junxian.bulletin.results import Results

__all__ = ["AreaPage", "BulletinContent", "Results", "area_page", "compose"]
