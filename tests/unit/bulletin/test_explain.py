"""The page of an area for the terminal and for machines."""

import json

from junxian.bulletin import explain_data, explain_text


def test_the_text_fits_a_page_and_names_everything_asked_for(small_content):
    text = explain_text(small_content.area_pages["990103"], "zh")
    assert len(text.splitlines()) <= 60
    for wanted in (
        "示例数据",
        "第3位",
        "为何居此",
        "有多大把握",
        "怎样可以改变",
        "■ 耕地红线：红",
        "基本保障12亩",
        "整改耕地红线",
        "tjj.1.csv C4",
    ):
        assert wanted in text


def test_the_english_text_has_no_chinese_words_of_its_own(small_content):
    text = explain_text(small_content.area_pages["990101"], "en")
    assert "Why it stands here" in text
    assert "为何" not in text
    assert "县" not in text


def test_columns_line_up_where_chinese_counts_double(small_content):
    lines = explain_text(small_content.area_pages["990101"], "zh").splitlines()
    rows = [line for line in lines if line.startswith(("  指标  ", "  I1", "  I2"))]
    widths = {sum(2 if ord(character) > 0x2E80 else 1 for character in row) for row in rows}
    assert len(rows) == 3
    assert len(widths) == 1


def test_the_data_is_json_with_both_languages_and_none_for_what_is_missing(small_content):
    data = explain_data(small_content.area_pages["990203"])
    assert json.loads(json.dumps(data, ensure_ascii=False, allow_nan=False)) == data
    assert data["name"] == {"zh": "己县", "en": "Ji"}
    assert data["standing"]["rank"] is None
    assert data["period"] == "2020"
