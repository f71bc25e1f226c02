"""Rematch and click-to-box: the presenter's commands that run as jobs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal

from autolabelme.core.arrays import U8
from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.progress import Tick, no_tick
from autolabelme.qtkit.job_runner import Job

from ..page_session import Box, PageSession
from ..project import PageKey
from .page_images import gray_of
from .presenter import AnnotatePresenter
from .rematch_request import LabelRequest, RematchRequest, RematchResult
from .search_settings import FOLDER, SearchSettings


class Searcher(QObject):
    """Starts searches with the state of the moment and takes their results in."""

    problem = pyqtSignal(str)  # why nothing is searched, or what a search did not find; one line
    runningChanged = pyqtSignal()
    snapped = pyqtSignal(object)  # Shape, the proposed box as it stands in the document

    def __init__(self, presenter: AnnotatePresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._context = presenter.context
        self._running: set[Job] = set()

    def warm_up(self) -> None:
        """Import the search engine in a thread, so that the first Rematch does not wait for it."""
        self._context.runner.start("autolabelme.panel.annotate.rematch_job:warm_up", key="warm-up")

    @property
    def running(self) -> bool:
        return bool(self._running)

    def cancel(self) -> None:
        """Stop every running search; what was found before stays."""
        for job in list(self._running):
            job.cancel()

    # -- Rematch ------------------------------------------------------------------------------------
    def obstacle(self) -> str:
        """Why *Rematch* cannot run now, in one line; empty when it can."""
        session = self._presenter.session
        if session is None:
            return self.tr("Open a page first")
        if not session.label:
            return self.tr("Box one vignette first: click it or drag a box around it")
        if not session.document.templates(session.label):
            return self.tr("This label has no template: draw a box of it first")
        return self._settings_problem(session, (session.label,))

    def rematch(self) -> Job | None:
        """*Rematch*: search the label in front."""
        session = self._presenter.session
        obstacle = self.obstacle()
        if obstacle or session is None:
            self.problem.emit(obstacle)
            return None
        return self._start(session, (session.label,), self.tr("Rematch %s") % session.label)

    def rematch_all(self) -> Job | None:
        """*Match all labels*: search every label that has a template."""
        session = self._presenter.session
        if session is None:
            self.problem.emit(self.tr("Open a page first"))
            return None
        labels = tuple(label for label in session.labels() if session.document.templates(label))
        obstacle = (
            self._settings_problem(session, labels)
            if labels
            else self.tr("Box one vignette a label first: click it or drag a box around it")
        )
        if obstacle:
            self.problem.emit(obstacle)
            return None
        return self._start(session, labels, self.tr("Match all labels"))

    def match_if_new(self) -> None:
        """Search the label that *Next Line* came to, when it was never searched."""
        session = self._presenter.session
        if session is None or not session.label or session.label in session.results:
            return
        if not session.document.matches(session.label, rejected=True) and not self.obstacle():
            self.rematch()

    def _settings_problem(self, session: PageSession, labels: tuple[str, ...]) -> str:
        regions = [region for label in labels for region in _regions(session, label)]
        region = None if None in regions or not regions else regions[0]
        return self._presenter.settings.problem(region)

    def _start(self, session: PageSession, labels: tuple[str, ...], title: str) -> Job | None:
        settings = self._presenter.settings
        if settings.scope != FOLDER:
            return self._run(session, labels, title, ())
        others = [ref.key for ref in self._presenter.project.pages if ref.key != session.ref.key]
        project = self._presenter.project
        project.ensure(others, lambda: self._run(session, labels, title, tuple(others)))
        return None

    def _run(
        self, session: PageSession, labels: tuple[str, ...], title: str, others: tuple[PageKey, ...]
    ) -> Job | None:
        image = self._presenter.images.get(session.ref.key)
        if image is None:
            return None
        request = RematchRequest(
            session.ref.key,
            tuple(_label_request(session, label, self._presenter.settings) for label in labels),
            image.gray,
            tuple((key, loader) for key in others if (loader := self._loader(key)) is not None),
            {
                key: dict(page.results)
                for key in (session.ref.key, *others)
                if (page := self._presenter.project.session(key)) is not None
            },
        )
        name = labels[0] if len(labels) == 1 else "*"
        job = self._context.runner.start(
            "autolabelme.panel.annotate.rematch_job:rematch",
            request,
            title=title,
            key=f"rematch {session.ref.key} {name}",
            summary=partial(self._summary, session),
        )
        self._running.add(job)
        job.finished.connect(lambda result: self._take(session, request, result))
        job.failed.connect(self._failed)
        job.ended.connect(lambda: self._ended(job))
        self.runningChanged.emit()
        return job

    def _loader(self, key: PageKey) -> Callable[[], U8] | None:
        image = self._presenter.images.get(key)
        if image is not None:
            return image.gray
        session = self._presenter.project.session(key)
        return None if session is None else partial(gray_of, session.document)

    def _take(self, session: PageSession, request: RematchRequest, result: RematchResult) -> None:
        project = self._presenter.project
        if project.session(session.ref.key) is not session:
            return
        current = {item.label: _templates(session, item.label) for item in request.labels}
        stale = [item.label for item in request.labels if current[item.label] != item.templates]
        for key, found in result.found.items():
            page = project.session(key)
            fresh = {label: one for label, one in found.items() if label not in stale}
            if page is None or not fresh:
                continue
            labels = ", ".join(fresh) if len(fresh) <= 3 else self.tr("all labels")
            page.seconds |= {label: one.seconds for label, one in fresh.items()}
            if page.apply_results(fresh, self.tr("Rematch %s") % labels, result.winners.get(key)):
                project.changed(key)
        if stale:
            self.problem.emit(self.tr("The template of %s was changed meanwhile: Rematch again") % stale[0])
        for label, one in result.here.items():
            if one.reason:
                self.problem.emit(f"{label}: {one.reason}")
        for line in result.problems:
            self.problem.emit(line)

    def _summary(self, session: PageSession, result: RematchResult) -> str:
        count = sum(
            len(one.matches(page.threshold(label)))
            for key, found in result.found.items()
            if (page := self._presenter.project.session(key)) is not None
            for label, one in found.items()
        )
        return self.tr("boxes: {0}, {1} s").format(count, f"{result.seconds:.2f}")

    def _failed(self, error: BaseException) -> None:
        known = isinstance(error, AutolabelmeError)
        text = str(error) if known else self.tr("Rematch failed; the log has the details")
        self.problem.emit(text)

    def _ended(self, job: Job) -> None:
        self._running.discard(job)
        self.runningChanged.emit()

    # -- click-to-box -------------------------------------------------------------------------------
    def snap(self, x: float, y: float, *, same_label: bool = False) -> Job | None:
        """Propose the box of the ink at page position (x, y)."""
        session, image = self._presenter.session, self._presenter.image
        if session is None or image is None:
            return None
        job = self._context.runner.start(_snap, image.gray, (x, y), key="snap")

        def finished(box: Box | None) -> None:
            if self._presenter.session is not session:
                return
            if box is None:
                self.problem.emit(self.tr("No ink there: click on a vignette, or drag a box around it"))
                return
            shape = self._presenter.add_box(box, same_label=same_label)
            if shape is not None:
                self.snapped.emit(shape)

        job.finished.connect(finished)
        job.failed.connect(self._failed)
        return job


def _snap(load_gray: Callable[[], U8], point: tuple[float, float], *, tick: Tick = no_tick) -> Box | None:
    from autolabelme.core.matching.snap import snap_box

    tick(0, 0, "click-to-box")
    return snap_box(load_gray(), point)


def _templates(session: PageSession, label: str) -> tuple[tuple[str, Box], ...]:
    return tuple((shape.id, shape.box) for shape in session.document.templates(label))


def _regions(session: PageSession, label: str) -> tuple[Box | None, ...]:
    return tuple(session.document.region_for(box) for _, box in _templates(session, label))


def _label_request(session: PageSession, label: str, settings: SearchSettings) -> LabelRequest:
    regions = _regions(session, label) if settings.scope == "ornament" else ()
    drawn = tuple(region for region in regions if region is not None)
    params = settings.params(session.threshold(label), drawn[0] if drawn else None)
    return LabelRequest(label, _templates(session, label), params, drawn)
