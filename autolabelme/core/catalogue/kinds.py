"""What an ornament may be and in which state: names that are known without the database."""

from __future__ import annotations

from typing import Final

KINDS: Final[tuple[str, ...]] = (
    *("head-piece", "tail-piece", "initial", "factotum", "device", "strip of type", "single sort", "rule"),
    "ornament",
)
"""What an ornament may be; "ornament" where only a graphic is known."""

CAST_KINDS: Final[tuple[str, ...]] = ("strip of type", "single sort", "rule")
"""Made of sorts, of which one page may show many; any other is printed from one block."""

STATES: Final[tuple[str, ...]] = ("proposed", "accepted", "rejected")
"""A finder's word; a person's, or that of a LabelMe file; refused, kept so that it is not proposed again."""

ORDERS: Final = ("year", "title", "size", "score", "newest")
"""Of lists of ornaments."""
DESCENDING: Final = ("size", "score", "newest")
"""Orders that a person reads from the top: the largest, the surest, the last judged first."""
