"""Click-to-box: what a click would box is shown before the click, and has levels from a part to the whole.

The page is looked at off the UI thread. A second click on the box that was just made, or Alt and the wheel,
go to the next level. Letters of the text are boxed only by a second click.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from autolabelme.core.arrays import U8
from autolabelme.core.progress import Tick, no_tick
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.overlays import OverlayItem, OverlayLayer

from ..page_session import Box, PageSession
from .presenter import AnnotatePresenter

if TYPE_CHECKING:
    from autolabelme.core.matching.snap import Levels

REST_MS = 60
_SAME_PX = 1.5
Point = tuple[float, float]


@dataclass(frozen=True)
class Proposal:
    """What a click at `point` would box: its levels (None on blank paper), and whether that is text."""

    point: Point
    levels: Levels | None
    text: bool


class Snapper(QObject):
    """Follows the cursor (`hover`), boxes (`click`), and goes through the levels (`again`, `wheel`)."""

    problem = pyqtSignal(str)  # why there is no box; one line
    failed = pyqtSignal(object)  # the exception
    snapped = pyqtSignal(object)  # Shape, as it stands in the document

    def __init__(
        self, presenter: AnnotatePresenter, overlays: OverlayLayer, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter, self._overlays = presenter, overlays
        self._proposal: Proposal | None = None
        self._level = 0
        self._at: Point | None = None
        self._made: tuple[str, Levels, int] | None = None  # id of the box, its levels, the level it has
        self._refused: Proposal | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._look)
        presenter.pageShown.connect(self.leave)

    @property
    def shown(self) -> Box | None:
        """The box that a click would make, as it is shown now."""
        one = self._proposal
        return None if one is None or one.levels is None or one.text else one.levels.at(self._level)

    def hover(self, x: float, y: float) -> None:
        """The cursor is over bare page at (x, y)."""
        self._at = x, y
        shown = self.shown
        if shown is not None and not (shown[0] <= x < shown[2] and shown[1] <= y < shown[3]):
            self._forget()
        self._rest.start()

    def leave(self) -> None:
        """The cursor is over something else, or drags."""
        self._at = None
        self._rest.stop()
        self._presenter.context.runner.cancel("snap-hover")
        self._forget()

    def rest(self) -> None:
        """A button went down: look no further, and keep what is shown."""
        self._rest.stop()

    def click(self, x: float, y: float, *, same_label: bool = False) -> Job | None:
        """Box the ink at page position (x, y); text only when it is clicked again."""
        session, image = self._presenter.session, self._presenter.image
        if session is None or image is None:
            return None
        self._rest.stop()
        known, shown = self._proposal, self.shown
        # What is shown is what is boxed.
        over = shown is not None and shown[0] <= x < shown[2] and shown[1] <= y < shown[3]
        if known is not None and (over or math.dist(known.point, (x, y)) <= _SAME_PX):
            self._box(known, self._level, same_label)
            return None
        job = self._presenter.context.runner.start(propose, image.gray, (x, y), key="snap")

        def finished(found: Proposal) -> None:
            if self._presenter.session is session:
                self._box(found, 0, same_label)

        job.finished.connect(finished)
        job.failed.connect(self.failed)
        return job

    def again(self, shape_id: str) -> None:
        """A second click on a box: if it is the one just made, it goes to its next level."""
        self._step(shape_id, 1, round_the_end=True)

    def wheel(self, steps: int) -> None:
        """Alt and the wheel: the next level of what is proposed, or of the box just made under the cursor."""
        one = self._proposal
        if self.shown is not None and one is not None and one.levels is not None:
            self._level = _within(one.levels, self._level + steps)
            self._show()
        elif self._made is not None and self._overlays.selection == (self._made[0],):
            self._step(self._made[0], steps)

    # -- inside -------------------------------------------------------------------------------------
    def _step(self, shape_id: str, steps: int, *, round_the_end: bool = False) -> None:
        document = self._presenter.document
        if self._made is None or document is None or self._made[0] != shape_id:
            return
        _, levels, level = self._made
        shape = next((one for one in document.shapes if one.id == shape_id), None)
        if shape is None or shape.box != levels.at(level):
            self._made = None  # it was edited meanwhile
            return
        wanted = level + steps
        if round_the_end and _within(levels, wanted) != wanted:
            wanted = -levels.first
        level = _within(levels, wanted)
        self._presenter.resize(shape_id, levels.at(level), merge=f"level {shape_id}")
        self._made = shape_id, levels, level
        self.snapped.emit(shape.with_box(levels.at(level)))

    def _box(self, found: Proposal, level: int, same_label: bool) -> None:
        if found.levels is None:
            self.problem.emit(self.tr("No ink there: click on a vignette, or drag a box around it"))
            return
        if found.text and not self._asked(found):
            self._refused = found
            self.problem.emit(self.tr("That looks like text: click once more to box it all the same"))
            return
        self._refused, self._at = None, None
        self._forget()
        shape = self._presenter.add_box(found.levels.at(level), same_label=same_label)
        if shape is not None:
            self._made = shape.id, found.levels, level
            self.snapped.emit(shape)

    def _asked(self, found: Proposal) -> bool:
        before = self._refused
        return before is not None and found.levels is not None and before.levels == found.levels

    def _look(self) -> None:
        image, at = self._presenter.image, self._at
        if image is None or at is None:
            return
        if self._proposal is not None and math.dist(self._proposal.point, at) <= _SAME_PX:
            return
        session = self._presenter.session
        job = self._presenter.context.runner.start(propose, image.gray, at, key="snap-hover")
        job.finished.connect(lambda found: self._take(session, found))

    def _take(self, session: PageSession | None, found: Proposal) -> None:
        if self._presenter.session is not session or self._at is None:
            return
        before = self.shown
        self._proposal = found
        if found.levels is None or before is None or before not in found.levels.boxes:
            self._level = 0
        else:
            self._level = found.levels.boxes.index(before) - found.levels.first
        self._show()

    def _forget(self) -> None:
        self._proposal, self._level = None, 0
        self._show()

    def _show(self) -> None:
        box = self.shown
        tip = self.tr("A click boxes this; Alt and the wheel show less or more")
        ghosts = [] if box is None else [OverlayItem("", box, role="snap", tip=tip)]
        self._overlays.set_ghosts("snap", ghosts)


def _within(levels: Levels, level: int) -> int:
    return min(len(levels.boxes) - 1 - levels.first, max(-levels.first, level))


def propose(load_gray: Callable[[], U8], point: Point, *, tick: Tick = no_tick) -> Proposal:
    """What a click at a position would box of a page, uint8 (H, W) as `load_gray` gives it; a job."""
    from autolabelme.core.matching.page import prepared
    from autolabelme.core.matching.snap_copies import click_levels
    from autolabelme.core.matching.text_lines import in_text

    tick(0, 0, "click-to-box")
    gray = load_gray()
    height, width = gray.shape
    if not (-0.5 <= point[0] <= width - 0.5 and -0.5 <= point[1] <= height - 0.5):
        return Proposal(point, None, text=False)
    levels = click_levels(prepared(gray), point, tick=tick)
    return Proposal(point, levels, text=levels is not None and in_text(gray, levels.at(0)))
