"""The sentences of a search, each once: how far it is, why nothing could be searched for."""

from __future__ import annotations

from ..messages import Template


class SearchWords(Template):
    """Codes and sentences of `autolabelme.core.matching` and of Rematch."""

    BLANK = "the template is blank: there is no ink in its box"
    TOO_LARGE = (
        "the template ({width:.0f} x {height:.0f} pixels) is larger than the neighbourhood "
        "({columns} x {rows} pixels)"
    )
    OF_PAGES = "page {page} of {pages}, {count} found"
    NO_PIXEL = "its box covers less than one pixel"
    NO_ORNAMENT = "no drawn ornament (a rectangle with the label 'ornament') holds its box"


class PoseWords(Template):
    """How many copies stand in a kind of pose; the names are those of `annotation.occurrences.POSES`."""

    PLAIN = "{count} plain"
    MIRRORED = "{count} mirrored"
    FLIPPED = "{count} flipped"
    ROTATED = "{count} rotated"
    MIRRORED_ROTATED = "{count} mirrored and rotated"
