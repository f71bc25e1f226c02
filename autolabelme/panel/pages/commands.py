"""What the user can do with the list of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from autolabelme.qtkit.commands import Command, CommandTable, Section
from autolabelme.qtkit.workspace import TRAINING_PAGES

if TYPE_CHECKING:
    from .panel import PagesPanel


@dataclass(frozen=True)
class PagesState:
    """What the commands ask about, taken at one moment; `boxes` and `dirty` are of any selected page."""

    selection: bool
    boxes: bool
    dirty: bool
    unsaved: bool
    train: bool


def state_of(panel: PagesPanel) -> PagesState:
    """The state of the workspace now."""
    keys = panel.list.selected()
    marks = [panel.project.marks(key) for key in keys]
    return PagesState(
        selection=bool(keys),
        boxes=any(mark.boxes for mark in marks),
        dirty=any(mark.dirty for mark in marks),
        unsaved=bool(panel.project.unsaved()),
        train=panel.context.can_send(TRAINING_PAGES),
    )


class PagesCommands(CommandTable["PagesPanel", PagesState]):
    """The table of the workspace; below it, why a command cannot be used."""

    def resolve(self) -> PagesState:
        return state_of(self.panel)

    # fmt: off
    def sections(self) -> tuple[Section[PagesState], ...]:
        tr, panel = self.tr, self.panel
        return (
            Section("file", (
                Command("add-files", tr("Add files…"), tr("Add scans, PDFs, TIFFs or JSON files"),
                    panel.choose_files),
                Command("add-folder", tr("Add folder…"), tr("Add every scan of a folder"),
                    panel.choose_folder),
                Command("save", tr("Save"), tr("Save every page that is not saved"),
                    panel.save_pages, "Ctrl+S", needs=(self._unsaved,)),
            )),
            Section("edit", (
                Command("remove", tr("Remove"), tr("Take pages off this list; no file is deleted"),
                    lambda: panel.project.remove(panel.list.selected()), "Del", needs=(self._selection,)),
                Command("open", tr("Annotate page"), tr("Open the page in Annotate"),
                    panel.annotate_page, "Return | Enter", needs=(self._selection,)),
            )),
            Section("tools", (
                Command("train-pages", tr("Train on these"), tr("Teach a detector the boxes of these pages"),
                    panel.train_on_pages, needs=(self._selection, self._train, self._boxes, self._saved)),
            )),
        )
    # fmt: on

    # -- why not ------------------------------------------------------------------------------------
    def _selection(self, now: PagesState) -> str:
        return "" if now.selection else self.tr("Select a page first")

    def _unsaved(self, now: PagesState) -> str:
        return "" if now.unsaved else self.tr("Everything is saved")

    def _train(self, now: PagesState) -> str:
        return "" if now.train else self.tr("Train is not installed")

    def _boxes(self, now: PagesState) -> str:
        return "" if now.boxes else self.tr("Box vignettes on a page in Annotate first")

    def _saved(self, now: PagesState) -> str:
        return self.tr("Save these pages first (Ctrl+S)") if now.dirty else ""
