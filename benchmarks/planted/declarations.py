"""The declarations of a panel's province: areas, one form, the rules that are tried."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from junxian.declared import Province, read_province
from planted.panels import ACCOUNTS, Panel

UNITS = {"growth": ("%", "ratio", 2)}
RULE_TEXT = (
    'name={{zh="{code}"}}\nwhy={{zh="见手册"}}\nremedy={{zh="请核实"}}\ncode="{code}"\nseverity="{severity}"\n{rest}\n'
)


def list_rules(panel: Panel) -> list[tuple[str, str, str]]:
    """Code, severity and further keys of every rule; the same for tuning and judging, defaults wherever there are some."""
    money = [key for key in (*ACCOUNTS, "constant") if key in panel.values]
    amounts, accounts = ", ".join(f'"{k}"' for k in money), ", ".join(f'"{k}"' for k in ACCOUNTS)
    by = 'classification="province/2000"'
    rules = [
        ("complete", "explain", 'kind="completeness"\nform="accounts"'),
        ("duplicates", "hold", 'kind="duplicates"\nform="accounts"'),
        ("carried", "hold", 'kind="carried_forward"\nform="accounts"'),
        ("magnitude", "hold", f'kind="order_of_magnitude"\nitems=[{amounts}]\n{by}'),
        ("swapped", "hold", f'kind="swapped_columns"\ncolumns=[{accounts}]\n{by}'),
        ("parts", "hold", f'kind="sum_of_parts"\ntotal="gdp"\nparts=[{accounts[7:]}]\ntolerance=200'),
        ("areas", "hold", 'kind="sum_of_areas"\nitems=["gdp"]\nof="city"\ntolerance=0.0001'),
        ("shift", "explain", f'kind="level_shift"\nitems=[{amounts}]\n{by}'),
        ("smooth", "explain", f'kind="smoothing"\nitems=[{amounts}]\n{by}'),
        ("copied", "explain", f'kind="copied_series"\nitems=[{amounts}]'),
    ]  # fmt: skip
    if "growth" in panel.values:
        rules.append(
            ("growth", "hold", 'kind="growth_against_level"\ngrowth="growth"\ncurrent="gdp"\nconstant="constant"')
        )
    return rules


def match_rule(panel: Panel) -> tuple[str, str, str]:
    """Output over four years against every proxy of the panel."""
    proxies = ", ".join(f'"{k}"' for k in panel.proxies)
    keys = f'item="gdp"\nproxies=[{proxies}]\nclassification="province/2000"\nyears=4\ndirection="above"'
    return "matching", "explain", f'kind="matching"\n{keys}'


def make_province(panel: Panel, folder: Path, matching: bool = False) -> Province:
    """A province folder whose counties are the areas of the panel and whose cities are the provinces, with the rules.

    matching  only the rule that holds output against proxies
    """
    write_declarations(panel, folder, matching)
    return read_province(folder)


def write_declarations(panel: Panel, folder: Path, matching: bool = False) -> None:
    """The folder of a panel: its areas under their provinces, one form of accounts, one of proxies, and the rules."""
    write_frame(folder, list(panel.areas))
    write_text(folder / "forms/accounts.toml", _form("accounts", panel.values))
    if panel.proxies:
        write_text(folder / "forms/records.toml", _form("records", panel.proxies))
    chosen = [match_rule(panel)] if matching else list_rules(panel)
    rules = "".join("[[rule]]\n" + RULE_TEXT.format(code=c, severity=s, rest=r) for c, s, r in chosen)
    write_text(folder / "rules/panel.toml", rules)
    last = panel.years[-1]
    write_text(folder / "province.toml", f'code="100000"\nname={{zh="面板"}}\nperiod="{last}"\ndate={last + 1}-06-30\nseed=1\nscheme="national/2000"\nbulletin="none"\n')  # fmt: skip


def write_frame(folder: Path, codes: list[str], part: str = "secondary", whole: str = "gdp") -> None:
    """What every folder needs: areas, classes, an indicator, a scheme, a bulletin; provinces stand at the level of cities."""
    parents = sorted({code[:2] for code in codes})
    areas = [("100000", "全国", "province", "")]
    areas += [(f"{code}0000", code, "city", "100000") for code in parents]
    areas += [(code, code, "county", f"{code[:2]}0000") for code in codes]
    _write_rows(folder / "areas.csv", ("code", "name", "level", "parent"), areas)
    _write_rows(folder / "classifications/province/2000.csv", ("area", "class"), [(c, c[:2]) for c in codes])
    _write_rows(folder / "classifications/all/2000.csv", ("area", "class"), [(c, "N") for c in codes])
    write_text(folder / "bulletins/none.toml", 'code="none"\ntitle={zh="面板"}\nissuer={zh="基准测试"}\n')
    write_text(folder / "indicators/share.toml", f'code="share"\nname={{zh="比重"}}\nconcept={{zh="比重"}}\nunit="%"\nmethod="share"\nof={{part="{part}", whole="{whole}"}}\n')  # fmt: skip
    write_text(folder / "schemes/national/2000/scheme.toml", 'code="national"\nedition="2000"\nname={zh="面板"}\nwhy={zh="基准测试"}\nclassification="all/2000"\nclass=[{code="N", name={zh="全部"}}]\nnode=[{code="total", name={zh="总分"}}]\n')  # fmt: skip
    _write_rows(folder / "schemes/national/2000/weights.csv", ("node", "parent", "N"), [("total", "", "100"), ("share", "total", "100")])  # fmt: skip


def _form(code: str, keys: Iterable[str]) -> str:
    head = f'code="{code}"\nname={{zh="核算"}}\nkind="statistical"\nfrequency="A"\nfiled_by="city"\ndue_days=60\n'
    items = ""
    for key in keys:
        unit, measure, decimals = UNITS.get(key, ("万元", "flow", 0))
        items += (
            f'[[item]]\ncode="{key}"\nname={{zh="{key}"}}\nunit="{unit}"\nmeasure="{measure}"\ndecimals={decimals}\n'
        )
    return head + items


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _write_rows(path: Path, header: tuple[str, ...], rows: list[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
