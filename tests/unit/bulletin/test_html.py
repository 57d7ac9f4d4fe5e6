"""One offline file in two languages that asks no host for anything."""

import dataclasses
import re
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from junxian.bulletin import write_html
from junxian.bulletin.contents.area_content import Adjusted, LevelAndChange
from junxian.bulletin.contents.wording import SECTION_TITLES
from junxian.bulletin.document.body import list_sections
from junxian.bulletin.html.environment import find_cache
from junxian.bulletin.html.page import read_part, render_html
from junxian.terms import Name

_VOID = {"meta", "input", "link", "br", "img", "hr", "wbr"}


class _Reader(HTMLParser):
    """Checks that elements close, and gathers attributes and text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.elements = [], [], []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append((tag, self.getpos()))


@pytest.fixture(scope="module")
def page(small_content):
    return render_html(small_content)


@pytest.fixture(scope="module")
def read(page):
    reader = _Reader()
    reader.feed(page)
    return reader


def test_every_element_is_closed(read):
    assert read.faults == []
    assert read.open == []


def test_the_file_asks_no_host_for_anything(page, read):
    policy = next(a["content"] for tag, a in read.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    addresses = [a.get(name, "") for _, a in read.elements for name in ("src", "href", "action", "data")]
    assert all(address == "" or address.startswith("#") for address in addresses)
    hosts = set(re.findall(r"(?:https?:)?//([\w.-]+\.[a-z]{2,})", page))
    assert hosts <= {"www.w3.org"}  # names of XML vocabularies in the map library, never asked for


def test_the_file_is_small(page):
    assert len(page.encode()) < 1_000_000


def test_both_languages_stand_in_the_page_and_chinese_comes_first(page):
    assert '<html lang="zh-CN" class="zh">' in page
    assert "<span lang=zh>县域经济高质量发展情况通报</span><span lang=en>County economies: bulletin</span>" in page


def test_the_label_stands_at_the_head_and_on_every_area_page(page, small_content):
    label = "<span lang=zh>示例数据</span>"
    assert page.count(label) >= 2 + len(small_content.area_pages) + len(small_content.city_pages)


def test_every_section_and_every_page_is_there_once(read, small_content):
    ids = [a["id"] for _, a in read.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert {f"p{code}" for code in (*small_content.area_pages, *small_content.city_pages)} <= set(ids)
    assert set(small_content.sections) <= set(ids)


def test_every_link_within_the_page_has_a_target(read):
    ids = {a["id"] for _, a in read.elements if "id" in a}
    targets = {a["href"][1:] for tag, a in read.elements if tag == "a"}
    assert {t for t in targets if t not in ids and f"p{t}" not in ids} == set()


def test_text_as_filed_cannot_become_markup(page):
    assert "地区生产总值&lt;不是&gt;数。" in page
    assert "<不是>" not in page


def test_text_cannot_end_the_script_that_holds_the_map(small_content):
    values = small_content.map_values.with_columns(name_zh=pl.lit("</script><b>"))
    page = render_html(dataclasses.replace(small_content, map_values=values))
    assert "</script><b>" not in page


def test_tables_have_headers_with_scope_and_a_caption(read):
    headers = [a for tag, a in read.elements if tag == "th"]
    assert all(a.get("scope") in ("col", "row", "rowgroup") for a in headers)
    tables = [tag for tag, _ in read.elements if tag in ("table", "caption")]
    assert tables.count("table") == tables.count("caption")


def test_a_bulletin_without_a_map_carries_no_shapes(small_content):
    page = render_html(dataclasses.replace(small_content, sections=("headline", "ranking")))
    assert "const MAP" not in page
    assert len(page) < 850_000


def test_the_same_content_gives_the_same_bytes(small_content, tmp_path):
    for name in ("a.html", "b.html"):
        write_html(small_content, tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_nothing_but_old_syntax_is_used_in_styles_and_script():
    style, *scripts = (str(read_part(f"templates/{name}")) for name in ("style.css", "page.js", "plots.js"))
    script = "".join(scripts)
    assert not re.search(r":has\(|@container|:is\(|:where\(|@layer|\binset:|aspect-ratio", style)
    assert not re.search(r"\?\.|\?\?|\.at\(|replaceAll|#\w+\s*=", script)


def test_every_section_bears_the_same_title_in_page_and_document(page, small_content):
    titles = {section.title for section in list_sections(small_content)}
    assert titles <= set(SECTION_TITLES.values())
    assert all(f"{SECTION_TITLES[s].zh}</span>" in page for s in small_content.sections)


def test_limits_in_conflict_are_named_below_the_quotas(small_content):
    limits = pl.DataFrame(
        {
            "limit": ["floor"],
            "area": [""],
            "zh": ["下限合计超过总额"],
            "en": ["floors exceed the supply"],
            "amount": [5.0],
        }
    )
    plans = tuple(dataclasses.replace(plan, conflicts=limits) for plan in small_content.plans)
    shown = render_html(dataclasses.replace(small_content, plans=plans))
    assert shown.index("下限合计超过总额") > shown.index("<table class=quota")


def test_compiled_templates_are_kept_only_where_python_keeps_its_own(monkeypatch, page):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert find_cache() is None
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("junxian.bulletin.html.environment.TEMPLATES", Path("/proc/nowhere"))
    assert find_cache() is None


def test_members_of_a_group_share_one_box_of_places(page):
    table = re.search(r"<table class=rank>.*?</table>", page[page.index("重点开发区县</span>") :], re.S)[0]
    boxes = re.findall(r'<th scope=rowgroup class=group rowspan="(\d)"><b>([^<]*)</b>', table)
    assert boxes == [("2", "1–2"), ("2", "3–4")]
    assert re.findall(r'<td class="n ord">(\d)</td>', table) == ["1", "2", "3", "4"]
    assert ">93%</td>" in table


def test_who_is_most_often_first_is_said_where_it_is_not_the_first_by_score(page):
    leaders = re.search(r"<p class=leaders>.*?</p>", page)[0]
    assert "乙县" in leaders
    assert "60%" in leaders
    assert "得分居首的不是最常居首的" in leaders


def test_the_awards_say_what_is_lost_and_passed_on(page):
    section = page[page.index('<section id="awards">') : page.index('<section id="map">')]
    rows = re.findall(r"<tr.*?</tr>", section)
    assert any("甲县" in row and "取消" in row and "耕地红线" in row for row in rows)
    assert any("乙县" in row and "5,000万元" in row and "递补" in row for row in rows)
    assert "没有进步的单位" in section


def test_how_sure_the_results_are_is_folded_away(page):
    section = page[page.index('<section id="certainty">') : page.index('<section id="sources">')]
    assert section.count("<details>") == 2  # classes and framework; too few areas for correlations
    assert "<details open" not in section
    assert section.count("<figure data-plot=sun") == 3
    assert "50%<small>3/6</small>" in section


def test_level_and_change_and_adjusted_figures_are_shown(small_content):
    page = small_content.area_pages["990101"]
    level, change = page.contributions
    both = LevelAndChange(Name(zh="产值", en="Output"), level, change, 88.5)
    filled = Adjusted(
        "imputed", Name(zh="医生", en="Doctors"), None, 3.2, "人", 1, Name(zh="本类均值", en="class mean")
    )
    drawn_in = Adjusted("treated", Name(zh="税收", en="Tax"), 90.0, 60.0, "万元", 0, Name(zh="缩尾", en="drawn in"))
    told = dataclasses.replace(page, parts=(both,), adjusted=(filled, drawn_in))
    html = render_html(dataclasses.replace(small_content, area_pages={"990101": told}))
    assert "水平与变化" in html
    assert "<b>88.5</b>" in html
    assert "未报送，代填" in html
    assert re.search(r"90万元.*→.*60万元", html)
