"""Findings of an audit: what stands out, why it matters, what can be done; in Chinese and English."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from junxian.terms.name import Name

FINDING_SCHEMA: dict[str, Any] = {
    "severity": pl.String,  # explain: an answer is asked for before the year starts | note: for information
    "check": pl.String,
    "class": pl.String,  # "" for the scheme as a whole
    "subjects": pl.String,  # codes of parts or areas, joined by a space
    "what_zh": pl.String, "what_en": pl.String, "why_zh": pl.String, "why_en": pl.String,
    "remedy_zh": pl.String, "remedy_en": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """A question of the audit: how grave a yes is, why it matters, what to do."""

    severity: str
    why: Name
    remedy: Name


@dataclass(frozen=True)
class AuditFinding:
    """One answer: `check` by its key in CHECKS, the class ("" for all), codes concerned, what was found."""

    check: str
    class_code: str
    subjects: tuple[str, ...]
    what: Name


def say_all(texts: Sequence[Name], most: int = 4) -> Name:
    """Join texts; of more than `most` the first and how many there are."""
    zh, en = "；".join(t.zh for t in texts[:most]), "; ".join(t.text("en") for t in texts[:most])
    if len(texts) <= most:
        return Name(zh=zh, en=en)
    return Name(zh=f"{zh}等{len(texts)}项", en=f"{en}; {len(texts)} in all")


def tabulate_findings(findings: Iterable[AuditFinding], checks: dict[str, Check]) -> pl.DataFrame:
    """Rows of FINDING_SCHEMA, what must be explained first, else in the order of the checks."""
    keys = list(checks)
    ordered = sorted(findings, key=lambda f: (checks[f.check].severity != "explain", keys.index(f.check)))
    rows = []
    for found in ordered:
        check = checks[found.check]
        texts = [text for name in (found.what, check.why, check.remedy) for text in (name.zh, name.text("en"))]
        rows.append((check.severity, found.check, found.class_code, " ".join(found.subjects), *texts))
    return pl.DataFrame(rows, schema=FINDING_SCHEMA, orient="row")
