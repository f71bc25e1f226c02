"""What a search has found beside the document's boxes: copies of a box in the making, what shines through
from the verso, and the scores with the count that the threshold leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject

from autolabelme.core.languages import figure, named
from autolabelme.qtkit.overlays import OverlayItem, OverlayLayer

from .live_search import LiveSearch
from .presenter import AnnotatePresenter
from .search_controls import SearchControls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autolabelme.core.matching.search import Match


class FoundCopies(QObject):
    """Follows the presenter and the live search; writes ghosts onto the page and scores into the controls."""

    def __init__(
        self,
        presenter: AnnotatePresenter,
        live: LiveSearch,
        overlays: OverlayLayer,
        controls: SearchControls,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter, self._live = presenter, live
        self._overlays, self._controls = overlays, controls
        live.changed.connect(self.show)

    def show(self) -> None:
        """As things stand now."""
        session, label = self._presenter.session, self._presenter.label
        live = self._live.result()
        if session is None:
            self._say((), (), 0)
            self._overlays.set_ghosts("copies", ())
            return
        threshold = self._live.threshold if live is not None else session.threshold(label)
        result = session.winners_of(label) if live is None else live
        candidates: Sequence[Match] = () if result is None else result.candidates
        # The template itself, which scores 1, stands first.
        copies = [match for match in candidates if not (match.p is None and match.score == 1.0)]
        accepted = set() if result is None else set(map(id, result.matches(threshold)))
        through = [m for m in copies if m.show_through and m.score >= threshold and id(m) not in accepted]
        preview = [m for m in copies if id(m) in accepted] if live is not None else []
        words = (self.tr("A copy of the new box; Return takes it"), self.tr("Shows through from the verso"))
        self._overlays.set_ghosts(
            "copies", (*_ghosts(preview, "preview", words[0]), *_ghosts(through, "through", words[1]))
        )
        likely = [m.score for m in copies if id(m) in accepted or (m.likely and not m.show_through)]
        others = [m.score for m in copies if id(m) not in accepted and (m.show_through or not m.likely)]
        self._say(likely, others, len(through), sum(id(m) in accepted for m in copies))
        self._controls.scores.set_threshold(threshold)

    def _say(self, scores: Sequence[float], others: Sequence[float], through: int, count: int = 0) -> None:
        self._controls.scores.set_scores(scores, others)
        known = bool(scores or others)
        self._controls.show_count(count if known else None, len(scores) + len(others), through)


def _ghosts(matches: Sequence[Match], role: str, words: str) -> list[OverlayItem]:
    return [
        OverlayItem(
            "", one.box, one.pose, score=one.score, role=role, tip=named(words, figure(one.score, ".2f"))
        )
        for one in matches
    ]
