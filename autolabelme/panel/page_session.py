"""One open page: its document with undo, and what the searches on it have found. No widgets.

The document holds everything that is saved and undone, thresholds included. The candidates of the last
search of each label are kept beside it, so that another threshold is a filter and not a search.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.annotation.document import LOCKED, Document, Shape, Verdict
from autolabelme.core.annotation.history import History
from autolabelme.core.annotation.labelme_json import KEY
from autolabelme.core.boxes import iou
from autolabelme.core.matching import tuning
from autolabelme.core.matching.params import DEFAULT_THRESHOLD
from autolabelme.core.sorts import names_for, new_sort

from .label_suppression import Winners, resolve_all
from .pages_on_disk import PageRef

if TYPE_CHECKING:
    from autolabelme.core.matching.search import SearchResult

Box = tuple[float, float, float, float]
LABELS = "labels"
SMALLEST_SIDE_PX = 3.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("PageSession", text)


@dataclass(frozen=True)
class LabelState:
    """What is kept of a label besides its boxes: its threshold, and whether it was corrected."""

    threshold: float | None = None
    corrected: bool = False


@dataclass(frozen=True)
class Incoming:
    """What a search with templates of another page found for one sort, and what is known of that sort."""

    result: SearchResult
    threshold: float
    sort: str
    note: str = ""
    templates: frozenset[str] = frozenset()


def label_state(document: Document, label: str) -> LabelState:
    """The state of `label` kept in the document; foreign values are ignored."""
    entry = _label_entries(document).get(label)
    if not isinstance(entry, Mapping):
        return LabelState()
    threshold = entry.get("threshold")
    if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not 0 <= threshold <= 1:
        threshold = None
    return LabelState(threshold, entry.get("corrected") is True)


def with_label_state(document: Document, label: str, state: LabelState) -> Document:
    """The document with the state of `label` replaced; it is saved in the file's own key."""
    entries = dict(_label_entries(document))
    entry: dict[str, Any] = {}
    if state.threshold is not None:
        entry["threshold"] = round(state.threshold, 4)
    if state.corrected:
        entry["corrected"] = True
    if entry:
        entries[label] = entry
    else:
        entries.pop(label, None)
    own = {key: value for key, value in _own(document).items() if key != LABELS}
    if entries:
        own[LABELS] = entries
    extra = {key: value for key, value in document.extra.items() if key != KEY}
    if own:
        extra[KEY] = own
    return document.with_fields(extra=extra)


def _own(document: Document) -> Mapping[str, Any]:
    own = document.extra.get(KEY)
    return own if isinstance(own, Mapping) else {}


def _label_entries(document: Document) -> Mapping[str, Any]:
    entries = _own(document).get(LABELS)
    return entries if isinstance(entries, Mapping) else {}


class PageSession:
    """A page that is open. Every edit is one step of its history unless it says otherwise.

    Parameters
    ----------
    ref
        The page.
    document
        As read, or empty.
    annotation_path
        The file that it was read from; None when there was none.
    default_threshold
        Threshold of a label that has none of its own, 0..1.
    """

    def __init__(
        self,
        ref: PageRef,
        document: Document,
        annotation_path: Path | None = None,
        default_threshold: float = DEFAULT_THRESHOLD,
    ) -> None:
        self.ref = ref
        self.history = History(document)
        self.annotation_path = annotation_path
        self.saved_path: Path | None = None
        self.known: dict[Path, str] = {}
        """Fingerprints of its files as they were read or written last."""
        self.default_threshold = default_threshold
        self.label = next(iter(document.labels()), "")
        self.results: dict[str, SearchResult] = {}
        self._resolved: Winners | None = None
        self.seconds: dict[str, float] = {}

    # -- state --------------------------------------------------------------------------------------
    @property
    def document(self) -> Document:
        return self.history.document

    @property
    def dirty(self) -> bool:
        return self.history.dirty

    def push(self, document: Document, text: str, *, merge: str = "", group: str = "") -> bool:
        """Make `document` the current state; see `History.push`."""
        changed = self.history.push(document, text, merge=merge, group=group)
        self._follow_labels()
        self.history.lay_beside(self.results)
        return changed

    def undo(self) -> str:
        """Go one step back and return what was undone."""
        text = self.history.undo_text
        self.history.undo()
        self._follow_history()
        return text

    def redo(self) -> str:
        """Go one step forward and return what was done again."""
        text = self.history.redo_text
        self.history.redo()
        self._follow_history()
        return text

    def take_back(self, group: str) -> bool:
        """Undo this page's part of an act on several pages; see `History.take_back`."""
        done = self.history.take_back(group)
        self._follow_history()
        return done

    def do_again(self, group: str) -> bool:
        """Redo this page's part of an act on several pages."""
        done = self.history.do_again(group)
        self._follow_history()
        return done

    # -- labels -------------------------------------------------------------------------------------
    def labels(self) -> tuple[str, ...]:
        return self.document.labels()

    def threshold(self, label: str) -> float:
        """The label's threshold, 0..1."""
        own = label_state(self.document, label).threshold
        return self.default_threshold if own is None else own

    def step_label(self, step: int) -> str:
        """Go to the next (1) or previous (-1) label, round the end; returns it."""
        labels = self.labels()
        if labels:
            at = labels.index(self.label) if self.label in labels else (-1 if step > 0 else 0)
            self.label = labels[(at + step) % len(labels)]
        return self.label

    def free_label(self) -> str:
        """The next number that is no label yet, for a new template."""
        taken = set(self.labels())
        number = 0
        while str(number) in taken:
            number += 1
        return str(number)

    def note(self, label: str) -> str:
        return self.document.notes().get(label, "")

    def set_note(self, label: str, note: str) -> bool:
        ids = [shape.id for shape in self.document.shapes if shape.label == label and shape.is_vignette]
        return self.push(self.document.update(ids, note=note), _tr("Note on {0}").format(label))

    def rename_label(self, label: str, text: str) -> bool:
        """Give every vignette of `label` another label (a number may bring a note: "12 sun")."""
        ids = [shape.id for shape in self.document.shapes if shape.label == label and shape.is_vignette]
        document = self.document.relabel(ids, text)
        new = next((shape.label for shape in document.shapes if shape.id in ids), label)
        if new != label:
            state = label_state(document, label)
            document = with_label_state(document, label, LabelState())
            if state != LabelState() and label_state(document, new) == LabelState():
                document = with_label_state(document, new, state)
        self.forget_results(label, new)
        changed = self.push(document, _tr("Rename {0}").format(label))
        if changed:
            self.label = new
        return changed

    def remove_label(self, label: str) -> bool:
        """Delete the boxes of `label`; with locked ones, which stay, the label stays."""
        document = self.document.remove_label(label)
        if label not in document.labels():
            document = with_label_state(document, label, LabelState())
        self.forget_results(label)
        return self.push(document, _tr("Delete label {0}").format(label))

    # -- searching ----------------------------------------------------------------------------------
    def apply_results(
        self,
        results: Mapping[str, SearchResult],
        text: str,
        winners: Winners | None = None,
        *,
        group: str = "",
        sorts: Mapping[str, str] | None = None,
    ) -> bool:
        """Take the results of a search: one step of undo, whatever the number of labels.

        `group` and `sorts` (ids by label) are given when other pages were searched for them, too.

        `winners`, when the job has resolved them, are used if nothing else was searched meanwhile.

        Labels that compete for the same ink are resolved by score across all labels whose candidates
        are known.
        """
        self.results.update(results)
        self._resolved = winners if winners is not None and winners.hold_for(self.results) else None
        document = self.document
        for label in results:
            document = with_label_state(document, label, LabelState(self.threshold(label), corrected=False))
            if sorts and not document.sort_of(label):
                document = document.with_sort(label, sorts.get(label, ""))
        return self.push(self._filtered(document, self.results), text, group=group)

    def add_found(self, found: Mapping[str, Incoming], text: str, *, group: str) -> bool:
        """Add what a search with templates of another page has found here; returns whether it changed.

        Boxes of other sorts are left as they are, and of this sort all but what the same templates had
        found before. A page without a match is untouched.
        """
        document, fresh = self.document, {}
        for label, one in found.items():
            taken = [
                shape.box
                for shape in document.vignettes()
                if not (shape.label == label and shape.template in one.templates)
            ]
            free = tuple(
                match
                for match in one.result.candidates
                if not taken or float(iou([match.box], taken).max()) <= tuning.MAX_OVERLAP
            )
            result = replace(one.result, candidates=free)
            before = document
            document = document.add_matches(
                label,
                result.matches(one.threshold),
                tuning.MAX_OVERLAP,
                note=one.note,
                sort=one.sort,
                instead_of=one.templates,
            )
            if document == before:
                continue
            if label not in before.labels():
                document = with_label_state(document, label, LabelState(one.threshold))
            fresh[label] = result
        changed = document != self.document
        if changed:
            for label, result in fresh.items():
                others = [s for s in document.matches(label) if s.score is not None and not s.verdict]
                if all(shape.template in found[label].templates for shape in others):
                    self.results[label] = result  # the slider filters what these templates have found
            self._resolved = None
            self.push(document, text, group=group)
        return changed

    def winners_of(self, label: str) -> SearchResult | None:
        """The candidates of the label's last search that no other label fits better; None without one."""
        return self._winners().kept.get(label) if label in self.results else None

    def set_threshold(self, label: str, value: float, *, merge: str = "") -> bool:
        """Another threshold for `label`: its cached candidates are filtered anew, nothing is searched.

        Without candidates (a file just opened), matches below the threshold are hidden from no one: they
        stay until the next Rematch.
        """
        value = min(1.0, max(0.0, round(value, 4)))
        state = label_state(self.document, label)
        document = with_label_state(self.document, label, replace(state, threshold=value))
        if label in self.results:
            document = self._filtered(document, (label,))
        return self.push(document, _tr("Threshold of {0}").format(label), merge=merge)

    def correct_label(self, label: str) -> bool:
        """*Correct Label*: all boxes of the label become plain, also those that a lower threshold adds."""
        document = self.document.correct_label(label)
        state = label_state(document, label)
        document = with_label_state(document, label, replace(state, corrected=True))
        return self.push(document, _tr("Correct Label {0}").format(label))

    def forget_results(self, *labels: str) -> None:
        """The candidates of these labels no longer hold (their template changed)."""
        for label in labels:
            self.results.pop(label, None)
        self._resolved = None

    def _filtered(self, document: Document, labels: Iterable[str]) -> Document:
        winners = self._winners().kept
        for label in labels:
            own = label_state(document, label).threshold
            threshold = self.default_threshold if own is None else own
            refused = [s for s in document.matches(label, rejected=True) if s.verdict == "rejected"]
            document = document.set_matches(label, winners[label].matches(threshold))
            present = {shape.id for shape in document.shapes}
            # A refusal outlives a threshold that hides its box for a while.
            document = document.add(*(shape for shape in refused if shape.id not in present))
            if label_state(document, label).corrected:
                document = document.correct_label(label)
        return document

    def _winners(self) -> Winners:
        if self._resolved is None:
            self._resolved = resolve_all(self.results)
        return self._resolved

    # -- boxes --------------------------------------------------------------------------------------
    def clipped(self, box: Box) -> Box | None:
        """`box` cut to the page, or None when too little of it is left to be a box."""
        x1, y1, x2, y2 = box
        x1, x2 = sorted((x1, x2))
        y1, y2 = sorted((y1, y2))
        width, height = float(self.document.width), float(self.document.height)
        cut = (max(0.0, x1), max(0.0, y1), min(width, x2), min(height, y2))
        if cut[2] - cut[0] < SMALLEST_SIDE_PX or cut[3] - cut[1] < SMALLEST_SIDE_PX:
            return None
        return cut

    def add_template(self, box: Box, label: str = "") -> Shape | None:
        """A new box by hand: the template of a new label, or one more box of `label`.

        Returns the shape as it stands in the document, None when the box is off the page.
        """
        cut = self.clipped(box)
        if cut is None:
            return None
        name = label or self.free_label()
        first = not self.document.templates(name)
        shape = Shape.rectangle(
            name,
            cut,
            note=self.note(name),
            role="template" if first else "match",
            verdict="" if first else "accepted",
            sort=self.document.sort_of(name) if name in self.labels() else new_sort(),
        )
        document = self.document.add(shape)
        self.push(document, _tr("Draw {0}").format(name))
        self.label = name
        return document.shapes[-1]

    def add_region(self, box: Box) -> Shape | None:
        """A drawn ornament: where scope *ornament* searches, and what is sent to Align."""
        cut = self.clipped(box)
        if cut is None:
            return None
        from autolabelme.core.annotation.document import REGION_LABEL

        document = self.document.add(Shape.rectangle(REGION_LABEL, cut, role="region"))
        self.push(document, _tr("Draw ornament"))
        return document.shapes[-1]

    def move_boxes(self, boxes: Mapping[str, Box], *, merge: str = "") -> bool:
        """Other boxes for some shapes, by id; a found box that the user moves is accepted by that."""
        shapes = []
        for shape_id, box in boxes.items():
            shape, cut = self.document.find(shape_id), self.clipped(box)
            if cut is None or shape.role == "foreign" or shape.locked:
                continue
            moved = shape.with_box(cut)
            if moved is not shape and shape.role in ("match", "proposed"):
                moved = moved.replace(verdict="accepted")
            if shape.role == "template":
                self.forget_results(shape.label)
            shapes.append(moved)
        return self.push(self.document.replace(*shapes), _tr("Move"), merge=merge) if shapes else False

    def turn_shape(self, shape_id: str, degrees: float) -> bool:
        """Another rotation for a found box, degrees counter-clockwise; its box follows, it is accepted."""
        shape = self.document.find(shape_id)
        templates = self.document.templates(shape.label)
        if shape.locked or shape.role not in ("match", "proposed") or not templates:
            return False
        x1, y1, x2, y2 = templates[0].box
        pose = replace(shape.pose, rotation_deg=degrees, nominal_deg=None)
        half_width, half_height = (side / 2 for side in pose.extent(x2 - x1, y2 - y1))
        x, y = (shape.box[0] + shape.box[2]) / 2, (shape.box[1] + shape.box[3]) / 2
        box = self.clipped((x - half_width, y - half_height, x + half_width, y + half_height))
        if box is None or pose == shape.pose:
            return False
        turned = shape.with_box(box).replace(pose=pose, verdict="accepted", score=None, p=None)
        return self.push(self.document.replace(turned), _tr("Turn"))

    def remove_shapes(self, ids: Iterable[str]) -> bool:
        """Delete shapes; a deleted match stays away when the same label is filtered or searched again."""
        document, chosen = self.document, set(ids)
        gone = [shape for shape in document.shapes if shape.id in chosen and not shape.locked]
        refused = [s.id for s in gone if s.role in ("match", "proposed") and s.score is not None]
        removed = [shape.id for shape in gone if shape.id not in refused]
        for shape in gone:
            if shape.role == "template":
                self.forget_results(shape.label)
        document = document.with_verdict(refused, "rejected").remove(*removed)
        return self.push(
            document, _tr("Delete") if len(gone) == 1 else _tr("Delete {0} boxes").format(len(gone))
        )

    def lock_shapes(self, ids: Iterable[str]) -> bool:
        """Lock shapes against moving, resizing and deleting by hand; unlock them when all are locked."""
        chosen = self._chosen(ids)
        locked = not all(shape.locked for shape in chosen)
        changed = (shape.replace(flags={**shape.flags, LOCKED: locked}) for shape in chosen)
        return self.push(self.document.replace(*changed), _tr("Lock") if locked else _tr("Unlock"))

    def group_shapes(self, ids: Iterable[str]) -> bool:
        """Make a group of shapes, which are then selected together; take it apart when they are one."""
        chosen = self._chosen(ids)
        groups = {shape.group_id for shape in chosen}
        together = len(groups) > 1 or None in groups
        taken = (shape.group_id for shape in self.document.shapes if shape.group_id is not None)
        group = max(taken, default=0) + 1 if together else None
        changed = (shape.replace(group_id=group) for shape in chosen)
        return self.push(self.document.replace(*changed), _tr("Group") if together else _tr("Ungroup"))

    def _chosen(self, ids: Iterable[str]) -> list[Shape]:
        wanted = set(ids)
        return [shape for shape in self.document.shapes if shape.id in wanted]

    def relabel_shapes(self, ids: Iterable[str], text: str) -> bool:
        """Another label for some shapes that are not locked; found boxes that get one are accepted."""
        before = {shape.id: shape for shape in self.document.shapes}
        document = self.document.relabel((s.id for s in self._chosen(ids) if not s.locked), text)
        moved = [s for s in document.shapes if s.label != before[s.id].label]
        found = [s.id for s in moved if s.role in ("match", "proposed") and not s.verdict]
        self.forget_results(*{before[s.id].label for s in moved})
        return self.push(document.update(found, verdict="accepted", score=None), _tr("Change label"))

    def paste(self, shapes: Iterable[Shape], offset: tuple[float, float]) -> tuple[str, ...]:
        """Copies of `shapes`, moved by `offset` pixels; returns the ids of those that lie on the page.

        Boxes of another page come under the label that their sort has here, or a free one.
        """
        new, shapes = [], tuple(shapes)
        names = names_for(self.document, [(shape.sort, shape.label) for shape in shapes if shape.sort])
        for shape in shapes:
            shape = shape.replace(label=names.get(shape.sort, shape.label))
            x1, y1, x2, y2 = shape.box
            box = self.clipped((x1 + offset[0], y1 + offset[1], x2 + offset[0], y2 + offset[1]))
            if box is None:
                continue
            has_template = bool(self.document.templates(shape.label))
            role = "region" if shape.role == "region" else "match" if has_template else "template"
            copy = shape.with_box(box).replace(id="", role=role)
            new.append(copy.replace(verdict="accepted" if role == "match" else ""))
        before = {shape.id for shape in self.document.shapes}
        if new:
            self.push(self.document.add(*new), _tr("Paste"))
        return tuple(shape.id for shape in self.document.shapes if shape.id not in before)

    # -- review -------------------------------------------------------------------------------------
    def queue(self, label: str = "") -> tuple[Shape, ...]:
        """Matches without a verdict, lowest score first; of one label, or of all."""
        return tuple(shape for shape in self.document.queue() if not label or shape.label == label)

    def give_verdict(self, ids: Iterable[str], verdict: Verdict) -> bool:
        """Record the historian's answer; a locked box is not rejected, which would take it off the page."""
        if verdict == "rejected":
            ids = (shape.id for shape in self._chosen(ids) if not shape.locked)
        text = {"accepted": _tr("Accept"), "rejected": _tr("Reject")}.get(verdict, _tr("Clear verdict"))
        return self.push(self.document.with_verdict(list(ids), verdict), text)

    # -- other --------------------------------------------------------------------------------------
    def _follow_history(self) -> None:
        """Take up the candidates that were found for this state: those of another template or search would
        come under its labels with the next threshold."""
        self.results = cast("dict[str, SearchResult]", dict(self.history.beside))
        self._resolved = None
        self._follow_labels()

    def _follow_labels(self) -> None:
        labels = self.labels()
        if self.label not in labels:
            self.label = labels[0] if labels else ""
        for gone in self.results.keys() - set(labels):
            # Undo may bring the label back with another template.
            self.forget_results(gone)
