"""What lies on top of a page: boxes of templates and matches, foreign shapes, findings.

The panel owns the document and hands frozen `OverlayItem`s to the canvas's `OverlayLayer`; the layer
knows selection, hover, opacity and hiding, and answers what lies under a point. It never changes an
item: edits are signals of the canvas, and the panel sets new items.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from autolabelme.core.arrays import F64, Bool
from autolabelme.core.matching.poses import Pose

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class OverlayItem:
    """One thing drawn on the page.

    Parameters
    ----------
    id : str
        Stable and unique among the items; signals carry it.
    box : tuple
        Page box xyxy in pixels, x2 and y2 exclusive (for polygons: their bounding box).
    pose : Pose
        Decides colour and line: plain red solid, mirrored or flipped blue dashed, rotated green dotted.
    text : str
        Shown in the badge, usually the label.
    score : float or None
        Shown in the badge when there is one, 0..1.
    role : str
        'template' (thick), 'match', 'proposed' (hatched, waits for a verdict), 'foreign' (a shape of
        another program), 'region' (a neighbourhood or ornament), 'finding', 'numbered' (a finding whose badge
        always stands). Of ghosts: 'preview' (a copy of the box that is being drawn), 'through' (shines
        through from the verso), 'snap' (what a click boxes).
    verdict : str
        '', 'accepted' or 'rejected' (greyed).
    weak : bool
        Faint: below the threshold, or of little evidence.
    points : tuple of (x, y)
        The outline of a foreign polygon or line instead of the box.
    closed : bool
        Whether `points` is a closed outline.
    frame : tuple of (x, y)
        The corners of a turned box, drawn in its place; it is grasped and resized by `box`, which holds it.
    turns : (width, height) or None
        The template's rectangle, page pixels, where the item can be turned: it has a handle for that.
    color : str
        A colour that replaces the pose's (findings use their warm scale).
    editable : bool
        Whether it can be moved and resized.
    tip : str
        What a ghost says where the cursor rests on it.
    """

    id: str
    box: Box
    pose: Pose = field(default_factory=Pose)
    text: str = ""
    score: float | None = None
    role: str = "match"
    verdict: str = ""
    weak: bool = False
    points: tuple[tuple[float, float], ...] = ()
    closed: bool = True
    frame: tuple[tuple[float, float], ...] = ()
    turns: tuple[float, float] | None = None
    color: str = ""
    editable: bool = True
    tip: str = ""


def corners_of(box: Box, pose: Pose, template: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """The corners of a template's rectangle (width, height) in a pose round the middle of `box`, page pixels.

    The first two are the ends of its upper edge.
    """
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.array(template) / 2
    corners = half @ pose.matrix().T + ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    return tuple((float(x), float(y)) for x, y in corners)


class OverlayLayer(QObject):
    """The items over one page, with selection, hover, opacity, hiding and hit testing."""

    changed = pyqtSignal()  # anything that needs a repaint
    selection_changed = pyqtSignal(object)  # tuple of ids, in the items' order

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[OverlayItem, ...] = ()
        self._index: dict[str, int] = {}
        self._boxes: F64 = np.empty((0, 4))
        self._selected: frozenset[str] = frozenset()
        self._hovered = ""
        self._preview: dict[str, Box] = {}
        self._ghosts: dict[str, tuple[OverlayItem, ...]] = {}
        self._outlines: tuple[tuple[tuple[float, float], ...], ...] = ()
        self._opacity = 1.0
        self._hidden = False
        self._badges = False

    # --- items ---------------------------------------------------------------------------------

    @property
    def items(self) -> tuple[OverlayItem, ...]:
        return self._items

    @property
    def boxes(self) -> F64:
        """The items' boxes (N, 4) float64 xyxy, previews of a running edit included; do not write."""
        return self._boxes

    def set_items(self, items: Iterable[OverlayItem]) -> None:
        """Replace all items; the selection keeps the ids that are still there."""
        self._items = tuple(items)
        self._index = {item.id: position for position, item in enumerate(self._items)}
        self._preview = {}
        self._collect_boxes()
        if self._hovered not in self._index:
            self._hovered = ""
        self.set_selection(self._selected)
        self.changed.emit()

    def item(self, item_id: str) -> OverlayItem | None:
        position = self._index.get(item_id)
        return None if position is None else self._items[position]

    def box(self, item_id: str) -> Box | None:
        """The item's box as it is drawn now, that is with the preview of a running edit."""
        if item_id in self._preview:
            return self._preview[item_id]
        item = self.item(item_id)
        return None if item is None else item.box

    def set_preview(self, boxes: Mapping[str, Box]) -> None:
        """Draw some items elsewhere while they are dragged; an empty mapping ends it."""
        if boxes or self._preview:
            self._preview = dict(boxes)
            self._collect_boxes()
            self.changed.emit()

    @property
    def ghosts(self) -> tuple[OverlayItem, ...]:
        """What is drawn under the items and is none of them: it cannot be selected or edited."""
        return tuple(ghost for group in self._ghosts.values() for ghost in group)

    def set_ghosts(self, group: str, ghosts: Iterable[OverlayItem]) -> None:
        """Replace the ghosts of one group; groups are independent of each other and of the items."""
        fresh = tuple(ghosts)
        if fresh != self._ghosts.get(group, ()):
            self._ghosts[group] = fresh
            self.changed.emit()

    @property
    def outlines(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        """Polygons of page positions (x, y) beyond which the page is dimmed; () where nothing is."""
        return self._outlines

    def set_outlines(self, outlines: Iterable[Iterable[tuple[float, float]]]) -> None:
        """Dim the page beyond these polygons."""
        fresh = tuple(tuple(one) for one in outlines)
        if fresh != self._outlines:
            self._outlines = fresh
            self.changed.emit()

    def tip_at(self, x: float, y: float) -> str:
        """What the smallest ghost at a position says; '' where there is none or it has nothing to say."""
        if self._hidden:
            return ""
        there = [
            ghost
            for ghost in self.ghosts
            if ghost.tip and ghost.box[0] <= x < ghost.box[2] and ghost.box[1] <= y < ghost.box[3]
        ]
        sizes = [(one.box[2] - one.box[0]) * (one.box[3] - one.box[1]) for one in there]
        return there[sizes.index(min(sizes))].tip if there else ""

    # --- selection and hover -------------------------------------------------------------------

    @property
    def selection(self) -> tuple[str, ...]:
        """Ids of the selected items, in the items' order."""
        return tuple(item.id for item in self._items if item.id in self._selected)

    def is_selected(self, item_id: str) -> bool:
        return item_id in self._selected

    def set_selection(self, ids: Iterable[str]) -> None:
        """Select exactly these items; unknown ids are left out."""
        chosen = frozenset(ids) & self._index.keys()
        if chosen != self._selected:
            self._selected = chosen
            self.selection_changed.emit(self.selection)
            self.changed.emit()

    @property
    def hovered(self) -> str:
        """Id of the item under the cursor, or ''."""
        return self._hovered

    def set_hovered(self, item_id: str) -> None:
        if item_id != self._hovered:
            self._hovered = item_id
            self.changed.emit()

    # --- appearance ----------------------------------------------------------------------------

    @property
    def opacity(self) -> float:
        return self._opacity

    def set_opacity(self, opacity: float) -> None:
        """0 (unseen) to 1."""
        self._opacity = min(max(opacity, 0.0), 1.0)
        self.changed.emit()

    @property
    def hidden(self) -> bool:
        return self._hidden

    def set_hidden(self, hidden: bool) -> None:
        """Hide everything for a moment (the key H while held)."""
        if hidden != self._hidden:
            self._hidden = hidden
            self.changed.emit()

    @property
    def badges(self) -> bool:
        return self._badges

    def set_badges(self, shown: bool) -> None:
        """Whether labels and likenesses are written at all boxes that are large enough, or only at the one
        that the pointer is over and at what is selected."""
        self._badges = shown
        self.changed.emit()

    # --- hit testing ---------------------------------------------------------------------------

    def hit(self, x: float, y: float, tolerance: float = 0.0) -> str:
        """Id of the smallest item whose box, grown by `tolerance` page px, holds the position; '' if none.

        Of items that hold it, a selected one wins, so that what is selected can be dragged.
        """
        if self._hidden or not len(self._boxes):
            return ""
        found = np.flatnonzero(
            (self._boxes[:, 0] - tolerance <= x)
            & (x < self._boxes[:, 2] + tolerance)
            & (self._boxes[:, 1] - tolerance <= y)
            & (y < self._boxes[:, 3] + tolerance)
        )
        found = np.array([i for i in found if self._holds(self._items[i], x, y, tolerance)], dtype=np.intp)
        if not len(found):
            return ""
        chosen = self._boxes[found]
        size = (chosen[:, 2] - chosen[:, 0]) * (chosen[:, 3] - chosen[:, 1])
        ranks = [(not self.is_selected(self._items[i].id), size[k], i) for k, i in enumerate(found.tolist())]
        return self._items[min(ranks)[2]].id

    def within(self, box: Box) -> tuple[str, ...]:
        """Ids of the items that lie wholly inside a page box."""
        if not len(self._boxes):
            return ()
        inside = (self._boxes[:, :2] >= box[:2]).all(axis=1) & (self._boxes[:, 2:] <= box[2:]).all(axis=1)
        return tuple(self._items[i].id for i in np.flatnonzero(inside))

    def visible(self, box: Box) -> Bool:
        """Mask (N,) of the items whose boxes touch a page box."""
        starts, ends = (
            (self._boxes[:, :2] <= box[2:]).all(axis=1),
            (self._boxes[:, 2:] >= box[:2]).all(axis=1),
        )
        return np.asarray(starts & ends)

    # --- inside --------------------------------------------------------------------------------

    def _collect_boxes(self) -> None:
        boxes = [self._preview.get(item.id, item.box) for item in self._items]
        self._boxes = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)

    def _holds(self, item: OverlayItem, x: float, y: float, tolerance: float) -> bool:
        """Regions are grasped at their border only, so that what lies in them stays within reach."""
        if item.role != "region" or self.is_selected(item.id):
            return True
        x1, y1, x2, y2 = item.box
        rim = max(tolerance, 1.0)
        return min(abs(x - x1), abs(x - x2), abs(y - y1), abs(y - y2)) <= rim
