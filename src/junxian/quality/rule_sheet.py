"""Rules as a spreadsheet: written for statisticians to fill in, and read back with every fault named by its cell."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from junxian.declared.province import Province
from junxian.declared.rule_sheet import FIRES, HEADERS, NEEDED, PASSES, scan_rule_sheet
from junxian.declared.rules import Expression, RuleExample
from junxian.quality.language.names import list_names
from junxian.quality.language.read_rule import read_rule
from junxian.quality.language.write import write_number
from junxian.quality.rule_examples import execute_examples
from junxian.terms.errors import DeclarationError
from junxian.terms.finding import SEVERITY_NAMES

RULES, OTHERS, ITEMS, GUIDE = "规则", "其他规则", "项目名称", "填写说明"
_LEVEL_NAMES = {"province": "省", "city": "市", "county": "县", "zone": "开发区", "park": "园区"}
_WIDTHS = {
    "code": 24,
    "name": 26,
    "name_en": 26,
    "why_en": 30,
    "remedy_en": 30,
    "rule": 60,
    "form": 28,
    "why": 40,
    "remedy": 40,
    "example": 60,
}
_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False}
_LINE = 15.0  # points
_EMPTY_ROWS = 200  # rows below the last that are ready to be filled in
_HINTS = (
    ("公式", "每一行都应成立的条件；不成立即报警。例：营业收入 = 主营业务收入 + 其他业务收入 误差 2"),
    ("", "A condition that every row must meet; the rule fires where it does not hold."),
    ("比较", "=  ≠  >  >=  <  <=；在 0 至 100 之间；属于 (1, 2)；为空、不为空"),
    ("条件", "如果 常住人口 > 0，则 出生人口 不为空；且、或、非"),
    ("时期", "上期[营业收入]、上年同期[营业收入]"),
    ("汇总", "下级合计(营业收入)、分项合计(项目代码)"),
    ("误差", "误差 0.5（按左边项目的单位）、误差 1%（按右边的数）"),
    ("单位", "不同单位自动换算；不带单位的数按对方项目的填报单位；也可写 100万元"),
    ("名称", "与别的项目重名时写成 [表名.项目名称]；名称里有括号、运算符时加方括号"),
    ("示例", "营业收入=100，主营业务收入=60，其他业务收入=30 → 报警；每行一个，保存后由 junxian check 执行"),
)


def read_rule_sheet(path: Path, province: Province) -> list[Expression]:
    """Read the rules of a workbook as a province would, expressions and worked examples too.

    DeclarationError that names sheet and cell of every fault; a worked example that does not come out is one.
    Checked in tests/unit/quality/test_rule_sheet.py.
    """
    rules, faults = scan_rule_sheet(path, path.name, province.forms.values(), province.documents.values())
    faults += _list_faults(rules, province)
    if faults:
        raise DeclarationError(path.name, "\n".join(faults))
    return rules


def _list_faults(rules: list[Expression], province: Province) -> Iterator[str]:
    names, seen = list_names(province.forms.values()), set[str]()
    for rule in rules:
        if rule.code in seen:
            yield f"{rule.place}: code {rule.code!r} stands twice."
        seen.add(rule.code)
        try:
            read_rule(rule, names)
            yield from (
                f"{rule.place}: {row['message_zh']} {row['message_en']}" for row in execute_examples([rule], province)
            )
        except DeclarationError as error:
            yield str(error)


def export_rules(province: Province, path: Path) -> None:
    """Write a province's rules as a workbook: expressions to be edited, other kinds to be read, and the items by name.

    The sheet 规则 reads back with `read_rule_sheet`; placed in the province's rules/ it adds to the rules in TOML files (a code
    stands once: leave out of one what stands in the other). No text can become a formula.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(path, _TEXTS) as book:
        _write_rules(book, province, [rule for rule in province.rules.values() if isinstance(rule, Expression)])
        _write_table(
            book,
            OTHERS,
            ("编码", "名称", "种类", "级别", "说明", "处理办法"),
            _list_others(province),
            (24, 30, 20, 8, 50, 50),
        )
        _write_table(
            book,
            ITEMS,
            ("报表", "项目名称", "项目代码", "计量单位", "英文名称"),
            _list_items(province),
            (36, 36, 24, 12, 40),
        )
        _write_table(book, GUIDE, ("内容", "写法"), _HINTS, (12, 100))


def write_rules(rules: Sequence[Expression], province: Province, path: Path) -> None:
    """Write some rules as a workbook that a province reads: the sheet 规则 alone."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, _TEXTS) as book:
        _write_rules(book, province, rules)


def _write_rules(book: Any, province: Province, rules: Sequence[Expression]) -> None:
    sheet = book.add_worksheet(RULES)
    head = book.add_format({"bold": True, "bg_color": "#DDE8F0", "border": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for place, (column, (zh, en)) in enumerate(HEADERS.items()):
        sheet.write_string(0, place, f"{zh}{'*' if column in NEEDED else ''}\n{en}", head)
        sheet.set_column(place, place, _WIDTHS.get(column, 14), body)
    for number, rule in enumerate(rules, start=1):
        texts = _describe(rule, province)
        for place, text in enumerate(texts):
            sheet.write_string(number, place, text, body)
        sheet.set_row(number, _LINE * _count_lines(texts, [_WIDTHS.get(column, 14) for column in HEADERS]), body)
    sheet.set_row(0, 2.2 * _LINE, body)
    _lay_out(sheet, pages=2)
    sheet.freeze_panes(1, 2)
    last = len(rules) + _EMPTY_ROWS
    places = list(HEADERS)
    _offer(sheet, places.index("severity"), last, [names["zh"] for names in SEVERITY_NAMES.values()])
    _offer(sheet, places.index("form"), last, [form.name.zh for form in province.forms.values()])


def _offer(sheet: Any, place: int, last: int, choices: list[str]) -> None:
    """A list to choose from, where a spreadsheet can hold it."""
    if sum(map(len, choices)) + len(choices) <= 255:  # the limit of the file format
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": choices, "error_type": "warning"})


def _describe(rule: Expression, province: Province) -> list[str]:
    """The cells of one rule, in the order of the headers."""
    form = province.forms.get(rule.form)
    cells = {
        "code": rule.code, "name": rule.name.zh, "name_en": rule.name.en, "severity": SEVERITY_NAMES[rule.severity]["zh"],
        "rule": rule.rule, "form": form.name.zh if form else "",
        "level_of_areas": "、".join(_LEVEL_NAMES[level] for level in rule.applies_to.level),
        "classes": f"{rule.classification}：{'、'.join(rule.applies_to.classes)}" if rule.classification else "",
        "tolerance": write_number(rule.tolerance) if rule.tolerance is not None else "", "basis": rule.basis,
        "why": rule.why.zh, "remedy": rule.remedy.zh, "why_en": rule.why.en, "remedy_en": rule.remedy.en,
        "level": str(rule.level), "example": "\n".join(map(_write_example, rule.example)),
    }  # fmt: skip
    return [cells[column] for column in HEADERS]


def _write_example(example: RuleExample) -> str:
    given = "，".join(f"{name}={value}" for name, value in example.given.items())
    return f"{given} → {FIRES[0] if example.fires else PASSES[0]}"


def _list_others(province: Province) -> Iterator[tuple[str, ...]]:
    for rule in province.rules.values():
        if not isinstance(rule, Expression):
            severity = SEVERITY_NAMES[rule.severity]["zh"]
            yield rule.code, rule.name.zh, rule.kind, severity, rule.why.zh, rule.remedy.zh


def _list_items(province: Province) -> Iterator[tuple[str, ...]]:
    for form in province.forms.values():
        yield from ((form.name.zh, item.name.zh, item.key, item.unit, item.name.en) for item in form.item)


def _write_table(book: Any, name: str, headers: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> None:  # fmt: skip
    sheet = book.add_worksheet(name)
    head, body = book.add_format({"bold": True, "bg_color": "#DDE8F0"}), book.add_format({"text_wrap": True, "valign": "top"})  # fmt: skip
    for place, (header, width) in enumerate(zip(headers, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, header, head)
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text, body)
        sheet.set_row(number, _LINE * _count_lines(row, widths))
    _lay_out(sheet)
    sheet.freeze_panes(1, 0)


def _count_lines(texts: Sequence[str], widths: Sequence[int]) -> int:
    """The lines that the texts of a row take in their columns: a Chinese sign is two wide."""
    return max(
        sum(-(-sum(1 if sign.isascii() else 2 for sign in line) // width) or 1 for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )


def _lay_out(sheet: Any, pages: int = 1) -> None:
    """On paper: A4 across, so many pages wide."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(pages, 0)
    sheet.repeat_rows(0)
