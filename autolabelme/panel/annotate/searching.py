"""Rematch: the presenter's commands that run as jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from autolabelme.core.arrays import U8
from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.languages import figure, named
from autolabelme.core.sorts import labels_here, new_sort, sort_key
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.messages import error_text, said

from ..page_session import Box, Incoming, PageSession
from ..project import PageKey
from .live_search import LiveSearch
from .page_images import gray_of, gray_reduced_of
from .presenter import AnnotatePresenter
from .rematch_request import LabelRequest, OtherPage, RematchRequest, RematchResult
from .search_settings import FOLDER, SearchSettings
from .sort_question import NamedOn, SortQuestion

if TYPE_CHECKING:
    from autolabelme.core.matching.search import SearchResult


class Searcher(QObject):
    """Starts searches with the state of the moment and takes their results in."""

    problem = pyqtSignal(str)  # why nothing is searched, or what a search did not find; one line
    runningChanged = pyqtSignal()
    namesMet = pyqtSignal(object)  # SortQuestion: a searched label's name belongs to another sort there
    pagesBegun = pyqtSignal(str, object, object)  # title, keys of all pages to be searched, labels
    pageFound = pyqtSignal(object, object)  # key, copies by label; while the search goes on

    def __init__(self, presenter: AnnotatePresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._context = presenter.context
        self._running: set[Job] = set()
        self.live = LiveSearch(presenter, self)

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
        """*Rematch*: search the current label."""
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
        project = self._presenter.project
        if self._presenter.settings.scope != FOLDER:
            return self._run(session, labels, title, ())
        others = [ref.key for ref in project.pages if ref.key != session.ref.key]
        title = self.tr("{0} on all pages").format(title)
        project.ensure(others, lambda: self._run_over(session, labels, title, others))
        return None

    def _run_over(
        self, session: PageSession, labels: tuple[str, ...], title: str, keys: list[PageKey]
    ) -> None:
        """Search further pages; those that are marked as reviewed only when the user says so."""
        project = self._presenter.project
        pages = [page for key in keys if (page := project.session(key)) is not None]
        reviewed = [page for page in pages if page.document.reviewed]
        keys = [page.ref.key for page in pages if not page.document.reviewed]
        self._run(session, labels, title, tuple(keys))
        if reviewed:
            names = ", ".join(page.ref.name for page in reviewed[:3]) + (" …" if len(reviewed) > 3 else "")
            left = tuple(page.ref.key for page in reviewed)

            def again() -> None:
                self._run(session, labels, title, left)

            self._context.offer(
                self.tr("Pages marked as reviewed are left as they are: %s") % names,
                {self.tr("Search them, too"): again},
            )

    def _run(
        self, session: PageSession, labels: tuple[str, ...], title: str, others: tuple[PageKey, ...]
    ) -> Job | None:
        image = self._presenter.images.get(session.ref.key)
        if image is None:
            return None
        sorts = self._sorts(session, labels) if others else {}
        items = tuple(_label_request(session, label, self._presenter.settings) for label in labels)
        answers = {item.label: self.live.answer(item) for item in items}
        request = RematchRequest(
            session.ref.key,
            items,
            image.gray,
            tuple(other for key in others if (other := self._other(key, sorts)) is not None),
            dict(session.results),
            {label: result for label, result in answers.items() if result is not None},
        )
        if others:
            request = replace(request, on_page=self._on_page(request))
        name = labels[0] if len(labels) == 1 else "*"
        job = self._context.runner.start(
            "autolabelme.panel.annotate.rematch_job:rematch",
            request,
            title=self.tr("Rematch %s") % labels[0] if len(labels) == 1 else self.tr("Match all labels"),
            key=f"rematch {session.ref.key} {name}{'' if not others else others[0]}",
            summary=partial(self._summary, session, request),
        )
        self._running.add(job)
        if others:
            self.pagesBegun.emit(job.title, (request.key, *(other.key for other in request.others)), labels)
        job.finished.connect(lambda result: self._take(session, request, result, sorts, title))
        job.failed.connect(self.show_failure)
        job.ended.connect(lambda: self._ended(job))
        self.runningChanged.emit()
        return job

    def _on_page(self, request: RematchRequest) -> Callable[[PageKey, Mapping[str, SearchResult]], None]:
        own = {item.label: len(item.templates) for item in request.labels}

        def in_thread(key: PageKey, found: Mapping[str, SearchResult]) -> None:
            here = own if key == request.key else {}
            copies = {label: max(0, len(one.matches()) - here.get(label, 0)) for label, one in found.items()}
            self.pageFound.emit(key, copies)

        return in_thread

    def _sorts(self, session: PageSession, labels: tuple[str, ...]) -> dict[str, str]:
        known = self._presenter.project.sorts.known
        return {label: sort_key(session.document, label, known).id for label in labels}

    def _other(self, key: PageKey, sorts: Mapping[str, str]) -> OtherPage | None:
        loader, session = self._loader(key), self._presenter.project.session(key)
        if loader is None or session is None:
            return None
        names = labels_here(session.document, sorts, self._presenter.project.sorts.known)
        met = {
            label: session.document.boxes_of(label)[0].box
            for label, name in names.items()
            if name != label and session.document.boxes_of(label)
        }
        document = session.document
        # A page that is open has its grey picture at hand.
        reduced = None if self._presenter.images.get(key) else partial(gray_reduced_of, document)
        return OtherPage(key, loader, met, reduced, (document.width, document.height))

    def _loader(self, key: PageKey) -> Callable[[], U8] | None:
        image = self._presenter.images.get(key)
        if image is not None:
            return image.gray
        session = self._presenter.project.session(key)
        return None if session is None else partial(gray_of, session.document)

    def _take(
        self,
        session: PageSession,
        request: RematchRequest,
        result: RematchResult,
        sorts: Mapping[str, str],
        title: str,
    ) -> None:
        project = self._presenter.project
        if project.session(session.ref.key) is not session or self._context.runner.closing:
            return
        current = {item.label: _templates(session, item.label) for item in request.labels}
        stale = [item.label for item in request.labels if current[item.label] != item.templates]
        here = {label: one for label, one in result.here.items() if label not in stale}
        group = new_sort() if request.others else ""
        added = self._add_there(session, request, result, sorts, group, title, set(here))
        if here:
            labels = ", ".join(here) if len(here) <= 3 else self.tr("all labels")
            session.seconds |= {label: one.seconds for label, one in here.items()}
            text = title if request.others else self.tr("Rematch %s") % labels
            shared = {label: sorts[label] for label in here if label in sorts} if added else {}
            if session.apply_results(here, text, result.winners, group=group if added else "", sorts=shared):
                project.changed(session.ref.key)
        if stale:
            self.problem.emit(self.tr("The template of %s was changed meanwhile: Rematch again") % stale[0])
        for label, one in result.here.items():
            if one.reason:
                self.problem.emit(named(label, said(one.reason)))
        for line in result.problems:
            self.problem.emit(line)

    def _add_there(
        self,
        session: PageSession,
        request: RematchRequest,
        result: RematchResult,
        sorts: Mapping[str, str],
        group: str,
        title: str,
        labels: set[str],
    ) -> bool:
        """Add to the other pages what was found there; returns whether any changed."""
        project, any_changed = self._presenter.project, False
        for other in request.others:
            page = project.session(other.key)
            if page is None or other.key not in result.there:
                continue
            found = {label: one for label, one in result.there[other.key].items() if label in labels}
            # What was drawn, named or said to be the same meanwhile counts.
            names = labels_here(page.document, {label: sorts[label] for label in found}, project.sorts.known)
            incoming = {
                names[label]: Incoming(
                    one,
                    session.threshold(label),
                    sorts[label],
                    session.note(label),
                    result.templates[label],
                )
                for label, one in found.items()
            }
            changed = page.add_found(incoming, title, group=group)
            for label, one in found.items():
                if label in other.met and one.matches(session.threshold(label)):
                    self._ask(session, page, label, result)
            if changed:
                any_changed = True
                project.changed(other.key)
        return any_changed

    def _ask(self, session: PageSession, page: PageSession, label: str, result: RematchResult) -> None:
        """The name is another sort's there, and yet what it stands for here was found: the person decides."""
        if not self._presenter.project.sorts.are_apart((session.ref.key, label), (page.ref.key, label)):
            here, there = (
                NamedOn(one.ref.key, one.ref.name, label, result.pictures.get((one.ref.key, label)))
                for one in (session, page)
            )
            self.namesMet.emit(SortQuestion(here, there))

    def _summary(self, session: PageSession, request: RematchRequest, result: RematchResult) -> str:
        found = [result.here, *result.there.values()]
        count = sum(len(one.matches(session.threshold(label))) for by in found for label, one in by.items())
        return self.tr("boxes: {0}, {1} s").format(count, figure(result.seconds, ".2f"))

    def show_failure(self, error: BaseException) -> None:
        """Say in one line that a job failed."""
        known = isinstance(error, AutolabelmeError)
        text = error_text(error) if known else self.tr("Rematch failed; the log has the details")
        self.problem.emit(text)

    def _ended(self, job: Job) -> None:
        self._running.discard(job)
        self.runningChanged.emit()


def _templates(session: PageSession, label: str) -> tuple[tuple[str, Box], ...]:
    return tuple((shape.id, shape.box) for shape in session.document.templates(label))


def _regions(session: PageSession, label: str) -> tuple[Box | None, ...]:
    return tuple(session.document.region_for(box) for _, box in _templates(session, label))


def _label_request(session: PageSession, label: str, settings: SearchSettings) -> LabelRequest:
    regions = _regions(session, label) if settings.scope == "ornament" else ()
    drawn = tuple(region for region in regions if region is not None)
    params = settings.params(session.threshold(label), drawn[0] if drawn else None)
    return LabelRequest(label, _templates(session, label), params, drawn)
