"""What the user can do in Annotate: the report's buttons under their names, and what stands in the menus."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from autolabelme.core.annotation.formats import FORMATS
from autolabelme.qtkit.commands import Command, CommandTable, Need, Rows, Section
from autolabelme.qtkit.workspace import FIND, ORNAMENT_REFERENCE, ORNAMENT_SOURCE, VIGNETTES

if TYPE_CHECKING:
    from .panel import AnnotatePanel

_KINDS = (ORNAMENT_SOURCE, ORNAMENT_REFERENCE, VIGNETTES, FIND)


@dataclass(frozen=True)
class AnnotateState:
    """What the commands ask about, taken at one moment.

    `undo` and `redo` name the step, None when there is none; `marked` is whether a match that can be
    accepted is selected; `page_at` is where the page stands among `pages`, -1 outside; `sends` are the kinds
    that another workspace accepts.
    """

    page: bool
    label: bool
    labels: int
    boxes: bool
    selection: bool
    marked: bool
    waiting: bool
    undo: str | None
    redo: str | None
    paste: bool
    rematch_obstacle: str
    searching: bool
    page_at: int
    pages: int
    reviewed: bool
    flagged: bool
    sends: frozenset[str]


def state_of(panel: AnnotatePanel) -> AnnotateState:
    """The state of the workspace now."""
    presenter, searcher, selection = panel.presenter, panel.searcher, panel.selection()
    session, document = presenter.session, presenter.document
    shapes = () if document is None else document.shapes
    history = None if session is None else session.history
    keys = [ref.key for ref in presenter.project.pages]
    return AnnotateState(
        page=session is not None,
        label=bool(presenter.label),
        labels=0 if document is None else len(document.labels()),
        boxes=document is not None and bool(document.vignettes()),
        selection=bool(selection),
        marked=any(one.id in selection and one.role in ("match", "proposed") for one in shapes),
        waiting=bool(presenter.queue()),
        undo=history.undo_text if history is not None and history.can_undo else None,
        redo=history.redo_text if history is not None and history.can_redo else None,
        paste=presenter.can_paste,
        rematch_obstacle=searcher.obstacle(),
        searching=searcher.running,
        page_at=keys.index(presenter.key) if presenter.key in keys else -1,
        pages=len(keys),
        reviewed=document is not None and document.reviewed,
        flagged=document is not None and document.flagged,
        sends=frozenset(kind for kind in _KINDS if presenter.context.can_send(kind)),
    )


class AnnotateCommands(CommandTable["AnnotatePanel", AnnotateState]):
    """The table of the workspace; below it, why a command cannot be used."""

    def resolve(self) -> AnnotateState:
        return state_of(self.panel)

    # fmt: off
    def sections(self) -> tuple[Section[AnnotateState], ...]:
        tools = (*self._tools(), *self._hand_over())
        return (*self._file(), *self._edit(), *self._page_marks(), *self._view(), *tools, *self._outside())

    def _file(self) -> tuple[Section[AnnotateState], ...]:
        tr, panel, page, boxes = self.tr, self.panel, self._page, self._boxes
        saver, files, step = panel.saver, panel.file_commands, panel.presenter.step_page
        return (
            Section("file", (
                Command("save_json", tr("Save JSON"), tr("Save as <name>_matched.json for LabelMe"),
                    saver.save_json, "Ctrl+S", needs=(page,)),
                Command("save_as", tr("Save JSON as…"), tr("Save under another name"),
                    files.save_as, needs=(page,)),
                Command("save_images", tr("Save Images"), tr("Save the boxes as images by label, with a CSV"),
                    saver.save_images, "Ctrl+Shift+S", needs=(boxes,)),
                Command("save_images_to", tr("Save Images to…"), tr("Choose the folder for the images"),
                    files.save_images_to, needs=(boxes,)),
            )),
            Section("file", (
                Command("recover", tr("Unsaved work of earlier windows"),
                    tr("Offer again what windows that ended without saving left in the last days"),
                    panel.project.recovering.offer_all),
            )),
            Section("file", tuple(
                Command(f"export_{name}", tr("Export %s…") % title,
                    tr("Export the boxes as %s") % title, partial(files.export, name), needs=(boxes,))
                for name, title in FORMATS.items()
            )),
            Section("file", (
                Command("next_page", tr("Next page"), tr("Show the next page"),
                    lambda: step(1), "PgDown", "mdi6.chevron-right", (page, self._not_last)),
                Command("previous_page", tr("Previous page"), tr("Show the previous page"),
                    lambda: step(-1), "PgUp", "mdi6.chevron-left", (page, self._not_first)),
            )),
        )

    def _edit(self) -> tuple[Section[AnnotateState], ...]:
        tr, panel, page, label, selected = self.tr, self.panel, self._page, self._label, self._selection
        presenter = panel.presenter
        return (
            Section("edit", (
                Command("undo", tr("Undo"), tr("Undo the last step"),
                    presenter.undo, "Ctrl+Z", "mdi6.undo", (page, self._undoable),
                    text_now=lambda now: f"{tr('Undo')} {now.undo or ''}".strip()),
                Command("redo", tr("Redo"), tr("Redo what was undone last"),
                    presenter.redo, "Ctrl+Shift+Z | Ctrl+Y", "mdi6.redo", (page, self._redoable),
                    text_now=lambda now: f"{tr('Redo')} {now.redo or ''}".strip()),
            )),
            Section("edit", (
                Command("copy", tr("Copy boxes"), tr("Copy the selected boxes"),
                    lambda: presenter.copy(panel.selection()), "Ctrl+C", needs=(selected,)),
                Command("paste", tr("Paste boxes"), tr("Paste the copied boxes"),
                    presenter.paste, "Ctrl+V", needs=(page, self._copied)),
                Command("copy_to_next", tr("Copy to the next page"),
                    tr("Put copies of the selected boxes in the same place on the next page"),
                    lambda: presenter.copy_to_next(panel.selection()), "Ctrl+PgDown",
                    needs=(selected, self._not_last)),
                Command("lock", tr("Lock or unlock boxes"),
                    tr("Keep the selected boxes as they are, whatever is searched, corrected or deleted"),
                    lambda: presenter.lock(panel.selection()), "Ctrl+L", needs=(selected,)),
                Command("group", tr("Group or ungroup boxes"),
                    tr("Select the boxes of a group together from now on"),
                    lambda: presenter.group(panel.selection()), "Ctrl+G", needs=(selected,)),
                Command("delete", tr("Delete boxes"), tr("Delete the selected boxes"),
                    lambda: presenter.delete(panel.selection()), "Del | Backspace", needs=(selected,)),
                Command("select_all", tr("Select all boxes of this label"), tr("Select the label's boxes"),
                    panel.select_label, "Ctrl+A", needs=(label,)),
            )),
            Section("edit", (
                Command("relabel", tr("Change label…"), tr("Give the selected boxes another label"),
                    lambda: panel.edit_labels(panel.selection()), "F2", needs=(selected,)),
                Command("rename_label", tr("Rename label…"),
                    tr("Another name for the current label, and its note"),
                    lambda: panel.side.labels.edit_label(presenter.label), needs=(label,)),
                Command("remove_label", tr("Delete label"),
                    tr("Delete the current label with all its boxes but locked ones"),
                    lambda: presenter.remove_label(presenter.label), needs=(label,)),
                Command("correct", tr("Correct Label"),
                    tr("Make all boxes of this label plain: not flipped, not rotated"),
                    presenter.correct_label, needs=(label,)),
            )),
            Section("edit", (
                Command("own_sort", tr("Another sort than elsewhere"),
                    tr("The current label is a sort of its own: what other pages call so is not it"),
                    lambda: presenter.own_sort(presenter.label), needs=(label,)),
            )),
        )

    def _page_marks(self) -> tuple[Section[AnnotateState], ...]:
        tr, panel, page = self.tr, self.panel, self._page
        presenter = panel.presenter
        return (
            Section("edit", (
                Command("review_next", tr("Next to review"),
                    tr("Go to the match that is least like its template"),
                    presenter.review_next, "N", "mdi6.skip-next", (page, self._waiting)),
                Command("accept", tr("Accept"), tr("The match is right"),
                    lambda: presenter.give_verdict(panel.selection(), "accepted"),
                    "A", "mdi6.check", (page, self._match)),
                Command("reject", tr("Reject"), tr("The match is wrong"),
                    lambda: presenter.give_verdict(panel.selection(), "rejected"),
                    "R", "mdi6.close", (page, self._match)),
            )),
            Section("edit", (
                Command("reviewed", tr("Page is reviewed"), tr("Mark this page as reviewed"), needs=(page,),
                    switch=presenter.set_reviewed, checked=lambda now: now.reviewed),
                Command("flagged", tr("Flag page"), tr("Flag this page"), needs=(page,),
                    switch=presenter.set_flagged, checked=lambda now: now.flagged),
                Command("details", tr("Where this page comes from…"),
                    tr("Library, shelfmark, edition and so on"),
                    panel.file_commands.show_details, "Ctrl+I", needs=(page,)),
            )),
        )

    def _view(self) -> tuple[Section[AnnotateState], ...]:
        tr, panel, page = self.tr, self.panel, self._page
        return (
            Section("view", (
                Command("fit", tr("Fit page"), tr("Show the whole page"),
                    lambda: panel.canvas.fit(), "F", "mdi6.fit-to-page-outline", (page,)),
                Command("actual", tr("Actual pixels"), tr("One screen pixel for one page pixel"),
                    lambda: panel.canvas.actual_pixels(), "1", "mdi6.numeric-1-box-outline", (page,)),
                Command("zoom_in", tr("Zoom in"), tr("Zoom in"),
                    lambda: panel.canvas.zoom_in(), "Ctrl++ | Ctrl+=", needs=(page,)),
                Command("zoom_out", tr("Zoom out"), tr("Zoom out"),
                    lambda: panel.canvas.zoom_out(), "Ctrl+-", needs=(page,)),
            )),
            Section("view", (
                Command("only_label", tr("Only the current label"), tr("Hide the boxes of other labels"),
                    keys="L", icon="mdi6.filter-outline", switch=panel.show_only_label),
                Command("scores", tr("Labels at all boxes"),
                    tr("Write label and likeness at every box, not only under the pointer"),
                    switch=lambda on: panel.canvas.overlays.set_badges(on)),
                Command("show_files", tr("List of pages"), tr("Show the list of pages"),
                    keys="F9", icon="mdi6.page-layout-sidebar-left",
                    switch=lambda on: panel.files.setVisible(on), on=True),
                Command("show_overview", tr("Overview"), tr("Show the overview of all labels"),
                    keys="F10", switch=panel.show_overview, on=True),
            )),
        )

    def _tools(self) -> tuple[Section[AnnotateState], ...]:
        tr, panel, label, searcher = self.tr, self.panel, self._label, self.panel.searcher

        def tool(name: str, text: str, tip: str, keys: str, icon: str) -> Command[AnnotateState]:
            return Command(name, text, tip, keys=keys, icon=icon, needs=(self._page,),
                           switch=lambda _on: panel.area.choose_tool(name))

        return (
            Section("tools", (
                tool("tool_box", tr("Box"), tr("Click a vignette or drag to box it; drag a box to move it"),
                     "B", "mdi6.vector-square-plus"),
                tool("tool_select", tr("Select"), tr("Drag to select several boxes"),
                     "S", "mdi6.select-drag"),
                tool("tool_region", tr("Ornament"),
                     tr("Drag around an ornament, to search in it or align it"), "O", "mdi6.crop"),
                tool("tool_ruler", tr("Ruler"), tr("Measure; a known length sets the resolution"),
                     "U", "mdi6.ruler"),
            )),
            Section("tools", (
                Command("same_label", tr("New boxes join this label"),
                    tr("Boxes drawn now belong to the current label (or hold Alt while you click)"),
                    keys="J", icon="mdi6.tag-plus-outline", needs=(label,), switch=panel.join_label),
            )),
            Section("tools", (
                Command("rematch", tr("Rematch"), tr("Search for the current label"),
                    searcher.rematch, "Return | Enter", "mdi6.magnify", (lambda now: now.rematch_obstacle,)),
                Command("rematch_all", tr("Match all labels"),
                    tr("Search for every label that has a template"),
                    searcher.rematch_all, "Ctrl+Return", needs=(label,)),
                Command("cancel", tr("Cancel search"), tr("Stop the running search"),
                    searcher.cancel, "Esc", needs=(self._searching,)),
            )),
        )

    def _hand_over(self) -> tuple[Section[AnnotateState], ...]:
        tr, panel, files = self.tr, self.panel, self.panel.file_commands
        align, inspect = tr("Align is not installed"), tr("Inspect is not installed")
        vignettes = self._accepted(VIGNETTES, inspect)
        return (
            Section("tools", (
                Command("inspect", tr("Inspect"),
                    tr("Compare the impressions of the page, or of the selected ornament, "
                       "with their siblings"),
                    lambda: files.inspect(panel.selection()), "I", "mdi6.magnify-scan",
                    (vignettes, self._boxes)),
                Command("inspect_label", tr("Inspect this label"),
                    tr("Compare the impressions of the current label with each other"),
                    lambda: files.inspect((), panel.presenter.label), needs=(vignettes, self._label)),
            )),
            Section("tools", (
                Command("send_source", tr("Send to Align as source"),
                    tr("Align this ornament to a reference"),
                    lambda: files.send(ORNAMENT_SOURCE, panel.selection()),
                    needs=(self._accepted(ORNAMENT_SOURCE, align), self._page)),
                Command("send_reference", tr("Send to Align as reference"),
                    tr("Align others to this ornament"),
                    lambda: files.send(ORNAMENT_REFERENCE, panel.selection()),
                    needs=(self._accepted(ORNAMENT_REFERENCE, align), self._page)),
                Command("find", tr("Find in the catalogue"),
                    tr("Where else was this ornament used? Search the catalogue for its picture"),
                    lambda: files.send(FIND, panel.selection()), "Ctrl+F", "mdi6.image-search-outline",
                    (self._accepted(FIND, tr("The catalogue is not installed")), self._page)),
                Command("labelme", tr("Open in LabelMe"), tr("Save, and edit this page in LabelMe"),
                    panel.labelme.open, "", "mdi6.open-in-new", (self._page,)),
            )),
        )

    def _outside(self) -> tuple[Section[AnnotateState], ...]:
        tr, panel, label = self.tr, self.panel, self._label
        step = panel.presenter.step_threshold
        return (
            Section("", (
                Command("open_json", tr("Open JSON"), tr("Open LabelMe annotations or page images"),
                    panel.choose_files),
                Command("next_line", tr("Next Line >>"),
                    tr("Go to the next label and match it (arrow right or down)"),
                    lambda: panel.step_label(1), needs=(label, self._several)),
                Command("previous_line", tr("<< Previous Line"),
                    tr("Go to the previous label (arrow left or up)"),
                    lambda: panel.step_label(-1), needs=(label, self._several)),
                Command("fewer", "-", tr("Raise the threshold by 0.05: fewer boxes"),
                    lambda: step(1), "-", needs=(label,)),
                Command("more", "+", tr("Lower the threshold by 0.05: more boxes"),
                    lambda: step(-1), "+ | =", needs=(label,)),
            )),
        )
    # fmt: on

    def gestures(self) -> Rows:
        tr = self.tr
        return [
            (tr("→ ↓ / ← ↑"), tr("Next Line / Previous Line")),
            (tr("Shift+arrows"), tr("Move the selected boxes by a pixel")),
            (tr("Click"), tr("Box the ink there; on a box: select it")),
            (tr("Click again, or Alt+wheel"), tr("The box just made: less or more of the ink there")),
            (tr("Alt+click"), tr("Add a box to the current label")),
            (tr("Drag"), tr("Draw a box; on a box: move it")),
            (tr("Drag the round handle"), tr("Turn a copy; with Shift by steps of 15 degrees")),
            (tr("Shift+drag"), tr("Select several boxes")),
            (tr("Double click on a box"), tr("Change its label and note")),
            (tr("Red, solid"), tr("A plain match")),
            (tr("Blue, dashed"), tr("A flipped or mirrored match")),
            (tr("Green, dotted"), tr("A rotated match")),
        ]

    # -- why not ------------------------------------------------------------------------------------
    def _page(self, now: AnnotateState) -> str:
        return "" if now.page else self.tr("Open a page first")

    def _label(self, now: AnnotateState) -> str:
        return self._page(now) or ("" if now.label else self.tr("Box a vignette first"))

    def _several(self, now: AnnotateState) -> str:
        return "" if now.labels > 1 else self.tr("There is only one label")

    def _boxes(self, now: AnnotateState) -> str:
        return self._page(now) or ("" if now.boxes else self.tr("There are no boxes yet"))

    def _selection(self, now: AnnotateState) -> str:
        return self._page(now) or ("" if now.selection else self.tr("Select a box first"))

    def _undoable(self, now: AnnotateState) -> str:
        return self.tr("Nothing to undo") if now.undo is None else ""

    def _redoable(self, now: AnnotateState) -> str:
        return self.tr("Nothing to redo") if now.redo is None else ""

    def _copied(self, now: AnnotateState) -> str:
        return "" if now.paste else self.tr("Nothing was copied")

    def _waiting(self, now: AnnotateState) -> str:
        return "" if now.waiting else self.tr("No match waits for review")

    def _match(self, now: AnnotateState) -> str:
        return "" if now.marked else self._waiting(now)

    def _searching(self, now: AnnotateState) -> str:
        return "" if now.searching else self.tr("No search is running")

    def _not_last(self, now: AnnotateState) -> str:
        return "" if 0 <= now.page_at < now.pages - 1 else self.tr("This is the last page")

    def _not_first(self, now: AnnotateState) -> str:
        return "" if now.page_at > 0 else self.tr("This is the first page")

    def _accepted(self, kind: str, absent: str) -> Need[AnnotateState]:
        return lambda now: "" if kind in now.sends else absent
