"""Declarations as people spoil them: each is an error that says where, what is wrong with the values, and what to do."""

import re
import shutil
from datetime import date

import pytest

from junxian import runs
from junxian.declared import read_province
from junxian.terms import DeclarationError, FiguresError, MethodError

SCHEME, LAND, DEBT = "schemes/county/2023/scheme.toml", "allocations/land/2023.toml", "redlines/debt.toml"
SPRING, ISSUED, BULLETIN = "tasks/spring.toml", "tasks/issued.toml", "bulletins/bulletin.toml"
WEIGHTS, CLASSES = "schemes/county/2023/weights.csv", "classifications/main-function/2023.csv"
SUPPLY = 'supply = { item = "land_supply" }'
THRESHOLDS = "thresholds = { yellow = 120.0, orange = 200.0, red = 300.0 }"
VERSION = f'[[version]]\nvalid_from = 2021-01-01\n{THRESHOLDS}\nbasis = "lines-2023"'


@pytest.fixture(scope="module")
def copied(example_province, tmp_path_factory):
    folder = tmp_path_factory.mktemp("odd") / "example"
    shutil.copytree(example_province, folder, ignore=shutil.ignore_patterns("runs", "figures"))
    (folder / "figures").mkdir()
    return folder


@pytest.fixture
def spoil(copied):
    """Changes a file of the copy and puts it back when the test is over."""
    before = {}

    def change(file, old, new):
        path = copied / file
        before.setdefault(path, path.read_bytes())
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return copied

    yield change
    for path, content in before.items():
        path.write_bytes(content)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("province.toml", 'code = "990000"', 'code = "990102"', "code '990102' is a county. Name the area of level province"),
        ("province.toml", "seed = 20240628", "seed = -1", "seed = -1"),
        ("province.toml", 'period = "2023"', 'period = "2023.0"', r"province.toml: period '2023.0': is no period"),
        ("province.toml", "seed =", 'languages = ["fr"]\nseed =', r"languages.0 = 'fr' is not known. Permitted: en, zh\. "),
        ("areas.csv", "990102,明澜区,Minglan District,county,990100", "990102,明澜区,Minglan District,county,990102",
         "990102 → 990102 goes in a circle"),
        ("areas.csv", "990100,澜江市,Lanjiang City,city,990000", "990100,澜江市,Lanjiang City,city,990121",
         "990100 → 990121 → 990100 goes in a circle"),
        ("areas.csv", "990102,", "990102.0,", r"code '990102.0' is written as a spreadsheet does"),
        ("areas.csv", "990102,", "9.90102E5,", "as a spreadsheet does"),
        ("areas.csv", "990103,", "990102,", "code 990102 stands twice"),
        ("areas.csv", "county,990100,,", "county,990100,2024-01-01,2023-01-01", "lies before valid_from"),
        ("area_changes.csv", "0.52", "52", "990225 to 990204: 52 is no share"),
        (CLASSES, "990102,U", "990100,U", "area 990100 is a city; the scheme assesses each county"),
        (CLASSES, "990182,", "990124,", "area 990124 is not in force at the end of 2023. Write 990182"),
        (CLASSES, "990103,U", "990102,U", "area 990102 stands twice"),
        (CLASSES, "990102,U", "990102,", "line 2: has no class"),
        (WEIGHTS, "R01,risk,4,", "R01,risk,4.0000001,", "line 33: U 4.0000001 cannot be kept exactly"),
        (WEIGHTS, "R01,risk,4,", "R01,risk,-4,", "negative weight -4"),
        (WEIGHTS, "R01,risk,4,", "R01,risk,nan,", "U 'nan' is no number"),
        (WEIGHTS, "R02,risk,", "R01,risk,", "node 'R01' stands twice"),
        ("schemes/county/2023/bounds.csv", "U,E02,", "U,E01,", "E01 in class U stands twice"),
        (SCHEME, 'code = "U"', 'code = "node"', "class 'node' has the name of another column"),
        (SCHEME, "coverage = 0.8", "coverage = nan", "coverage = NaN: Input should be a finite number"),
        (SCHEME, "coverage = 0.8", "coverage = 1e999999999999999999", "scheme.toml"),
        (LAND, SUPPLY, "supply = { amount = inf }", "finite number"),
        (LAND, SUPPLY, "supply = { amount = 0 }", "greater than 0"),
        (LAND, SUPPLY, "supply = { amount = -5 }", "greater than 0"),
        (LAND, SUPPLY, 'supply = { item = "residents" }', "supply 'residents' is in '人', which does not convert to '亩'"),
        (LAND, "reserve = 0.20", "reserve = 0.9", r"land/2023.toml: reserve 0.9 and basic pool 0.2 exceed the supply\."),
        (LAND, "low = 0.8, high = 1.3", "low = 1.3, high = 0.8", "low 1.3 is above high 0.8"),
        (LAND, "low = 0.8, high = 1.2", "low = 1.2, high = 0.8", "the last would count more than the first"),
        (LAND, '{ of = "E05", weight = 15 }', '{ of = "E11", weight = 15 }', "efficiency names 'E11' twice"),
        (LAND, 'classes = ["support"]', 'classes = ["suport"]', "of class 'suport'. Did you mean 'support'"),
        (DEBT, VERSION, f"{VERSION}\n{VERSION}", "two versions hold from 2021-01-01"),
        (DEBT, VERSION, "[[version]]\nvalid_from = 2021-01-01\nthresholds = {}", "at least 1 item"),
        (DEBT, "yellow = 120.0", "yellow = nan", "finite number"),
        (DEBT, "yellow = 0.7", "yellow = -0.7", "greater than or equal to 0"),
        (DEBT, "task_days = 90", "task_days = 99999999", "less than or equal to 3660"),
        (SPRING, "due = 2024-09-30", "due = 2024-01-30", "due 2024-01-30 lies before issued 2024-03-18"),
        (SPRING, 'id = "2024-02"', 'id = "2024-01"', "task '2024-01:990224' is declared twice"),
        (SPRING, '["990102", "990123", "990224"]', "[]", "at least 1 item"),
        (ISSUED, '"held_return"', '"breach"', "source 'breach' is issued twice"),
        (ISSUED, "{area}{line}突破", "{area}{line!x}突破", "write nothing behind the name"),
        (ISSUED, "{area}{line}突破", "{area}{line:d}突破", "write nothing behind the name"),
        (ISSUED, "due_days = 60", "due_days = 999999999", "less than or equal to 3660"),
        (BULLETIN, 'unit = "亿元"', 'unit = "亿圆"', "no known unit"),
        (BULLETIN, 'unit = "亿元"', 'unit = "人"', "headline 'gdp' is in '万元', which does not convert to '人'"),
        (BULLETIN, "decimals = 1", "decimals = -1", "greater than or equal to 0"),
        (BULLETIN, ", threshold = 10 }", " }", "needs a threshold"),
        (BULLETIN, "at_least = 600", "at_least = 1", "do not run from the top down"),
        (BULLETIN, 'code = "bulletin"', 'code = "bulletin"\ngeojson = "map.geojson"', "map.geojson: cannot be read"),
        ("forms/budget.toml", "due_days = ", "due_days = 99999", "less than or equal to 3660"),
        ("forms/accounts.toml", "data_error = 0.01", "data_error = -0.01", "greater than or equal to 0"),
        ("tasks/progress.csv", "0.60", "60%", "line 2: progress '60%' is no number"),
        ("tasks/progress.csv", "0.60", "60", "2024-01:990102 of 2024-06-20: progress 60 is no share"),
        ("documents.toml", "title = ", 'title = "\\u000b" #', "document.0.title holds the unprintable character"),
        ("indicators/E01.toml", 'code = "E01"', 'code = "E1"', "Rename the file to E1.toml"),
    ],
)  # fmt: skip
def test_a_spoilt_value_is_named_with_its_file(spoil, file, old, new, words):
    folder = spoil(file, old, new)
    with pytest.raises(DeclarationError) as caught:
        read_province(folder)
    assert re.search(words, str(caught.value)), str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_key_ends_in_one_mark(spoil):
    folder = spoil("province.toml", "bulletin =", "bulletn =")
    with pytest.raises(DeclarationError, match=r"Did you mean 'bulletin'\? Correct the declaration\.$"):
        read_province(folder)


def test_a_file_saved_with_a_mark_of_its_encoding_is_read(copied, spoil):
    spoil("province.toml", "", "\ufeff")
    assert read_province(copied).code == "990000"


def test_a_folder_by_the_name_of_a_declaration_is_told(copied):
    (copied / "forms" / "folder.toml").mkdir()
    try:
        with pytest.raises(DeclarationError, match=r"forms/folder.toml: cannot be read"):
            read_province(copied)
    finally:
        (copied / "forms" / "folder.toml").rmdir()


def test_an_allocation_by_the_name_of_another_is_told(copied):
    shutil.copy(copied / LAND, copied / "allocations" / "land" / "2024.toml")
    try:
        with pytest.raises(DeclarationError, match=r"land/2024.toml: declares itself 'land/2023'"):
            read_province(copied)
    finally:
        (copied / "allocations" / "land" / "2024.toml").unlink()


def test_a_scheme_without_anybody_to_assess_is_told(copied, spoil):
    rows = (copied / CLASSES).read_text(encoding="utf-8")
    with pytest.raises(DeclarationError, match="names no area, and so none is assessed"):
        read_province(spoil(CLASSES, rows.partition("\n")[2], ""))


def test_a_period_that_had_not_begun_is_an_error_on_use(copied):
    with pytest.raises(MethodError, match=r"period 2030: had not begun on 2024-06-28\. Give an earlier --period"):
        runs.run(copied, "2030")
    with pytest.raises(MethodError, match="had not begun on 2000-01-01"):
        runs.check(copied, date(2000, 1, 1))


def test_a_register_that_is_a_folder_is_told(copied):
    (copied / "figures" / "filings.csv").mkdir()
    try:
        with pytest.raises(FiguresError, match=r"figures/filings.csv: cannot be read"):
            runs.check(copied)
    finally:
        (copied / "figures" / "filings.csv").rmdir()
