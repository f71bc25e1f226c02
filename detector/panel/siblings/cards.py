"""The card of an impression: what is said of it, in the place that it has in the list."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from ..cards import Card
from . import words
from .overlays import color_of
from .presenter import Row

FIRST_LARGE = 3
"""So many of the first are large in any case: where nothing is flagged, they are what one looks at."""


def card_of(row: Row) -> Card:
    """A row of the list as a card."""
    return Card(
        row.number,
        title_of(row),
        sentence_of(row),
        color_of(row),
        (_tr("printed here"), _tr("its siblings"), _tr("lost, gained")),
        row.said.note,
        row.said.verdict,
        large=row.flagged or row.rank <= FIRST_LARGE,
        bold=row.flagged,
        struck=row.struck,
    )


def title_of(row: Row) -> str:
    return words.title(row.judged, row.rank, flagged=row.flagged, struck=row.struck)


def sentence_of(row: Row) -> str:
    return words.sentence_of(row.judged, flagged=row.flagged)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SiblingWords", text)
