"""What the user can do in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from autolabelme.qtkit.commands import Command, CommandTable, Rows, Section
from autolabelme.qtkit.messages import said
from autolabelme.qtkit.workspace import ORNAMENT_REFERENCE, ORNAMENT_SOURCE, PAGE, VIGNETTES

if TYPE_CHECKING:
    from .view import CatalogueView

_KINDS = (ORNAMENT_REFERENCE, ORNAMENT_SOURCE, PAGE, VIGNETTES)


@dataclass(frozen=True)
class CatalogueState:
    """What the commands ask about, taken at one moment; counts are of what is selected.

    `read_only` says why nothing can be changed, '' where it can; `anchor` is whether a search's query stands
    for a further impression.
    """

    project: bool
    read_only: str
    selected: int
    regions: int
    grouped: int
    blocks: int
    anchor: bool
    searching: bool
    ornaments: bool
    book: bool
    undo: str
    redo: str
    sends: frozenset[str]


def state_of(view: CatalogueView) -> CatalogueState:
    """The state of the catalogue now."""
    store, chosen = view.store, view.wall.selected()
    project = store.project
    reason = "" if project is None or project.read_only_because is None else said(project.read_only_because)
    context = store.context
    return CatalogueState(
        project=project is not None,
        read_only="" if store.writable else reason,
        selected=len(chosen),
        regions=sum(one.role == "region" for one in chosen),
        grouped=sum(bool(one.block) for one in chosen),
        blocks=len({one.block for one in chosen if one.block}),
        anchor=view.anchor is not None,
        searching=view.search.running,
        ornaments=view.model.total > 0,
        book=bool(view.books.current_id()),
        undo=store.undo_text,
        redo=store.redo_text,
        sends=frozenset(kind for kind in _KINDS if context.can_send(kind)),
    )


class CatalogueCommands(CommandTable["CatalogueView", CatalogueState]):
    """The table of the catalogue; below it, why a command cannot be used."""

    def resolve(self) -> CatalogueState:
        return state_of(self.panel)

    # fmt: off
    def sections(self) -> tuple[Section[CatalogueState], ...]:
        tr, view, one, some = self.tr, self.panel, self._one, self._some
        project, change = self._project, self._writable
        return (
            Section("file", (
                Command("new_catalogue", tr("New catalogue…"), tr("Make a catalogue in a folder of yours"),
                    view.choose_new),
                Command("open_catalogue", tr("Open catalogue…"), tr("Open an existing catalogue"),
                    view.choose_existing),
                Command("close_catalogue", tr("Close catalogue"),
                    tr("Release it, so that another program can change it"),
                    view.store.close, needs=(project,)),
            )),
            Section("file", (
                Command("add_folder", tr("Add folder…"),
                    tr("Take in the pages of a folder and find the ornaments on them"),
                    view.choose_folder, needs=(project, change)),
                Command("add_files", tr("Add files…"), tr("Take in PDFs, TIFFs or pictures"),
                    view.choose_files, needs=(project, change)),
                Command("add_manifest", tr("Add from a library…"),
                    tr("Fetch the pages of a IIIF manifest by its address, which may be pasted"),
                    view.ask_manifest, "Ctrl+V", needs=(project, change)),
                Command("export", tr("Export…"),
                    tr("Write tables, crops and annotations of the accepted ornaments"),
                    view.choose_export, needs=(project,)),
            )),
            Section("edit", (
                Command("undo", tr("Undo"), tr("Undo the last change of the catalogue"),
                    view.store.undo, "Ctrl+Z", "mdi6.undo", (project, change, self._undoable),
                    text_now=lambda now: f"{tr('Undo')} {now.undo}".strip()),
                Command("redo", tr("Redo"), tr("Redo what was undone last"),
                    view.store.redo, "Ctrl+Shift+Z | Ctrl+Y", "mdi6.redo", (project, change, self._redoable),
                    text_now=lambda now: f"{tr('Redo')} {now.redo}".strip()),
            )),
            Section("edit", (
                Command("resolution", tr("Resolution…"),
                    tr("Say how many pixels an inch the pages of the book have: millimetres follow"),
                    view.judging.ask_resolution, needs=(project, change, self._a_book)),
            )),
            Section("edit", (
                Command("accept", tr("Accept"),
                    tr("Accept the proposals as ornaments, and go to the next one"),
                    view.judging.accept, "A", "mdi6.check", (project, change, some, self._regions)),
                Command("reject", tr("Reject"), tr("Reject the proposals, and go to the next one"),
                    view.judging.reject, "R", "mdi6.close", (project, change, some, self._regions)),
                Command("reopen", tr("Judge again"), tr("Put the ornaments back among the proposals"),
                    view.judging.reopen, "P", "mdi6.help", (project, change, some, self._regions)),
                Command("next", tr("Next"), tr("Go to the next one"),
                    lambda: view.wall.step(1), "N", "mdi6.skip-next", (project, self._ornaments)),
            )),
            Section("edit", (
                Command("same_block", tr("Same block"),
                    tr("The selected ornaments, and what was searched for, are of one block or sort"),
                    view.judging.same_block, "S", needs=(project, change, some, self._two)),
                Command("not_same", tr("Not the same"),
                    tr("Not of the block that was searched for; or: these blocks are not the same"),
                    view.judging.not_same, "D", needs=(project, change, some, self._told_apart)),
                Command("new_block", tr("New block"),
                    tr("The selected ornaments are impressions of a block of their own"),
                    view.judging.new_block, "B", needs=(project, change, some)),
                Command("split", tr("Another block"),
                    tr("These impressions are of another block than the others: they get one of their own"),
                    view.judging.split, needs=(project, change, some, self._one_block)),
                Command("unassign", tr("Take out"),
                    tr("Take the selected ornaments out of their block or sort"),
                    view.judging.unassign, "U", needs=(project, change, some, self._grouped)),
            )),
            Section("tools", (
                Command("find", tr("Find this"),
                    tr("Where else was this ornament used? Search the catalogue for its picture"),
                    view.search.find_selected, "Ctrl+F", "mdi6.image-search-outline",
                    (project, one, self._not_searching)),
                Command("as_reference", tr("Align: reference"),
                    tr("Make it the reference that others are laid on"),
                    lambda: view.send(ORNAMENT_REFERENCE), needs=(project, one, self._align)),
                Command("as_source", tr("Compare with it"),
                    tr("Lay the selected ornament on Align's reference"),
                    lambda: view.send(ORNAMENT_SOURCE), needs=(project, some, self._align)),
                Command("annotate", tr("Annotate"), tr("Show it on its page in Annotate"),
                    lambda: view.send(PAGE), "Return | Enter", needs=(project, one, self._annotate)),
                Command("inspect", tr("Inspect"), tr("Compare its vignettes with their siblings"),
                    view.inspect, needs=(project, one, self._inspect)),
                Command("all_ornaments", tr("Back to all"), tr("Leave the search and show the catalogue"),
                    view.leave_search, "Esc", "mdi6.arrow-left", (project,)),
            )),
        )
    # fmt: on

    def gestures(self) -> Rows:
        return [(self.tr("Drop"), self.tr("a folder, PDF or pictures: take their pages in"))]

    # -- why not ------------------------------------------------------------------------------------
    def _project(self, now: CatalogueState) -> str:
        return "" if now.project else self.tr("Make or open a catalogue first")

    def _writable(self, now: CatalogueState) -> str:
        return now.read_only

    def _one(self, now: CatalogueState) -> str:
        return "" if now.selected == 1 else self.tr("Select one ornament first")

    def _some(self, now: CatalogueState) -> str:
        return "" if now.selected else self.tr("Select ornaments first")

    def _regions(self, now: CatalogueState) -> str:
        return "" if now.regions else self.tr("These are vignettes: Annotate judges them")

    def _ornaments(self, now: CatalogueState) -> str:
        return "" if now.ornaments else self.tr("There is no ornament here")

    def _two(self, now: CatalogueState) -> str:
        enough = now.selected + now.anchor > 1
        return "" if enough else self.tr("Select two or more, or search for one first")

    def _told_apart(self, now: CatalogueState) -> str:
        enough = now.blocks > 1 or (now.anchor and now.selected > 0)
        return "" if enough else self.tr("Search for one first, or select impressions of two blocks")

    def _one_block(self, now: CatalogueState) -> str:
        alone = now.blocks == 1 and now.grouped == now.selected
        return "" if alone else self.tr("Select impressions of one block first")

    def _a_book(self, now: CatalogueState) -> str:
        return "" if now.book or now.selected else self.tr("Choose a book or select ornaments first")

    def _grouped(self, now: CatalogueState) -> str:
        return "" if now.grouped else self.tr("They belong to no block or sort yet")

    def _undoable(self, now: CatalogueState) -> str:
        return "" if now.undo else self.tr("Nothing was changed yet")

    def _redoable(self, now: CatalogueState) -> str:
        return "" if now.redo else self.tr("Nothing was undone")

    def _not_searching(self, now: CatalogueState) -> str:
        return self.tr("A search is running") if now.searching else ""

    def _align(self, now: CatalogueState) -> str:
        return "" if ORNAMENT_REFERENCE in now.sends else self.tr("Align is not installed")

    def _annotate(self, now: CatalogueState) -> str:
        return "" if PAGE in now.sends else self.tr("Annotate is not installed")

    def _inspect(self, now: CatalogueState) -> str:
        return "" if VIGNETTES in now.sends else self.tr("Inspect is not installed")
