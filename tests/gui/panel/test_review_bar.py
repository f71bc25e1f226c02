"""The review line in a wide and in a narrow window."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QIcon, QPixmap
from PyQt6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from autolabelme.panel.annotate.review_bar import ReviewBar


def test_the_text_keeps_its_room(qtbot: QtBot) -> None:
    sign = QPixmap(16, 16)
    sign.fill(Qt.GlobalColor.black)
    words = ("Accept", "Reject", "Next to review")
    bar = ReviewBar(*(QAction(QIcon(sign), word) for word in words))
    qtbot.addWidget(bar)
    bar.show_queue((), any_match=True)
    bar.show()
    label = bar.findChild(QLabel)
    assert label is not None
    looks = []
    for width in range(1200, 150, -25):
        bar.resize(width, 30)
        (style,) = {button.toolButtonStyle() for button in bar.findChildren(QToolButton)}
        cut = label.text() != bar.text()
        looks.append((style == Qt.ToolButtonStyle.ToolButtonIconOnly, cut))
        assert bar.text() == "Everything is reviewed"
        if label.text():
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    # First the buttons become signs, then the text is cut.
    assert list(dict.fromkeys(looks)) == [(False, False), (True, False), (True, True)]
