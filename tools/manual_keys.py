"""Write docs/keyboard.md, and the page in French, from the tables of commands of the running window.

Run ``python tools/manual_keys.py`` after a key or its words have changed; a test says when it was forgotten.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyqt6"

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QApplication

from autolabelme.qtkit.shortcuts import view_rows
from autolabelme.shell.shortcut_sheet import rows_of
from autolabelme.shell.translation import install_translation
from autolabelme.shell.window import MainWindow
from detector.panel.inspect.panel import InspectPanel
from ransac_gui.panel.panel import AlignPanel

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = {"en": DOCS / "keyboard.md", "fr": DOCS / "fr" / "keyboard.md"}
HEAD = {
    "en": """# Keyboard and mouse

Made by `tools/manual_keys.py`. In the program, ? lists the keys of the workspace in front.
""",
    "fr": """# Clavier et souris

Fait par `tools/manual_keys.py`. Dans le programme, ? donne les touches de l’espace de travail présent.
""",
}
FRENCH = {
    "Everywhere": "Partout",
    "On pictures": "Sur les images",
    "Align, in the ledger": "Aligner, dans le registre",
    "Inspect, against siblings": "Inspecter, contre les sœurs",
    "keys": "touches",
}
Rows = list[tuple[str, str]]


def page(window: MainWindow, language: str = "en") -> str:
    """The page in the language that is spoken: what holds everywhere, on pictures, and in each workspace."""
    found: dict[str, Rows] = {}
    for spec in window.specs:
        window.show_panel(spec.key)
        panel = window.panel(spec.key)
        found[QCoreApplication.translate("Rail", spec.title)] = _rows(window)
        if isinstance(panel, AlignPanel):
            panel.show_ledger(True)
            found["Align, in the ledger"] = _rows(window)
            panel.show_ledger(False)
        if isinstance(panel, InspectPanel):
            panel.show_siblings(True)
            found["Inspect, against siblings"] = _rows(window)
            panel.show_siblings(False)
    everywhere = [row for row in next(iter(found.values())) if all(row in rows for rows in found.values())]
    shown = (*everywhere, *view_rows())
    tables = {"Everywhere": everywhere, "On pictures": view_rows()}
    tables |= {name: [row for row in rows if row not in shown] for name, rows in found.items()}
    words = FRENCH if language == "fr" else {}
    keys = words.get("keys", "keys")
    return "\n".join(
        [HEAD[language], *(_table(words.get(name, name), keys, rows) for name, rows in tables.items())]
    )


def _rows(window: MainWindow) -> Rows:
    """What the shortcut sheet lists of the workspace in front."""
    menus = [row for _, rows in rows_of(window.menus.menus) for row in rows]
    return menus + window.panel(window.current_key).shortcut_rows()


def _table(title: str, keys: str, rows: Rows) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([f"## {title}", "", f"| {keys} | |", "|---|---|", *lines, ""])


def main() -> int:
    """Write the pages."""
    app = QApplication(["manual"])
    for language, path in PAGES.items():
        install_translation(app, language)
        with tempfile.TemporaryDirectory() as folder:
            window = MainWindow(Path(folder))
            window.start([])
            path.write_text(page(window, language), "utf-8")
            window.runner.wait_all()
            window.close()
            app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
