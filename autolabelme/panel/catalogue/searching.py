"""Where else was this ornament used? A search of the catalogue by picture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject

from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.messages import error_text

from . import jobs
from .filters import LIKE
from .kind_words import verdict_word

if TYPE_CHECKING:
    from autolabelme.core.catalogue.project import Project
    from autolabelme.core.catalogue.queries import OrnamentInfo
    from ransac_gui.core.retrieval.index import Index
    from ransac_gui.core.retrieval.search import Candidate

    from .view import CatalogueView


class Searching(QObject):
    """Starts searches and shows on the wall what they found."""

    def __init__(self, view: CatalogueView) -> None:
        super().__init__(view)
        self._view, self._store = view, view.store
        self.running = False
        self._index: Index | None = None
        self.ranked_by: OrnamentInfo | None = None
        """The ornament whose likeness orders the wall, while it does."""
        self._places: Mapping[str, int] = {}
        self._store.opened.connect(self._forget)

    def _forget(self) -> None:
        """Another project has another index."""
        self._index, self.ranked_by, self._places = None, None, {}
        if self._view.filters.ordering()[0] == LIKE:
            self._view.filters.choose(self._view.filters.order, "year")

    # -- the order of the wall ----------------------------------------------------------------------
    def places(self) -> Mapping[str, int] | None:
        """Where each ornament stands by likeness (id: place); None until that is known."""
        return self._places if self.ranked_by is not None else None

    def order_chosen(self) -> None:
        """Order the wall by likeness to the selected ornament, if that was chosen."""
        if self._view.filters.ordering()[0] != LIKE:
            self.ranked_by = None
            return
        chosen, project = self._view.wall.selected(), self._store.project
        if self.running:
            return
        if project is None or len(chosen) != 1:
            if self.ranked_by is None:
                self._view.context.notice(self.tr("Select one ornament first"), "warning")
                self._view.filters.choose(self._view.filters.order, "year")
            return
        job = self._view.context.runner.start(
            jobs.rank_like,
            project,
            chosen[0].id,
            self._index,
            title=self.tr("Order by likeness"),
            key="catalogue-find",
            summary=lambda ranked: self.tr("ornaments: {0}").format(len(ranked.places)),
        )
        self.running = True
        self._view.actions_.refresh()
        job.finished.connect(partial(self._show_ranked, project, chosen[0]))
        job.failed.connect(lambda error: self._view.context.notice(error_text(error), "error"))
        job.ended.connect(self._search_over)

    def _show_ranked(self, project: Project, one: OrnamentInfo, ranked: jobs.Ranked) -> None:
        if project is not self._store.project:
            return  # it was closed meanwhile
        self._index, self._places, self.ranked_by = ranked.index, ranked.places, one
        self._view.leave_search()
        self._view.wall.select([one.id])
        for problem in ranked.problems:
            self._view.context.notice(str(problem), "warning")

    # -- a search -----------------------------------------------------------------------------------

    def find_selected(self) -> None:
        chosen = self._view.wall.selected()
        if len(chosen) == 1:
            one = chosen[0]
            self._find(Ornament(one.page, one.number, one.box, one.title), one)

    def find_ornament(self, query: Ornament) -> None:
        """Search for an ornament that another workspace hands over."""
        self._find(query, self.known(query))

    def known(self, query: Ornament) -> OrnamentInfo | None:
        """The catalogue's own ornament in the query's place, if it has one."""
        from autolabelme.core.catalogue.queries import ornament_at

        if self._store.project is None or query.box is None:
            return None
        return ornament_at(self._store.project, query.path, query.page, query.box)

    def _find(self, query: Ornament, known: OrnamentInfo | None) -> None:
        if self._store.project is None:
            self._view.context.notice(self.tr("Make or open a catalogue first"), "warning")
            return
        job = self._view.context.runner.start(
            jobs.find_like,
            self._store.project,
            query,
            "" if known is None else known.id,
            self._index,
            title=self.tr("Find this"),
            key="catalogue-find",
            summary=lambda found: self.tr("found: {0}").format(len(found.candidates)),
        )
        self.running = True
        self._view.actions_.refresh()
        job.finished.connect(partial(self._show_found, self._store.project, query, known))
        job.failed.connect(lambda error: self._view.context.notice(error_text(error), "error"))
        job.ended.connect(self._search_over)

    def _search_over(self) -> None:
        self.running = False
        self._view.actions_.refresh()

    def _show_found(
        self, project: Project, query: Ornament, known: OrnamentInfo | None, found: jobs.Found
    ) -> None:
        if project is not self._store.project:
            return  # it was closed meanwhile
        self._index = found.index
        captions = {one.ornament: self._caption(one) for one in found.candidates}
        self._view.show_found(query.name, known, captions)
        for problem in found.problems:
            self._view.context.notice(str(problem), "warning")

    def _caption(self, one: Candidate) -> str:
        likeness = self.tr("likeness {0}%").format(round(100 * max(0.0, one.score)))
        return likeness if one.verdict is None else f"{verdict_word(one.verdict.kind)}, {likeness}"
