"""Train shows sorts: one name of two pages is two entries, until the person says that they are one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.image_io import write_image
from autolabelme.core.sorts import name_sorts
from autolabelme.qtkit.workspace import WorkspaceContext
from detector.panel.train.panel import TrainPanel
from tests.gui.panel.conftest import sort_ink

WAIT_MS = 60_000


def a_page(folder: Path, name: str, kind: int) -> Path:
    """A page with three impressions of a sort, all labelled "0"."""
    page = np.full((120, 300), 235, np.uint8)
    shapes = []
    for index in range(3):
        x = 20 + 90 * index
        page[30:78, x : x + 48] = np.minimum(page[30:78, x : x + 48], sort_ink(kind))
        shapes.append(Shape.rectangle("0", (x, 30, x + 48, 78), role="match" if index else "template"))
    image = write_image(folder / f"{name}.png", page)
    return write_document(Document(image, 300, 120, tuple(shapes)), folder / f"{name}_matched.json")


@pytest.fixture
def panel(qtbot: QtBot, context: WorkspaceContext) -> TrainPanel:
    panel = TrainPanel(context)
    qtbot.addWidget(panel)
    panel.resize(1200, 700)
    panel.show()
    return panel


def test_two_sorts_of_one_name_are_shown_apart_and_joined_on_demand(
    qtbot: QtBot, panel: TrainPanel, context: WorkspaceContext, tmp_path: Path
) -> None:
    paths = tuple(a_page(tmp_path, name, kind) for name, kind in (("a", 0), ("b", 1), ("c", 1)))
    panel.presenter.choose_catalogue(paths)
    view = panel.stage.catalogue
    qtbot.waitUntil(lambda: view.grid.count() == 3, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not context.runner.jobs, timeout=WAIT_MS)
    texts = [view.grid.item(row).text() for row in range(3)]
    assert texts == ["0\n× 3\na.png", "0-2\n× 3\nb.png", "0-3\n× 3\nc.png"]
    icons = [view.grid.item(row).icon().pixmap(72).toImage() for row in range(3)]
    assert icons[0] != icons[1]
    assert view.met.isVisible() and "“0”" in view.met.text()
    assert not view.join.isEnabled() and "Ctrl+click" in view.join.toolTip()
    for row in (1, 2):
        view.grid.item(row).setSelected(True)
    QTest.mouseClick(view.join, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.grid.count() == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not context.runner.jobs, timeout=WAIT_MS)
    assert [view.grid.item(row).text() for row in range(2)] == ["0\n× 3\na.png", "0-2\n× 6\nb.png, c.png"]
    # It holds for everything that reads these pages; their files are as they were.
    documents = [read_document(path) for path in paths]
    named = name_sorts(documents)
    assert named.key(documents[1], "0") == named.key(documents[2], "0") != named.key(documents[0], "0")
    assert all(not shape.sort for document in documents for shape in document.shapes)
