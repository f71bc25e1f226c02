"""What Annotate does, without widgets: the page in front, its labels, its boxes, undo, the review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PyQt6.QtCore import QObject, pyqtSignal

from autolabelme.core.annotation.document import Document, Shape, Verdict
from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.sorts import new_sort
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.messages import error_text
from autolabelme.qtkit.workspace import WorkspaceContext

from ..page_session import Box, PageSession
from ..project import PageKey, Project
from .page_images import ImageCache, LoadedPage, PageImage, load_page
from .search_settings import THRESHOLD_STEP, SearchSettings
from .sort_question import SortQuestion

PASTE_OFFSET_PX = 20.0


class AnnotatePresenter(QObject):
    """The state of the workspace; widgets call its methods and follow its signals."""

    pageShown = pyqtSignal()  # another page, or none, is in front
    pageFailed = pyqtSignal(str)  # the page cannot be shown; one line
    edited = pyqtSignal()  # the document of the page in front is another one
    labelChanged = pyqtSignal(str)
    settingsChanged = pyqtSignal(object)  # SearchSettings
    selectionWanted = pyqtSignal(object)  # tuple of ids to select
    reviewChanged = pyqtSignal()

    def __init__(self, project: Project, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.context = context
        self.images = ImageCache()
        self.settings = SearchSettings.from_preferences(context.preferences)
        self.review_label_only = False
        self.scope_page: PageKey | None = None  # the one that the scope was chosen for
        self._session: PageSession | None = None
        self._image: PageImage | None = None
        self._wanted: PageKey | None = None
        self._clipboard: tuple[Shape, ...] = ()
        self._carried_to: PageKey | None = None
        self._gesture = 0
        project.currentChanged.connect(self._on_current)
        project.documentChanged.connect(self._on_document)
        context.preferencesChanged.connect(self._on_preferences)

    # -- the page in front --------------------------------------------------------------------------
    @property
    def session(self) -> PageSession | None:
        return self._session

    @property
    def image(self) -> PageImage | None:
        return self._image

    @property
    def document(self) -> Document | None:
        return None if self._session is None else self._session.document

    @property
    def key(self) -> PageKey | None:
        return None if self._session is None else self._session.ref.key

    @property
    def label(self) -> str:
        return "" if self._session is None else self._session.label

    def open_page(self, key: PageKey) -> Job | None:
        """Show a page of the project; its pixels come in a job."""
        ref = self.project.ref(key)
        if ref is None:
            return None
        session, image = self.project.session(key), self.images.get(key)
        self.context.runner.cancel("annotate-open")
        if session is not None and image is not None:
            self._wanted = None
            self._show(session, image)
            return None
        self._wanted = key
        job = self.context.runner.start(
            load_page,
            ref,
            self.project.annotation(key),
            None if session is None else session.document,
            key="annotate-open",
        )
        job.finished.connect(self._loaded)
        job.failed.connect(lambda error: self._load_failed(key, error))
        return job

    def close_page(self) -> None:
        """Show no page."""
        self._wanted = None
        self._session, self._image = None, None
        self.pageShown.emit()

    def _loaded(self, loaded: LoadedPage) -> None:
        key = loaded.ref.key
        if key != self._wanted:
            return
        self._wanted = None
        session = self.project.session(key)
        if session is None and loaded.read is not None:
            session = self.project.adopt(loaded.read)
        if session is None:
            return
        self.images.put(key, loaded.image)
        self.context.recentAdded.emit(session.annotation_path or session.ref.image_path)
        self._show(session, loaded.image)

    def _load_failed(self, key: PageKey, error: BaseException) -> None:
        if key == self._wanted:
            self._wanted = None
        text = (
            error_text(error) if isinstance(error, AutolabelmeError) else self.tr("the page cannot be opened")
        )
        self.pageFailed.emit(text)

    def _show(self, session: PageSession, image: PageImage) -> None:
        if self.scope_page not in (None, session.ref.key):
            self.set_settings(self.settings.for_next_page())
        self.scope_page = session.ref.key
        self._session, self._image = session, image
        self.project.set_current(session.ref.key)
        self.pageShown.emit()
        self.labelChanged.emit(session.label)
        if self._carried_to == session.ref.key:
            self._put(session.paste(self._clipboard, (0.0, 0.0)))
        self._carried_to = None

    def _on_current(self, key: PageKey | None) -> None:
        if key is None:
            self.close_page()
        elif key not in (self.key, self._wanted):
            self.open_page(key)

    def step_page(self, step: int) -> None:
        """Show the next (1) or previous (-1) page of the project."""
        keys = [ref.key for ref in self.project.pages]
        if self.key in keys:
            at = keys.index(self.key) + step
            if 0 <= at < len(keys):
                self.open_page(keys[at])

    # -- labels -------------------------------------------------------------------------------------
    def choose_label(self, label: str) -> None:
        if self._session is not None and label != self._session.label and label in self._session.labels():
            self._session.label = label
            self.labelChanged.emit(label)

    def step_label(self, step: int) -> None:
        """Next Line >> (1) and << Previous Line (-1)."""
        if self._session is not None:
            before = self._session.label
            if self._session.step_label(step) != before:
                self.labelChanged.emit(self._session.label)

    def step_threshold(self, steps: int) -> None:
        """The report's buttons: `-` is one step up (fewer boxes), `+` one step down (more boxes)."""
        if self._session is not None and self.label:
            self.set_threshold(self.label, self._session.threshold(self.label) + steps * THRESHOLD_STEP)

    def set_threshold(self, label: str, value: float, *, moving: bool = False) -> None:
        """Filter the label's candidates anew; while the slider moves it is all one step of undo."""
        if self._session is None or not label:
            return
        merge = f"threshold {label} {self._gesture}" if moving else ""
        if not moving:
            merge = f"threshold {label} {self._gesture}"
            self._gesture += 1
        if self._session.set_threshold(label, value, merge=merge):
            self._changed()

    def correct_label(self) -> None:
        if self._session is None or not self.label:
            return
        self._say_locked(s.id for s in self._session.document.shapes if s.label == self.label)
        if self._session.correct_label(self.label):
            self._changed()

    def set_note(self, label: str, note: str) -> None:
        if self._session is not None and self._session.set_note(label, note):
            self._changed()

    def rename_label(self, label: str, text: str) -> None:
        if self._session is None or not text.strip():
            return
        if self._session.rename_label(label, text):
            self.labelChanged.emit(self._session.label)
            self._changed()

    def remove_label(self, label: str) -> None:
        if self._session is None:
            return
        self._say_locked(s.id for s in self._session.document.shapes if s.label == label)
        if self._session.remove_label(label):
            self.labelChanged.emit(self._session.label)
            self._changed()

    def own_sort(self, label: str) -> None:
        """The label is a sort of its own from now on, whatever other pages call the same."""
        if self._session is not None and label:
            document = self._session.document.with_sort(label, new_sort())
            if self._session.push(document, self.tr("Another sort: %s") % label):
                self._changed()

    def answer_sorts(self, question: SortQuestion, same: bool) -> None:
        """The user's answer to *Same sort?*; nothing happens where a page or a label has gone."""
        sides = ((question.here.key, question.here.label), (question.there.key, question.there.label))
        sessions = [self.project.session(key) for key, _ in sides]
        gone = [
            session is None or label not in session.labels()
            for session, (_, label) in zip(sessions, sides, strict=True)
        ]
        if not any(gone):
            (self.project.sorts.join if same else self.project.sorts.tell_apart)(*sides)

    # -- boxes --------------------------------------------------------------------------------------
    def add_box(self, box: Box, *, same_label: bool = False) -> Shape | None:
        """A box by hand; a new label unless `same_label`, which adds one to the current label."""
        if self._session is None:
            return None
        shape = self._session.add_template(box, self.label if same_label else "")
        if shape is not None:
            self.labelChanged.emit(self._session.label)
            self._changed()
            self.selectionWanted.emit((shape.id,))
        return shape

    def add_region(self, box: Box) -> None:
        if self._session is not None:
            shape = self._session.add_region(box)
            if shape is not None:
                self._changed()
                self.selectionWanted.emit((shape.id,))

    def move(self, ids: Sequence[str], dx: float, dy: float, *, nudge: bool = False) -> None:
        """Move shapes by (dx, dy) pixels; a run of nudges with the keyboard is one step of undo."""
        if self._session is None or not ids:
            return
        boxes = {i: self._session.document.find(i).box for i in ids}
        moved = {i: (b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy) for i, b in boxes.items()}
        if self._session.move_boxes(moved, merge=f"nudge {sorted(ids)}" if nudge else ""):
            self._changed()

    def resize(self, shape_id: str, box: Box, *, merge: str = "") -> None:
        """Another box for a shape; resizes with one `merge` are one step of undo."""
        if self._session is not None and self._session.move_boxes({shape_id: box}, merge=merge):
            self._changed()

    def turn(self, shape_id: str, degrees: float) -> None:
        """Another rotation for a found box, degrees counter-clockwise."""
        if self._session is not None and self._session.turn_shape(shape_id, degrees):
            self._changed()

    def delete(self, ids: Sequence[str]) -> None:
        if self._session is None or not ids:
            return
        self._say_locked(ids)
        if self._session.remove_shapes(ids):
            self.labelChanged.emit(self._session.label)
            self._changed()

    def lock(self, ids: Sequence[str]) -> None:
        """Lock shapes, or unlock them when they are."""
        if self._session is not None and ids and self._session.lock_shapes(ids):
            self._changed()

    def group(self, ids: Sequence[str]) -> None:
        """Group shapes, or take their group apart."""
        if self._session is not None and ids and self._session.group_shapes(ids):
            self._changed()

    def with_group(self, ids: Iterable[str]) -> tuple[str, ...]:
        """`ids` and those of the groups that they are in, in the page's order."""
        shapes = () if self._session is None else self._session.document.shapes
        wanted = set(ids)
        groups = {shape.group_id for shape in shapes if shape.id in wanted} - {None}
        return tuple(shape.id for shape in shapes if shape.id in wanted or shape.group_id in groups)

    def relabel(self, ids: Sequence[str], text: str) -> None:
        if self._session is None or not ids or not text.strip():
            return
        self._say_locked(ids)
        if self._session.relabel_shapes(ids, text):
            self._changed()

    def copy(self, ids: Iterable[str]) -> int:
        """Remember shapes for `paste`; returns how many."""
        if self._session is not None:
            wanted = set(ids)
            self._clipboard = tuple(s for s in self._session.document.shapes if s.id in wanted)
        return len(self._clipboard)

    @property
    def can_paste(self) -> bool:
        return bool(self._clipboard) and self._session is not None

    def paste(self) -> None:
        """Put copies beside their originals, or in the same place on another page."""
        if self._session is None or not self._clipboard:
            return
        here = {shape.box for shape in self._session.document.shapes}
        beside = any(shape.box in here for shape in self._clipboard)
        offset = (PASTE_OFFSET_PX, PASTE_OFFSET_PX) if beside else (0.0, 0.0)
        self._put(self._session.paste(self._clipboard, offset))

    def copy_to_next(self, ids: Iterable[str]) -> None:
        """Copies of shapes in the same place on the next page, which comes to the front."""
        keys = [ref.key for ref in self.project.pages]
        if self.key in keys[:-1] and self.copy(ids):
            self._carried_to = keys[keys.index(self.key) + 1]
            self.open_page(self._carried_to)

    def _put(self, ids: tuple[str, ...]) -> None:
        if ids:
            self._changed()
            self.selectionWanted.emit(ids)

    # -- undo ---------------------------------------------------------------------------------------
    def undo(self) -> None:
        if self._session is not None and self._session.history.can_undo:
            before = self._session.document
            self._moved_in_time(before, self.project.sorts.undo(self._session.ref.key))

    def redo(self) -> None:
        if self._session is not None and self._session.history.can_redo:
            before = self._session.document
            self._moved_in_time(before, self.project.sorts.redo(self._session.ref.key))

    def _moved_in_time(self, before: Document, changed: Iterable[PageKey]) -> None:
        """After Undo and Redo; a verdict that came or went is shown by its box."""
        if self._session is None:
            return
        self.labelChanged.emit(self._session.label)
        for key in changed:
            self.project.changed(key)
        verdicts = {shape.id: shape.verdict for shape in before.shapes}
        shapes = self._session.document.shapes
        judged = [shape for shape in shapes if verdicts.get(shape.id, shape.verdict) != shape.verdict]
        if judged and len(shapes) == len(before.shapes):
            self.choose_label(judged[0].label)
            self.selectionWanted.emit(tuple(shape.id for shape in judged))

    # -- review -------------------------------------------------------------------------------------
    def queue(self) -> tuple[Shape, ...]:
        """Matches to review, lowest score first: of the current label, or of all."""
        if self._session is None:
            return ()
        return self._session.queue(self.label if self.review_label_only else "")

    def review_next(self) -> None:
        """Select the match to look at next."""
        queue = self.queue()
        if queue:
            self.choose_label(queue[0].label)
            self.selectionWanted.emit((queue[0].id,))

    def give_verdict(self, ids: Sequence[str], verdict: Verdict) -> None:
        """Accept or reject the selected matches, and select the next of the queue.

        With none selected the first of the queue is only selected: what was not seen is not judged.
        """
        if self._session is None:
            return
        found = {s.id for s in self._session.document.shapes if s.role in ("match", "proposed")}
        chosen = [i for i in ids if i in found]
        if verdict == "rejected":
            self._say_locked(chosen)
        if not chosen:
            self.review_next()
        elif self._session.give_verdict(chosen, verdict):
            self._changed()
            self.review_next()

    def set_reviewed(self, reviewed: bool) -> None:
        self._set_field(self.tr("Mark reviewed"), reviewed=reviewed)

    def set_flagged(self, flagged: bool) -> None:
        self._set_field(self.tr("Flag"), flagged=flagged)

    def set_dpi(self, dpi: float) -> None:
        self._set_field(self.tr("Set resolution"), dpi=dpi)

    def _set_field(self, text: str, **fields: object) -> None:
        if self._session is not None and self._session.push(
            self._session.document.with_fields(**fields), text
        ):
            self._changed()

    # -- settings -----------------------------------------------------------------------------------
    def set_settings(self, settings: SearchSettings) -> None:
        if settings != self.settings:
            self.settings = settings
            self.settingsChanged.emit(settings)

    def dpi(self) -> float:
        """Dots an inch of the page in front, from the scan, the ruler or the preferences."""
        own = None if self._session is None else self._session.document.dpi
        return own if own else self.context.preferences.dpi

    def _on_preferences(self) -> None:
        for session in self.project.sessions.values():
            session.default_threshold = self.context.preferences.threshold
        self.edited.emit()

    # -- inside -------------------------------------------------------------------------------------
    def _say_locked(self, ids: Iterable[str]) -> None:
        """Say how many of these boxes a command leaves alone because they are locked."""
        assert self._session is not None
        asked = set(ids)
        count = sum(shape.locked and shape.id in asked for shape in self._session.document.shapes)
        if count == 1:
            self.context.notice(self.tr("One box is locked and stays as it is (Lock or unlock boxes)"))
        elif count:
            text = self.tr("{0} boxes are locked and stay as they are (Lock or unlock boxes)")
            self.context.notice(text.format(count))

    def _changed(self) -> None:
        if self._session is not None:
            self.project.changed(self._session.ref.key)

    def _on_document(self, key: PageKey) -> None:
        if self._session is not None and key == self._session.ref.key:
            current = self.project.session(key)
            if current is not None and current is not self._session:
                self._session = current  # restored, or read anew
                self.labelChanged.emit(current.label)
            self.edited.emit()
            self.reviewChanged.emit()
