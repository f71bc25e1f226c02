"""Lists of pictures with a line of words below each."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QListView


def show_as_tiles(view: QListView, side_px: int, room: QSize, elide: Qt.TextElideMode) -> None:
    """Let a list show tiles of one size: pictures of `side_px`, and `room` about them."""
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setMovement(QListView.Movement.Static)
    view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
    view.setIconSize(QSize(side_px, side_px))
    view.setGridSize(QSize(side_px, side_px) + room)
    view.setUniformItemSizes(True)
    view.setWordWrap(True)
    view.setTextElideMode(elide)
