"""Plans by formula beside a programme: in the programme's units."""

from types import SimpleNamespace

import polars as pl
import pytest

from junxian.allocation.allot import quote_formula

PLANS = {
    "land/1": SimpleNamespace(table=pl.DataFrame({"ref_area": ["a", "b"], "quota": [150.0, None]})),
    "energy/1": SimpleNamespace(table=pl.DataFrame({"ref_area": ["a"], "quota": [20000.0]})),
    "funds/1": SimpleNamespace(table=pl.DataFrame({"ref_area": ["a"], "quota": [3.0]})),
}
PROVINCE = SimpleNamespace(
    plans={
        "land/1": SimpleNamespace(factor="land", unit="亩"),
        "energy/1": SimpleNamespace(factor="energy", unit="吨标准煤"),
        "funds/1": SimpleNamespace(factor="funds", unit="亿元"),
    }
)


def test_a_formula_in_another_unit_is_converted_to_that_of_the_programme():
    units = {"land": "公顷", "energy": "万吨标准煤", "funds": "亩"}
    programme = SimpleNamespace(factor=[SimpleNamespace(code=code, unit=unit) for code, unit in units.items()])
    quoted = quote_formula(programme, PROVINCE, PLANS)
    assert quoted["land"] == {"a": pytest.approx(10.0), "b": None}
    assert quoted["energy"] == {"a": pytest.approx(2.0)}
    assert "funds" not in quoted  # money is no area
