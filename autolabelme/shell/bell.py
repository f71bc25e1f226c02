"""The bell: how much was said that nobody has seen, and the list of it."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QPoint, QRect, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFrame, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from autolabelme.qtkit.floating import solid
from autolabelme.qtkit.history import Entry
from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.job_bar import JobBar
from autolabelme.qtkit.job_rows import EndedRow, RunningRow

_LETTERS = 76
_GAP_PX = 4


class Bell(QToolButton):
    """Opens the list of everything that runs and was said, over the workspace."""

    def __init__(self, jobs: JobBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bell")
        self._jobs = jobs
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._list: MessageList | None = None
        self.toggled.connect(self._toggle)
        jobs.history.changed.connect(self._show)
        self._show()

    def retranslate(self) -> None:
        self._show()

    def _show(self) -> None:
        history = self._jobs.history
        count = history.unread
        self.setIcon(icon("mdi6.bell-ring-outline" if count else "mdi6.bell-outline"))
        self.setText(str(count) if count else "")
        name = self.tr("Messages and jobs")
        self.setAccessibleName(self.tr("Messages and jobs: {0} not read").format(count) if count else name)
        self.setToolTip(self.accessibleName())
        if self._list is not None:
            if count:
                history.read_all()  # they are in sight; this comes here again
            else:
                self._list.fill()

    def _toggle(self, wanted: bool) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None
        window = self.window()
        if wanted and window is not None:
            self._list = MessageList(self._jobs, self, window)
            self._jobs.history.read_all()
            self._list.show()
            self._list.raise_()
            self._list.setFocus(Qt.FocusReason.PopupFocusReason)


class MessageList(QFrame):
    """What runs, then what was said, the newest first. Escape closes it."""

    def __init__(self, jobs: JobBar, bell: Bell, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("job_list")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        solid(self)
        self._jobs, self._bell = jobs, bell
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self._scroll)
        parent.installEventFilter(self)
        self.fill()

    def fill(self) -> None:
        """Show what there is now."""
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 4, 4, 4)
        layout.setSpacing(2)
        rows: list[QWidget] = [RunningRow(job, inside, at_once=True) for job in self._jobs.running]
        rows += [self._ended(entry, inside) for entry in reversed(self._jobs.history.entries)]
        if not rows:
            nothing = QLabel(self.tr("No jobs and no messages."), inside)
            nothing.setWordWrap(True)
            rows = [nothing]
        for row in rows:
            layout.addWidget(row)
        layout.addStretch(1)
        self._scroll.setWidget(inside)
        self._place()

    def _ended(self, entry: Entry, parent: QWidget) -> QWidget:
        row = EndedRow(entry.text, entry.level, entry.show, parent)
        row.details_wanted.connect(self._jobs.details_wanted)
        row.dismissed.connect(lambda: self._jobs.drop(entry))
        return row

    def _place(self) -> None:
        """Below the bell, its right edge below the bell's, as high as it needs and the window allows."""
        parent, inside = self.parentWidget(), self._scroll.widget()
        if parent is None or inside is None:
            return
        corner = self._bell.mapTo(parent, QPoint(self._bell.width(), self._bell.height()))
        width = min(_LETTERS * self.fontMetrics().averageCharWidth(), corner.x() - _GAP_PX)
        layout = inside.layout()
        needed = layout.totalHeightForWidth(width - 20) if layout is not None else 0
        height = min(max(needed, inside.sizeHint().height()) + 10, parent.height() - corner.y() - 2 * _GAP_PX)
        self.setGeometry(QRect(corner.x() - width, corner.y() + _GAP_PX, width, height))

    def eventFilter(self, watched: object, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self._bell.setChecked(False)
            self._bell.setFocus(Qt.FocusReason.PopupFocusReason)
            return
        super().keyPressEvent(event)
