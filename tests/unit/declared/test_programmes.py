"""How programmes are read beside plans by formula, and what is told where they do not agree with their province."""

import shutil

import pytest

from junxian.declared import read_province
from junxian.declared.allocation_modes import read_allocation
from junxian.declared.allocations import Allocation
from junxian.declared.programmes import Programme
from junxian.terms import DeclarationError

PLAN = "allocations/coordinated/2023.toml"


@pytest.fixture(scope="module")
def copied(example_province, tmp_path_factory):
    folder = tmp_path_factory.mktemp("programmes") / "example"
    shutil.copytree(example_province, folder, ignore=shutil.ignore_patterns("runs", "figures"))
    (folder / "figures").mkdir()
    return folder


@pytest.fixture
def spoil(copied):
    """Changes the programme and puts it back."""
    path = copied / PLAN
    before = path.read_text(encoding="utf-8")

    def change(old, new):
        assert old in before
        path.write_text(before.replace(old, new, 1), encoding="utf-8")
        return copied

    yield change
    path.write_text(before, encoding="utf-8")


def test_every_allocation_is_read_in_its_mode(copied):
    province = read_province(copied)
    assert list(province.programmes) == ["coordinated/2023"]
    assert "land/2023" in province.plans
    assert isinstance(read_allocation(copied / PLAN, PLAN), Programme)
    assert isinstance(read_allocation(copied / "allocations/land/2023.toml", "land"), Allocation)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('mode = "welfare"', 'mode = "welfair"', "mode 'welfair' is unknown"),
        ('edition = "2023"', 'edition = "2024"', "declares itself 'coordinated/2024'"),
        ('of = "E11"', 'of = "E111"', "'E111'"),
        ('item = "land_supply"', 'item = "land_suply"', "'land_suply'"),
        ('unit = "亩"', 'unit = "吨"', "land_supply"),
        ('gates = ["farmland"]', 'gates = ["farmlands"]', "'farmlands'"),
        ('classes = ["support"]\nat_least', 'classes = ["suport"]\nat_least', "'suport'"),
        ('classes = ["U", "K"]', 'classes = ["U", "X"]', "'X'"),
        ('classification = "support/2023"\nclasses', 'classification = "support/2022"\nclasses', "'support/2022'"),
        ("at_most = 364", 'at_most_item = "air_capacity"', "'air_capacity'"),
        ("at_most = 364", 'at_most_item = "land_supply"', "land_supply"),
        ('basis = "factors-2023"', 'basis = "factors-2022"', "'factors-2022'"),
        ("power = 1.0", "power = -1.0", "power"),
        ("reserve = 0.20", "reserv = 0.20", "reserv"),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_told_with_its_place(spoil, old, new, told):
    with pytest.raises(DeclarationError) as caught:
        read_province(spoil(old, new))
    assert told in str(caught.value)
    assert "allocations/coordinated/2023.toml" in str(caught.value)
