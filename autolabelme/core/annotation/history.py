"""Unlimited undo and redo over documents, in step with the dirty mark.

Documents are values, so a step is a reference to one; shapes that an edit left alone are shared.
"""

from __future__ import annotations

from dataclasses import dataclass

from .document import Document


@dataclass(frozen=True)
class _Step:
    document: Document
    text: str
    merge: str


class History:
    """The states of one page and where in them the page stands.

    Parameters
    ----------
    document : Document
        The state as opened; it counts as saved.
    """

    def __init__(self, document: Document) -> None:
        self._steps = [_Step(document, "", "")]
        self._at = 0
        self._saved: int | None = 0

    @property
    def document(self) -> Document:
        """The current state."""
        return self._steps[self._at].document

    def push(self, document: Document, text: str, *, merge: str = "") -> bool:
        """Make `document` the current state; `text` says what was done ("Rematch 12").

        What was undone before is forgotten. Consecutive pushes with the same non-empty `merge` (the
        steps of one drag) are one step. An equal document is no step; returns whether there is one.
        """
        if document == self.document:
            return False
        top = self._steps[self._at]
        if merge and top.merge == merge and self._at > 0 and self._saved != self._at and not self.can_redo:
            self._steps[self._at] = _Step(document, text, merge)
            return True
        del self._steps[self._at + 1 :]
        if self._saved is not None and self._saved > self._at:
            self._saved = None
        self._steps.append(_Step(document, text, merge))
        self._at += 1
        return True

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
