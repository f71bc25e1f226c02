"""What the comparison with siblings says, in the window's language; figures stand under *Details* only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.languages import figure, sentence
from autolabelme.qtkit.messages import said
from detector.core.inspection.words import kind_words
from detector.core.siblings.params import LEAST_SIBLINGS, SIDES
from detector.core.siblings.words import shown_words

if TYPE_CHECKING:
    from detector.core.siblings.inspection import SiblingInspection
    from detector.core.siblings.result import Judged


def _tr(text: str) -> str:
    return QCoreApplication.translate("SiblingWords", text)


def verdict(inspection: SiblingInspection) -> str:
    """One sentence about the page."""
    count = len(inspection.judged) - len(inspection.unfit)
    if not inspection.judged:
        return _tr("There are no vignettes to inspect.")
    if inspection.decision.p is None:
        if inspection.without_drawing:
            return _tr(
                "Ranked only: no sort has {0} siblings of one drawing, so nothing is promised."
            ).format(LEAST_SIBLINGS)
        return _tr("Ranked only: no sort has {0} siblings, so nothing is promised.").format(LEAST_SIBLINGS)
    found = inspection.findings
    if not found:
        return _tr("Nothing stands out: none of {0} vignettes differs more than on untouched pages.").format(
            count
        )
    kinds: dict[str, int] = {}
    for one in found:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    listed = ", ".join(f"{number} {said(kind_words(kind))}" for kind, number in sorted(kinds.items()))
    if len(found) == 1:
        return _tr("One of {0} vignettes differs from its siblings: {1}.").format(
            count, said(kind_words(found[0].kind))
        )
    return _tr("{0} of {1} vignettes differ from their siblings: {2}.").format(len(found), count, listed)


def notes(inspection: SiblingInspection) -> list[str]:
    """What the verdict rests on, where that needs saying."""
    return [sentence(note) for note in inspection.notes]


def sentence_of(one: Judged, *, flagged: bool) -> str:
    """What one impression shows, in one sentence."""
    if one.siblings == 0:
        return _tr("It has no siblings to be compared with.")
    p = "" if one.vignette.p is None else _tr(" (p {0})").format(p_word(one.vignette.p))
    if flagged or one.vignette.p is None:
        return said(shown_words(one)) + p + "."
    if one.above == one.siblings:
        # Its p may be small: among so many vignettes one is, and the page decides (0130).
        return _tr(
            "{0} (p {1} taken alone), but as a whole the page shows no more than untouched pages do."
        ).format(said(shown_words(one)), p_word(one.vignette.p))
    above = one.siblings - one.above
    like = (
        _tr("Like its siblings: one of {1} differs as much or more")
        if above == 1
        else _tr("Like its siblings: {0} of {1} differ as much or more")
    )
    return like.format(above, one.siblings) + p + "."


def title(one: Judged, rank: int, *, flagged: bool, struck: bool) -> str:
    """The head of a card: "1  altered · label 12"."""
    if struck:
        kind = _tr("not authentic")
    elif flagged:
        kind = said(kind_words(one.kind))
    elif one.vignette.p is None:
        kind = _tr("ranked")
    else:
        kind = _tr("not flagged")
    return _tr("{0}. {1}, label {2}").format(rank, kind, one.vignette.label)


def side_word(side: str) -> str:
    words = {
        "cut": _tr("stroke cut"),
        "lost": _tr("ink lost"),
        "added": _tr("ink added"),
        "unlike": _tr("unlike as a whole"),
    }
    return words[side]


def p_word(p: float | None) -> str:
    """A p-value as far as it means anything."""
    if p is None:
        return "–"
    return f"< {figure(0.0001)}" if p < 0.0001 else figure(p, ".2g" if p < 0.1 else ".2f")


def details(one: Judged | None, inspection: SiblingInspection) -> list[tuple[str, str, str]]:
    """Rows of the figures: what, score or count, p."""
    page = [(_tr("page as a whole"), "", p_word(inspection.decision.p))]
    if one is None:
        return page
    rows = [
        (side_word(side), figure(one.sides[side].score, ".1f"), p_word(one.sides[side].p))
        for side in SIDES
        if side in one.sides
    ]
    score = one.vignette.score
    rows.append(
        (_tr("all sides together"), "–" if score is None else figure(score, ".1f"), p_word(one.vignette.p))
    )
    rows.append((_tr("siblings"), str(one.siblings), ""))
    rows.append((_tr("siblings that differ less"), str(one.above), ""))
    return [*rows, *page]
