"""The actions of the comparison with siblings; keys as in the rest of the window."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QWidget

from autolabelme.qtkit.workspace_actions import WorkspaceActions


class SiblingActions(WorkspaceActions):
    """All actions by name; `triggered` carries the name."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        add, tr = self._add, self.tr
        add("inspect", tr("Inspect"), tr("Compare each impression with its siblings"), "Return | Enter",
            "mdi6.magnify-scan")  # fmt: skip
        add("cancel", tr("Cancel"), tr("Stop the comparison"), "Esc", "mdi6.stop")
        add(
            "normals",
            tr("Authentic pages…"),
            tr("Annotations of authentic pages: their impressions are siblings; equal labels are one sort"),
        )
        add("no_normals", tr("This page only"), tr("Compare with the impressions of this page only"))
        add("accept", tr("Accept"), tr("The difference is real"), "A", "mdi6.check")
        add("reject", tr("Reject"), tr("A false alarm"), "R", "mdi6.close")
        add("clear_verdict", tr("Undecided"), tr("Take the verdict away"), "Backspace")
        add("strike", tr("Not authentic"), tr("Strike it out: it is no sibling of the others any more, and "
            "all p-values follow"), "X", "mdi6.pencil-off-outline", checkable=True)  # fmt: skip
        add("undo", tr("Undo"), tr("Take the last verdict, note or strike back"), "Ctrl+Z | U", "mdi6.undo")
        add("redo", tr("Redo"), tr("Do it again"), "Ctrl+Shift+Z", "mdi6.redo")
        add("next", tr("Next impression"), tr("Go to the next impression"), "N", "mdi6.arrow-down")
        add("previous", tr("Previous impression"), tr("Go to the previous one"), "Shift+N", "mdi6.arrow-up")
        add("why", tr("Why flagged"), tr("Show the impression large beside its siblings"), "W",
            "mdi6.help-circle-outline", checkable=True)  # fmt: skip
        add("blink", tr("Blink"), tr("Show the impression and what stands beside it in turn"), "B",
            "mdi6.swap-horizontal", checkable=True)  # fmt: skip
        add("marks", tr("Lost and gained"), tr("Colour what is lost (blue) and gained (orange)"), "G",
            "mdi6.invert-colors", checkable=True)  # fmt: skip
        add(
            "report",
            tr("Save report…"),
            tr("Write report.html, report.pdf, findings.json and boxes.png into a folder"),
            "Ctrl+S",
            "mdi6.file-document-outline",
        )
        add(
            "leave",
            tr("With a model or a reference"),
            tr("Leave the siblings, and inspect an ornament with a model or against a reference"),
            "",
            "mdi6.arrow-left",
        )

    def menus(self) -> dict[str, list[QAction | None]]:
        """The actions by menu of the window."""
        get = self._by_name.__getitem__
        return {
            "file": [get("normals"), get("no_normals"), None, get("report")],
            "edit": [
                *(get("undo"), get("redo"), None),
                *(get("accept"), get("reject"), get("clear_verdict"), None, get("strike")),
            ],
            "view": [get("why"), get("blink"), get("marks"), None, get("next"), get("previous")],
            "tools": [get("inspect"), get("cancel"), None, get("leave")],
        }


def extra_rows() -> list[tuple[str, str]]:
    """Keys that are no menu actions."""
    return [
        (
            QCoreApplication.translate("SiblingActions", "Up, Down"),
            QCoreApplication.translate("SiblingActions", "Previous / next impression"),
        ),
        (
            QCoreApplication.translate("SiblingActions", "Click on a box"),
            QCoreApplication.translate("SiblingActions", "Select its impression"),
        ),
        (
            QCoreApplication.translate("SiblingActions", "Double click on a card"),
            QCoreApplication.translate("SiblingActions", "Why flagged"),
        ),
    ]
