"""Makes a province folder from a sample or another province."""

import shutil
from pathlib import Path

from junxian.declared import read_province
from junxian.terms import NotPermitted
from junxian.terms.nearest import suggest

SAMPLES = Path(__file__).resolve().parents[3] / "sample"
FILINGS_HEADER = "file,form,period,filer,filed_at,sha256,replaces\n"


def init_province(folder: Path, source: str, *, with_figures: bool) -> str:
    """Copy declarations, and figures where wanted, never runs; check that they load; say what to do next."""
    origin = _find_source(source)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotPermitted(str(folder), "exists and is not empty.", "Name a new folder.")
    left_out = ["runs"] if with_figures else ["runs", "figures", "inquiries"]
    try:
        shutil.copytree(origin, folder, ignore=shutil.ignore_patterns(*left_out, ".*"), dirs_exist_ok=True)
        if not with_figures:
            (folder / "figures").mkdir()
            (folder / "figures" / "filings.csv").write_text(FILINGS_HEADER, encoding="utf-8")
    except OSError as error:
        raise NotPermitted(
            str(folder), f"cannot be written ({_say_why(error)}).", "Name a folder that you may write, with room in it."
        ) from error
    province = read_province(folder)
    return f"{folder}: {province.name.zh}; {len(province.forms)} forms, {len(province.indicators)} indicators.\nNext: junxian check {folder}"


def _say_why(error: OSError) -> str:
    """What went wrong: of a copied tree, with its first file."""
    return f"{error.args[0][0][2]}" if isinstance(error, shutil.Error) else error.strerror or str(error)


def _find_source(source: str) -> Path:
    for candidate in (SAMPLES / source, Path(source)):
        if (candidate / "province.toml").exists():
            return candidate
    samples = [path.parent.name for path in SAMPLES.glob("*/province.toml")]
    raise NotPermitted(f"--from {source}", "is neither a sample nor a province folder.", suggest(source, samples))
