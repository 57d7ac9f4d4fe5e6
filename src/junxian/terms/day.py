"""Days as people and spreadsheets write them."""

import re
from datetime import date

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?", re.ASCII)


def parse_day(text: str) -> date | None:
    """Read `2024-06-28`, `2024/6/28`, `2024.6.28` or `2024年6月28日`; None where the text is no day."""
    match = _DAY.fullmatch(text.strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
