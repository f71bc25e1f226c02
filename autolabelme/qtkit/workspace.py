"""What a workspace (Catalogue, Annotate, Align, Train, Inspect) and the shell know of each other.

A package with workspaces has, in its ``panel/__init__.py``, a function
``panel_specs() -> tuple[PanelSpec, ...]`` that imports nothing heavy. The shell finds it, puts the
workspace on the rail, and calls the factory when the user first goes there. Workspaces never import
each other: they hand objects over with `WorkspaceContext.send`, and the shell passes them on to the
workspace that accepts that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QToolBar, QWidget

from .commands import CommandTable
from .preferences import Preferences

if TYPE_CHECKING:
    from autolabelme.core.annotation.document import Document
    from autolabelme.core.arrays import U8
    from autolabelme.core.ornament import Ornament

    from .job_runner import JobRunner

T = TypeVar("T")

# Kinds of objects that are handed over (`WorkspaceContext.send`) and what the payload is.
PAGE = "page"  # Ornament: show its page in Annotate
PAGE_DETAILS = "page.details"  # Ornament: show in Pages where its page comes from
ORNAMENT_SOURCE = "ornament.source"  # Ornament: Align's source
ORNAMENT_REFERENCE = "ornament.reference"  # Ornament: Align's reference
ALIGNMENT = "alignment"  # ransac_gui.core.handover.AlignmentHandover; Inspect accepts it
MODEL = "model"  # Path of a trained model; Inspect accepts it
BOXES = "boxes"  # BoxesHandover: boxes for a page, back to Annotate
VIGNETTES = "vignettes"  # VignettesHandover: Inspect compares these boxes with their siblings
TRAINED = "train.model"  # Path of a model's folder: Train shows it
FIND = "ornament.find"  # Ornament: search the catalogue for it
TRAINING_PAGES = "training.pages"  # tuple[Path, ...] of annotation files, for Train


@dataclass(frozen=True)
class BoxesHandover:
    """Boxes for a page, to Annotate: (label, box xyxy in page pixels, score or None).

    `poses` holds each box's `autolabelme.core.matching.poses.Pose`, or nothing when they are not known;
    `title` is what Undo calls the step, translated; `notes` and `sorts` (ids) are the catalogue's, by label.
    """

    image_path: Path
    page: int = 0
    boxes: tuple[tuple[str, tuple[float, float, float, float], float | None], ...] = ()
    poses: tuple[Any, ...] = ()
    title: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    sorts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SavedComparison:
    """A result that was saved: of Align ("align") on two ornaments, of Inspect ("inspect") on one or two.

    `file` is the result's own record; `verdict` what it says, as the core calls it.
    """

    tool: str
    one: Ornament
    other: Ornament | None
    file: Path
    verdict: str = ""


@dataclass(frozen=True, eq=False)
class VignettesHandover:
    """Boxed vignettes of a page as they stand in the window, unsaved edits and all.

    `document` holds the page's file, number, provenance and boxes with labels and poses; `pixels` is the
    page, RGB uint8 (H, W, 3), or None where it is to be read. `box` (xyxy, page pixels) and `label` narrow
    it to the vignettes of an ornament and of a label.
    """

    document: Document
    pixels: U8 | None = None
    box: tuple[float, float, float, float] | None = None
    label: str = ""
    name: str = ""

    @property
    def ornament(self) -> Ornament:
        """What is to be inspected: the page, or the ornament on it."""
        from autolabelme.core.ornament import Ornament

        document = self.document
        return Ornament(document.image_path, document.page, self.box, self.name, document.provenance)


class WorkspaceContext(QObject):
    """What all workspaces share: preferences, jobs, folders, the breadcrumb, and the hand-over.

    Attributes
    ----------
    runner : JobRunner
        The window's one job runner (the job bar shows its jobs).
    data_dir : Path
        The user's data folder.
    """

    currentChanged = pyqtSignal(str)
    preferencesChanged = pyqtSignal()
    sendRequested = pyqtSignal(str, object)
    acceptedKindsChanged = pyqtSignal()
    noticed = pyqtSignal(str, str)  # level ("info", "warning", "error"), one line for the user
    offered = pyqtSignal(str, object)  # one line for the user, {button text: what it does}
    statusChanged = pyqtSignal(str, str)
    recentAdded = pyqtSignal(object)
    recentChanged = pyqtSignal()
    compared = pyqtSignal(object)  # SavedComparison: the catalogue links it to its ornaments

    BREADCRUMB = ("page", "ornament", "reference", "model")

    def __init__(
        self,
        runner: JobRunner,
        data_dir: Path,
        preferences: Preferences | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.runner = runner
        self.data_dir = data_dir
        self._preferences = preferences or Preferences()
        self._current: dict[str, tuple[str, object]] = {}
        self._accepted: frozenset[str] = frozenset()
        self._shared: dict[str, object] = {}
        self._recent: tuple[Path, ...] = ()

    @property
    def preferences(self) -> Preferences:
        return self._preferences

    def follow_tool_names(self, bar: QToolBar) -> None:
        """Show the names of a bar's tools below their signs, or not, as the user has it."""

        def show() -> None:
            under, alone = Qt.ToolButtonStyle.ToolButtonTextUnderIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
            bar.setToolButtonStyle(under if self._preferences.tool_names else alone)

        self.preferencesChanged.connect(show)
        show()

    def set_preferences(self, preferences: Preferences) -> None:
        if preferences != self._preferences:
            self._preferences = preferences
            self.preferencesChanged.emit()

    # -- breadcrumb -------------------------------------------------------------------------------
    def set_current(self, key: str, text: str, payload: object = None) -> None:
        """Name the current page, ornament, reference or model (`key`); an empty text clears it."""
        if key not in self.BREADCRUMB:
            raise KeyError(key)
        self._current[key] = (text, payload if text else None)
        self.currentChanged.emit(key)

    def current_text(self, key: str) -> str:
        return self._current.get(key, ("", None))[0]

    def current(self, key: str) -> object:
        """The payload given with `set_current`, None when there is none."""
        return self._current.get(key, ("", None))[1]

    # -- hand-over --------------------------------------------------------------------------------
    def send(self, kind: str, payload: object) -> None:
        """Hand `payload` to the workspace that accepts `kind`, which comes to the front."""
        self.sendRequested.emit(kind, payload)

    def can_send(self, kind: str) -> bool:
        """Whether a registered workspace accepts `kind`; actions are disabled, and say why, if not."""
        return kind in self._accepted

    def set_accepted_kinds(self, kinds: frozenset[str]) -> None:
        """Called by the shell's registry."""
        self._accepted = kinds
        self.acceptedKindsChanged.emit()

    # -- what was opened lately ---------------------------------------------------------------------
    @property
    def recent(self) -> tuple[Path, ...]:
        """What was opened lately, newest first; kept by the shell."""
        return self._recent

    def set_recent(self, recent: Sequence[Path]) -> None:
        """Called by the shell."""
        self._recent = tuple(recent)
        self.recentChanged.emit()

    # -- other ------------------------------------------------------------------------------------
    def notice(self, text: str, level: str = "info") -> None:
        """Show one line to the user without a dialog; level is "info", "warning" or "error"."""
        self.noticed.emit(level, text)

    @property
    def speaker(self) -> str:
        """Key of the workspace that is heard at this moment: the one that started the job whose end is being
        told, or the one in front."""
        return self.runner.speaking

    def offer(self, text: str, choices: dict[str, Callable[[], None]]) -> None:
        """Show one line with buttons, without a dialog; it stays until the user answers."""
        self.offered.emit(text, choices)

    def shared(self, key: str, make: Callable[[], T]) -> T:
        """The object kept under `key` for workspaces of one package, made on first use."""
        if key not in self._shared:
            self._shared[key] = make()
        return self._shared[key]  # type: ignore[return-value]


class Panel(QWidget):
    """Base of a workspace. All methods have a default, so a workspace overrides what it needs.

    `modeChanged` says that `commands`, `message_area` and `unused_crumbs` answer differently from now on.
    """

    modeChanged = pyqtSignal()

    def __init__(self, context: WorkspaceContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    def commands(self) -> CommandTable[Any, Any] | None:
        """The table of what the user can do here, in the mode that is in front."""
        return None

    def menu_actions(self) -> dict[str, list[QAction | None]]:
        """Actions for the window's menus while this workspace is in front; None is a separator."""
        table = self.commands()
        return {} if table is None else table.menus()

    def shortcut_rows(self) -> list[tuple[str, str]]:
        """(keys, what they do) of keys and gestures that are no menu actions, for the shortcut sheet."""
        table = self.commands()
        return [] if table is None else table.shortcut_rows()

    def unused_crumbs(self) -> frozenset[str]:
        """Keys of the breadcrumb that mean nothing here, in the mode that is in front."""
        return frozenset()

    def receive(self, kind: str, payload: object) -> None:
        """Take an object of a kind that the spec accepts."""

    def open_paths(self, paths: list[Path]) -> bool:
        """Open files that the user dropped or chose; False when they are not for this workspace."""
        return False

    def open_sample(self) -> None:
        """Load the bundled sample."""

    def entered(self) -> None:
        """The workspace has come to the front."""

    def manual_place(self) -> str:
        """What F1 opens in the mode in front, "page#section"; '' for the page of the workspace's key."""
        return ""

    def message_area(self) -> QWidget:
        """The part of the workspace over whose upper edge messages float: its picture."""
        return self

    def unsaved(self) -> list[str]:
        """Names of what would be lost if the window closed now."""
        return []

    def save_all(self) -> bool:
        """Save everything in `unsaved`; False when something could not be saved (say it in place)."""
        return True

    def save_state(self) -> dict[str, Any]:
        """JSON values with which `restore_state` comes back here at the next start."""
        return {}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Return to where the last session was; the state may be from another version."""

    def retranslate(self) -> None:
        """Say again, in the language that is installed now, what the shell cannot: lists that are filled from
        the state. Words that stand on widgets and tables of commands have been said."""

    def shutdown(self) -> None:
        """The window closes: stop timers, watchers and processes."""


@dataclass(frozen=True)
class PanelSpec:
    """A workspace on the rail.

    `title` is in English and translated where it is shown (context "Rail"); `icon` is a qtawesome
    name such as "mdi6.vector-square"; `order` follows the road (Pages 10, Annotate 20, Align 30,
    Train 40, Inspect 50); `accepts` are the kinds it takes over; without `extra` (of `core.extras`)
    it cannot be made.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[WorkspaceContext], Panel]
    order: int
    accepts: frozenset[str] = field(default_factory=frozenset)
    tip: str = ""
    extra: str = ""
