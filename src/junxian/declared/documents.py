"""Laws, notices, handbooks and yearbooks that declarations cite."""

import datetime

from junxian.declared.declaration import Declaration


class Document(Declaration):
    """One document: id, title, number, issuer, date, and where it is printed (text, never a link)."""

    id: str
    title: str
    number: str = ""
    issuer: str = ""
    date: datetime.date | None = None
    note: str = ""


class Documents(Declaration):
    """The register `documents.toml`."""

    document: tuple[Document, ...] = ()
