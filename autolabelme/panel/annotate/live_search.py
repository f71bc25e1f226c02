"""The copies of a box while it is drawn, moved or resized: looked for along its line, shown as ghosts.

Nothing here touches a document. One search runs at a time, the next one takes the box as it stands by then,
and an answer counts only within its own gesture. What the search needs of the page itself is kept by the
engine, so every look after the first costs one search of a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from autolabelme.core.arrays import U8
from autolabelme.core.progress import Tick, no_tick
from autolabelme.qtkit.job_runner import Job

from ..page_session import Box, PageSession
from .presenter import AnnotatePresenter
from .rematch_request import LabelRequest
from .search_settings import FOLDER

if TYPE_CHECKING:
    from autolabelme.core.matching.params import SearchParams
    from autolabelme.core.matching.search import SearchResult

EVERY_MS = 100
_WIDE = ("page", FOLDER)
_Look = tuple[Box, "SearchParams"]


class LiveSearch(QObject):
    """Follows a box (`follow`), ends with it (`settle`) or without (`stop`)."""

    changed = pyqtSignal()  # other copies, or none

    def __init__(self, presenter: AnnotatePresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._session: PageSession | None = None
        self._wanted: _Look | None = None
        self._running: tuple[_Look, Job] | None = None
        self._found: tuple[_Look, SearchResult] | None = None
        self._drawing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(EVERY_MS)
        self._pause.timeout.connect(self._next)
        presenter.pageShown.connect(self.stop)

    def follow(self, box: Box, label: str = "") -> None:
        """The box as it stands while the mouse is down; `label` is its own, if it has one."""
        self._drawing = True
        self._want(box, label)
        if not self._pause.isActive():
            self._next()

    def settle(self, box: Box, label: str) -> None:
        """The mouse is released: what is shown from now on are the copies of exactly this box."""
        self._drawing = False
        self._want(box, label)
        if self._wanted is None or (self._found is not None and self._found[0] == self._wanted):
            self._wanted = None
            self.changed.emit()
            return
        if self._running is not None and self._running[0] == self._wanted:
            self._wanted = None
        elif self._running is not None:
            self._running[1].cancel()
            self._running = None
        self._next()

    def stop(self) -> None:
        """Show nothing: the drag was given up, or the page has gone."""
        self._drawing, self._wanted, self._found = False, None, None
        if self._running is not None:
            self._running[1].cancel()
            self._running = None
        self.changed.emit()

    def result(self) -> SearchResult | None:
        """What is to be shown now: while a box is drawn, and then as long as it is an unsearched template."""
        session = self._presenter.session
        if self._found is None or session is None or session is not self._session:
            return None
        if self._drawing:
            return self._found[1]
        box = self._found[0][0]
        own = [s.label for s in session.document.vignettes() if s.role == "template" and s.box == box]
        return self._found[1] if own and own[0] not in session.results else None

    @property
    def threshold(self) -> float:
        """The threshold of what is shown, 0..1."""
        return 0.0 if self._found is None else self._found[0][1].threshold

    @property
    def shown_for(self) -> Box | None:
        """The box whose copies are known."""
        return None if self._found is None else self._found[0][0]

    @property
    def idle(self) -> bool:
        """Whether nothing is looked for."""
        return self._running is None and self._wanted is None

    def answer(self, request: LabelRequest) -> SearchResult | None:
        """The result of exactly this search, if it is at hand."""
        if self._found is None or self._presenter.session is not self._session or self._drawing:
            return None
        (box, params), result = self._found
        if request.regions or [one for _, one in request.templates] != [box] or request.params != params:
            return None
        shape_id = request.templates[0][0]
        named = tuple(replace(match, template=shape_id) for match in result.candidates)
        return replace(result, candidates=named)

    # -- inside -------------------------------------------------------------------------------------
    def _want(self, box: Box, label: str) -> None:
        session = self._presenter.session
        if session is not self._session:
            self._found, self._session = None, session
        self._wanted = None
        if session is None:
            return
        settings = self._presenter.settings
        if settings.scope in _WIDE:
            settings = settings.replace(scope="line")  # a whole page is not searched in the blink of an eye
        region = session.document.region_for(box)
        if not settings.problem(region):
            self._wanted = box, settings.params(session.threshold(label), region)

    def _next(self) -> None:
        image = self._presenter.image
        if self._running is not None or self._wanted is None or image is None:
            return
        look, self._wanted = self._wanted, None
        self._pause.start()
        job = self._presenter.context.runner.start(look_for, image.gray, *look)
        self._running = look, job
        session = self._session
        job.finished.connect(lambda result: self._take(job, session, look, result))
        job.ended.connect(lambda: self._over(job))

    def _take(self, job: Job, session: PageSession | None, look: _Look, result: SearchResult) -> None:
        current = self._running is not None and self._running[1] is job
        if current and session is self._session:
            self._found = look, result
            self.changed.emit()

    def _over(self, job: Job) -> None:
        if self._running is not None and self._running[1] is job:
            self._running = None
            if not self._pause.isActive() or not self._drawing:
                self._next()


def look_for(
    load_gray: Callable[[], U8], box: Box, params: SearchParams, *, tick: Tick = no_tick
) -> SearchResult:
    """The copies of one box of a page, uint8 (H, W) as `load_gray` gives it; a job."""
    from autolabelme.core.matching.several import Wanted, search_labels

    return search_labels(load_gray(), {"": [Wanted("", params, box)]}, tick=tick)[""]
