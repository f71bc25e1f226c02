"""Every name of a command that stands in a workspace's code is in its table, and every word is translated.

Buttons, menus and tool bars fail when they are made. This finds the names that are asked for later.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from autolabelme.panel.catalogue.panel import CataloguePanel
from autolabelme.qtkit.commands import CommandTable
from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.workspace import WorkspaceContext
from autolabelme.shell.registry import find_specs
from detector.panel.inspect.panel import InspectPanel
from ransac_gui.panel.panel import AlignPanel

SPECS = {spec.key: spec for spec in find_specs()}
PACKAGES = {
    "pages": "autolabelme.panel.pages",
    "catalogue": "autolabelme.panel.catalogue",
    "annotate": "autolabelme.panel.annotate",
    "align": "ransac_gui.panel",
    "train": "detector.panel.train",
    "inspect": "detector.panel.inspect",
    "siblings": "detector.panel.siblings",
    "ledger": "ransac_gui.panel.ledger",
}
INSIDE = {"siblings": "inspect", "ledger": "align", "pages": "catalogue"}
"""Views of a workspace that have a table of their own."""
SIGNS = ("+", "-")
CONTEXTS = (
    *("PagesCommands", "CatalogueCommands", "AnnotateCommands", "Searcher", "AlignCommands"),
    *("TrainCommands", "InspectCommands", "JudgingCommands", "SiblingCommands", "LedgerCommands"),
)
_HOLDERS = ("actions_", "_actions", "actions")


def asked_for(package: str) -> Iterator[str]:
    """Names in ``actions["name"]`` in the modules of `package`."""
    folder = Path(str(import_module(package).__file__)).parent
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Constant):
                continue
            holder = getattr(node.value, "attr", getattr(node.value, "id", ""))
            if holder in _HOLDERS and isinstance(node.slice.value, str):
                yield node.slice.value


@pytest.fixture
def table(qtbot: QtBot, tmp_path: Path, key: str) -> Iterator[CommandTable[Any, Any]]:
    runner = JobRunner()
    panel = SPECS[INSIDE.get(key, key)].factory(WorkspaceContext(runner, tmp_path))
    qtbot.addWidget(panel)
    if isinstance(panel, InspectPanel):
        panel.show_siblings(key == "siblings")
    if isinstance(panel, CataloguePanel):
        panel.show_mode("pages" if key == "pages" else "ornaments")
    if isinstance(panel, AlignPanel):
        panel.show_ledger(key == "ledger")
    table = panel.commands()
    assert table is not None
    yield table
    panel.shutdown()
    runner.wait_all()


@pytest.mark.parametrize("key", PACKAGES)
def test_no_name_is_asked_for_that_the_table_does_not_have(table: CommandTable[Any, Any], key: str) -> None:
    assert set(asked_for(PACKAGES[key])) <= set(table.names())
    assert all(table[name].objectName() == name for name in table.names())


class Marking(QTranslator):
    def translate(self, context: str | None, text: str | None, *_rest: Any) -> str | None:
        return f"«{text}»" if context in CONTEXTS else None

    def isEmpty(self) -> bool:
        return False


@pytest.mark.parametrize("key", PACKAGES)
def test_every_word_of_a_table_follows_another_language(table: CommandTable[Any, Any]) -> None:
    before = {name: table[name].toolTip() for name in table.names()}
    marking = Marking()
    QCoreApplication.installTranslator(marking)
    try:
        table.retranslate()
        for action in map(table.__getitem__, table.names()):
            assert action.text() in SIGNS or action.text().startswith("«"), action.text()
            assert action.toolTip().startswith("«"), action.toolTip()
            assert not action.reason or action.reason.startswith("«"), action.reason
    finally:
        QCoreApplication.removeTranslator(marking)
    table.retranslate()
    assert {name: table[name].toolTip() for name in table.names()} == before
