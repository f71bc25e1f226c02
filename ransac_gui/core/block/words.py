"""One sentence that leads table, window and report: what the verdict rests on."""

from __future__ import annotations

from autolabelme.core.messages import Message, Template


class BlockWords(Template):
    """A sentence for each reason of a verdict; lengths are medians of residual moves."""

    SAME = "What paper does not explain is {length}, as between impressions of one block."
    COPY = (
        "The strokes lie {length} off after paper is taken out, more than between impressions of one block; "
        "{reference:.0%} and {source:.0%} of the ink have no counterpart: the same design, cut again."
    )
    ANOTHER = "Much of it is another design: {reference:.0%} and {source:.0%} of the ink have no counterpart."
    SET_AGAIN = "The same pieces, set again: they lie {length} off each other's places."
    BETWEEN = (
        "What paper does not explain is {length}: too much for most impressions of one block, too little for "
        "most copies of this size and printing."
    )
    OFF = "It repeats every {unit:.0f} px and was laid off by {units} × that: set landmarks, align again."
    FEW = "Too little ink of the two overlaps for a verdict."
    PIXELS = "{length:.2f} px"
    MILLIMETRES = "{length:.3f} mm"


_BY_REASON = {
    "same": BlockWords.SAME,
    "copy": BlockWords.COPY,
    "another": BlockWords.ANOTHER,
    "set again": BlockWords.SET_AGAIN,
    "between": BlockWords.BETWEEN,
    "off": BlockWords.OFF,
    "few": BlockWords.FEW,
}


def sentence(
    why: str,
    residual_px: float | None,
    residual_mm: float | None,
    unmatched: tuple[float, float],
    units: int,
    repeat_px: float,
) -> Message:
    """The sentence for a reason (`same`, `copy`, `another`, `set again`, `between`, `few` or `off`)."""
    if residual_mm is None:
        length = BlockWords.PIXELS(length=residual_px or 0.0)
    else:
        length = BlockWords.MILLIMETRES(length=residual_mm)
    return _BY_REASON[why](
        length=length, reference=unmatched[0], source=unmatched[1], unit=repeat_px, units=abs(units)
    )
