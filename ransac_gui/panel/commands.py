"""What the user can do in Align: the report's buttons (000 section 3.2.2) under their names, and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from autolabelme.qtkit.commands import Command, CommandTable, Rows, Section
from autolabelme.qtkit.shortcuts import compare_rows
from autolabelme.qtkit.workspace import ALIGNMENT, FIND

from .presenter import LANDMARKS_NEEDED

if TYPE_CHECKING:
    from .panel import AlignPanel


@dataclass(frozen=True)
class AlignState:
    """What the commands ask about, taken at one moment.

    `pointed` is whether an ornament is selected, `source` whether it is a source; `at` is its place among
    `ornaments`, -1 outside; `laid` is whether the selected source is laid on the reference, `block` how many
    sources a ledger would have, `ledger` whether there is one; `aligned` is whether the shown pair is,
    `moved` whether the fine stage moved something in it, `judged` whether it has a block verdict, `saved`
    whether its result lies on disk.
    """

    running: bool
    ornaments: int
    sources: int
    reference: bool
    pointed: bool
    source: bool
    is_reference: bool
    at: int
    landmarks: int
    setting_landmarks: bool
    region: bool
    drawing_region: bool
    imported_networks: bool
    laid: bool
    block: int
    ledger: bool
    aligned: bool
    moved: bool
    judged: bool
    saved: bool
    folder: bool
    inspect: bool
    catalogue: bool


def state_of(panel: AlignPanel) -> AlignState:
    """The state of the workspace now."""
    presenter = panel.presenter
    ornaments, selected, pair = presenter.ornaments, presenter.selected, presenter.pair
    keys = [item.key for item in ornaments.items]
    alignment = None if pair is None else pair.alignment
    result = presenter.result(selected)
    return AlignState(
        running=presenter.running,
        ornaments=len(keys),
        sources=len(ornaments.sources),
        reference=ornaments.reference is not None,
        pointed=ornaments.find(selected) is not None,
        source=presenter.source is not None,
        is_reference=selected == ornaments.reference_key,
        at=keys.index(selected) if selected in keys else -1,
        landmarks=len(presenter.landmarks(selected)),
        setting_landmarks=presenter.setting_landmarks,
        region=presenter.region is not None,
        drawing_region=panel.drawing_region,
        imported_networks=bool(presenter.params.ransac_flow),
        laid=result is not None and result.alignment is not None,
        block=len(presenter.block(panel.table.selected())[1]),
        ledger=panel.has_ledger,
        aligned=alignment is not None,
        moved=alignment is not None and alignment.warp.displacement is not None,
        judged=alignment is not None and alignment.verdict is not None,
        saved=presenter.sidecar is not None,
        folder=presenter.folder is not None,
        inspect=presenter.context.can_send(ALIGNMENT),
        catalogue=presenter.context.can_send(FIND),
    )


class AlignCommands(CommandTable["AlignPanel", AlignState]):
    """The table of the workspace; below it, why a command cannot be used."""

    def resolve(self) -> AlignState:
        return state_of(self.panel)

    # fmt: off
    def sections(self) -> tuple[Section[AlignState], ...]:
        return (*self._file(), *self._edit(), *self._view(), *self._tools())

    def _file(self) -> tuple[Section[AlignState], ...]:
        tr, files, idle = self.tr, self.panel.files, self._idle
        return (
            Section("file", (
                Command("choose_folder", tr("Choose Folder"),
                    tr("The last image is the reference, the rest are the sources"),
                    files.choose_folder, "Ctrl+Shift+O", needs=(idle,)),
                Command("choose_target", tr("Choose Target"),
                    tr("Choose the reference, to which the others are aligned"),
                    files.choose_target, needs=(idle,)),
                Command("choose_source", tr("Choose Source"),
                    tr("Choose one or several sources, which are warped"),
                    files.choose_sources, needs=(idle,)),
            )),
            Section("file", (
                Command("open_ledger", tr("Open Ledger…"), tr("Open the folder of a ledger"),
                    self.panel.open_ledger),
            )),
            Section("file", (
                Command("import_flow", tr("Import RANSAC-Flow"),
                    tr("Choose the folder with RANSAC-Flow's checkpoint"),
                    files.import_folder, needs=(idle,)),
                Command("import_flow_file", tr("Import RANSAC-Flow file…"), tr("Choose a checkpoint file"),
                    files.import_file, needs=(idle,)),
                Command("bundled_flow", tr("Use the bundled networks"), tr("Forget the imported checkpoint"),
                    self.panel.presenter.use_bundled_networks, needs=(idle, self._imported)),
            )),
            Section("file", (
                Command("save_report", tr("Save Report"),
                    tr("One page on this pair: verdict, pictures, evidence; HTML and PDF"),
                    files.save_report, "Ctrl+S", "mdi6.file-document-outline",
                    (self._anything, self._source, self._result)),
                Command("show_folder", tr("Open the results' folder"), tr("Show the saved files"),
                    files.open_results, needs=(self._saved,)),
            )),
        )

    def _edit(self) -> tuple[Section[AlignState], ...]:
        tr, panel, idle, pointed, reference = self.tr, self.panel, self._idle, self._pointed, self._reference
        presenter = panel.presenter
        return (
            Section("edit", (
                Command("make_reference", tr("Make reference"),
                    tr("Align the others to this one; the present reference becomes a source"),
                    lambda: presenter.make_reference(presenter.selected),
                    "", "mdi6.flag-outline", (pointed, self._not_reference, idle)),
                Command("remove", tr("Remove from the list"), tr("The file stays where it is"),
                    lambda: presenter.remove((presenter.selected,)), "Del", needs=(pointed, idle)),
                Command("move_up", tr("Move up"), tr("Up in the list (or drag it)"),
                    lambda: panel.move_selected(-1), "Ctrl+Up", needs=(pointed, idle, self._not_first)),
                Command("move_down", tr("Move down"), tr("Down in the list (or drag it)"),
                    lambda: panel.move_selected(1), "Ctrl+Down", needs=(pointed, idle, self._not_last)),
            )),
            Section("edit", (
                Command("region", tr("Region on the reference"),
                    tr("Drag around the part that is to be aligned"),
                    keys="G", icon="mdi6.crop", needs=(reference, idle),
                    switch=panel.draw_region, checked=lambda now: now.drawing_region),
                Command("clear_region", tr("Whole reference"), tr("Align the whole reference again"),
                    lambda: presenter.set_region(None), needs=(reference, idle, self._region)),
            )),
            Section("edit", (
                Command("landmarks", tr("Set landmarks"),
                    tr("Click matching points when the automatic way fails"),
                    keys="K", icon="mdi6.crosshairs-gps", needs=(reference, self._source, idle),
                    switch=presenter.set_landmark_mode, checked=lambda now: now.setting_landmarks),
                Command("clear_landmarks", tr("Clear"), tr("Remove all landmarks of this source"),
                    panel.clear_landmarks, needs=(self._source, idle, self._landmarks)),
            )),
        )

    def _view(self) -> tuple[Section[AlignState], ...]:
        tr, panel, anything, several = self.tr, self.panel, self._anything, self._several
        presenter = panel.presenter
        return (
            Section("view", (
                Command("fit", tr("Fit"), tr("Show the whole picture"),
                    lambda: panel.stage.view.fit(), "F", "mdi6.fit-to-page-outline", (anything,)),
                Command("actual", tr("Actual pixels"), tr("One screen pixel for one pixel of the picture"),
                    lambda: panel.stage.view.actual_pixels(), "1", "mdi6.numeric-1-box-outline", (anything,)),
                Command("zoom_in", tr("Zoom in"), tr("Zoom in"),
                    lambda: panel.stage.view.zoom_in(), "Ctrl++ | Ctrl+=", needs=(anything,)),
                Command("zoom_out", tr("Zoom out"), tr("Zoom out"),
                    lambda: panel.stage.view.zoom_out(), "Ctrl+-", needs=(anything,)),
            )),
            Section("view", (
                Command("arrows", tr("Displacement"),
                    tr("Arrows: how far the fine stage moved the ink, with a scale"),
                    keys="V", icon="mdi6.arrow-decision-outline", needs=(self._aligned, self._moved),
                    switch=lambda _on: panel.stage.show_evidence()),
                Command("moves", tr("Residual moves"),
                    tr("Arrows: what is left of each place's move once paper is taken out, with a scale"),
                    keys="", icon="mdi6.arrow-all", needs=(self._aligned, self._judged),
                    switch=lambda _on: panel.stage.show_evidence()),
                Command("matchability", tr("Matchability"), tr("Warm where nothing certain corresponds"),
                    keys="T", icon="mdi6.blur", needs=(self._aligned,),
                    switch=lambda _on: panel.stage.show_evidence()),
            )),
            Section("view", (
                Command("next_pair", tr("Next source"), tr("Show the next source"),
                    lambda: presenter.step(1), "PgDown", "mdi6.chevron-right", (several,)),
                Command("previous_pair", tr("Previous source"), tr("Show the previous source"),
                    lambda: presenter.step(-1), "PgUp", "mdi6.chevron-left", (several,)),
            )),
            Section("view", (
                Command("show_list", tr("List of ornaments"), tr("Show the list of ornaments"),
                    keys="F9", icon="mdi6.page-layout-sidebar-left",
                    switch=lambda on: panel.left.setVisible(on), on=True),
                Command("show_table", tr("Table of results"), tr("Show the table of results"),
                    keys="F10", icon="mdi6.page-layout-footer",
                    switch=lambda on: panel.table.setVisible(on), on=True),
            )),
        )

    def _tools(self) -> tuple[Section[AlignState], ...]:
        tr, files, presenter = self.tr, self.panel.files, self.panel.presenter
        one = (self._anything, self._reference, self._source, self._idle)
        return (
            Section("tools", (
                Command("start", tr("Start Alignment"), tr("Align every source, and save the results"),
                    files.start, "Return | Enter", "mdi6.play",
                    (self._anything, self._reference, self._sources, self._idle)),
                Command("choose_output", tr("Change…"), tr("Choose where the aligned images are saved"),
                    files.choose_output, needs=(self._idle,)),
                Command("align_one", tr("Align this source only"), tr("Align the selected source again"),
                    files.start_one, "Ctrl+Return", needs=one),
                Command("align_landmarks", tr("Align with landmarks"),
                    tr("Align this source by the points that you set"),
                    files.start_one, needs=(*one[1:], self._enough_landmarks)),
                Command("cancel", tr("Cancel alignment"), tr("Stop; what is done is kept"),
                    presenter.cancel, "Esc", needs=(self._running,)),
            )),
            Section("tools", (
                Command("send", tr("Send to Inspect"),
                    tr("Look for what differs between the aligned ornament and its reference"),
                    presenter.send, "Ctrl+I", "mdi6.send-outline", (self._inspect, self._laid)),
                Command("find", tr("Find in the catalogue"),
                    tr("Where else was the selected ornament used? Search the catalogue for its picture"),
                    presenter.find, "Ctrl+F", "mdi6.image-search-outline", (self._catalogue, self._source)),
                Command("ledger", tr("Ledger"),
                    tr("What broke between impressions of one block, and their order: those of the selected "
                       "rows, or all that are laid"),
                    self.panel.start_ledger, "Ctrl+L", "mdi6.book-clock-outline", (self._block,)),
            )),
        )
    # fmt: on

    def gestures(self) -> Rows:
        tr = self.tr
        return [
            (tr("→ ↓ / ← ↑"), tr("Next source / previous source")),
            (tr("Drag in the list"), tr("Change the order")),
            (tr("Right click in the list"), tr("Make reference, remove")),
            *compare_rows(),
        ]

    # -- why not ------------------------------------------------------------------------------------
    def _idle(self, now: AlignState) -> str:
        return self.tr("An alignment is running") if now.running else ""

    def _running(self, now: AlignState) -> str:
        return "" if now.running else self.tr("No alignment is running")

    def _anything(self, now: AlignState) -> str:
        return "" if now.ornaments else self.tr("Choose a folder or a reference and a source first")

    def _reference(self, now: AlignState) -> str:
        return "" if now.reference else self.tr("Choose a reference first (Choose Target)")

    def _sources(self, now: AlignState) -> str:
        return "" if now.sources else self.tr("Choose a source first (Choose Source or Choose Folder)")

    def _source(self, now: AlignState) -> str:
        return "" if now.source else self.tr("Select a source in the list first")

    def _several(self, now: AlignState) -> str:
        alone = self.tr("There is only one source")
        return self._anything(now) or self._sources(now) or ("" if now.sources > 1 else alone)

    def _pointed(self, now: AlignState) -> str:
        return "" if now.pointed else self.tr("Select an ornament in the list first")

    def _not_reference(self, now: AlignState) -> str:
        return self.tr("This is the reference") if now.is_reference else ""

    def _not_first(self, now: AlignState) -> str:
        return "" if now.at > 0 else self.tr("It is the first")

    def _not_last(self, now: AlignState) -> str:
        return "" if now.at < now.ornaments - 1 else self.tr("It is the last")

    def _region(self, now: AlignState) -> str:
        return "" if now.region else self.tr("The whole reference is aligned already")

    def _landmarks(self, now: AlignState) -> str:
        return "" if now.landmarks else self.tr("There are no landmarks")

    def _enough_landmarks(self, now: AlignState) -> str:
        missing = self.tr("Set {0} pairs of landmarks or more; there are {1}")
        few = now.landmarks < LANDMARKS_NEEDED
        return missing.format(LANDMARKS_NEEDED, now.landmarks) if few else ""

    def _imported(self, now: AlignState) -> str:
        return "" if now.imported_networks else self.tr("The bundled networks are in use")

    def _saved(self, now: AlignState) -> str:
        return "" if now.folder else self.tr("Nothing was saved yet")

    def _aligned(self, now: AlignState) -> str:
        return "" if now.aligned else self.tr("Select an aligned source first")

    def _laid(self, now: AlignState) -> str:
        return "" if now.laid else self.tr("Select an aligned source first")

    def _block(self, now: AlignState) -> str:
        return "" if now.block or now.ledger else self.tr("Align impressions of one block first")

    def _result(self, now: AlignState) -> str:
        return "" if now.saved else self.tr("Align this source first")

    def _moved(self, now: AlignState) -> str:
        return "" if now.moved else self.tr("The fine stage moved nothing in this pair")

    def _judged(self, now: AlignState) -> str:
        return "" if now.judged else self.tr("This pair was aligned without a verdict: align it again")

    def _catalogue(self, now: AlignState) -> str:
        return "" if now.catalogue else self.tr("The catalogue is not installed")

    def _inspect(self, now: AlignState) -> str:
        return "" if now.inspect else self.tr("Inspect is not installed")
