"""Write docs/keyboard.md from the tables of commands of the running window.

Run ``python tools/manual_keys.py`` after a key or its words have changed; a test says when it was forgotten.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyqt6"

from PyQt6.QtWidgets import QApplication

from autolabelme.qtkit.shortcuts import view_rows
from autolabelme.shell.shortcut_sheet import rows_of
from autolabelme.shell.window import MainWindow
from detector.panel.inspect.panel import InspectPanel
from ransac_gui.panel.panel import AlignPanel

PAGE = Path(__file__).resolve().parents[1] / "docs" / "keyboard.md"
HEAD = """# Keyboard and mouse

Made by `tools/manual_keys.py`. In the program, ? lists the keys of the workspace in front.
"""
Rows = list[tuple[str, str]]


def page(window: MainWindow) -> str:
    """The page: what holds everywhere, on pictures, and in each workspace."""
    found: dict[str, Rows] = {}
    for spec in window.specs:
        window.show_panel(spec.key)
        panel = window.panel(spec.key)
        found[spec.title] = _rows(window)
        if isinstance(panel, AlignPanel):
            panel.show_ledger(True)
            found["Align, in the ledger"] = _rows(window)
            panel.show_ledger(False)
        if isinstance(panel, InspectPanel):
            panel.show_siblings(True)
            found["Inspect, against siblings"] = _rows(window)
            panel.show_siblings(False)
    everywhere = [row for row in next(iter(found.values())) if all(row in rows for rows in found.values())]
    parts = [HEAD, _table("Everywhere", everywhere), _table("On pictures", view_rows())]
    shown = (*everywhere, *view_rows())
    parts += [_table(name, [row for row in rows if row not in shown]) for name, rows in found.items()]
    return "\n".join(parts)


def _rows(window: MainWindow) -> Rows:
    """What the shortcut sheet lists of the workspace in front."""
    menus = [row for _, rows in rows_of(window.menus.menus) for row in rows]
    return menus + window.panel(window.current_key).shortcut_rows()


def _table(title: str, rows: Rows) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([f"## {title}", "", "| keys | |", "|---|---|", *lines, ""])


def main() -> int:
    """Write the page."""
    app = QApplication(["manual"])
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(Path(folder))
        window.start([])
        PAGE.write_text(page(window), "utf-8")
        window.runner.wait_all()
        window.close()
        app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
