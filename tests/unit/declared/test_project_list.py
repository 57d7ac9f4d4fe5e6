"""A choice of projects and its list as they are declared; what is wrong is told with file, line and value."""

import pytest

from junxian.declared.allocation_modes import read_allocations
from junxian.declared.project_choices import read_projects
from junxian.declared.tables import read_areas
from junxian.terms import DeclarationError

TOML = """
code = "projects"
edition = "2023"
mode = "projects"
name = { zh = "遴选" }
benefit = { zh = "税收" }
[[factor]]
code = "land"
name = { zh = "用地" }
unit = "亩"
budget = 10
[[limit]]
by = "kind"
of = "number"
at_most = 2
"""
LIST = """code,name,county,kind,status,benefit,land,either_or,needs
a,甲,x,工业,在建,5,3,,
b,乙,x,工业,,4,2.5,s,a
c,,y,农业,not ready,3,0,s,"a; b"
"""
AREAS = """code,name,level,parent
p,省,province,
c1,市,city,p
x,甲县,county,c1
y,乙县,county,c1
"""


@pytest.fixture
def read(tmp_path):
    def read(toml=TOML, projects=LIST, areas=AREAS):
        (tmp_path / "projects.csv").write_text(projects, encoding="utf-8")
        (tmp_path / "areas.csv").write_text(areas, encoding="utf-8")
        path = tmp_path / "2023.toml"
        path.write_text(toml, encoding="utf-8")
        return read_projects(path, "2023.toml")

    return read


def test_a_list_is_read_with_its_statuses_and_needs(read):
    listed = read().listed
    assert listed.table["status"].to_list() == ["under way", "ready", "not ready"]
    assert listed.needs == ((1, 0), (2, 0), (2, 1))
    assert listed.lines == (2, 3, 4)
    assert listed.table["name"].to_list() == ["甲", "乙", "c"]
    assert listed.place("b") == 1
    assert listed.name_area("x", "zh") == "x"


def test_a_register_gives_cities_and_names(read):
    listed = read('areas = "areas.csv"\n' + TOML).listed
    assert listed.table["city"].to_list() == ["c1", "c1", "c1"]
    assert listed.name_area("x", "zh") == "甲县"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("b,乙", "a,乙", "projects.csv, line 3: code 'a' stands in line 2 already"),
        ("在建", "动工", "projects.csv, line 2: status '动工' is not known"),
        (",4,2.5,", ",4,-2.5,", "projects.csv, line 3: asks -2.5 of land"),
        (",4,2.5,", ",4,,", "projects.csv, line 3: has no land"),
        (",4,2.5,", ",多,2.5,", "line 3: benefit '多' is no number"),
        ('"a; b"', "d", "projects.csv, line 4: needs 'd', which is not listed"),
        ("3,,\n", "3,,b\n", "projects.csv, line 2: needs go in a circle: a → b → a"),
        ("3,,\n", "3,,a\n", "projects.csv, line 2: needs go in a circle: a → a"),
        ("3,,\n", "3,,c\n", "needs go in a circle"),
        ("needs\n", "need\n", "unknown column 'need'"),
        ("kind,", "kinds,", "unknown column 'kinds'"),
        (LIST.partition("\n")[2], "", "lists no project"),
    ],
)
def test_mistakes_in_a_list_are_told_with_their_line(read, old, new, said):
    with pytest.raises(DeclarationError, match=said):
        read(projects=LIST.replace(old, new, 1))


def test_a_promised_project_that_needs_one_not_ready_is_told(read):
    with pytest.raises(DeclarationError, match="line 2: a is under way but needs d, which is not ready"):
        read(projects=LIST.replace("3,,\n", "3,,d\n") + "d,丁,y,农业,未成熟,1,1,,\n")


def test_an_unknown_county_is_told(read):
    with pytest.raises(DeclarationError, match=r"line 3: county 'z' is not in areas\.csv"):
        read('areas = "areas.csv"\n' + TOML, LIST.replace("b,乙,x", "b,乙,z"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("budget = 10", "", "declare either budget or budget_share"),
        ("budget = 10", "budget = -1", "greater than or equal to 0"),
        ('of = "number"', 'of = "energy"', "a limit is of 'energy'"),
        ("at_most = 2", "", "limits nothing"),
        ("at_most = 2", "at_most = 2\nat_least = 3", "at_most 2.* is below at_least 3"),
        ("at_most = 2", 'at_most = 2\nshare_of = "budget"', "share of the budget of 'number', which has none"),
        ("at_most = 2", 'at_most = 2\nvalues = ["林业"]', "a limit names kind '林业'"),
        ("at_most = 2", 'at_most = 2\n[[either_or]]\nset = "t"\nchoose = "exactly one"', "set 't' has no project. Did|set 't' has no"),
        ("at_most = 2", 'at_most = 2\n[[measure]]\ncode = "m"\nname = { zh = "折算" }\nterms = { lands = 1 }', "'lands' is no factor"),
        ('code = "land"', 'code = "benefit"', "is a column of the list"),
        ('mode = "projects"', 'mode = "welfare"', 'does not declare mode = "projects"'),
    ],
)  # fmt: skip
def test_mistakes_in_the_declaration_are_told(read, old, new, said):
    with pytest.raises(DeclarationError, match=said):
        read(TOML.replace(old, new, 1))


def test_a_province_folder_reads_its_choices_beside_plans(tmp_path):
    folder = tmp_path / "allocations" / "projects"
    folder.mkdir(parents=True)
    (folder / "2023.toml").write_text(TOML, encoding="utf-8")
    (folder / "projects.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "areas.csv").write_text(AREAS, encoding="utf-8")
    found = read_allocations(tmp_path, read_areas(tmp_path))
    assert list(found.projects) == ["projects/2023"]
    assert found.projects["projects/2023"].listed.where == "allocations/projects/projects.csv"
    assert found.projects["projects/2023"].listed.name_area("x", "zh") == "甲县"
    assert (found.plans, found.programmes) == ({}, {})


def test_a_county_that_is_not_in_the_provinces_register_is_told_with_its_line(tmp_path):
    folder = tmp_path / "allocations" / "projects"
    folder.mkdir(parents=True)
    (folder / "2023.toml").write_text(TOML, encoding="utf-8")
    (folder / "projects.csv").write_text(LIST.replace("c,,y", "c,,z"), encoding="utf-8")
    (tmp_path / "areas.csv").write_text(AREAS, encoding="utf-8")
    with pytest.raises(
        DeclarationError, match=r"allocations/projects/projects.csv, line 4: county 'z' is not in areas"
    ):
        read_allocations(tmp_path, read_areas(tmp_path))


def test_a_promise_that_needs_what_is_not_ready_through_another_is_told(read):
    chain = LIST.replace("5,3,,", "5,3,,b").replace("2.5,s,a", "2.5,s,c").replace(',s,"a; b"', ",s,")
    with pytest.raises(
        DeclarationError, match=r"line 3: b is needed by what is under way but needs c, which is not ready"
    ):
        read(projects=chain)


def test_a_list_without_a_project_is_told(read):
    with pytest.raises(DeclarationError, match=r"projects.csv: lists no project\."):
        read(projects=LIST.split("\n")[0] + "\n")


def test_a_city_is_no_county(read):
    with pytest.raises(DeclarationError, match=r"line 2: county 'c1' is a city\. Name the county"):
        read(
            toml=TOML.replace("[[factor]]", 'areas = "areas.csv"\n[[factor]]', 1),
            projects=LIST.replace("a,甲,x", "a,甲,c1"),
        )
