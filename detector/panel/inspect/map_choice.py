"""Which maps lie over the ornament: the one in front and the one it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from autolabelme.qtkit.messages import error_text
from autolabelme.qtkit.workspace import WorkspaceContext

from .evidence_maps import (
    BUILT_IN,
    CHANGE,
    COMBINED,
    DAE,
    NONE,
    SCORER,
    SIGNED,
    EvidenceMap,
    ScorerRow,
    built_in_map,
)
from .requests import Workers

if TYPE_CHECKING:
    from detector.core.inspection.file_inspection import Done
    from detector.core.report import ShownMap

LEFT, RIGHT = 0, 1


class MapChoice(QObject):
    """Holds two keys and the maps that were made for this ornament; scorers run as jobs, once each."""

    changed = pyqtSignal()  # another map, or one that was waited for
    scorersChanged = pyqtSignal()
    said = pyqtSignal(str, str)

    def __init__(self, context: WorkspaceContext, workers: Workers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._workers = context, workers
        self._keys = [COMBINED, SIGNED]
        self._put_aside: list[str] | None = None
        """The maps that come back with the next ornament of which something is decided."""
        self._done: Done | None = None
        self._made: dict[str, EvidenceMap] = {}
        self._refused: dict[str, str] = {}
        self.scorers: tuple[ScorerRow, ...] = ()
        self.without_lab = False
        """The scorers were asked for and are not installed."""
        self._asked_for_scorers = False
        self._asked = ""
        self._warning = ""

    # -- what there is ------------------------------------------------------------------------------
    def key(self, side: int) -> str:
        """Of the map on the left (or alone), or on the right."""
        return self._keys[side]

    def map(self, side: int) -> EvidenceMap | None:
        """None while it is being made, and where no map is wanted."""
        return self._made.get(self._keys[side])

    def scorer(self, key: str) -> ScorerRow | None:
        """The scorer of a key; None for Inspect's own maps."""
        return next((one for one in self.scorers if one.key == key), None)

    def why_not(self, key: str) -> str:
        """Why a map cannot be had for this ornament; '' where it can."""
        of_vignettes = key in (DAE, CHANGE) or key.startswith(SCORER)
        if of_vignettes and self._done is not None:
            if self._done.inspection.normals is None:
                return self.tr("It needs a model that knows the vignettes")
            if not self._done.inspection.vignettes:
                return self.tr("It looks at vignettes, and none was found")
        return self._refused.get(key, "")

    def scorers_map_shown(self) -> ShownMap | None:
        """The scorer's map that lies over the ornament, for the report; None while it is one of Inspect's."""
        found, scorer = self.map(LEFT), self.scorer(self._keys[LEFT])
        if found is None or scorer is None:
            return None
        from detector.core.report import ShownMap

        return ShownMap(
            scorer.name,
            scorer.title,
            scorer.source,
            found.values,
            found.maximum,
            scorer.figures,
            found.minimum,
        )

    # -- changing -----------------------------------------------------------------------------------
    def set_done(self, done: Done | None) -> None:
        """Another ornament, or none: its maps are made anew."""
        self._done = done
        self._made, self._refused, self._asked = {}, {}, ""
        if self._warning and done is None:
            self.said.emit("", "")  # nothing is shown any more
        self._warning = ""
        self._context.runner.cancel("inspect.map")
        if done is not None and not self._asked_for_scorers:
            self._asked_for_scorers = True
            job = self._context.runner.start(self._workers.scorers, key="inspect.scorers")
            job.finished.connect(self._scorers_listed)
            job.failed.connect(lambda error: self.said.emit(error_text(error), "error"))
        undecided = done is not None and done.inspection.unknown is not None
        if undecided and self._put_aside is None:
            # Everything would be lit, by which nothing is shown.
            self._put_aside, self._keys = self._keys, [NONE, NONE]
        elif done is not None and not undecided and self._put_aside is not None:
            self._keys, self._put_aside = self._put_aside, None
        for side in (LEFT, RIGHT):
            if self.why_not(self._keys[side]):
                self._keys[side] = SIGNED if side == RIGHT else COMBINED
        self._make()

    def choose(self, side: int, key: str) -> None:
        """Show another map on one side."""
        known = key in BUILT_IN or key == NONE or self.scorer(key) is not None
        if known and not self.why_not(key) and key != self._keys[side]:
            self._keys[side] = key
            self._make()
            self._warn()

    def _warn(self) -> None:
        """What a map cannot show is said as long as it is shown."""
        text = ""
        for key in self._keys:
            found, scorer = self._made.get(key), self.scorer(key)
            if found is not None and found.blind and scorer is not None:
                text = self.tr(
                    "{0}: to a cut or a blot planted on this model's normal impressions it gives no more "
                    "than to honest printing. What it lights up here proves little."
                ).format(scorer.title)
                break
        if text != self._warning:
            self._warning = text
            self.said.emit(text, "warning" if text else "")

    def _make(self) -> None:
        if self._done is not None:
            for key in self._keys:
                if key not in self._made and (found := built_in_map(self._done, key)) is not None:
                    self._made[key] = found
            self._ask()
        self.changed.emit()

    def _ask(self) -> None:
        """Start the job for the first scorer that is wanted and not there; the other follows it."""
        wanted = [key for key in self._keys if key not in self._made and not self.why_not(key)]
        scorer = next((one for key in wanted if (one := self.scorer(key)) is not None), None)
        if scorer is None or self._done is None or scorer.key == self._asked:
            return
        done, key = self._done, scorer.key
        self._asked = key
        job = self._context.runner.start(
            self._workers.scorer_map,
            done,
            scorer.name,
            title=self.tr("Map of {0}").format(scorer.title),
            key="inspect.map",
            summary=lambda _map: None,  # it lies before the user's eyes
        )
        job.finished.connect(lambda found: self._take(done, key, found))
        job.failed.connect(lambda error: self._give_up(done, key, error_text(error)))
        job.cancelled.connect(lambda: None if job.superseded else self._give_up(done, key, ""))

    def _take(self, done: Done, key: str, found: EvidenceMap) -> None:
        if done is self._done:
            self._asked = ""
            self._made[key] = found
            self._make()
            self._warn()

    def _give_up(self, done: Done, key: str, problem: str) -> None:
        """A map that cannot be had, or that nobody waits for any more, is not what is shown."""
        if done is not self._done:
            return
        self._asked = ""
        if problem:
            self._refused[key] = problem
            self.said.emit(problem, "error")
        for side, otherwise in ((LEFT, COMBINED), (RIGHT, SIGNED)):
            if self._keys[side] == key:
                self._keys[side] = otherwise
        self._make()

    def _scorers_listed(self, scorers: tuple[ScorerRow, ...] | None) -> None:
        self.scorers, self.without_lab = scorers or (), scorers is None
        self.scorersChanged.emit()
        self._make()

    # -- coming back --------------------------------------------------------------------------------
    def restore(self, keys: object) -> None:
        """The keys of an earlier session; what is not known any more is left out."""
        if isinstance(keys, list) and len(keys) == 2:
            for side, key in enumerate(keys):
                if key in (*BUILT_IN, NONE):
                    self._keys[side] = key
            self._make()

    def state(self) -> list[str]:
        return list(self._keys)
