"""What a person decides about the selected ornaments; each is a step of Undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QInputDialog

if TYPE_CHECKING:
    from autolabelme.qtkit.workspace import SavedComparison

    from .view import CatalogueView


class Judging(QObject):
    """Accept and reject, the same block or not, names and notes."""

    def __init__(self, view: CatalogueView) -> None:
        super().__init__(view)
        self._view, self._store = view, view.store

    def _ids(self, *, regions: bool = False) -> list[str]:
        return [one.id for one in self._view.wall.selected() if not regions or one.role == "region"]

    def accept(self) -> None:
        from autolabelme.core.catalogue import edits

        self._judge(partial(self._store.edit, edits.accept))

    def reject(self) -> None:
        from autolabelme.core.catalogue import edits

        self._judge(partial(self._store.edit, edits.reject))

    def reopen(self) -> None:
        from autolabelme.core.catalogue import edits

        self._judge(partial(self._store.edit, edits.reopen))

    def _judge(self, do: Callable[[list[str]], object]) -> None:
        """Judge the selected and go to the one after them: it stays, or comes up in their place."""
        ids = self._ids(regions=True)
        rows = [self._view.model.row_of(one) for one in ids]
        after = max(rows, default=-1) + 1
        following = self._view.model.info(after).id if after < self._view.model.rowCount() else ""
        before = self._view.model.info(min(rows) - 1).id if rows and min(rows) > 0 else ""
        do(ids)
        self._view.wall.select([following or before or ids[-1]])

    def same_block(self) -> None:
        """The selected, and what was searched for, become impressions of one block: one of theirs, or new."""
        from autolabelme.core.catalogue import edits

        chosen = self._view.wall.selected()
        every = [*chosen, *([self._view.anchor] if self._view.anchor is not None else [])]
        blocks = list(dict.fromkeys(one.block for one in every if one.block))
        if self._view.anchor is not None and self._view.anchor.block:
            blocks = [self._view.anchor.block, *(one for one in blocks if one != self._view.anchor.block)]
        ids = [one.id for one in every]
        if not blocks:
            self._store.edit(edits.make_block, self._free_name(), ids)
        else:
            free = [one.id for one in every if not one.block]
            if len(blocks) > 1:
                self._store.edit(edits.merge_blocks, blocks[0], blocks[1:])
            if free:
                self._store.edit(edits.assign, free, blocks[0])
        self._look_at_anchor()

    def new_block(self) -> None:
        from autolabelme.core.catalogue import edits

        self._store.edit(edits.make_block, self._free_name(), self._ids())
        self._view.pane.block.setFocus()
        self._view.pane.block.selectAll()

    def not_same(self) -> None:
        """Not of the block that was searched for; or, of impressions of two blocks, that these differ."""
        from autolabelme.core.catalogue import edits

        chosen = self._view.wall.selected()
        if self._view.anchor is not None:
            block = self._view.anchor.block
            if not block:
                made = self._store.edit(edits.make_block, self._free_name(), [self._view.anchor.id])
                block = made or ""
            if block:
                self._store.edit(edits.refuse, [one.id for one in chosen], block)
            self._look_at_anchor()
            return
        blocks = list(dict.fromkeys(one.block for one in chosen if one.block))
        for other in blocks[1:]:
            self._store.edit(edits.tell_apart, blocks[0], other)

    def split(self) -> None:
        """The selected are of another block than the one that they were given to."""
        from autolabelme.core.catalogue import edits

        chosen = self._view.wall.selected()
        self._store.edit(edits.split_block, chosen[0].block, [one.id for one in chosen], self._free_name())
        self._look_at_anchor()

    def unassign(self) -> None:
        from autolabelme.core.catalogue import edits

        self._store.edit(edits.unassign, self._ids())

    def _look_at_anchor(self) -> None:
        from autolabelme.core.catalogue.queries import by_ids

        if self._view.anchor is not None and self._store.project is not None:
            found = by_ids(self._store.project, [self._view.anchor.id])
            self._view.anchor = found[0] if found else None

    def _free_name(self) -> str:
        """A name for a new block that no other has."""
        from autolabelme.core.catalogue.queries import blocks

        assert self._store.project is not None
        taken = {block.name for block in blocks(self._store.project)}
        number = len(taken) + 1
        while (name := self.tr("Block {0}").format(number)) in taken:
            number += 1
        return name

    def set_kind(self, kind: str) -> None:
        from autolabelme.core.catalogue import edits

        ids = self._ids(regions=True)
        if ids:
            self._store.edit(edits.set_kind, ids, kind)

    def set_note(self, note: str) -> None:
        from autolabelme.core.catalogue import edits

        chosen = self._ids()
        if len(chosen) == 1:
            self._store.edit(edits.set_note, chosen[0], note)

    def set_block(self, fields: dict[str, str]) -> None:
        from autolabelme.core.catalogue import edits

        chosen = self._view.wall.selected()
        if len(chosen) == 1 and chosen[0].block and fields.get("name", "x"):
            self._store.edit(edits.change_block, chosen[0].block, **fields)

    def set_book(self, fields: dict[str, str]) -> None:
        from autolabelme.core.catalogue import edits

        self._store.edit(edits.change_book, self._view.books.current_id(), **fields)

    def ask_resolution(self) -> None:
        """Ask for the resolution of the chosen book, or of those of the selected ornaments."""
        from autolabelme.core.catalogue.queries import resolution_of

        project = self._store.project
        if project is None:
            return
        books = dict.fromkeys(one.book for one in self._view.wall.selected())
        if self._view.books.current_id():
            books = {self._view.books.current_id(): None}
        known = next(filter(None, (resolution_of(project, book) for book in books)), 300.0)
        dpi, sure = QInputDialog.getDouble(
            self._view,
            self.tr("Resolution"),
            self.tr("Pixels an inch on the pages of the book:"),
            known,
            *(10.0, 20_000.0, 1),
        )
        if sure:
            self.set_resolution(list(books), dpi)

    def set_resolution(self, books: Sequence[str], dpi: float) -> None:
        from autolabelme.core.catalogue import edits
        from autolabelme.core.catalogue.queries import pages_of

        project = self._store.project
        if project is not None:
            pages = [page for book in books for page in pages_of(project, book)]
            self._store.edit(edits.change_pages, pages, dpi=dpi)

    def link(self, compared: SavedComparison) -> None:
        """Link what Align or Inspect saved to the ornaments that it is about, as far as they are here."""
        from autolabelme.core.catalogue import edits
        from autolabelme.core.catalogue.queries import comparisons

        project = self._store.project
        if project is None or not self._store.writable:
            return
        known = [self._view.search.known(one) for one in (compared.one, compared.other) if one is not None]
        ids = [one.id for one in known if one is not None]
        if not ids or len(ids) < len(known):
            return
        # A result that was made again takes the place of the one before.
        for old in comparisons(project, ids[0]):
            if old.file == compared.file.absolute():
                self._store.edit(edits.unlink_comparison, old.id)
        other = ids[1] if len(ids) > 1 else None
        self._store.edit(
            edits.link_comparison, ids[0], other, compared.tool, compared.file, verdict=compared.verdict
        )
