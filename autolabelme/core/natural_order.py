"""The order in which people expect names with numbers."""

from __future__ import annotations

import re


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts 2 before 10: digits compare as numbers, the rest case-folded."""
    parts = re.split(r"(\d+)", text.casefold())
    # isdecimal: "²" is a digit to isdigit and no number to int.
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
