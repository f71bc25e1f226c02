"""The sentences of an alignment, each once: why a pair is refused, or weak."""

from __future__ import annotations

from autolabelme.core.messages import Template


class AlignWords(Template):
    """Codes and sentences of `ransac_gui.core`; the two images are named by `REFERENCE` and `SOURCE`."""

    REFERENCE = "reference"
    SOURCE = "source"
    TOO_SMALL = "the {name} is too small: {width} x {height} px, {least} are needed each way"
    BLANK = "the {name} is blank: there is no ink to align by"
    NO_FEATURES = "too few features match: the images have hardly any detail in common"
    NO_MODEL = "the matching features agree on no common position"
    LANDMARKS_VAGUE = "the landmarks do not determine a position: spread them, not on one line"
    NO_OVERLAP = "the images do not overlap where there is ink"
    HARDLY_OVERLAPS = "hardly any ink overlaps; places that could be compared: {places}"
    NOT_THE_SAME = "not the same print: {missing:.0%} of the ornament is not found in the source"
    REPEATS = "only {seen:.0%} of the ink overlaps: a part that repeats, not the same print"
    NOT_FOUND = "{missing:.0%} of the ornament is not found in the source."
    NOT_FOUND_AND_DIFFERS = (
        "{missing:.0%} of the ornament is not found in the source, {differs:.0%} differs clearly: "
        "much changed, or another setting."
    )
    ONE_FURTHER = (
        "the source shows {covered:.0%} of the reference's ink and reaches beyond it: where sorts repeat it "
        "may lie one sort too far."
    )
    FEW_PLACES = "too few places with ink could be compared: {places}."
    BY_LANDMARKS = "laid by the landmarks; {reason}"
    FINE_LEFT_OUT = "The fine stage made nothing better and was left out."
