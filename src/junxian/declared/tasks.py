"""Tasks: batches that the province issues, and what breaches, held returns and overdue forms become."""

from datetime import date
from typing import Literal

from junxian.declared.declaration import Declaration
from junxian.terms.name import Name


class TaskIssue(Declaration):
    """How a result of a run becomes a task. `{area}`, `{form}`, `{line}`, `{period}` in the title are filled in."""

    source: Literal["breach", "held_return", "overdue_form"]
    title: Name
    issuer: str
    due_days: int
    evidence: Name


class TaskDeclared(Declaration):
    """A task that the province declared: who must do what by when, with which evidence."""

    id: str
    title: Name
    responsible: tuple[str, ...]  # area codes; one task each
    issued: date
    due: date
    evidence: Name


class TaskBatch(Declaration):
    """A file `tasks/<batch>.toml`."""

    code: str
    name: Name
    issuer: str
    basis: str = ""
    issue: tuple[TaskIssue, ...] = ()
    task: tuple[TaskDeclared, ...] = ()
