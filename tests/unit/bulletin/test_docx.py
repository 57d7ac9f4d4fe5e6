"""The document of a bulletin: page and headings of GB/T 9704-2012, what it says, and the same bytes again."""

import dataclasses
import subprocess
import zipfile
from shutil import which

import polars as pl
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from junxian.bulletin import compose
from junxian.bulletin.document.assessment import _tell_class
from junxian.bulletin.document.document import count_in_chinese, write_docx


@pytest.fixture(scope="module")
def path(small_content, tmp_path_factory):
    path = tmp_path_factory.mktemp("docx") / "bulletin.docx"
    write_docx(small_content, path)
    return path


@pytest.fixture(scope="module")
def document(path):
    return Document(str(path))


@pytest.fixture(scope="module")
def texts(document):
    return [paragraph.text for paragraph in document.paragraphs]


def in_style(document, style):
    return [p.text for p in document.paragraphs if p.style.name == style]


def test_the_page_is_a4_with_a_type_area_of_156_by_225_millimetres(document):
    section = document.sections[0]
    page, margins = (section.page_width, section.page_height), (section.top_margin, section.left_margin)
    assert [round(length.mm) for length in (*page, *margins)] == [210, 297, 37, 28]
    assert round(page[0].mm - section.left_margin.mm - section.right_margin.mm) == 156
    assert round(page[1].mm - section.top_margin.mm - section.bottom_margin.mm) == 225


def test_a_page_takes_22_lines_of_28_characters(document):
    style = document.styles["Normal"]
    closer = int(style.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert style.paragraph_format.line_spacing == Pt(28)
    assert 22 * 28 <= 225 / 25.4 * 72 < 23 * 28
    assert 28 * (16 + closer) <= 156 / 25.4 * 72 < 29 * (16 + closer)


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16), ("Title", "方正小标宋简体", 22), ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16), ("Footer", "宋体", 14),
    ],
)  # fmt: skip
def test_fonts_and_sizes_are_those_of_the_standard(document, style, font, size):
    found = document.styles[style]
    assert found.font.size == Pt(size)
    assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert not found.element.rPr.rFonts.get(qn("w:asciiTheme"))


def test_paragraphs_are_indented_by_two_characters(document):
    assert document.styles["Normal"].element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_pages_are_numbered_on_the_outer_side(document):
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert paragraph.pPr.ind.get(qn(f"w:{side}Chars")) == "100"
        assert "".join(t.text for t in paragraph.iter(qn("w:t"))) == "— 1 —"
        assert paragraph.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"


def test_the_label_heads_every_page_and_stands_below_the_title(document):
    section = document.sections[0]
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == "示例数据"
    assert in_style(document, "Label") == ["示例数据"]


def test_headings_are_numbered_as_in_a_chinese_document(document):
    assert in_style(document, "Heading 1") == [
        "一、总体情况", "二、梯队结构", "三、分类评价", "四、奖励与进步", "五、数据核查", "六、底线守护", "七、要素配置",
        "八、督办任务", "九、需要说明的情况", "十、结果有多大把握", "十一、资料来源与方法",
    ]  # fmt: skip
    assert in_style(document, "Heading 2")[:2] == ["（一）考核范围", "（二）经济总量"]


def test_an_assumed_total_is_labelled_where_it_shows(document):
    assert "（一）建设用地计划【测算示例（假设总额）】" in in_style(document, "Heading 2")
    assert "建设用地计划【测算示例（假设总额）】（单位：亩）" in in_style(document, "Grid title")


def test_a_ranking_is_told_with_its_uncertainty(texts):
    (leaders,) = [text for text in texts if text.startswith("本类参加排名4个")]
    assert "甲县90.00分，列第1位，名次区间为第1至第2位" in leaders
    assert "重复计算中居首位的情形：乙县占60%、甲县占40%，得分居首的不是最常居首的。" in texts
    (groups,) = [text for text in texts if text.startswith("全类一并检验")]
    assert groups.startswith("全类一并检验（把握90%），本类分为2组，同组地区与组首不能区分先后")
    assert groups.endswith("第一组2个：甲县、乙县。")


def test_classes_that_are_ranked_together_are_not_grouped_by_themselves(small_content):
    (ranking, *_) = [one for one in small_content.rankings if one.table["group"].null_count() == 0 and not one.listed]
    joint = ranking.table.with_columns(
        pl.lit(9).cast(pl.Int64).alias("of"), group=pl.lit(2, pl.Int64), group_from=pl.lit(3, pl.Int64),
        group_to=pl.lit(6, pl.Int64),
    )  # fmt: skip
    told = [name.zh for name in _tell_class(dataclasses.replace(ranking, table=joint), 0.9)]
    assert "与他类合并排名，共9个" in told[0]
    assert any("甲县在第2组，该组占第3至第6位" in text for text in told)
    assert not any("本类分为" in text or "全类一并检验" in text for text in told)


def test_awards_are_told_with_what_was_lost_and_passed_on(texts):
    assert "重点开发区县甲县，应得先进县：第1名；因触及耕地红线取消。" in texts
    assert "重点开发区县乙县，先进县：第2名，奖励5,000万元、用地100亩，递补甲县。" in texts
    assert "进步县（重点开发区县）：没有进步的单位。" in texts


def test_how_sure_the_results_are_is_told_by_class(texts):
    (told,) = [text for text in texts if text.startswith("重点开发区县4个，两两比较")]
    assert told == (
        "重点开发区县4个，两两比较6对，其中3对能区分先后，占50%；名次变动主要来自数据误差及各项共同作用（75%，约±0.9位）。"
    )


def test_what_was_not_filed_is_said_and_not_filled(texts):
    assert "未报送。县级债务数不公开。" in texts
    assert "投资消费：无县级数。" in texts


def test_a_finding_is_charged_to_whoever_filed(texts):
    assert "地区生产总值<不是>数。涉及己县，由统计局核实。请统计局核对。" in texts


def test_issuer_and_date_close_the_text(document):
    assert in_style(document, "Signature") == ["示例省县域经济领导小组办公室", "2021年6月30日"]


def test_header_rows_of_annexes_repeat_and_rows_do_not_break(document):
    assert len(document.tables) == 8
    for table in document.tables:
        first, *rest = (row._tr.trPr for row in table.rows)
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:tblHeader")) is None and row.find(qn("w:cantSplit")) is not None for row in rest)


def test_annexes_are_listed_in_the_text_and_marked(texts):
    assert "附件：1. 分类排名表" in texts
    assert [text for text in texts if text in ("附件1", "附件6", "附件7")] == ["附件1", "附件6"]


def test_the_ranking_table_holds_interval_coverage_and_remark(document):
    cells = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert cells[0][:6] == ["位次", "地区", "市（州）", "总分", "得分序", "名次区间"]
    assert cells[3] == ["3—4", "丙县", "东市", "75.00", "3", "3—4", "100%", "底线否决"]


def test_the_document_speaks_english_where_asked(small_content, tmp_path):
    write_docx(small_content, tmp_path / "en.docx", "en")
    document = Document(str(tmp_path / "en.docx"))
    assert in_style(document, "Heading 1")[2] == "3. Assessment by class"
    assert in_style(document, "Signature")[1] == "30 June 2021"
    assert any("Jia 90.00, rank 1, interval 1 to 2" in p.text for p in document.paragraphs)


def test_only_declared_sections_appear(small_content, tmp_path):
    write_docx(dataclasses.replace(small_content, sections=("headline",)), tmp_path / "h.docx")
    document = Document(str(tmp_path / "h.docx"))
    assert in_style(document, "Heading 1") == ["一、总体情况"]
    assert not document.tables


def test_the_same_content_gives_the_same_bytes(small_content, path, tmp_path):
    write_docx(small_content, tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == path.read_bytes()


def test_the_dates_inside_are_those_of_the_run(path, document):
    assert document.core_properties.created.date().isoformat() == "2021-06-30"
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_it_links_to_no_host(path):
    with zipfile.ZipFile(path) as archive:
        relations = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    assert not any(b'TargetMode="External"' in relation for relation in relations)


def test_a_run_in_which_every_room_is_empty_still_gives_a_document(small_province, tmp_path):
    class Nothing:
        def __getattr__(self, name):
            return pl.DataFrame()

    rooms = ("returns", "quality", "indicators", "scorecard", "diagnosis", "lines", "tasks")
    content = compose(
        small_province,
        small_province.period,
        "r",
        plans={},
        programmes={},
        choices={},
        **{room: Nothing() for room in rooms},
    )
    write_docx(content, tmp_path / "a.docx")
    assert "一、总体情况" in in_style(Document(str(tmp_path / "a.docx")), "Heading 1")


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_numbers_are_counted_in_chinese(number, text):
    assert count_in_chinese(number) == text


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice (soffice) is not here to open the document")
def test_libreoffice_opens_it(path, tmp_path):
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    assert (tmp_path / "bulletin.pdf").stat().st_size > 10_000
