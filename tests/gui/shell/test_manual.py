"""F1: the manual's page for where one is, in every workspace and dialog; what it links to is there."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PIL import Image
from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from autolabelme.core.manual import Manual, Place, installed_manual
from autolabelme.panel.catalogue.panel import CataloguePanel
from autolabelme.shell.manual_view import ManualView, language_code, open_manual
from autolabelme.shell.window import MainWindow
from detector.panel.inspect.panel import InspectPanel
from ransac_gui.panel.panel import AlignPanel

ROOT = Path(__file__).parents[3]
KEYS = ("catalogue", "annotate", "align", "train", "inspect")


@pytest.fixture(scope="module")
def manual() -> Manual:
    return installed_manual()


@pytest.fixture
def real_window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with all its workspaces."""
    window = MainWindow(tmp_path / "data")
    with qtbot.waitActive(window, timeout=60_000):
        window.show()
        window.activateWindow()
    window.start([])
    yield window
    window.runner.wait_all()
    window.close()
    window.deleteLater()


def f1(qtbot: QtBot, window: MainWindow, on: QWidget | None = None) -> ManualView:
    QTest.keyClick(on or window, Qt.Key.Key_F1)
    view = window.findChild(ManualView)
    assert view is not None and view.isVisible()
    return view


def check(manual: Manual, place: Place) -> None:
    assert manual.has(place.page), place
    assert not place.section or place.section in manual.sections(place.page), place


def test_f1_opens_the_page_of_every_workspace(qtbot: QtBot, real_window: MainWindow, manual: Manual) -> None:
    assert {spec.key for spec in real_window.specs} >= set(KEYS)
    for spec in real_window.specs:
        real_window.show_panel(spec.key)
        view = f1(qtbot, real_window)
        assert view.place.page == {"catalogue": "pages"}.get(spec.key, spec.key), "the list of pages is first"
        check(manual, view.place)
        assert len(view.page.toPlainText()) > 200
        view.close()


def test_f1_opens_the_section_of_a_mode(qtbot: QtBot, real_window: MainWindow, manual: Manual) -> None:
    inspect, align = real_window.panel("inspect"), real_window.panel("align")
    catalogue = real_window.panel("catalogue")
    assert isinstance(inspect, InspectPanel) and isinstance(align, AlignPanel)
    assert isinstance(catalogue, CataloguePanel)
    catalogue.show_mode("ornaments")
    real_window.show_panel("catalogue")
    assert f1(qtbot, real_window).place.page == "catalogue"
    inspect.show_siblings(True)
    align.show_ledger(True)
    for key, section in (("inspect", "against-siblings"), ("align", "ledger-of-damage")):
        real_window.show_panel(key)
        view = f1(qtbot, real_window)
        assert view.place == Place(key, section)
        check(manual, view.place)
        assert view.page.verticalScrollBar().value() > 0


@pytest.mark.parametrize("name", ["settings", "log", "about", "shortcuts"])
def test_f1_opens_the_page_of_a_dialog(qtbot: QtBot, window: MainWindow, manual: Manual, name: str) -> None:
    window.actions_[name].trigger()
    dialog = QApplication.activeWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() not in (None, window), timeout=20_000)
    dialog = QApplication.activeWindow()
    assert dialog is not None
    view = f1(qtbot, window, dialog)
    assert view.place == Place.read(dialog.property("help"))
    check(manual, view.place)


def test_every_page_of_the_contents_is_shown_with_its_pictures(
    qtbot: QtBot, manual: Manual, caplog: pytest.LogCaptureFixture
) -> None:
    view = ManualView(manual)
    qtbot.addWidget(view)
    view.show()
    assert {"story", *KEYS} <= set(manual.pages())
    for page in manual.pages():
        view.show_place(Place(page))
        QApplication.processEvents()
        text = view.page.toPlainText()
        assert "toctree" not in text and "```" not in text
    assert caplog.records == []


def test_links_lead_to_pages_and_sections_that_are_there(manual: Manual) -> None:
    import re

    links = 0
    for page in manual.pages():
        for link in re.findall(r"(?<!!)\[[^][]*\]\((?!https?:)([^)\s]+)\)", manual.text(page)):
            place = manual.place(page, link)
            assert place is not None, (page, link)
            check(manual, place)
            links += 1
    assert links > 20


def test_back_search_and_links(qtbot: QtBot, manual: Manual) -> None:
    view = ManualView(manual)
    qtbot.addWidget(view)
    view.show_place(Place("align"))
    view.page.anchorClicked.emit(QUrl("inspect.md#judge"))
    assert view.place == Place("inspect", "judge")
    view.go_back()
    assert view.place == Place("align")
    view.search.setText("p_same")
    seen = {item.data(0, Qt.ItemDataRole.UserRole) for item in view._items() if not item.isHidden()}
    assert "meaning" in seen and "train" not in seen
    assert view.place.page in seen
    assert view.page.textCursor().selectedText() == "p_same"
    view.search.setText("")
    assert not any(item.isHidden() for item in view._items())


def test_a_page_is_shown_in_the_language_in_which_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "index.md").write_text("# A\n\n```{toctree}\n:caption: C\nstory\nalign\n```\n", "utf-8")
    (tmp_path / "story.md").write_text("# Story\n\n[on](align.md)" + "x" * 200, "utf-8")
    (tmp_path / "align.md").write_text("# Align\n\n" + "x" * 200, "utf-8")
    (tmp_path / "fr" / "story.md").write_text("# L'histoire\n\n[suite](../align.md)" + "x" * 200, "utf-8")
    french = Manual(tmp_path, "fr")
    assert french.title("story") == "L'histoire" and french.title("align") == "Align"
    assert french.place("story", "../align.md") == Place("align")
    assert french.with_words("HISTOIRE") == ("story",)
    with (tmp_path / "story.md").open("a") as english, (tmp_path / "fr" / "story.md").open("a") as other:
        english.write("\n\n## The end\n")
        other.write("\n\n## La fin\n")
    assert french.section(Place("story", "the-end")) == "la-fin"
    assert Manual(tmp_path, "de").title("story") == "Story"
    (tmp_path / "fr" / "index.md").write_text("# A\n\n```{toctree}\n:caption: Le tout\nstory\n```\n", "utf-8")
    assert french.contents() == (("Le tout", ("story",)), ("C", ("align",)))
    assert language_code("fr") == "fr" and len(language_code("system")) <= 2


def test_another_language_opens_the_manual_anew(window: MainWindow) -> None:
    first = open_manual(Place("align"), "en", window)
    assert open_manual(Place("train"), "en", window) is first
    second = open_manual(Place("train"), "fr", window)
    assert second is not first and second.manual.language == "fr" and not first.isVisible()


def test_a_program_without_a_manual_says_so(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    import autolabelme.core.manual as module

    def missing(_name: str) -> Path:
        raise ModuleNotFoundError

    monkeypatch.setattr(module, "files", missing)
    window.actions_["manual"].trigger()
    assert "the manual is not installed" in window.notices.texts()[-1]


# --- what is made by scripts ----------------------------------------------------------------------


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_of_keys_is_of_now(real_window: MainWindow) -> None:
    tool = script("manual_keys")
    assert tool.PAGES["en"].read_text("utf-8") == tool.page(real_window), "run python tools/manual_keys.py"
    # The French one has as many keys: another window would have to be opened to compare the words.
    rows = [path.read_text("utf-8").count("\n| ") for path in tool.PAGES.values()]
    assert rows[0] == rows[1], "run python tools/manual_keys.py"


@pytest.mark.slow
def test_a_picture_is_made_from_the_running_window(qapp: QApplication, tmp_path: Path) -> None:
    tool = script("manual_pictures")
    font = qapp.font()
    try:
        path, drawing = tool.make(("pages",), tmp_path)
    finally:
        qapp.setFont(font)
    with Image.open(path) as picture, Image.open(tool.FOLDER / path.name) as kept:
        assert picture.size == kept.size == tool.SIZE
        assert len(set(picture.convert("L").tobytes())) > 100
    assert "Annotate page" in drawing.read_text("utf-8")


def test_every_picture_has_its_maker_and_its_place_in_the_manual(manual: Manual) -> None:
    tool = script("manual_pictures")
    kept = {path.stem for path in tool.FOLDER.iterdir()}
    assert kept == set(tool.PICTURES)
    shown = "".join(path.read_text("utf-8") for path in [ROOT / "README.md", *manual.folder.glob("*.md")])
    assert [name for name in kept if f"images/{name}.webp" not in shown] == []
    assert sum(path.stat().st_size for path in tool.FOLDER.iterdir()) < 1_000_000


def test_every_window_has_its_sketch(qapp: QApplication) -> None:
    tool = script("manual_pictures")
    sketches = {path.stem: path for path in tool.SKETCHES.glob("*.svg")}
    assert set(sketches) == set(tool.PICTURES) - set(tool.NOT_SKETCHED)
    assert sum(path.stat().st_size for path in sketches.values()) < 60_000
    for path in sketches.values():
        ElementTree.parse(path)
