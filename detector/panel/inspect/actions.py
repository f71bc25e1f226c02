"""The workspace's actions."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QWidget

from autolabelme.qtkit.workspace_actions import WorkspaceActions


class InspectActions(WorkspaceActions):
    """All actions of the workspace by name; `triggered` carries the name."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        add, tr = self._add, self.tr
        add(
            "choose_ornament",
            tr("Choose ornament…"),
            tr("Open the image of the ornament to inspect"),
            "Ctrl+Shift+O",
        )
        add(
            "choose_reference",
            tr("Choose reference…"),
            tr("Open an authentic impression; it is laid on the ornament first"),
        )
        add("clear_reference", tr("No reference"), tr("Inspect the ornament without a reference"))
        add(
            "inspect",
            tr("Inspect"),
            tr("Look for what is anomalous on this ornament"),
            "Return | Enter",
            "mdi6.magnify-scan",
        )
        add("cancel", tr("Cancel"), tr("Stop the inspection"), "Esc", "mdi6.stop")
        add("accept", tr("Accept"), tr("This finding is right"), "A", "mdi6.check")
        add("reject", tr("Reject"), tr("This finding is a false alarm"), "R", "mdi6.close")
        add("clear_verdict", tr("Undecided"), tr("Take the verdict on this finding away"), "Backspace")
        add("undo", tr("Undo"), tr("Take the last verdict or note back"), "Ctrl+Z", "mdi6.undo")
        add("redo", tr("Redo"), tr("Say it again"), "Ctrl+Shift+Z", "mdi6.redo")
        add("next", tr("Next finding"), tr("Go to the next finding"), "N", "mdi6.arrow-down")
        add("previous", tr("Previous finding"), tr("Go to the previous finding"), "Shift+N", "mdi6.arrow-up")
        add(
            "compare",
            tr("Compare"),
            tr("Compare the ornament with its reference: blink, swipe, onion skin, difference"),
            "V",
            "mdi6.compare",
            checkable=True,
        )
        add(
            "two_maps",
            tr("Two maps"),
            tr("Lay two kinds of evidence over the ornament, side by side"),
            "E",
            "mdi6.view-split-vertical",
            checkable=True,
        )
        add(
            "why_large",
            tr("Why flagged"),
            tr("Show the evidence for the selected finding large"),
            "W",
            "mdi6.help-circle-outline",
            checkable=True,
        )
        add(
            "report",
            tr("Save report…"),
            tr("Write report.html, report.pdf, findings.json and the overlays into a folder"),
            "Ctrl+S",
            "mdi6.file-document-outline",
        )
        add(
            "send_boxes",
            tr("Boxes to Annotate"),
            tr("Send the vignettes and what is foreign to Annotate, as proposals"),
            "Ctrl+B",
            "mdi6.send-outline",
        )
        add("siblings", tr("Siblings on the page"), tr("Back to the page that Annotate sent: its impressions "
            "against their siblings"), "", "mdi6.view-grid-outline")  # fmt: skip
        add("show_findings", tr("List of findings"), tr("Show the findings and why they were flagged"),
            "F9", "mdi6.page-layout-footer", checkable=True)  # fmt: skip

    def menus(self) -> dict[str, list[QAction | None]]:
        """The actions by menu of the window."""
        get = self._by_name.__getitem__
        return {
            "file": [
                *(get("choose_ornament"), get("choose_reference"), get("clear_reference")),
                *(None, get("report")),
            ],
            "edit": [
                *(get("undo"), get("redo"), None),
                *(get("accept"), get("reject"), get("clear_verdict")),
            ],
            "view": [
                get("compare"),
                get("two_maps"),
                get("why_large"),
                None,
                get("next"),
                get("previous"),
                None,
                get("show_findings"),
            ],
            "tools": [get("inspect"), get("cancel"), None, get("send_boxes"), get("siblings")],
        }


def extra_rows() -> list[tuple[str, str]]:
    """Keys that are no menu actions."""
    return [
        (
            QCoreApplication.translate("InspectActions", "Up, Down"),
            QCoreApplication.translate("InspectActions", "Previous / next finding"),
        ),
        (
            QCoreApplication.translate("InspectActions", "Click on a box"),
            QCoreApplication.translate("InspectActions", "Select its finding"),
        ),
    ]
