"""Opens a filed file of any permitted format as sheets of text."""

from pathlib import Path

from junxian.reported.decode import read_csv_sheet
from junxian.reported.limits import MAX_CSV_BYTES, MAX_PARQUET_BYTES, MAX_WORKBOOK_BYTES
from junxian.reported.parquet_file import read_parquet_sheet
from junxian.reported.sheet import CannotRead, Sheet
from junxian.reported.workbook import read_workbook
from junxian.terms.files import expect_regular

MAX_BYTES = {".csv": MAX_CSV_BYTES, ".xlsx": MAX_WORKBOOK_BYTES, ".parquet": MAX_PARQUET_BYTES}


def read_bytes(path: Path) -> bytes:
    """Read a filed file whole; CannotRead where it is larger than its format permits or cannot be opened."""
    size, limit = path.stat().st_size, MAX_BYTES[path.suffix.lower()]
    if size > limit:
        raise CannotRead("oversized_file", f"文件大小{size:,}字节", f"{size:,} bytes on disk", f"{limit:,}")
    try:
        expect_regular(path)
        return path.read_bytes()
    except OSError as error:
        raise CannotRead("unreadable_file", "文件无法打开", f"the file cannot be opened ({error.strerror})") from error


def open_sheets(suffix: str, data: bytes) -> list[Sheet]:
    """Turn the bytes of a file into sheets by its suffix; CannotRead where that fails."""
    if suffix.lower() == ".xlsx":
        return read_workbook(data)
    if data.startswith(b"PK\x03\x04"):
        raise CannotRead("unreadable_file", "文件实为工作簿（XLSX）", "it is a workbook (XLSX) by another name")
    return [read_csv_sheet(data) if suffix.lower() == ".csv" else read_parquet_sheet(data)]
