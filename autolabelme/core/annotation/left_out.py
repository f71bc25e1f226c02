"""Why shapes of a page are no vignettes, in words for the person who drew them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .document import REGION_LABEL, Document


def shapes_left_out(documents: Iterable[Document]) -> str:
    """What other programs drew that is no vignette, as in "2 shapes of type rotation"; empty for nothing."""
    kinds = Counter(
        shape.shape_type for document in documents for shape in document.shapes if shape.role == "foreign"
    )
    parts = [f"{_count(count, 'shape')} of type {kind}" for kind, count in sorted(kinds.items())]
    return f"{', '.join(parts)}: only rectangles with an area are vignettes" if parts else ""


def why_no_vignettes(document: Document) -> str:
    """Why a page that has shapes has no vignette; empty for one without shapes."""
    regions = len(document.regions())
    refused = sum(shape.is_vignette and shape.verdict == "rejected" for shape in document.shapes)
    left = shapes_left_out([document])
    return "; ".join(
        text
        for count, text in (
            (
                regions,
                f"{_count(regions, 'box', 'boxes')} of the label {REGION_LABEL!r} are regions to search in: "
                "give a vignette another label",
            ),
            (refused, f"{_count(refused, 'box', 'boxes')} refused by you"),
            (left, f"left out {left}"),
        )
        if count
    )


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"
