"""Laws, notices, handbooks and yearbooks that declarations cite."""

from datetime import date

from junxian.declared.declaration import Declaration


class Document(Declaration):
    """One document: id, title, number, issuer, date, and where it is printed (text, never a link)."""

    id: str
    title: str
    number: str = ""
    issuer: str = ""
    date: date | None = None
    note: str = ""


class Documents(Declaration):
    """The register `documents.toml`."""

    document: tuple[Document, ...] = ()
