"""Where Tab goes in the window: to everything that can be used, in the order in which it is read.

Qt follows the order in which widgets were made, and a widget that gives its focus to another one which is
hidden ends the way there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cmp_to_key

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QScrollArea,
    QWidget,
)

_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox)
"""Their parts are no stops of their own."""


def stops(widget: QWidget) -> Iterator[QWidget]:
    """What takes the focus by Tab in `widget` and below it, as it is seen now, line by line."""
    if not widget.isVisible():
        return
    if widget.isEnabled() and _takes(widget):
        yield widget
    if isinstance(widget, _WHOLE):
        return
    inside = [one for one in widget.children() if isinstance(one, QWidget) and not one.isWindow()]
    for one in sorted(inside, key=cmp_to_key(_before)):
        yield from stops(one)


def step(window: QWidget, forward: bool) -> bool:
    """Give the focus to the next stop, or the one before; False where there is none."""
    there = list(stops(window))
    if not there:
        return False
    now = window.focusWidget()
    while now is not None and now not in there:
        now = now.parentWidget()  # the focus is in a part, or in something that Tab passes by
    at = there.index(now) if now is not None else (-1 if forward else 0)
    following = there[(at + (1 if forward else -1)) % len(there)]
    following.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    above = following.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(following)
        above = above.parentWidget()
    return True


def _takes(widget: QWidget) -> bool:
    if isinstance(widget, QScrollArea):
        return False  # it follows what has the focus in it
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if isinstance(widget, QAbstractButton) and group is not None and group.exclusive():
        # One stop a group, whichever policy Qt has given its buttons; arrows go on from there.
        return widget.isChecked() or (group.checkedButton() is None and group.buttons()[0] is widget)
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _before(one: QWidget, other: QWidget) -> int:
    """Below zero where `one` is read before `other`: further left in one line, else further up."""
    first, second = one.geometry(), other.geometry()
    shared = min(first.bottom(), second.bottom()) - max(first.top(), second.top())
    in_line = 2 * shared > min(first.height(), second.height())
    return first.left() - second.left() if in_line else first.top() - second.top()
