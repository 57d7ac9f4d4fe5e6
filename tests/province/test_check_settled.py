"""What `junxian check` tells of a finding whose answer was accepted."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from junxian.cli import app


@pytest.fixture
def province(sichuan, tmp_path):
    shutil.copytree(sichuan, tmp_path / "sichuan", ignore=shutil.ignore_patterns("runs"))
    return tmp_path / "sichuan"


def check(province, *more):
    return CliRunner().invoke(app, ["check", str(province), *more])


def test_a_settled_finding_is_marked_counted_apart_and_holds_nothing(province):
    held = next(row for row in json.loads(check(province, "--json").stdout) if row["severity"] == "hold")
    assert (held["rule"], held["state"]) == ("shifted_yearbook", "asked")
    assert check(province).exit_code == 1
    answers = province / "inquiries" / "answers.csv"
    answers.parent.mkdir(exist_ok=True)
    day = _last_day(province)
    answers.write_text(
        "finding,date,event,by,text,evidence\n"
        f"{held['id']},{day},answered,nbs,原书如此,\n{held['id']},{day},accepted,510000,同意,\n",
        encoding="utf-8",
    )
    told = check(province, "-l", "zh")
    assert told.exit_code == 0
    assert "[强制，已销案] shifted_yearbook" in told.stdout
    assert "强制 0" in told.stdout.splitlines()[-1]
    assert "另已销案 1" in told.stdout.splitlines()[-1]


def _last_day(province):
    line = next(
        x for x in (province / "province.toml").read_text(encoding="utf-8").splitlines() if x.startswith("date")
    )
    return line.partition("=")[2].strip()
