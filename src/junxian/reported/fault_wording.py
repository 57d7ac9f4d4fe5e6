"""The wording of the reader's findings, Chinese and English, with their severity."""

from dataclasses import dataclass

from junxian.terms.finding import Severity
from junxian.terms.name import Name


@dataclass(frozen=True)
class Wording:
    """Severity, sentence and remedy of one rule; words in braces are filled in."""

    severity: Severity
    message: Name
    remedy: Name


def _word(severity: Severity, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Wording:
    return Wording(severity, Name(zh=zh, en=en), Name(zh=remedy_zh, en=remedy_en))


WORDINGS: dict[str, Wording] = {
    "missing_file": _word(
        "hold",
        "报送登记簿列有文件{file}，但文件夹中没有该文件，其数据无法采用。",
        "The register of filings lists {file}, but the file is not there; its figures cannot be used.",
        "补交该文件，或更正登记簿filings.csv。",
        "Supply the file, or correct filings.csv.",
    ),
    "changed_file": _word(
        "hold",
        "文件{file}的内容与登记时不一致（登记的SHA-256以{expected}开头，现为{found}），已报送的数据不得修改，该文件数据暂不采用。",
        "{file} is not what was registered (SHA-256 {expected}… registered, {found}… found). "
        "Filed figures are never edited; the file's figures are held back.",
        "恢复原文件；确需更正的，作为新的一次报送（序号加一）重新报送并登记。",
        "Restore the file as filed; file a correction as a new revision (next number) and register it.",
    ),
    "unlisted_file": _word(
        "note",
        "文件{file}未列入报送登记簿，报送日期不明，按期限之日报送处理。",
        "{file} is not in the register of filings; its date is unknown and taken as the due date.",
        "在filings.csv中补登该文件。",
        "Add the file to filings.csv.",
    ),
    "unhashed_file": _word(
        "note",
        "登记簿未登记{file}的SHA-256，无从判断该文件报送后是否改动过，按现有内容采用。",
        "The register holds no SHA-256 of {file}; whether it was changed since it was filed cannot be told. "
        "It is used as it is.",
        "在filings.csv中补登该文件的SHA-256。",
        "Enter the file's SHA-256 in filings.csv.",
    ),
    "undated_file": _word(
        "note",
        "登记簿未登记{file}的报送日期，按期限之日报送处理。",
        "The register gives no date of filing for {file}; it is taken as filed when due.",
        "在filings.csv中补登报送日期。",
        "Enter the date of filing in filings.csv.",
    ),
    "filed_later": _word(
        "note",
        "登记簿中有{found}个文件的报送日期晚于截止日{expected}（如{file}），未读取。",
        "The register dates {found} files after the cut-off {expected} (such as {file}); they were not read.",
        "日期有误的，更正filings.csv；确为其后报送的，用--as-of指定更晚的截止日。",
        "Correct a wrong date in filings.csv, or give a later --as-of.",
    ),
    "filing_differs": _word(
        "explain",
        "登记簿中{file}的{what}为“{found}”，应为“{expected}”。",
        "The register gives {what_en} of {file} as '{found}', not '{expected}'.",
        "核对并更正filings.csv。",
        "Check and correct filings.csv.",
    ),
    "unknown_file": _word(
        "explain",
        "文件{file}的名称不符合“报送单位.序号.csv（xlsx、parquet）”的格式，未读取。",
        "{file} is not named <filer>.<n>.csv, .xlsx or .parquet; it was not read.",
        "按规定格式重新命名或转换格式；不是报表的文件请移出figures文件夹。",
        "Rename or convert it; move what is no return out of the figures folder.",
    ),
    "unknown_form": _word(
        "hold",
        "文件夹{file}不对应任何已声明的报表{nearest_zh}，其中数据未读取。",
        "Folder {file} belongs to no declared form{nearest_en}; its figures were not read.",
        "更正文件夹名称，或在forms中声明该报表。",
        "Correct the folder's name, or declare the form in forms/.",
    ),
    "unknown_period": _word(
        "hold",
        "“{found}”不是该报表的有效报告期（应为{expected}），有关数据未采用。",
        "'{found}' is no period of this form ({expected_en} expected); the figures concerned are not used.",
        "更正报告期，写作2020、2020-Q1、2020-03或2020-01..03。",
        "Correct the period: write 2020, 2020-Q1, 2020-03 or 2020-01..03.",
    ),
    "unknown_filer": _word(
        "hold",
        "文件{file}的报送单位代码“{found}”不在areas.csv中{nearest_zh}，文件未读取。",
        "The filer '{found}' of {file} is not in areas.csv{nearest_en}; the file was not read.",
        "更正文件名中的代码，或在areas.csv中登记该单位。",
        "Correct the code in the file name, or register the filer in areas.csv.",
    ),
    "unexpected_filer": _word(
        "explain",
        "该报表应由{expected}报送，文件{file}由“{found}”报送。",
        "This form is filed by {expected_en}; {file} was filed by '{found}'.",
        "核实报送单位。",
        "Check who files this form.",
    ),
    "oversized_file": _word(
        "hold",
        "文件{file}过大（{found}，上限{expected}），未予打开。",
        "{file} is too large ({found_en}, limit {expected}); it was not opened.",
        "删除空白行列和多余工作表后重新保存，或分次报送。",
        "Save it again without empty rows, columns and surplus sheets, or file it in parts.",
    ),
    "unreadable_file": _word(
        "hold",
        "文件{file}无法读取：{found}。",
        "{file} cannot be read: {found_en}.",
        "用办公软件打开确认后另存为不加密的XLSX或UTF-8编码的CSV，重新报送。",
        "Open and check it, save it as an unencrypted XLSX or a UTF-8 CSV, and file it again.",
    ),
    "undecodable_file": _word(
        "hold",
        "文件{file}既不是UTF-8也不是GB18030编码：{found}。",
        "{file} is neither UTF-8 nor GB18030 text: {found_en}.",
        "另存为UTF-8编码的CSV后重新报送。",
        "Save it as a UTF-8 CSV and file it again.",
    ),
    "no_header": _word(
        "hold",
        "文件{file}中找不到该报表的表头，数据无法识别。",
        "No header of this form was found in {file}; its figures cannot be told apart.",
        "使用规定的表式，保留指标名称或代码一行。",
        "Use the form as issued and keep the row of item names or codes.",
    ),
    "missing_column": _word(
        "hold",
        "文件{file}缺少必报指标“{name}”（{item}）一列。",
        "{file} has no column for the required item {name_en} ({item}).",
        "补报该指标；列名不同的，按指标名称或代码改正。",
        "File the item; if its header differs, use the item's name or code.",
    ),
    "missing_area_column": _word(
        "hold",
        "工作表没有行政区划代码列，也没有地区名称列，无法判断数据属于何地。",
        "The table has neither a column of area codes nor of area names; whose figures these are cannot be told.",
        "补充“{expected}”列。",
        "Add a column '{expected}'.",
    ),
    "unknown_header": _word(
        "explain",
        "{cell}单元格的列名“{found}”不属于该报表的任何指标{nearest_zh}，该列未读取。",
        "Header '{found}' in {cell} belongs to no item of this form{nearest_en}; the column was not read.",
        "更正列名；确为另列的，在报表声明的ignore_header或指标的header中列明。",
        "Correct the header, or declare it as the item's header or under ignore_header.",
    ),
    "ambiguous_header": _word(
        "hold",
        "{cell}单元格的列名“{found}”同时是多个指标的名称，无法确定指标，该列未读取。",
        "Header '{found}' in {cell} names several items of this form; the column was not read.",
        "改用指标代码作列名。",
        "Use the item's code as the header.",
    ),
    "repeated_header": _word(
        "hold",
        "指标“{name}”（{item}）在同一工作表中出现多列（{cell}），无法确定以哪一列为准，暂不采用。",
        "Item {name_en} ({item}) stands in several columns of one sheet ({cell}); none of them is used.",
        "只保留一列后重新报送。",
        "Keep one column and file again.",
    ),
    "unit_mismatch": _word(
        "hold",
        "{cell}标明的计量单位“{found}”与指标“{name}”的计量单位“{expected}”不可换算，数值暂不采用。",
        "The unit '{found}' in {cell} does not convert to '{expected}', the unit of {name_en}; the values are held back.",
        "按声明的计量单位重新报送，或更正所标单位。",
        "File in the declared unit, or correct the unit named.",
    ),
    "unknown_unit": _word(
        "explain",
        "{cell}括号内的“{found}”不是已知计量单位，按指标“{name}”的计量单位“{expected}”读取。",
        "'{found}' in {cell} is no known unit; the values of {name_en} were read in '{expected}'.",
        "核实计量单位；属于说明文字的，在指标的header中列明。",
        "Check the unit; if it is a remark, declare it among the item's headers.",
    ),
    "unknown_area": _word(
        "hold",
        "{cell}的地区“{found}”不是areas.csv中的地区{nearest_zh}，该行数据未采用。",
        "Area '{found}' in {cell} is no area of areas.csv{nearest_en}; the row is not used.",
        "更正行政区划代码或名称；新设地区请先在areas.csv中登记。",
        "Correct the code or name; register a new area in areas.csv first.",
    ),
    "ambiguous_area": _word(
        "hold",
        "{cell}的地区名称“{found}”对应多个地区（{expected}），该行数据未采用。",
        "The name '{found}' in {cell} belongs to several areas ({expected}); the row is not used.",
        "补充行政区划代码。",
        "Add the area code.",
    ),
    "area_of_another": _word(
        "hold",
        "{cell}的{name}（{found}）不由报送单位{expected}报送，该行数据未采用。",
        "{name_en} ({found}) in {cell} is not for {filer_en} to report; the row is not used.",
        "核实该行究竟属于哪个地区，更正代码；属其他地区的，由该地区报送。",
        "Check whose row it is and correct the code; another area reports its own figures.",
    ),
    "area_name_differs": _word(
        "explain",
        "{cell}的代码{code}为{expected}，但名称写作“{found}”，暂按代码采用。",
        "The code {code} in {cell} is {expected_en}, but the name reads '{found}'; the row is used by its code.",
        "核实该行究竟属于哪个地区，更正代码或名称。",
        "Check whose row it is and correct the code or the name.",
    ),
    "area_out_of_date": _word(
        "note",
        "{cell}使用的代码{found}在该报告期已停用，已按现行代码{expected}采用。",
        "The code {found} in {cell} was out of date in this period; the row is used under the present code {expected}.",
        "今后使用现行代码。",
        "Use the present code from now on.",
    ),
    "area_was_split": _word(
        "explain",
        "{cell}使用的代码{found}在该报告期已因区划拆分或合并停用，不能对应到单一现行地区，数据保留在原代码下。",
        "The code {found} in {cell} ended in a split or merger before the end of this period and has no single successor; "
        "the figures stay under the old code.",
        "按现行区划重新报送。",
        "File again by the present areas.",
    ),
    "second_table": _word(
        "hold",
        "自{cell}起是另一张表（表头“{found}”），其下各行未采用。",
        "Another table begins in {cell} (header '{found}'); the rows below it are not used.",
        "一张工作表只放一张表，重新报送。",
        "Put each table on a sheet of its own and file again.",
    ),
    "long_row": _word(
        "hold",
        "该行单元格多于表头列数，{cell}处的“{found}”不属于任何列，其他数据也可能错位，该行暂不采用。",
        "The row has more cells than the header has columns: '{found}' in {cell} stands under none, and others may have "
        "moved; the row is held back.",
        "去掉数值中的千分位逗号，或给含逗号的单元格加引号，重新报送。",
        "Write numbers without separators, or quote cells that hold a comma, and file again.",
    ),
    "total_row": _word(
        "note",
        "{cell}为合计行（“{found}”），不是一个地区的数据，未采用。",
        "{cell} begins a row of totals ('{found}'), not an area's figures; it is not used.",
        "如需报送合计数，请填写上级地区的行政区划代码。",
        "To file a total, give the code of the area above.",
    ),
    "not_a_number": _word(
        "hold",
        "{cell}单元格填写“{found}”，不是数值，指标“{name}”暂按缺失处理。",
        "Cell {cell} reads '{found}', which is no number; {name_en} counts as missing.",
        "填写数值；没有数据的留空或填“—”。",
        "Give a number; leave the cell empty or write — where there is none.",
    ),
    "below_zero": _word(
        "hold",
        "{cell}单元格填写“{found}”，指标“{name}”不应为负数，暂按缺失处理。",
        "Cell {cell} reads '{found}', but {name_en} is never below zero; it counts as missing.",
        "核对正负号；该指标确可为负的，在报表声明中写明signed = true。",
        "Check the sign; if the item may be below zero, declare it signed = true.",
    ),
    "excel_error": _word(
        "hold",
        "{cell}单元格为公式错误值“{found}”，指标“{name}”暂按缺失处理。",
        "Cell {cell} holds the spreadsheet error '{found}'; {name_en} counts as missing.",
        "改正公式后重新报送。",
        "Correct the formula and file again.",
    ),
}  # fmt: skip
