"""The flow of the room: find the files, read each, put the figures together."""

from datetime import date

import polars as pl

from junxian.declared.province import Province
from junxian.reported.areas_in_rows import AreaBook
from junxian.reported.assemble import make_observations
from junxian.reported.filings import find_filings
from junxian.reported.header_wording import HeaderWording
from junxian.reported.observations import FILING_SCHEMA, Returns
from junxian.reported.read_return import Read, read_return
from junxian.terms import Period, findings_frame


def read_returns(province: Province, as_of: date | None = None, up_to: Period | None = None) -> Returns:
    """Read every return that was filed by `as_of` for periods that end not after `up_to`.

    province  the declared province; its figures lie in `folder`/figures
    Returns observations of every vintage (missing is null with status O, `raw` keeps the text as filed), filings and
    findings. Where a revision cannot be read, the vintages before it give no observations: they were withdrawn.
    Raises FiguresError where figures/ does not exist or filings.csv cannot be read; all else is a finding.
    Checked in tests/unit/reported.
    """
    filings, faults = find_filings(province, as_of, up_to)
    book = AreaBook(province.areas, up_to.end if up_to else as_of or province.date)
    wordings = {code: HeaderWording(form) for code, form in province.forms.items()}
    reads = [read_return(filing, book, wordings[filing.form.code], up_to) for filing in filings]
    observations, bad_cells = make_observations(_drop_withdrawn(reads))
    faults += [fault for read in reads for fault in read.faults]
    return Returns(observations, _list_filings(reads), findings_frame([*faults, *bad_cells]))


def _drop_withdrawn(reads: list[Read]) -> list[Read]:
    unreadable: dict[tuple[str, Period, str], int] = {}
    for read in reads:
        if not read.readable:
            unreadable[_return_of(read)] = max(read.filing.vintage, unreadable.get(_return_of(read), 0))
    return [read for read in reads if read.filing.vintage > unreadable.get(_return_of(read), 0)]


def _return_of(read: Read) -> tuple[str, Period, str]:
    return read.filing.form.code, read.filing.period, read.filing.filer


def _list_filings(reads: list[Read]) -> pl.DataFrame:
    rows = [
        {
            "file": f.file, "form": f.form.code, "period": str(f.period), "filer": f.filer, "vintage": f.vintage,
            "filed_at": f.filed_at, "sha256": read.sha256, "replaces": f.replaces, "due": f.due,
            "readable": read.readable, "rows": read.rows, "filed_time": f.filed_time, "address": f.address,
        }
        for read in reads for f in [read.filing]
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=FILING_SCHEMA, orient="row")
