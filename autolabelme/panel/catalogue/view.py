"""The catalogue itself: books on the left, the wall or the chart in the middle, one ornament on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PyQt6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.image_kinds import IMAGE_SUFFIXES
from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.messages import error_text, said
from autolabelme.qtkit.thumbnails import Thumbnails
from autolabelme.qtkit.toned_label import TonedLabel
from autolabelme.qtkit.workspace import (
    ORNAMENT_REFERENCE,
    PAGE,
    VIGNETTES,
    VignettesHandover,
    WorkspaceContext,
)

from . import jobs
from .books import BookList
from .chart import Chart, against_words
from .commands import CatalogueCommands
from .filters import LIKE, FilterBar
from .judging import Judging
from .ornament_pane import LARGE_PX, WIDTH_PX, OrnamentPane
from .searching import Searching
from .store import CatalogueStore
from .wall import SIDE_PX, Wall, WallModel

if TYPE_CHECKING:
    from autolabelme.core.annotation.document import Provenance
    from autolabelme.core.catalogue.adding import Added
    from autolabelme.core.catalogue.iiif.export import ExportResult
    from autolabelme.core.catalogue.queries import OrnamentInfo

ORNAMENTS, PROPOSALS, BLOCKS = "ornaments", "proposals", "blocks"
_BOOKS_PX = 210


class _Columns(QSplitter):
    """Books, wall and one ornament: as wide as usual until somebody moves a border, whatever the window does.

    A splitter that was small once (before it was shown, say) leaves the outer columns at their smallest.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.as_usual = True
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._moved)

    def _moved(self) -> None:
        self.as_usual = False

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.lay()

    def lay(self) -> None:
        """Let the columns be as wide as usual, unless somebody said otherwise."""
        if self.as_usual:
            self.setSizes([_BOOKS_PX, max(1, self.width() - _BOOKS_PX - WIDTH_PX), WIDTH_PX])


class CatalogueView(QWidget):
    """Ornaments, the queue of proposals, and blocks by book, of one project.

    Attributes
    ----------
    anchor : OrnamentInfo or None
        The ornament that was searched for, while what was found is shown.
    """

    modeWanted = pyqtSignal(str)
    made = pyqtSignal()  # a new catalogue, which the user asked for

    def __init__(self, store: CatalogueStore, context: WorkspaceContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("catalogue-view")
        self.store, self.context = store, context
        self.mode = ORNAMENTS
        self.anchor: OrnamentInfo | None = None
        self._query = ""
        self._block: str | None = None
        self._order = "year"
        cache = context.data_dir / "thumbnails"
        self.small = Thumbnails(cache, SIDE_PX, self)
        self.large = Thumbnails(cache, LARGE_PX, self)
        self.model = WallModel(store, self.small, self)
        self.wall = Wall(self.model, self)
        self.judging = Judging(self)
        self.search = Searching(self)
        self.actions_ = CatalogueCommands(self)
        self.books = BookList(self)
        self.filters = FilterBar(self)
        self.said = TonedLabel("muted", self, name="wall-said")
        self.chart = Chart(store, self)
        self.pane = OrnamentPane(self.actions_, self.large, self.small, self)
        self._layout()
        self._connect()
        self.refresh()

    # -- putting together ---------------------------------------------------------------------------
    def _layout(self) -> None:
        tr = self.tr
        self.empty = EmptyState(
            "mdi6.bookshelf",
            tr("A catalogue of ornaments"),
            tr(
                "1.  Drop a folder of scans, or make a catalogue in a folder, or open one.\n"
                "2.  Add folders, PDFs or a library's manifest: ornaments are found and proposed.\n"
                "3.  Judge the proposals, and search for one by its picture."
            ),
            self,
        )
        self.empty.add_button(tr("New catalogue…"), self.choose_new, name="empty-new")
        self.empty.add_button(tr("Open catalogue…"), self.choose_existing, name="empty-existing")
        self.empty.add_button(tr("Try the sample"), self.open_sample, name="empty-catalogue-sample")
        self.nothing = EmptyState("mdi6.image-search-outline", "", "", self)
        self.nothing.add_button(tr("Add folder…"), self.choose_folder, name="empty-add-folder")
        self._wall_stack = QStackedWidget(self)
        self._wall_stack.addWidget(self.wall)
        self._wall_stack.addWidget(self.nothing)
        walls = QWidget(self)
        column = QVBoxLayout(walls)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 2)
        row.addWidget(self.said, 1)
        self.back = CommandButtons(self.actions_, self).add_narrow("all_ornaments")
        row.addWidget(self.back)
        column.addLayout(row)
        column.addWidget(self._wall_stack, 1)
        self._middle = QStackedWidget(self)
        self._middle.addWidget(walls)
        self._middle.addWidget(self.chart)
        self.splitter = _Columns(self)
        for widget in (self.books, self._middle, self.pane):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 0)
        self._widths: list[int] = []  # of the columns, while the chart has all the room
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setFocusProxy(self.wall)

    def _connect(self) -> None:
        self.store.opened.connect(self._reopened)
        self.store.changed.connect(self._changed)
        self.books.chosen.connect(lambda _book: self._choice_changed())
        self.filters.changed.connect(self._choice_changed)
        self.filters.order.activated.connect(lambda _row: self.search.order_chosen())
        self.filters.trueSize.connect(self._show_true_size)
        self.wall.moved.connect(self._show_selection)
        self.wall.opened.connect(lambda: self.send(PAGE))
        self.chart.chosen.connect(self.show_block)
        self.pane.kindChosen.connect(self.judging.set_kind)
        self.pane.noted.connect(self.judging.set_note)
        self.pane.blockEdited.connect(self.judging.set_block)
        self.pane.book_form.edited.connect(self.judging.set_book)
        self.pane.impressionChosen.connect(self.show_ornament)
        self.pane.comparisonChosen.connect(self._open_result)
        self.context.acceptedKindsChanged.connect(self.actions_.refresh)

    # -- showing ------------------------------------------------------------------------------------
    def show_mode(self, mode: str) -> None:
        """Ornaments, the queue of proposals, or blocks by book."""
        widths = self.column_widths()
        self.mode = mode
        self._middle.setCurrentIndex(1 if mode == BLOCKS else 0)
        # The chart has all books of its own, and leads to the wall: it takes the room.
        self.books.setVisible(mode != BLOCKS)
        self.pane.setVisible(mode != BLOCKS)
        if mode == BLOCKS:
            self._widths = widths
        elif self.splitter.as_usual:
            self.splitter.lay()
        else:
            self.set_column_widths(widths)
        if mode != BLOCKS:
            self._block = None
            self.filters.state.blockSignals(True)
            self.filters.choose(self.filters.state, "proposed" if mode == PROPOSALS else "kept")
            self.filters.state.blockSignals(False)
        self._leave_found()
        self.refresh()
        if mode == PROPOSALS and self.model.total:
            # The first one is judged without another click.
            self.wall.select([self.model.info(0).id])
            self.wall.setFocus()

    def column_widths(self) -> list[int]:
        """Of books, wall and ornament, in pixels; while the chart is shown, as they were before it."""
        return list(self._widths) if self.mode == BLOCKS else self.splitter.sizes()

    def set_column_widths(self, widths: list[int]) -> None:
        """What Qt makes of a column that comes back is a sliver: 0 and less is taken for no width."""
        if len(widths) == self.splitter.count() and all(width > 0 for width in widths):
            self._widths = list(widths)
            self.splitter.as_usual = False
            if self.mode != BLOCKS:
                self.splitter.setSizes(widths)

    def refresh(self) -> None:
        """Show the project as it is now."""
        from_nothing = self.store.project is None
        self._stack.setCurrentWidget(self.empty if from_nothing else self.splitter)
        if not from_nothing:
            from autolabelme.core.catalogue.queries import books

            assert self.store.project is not None
            self.books.show_books(books(self.store.project))
            if self.mode == BLOCKS:
                self.chart.refresh()
        self._show_wall()

    def _reopened(self) -> None:
        self._leave_found()
        self._block = None
        self.refresh()

    def _changed(self) -> None:
        chosen = [one.id for one in self.wall.selected()]
        if self.store.project is not None:
            from autolabelme.core.catalogue.queries import books

            self.books.show_books(books(self.store.project))
            if self.mode == BLOCKS:
                self.chart.refresh()
        self.model.refresh()
        self._say()
        self.wall.select(chosen)
        self._show_selection()

    def _choice_changed(self) -> None:
        order = self.filters.ordering()[0]
        if order != self._order:
            self._order = order
            self.search.order_chosen()  # while what is selected still is
        self._block = None
        self._leave_found()
        self._show_wall()

    def _show_wall(self) -> None:
        if self.store.project is None:
            self.model.show_filter(None, "year", False)
        elif not self._query:
            which = self.filters.filter(self.books.current_id(), self._block)
            order, descending = self.filters.ordering()
            if order == LIKE:
                order = "year"  # of what has no description, and of all until the others' is known
                self.model.show_filter(which, order, descending, self.search.places())
            else:
                self.model.show_filter(which, order, descending)
        self._say()
        self._show_selection()

    def _say(self) -> None:
        """One line over the wall, and what to do where it is empty."""
        tr, total = self.tr, self.model.total
        if self._query:
            text = tr("like “{0}”, best first: {1}").format(self._query, total)
        elif self._block is not None:
            text = tr("impressions of one block: {0}").format(total)
        elif self.filters.ordering()[0] == LIKE and self.search.ranked_by is not None:
            text = tr("ornaments: {0}, most like “{1}” first").format(total, self.search.ranked_by.title)
        else:
            text = tr("ornaments: {0}").format(total)
        self.said.setText(text)
        self.back.setVisible(bool(self._query) or self._block is not None)
        self._wall_stack.setCurrentWidget(self.wall if total else self.nothing)
        if not total:
            if self._query:
                self.nothing.set_text(
                    tr("Nothing like it"),
                    tr("No ornament of the catalogue shows the same. Press Esc to see all again."),
                )
            elif self.mode == PROPOSALS:
                self.nothing.set_text(
                    tr("Nothing to judge"), tr("Every proposal is judged. Add pages to find more.")
                )
            else:
                self.nothing.set_text(
                    tr("No ornament here"),
                    tr("Add pages, choose another book, or let the filters show more."),
                )

    def _show_selection(self) -> None:
        from autolabelme.core.catalogue import queries

        project, chosen = self.store.project, self.wall.selected()
        if project is None or len(chosen) != 1:
            self.pane.show_nothing(len(chosen))
        else:
            one = chosen[0]
            impressions = queries.impressions(project, one.block) if one.block else ()
            self.pane.show_ornament(one, self._printer(one), self._against(one), writable=self.store.writable)
            self.pane.show_impressions(impressions, queries.comparisons(project, one.id))
        book = None
        if project is not None and not chosen and self.books.current_id():
            wanted = self.books.current_id()
            book = next((one for one in queries.books(project) if one.id == wanted), None)
        self.pane.show_book(book, writable=self.store.writable)
        self.actions_.refresh()

    def _printer(self, one: OrnamentInfo) -> str:
        from autolabelme.core.catalogue.queries import printer_of

        project = self.store.project
        return "" if project is None or not one.block else printer_of(project, one.block)

    def _against(self, one: OrnamentInfo) -> str:
        from autolabelme.core.catalogue.printers import contradictions

        if not one.block or not one.printer or self.store.project is None:
            return ""
        found = contradictions(self.store.project, type=None, only=one.block)
        return next((against_words(c) for c in found if c.use.book == one.book), "")

    def _show_true_size(self, on: bool) -> None:
        self.model.true_size = on
        viewport = self.wall.viewport()
        if viewport is not None:
            viewport.update()

    def show_block(self, block: str, book: str) -> None:
        """The impressions of a block, in one book or in all, on the wall."""
        self.modeWanted.emit(ORNAMENTS)
        self._leave_found()
        self.books.choose(book)
        self._block = block
        self._show_wall()
        self.wall.setFocus()

    def show_ornament(self, ornament: str) -> None:
        """Select an ornament on the wall; where it is not there, its book is shown."""
        from autolabelme.core.catalogue.queries import by_ids

        if self.store.project is None:
            return
        if self.model.row_of(ornament) < 0:
            found = by_ids(self.store.project, [ornament])
            if not found:
                return
            self._leave_found()
            self.books.choose("")
            self._block = found[0].block or None
            self._show_wall()
        self.wall.select([ornament])

    # -- opening, adding ----------------------------------------------------------------------------
    def choose_new(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder of the new catalogue"))
        if name and self.store.open(Path(name)):
            self.made.emit()

    def choose_existing(self) -> None:
        pattern = self.tr("Catalogues (*.sqlite);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open catalogue"), "", pattern)
        if name:
            self.store.open(Path(name), create=False)

    def open_sample(self) -> None:
        """A catalogue of the bundled sample, in the user's data folder."""
        from ..sample import sample_pages

        try:
            pages = sample_pages(self.context.data_dir)
        except AutolabelmeError as error:
            self.context.notice(error_text(error), "error")
            return
        folder = pages[0].parent
        if self.store.open(folder):
            self.add([folder])

    def choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of pages"))
        if name:
            self.add([Path(name)])

    def choose_files(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in IMAGE_SUFFIXES)
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Add pages"), "", self.tr("Pages (%s);;All files (*)") % patterns
        )
        if names:
            self.add([Path(name) for name in names])

    def add(self, paths: Sequence[Path]) -> None:
        """Take pages in, in a job; the wall fills while it runs."""
        if self.store.project is None:
            return
        job = self.context.runner.start(
            jobs.add_paths,
            self.store.project,
            tuple(paths),
            title=self.tr("Add to the catalogue"),
            key="catalogue-add",
            summary=self._added_words,
        )
        job.finished.connect(self._added)
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))
        job.ended.connect(self.store.told)

    def _added_words(self, added: Added) -> str:
        pages = self.tr("new pages: {0}").format(added.new)
        return f"{pages}, " + self.tr("ornaments proposed: {0}").format(added.proposals)

    def _added(self, added: Added) -> None:
        for problem in added.problems:
            self.context.notice(str(problem), "error")
        for remark in added.remarks:
            self.context.notice(said(remark), "info")

    def ask_manifest(self) -> None:
        """Ask for the address of a manifest; what lies on the clipboard is offered."""
        clipboard = QGuiApplication.clipboard()
        pasted = "" if clipboard is None else clipboard.text().strip()
        address, sure = QInputDialog.getText(
            self,
            self.tr("Add from a library"),
            self.tr("Address of a IIIF manifest or collection:"),
            QLineEdit.EchoMode.Normal,
            pasted if pasted.startswith(("http://", "https://")) and "\n" not in pasted else "",
        )
        if sure and address.strip():
            self.add_manifest(address.strip())

    def add_manifest(self, address: str) -> None:
        """Fetch the pages of a manifest and take them in, in a job."""
        if self.store.project is None:
            return
        job = self.context.runner.start(
            jobs.add_manifest,
            self.store.project,
            address,
            title=self.tr("Fetch pages"),
            key="catalogue-add",
            summary=self._added_words,
        )
        job.finished.connect(self._added)
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))
        job.ended.connect(self.store.told)

    def choose_export(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder for tables, crops and annotations"))
        if name:
            self.export(Path(name))

    def export(self, folder: Path) -> None:
        """Write all formats into `folder`, in a job."""
        if self.store.project is None:
            return
        job = self.context.runner.start(
            jobs.export_all,
            self.store.project,
            folder,
            title=self.tr("Export the catalogue"),
            key="catalogue-export",
            summary=lambda written: self.tr("files: {0}").format(len(written.files) if written else 0),
        )
        job.finished.connect(self._exported)
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))

    def _exported(self, written: ExportResult | None) -> None:
        if written is None:
            self.context.notice(self.tr("No ornament is accepted yet: nothing was written."), "warning")
            return
        for problem in written.problems:
            self.context.notice(str(problem), "error")
        if written.without_canvas:
            from autolabelme.core.catalogue.iiif.words import IiifWords

            self.context.notice(said(IiifWords.NO_CANVAS(count=written.without_canvas)), "info")

    # -- a search's result --------------------------------------------------------------------------
    def show_found(self, name: str, known: OrnamentInfo | None, captions: Mapping[str, str]) -> None:
        """Show the ornaments of a search for `name` (id: what is said of it), best first."""
        self.modeWanted.emit(ORNAMENTS)
        self.anchor, self._query = known, name
        self.model.show_found(captions)
        self._say()
        self.wall.select(list(captions)[:1])
        self._show_selection()

    def leave_search(self) -> None:
        """Show the catalogue again."""
        self._block = None
        self._leave_found()
        self._show_wall()

    def _leave_found(self) -> None:
        self._query, self.anchor = "", None

    # -- handing over -------------------------------------------------------------------------------
    def send(self, kind: str) -> None:
        """Hand the selected ornaments to Align or Annotate."""
        for one in self.wall.selected():
            known = self._provenance(one)
            self.context.send(kind, Ornament(one.page, one.number, one.box, one.title, known))
            if kind in (PAGE, ORNAMENT_REFERENCE):
                break

    def inspect(self) -> None:
        """Hand the ornament's boxed vignettes to Inspect."""
        from autolabelme.core.catalogue.annotations import read_annotation

        chosen = self.wall.selected()
        if len(chosen) != 1:
            return
        one = chosen[0]
        try:
            annotation = read_annotation(one.page, one.number)
        except AutolabelmeError as error:
            self.context.notice(error_text(error), "error")
            return
        if annotation is None or not annotation.document.vignettes():
            text = self.tr("No vignette of it is boxed yet: open it in Annotate, box one and press Rematch")
            self.context.notice(text, "warning")
            return
        document = annotation.document
        document = document.with_fields(provenance=self._provenance(one, document.provenance))
        handed = VignettesHandover(document, None, one.box, "", one.title)
        self.context.send(VIGNETTES, handed)

    def _provenance(self, one: OrnamentInfo, own: Provenance | None = None) -> Provenance | None:
        """What the catalogue knows of an ornament's page, for reports."""
        from autolabelme.core.catalogue.provenance import provenance_of

        project = self.store.project
        return own if project is None else provenance_of(project, one.page_id, own)

    def _open_result(self, path: object) -> None:
        """The folder of a linked result; where it has gone, that is said."""
        file = Path(str(path))
        if file.is_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
        else:
            self.context.notice(self.tr("{0} is not there any more").format(file), "warning")

    def picture_area(self) -> QWidget:
        """The part over which messages float."""
        return self._wall_stack if self.mode != BLOCKS and self.store.project is not None else self

    # -- the end ------------------------------------------------------------------------------------
    def shutdown(self) -> None:
        self.small.shut_down()
        self.large.shut_down()
        self.store.close(tell=False)
