"""What the user can do while a page's impressions are compared; keys as in the rest of the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from autolabelme.qtkit.commands import Command, Rows, Section

from ..judging import JudgedState, JudgingCommands

if TYPE_CHECKING:
    from .view import SiblingsView


@dataclass(frozen=True)
class SiblingState(JudgedState):
    """What the commands ask about, taken at one moment.

    `alone` is whether the selected impression has no siblings; `beside` is the sibling that stands beside it
    (0 for none) and `struck` whether what *Not authentic* would strike is struck out; `large` is whether *Why
    flagged* is in front, `seen` whether its pictures are made.
    """

    page: bool
    normals: bool
    alone: bool
    beside: int
    struck: bool
    large: bool
    seen: bool
    blinking: bool
    deciding: bool


def state_of(view: SiblingsView) -> SiblingState:
    """The state of the view now."""
    presenter = view.presenter
    row, rows = presenter.row, presenter.rows
    return SiblingState(
        running=presenter.running,
        writing=presenter.writing,
        inspected=presenter.inspection is not None,
        picked=row is not None,
        verdict="" if row is None else row.said.verdict,
        at=next((at for at, one in enumerate(rows) if one.number == presenter.selected), -1),
        count=len(rows),
        can_undo=presenter.can_undo,
        can_redo=presenter.can_redo,
        page=presenter.handed is not None,
        normals=bool(presenter.normals),
        alone=row is not None and row.judged.siblings == 0 and not row.struck,
        beside=presenter.beside,
        struck=presenter.target_struck,
        large=view.stage.why_shown,
        seen=presenter.why is not None,
        blinking=view.stage.why.blinking,
        deciding=presenter.deciding,
    )


class SiblingCommands(JudgingCommands["SiblingsView", SiblingState]):
    """The table of the view; below it, why a command cannot be used."""

    def resolve(self) -> SiblingState:
        return state_of(self.panel)

    # fmt: off
    def sections(self) -> tuple[Section[SiblingState], ...]:
        return (*self._file(), *self._edit(), *self._view(), *self._tools())

    def _file(self) -> tuple[Section[SiblingState], ...]:
        tr, view = self.tr, self.panel
        return (
            Section("file", (
                Command("normals", tr("Authentic pages…"),
                    tr("Annotations of authentic pages: their impressions are siblings; "
                       "equal labels are one sort"),
                    view.choose_normals, needs=(self._page, self._idle)),
                Command("no_normals", tr("This page only"),
                    tr("Compare with the impressions of this page only"),
                    lambda: view.presenter.set_normals(()), needs=(self._page, self._idle, self._normals)),
            )),
            Section("file", (
                Command("report", tr("Save report"),
                    tr("Write report.html, report.pdf, findings.json and boxes.png beside the page"),
                    view.save_report, "Ctrl+S", "mdi6.file-document-outline",
                    (self._inspected, self._decided_all, self._written)),
                Command("report_to", tr("Save report to…"), tr("Choose where the report's folder is made"),
                    view.save_report_to, "Ctrl+Shift+S",
                    needs=(self._inspected, self._decided_all, self._written)),
            )),
        )

    def _edit(self) -> tuple[Section[SiblingState], ...]:
        tr, view, presenter = self.tr, self.panel, self.panel.presenter
        picked = (self._inspected, self._picked)
        return (
            Section("edit", (
                Command("undo", tr("Undo"), tr("Undo the last verdict, note or strike-out"),
                    presenter.undo, "Ctrl+Z | U", "mdi6.undo", (self._undoable,)),
                Command("redo", tr("Redo"), tr("Redo what was undone last"),
                    presenter.redo, "Ctrl+Shift+Z", "mdi6.redo", (self._redoable,)),
            )),
            Section("edit", (
                Command("accept", tr("Accept"), tr("The difference is real"),
                    lambda: view.judge("accepted"), "A", "mdi6.check", (*picked, self._not_accepted)),
                Command("reject", tr("Reject"), tr("A false alarm"),
                    lambda: view.judge("rejected"), "R", "mdi6.close", (*picked, self._not_rejected)),
                Command("clear_verdict", tr("Undecided"), tr("Remove the verdict"),
                    lambda: presenter.judge(""), "Backspace", needs=(*picked, self._decided)),
            )),
            Section("edit", (
                Command("strike", tr("Not authentic"),
                    tr("Strike it out: it is no sibling of the others any more, and all p-values follow"),
                    keys="X", icon="mdi6.pencil-off-outline", needs=(*picked, self._in_company),
                    switch=lambda _on: presenter.strike(), checked=lambda now: now.struck,
                    text_now=self._strike_text),
            )),
        )

    def _view(self) -> tuple[Section[SiblingState], ...]:
        tr, view, inspected, picked = self.tr, self.panel, self._inspected, self._picked
        large = (inspected, picked, self._large, self._seen)
        return (
            Section("view", (
                Command("why", tr("Why flagged"), tr("Show the impression large beside its siblings"),
                    keys="W", icon="mdi6.help-circle-outline", needs=(inspected, picked),
                    switch=view.show_why, checked=lambda now: now.large),
                Command("blink", tr("Blink"), tr("Show the impression and what stands beside it in turn"),
                    keys="B", icon="mdi6.swap-horizontal", needs=large,
                    switch=lambda on: view.stage.why.set_blinking(on), checked=lambda now: now.blinking),
                Command("marks", tr("Lost and gained"), tr("Colour what is lost (blue) and gained (orange)"),
                    keys="G", icon="mdi6.invert-colors", needs=large,
                    switch=lambda on: view.stage.why.set_marks(on)),
            )),
            Section("view", (
                Command("next", tr("Next impression"), tr("Go to the next impression"),
                    lambda: view.presenter.step(1), "N", "mdi6.arrow-down", (inspected, self._not_last)),
                Command("previous", tr("Previous impression"), tr("Go to the previous one"),
                    lambda: view.presenter.step(-1), "Shift+N", "mdi6.arrow-up",
                    (inspected, self._not_first)),
            )),
        )

    def _tools(self) -> tuple[Section[SiblingState], ...]:
        tr, presenter = self.tr, self.panel.presenter
        return (
            Section("tools", (
                Command("inspect", tr("Inspect"), tr("Compare each impression with its siblings"),
                    presenter.inspect, "Return | Enter", "mdi6.magnify-scan", (self._page, self._idle)),
                Command("cancel", tr("Cancel"), tr("Stop the comparison"),
                    presenter.cancel, "Esc", "mdi6.stop", (self._running,)),
            )),
            Section("tools", (
                Command("leave", tr("With a model or a reference"),
                    tr("Leave the siblings, and inspect an ornament with a model or against a reference"),
                    self.panel.left.emit, "", "mdi6.arrow-left", (self._idle,)),
            )),
        )
    # fmt: on

    def gestures(self) -> Rows:
        tr = self.tr
        return [
            (tr("Up, Down"), tr("Previous / next impression")),
            (tr("Click on a box"), tr("Select its impression")),
            (tr("Double click on a card"), tr("Why flagged")),
        ]

    def _strike_text(self, now: SiblingState) -> str:
        one = self.tr("Sibling {0} is not authentic")
        return one.format(now.beside) if now.beside else self.tr("Not authentic")

    # -- why not ------------------------------------------------------------------------------------
    def _page(self, now: SiblingState) -> str:
        return "" if now.page else self.tr("Press Inspect in Annotate first")

    def _normals(self, now: SiblingState) -> str:
        return "" if now.normals else self.tr("It is compared with this page only")

    def _picked(self, now: SiblingState) -> str:
        return "" if now.picked else self.tr("Select an impression first")

    def _in_company(self, now: SiblingState) -> str:
        return self.tr("It has no siblings") if now.alone else ""

    def _large(self, now: SiblingState) -> str:
        return "" if now.large else self.tr("Press Why flagged first")

    def _seen(self, now: SiblingState) -> str:
        return "" if now.seen else self.tr("Its pictures are being made")

    def _decided_all(self, now: SiblingState) -> str:
        return self.tr("The p-values are being computed") if now.deciding else ""
