"""The sentences of a comparison with siblings, each once: an impression's rank, what it shows, the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from autolabelme.core.messages import Message, Template

from ..inspection.words import counted, made_words
from .params import SIDES

if TYPE_CHECKING:
    from .result import Judged


class SiblingWords(Template):
    """Codes and sentences of `detector.core.siblings`; a side's name stands for it (`SIDE_CUT`)."""

    # how an impression ranks, and what it shows
    NO_SIBLINGS = "has no siblings to be compared with"
    MORE_THAN_ITS_ONE = "more than its one sibling"
    NO_MORE_THAN_ITS_ONE = "no more than its one sibling"
    MORE_THAN_ANY = "more than any of its {siblings} siblings"
    LESS_THAN_ALL = "less than all of its {siblings} siblings"
    MORE_THAN_SOME = "more than {above} of its {siblings} siblings"
    DIFFERS = "differs {rank}"
    SIDE_CUT = "a stroke parted"
    SIDE_LOST = "ink lost"
    SIDE_ADDED = "ink added"
    SIDE_UNLIKE = "unlike the others as a whole"
    OF_A_SIDE = "{side}: {rank}"
    OF_A_SIDE_MANY = "{side}: {rank}; many untouched impressions show as much"
    OF_A_SIDE_ONE_IN = "{side}: {rank}; 1 in {one_in:,} untouched impressions shows as much"
    OF_A_SIDE_NONE = "{side}: {rank}; none of {measured:,} untouched impressions shows as much"

    # what an impression shows, in one sentence
    NO_SIBLING_CUT = "A stroke is cut that none of its {siblings} siblings has cut"
    NO_SIBLING_LOST = "Ink is missing that none of its {siblings} siblings lacks"
    NO_SIBLING_ADDED = "There is ink that none of its {siblings} siblings has"
    NO_SIBLING_UNLIKE = "As a whole it is unlike any of its {siblings} siblings"
    SOME_CUT = "A stroke is cut, more than in {above} of its {siblings} siblings"
    SOME_LOST = "Ink is missing, more than in {above} of its {siblings} siblings"
    SOME_ADDED = "There is more ink than in {above} of its {siblings} siblings"
    SOME_UNLIKE = "As a whole it is more unlike the rest than {above} of its {siblings} siblings"
    NOTHING_SHOWN = "Nothing stands out: most of its {siblings} siblings show as much"
    ONE_SIBLING = "With one sibling alone it cannot be told which of the two differs"
    TURNED = "It is turned: it fits its {siblings} siblings in another pose"

    # what a model says of it
    TAKEN_NO_NORMALS = "the model takes it for label {label}; it has no normals"
    TAKEN_NONE = "the model takes it for label {label}: none of {normals} {made} impressions differs as much"
    TAKEN_ONE_IN = (
        "the model takes it for label {label}: 1 in {one_in:.0f} {made} impressions differs as much"
    )

    # what is concluded of the page
    NO_PROMISE = "nothing can be promised: no sort has {least} siblings; the impressions are ranked"
    NO_DRAWING = (
        "nothing can be promised: no sort has {least} siblings of one drawing; the impressions are ranked"
    )
    LIKE_SIBLINGS = (
        "does not differ: none of {judged} vignettes stands out more than on untouched pages (false-alarm "
        "rate {percent:.4g}%, p {p:.2g} as a whole)"
    )
    UNLIKE_SIBLINGS = (
        "differs from its siblings: {counted} of {judged} vignettes (false-alarm rate {percent:.4g}%, "
        "p {p:.2g} as a whole)"
    )

    # what must be said with it
    FEW_SIBLINGS = "under {least} siblings, so ranked only, with no p: label {labels}"
    SEVERAL_DRAWINGS = "its boxes show no drawing in common, so ranked only, with no p: label {labels}"
    STRUCK = "struck out as not authentic, and no siblings: {count}"
    TURNED_HERE = (
        "label {label}: {count} of {all} impressions fit the others only turned or mirrored, which the file "
        "does not say; they were compared so, and none is called turned"
    )
    TURNED_THERE = "label {label} on {page}: {count} of {all} were turned or mirrored to fit this page"
    OTHER_DESIGN = "label {label} on {page} is another design: it was left out"
    SAME_PRINT = "label {label} on {page}: {count} left out, which another picture shows already"
    NOTHING_THERE = "{page} has none of the labels that stand here: it adds nothing"
    DOUBLE_BOXES = "boxes that lie on another of their label, and were not judged: {count}"
    OFF_PAGE = "boxes that the page's edge cuts, and were not judged: {count}"
    RATE_TOO_FINE = "the asked rate is finer than the untouched impressions that it is read from"
    MODEL_IS_PRESS_MADE = "the model's normals are the press's: its p-values keep no rate on a scan"
    MODEL_FOUND = "vignettes that the model found where the page has no box: {count}"
    MODEL_KNOWS_FEW = "the model knows {known} of the {boxed} boxed vignettes: what it says is no evidence"


def rank_words(above: int, siblings: int) -> str:
    """How an impression ranks: it scores higher than `above` of its `siblings`."""
    say = SiblingWords
    if siblings == 0:
        return say.NO_SIBLINGS()
    if siblings == 1:
        return say.MORE_THAN_ITS_ONE() if above else say.NO_MORE_THAN_ITS_ONE()
    if above == siblings:
        return say.MORE_THAN_ANY(siblings=siblings)
    if above == 0:
        return say.LESS_THAN_ALL(siblings=siblings)
    return say.MORE_THAN_SOME(above=above, siblings=siblings)


def side_words(side: str, above: int, siblings: int, p: float | None, measured: int) -> str:
    """One sentence of evidence; `p` is the share of untouched impressions that show as much, of as many
    as were `measured`."""
    say = SiblingWords
    both = {"side": say[f"SIDE_{side.upper()}"](), "rank": rank_words(above, siblings)}
    if p is None:
        return say.OF_A_SIDE(**both)
    if p > 0.4:
        return say.OF_A_SIDE_MANY(**both)
    if p * (measured + 1) <= 1:
        return say.OF_A_SIDE_NONE(**both, measured=measured)
    return say.OF_A_SIDE_ONE_IN(**both, one_in=round(1 / p))


def main_side(one: Judged) -> str:
    """The side that speaks loudest: of the least p, or of the highest score where there is none."""

    def weight(side: str) -> tuple[float, float]:
        score = one.sides[side]
        return (1.0 if score.p is None else score.p, -score.score)

    return min((side for side in SIDES if side in one.sides), key=weight)


def shown_words(one: Judged) -> Message:
    """What an impression shows beside its siblings, of which it has some, without a full stop."""
    say, side = SiblingWords, main_side(one)
    above = one.sides[side].above
    if above == one.siblings and one.kind == "misplaced":
        return say.TURNED(siblings=one.siblings)
    if one.siblings == 1:
        return say.ONE_SIBLING()
    if above == one.siblings:
        return say[f"NO_SIBLING_{side.upper()}"](siblings=one.siblings)
    if 2 * above < one.siblings:
        return say.NOTHING_SHOWN(siblings=one.siblings)
    return say[f"SOME_{side.upper()}"](above=above, siblings=one.siblings)


def taken_words(label: str, p: float | None, normals: int, made: str) -> str:
    """What a model says of an impression that it takes for `label`; `made` says what its normals are."""
    say = SiblingWords
    if p is None:
        return say.TAKEN_NO_NORMALS(label=label)
    whence = made_words(made)
    if p <= 1.0 / (normals + 1):
        return say.TAKEN_NONE(label=label, normals=normals, made=whence)
    return say.TAKEN_ONE_IN(label=label, one_in=1 / p, made=whence)


def verdict_words(kinds: Mapping[str, int], judged: int, rate: float, p: float | None, least: int) -> str:
    """The one sentence about the page: `judged` impressions, findings by kind, the page's own p."""
    if p is None:
        return SiblingWords.NO_PROMISE(least=least)
    whole = {"judged": judged, "percent": 100 * rate, "p": p}
    if not kinds:
        return SiblingWords.LIKE_SIBLINGS(**whole)
    return SiblingWords.UNLIKE_SIBLINGS(counted=counted(kinds), **whole)
