"""The window in another language: nothing untranslated, nothing clipped, the way back without a restart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QAction, QPainter
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from autolabelme.core import languages
from autolabelme.core.languages import Catalogue, catalogue_of
from autolabelme.qtkit.compare_canvas import CompareCanvas
from autolabelme.qtkit.preferences import Preferences
from autolabelme.shell.translation import CatalogueTranslator, install_translation
from autolabelme.shell.window import MainWindow

from .looks import clipped

WAIT_MS = 180_000  # a cap for jobs on a busy machine; nothing is measured with it
KEYS = ("catalogue", "pages", "annotate", "align", "train", "inspect")
MARK = "§"
NOT_OURS = re.compile(
    # names of files, models and formats, the sample's notes and labels, keys, units, figures and names
    r"/\S+|aligned|AutoLabelme|LabelMe|RANSAC-Flow|sample_(clean|worn)\S*|reference\.jpg|suspect\.jpg|English|Français"
    r"|YOLO|COCO|Pascal VOC|VOC|CSV|NCC|SSIM|Ctrl\S*|Shift\S*|Return|Enter|Restore Defaults"
    r"|Esc\w*|Backspace|Left|Right|Up|Down|Del\w*"
    r"|mobilenet_v|vgg|magsac|ransac|auto|cpu|cuda|sift|aliked|deep"
    r"|smooth_l|[dceg]?iou|conv|fc|ssd\d?|one|x86_64|AP|AUROC|px|ppp|dpi|mm|min"
)
_TEXTS = (
    *("text", "title", "toolTip", "statusTip", "placeholderText", "accessibleName", "windowTitle"),
    *("prefix", "suffix"),
)


def idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.runner.jobs, timeout=WAIT_MS)
    QApplication.processEvents()


@pytest.fixture
def spoken(qapp: QApplication) -> Iterator[Callable[[str], object]]:
    yield lambda language: install_translation(qapp, language)
    install_translation(qapp, "en")
    QApplication.processEvents()


@pytest.fixture
def open_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], MainWindow]]:
    made: list[MainWindow] = []
    yes = QMessageBox.StandardButton.Yes
    monkeypatch.setattr(QMessageBox, "question", lambda *_args, **_kwargs: yes)

    def make() -> MainWindow:
        window = MainWindow(tmp_path / f"data{len(made)}")
        made.append(window)
        window.show()
        window.start([])
        window.resize(1366, 768)
        return window

    yield make
    for window in made:
        window.runner.wait_all()
        window.close()
        window.deleteLater()


def walk(qtbot: QtBot, window: MainWindow) -> Iterator[str]:
    """Every workspace in turn, as it is found and with the sample."""
    for key in KEYS:
        window.show_panel(key)
        idle(qtbot, window)
        window.resize(1366, 768)
        QApplication.processEvents()
        yield key
        if key != "inspect":  # that one would load a model
            window.open_sample()
            idle(qtbot, window)
            window.resize(1366, 768)
            QApplication.processEvents()
            yield f"{key} with the sample"


def objects(window: QWidget) -> Iterator[QObject]:
    for one in (window, *window.findChildren(QObject)):
        if isinstance(one, QWidget | QAction) and not _is_a_librarys(one):
            yield one


def _is_a_librarys(one: QObject) -> bool:
    """Whether it stands in a menu of pyqtgraph's, which are never shown, or is Qt's own part of a widget."""
    at: QObject | None = one
    while at is not None:
        if "pyqtgraph" in type(at).__module__ or at.objectName() in ("ScrollLeftButton", "ScrollRightButton"):
            return True
        if isinstance(at, QMenu) and at.title() in ("Plot Options", "Transforms"):
            return True
        at = at.parent()
    return False


def texts(window: QWidget) -> dict[str, list[str]]:
    """What is written on each widget and action, by kind and object name."""
    found: dict[str, list[str]] = {}
    for one in objects(window):
        meta = one.metaObject()
        said = [
            str(one.property(name) or "")
            for name in _TEXTS
            if meta is not None and meta.indexOfProperty(name) >= 0
            if not (name == "text" and isinstance(one, QLineEdit))
        ]
        if isinstance(one, QComboBox):
            said += [one.itemText(index) for index in range(one.count())]
        if isinstance(one, QTabBar):
            said += [one.tabText(index) for index in range(one.count())]
        if isinstance(one, QHeaderView) and (model := one.model()) is not None:
            count = model.columnCount() if one.orientation() == Qt.Orientation.Horizontal else 0
            said += [str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in range(count)]
        # Each window has a folder of its own, and measures anew how fast the machine is.
        said = [re.sub(r"/\S*/|\d+", "", text) for text in said]
        if any(said):
            found.setdefault(f"{type(one).__name__} {one.objectName()}", []).extend(filter(None, said))
    return found


def difference(wanted: dict[str, list[str]], found: dict[str, list[str]]) -> str:
    """Line by line what is said otherwise; which of several widgets of a name says it does not matter."""
    lines = []
    for name in sorted({*wanted, *found}):
        one, other = Counter(wanted.get(name, ())), Counter(found.get(name, ()))
        if one != other:
            lines.append(f"{name}: wanted {sorted(one - other)}, found {sorted(other - one)}")
    return "\n".join(lines)


def left_out(text: str) -> str:
    """What of a text is neither marked as translated nor somebody's name."""
    if MARK in text:
        return ""
    rest = re.sub(NOT_OURS, "", text)
    return rest.strip() if re.search(r"[^\W\d_]{3}", rest) else ""


@pytest.fixture
def marked(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language in which every text is its English one with a mark."""
    french = catalogue_of("fr")
    assert french is not None
    entries = [(context, source, (MARK + source,)) for context, source, _ in french.entries()]
    catalogue = Catalogue("xx", entries)
    monkeypatch.setattr(languages._Spoken, "catalogue", catalogue)
    translator = CatalogueTranslator(catalogue)
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)
    QApplication.processEvents()


@pytest.mark.usefixtures("marked")
def test_nothing_is_said_in_english_alone(qtbot: QtBot, open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    untranslated: dict[str, str] = {}
    for place in walk(qtbot, window):
        for name, said in texts(window).items():
            for text in said:
                if left_out(text):
                    untranslated.setdefault(text, f"{place}: {name}")
    window.actions_.show_settings()
    window.actions_.show_shortcuts()
    window.actions_.show_log()
    for name, said in texts(window).items():
        for text in said:
            if left_out(text):
                untranslated.setdefault(text, name)
    assert not untranslated, "\n".join(f"{place}: {text!r}" for text, place in untranslated.items())


def quiet(window: MainWindow) -> None:
    """Nothing is said any more: which messages and jobs come differs from run to run."""
    for notice in window.notices.notices():
        notice.take_away()
    window.job_bar.clear()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def all_clipped(window: QWidget) -> dict[str, str]:
    return {
        f"{type(one).__name__} {one.objectName()} in {type(one.parent()).__name__}": text
        for one in objects(window)
        if (text := clipped(one))
    }


def test_no_french_is_clipped_on_a_small_screen(
    qtbot: QtBot, open_window: Callable[[], MainWindow], spoken: Callable[[str], object]
) -> None:
    spoken("fr")
    window = open_window()
    found = {place: cut for place in walk(qtbot, window) if (cut := all_clipped(window))}
    assert not found, "\n".join(f"{p}: {n}: {t!r}" for p, cut in found.items() for n, t in cut.items())


def test_the_language_changes_without_a_restart(
    qtbot: QtBot,
    open_window: Callable[[], MainWindow],
    spoken: Callable[[str], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A machine with other work is minutes or hours fast: two windows would say it in other units.
    monkeypatch.setattr("detector.core.pace.seconds_a_crop", lambda *_args, **_options: 0.05)
    window = open_window()
    for _ in walk(qtbot, window):
        pass
    quiet(window)
    english = texts(window)
    window.apply_preferences(Preferences(language="fr"))
    QApplication.processEvents()
    french = texts(window)
    assert window.menus.menus["file"].title() == "&Fichier"
    canvases = [one.caption for one in window.findChildren(CompareCanvas) if one.caption]
    assert any("référence de l’exemple" in text for text in canvases)
    assert not [text for text in (*canvases, *cells(window)) if "sample s" in text or "sample r" in text]
    window.apply_preferences(Preferences(language="en"))
    QApplication.processEvents()
    again = texts(window)
    if lines := difference(english, again):
        pytest.fail(lines, pytrace=False)
    # What a window says that was started in French.
    spoken("fr")
    QApplication.processEvents()
    other = open_window()
    for _ in walk(qtbot, other):
        pass
    quiet(other)
    fresh = texts(other)
    different = difference(fresh, french)
    if different:
        pytest.fail(different, pytrace=False)


_POINT = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])")
_NO_FIGURE = re.compile(r"\S+/\S*|\w+\.(?:json|jpg|png|pdf|html)|\d+\.\d+\.\d+")
"""Paths, names of files, versions."""


def cells(window: QWidget) -> Iterator[str]:
    """What the lists and tables of a window show."""
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if model is None or isinstance(view, QHeaderView):
            continue
        for row in range(min(200, model.rowCount())):
            for column in range(model.columnCount() if isinstance(view, QTableView | QTreeView) else 1):
                yield str(model.data(model.index(row, column)) or "")


def numbers(window: QWidget) -> Iterator[str]:
    yield from (box.text() for box in window.findChildren(QAbstractSpinBox))
    for one in objects(window):
        meta = one.metaObject()
        for name in _TEXTS:
            if meta is not None and meta.indexOfProperty(name) >= 0:
                yield str(one.property(name) or "")


def test_french_figures_have_commas(
    qtbot: QtBot,
    open_window: Callable[[], MainWindow],
    spoken: Callable[[str], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []
    draw = QPainter.drawText

    def recorded(painter: QPainter, *given: object) -> object:
        drawn.extend(text for text in given if isinstance(text, str))
        return draw(painter, *given)  # type: ignore[call-overload]

    monkeypatch.setattr(QPainter, "drawText", recorded)
    spoken("fr")
    window = open_window()
    seen: Counter[str] = Counter()
    wrong: dict[str, str] = {}
    for place in walk(qtbot, window):
        window.grab()
        for text in (*cells(window), *numbers(window), *drawn):
            seen["with a comma"] += bool(re.search(r"\d,\d", text))
            if _POINT.search(_NO_FIGURE.sub("", text)):
                wrong.setdefault(text, place)
        drawn.clear()
    assert not wrong, "\n".join(f"{place}: {text!r}" for text, place in wrong.items())
    assert seen["with a comma"] > 10
