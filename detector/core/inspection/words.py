"""The sentences of an inspection, each once: for a finding, of the whole ornament, of what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from autolabelme.core.messages import Template, listed
from ransac_gui.core.lengths import millimetres

from .conformal import AUTHENTICATED, PRESS_MADE, PValue

if TYPE_CHECKING:
    from .findings import Finding
    from .left_out import Compared, LeftOut


class InspectionWords(Template):
    """Codes and sentences of `detector.core.inspection`."""

    # what normals are
    AUTHENTICATED = "authenticated"
    PRESS_MADE = "press-made"
    OF_CATALOGUE = "of this catalogue"
    OF_LABEL = "of label {label}"

    # what speaks for a finding
    NOTHING_TO_COMPARE = "no {made} impressions to compare label {label} with"
    NONE_DIFFERS = "none of {normals} {made} impressions {whose} differs this much"
    ONE_IN_DIFFERS = "1 in {one_in:.0f} {made} impressions {whose} differs this much"
    NO_VIGNETTES_TO_COMPARE = "no {made} vignettes to compare with"
    NONE_HAS_BESIDE = "none of {normals} {made} vignettes has as much beside it"
    ONE_IN_HAS_BESIDE = "1 in {one_in:.0f} {made} vignettes has as much beside it"
    DAE_LOSS = "ink that the reconstruction has is missing"
    DAE_GAIN = "ink that the reconstruction does not have"
    DAE_UNLIKE = "unlike its reconstruction as a whole"
    INK_LOSS = "ink of the prototype is missing"
    INK_GAIN = "ink that the prototype does not have"
    INK_BREAK = "a straight break through its strokes"
    INK_UNLIKE = "unlike its prototype as a whole"
    CHANGE_LOSS = "lacks ink as breaks do, not as honest wear does"
    CHANGE_GAIN = "has ink as additions do, not as honest wear does"
    ANOTHER_DRAWING = (
        "another drawing than label {label}, which it looks most like: correlation {correlation:.2f}, ink "
        "both missing and added"
    )
    TAKEN_FOR = "the detector took it for label {label}"
    UNEXPLAINED = (
        "ink that no vignette of the catalogue accounts for, as large as a square with {size:.2f} times the "
        "side of a vignette"
    )

    # of two impressions of a block
    NONE_OF_BLOCK = "none of {normals} authenticated impressions of this block differs this much"
    ONE_OF_BLOCK = "1 of {normals} authenticated impressions of this block differs this much"
    SOME_OF_BLOCK = "{count} of {normals} authenticated impressions of this block differ this much"
    THE_ONE_DIFFERS = "the one authenticated impression of this block that was given differs this much"
    THE_ONE_DOES_NOT = (
        "the one authenticated impression of this block that was given does not differ this much"
    )
    UNTOUCHED_PLACES = "as much stands out at 1 in {one_in:,} of such places on untouched pairs"
    UNTOUCHED_PLACES_NONE = "as much stands out at none of {places:,} places on untouched pairs"
    REFERENCE_LOST = "ink of the reference is missing"
    REFERENCE_GAINED = "ink that the reference does not have"

    # of a layout
    NOT_THAT_LABEL = "not label {label}, which the reference layout has here"
    LOOKS_MOST_LIKE = (
        "of the catalogue it looks most like label {label}, of which 1 in {one_in:.0f} {made} impressions "
        "differs this much"
    )
    INSTEAD_OF_NOTHING = "label {label} stands where the reference layout has nothing"
    INSTEAD_OF = "label {label} stands where the reference layout has label {expected}"
    AS_MUCH_FROM_DRAWING = (
        "1 in {one_in:.0f} {made} impressions of label {label} differs as much from its drawing as this one"
    )
    TURNED = "turned against the reference layout: {seen} instead of {expected}"
    ANGLE = "{degrees:.0f}°"
    ANGLE_MIRRORED = "mirrored, {degrees:.0f}°"
    MOVED = "stands {pixels:.0f} px from its place in the reference layout"
    LITTLE_LEFT = "the reference layout has label {label} here; {percent:.0f}% of its ink is left"
    NONE_LEFT = "the reference layout has label {label} here; there is no ink"

    # the kinds of findings, and how many there are of one
    ALTERED = "altered"
    FOREIGN = "foreign"
    MISSING = "missing"
    MISPLACED = "misplaced"
    SWAPPED = "swapped"
    COUNT_ALTERED = "{count} altered"
    COUNT_FOREIGN = "{count} foreign"
    COUNT_MISSING = "{count} missing"
    COUNT_MISPLACED = "{count} misplaced"
    COUNT_SWAPPED = "{count} swapped"
    NO_FINDINGS = "no findings"
    NO_PLACE = "no single place"

    # what is concluded of the whole ornament
    UNKNOWN_MATERIAL = (
        "this model does not know these vignettes: {percent:.0f}% of the ink looks like its labels; nothing "
        "is decided"
    )
    LAID_OFF = "the strip repeats, and the reference lies {units} of its units off; nothing is decided"
    NOTHING_TO_INSPECT = "nothing to inspect: no vignette and no unexplained ink"
    NOTHING_STANDS = "no finding is left"
    NO_NORMALS_TO_JUDGE = "nothing can be judged: there are no normals to compare with; {counted}"
    DIFFERS_FROM_REFERENCE = "differs from its reference at a false-alarm rate of {percent:.4g}%: {counted}"
    DIFFERS_FROM_REFERENCE_NO_RATE = "differs from its reference, at no promised rate: {counted}"
    PLACES_OF_TWO = (
        "single places stand out; as a whole the ornament differs no more than two untouched impressions do "
        "(p {p:.2g}): {counted}"
    )
    LIKE_ITS_REFERENCE = "does not differ from its reference beyond the two impressions' own differences"
    DIFFERS = "differs from normal ornaments at a false-alarm rate of {percent:.4g}%: {counted}"
    DIFFERS_AS_WHOLE = (
        "differs from normal ornaments at a false-alarm rate of {percent:.4g}%, p {p:.2g} as a whole: "
        "{counted}"
    )
    DIFFERS_NO_RATE = (
        "differs from normal ornaments at a false-alarm rate of {percent:.4g}% (rate not promised: too few "
        "normals): {counted}"
    )
    DIFFERS_BY_LAYOUT = (
        "differs from the reference's layout; as a whole it does not differ from normal ornaments at a "
        "false-alarm rate of {percent:.4g}% (p {p:.2g}): {counted}"
    )
    DIFFERS_BY_HISTORIAN = (
        "differs by what the historian accepted; as a whole it does not differ from normal ornaments at a "
        "false-alarm rate of {percent:.4g}% (p {p:.2g}): {counted}"
    )
    PLACES = (
        "single places stand out at a false-alarm rate of {percent:.4g}%, the ornament as a whole does not "
        "(p {p:.2g}): {counted}"
    )
    LIKE_NORMAL = "does not differ from normal ornaments at a false-alarm rate of {percent:.4g}%: {counted}"
    LIKE_NORMAL_AS_WHOLE = (
        "does not differ from normal ornaments at a false-alarm rate of {percent:.4g}%, p {p:.2g} as a "
        "whole: {counted}"
    )
    REJECTED = "{count} rejected by the historian"
    NORMALS_ARE_PRESS_MADE = (
        "the normals are press-made, not authenticated impressions: no rate is promised on a scan"
    )

    # what is not known, and what a rate means
    CALLED_UNKNOWN = "of ornaments that a model knows, at most {percent:.0f} in 100 are called unknown"
    TOO_FEW_TO_KNOW = (
        "the normal ornaments are too few to promise how rarely a known ornament is called unknown"
    )
    WITHOUT_ITS_PAGE = "text counts as ink: of a page, inspect the ornament cut out, or the page's annotation"
    TRAIN_OR_COMPARE = "train a model on these vignettes, or compare with a reference without a model"
    COMPARED_INSTEAD = "the model does not know these vignettes: the two impressions were compared without it"
    LAY_BY_LANDMARKS = "align the two again with four landmarks on the same vignettes, then inspect"
    NO_VIGNETTE = "no vignette of the catalogue was found on this ornament"
    NO_NORMALS = "there are no normals to compare with: nothing is promised, findings are only ranked"
    TOO_FEW_NORMALS = (
        "too few normals to promise a false-alarm rate of {percent:.4g}%: {normals}; at least {least} are "
        "needed"
    )
    ONLY_PRESS_MADE = (
        "behind these labels stand press-made impressions alone, so no rate is promised for them and they "
        "do not decide on the whole: {labels}"
    )
    LABELS_UNKNOWN = (
        "the layout has labels that this model does not know ({labels}): there it was only checked whether "
        "anything is printed"
    )
    PRINTED_AS_WELL = (
        "compared with the {normals} normals on those {ornaments} of {all_ornaments} ornaments that are "
        "printed about as well as this one"
    )
    COMPARED_WITH_ALL = "labels with fewer than {least} normals are compared with all {normals}: {labels}"
    BY_CHANCE = (
        "at a rate of {percent:.4g}% an untouched ornament of as many vignettes as this one ({vignettes}) "
        "would show {expected:.2f} of them by chance, and up to as many places of ink that none accounts for"
    )
    HOLM_DECIDES = (
        "too few normal ornaments for a rate of {percent:.4g}% of the whole: {ornaments}; Holm's procedure "
        "over the vignettes decides"
    )
    OTHERS_CALIBRATE = "{normals} other impressions of this block calibrate the p-values"
    PAIRS_CALIBRATE = (
        "p-values are shares of places on comparisons of untouched real impressions ({pairs} of them); at "
        "{percent:.4g}% two such impressions would show {expected:.1f} places by chance"
    )
    OTHERS_TOO_FEW = (
        "other impressions of this block, too few for a rate of {percent:.4g}%: {normals}; they are named "
        "with each finding and do not decide"
    )
    REFERENCE_COVERS = "the reference covers {percent:.4g}% of the ornament; the rest was not compared"
    AGREE_NOWHERE = "the two pictures agree nowhere: nothing was compared"
    LAY_RIGHT = "see in Align whether one lies on the other, and whether both are of one block"
    PART_COMPARED = "{percent:.2g}% of the ink was not compared"
    ONE_SCAN = "both are so alike that they may be one impression, pictured twice"
    LEFT_OUT = "{extent} {where} were not compared: {why}"
    LEFT_OUT_MM = "{mm:.1f} mm"
    LEFT_OUT_PX = "{px:.0f} px"
    LEFT_OUT_HEAD = "at the head"
    LEFT_OUT_FOOT = "at the foot"
    LEFT_OUT_LEFT = "on the left"
    LEFT_OUT_RIGHT = "on the right"
    WHY_DIFFERENT = "the two pictures show different things there"
    WHY_ORNAMENT = "only the ornament has print there"
    WHY_REFERENCE = "only the reference has print there"
    WHY_UNREACHED = "the reference's picture ends before"
    WHY_EDGE = "they lie too near the edge of a picture"
    LAYOUT_LAID_OFF = (
        "the strip repeats, and the reference lies {units} of its units off: its layout was not compared"
    )
    OTHER_WEIGHTS = "the normals in the model's folder belong to other weights: measured again"
    NOT_KEPT = "the normals could not be kept: {problem}"
    OTHER_SCORE = (
        "the normals were measured on detections with a score over {usual:g}, this ornament on those over "
        "{present:g}: no false-alarm rate is promised"
    )


_HOW_RARE = frozenset(
    (
        InspectionWords.NOTHING_TO_COMPARE,
        InspectionWords.NONE_DIFFERS,
        InspectionWords.ONE_IN_DIFFERS,
        InspectionWords.NO_VIGNETTES_TO_COMPARE,
        InspectionWords.NONE_HAS_BESIDE,
        InspectionWords.ONE_IN_HAS_BESIDE,
        InspectionWords.NONE_OF_BLOCK,
        InspectionWords.ONE_OF_BLOCK,
        InspectionWords.SOME_OF_BLOCK,
        InspectionWords.THE_ONE_DIFFERS,
        InspectionWords.THE_ONE_DOES_NOT,
        InspectionWords.UNTOUCHED_PLACES,
        InspectionWords.UNTOUCHED_PLACES_NONE,
    )
)
"""How rare a difference is, not what it is; the p-value says the same in a figure."""
_MADE = {AUTHENTICATED: InspectionWords.AUTHENTICATED(), PRESS_MADE: InspectionWords.PRESS_MADE()}


def made_words(made: str) -> str:
    """What normals are, `AUTHENTICATED` or `PRESS_MADE`, as a part of a sentence."""
    return _MADE[made]


def kind_words(kind: str) -> str:
    """What a kind of finding is called."""
    return InspectionWords[kind.upper()]()


def shown_words(kind: str, evidence: Sequence[str]) -> str:
    """What a finding shows: its weightiest evidence but how rare it is, where there is any other."""
    shown = (line for line in evidence if getattr(line, "code", None) not in _HOW_RARE)
    return next(shown, evidence[0] if evidence else kind_words(kind))


class ConclusionWords(Template):
    """What is concluded of an ornament, in one sentence."""

    DIFFERS = "This ornament differs: {kinds}."
    DIFFERS_AS_A_WHOLE = "This ornament differs as a whole."
    PLACES = "Single places stand out, the whole is like untouched ones: {kinds}."
    NONE_STANDS = "No finding is left."
    NOTHING = "Nothing stands out."
    IN_PART = "{percent:.2g}% of the ink was not compared. {said}"
    ONE_SCAN = "Both may be one impression, pictured twice: so alike are they. {said}"


def concluded_words(
    conclusion: str, findings: Sequence[Finding], line: str, compared: Compared | None = None
) -> str:
    """What was concluded, in a sentence, after what it does not speak of; rejected findings do not count.

    `line` is the record's own verdict line, which is the sentence where nothing can be decided; `compared`
    what of two impressions was compared.
    """
    if conclusion not in ("differs", "places", "nothing"):
        return line
    said = _concluded(conclusion, findings)
    if compared is not None and compared.told:
        said = ConclusionWords.IN_PART(percent=100 * compared.told, said=said)
    if compared is not None and compared.one_scan:
        said = ConclusionWords.ONE_SCAN(said=said)
    return said


def _concluded(conclusion: str, findings: Sequence[Finding]) -> str:
    kinds = counted(Counter(one.kind for one in findings if one.verdict != "rejected"))
    if conclusion == "differs" and kinds:
        return ConclusionWords.DIFFERS(kinds=kinds)
    if conclusion == "differs":
        return ConclusionWords.DIFFERS_AS_A_WHOLE()
    if conclusion == "places":
        return ConclusionWords.PLACES(kinds=kinds)
    return ConclusionWords.NONE_STANDS() if findings else ConclusionWords.NOTHING()


def left_out_words(one: LeftOut, dpi: float | None) -> str:
    """What of a side was not compared, and why; in millimetres where the resolution is known."""
    say = InspectionWords
    extent = say.LEFT_OUT_PX(px=one.depth_px)
    if dpi:
        extent = say.LEFT_OUT_MM(mm=millimetres(one.depth_px, dpi))
    where = say[f"LEFT_OUT_{one.side.upper()}"]()
    return say.LEFT_OUT(extent=extent, where=where, why=say[f"WHY_{one.why.upper()}"]())


def counted(kinds: Mapping[str, int]) -> str:
    """ "1 altered, 2 missing": how many findings there are of each kind; '' of none."""
    return listed(
        InspectionWords[f"COUNT_{kind.upper()}"](count=count) for kind, count in sorted(kinds.items())
    )


def share_words(label: str, value: PValue) -> str:
    """A p-value as a historian reads it: "1 in 120 authenticated impressions of label 12 ..."."""
    say, whence = InspectionWords, made_words(value.made)
    if value.normals == 0:
        return say.NOTHING_TO_COMPARE(made=whence, label=label)
    whose = say.OF_CATALOGUE() if value.pooled else say.OF_LABEL(label=label)
    if value.p <= 1.0 / (value.normals + 1):
        return say.NONE_DIFFERS(normals=value.normals, made=whence, whose=whose)
    return say.ONE_IN_DIFFERS(one_in=1.0 / value.p, made=whence, whose=whose)


def beside_words(value: PValue) -> str:
    """The p-value of unexplained ink as a historian reads it."""
    say, whence = InspectionWords, made_words(value.made)
    if value.normals == 0:
        return say.NO_VIGNETTES_TO_COMPARE(made=whence)
    if value.p <= 1.0 / (value.normals + 1):
        return say.NONE_HAS_BESIDE(normals=value.normals, made=whence)
    return say.ONE_IN_HAS_BESIDE(one_in=1.0 / value.p, made=whence)
