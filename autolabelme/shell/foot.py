"""What is said over the lower edge of the picture: one line at a time, a message or a job."""

from __future__ import annotations

from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from autolabelme.qtkit.floating import FloatOver, solid
from autolabelme.qtkit.job_bar import GUARD_MS, NEWS_MS, JobBar, Shield

from .notices import NoticeArea


class Foot(QFrame):
    """Floats, so that the picture keeps its room; is not there when there is nothing to say.

    A message that wants an answer comes before all; what is new, message or end of a job, stands for a
    while; then what runs has the line again. Everything else is in the list behind the bell.
    """

    def __init__(self, notices: NoticeArea, jobs: JobBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        solid(self)  # the picture below must not shine through
        self._notices, self._jobs = notices, jobs
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(notices)
        layout.addWidget(jobs)
        self._float: FloatOver | None = None
        self._shown: object = None
        self._news_of_jobs = False
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.setInterval(NEWS_MS)
        self._news.timeout.connect(self._choose)
        self._shield = Shield(self)
        notices.said.connect(lambda: self._new(False))
        notices.changed.connect(self._choose)
        jobs.told.connect(lambda: self._new(True))
        jobs.changed.connect(self._choose)
        self._choose()

    def stand_over(self, area: QWidget, workspace: str) -> None:
        """Float over `area` of the workspace that is in front now, and show its messages."""
        if self._float is None:
            self._float = FloatOver(self, area, below=True)
        else:
            self._float.set_area(area)
        self._notices.show_for(workspace)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._shield.setGeometry(self.rect())

    def _new(self, of_jobs: bool) -> None:
        self._news_of_jobs = of_jobs
        self._news.start()
        self._choose()

    def _choose(self) -> None:
        notice, job = self._notices.front(), not self._jobs.is_blank
        first = notice is not None and (
            notice.waits or not job or (self._news.isActive() and not self._news_of_jobs)
        )
        self._notices.setVisible(first)
        self._jobs.setVisible(job and not first)
        shown = notice if first else job
        if shown and self._shown and shown is not self._shown:
            self._shield.raise_for(GUARD_MS)
        self._shown = shown
        self.setVisible(bool(first or job))
        if self._float is not None:
            self._float.place()
