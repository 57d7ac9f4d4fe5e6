from junxian.bulletin.contents.area.page import area_page
from junxian.bulletin.contents.compose import compose
from junxian.bulletin.document.document import write_docx
from junxian.bulletin.html.page import write_html
from junxian.bulletin.terminal import explain_data, explain_text
from junxian.bulletin.workbook.findings import write_findings_workbook
from junxian.bulletin.workbook.workbook import write_xlsx

__all__ = [
    "area_page",
    "compose",
    "explain_data",
    "explain_text",
    "write_docx",
    "write_findings_workbook",
    "write_html",
    "write_xlsx",
]
