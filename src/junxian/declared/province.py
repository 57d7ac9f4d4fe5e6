"""The province, as one frozen object."""

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from junxian.declared.allocations import Allocation
from junxian.declared.bulletins import Bulletin
from junxian.declared.documents import Document
from junxian.declared.forms import Form, Item
from junxian.declared.indicators import Indicator
from junxian.declared.inquiries import ANSWER_SCHEMA
from junxian.declared.programmes import Programme
from junxian.declared.project_choices import DeclaredProjects
from junxian.declared.quality_setting import QualitySetting
from junxian.declared.redlines import RedLine
from junxian.declared.rules import Rule
from junxian.declared.schemes import Scheme
from junxian.declared.tasks import PROGRESS_SCHEMA, TaskBatch
from junxian.terms.area import Areas
from junxian.terms.name import Name
from junxian.terms.period import Period


@dataclass(frozen=True)
class Province:
    """All that a province declares. Keys: schemes, plans and programmes by `code/edition`, the others by code."""

    folder: Path
    code: str
    name: Name
    languages: tuple[str, ...]
    period: Period
    date: datetime.date
    seed: int
    label: Name | None
    scheme: str
    allocations: tuple[str, ...]
    bulletin: str
    documents: dict[str, Document]
    areas: Areas
    classifications: dict[str, pl.DataFrame]
    forms: dict[str, Form]
    indicators: dict[str, Indicator]
    rules: dict[str, Rule]
    schemes: dict[str, Scheme]
    lines: dict[str, RedLine]
    plans: dict[str, Allocation]
    programmes: dict[str, Programme]
    batches: dict[str, TaskBatch]
    bulletins: dict[str, Bulletin]
    quality: QualitySetting = field(default_factory=QualitySetting)
    progress: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PROGRESS_SCHEMA))  # reported on tasks
    projects: dict[str, DeclaredProjects] = field(default_factory=dict)  # choices of projects, by code/edition
    answers: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ANSWER_SCHEMA))  # given to findings

    @cached_property
    def items(self) -> dict[str, tuple[Form, Item]]:
        """Every item with its form, by item key."""
        return {item.key: (form, item) for form in self.forms.values() for item in form.item}
