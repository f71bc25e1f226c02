"""Unlimited undo and redo over documents, in step with the dirty mark.

Documents are values, so a step is a reference to one; shapes that an edit left alone are shared. Steps of
several pages that were one act of the user (a search over all pages) share a `group`: it is taken back and
done again on all of them together, also where a page was edited since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .document import Document


@dataclass(frozen=True)
class _Step:
    document: Document
    text: str
    merge: str = ""
    group: str = ""
    inverse: bool = False  # takes its group back after later edits
    beside: Mapping[str, object] = field(default_factory=dict)


class History:
    """The states of one page and where in them the page stands.

    Parameters
    ----------
    document : Document
        The state as opened; it counts as saved.
    """

    def __init__(self, document: Document) -> None:
        self._steps = [_Step(document, "")]
        self._at = 0
        self._saved: int | None = 0
        # What each act on several pages made of this one, kept also when its step is forgotten here:
        # another page may do the act again.
        self._acts: dict[str, tuple[Document, _Step]] = {}

    @property
    def document(self) -> Document:
        """The current state."""
        return self._steps[self._at].document

    @property
    def beside(self) -> Mapping[str, object]:
        """What `lay_beside` kept with the current state: undo and redo bring it back with the document."""
        return self._steps[self._at].beside

    def lay_beside(self, values: Mapping[str, object]) -> None:
        """Keep `values` with the current state: what holds for this document, and is no part of it."""
        self._steps[self._at] = replace(self._steps[self._at], beside=dict(values))

    def push(self, document: Document, text: str, *, merge: str = "", group: str = "") -> bool:
        """Make `document` the current state; `text` says what was done ("Rematch 12").

        What was undone before is forgotten. Consecutive pushes with the same non-empty `merge` (the
        steps of one drag) are one step. `group` names the act that changes other pages, too. An equal
        document is no step; returns whether there is one.
        """
        before, step = self.document, _Step(document, text, merge, group)
        if not self._push(document, step):
            return False
        if group:
            self._acts[group] = (before, step)
        return True

    def _push(self, document: Document, step: _Step) -> bool:
        merge = step.merge
        if document == self.document:
            return False
        top = self._steps[self._at]
        if merge and top.merge == merge and self._at > 0 and self._saved != self._at and not self.can_redo:
            self._steps[self._at] = step
            return True
        del self._steps[self._at + 1 :]
        if self._saved is not None and self._saved > self._at:
            self._saved = None
        self._steps.append(step)
        self._at += 1
        return True

    @property
    def undo_group(self) -> tuple[str, bool]:
        """The group of the step that `undo` takes back, and whether that step had taken it back itself."""
        step = self._steps[self._at]
        return step.group, step.inverse

    @property
    def redo_group(self) -> tuple[str, bool]:
        """The same of the step that `redo` would do again."""
        step = self._steps[self._at + 1] if self.can_redo else _Step(self.document, "")
        return step.group, step.inverse

    def take_back(self, group: str) -> bool:
        """Undo the step of `group`; after later edits as a step of its own. Returns whether it was done."""
        if self.undo_group == (group, False):
            self.undo()
            return True
        if self.redo_group == (group, True):
            self.redo()
            return True
        at = self._in_effect(group)
        if at is None:
            return False
        after = self._steps[at]
        before = self._steps[at - 1]
        reverted = _without(self.document, before.document, after.document)
        beside = _beside_without(self.beside, before.beside, after.beside)
        return self._push(reverted, _Step(reverted, after.text, group=group, inverse=True, beside=beside))

    def do_again(self, group: str) -> bool:
        """The reverse of `take_back`, and as `take_back` a step of its own where something else is next."""
        if self.redo_group == (group, False):
            self.redo()
            return True
        if self.undo_group == (group, True):
            self.undo()
            return True
        if group not in self._acts or self._in_effect(group) is not None:
            return False
        before, after = self._acts[group]
        again = _without(self.document, after.document, before)
        return self._push(again, _Step(again, after.text, group=group, beside=self.beside))

    def _in_effect(self, group: str) -> int | None:
        """Where the step of `group` stands that holds now; None where it was not done, or taken back."""
        for at in range(self._at, 0, -1):
            if self._steps[at].group == group:
                return None if self._steps[at].inverse else at
        return None

    def undo(self) -> Document:
        """Go one step back (nothing happens at the first) and return that state."""
        self._at = max(0, self._at - 1)
        return self.document

    def redo(self) -> Document:
        """Go one step forward (nothing happens at the last) and return that state."""
        self._at = min(len(self._steps) - 1, self._at + 1)
        return self.document

    @property
    def can_undo(self) -> bool:
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        return self._at < len(self._steps) - 1

    @property
    def undo_text(self) -> str:
        """What `undo` would take back, empty when there is nothing."""
        return self._steps[self._at].text if self.can_undo else ""

    @property
    def redo_text(self) -> str:
        """What `redo` would do again, empty when there is nothing."""
        return self._steps[self._at + 1].text if self.can_redo else ""

    @property
    def dirty(self) -> bool:
        """Whether the current state differs from the saved one."""
        return self._saved != self._at

    def mark_saved(self) -> None:
        """The current state is what lies on disk."""
        self._saved = self._at

    def mark_unsaved(self) -> None:
        """No state lies on disk (a recovered page, a file that vanished)."""
        self._saved = None


def _beside_without(
    now: Mapping[str, object], before: Mapping[str, object], after: Mapping[str, object]
) -> dict[str, object]:
    """`now` without what a step laid beside it; what came later stays."""
    kept = dict(now)
    for name in {**before, **after}:
        if now.get(name) is after.get(name):
            kept.pop(name, None)
            if name in before:
                kept[name] = before[name]
    return kept


def _without(now: Document, before: Document, after: Document) -> Document:
    """`now` without what the step from `before` to `after` did; what the user changed since stays."""
    earlier = {shape.id: shape for shape in before.shapes}
    later = {shape.id: shape for shape in after.shapes}
    shapes = []
    for shape in now.shapes:
        untouched = later.get(shape.id) == shape
        if untouched and shape.id not in earlier:
            continue
        shapes.append(earlier[shape.id] if untouched else shape)
    # An id may have been given to another shape meanwhile; `with_fields` then finds a free one.
    shapes += [s for s in before.shapes if s.id not in later and s not in now.shapes]
    extra = before.extra if now.extra == after.extra else now.extra
    return now.with_fields(shapes=tuple(shapes), extra=extra)
