"""What goes back to a filer: its findings with room for answers, and its filed files with the doubted cells marked."""

from pathlib import Path

import polars as pl

from junxian.bulletin.workbook.findings import write_findings_workbook
from junxian.bulletin.workbook.marked_return import write_marked_return
from junxian.declared.province import Province
from junxian.quality import Quality
from junxian.quality.inquiries import drop_settled
from junxian.reported import Returns
from junxian.terms.errors import NotPermitted
from junxian.terms.nearest import suggest


def return_findings(
    quality: Quality, returns: Returns, province: Province, filer: str, folder: Path, language: str = "zh"
) -> list[Path]:
    """Write `findings.xlsx` of one filer and a marked copy of each of its files with open findings; the paths written.

    folder  is made; files of the same names are written anew. Nothing in figures/ is changed. NotPermitted where the
    filer filed nothing and owes nothing. Checked in tests/unit/bulletin/test_marked_return.py.
    """
    known = sorted({*returns.filings["filer"], *quality.findings["charged_to"]} - {""})
    if filer not in known:
        raise NotPermitted(f"filer {filer!r}", "has filed nothing in this run.", suggest(filer, known))
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / "findings.xlsx"]
    write_findings_workbook(quality, province, written[0], filer)
    for file in list_files_of(quality, returns, filer):
        path = folder / f"{file.removeprefix('figures/').replace('/', '.').rpartition('.')[0]}.xlsx"
        if write_marked_return(quality, returns, province, file, path, language):
            written.append(path)
        else:
            path.unlink()
    return written


def list_files_of(quality: Quality, returns: Returns, filer: str) -> list[str]:
    """The files of a filer that an open finding charged to it points at, in the order of the register."""
    found = drop_settled(quality.findings, quality.inquiries).filter(pl.col("charged_to") == filer)
    named = found["file"].str.split(" ").explode()
    own = returns.filings.filter((pl.col("filer") == filer) & pl.col("file").is_in(named.implode()))
    return own["file"].to_list()
