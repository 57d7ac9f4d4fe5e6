"""A task's identity, the same in every run that finds the same reason for it."""

import hashlib


def identify_task(source: str, subject: str, area: str, period: str) -> str:
    """Ten hexadecimal digits of the SHA-256 of source, line or form, area and period; for a declared task `id:area`.

    A rerun therefore issues nothing twice, and an entry of progress.csv finds its task again.
    Checked in tests/unit/supervision/test_identity.py.
    """
    if source == "declared":
        return f"{subject}:{area}"
    return hashlib.sha256("\x1f".join((source, subject, area, period)).encode()).hexdigest()[:10]
