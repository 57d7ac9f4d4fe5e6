"""The templates of the page: what they may call, their fixed words, and their compiled form kept as Python keeps its own."""

import re
import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import jinja2
from jinja2.ext import Extension

from junxian.bulletin.contents import choices, programmes, quality_line, wider, wording
from junxian.bulletin.contents.area import award_sentences, sentences, step_sentences
from junxian.bulletin.html import area_tables, finding_charts, markup, plan_charts, plot_data

TEMPLATES = Path(__file__).parent / "templates"
_FIXED_WORDS = re.compile(r'\{\{ t\("([^"]*)", "([^"]*)"\) \}\}')


@lru_cache(maxsize=1)
def make_environment() -> jinja2.Environment:
    """The environment of every template; the same object each time."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # nothing here folds
        extensions=[FixedWords],
        bytecode_cache=find_cache(),
    )
    environment.globals.update(
        t=markup.say_both, row_name=markup.say_row, amount=markup.say_amount, unit=markup.say_unit, day=markup.say_day,
        num=markup.show_number, span=markup.show_span, link=markup.show_link, state=markup.show_state,
        light=markup.show_light, severity=markup.show_severity, words=wording, told=sentences, Titles=markup.Titles,
        finding_charts=finding_charts, quality_words=quality_line,
        tables=area_tables, share=wording.format_share, awarded=award_sentences, stepped=step_sentences,
        draw_curve=plan_charts.draw_curve, draw_steps=plan_charts.draw_steps, tell_price=programmes.tell_price,
        tell_limit=programmes.tell_limit, tell_interval=programmes.tell_interval, promise=programmes.PROMISE, curve_alone=wider.CURVE, other_ways=programmes.OTHERS,
        choosing=choices,
        describe_strip=plot_data.describe_strip, describe_spread=plot_data.describe_spread, has_leads=plot_data.has_leads,
    )  # fmt: skip
    environment.filters.update(say=markup.say_name, figures=markup.stress_figures)
    return environment


class FixedWords(Extension):
    """Puts fixed words, `{{ t("通报", "Bulletin") }}`, into a template when it is read: most of it is then plain text."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template with its fixed words in both languages."""
        return put_fixed_words(source)


def put_fixed_words(source: str) -> str:
    """A template's source with its fixed words as markup in both languages."""
    return _FIXED_WORDS.sub(lambda found: str(markup.say_both(found[1], found[2])), source)


class CompiledTemplates(jinja2.FileSystemBytecodeCache):
    """Compiled templates beside their sources; another source, markup of words or Jinja is compiled anew."""

    def get_source_checksum(self, source: str) -> str:
        """The checksum of everything that a compiled template depends on."""
        return str(super().get_source_checksum(_jinja_version() + put_fixed_words(source)))


@lru_cache(maxsize=1)
def _jinja_version() -> str:
    return version("jinja2")


def find_cache() -> CompiledTemplates | None:
    """Compiling takes as long as rendering; None where Python itself would keep nothing, or where nothing can be written."""
    if sys.dont_write_bytecode:
        return None
    folder = TEMPLATES / "__pycache__"
    try:
        folder.mkdir(exist_ok=True)
        (folder / "writable").touch()
    except OSError:
        return None
    return CompiledTemplates(str(folder))
