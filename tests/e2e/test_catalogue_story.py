"""From a manifest to a block: pages fetched, ornaments found, two impressions grouped, laid, exported."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog, QInputDialog

from autolabelme.core.annotation.labelme_json import annotation_path, read_document
from autolabelme.core.catalogue import queries
from autolabelme.core.image_io import read_rgb, write_image
from autolabelme.core.press import sample
from autolabelme.panel.catalogue.panel import CataloguePanel
from ransac_gui.core.params import AlignParams
from ransac_gui.panel.panel import AlignPanel

from .conftest import Driver


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def manifest(tmp_path: Path) -> Iterator[str]:
    """The address of a manifest with two pages, each an impression of one ornament."""
    folder = tmp_path / "server"
    folder.mkdir()
    items = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    url = f"http://127.0.0.1:{server.server_port}"
    for number, name in enumerate(("reference", "suspect"), start=1):
        picture = read_rgb(sample.ornament_image(name))
        write_image(folder / f"f{number}.png", picture)
        height, width = picture.shape[:2]
        canvas = f"{url}/canvas/{number}"
        body = {"id": f"{url}/f{number}.png", "type": "Image", "format": "image/png"}
        painting = {"id": f"{canvas}/a", "type": "Annotation", "motivation": "painting", "target": canvas}
        page = {"id": f"{canvas}/p", "type": "AnnotationPage", "items": [painting | {"body": body}]}
        items.append({"id": canvas, "type": "Canvas", "width": width, "height": height, "items": [page]})
    (folder / "manifest.json").write_text(
        json.dumps(
            {
                "@context": "http://iiif.io/api/presentation/3/context.json",
                "id": f"{url}/manifest.json",
                "type": "Manifest",
                "label": {"fr": ["Œuvres diverses"]},
                "rights": "http://creativecommons.org/licenses/by/4.0/",
                "items": items,
            }
        ),
        "utf-8",
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"{url}/manifest.json"
    server.shutdown()
    server.server_close()
    thread.join()


def key(panel: CataloguePanel, code: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(panel.view.wall, code, modifiers or Qt.KeyboardModifier.NoModifier)


def test_from_a_manifest_to_a_block(
    driver: Driver, manifest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, out = tmp_path / "work", tmp_path / "out"
    work.mkdir()
    window = driver.window
    window.resize(1366, 768)
    window.show_panel("catalogue")
    panel = window.panel("catalogue")
    assert isinstance(panel, CataloguePanel)

    # A new catalogue in a folder, and a manifest's address.
    QTest.mouseClick(panel._buttons["ornaments"], Qt.MouseButton.LeftButton)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(work))
    panel.view.actions_["new_catalogue"].trigger()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: (manifest, True))
    panel.view.actions_["add_manifest"].trigger()
    driver.wait_idle()
    project = panel.store.project
    assert project is not None
    (book,) = queries.books(project)
    assert (book.title, book.pages, book.licence) == (
        "Œuvres diverses",
        2,
        "http://creativecommons.org/licenses/by/4.0/",
    )

    # An ornament was found on each page; A accepts them one after the other.
    QTest.mouseClick(panel._buttons["proposals"], Qt.MouseButton.LeftButton)
    assert panel.view.model.total == 2
    key(panel, Qt.Key.Key_N)
    key(panel, Qt.Key.Key_A)
    key(panel, Qt.Key.Key_A)
    assert panel.view.model.total == 0
    first, second = queries.ornaments(project, queries.Filter(states=("accepted",)))
    assert [len(read_document(annotation_path(one.page)).regions()) for one in (first, second)] == [1, 1]

    # The other one is found by its picture, and S says that both are of one block.
    QTest.mouseClick(panel._buttons["ornaments"], Qt.MouseButton.LeftButton)
    panel.view.wall.select([first.id])
    key(panel, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    driver.wait_idle()
    assert [one.id for one in panel.view.wall.selected()] == [second.id]
    assert "%" in str(panel.view.model.index(0).data())
    key(panel, Qt.Key.Key_S)
    one, other = queries.by_ids(project, [first.id, second.id])
    assert one.block == other.block != ""

    # One is laid on the other in Align.
    key(panel, Qt.Key.Key_Escape)
    align = window.panel("align")
    assert isinstance(align, AlignPanel)
    align.presenter.set_params(AlignParams(features="sift", fine="none"))
    panel.view.wall.select([first.id])
    panel.view.actions_["as_reference"].trigger()
    window.show_panel("catalogue")
    panel.view.wall.select([second.id])
    panel.view.actions_["as_source"].trigger()
    assert window.current_key == "align"
    reference, source = align.presenter.ornaments.reference, align.presenter.source
    assert reference is not None and source is not None
    assert np.allclose(reference.box or (), first.box) and source.path == second.page

    # What was accepted leaves as tables, crops, and annotations for a viewer.
    window.show_panel("catalogue")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    panel.view.actions_["export"].trigger()
    driver.wait_idle()
    with (out / "ornaments.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 2
    (annotations,) = out.glob("annotations/*/annotations.json")
    items = json.loads(annotations.read_text("utf-8"))["items"]
    assert all("#xywh=" in json.dumps(item["target"]) for item in items) and len(items) == 2
