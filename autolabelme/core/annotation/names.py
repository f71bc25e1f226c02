"""File and folder names from labels, and the order in which people expect names with numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}
_LONGEST_BYTES = 100


def safe_name(text: str) -> str:
    """`text` as the name of a file or folder on every system; never empty, never a path of its own."""
    name = _FORBIDDEN.sub("_", text).strip().rstrip(". ")
    name = name.encode("utf-8", "replace")[:_LONGEST_BYTES].decode("utf-8", "ignore").rstrip(". ")
    if not name.strip("._ "):
        name = f"_{name.strip('. ')}"
    return f"_{name}" if name.split(".")[0].casefold() in _RESERVED else name


def safe_names(texts: Iterable[str]) -> dict[str, str]:
    """A different safe name for each of `texts`, also on systems that do not tell capitals apart."""
    result: dict[str, str] = {}
    taken: set[str] = set()
    for text in texts:
        if text in result:
            continue
        base = name = safe_name(text)
        number = 2
        while name.casefold() in taken:
            name, number = f"{base}~{number}", number + 1
        taken.add(name.casefold())
        result[text] = name
    return result


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts 2 before 10: digits compare as numbers, the rest case-folded."""
    parts = re.split(r"(\d+)", text.casefold())
    # isdecimal: "²" is a digit to isdigit and no number to int.
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
