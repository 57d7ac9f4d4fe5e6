"""Reads a province folder into one frozen object; every code is resolved while it is read."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, field_validator

from junxian.declared.agreement import check_agreement
from junxian.declared.allocation_modes import read_allocations
from junxian.declared.bulletins import Bulletin
from junxian.declared.changes import declare_changes
from junxian.declared.declaration import Declaration, read_declaration
from junxian.declared.documents import Document, Documents
from junxian.declared.forms import Form
from junxian.declared.indicators import Indicator
from junxian.declared.inquiries import read_answers
from junxian.declared.province import Province
from junxian.declared.quality_setting import QualitySetting
from junxian.declared.redlines import RedLine
from junxian.declared.references import check_references
from junxian.declared.rule_sheet import read_rule_sheet
from junxian.declared.rules import Expression, Rule, RuleFile
from junxian.declared.schemes_folder import read_schemes
from junxian.declared.tables import read_areas, read_classifications
from junxian.declared.tasks import TaskBatch, read_progress
from junxian.terms.errors import DeclarationError, NotPermitted
from junxian.terms.name import Name
from junxian.terms.period import Period


class ProvinceFile(Declaration):
    """province.toml: who we are, which period is current, what a run uses."""

    code: str
    name: Name
    languages: tuple[Literal["zh", "en"], ...] = ("zh", "en")
    period: str
    date: datetime.date
    seed: int = Field(ge=0)
    label: Name | None = None
    scheme: str
    allocations: tuple[str, ...] = ()
    bulletin: str
    quality: QualitySetting = QualitySetting()  # the quality line: false alarms allowed

    @field_validator("period")
    @classmethod
    def _period_is_one(cls, text: str) -> str:
        return str(Period.parse(text))


D = TypeVar("D", bound=Declaration)


def read_province(folder: Path) -> Province:
    """Read and check every declaration of a province folder.

    Raises DeclarationError that names the file, what is wrong and what to do; NotPermitted where it is no folder.
    """
    if not (folder / "province.toml").exists():
        raise NotPermitted(
            str(folder), "is no province folder: it has no province.toml.", "Make one with `junxian init`."
        )
    own = read_declaration(folder / "province.toml", ProvinceFile, "province.toml")
    areas, schemes = read_areas(folder), read_schemes(folder)
    allocations = read_allocations(folder, areas)
    documents, forms = _read_documents(folder), _read_by_code(folder, "forms/*.toml", Form)
    province = Province(
        folder=folder,
        **{name: getattr(own, name) for name in ProvinceFile.model_fields if name != "period"},
        period=Period.parse(own.period),
        documents=documents,
        areas=areas,
        classifications=read_classifications(folder, areas),
        forms=forms,
        indicators=declare_changes(schemes.values(), _read_by_code(folder, "indicators/*.toml", Indicator)),
        rules=_read_rules(folder, forms, documents),
        schemes=schemes,
        lines=_read_by_code(folder, "redlines/*.toml", RedLine),
        plans=allocations.plans,
        programmes=allocations.programmes,
        projects=allocations.projects,
        batches=_read_by_code(folder, "tasks/*.toml", TaskBatch),
        bulletins=_read_by_code(folder, "bulletins/*.toml", Bulletin),
        progress=read_progress(folder),
        answers=read_answers(folder),
    )
    check_references(province)
    check_agreement(province)
    return province


def _read_files(folder: Path, pattern: str, kind: type[D]) -> dict[str, D]:
    paths = sorted(folder.glob(pattern))
    return {w: read_declaration(p, kind, w) for p in paths for w in [p.relative_to(folder).as_posix()]}


def _read_by_code(folder: Path, pattern: str, kind: type[D]) -> dict[str, D]:
    found = {}
    for where, declared in _read_files(folder, pattern, kind).items():
        code = declared.code  # type: ignore[attr-defined]
        if code != Path(where).stem:
            raise DeclarationError(where, f"code {code!r} is not the file's name.", f"Rename the file to {code}.toml.")
        found[code] = declared
    return found


def _read_documents(folder: Path) -> dict[str, Document]:
    path = folder / "documents.toml"
    if not path.exists():
        return {}
    documents = read_declaration(path, Documents, "documents.toml").document
    ids = [document.id for document in documents]
    if twice := [one for one in ids if ids.count(one) > 1]:
        raise DeclarationError("documents.toml", f"document {twice[0]!r} stands twice.", "Keep one.")
    return {document.id: document for document in documents}


def _read_rules(folder: Path, forms: dict[str, Form], documents: dict[str, Document]) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for where, rule in _list_rules(folder, forms, documents):
        if rule.code in rules:
            raise DeclarationError(where, f"rule {rule.code!r} is declared twice.", "Give each rule a code of its own.")
        rules[rule.code] = rule
    return rules


def _list_rules(folder: Path, forms: dict[str, Form], documents: dict[str, Document]) -> Iterator[tuple[str, Rule]]:
    """Rules of TOML files, then of workbooks, with the file that each stands in."""
    for where, file in _read_files(folder, "rules/*.toml", RuleFile).items():
        for rule in file.rule:
            yield where, rule.put(f"{where}, rule {rule.code}") if isinstance(rule, Expression) else rule
    for path in sorted(folder.glob("rules/*.xlsx")):
        if not path.name.startswith(("~$", ".")):  # what a spreadsheet program leaves beside an open file
            where = path.relative_to(folder).as_posix()
            yield from ((where, rule) for rule in read_rule_sheet(path, where, forms.values(), documents.values()))
