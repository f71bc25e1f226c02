"""What the user can do with a ledger; keys as in Inspect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autolabelme.qtkit.commands import Command, CommandTable, Rows, Section
from autolabelme.qtkit.shortcuts import view_rows
from autolabelme.qtkit.workspace import ALIGNMENT
from ransac_gui.core.ledger.decisions import ACCEPT, OPEN, REJECT
from ransac_gui.core.ledger.states import ABSENT, CANNOT_TELL, PRESENT

from .presenter import REFERENCE

if TYPE_CHECKING:
    from .view import LedgerView


@dataclass(frozen=True)
class LedgerState:
    """What the commands ask about, taken at one moment.

    `chosen` counts the impressions that a ledger is to be made of, the reference among them; `state` is what
    the impression that is looked at shows of the selected event, `reference` whether it is the reference.
    """

    running: bool
    writing: bool
    chosen: int
    made: bool
    picked: bool
    verdict: str
    state: str
    reference: bool
    at: int
    count: int
    adding: bool
    close_up: bool
    can_undo: bool
    can_redo: bool
    inspect: bool


def state_of(view: LedgerView) -> LedgerState:
    """The state of the view now."""
    presenter = view.presenter
    row, rows = presenter.row, presenter.rows
    return LedgerState(
        running=presenter.running,
        writing=presenter.writing,
        chosen=sum(one.chosen for one in presenter.entries),
        made=presenter.opened is not None,
        picked=row is not None,
        verdict="" if row is None else row.verdict,
        state="" if row is None else row.states[presenter.sheet],
        reference=presenter.sheet == REFERENCE,
        at=-1 if row is None else rows.index(row),
        count=len(rows),
        adding=presenter.adding,
        close_up=view.stage.close_up,
        can_undo=presenter.can_undo,
        can_redo=presenter.can_redo,
        inspect=presenter.context.can_send(ALIGNMENT),
    )


class LedgerCommands(CommandTable["LedgerView", LedgerState]):
    """The table of the view; below it, why a command cannot be used."""

    def resolve(self) -> LedgerState:
        return state_of(self.panel)

    # fmt: off
    def sections(self) -> tuple[Section[LedgerState], ...]:
        return (*self._file(), *self._edit(), *self._view(), *self._tools())

    def _file(self) -> tuple[Section[LedgerState], ...]:
        tr, view, made = self.tr, self.panel, self._made
        return (
            Section("file", (
                Command("open_ledger", tr("Open Ledger…"), tr("Open the folder of a ledger"),
                    view.choose_ledger, "Ctrl+Shift+O", needs=(self._idle,)),
            )),
            Section("file", (
                Command("report", tr("Save Report…"),
                    tr("Write the report as HTML and PDF, and the tables as CSV, into a folder"),
                    view.save_report, "Ctrl+S", "mdi6.file-document-outline", (made, self._written)),
                Command("show_folder", tr("Open the ledger's folder"),
                    tr("Show the ledger's files; what you decide is saved there at once"),
                    view.presenter.show_folder, needs=(made,)),
            )),
        )

    def _edit(self) -> tuple[Section[LedgerState], ...]:
        tr, presenter = self.tr, self.panel.presenter
        picked = (self._made, self._picked)
        return (
            Section("edit", (
                Command("undo", tr("Undo"), tr("Undo the last decision"),
                    presenter.undo, "Ctrl+Z", "mdi6.undo", (self._undoable,)),
                Command("redo", tr("Redo"), tr("Redo the decision that was undone"),
                    presenter.redo, "Ctrl+Shift+Z", "mdi6.redo", (self._redoable,)),
            )),
            Section("edit", (
                Command("accept", tr("Accept"), tr("The block was damaged here: the event is true"),
                    lambda: self.panel.judge(ACCEPT), "A", "mdi6.check", (*picked, self._not_accepted)),
                Command("reject", tr("Reject"), tr("A fault of the printing or of the paper, no event"),
                    lambda: self.panel.judge(REJECT), "R", "mdi6.close", (*picked, self._not_rejected)),
                Command("clear_verdict", tr("Undecided"), tr("Remove the verdict on this event"),
                    lambda: presenter.judge(OPEN), "Backspace", needs=(*picked, self._decided)),
            )),
            Section("edit", (
                Command("present", tr("Present here"), tr("This impression shows the event"),
                    lambda: presenter.say_state(PRESENT), "P", needs=(*picked, self._other(PRESENT))),
                Command("absent", tr("Absent here"), tr("This impression does not show the event yet"),
                    lambda: presenter.say_state(ABSENT), "O", needs=(*picked, self._other(ABSENT))),
                Command("unknown", tr("Cannot tell"), tr("This impression does not show whether"),
                    lambda: presenter.say_state(CANNOT_TELL), "Q", needs=(*picked, self._other(CANNOT_TELL))),
            )),
            Section("edit", (
                Command("add", tr("Add event"), tr("Click on the block where a stroke is lost"),
                    keys="Ins", icon="mdi6.plus-circle-outline", needs=(self._made,),
                    switch=presenter.set_adding, checked=lambda now: now.adding),
            )),
        )

    def _view(self) -> tuple[Section[LedgerState], ...]:
        tr, presenter, made = self.tr, self.panel.presenter, self._made
        return (
            Section("view", (
                Command("next", tr("Next event"), tr("Go to the next event"),
                    lambda: presenter.step(1), "N", "mdi6.arrow-down", (made, self._found, self._not_last)),
                Command("previous", tr("Previous event"), tr("Go to the previous event"),
                    lambda: presenter.step(-1), "Shift+N", "mdi6.arrow-up",
                    (made, self._found, self._not_first)),
            )),
            Section("view", (
                Command("close_up", tr("Close up"),
                    tr("Show the event large: go through the impressions with Left and Right"),
                    keys="W", icon="mdi6.magnify-plus-outline", needs=(made, self._picked),
                    switch=self.panel.show_close_up, checked=lambda now: now.close_up),
            )),
            Section("view", (
                Command("later", tr("Later impression"), tr("Show the one that was printed next"),
                    lambda: presenter.step_sheet(1), "PgDown", "mdi6.chevron-right", (made,)),
                Command("earlier", tr("Earlier impression"), tr("Show the one that was printed before"),
                    lambda: presenter.step_sheet(-1), "PgUp", "mdi6.chevron-left", (made,)),
            )),
            Section("view", (
                Command("show_side", tr("Column of impressions"), tr("Show impressions and decisions"),
                    keys="F9", icon="mdi6.page-layout-sidebar-right",
                    switch=lambda on: self.panel.side.setVisible(on), on=True),
                Command("show_table", tr("Table of events"), tr("Show the table of events"),
                    keys="F10", icon="mdi6.page-layout-footer",
                    switch=lambda on: self.panel.table.setVisible(on), on=True),
            )),
        )

    def _tools(self) -> tuple[Section[LedgerState], ...]:
        tr, presenter = self.tr, self.panel.presenter
        return (
            Section("tools", (
                Command("make", tr("Make Ledger"),
                    tr("Find what broke between the chosen impressions, and their order"),
                    self.panel.make, "Return | Enter", "mdi6.play",
                    (self._not_made, self._chosen, self._idle)),
                Command("cancel", tr("Cancel"), tr("Stop; nothing is written"),
                    presenter.cancel, "Esc", "mdi6.stop", (self._running,)),
            )),
            Section("tools", (
                Command("send", tr("Send to Inspect"),
                    tr("Inspect this impression, laid on the reference"),
                    presenter.send, "Ctrl+I", "mdi6.send-outline",
                    (self._inspect, self._made, self._not_reference)),
                Command("leave", tr("Back to the pairs"), tr("Leave the ledger for the aligned pairs"),
                    self.panel.left.emit, "Ctrl+L", "mdi6.arrow-left"),
            )),
        )
    # fmt: on

    def gestures(self) -> Rows:
        tr = self.tr
        return [
            (tr("Up, Down"), tr("Previous / next event")),
            (tr("Left, Right"), tr("Earlier / later impression, in the same place of the picture")),
            (tr("Click on a number"), tr("Select its event")),
            (tr("Double click on a year"), tr("Date an impression; the order follows")),
            *view_rows(),
        ]

    # -- why not ------------------------------------------------------------------------------------
    def _idle(self, now: LedgerState) -> str:
        return self.tr("A ledger is being made") if now.running else ""

    def _running(self, now: LedgerState) -> str:
        return "" if now.running else self.tr("No ledger is being made")

    def _made(self, now: LedgerState) -> str:
        return "" if now.made else self.tr("Make or open a ledger first")

    def _not_made(self, now: LedgerState) -> str:
        return (
            self.tr("The ledger is made; choose other impressions in the table of pairs") if now.made else ""
        )

    def _chosen(self, now: LedgerState) -> str:
        return "" if now.chosen > 1 else self.tr("Choose two impressions or more")

    def _picked(self, now: LedgerState) -> str:
        return "" if now.picked else self.tr("Select an event first")

    def _not_accepted(self, now: LedgerState) -> str:
        return self.tr("It is accepted") if now.verdict == ACCEPT else ""

    def _not_rejected(self, now: LedgerState) -> str:
        return self.tr("It is rejected") if now.verdict == REJECT else ""

    def _decided(self, now: LedgerState) -> str:
        return "" if now.verdict else self.tr("It is undecided")

    def _other(self, state: str) -> Callable[[LedgerState], str]:
        return lambda now: self.tr("The table says so already") if now.state == state else ""

    def _undoable(self, now: LedgerState) -> str:
        return "" if now.can_undo else self.tr("Nothing was decided yet")

    def _redoable(self, now: LedgerState) -> str:
        return "" if now.can_redo else self.tr("Nothing was undone")

    def _found(self, now: LedgerState) -> str:
        return "" if now.count else self.tr("There are no events")

    def _not_first(self, now: LedgerState) -> str:
        return "" if now.at > 0 else self.tr("It is the first")

    def _not_last(self, now: LedgerState) -> str:
        return "" if now.at < now.count - 1 else self.tr("It is the last")

    def _written(self, now: LedgerState) -> str:
        return self.tr("The report is being written") if now.writing else ""

    def _not_reference(self, now: LedgerState) -> str:
        return self.tr("Choose another impression: this is the reference") if now.reference else ""

    def _inspect(self, now: LedgerState) -> str:
        return "" if now.inspect else self.tr("Inspect is not installed")
