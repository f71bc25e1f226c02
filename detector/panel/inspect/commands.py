"""What the user can do with an ornament in Inspect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from autolabelme.qtkit.commands import Command, Need, Rows, Section
from autolabelme.qtkit.shortcuts import compare_rows
from autolabelme.qtkit.workspace import BOXES, FIND

from ..judging import JudgedState, JudgingCommands

if TYPE_CHECKING:
    from .panel import InspectPanel


@dataclass(frozen=True)
class InspectState(JudgedState):
    """What the commands ask about, taken at one moment.

    `handed` is whether Align laid the ornament on its reference, `laid` whether it was inspected with one;
    `boxes` is whether there are some to send; `view` is one of `canvas_area.VIEWS`, `seen` whether the
    pictures of *Why flagged* are made, `page` whether Annotate sent one.
    """

    ornament: bool
    handed: bool
    reference: bool
    model: bool
    laid: bool
    boxes: bool
    view: str
    seen: bool
    blinking: bool
    page: bool
    annotate: bool
    catalogue: bool


def state_of(panel: InspectPanel) -> InspectState:
    """The state of the workspace now."""
    presenter = panel.presenter
    subject, done, finding = presenter.subject, presenter.done, presenter.selected_finding
    foreign = any(one.kind == "foreign" for one in presenter.findings)
    return InspectState(
        running=presenter.running,
        writing=presenter.writing,
        inspected=done is not None,
        picked=finding is not None,
        verdict="" if finding is None else finding.verdict,
        at=presenter.selected,
        count=len(presenter.findings),
        can_undo=presenter.can_undo,
        can_redo=presenter.can_redo,
        ornament=subject is not None,
        handed=subject is not None and subject.handover is not None,
        reference=subject is not None and subject.reference is not None,
        model=presenter.model is not None,
        laid=done is not None and done.reference is not None,
        boxes=done is not None and (bool(done.inspection.vignettes) or foreign),
        view=panel.stage.view,
        seen=presenter.why is not None,
        blinking=panel.stage.blinking,
        page=panel.siblings.presenter.handed is not None,
        annotate=presenter.context.can_send(BOXES),
        catalogue=presenter.context.can_send(FIND),
    )


class InspectCommands(JudgingCommands["InspectPanel", InspectState]):
    """The table of the workspace; below it, why a command cannot be used."""

    def resolve(self) -> InspectState:
        return state_of(self.panel)

    # fmt: off
    def sections(self) -> tuple[Section[InspectState], ...]:
        return (*self._file(), *self._edit(), *self._view(), *self._tools())

    def _file(self) -> tuple[Section[InspectState], ...]:
        tr, panel, idle, ornament = self.tr, self.panel, self._idle, self._ornament
        return (
            Section("file", (
                Command("choose_ornament", tr("Choose ornament…"),
                    tr("Open the image of the ornament to inspect"),
                    panel.choose_ornament, "Ctrl+Shift+O", needs=(idle,)),
                Command("choose_reference", tr("Choose reference…"),
                    tr("Open an authentic impression; it is laid on the ornament first"),
                    panel.choose_reference, needs=(ornament, self._free, idle)),
                Command("clear_reference", tr("No reference"), tr("Inspect the ornament without a reference"),
                    lambda: panel.presenter.choose_reference(None),
                    needs=(ornament, self._free, self._reference, idle)),
            )),
            Section("file", (
                Command("report", tr("Save report"),
                    tr("Write report.html, report.pdf, findings.json and the overlays beside the page"),
                    panel.save_report, "Ctrl+S", "mdi6.file-document-outline",
                    (self._inspected, self._written)),
                Command("report_to", tr("Save report to…"), tr("Choose where the report's folder is made"),
                    panel.save_report_to, "Ctrl+Shift+S", needs=(self._inspected, self._written)),
            )),
        )

    def _edit(self) -> tuple[Section[InspectState], ...]:
        tr, panel, presenter = self.tr, self.panel, self.panel.presenter
        picked = (self._inspected, self._picked)
        return (
            Section("edit", (
                Command("undo", tr("Undo"), tr("Undo the last verdict or note"),
                    presenter.undo, "Ctrl+Z", "mdi6.undo", (self._undoable,)),
                Command("redo", tr("Redo"), tr("Redo the verdict or note that was undone"),
                    presenter.redo, "Ctrl+Shift+Z", "mdi6.redo", (self._redoable,)),
            )),
            Section("edit", (
                Command("accept", tr("Accept"), tr("This finding is right"),
                    lambda: panel.judge("accepted"), "A", "mdi6.check", (*picked, self._not_accepted)),
                Command("reject", tr("Reject"), tr("This finding is a false alarm"),
                    lambda: panel.judge("rejected"), "R", "mdi6.close", (*picked, self._not_rejected)),
                Command("clear_verdict", tr("Undecided"), tr("Remove the verdict on this finding"),
                    lambda: presenter.judge(""), "Backspace", needs=(*picked, self._decided)),
            )),
        )

    def _view(self) -> tuple[Section[InspectState], ...]:
        tr, panel, inspected, found = self.tr, self.panel, self._inspected, self._found
        large = (inspected, self._picked, self._large, self._seen)

        def view(
            name: str, its: str, text: str, tip: str, keys: str, icon: str, *more: Need[InspectState]
        ) -> Command[InspectState]:
            return Command(name, text, tip, keys=keys, icon=icon, needs=(inspected, *more),
                switch=lambda on: panel.choose_view(its if on else "ornament"),
                checked=lambda now: now.view == its)

        return (
            Section("view", (
                view("compare", "compare", tr("Compare"),
                    tr("Compare the ornament with its reference: blink, swipe, onion skin, difference"),
                    "V", "mdi6.compare", self._laid),
                view("two_maps", "maps", tr("Two maps"),
                    tr("Lay two kinds of evidence over the ornament, side by side"),
                    "E", "mdi6.view-split-vertical"),
                view("why_large", "why", tr("Why flagged"),
                    tr("Show the selected finding large beside what it is compared with"),
                    "W", "mdi6.help-circle-outline", self._picked),
                Command("blink", tr("Blink"), tr("Show in turn the two that are compared"),
                    keys="B", icon="mdi6.swap-horizontal", needs=(inspected, self._two),
                    switch=panel.set_blinking, checked=lambda now: now.blinking),
                Command("marks", tr("Lost and gained"), tr("Colour what is lost (blue) and gained (orange)"),
                    keys="G", icon="mdi6.invert-colors", needs=large,
                    switch=lambda on: panel.stage.why.set_marks(on)),
            )),
            Section("view", (
                Command("next", tr("Next finding"), tr("Go to the next finding"),
                    lambda: panel.step(1), "N", "mdi6.arrow-down", (inspected, found, self._not_last)),
                Command("previous", tr("Previous finding"), tr("Go to the previous finding"),
                    lambda: panel.step(-1), "Shift+N", "mdi6.arrow-up", (inspected, found, self._not_first)),
            )),
        )

    def _tools(self) -> tuple[Section[InspectState], ...]:
        tr, panel, presenter = self.tr, self.panel, self.panel.presenter
        return (
            Section("tools", (
                Command("inspect", tr("Inspect"), tr("Look for what is anomalous on this ornament"),
                    presenter.inspect, "Return | Enter", "mdi6.magnify-scan",
                    (self._ornament, self._means, self._idle)),
                Command("cancel", tr("Cancel"), tr("Stop the inspection"),
                    presenter.cancel, "Esc", "mdi6.stop", (self._running,)),
            )),
            Section("tools", (
                Command("send_boxes", tr("Boxes to Annotate"),
                    tr("Send the vignettes and what is foreign to Annotate, as proposals"),
                    presenter.send_boxes, "Ctrl+B", "mdi6.send-outline",
                    (self._annotate, self._inspected, self._boxes)),
                Command("find", tr("Find in the catalogue"),
                    tr("Where else was this ornament used? Search the catalogue for its picture"),
                    presenter.find, "Ctrl+F", "mdi6.image-search-outline",
                    (self._catalogue, self._ornament)),
                Command("siblings", tr("Siblings on the page"),
                    tr("Back to the page that Annotate sent: its impressions against their siblings"),
                    lambda: panel.show_siblings(True), "", "mdi6.view-grid-outline", (self._page,)),
            )),
        )
    # fmt: on

    def gestures(self) -> Rows:
        tr = self.tr
        return [
            (tr("Up, Down"), tr("Previous / next finding")),
            (tr("Click on a box"), tr("Select its finding")),
            (tr("Double click on a card"), tr("Why flagged")),
            *compare_rows(landmarks=False),
        ]

    # -- why not ------------------------------------------------------------------------------------
    def _catalogue(self, now: InspectState) -> str:
        return "" if now.catalogue else self.tr("The catalogue is not installed")

    def _ornament(self, now: InspectState) -> str:
        return "" if now.ornament else self.tr("Choose an ornament first, or send one here from Align")

    def _free(self, now: InspectState) -> str:
        laid = self.tr("Align has laid this ornament on its reference; choose another reference there")
        return laid if now.handed else ""

    def _reference(self, now: InspectState) -> str:
        return "" if now.reference else self.tr("There is no reference")

    def _means(self, now: InspectState) -> str:
        none = self.tr("Choose a model or a reference: there is nothing to compare with")
        return "" if now.model or now.reference else none

    def _picked(self, now: InspectState) -> str:
        return "" if now.picked else self.tr("Select a finding first")

    def _found(self, now: InspectState) -> str:
        return "" if now.count else self.tr("There are no findings")

    def _laid(self, now: InspectState) -> str:
        return "" if now.laid else self.tr("It was inspected without a reference")

    def _large(self, now: InspectState) -> str:
        return "" if now.view == "why" else self.tr("Press Why flagged first")

    def _two(self, now: InspectState) -> str:
        if now.view == "compare":
            return ""
        if now.view != "why":
            return self.tr("Press Why flagged or Compare first")
        return self._picked(now) or self._seen(now)

    def _seen(self, now: InspectState) -> str:
        return "" if now.seen else self.tr("Its pictures are being made")

    def _boxes(self, now: InspectState) -> str:
        return "" if now.boxes else self.tr("There are no boxes to send")

    def _page(self, now: InspectState) -> str:
        return "" if now.page else self.tr("Press Inspect in Annotate: it sends the boxes of a page here")

    def _annotate(self, now: InspectState) -> str:
        return "" if now.annotate else self.tr("Annotate is not installed")
