"""One sentence that leads table, window and report: what the verdict rests on."""

from __future__ import annotations

from autolabelme.core.messages import Message, Template

from ..lengths import millimetres
from . import tuning
from .elsewhere import Elsewhere


class BlockWords(Template):
    """A sentence for each reason of a verdict; lengths are medians of residual moves."""

    SAME = "What paper does not explain is {length}, as between impressions of one block."
    SAME_TOLD = (
        "What paper does not explain is {length}, as between impressions of one block; a copy whose strokes "
        "lie {told} off would have been seen."
    )
    FINE = (
        "What paper does not explain is {length}, as between impressions of one block; but these pictures "
        "would show a copy only from strokes {told} off."
    )
    COPY = (
        "The strokes lie {length} off after paper is taken out, more than between impressions of one block; "
        "{reference:.0%} and {source:.0%} of the ink have no counterpart: the same design, cut again."
    )
    ANOTHER = "Much of it is another design: {reference:.0%} and {source:.0%} of the ink have no counterpart."
    SET_AGAIN = "The same pieces, set again: they lie {length} off each other's places."
    SET_OR_CUT = (
        "The same pieces, {length} off each other's places, and off within them, too: set again from worn "
        "sorts, or all of it cut again."
    )
    CUT_OR_SET = (
        "The strokes lie {length} off after paper is taken out, more than between impressions of one block: "
        "the same design, cut again, or the same pieces, set again."
    )
    MAY_BE_SET = (
        "What paper does not explain is {length}, not too much for impressions of one block; but parts of it "
        "have moved together, as where the same pieces are set again."
    )
    BETWEEN = (
        "What paper does not explain is {length}: too much for most impressions of one block, too little for "
        "most copies of this size and printing."
    )
    INKED = (
        "The strokes lie {length} off after paper is taken out, but the inking is so different that it may "
        "do that: {reference:.0%} and {source:.0%} of the ink have no counterpart."
    )
    WAVES = (
        "The strokes lie {length} off after paper is taken out, but in long waves, as on a page that is "
        "cockled or bent: align a part of it, or a scan of the page pressed flat."
    )
    OFF = "It repeats every {unit:.0f} px and was laid off by {units} × that: set landmarks, align again."
    FEW = "Too little ink of the two overlaps for a verdict."
    ONE_WAY = (
        "Laid from one side, what paper does not explain is {length}, as between impressions of one block; "
        "laid from the other side it leaves a copy open."
    )
    WAYS = (
        "Laid from either side they do not agree: from one they are of two blocks, set again, or lie "
        "elsewhere on each other; from the other they may be of one block."
    )
    BUT_A_PART = (
        "But {share:.0%} of the print, at x {x1:.0f} to {x2:.0f} and y {y1:.0f} to {y2:.0f} px, is not the "
        "same on both: other text beside it, or a part that is not of this block. {said}"
    )
    ONE_SCAN = (
        "But both are so alike that they may be one impression, pictured twice, which says nothing of "
        "another. {said}"
    )
    PIXELS = "{length:.2f} px"
    MILLIMETRES = "{length:.3f} mm"


_BY_REASON = {
    "same": BlockWords.SAME_TOLD,
    "copy": BlockWords.COPY,
    "another": BlockWords.ANOTHER,
    "set again": BlockWords.SET_AGAIN,
    "set or cut": BlockWords.SET_OR_CUT,
    "cut or set": BlockWords.CUT_OR_SET,
    "may be set": BlockWords.MAY_BE_SET,
    "between": BlockWords.BETWEEN,
    "fine": BlockWords.FINE,
    "inked": BlockWords.INKED,
    "waves": BlockWords.WAVES,
    "off": BlockWords.OFF,
    "few": BlockWords.FEW,
    "one way": BlockWords.ONE_WAY,
    "ways": BlockWords.WAYS,
}

_RESTS_ON_A_PART = ("same", "fine", "between")
"""What is said of the part that agrees; a copy's own part is in its sentence."""


def one_scan(why: str, alike: float | None, *, two_sheets: bool = False) -> bool:
    """Whether both pictures may be of one impression; arguments as fields of a `BlockVerdict`."""
    return why == "same" and alike is not None and alike >= tuning.ONE_SCAN and not two_sheets


def in_part(why: str, elsewhere: Elsewhere | None) -> bool:
    """Whether a notable part of the pictures is not the same on both, of which the verdict says nothing."""
    return why in _RESTS_ON_A_PART and elsewhere is not None and elsewhere.notable


def sentence(
    why: str,
    residual_px: float | None,
    told_px: float | None,
    dpi: float | None,
    unmatched: tuple[float, float],
    units: int,
    repeat_px: float,
    elsewhere: Elsewhere | None = None,
    *,
    one_scan: bool = False,
) -> Message:
    """The sentence for a reason, a key of `kinds.KIND_OF`; lengths in millimetres where there is a `dpi`."""

    def length(pixels: float | None) -> Message:
        if dpi:
            return BlockWords.MILLIMETRES(length=millimetres(pixels or 0.0, dpi))
        return BlockWords.PIXELS(length=pixels or 0.0)

    # A result that was saved before copies were weighed one by one.
    unsaid = why == "same" and told_px is None
    said = (BlockWords.SAME if unsaid else _BY_REASON[why])(
        length=length(residual_px),
        told=length(told_px),
        reference=unmatched[0],
        source=unmatched[1],
        unit=repeat_px,
        units=abs(units),
    )
    if one_scan:
        said = BlockWords.ONE_SCAN(said=said)
    if not in_part(why, elsewhere) or elsewhere is None or elsewhere.box is None:
        return said
    x1, y1, x2, y2 = elsewhere.box
    return BlockWords.BUT_A_PART(said=said, share=elsewhere.share, x1=x1, y1=y1, x2=x2, y2=y2)
