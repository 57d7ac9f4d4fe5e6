from junxian.bulletin.area_page import area_page
from junxian.bulletin.compose import compose
from junxian.bulletin.content import AreaPage, BulletinContent
from junxian.bulletin.docx import write_docx
from junxian.bulletin.explain import explain_data, explain_text
from junxian.bulletin.findings_workbook import write_findings_workbook
from junxian.bulletin.html import write_html
from junxian.bulletin.results import Results
from junxian.bulletin.xlsx import write_xlsx

__all__ = [
    "AreaPage",
    "BulletinContent",
    "Results",
    "area_page",
    "compose",
    "explain_data",
    "explain_text",
    "write_docx",
    "write_findings_workbook",
    "write_html",
    "write_xlsx",
]
