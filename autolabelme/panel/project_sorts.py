"""The sorts of the open project, and acts on several pages that are one step of undo."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject

from autolabelme.core.annotation.document import Document
from autolabelme.core.errors import InputError
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.sorts import (
    Change,
    SortCatalogue,
    SortKey,
    catalogue_of,
    change_sorts,
    folders_of,
    identified,
    new_sort,
    sort_key,
)
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.messages import error_text

if TYPE_CHECKING:
    from .project import Project

PageKey = tuple[str, int]
PageLabel = tuple[PageKey, str]
_changes = itertools.count(1)


def with_sorts(document: Document) -> tuple[Document, SortCatalogue, str]:
    """A document as read with the ids that its folder's catalogue knows, the catalogue, and what is wrong.

    A damaged catalogue does not keep the page from being opened: the page then knows the ids in its file.
    """
    try:
        known = catalogue_of([document])
    except InputError as error:
        return document, SortCatalogue(), error.message
    return identified(document, known), known, ""


class ProjectSorts(QObject):
    """What the folders of the open pages know of sorts, together, and the person's answers."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._project = project
        self.known = SortCatalogue()

    def take(self, known: SortCatalogue, problem: str) -> None:
        """A page was read: what its folder knows counts from now on."""
        self.known = self.known.merged(known)
        if problem:
            self._project.context.notice(problem, "warning")

    def refresh(self) -> None:
        """Read again what the folders of the open pages know: Train and the command line write there, too."""
        documents = tuple(session.document for session in self._project.sessions.values())
        if documents:
            job = self._project.context.runner.start(_read, documents, key="read-sorts")
            job.finished.connect(self._replace)
            job.failed.connect(lambda error: self._project.context.notice(error_text(error), "warning"))

    def _replace(self, known: SortCatalogue) -> None:
        self.known = known

    def change(self, documents: Iterable[Document], change: Change) -> Job:
        """Change what is known of sorts, here at once and in the folders of these pages by a job."""
        self.known = change(self.known)
        # A key of its own: a change must not be dropped for a later one.
        key = f"sorts {next(_changes)}"
        job = self._project.context.runner.start(_change, folders_of(documents), change, key=key)
        job.failed.connect(self._failed)
        return job

    def keep(self, document: Document) -> None:
        """A page was saved: its sorts stand in the catalogue of its folder."""
        if any(document.sort_of(label) for label in document.labels()):
            self.change([document], lambda known: known.with_document(document))

    def are_apart(self, here: PageLabel, there: PageLabel) -> bool:
        """Whether a person said of two labels of open pages that they are different sorts."""
        return self.known.are_apart(self._key(here), self._key(there))

    def tell_apart(self, here: PageLabel, there: PageLabel) -> None:
        """*Another sort*: two labels of open pages are different sorts, and this is not asked again."""
        keys = [self._key(here), self._key(there)]
        documents = [self._project.sessions[key].document for key, _ in (here, there)]
        self.change(documents, lambda known: known.parted(keys))

    def join(self, here: PageLabel, there: PageLabel) -> None:
        """*Same sort*: two labels of open pages are one sort; one step of undo over both pages.

        Where the sort stood on the other page under a second name, its boxes join the label.
        """
        keys = [self._key(here), self._key(there)]
        page, other = (self._project.sessions[key] for key, _ in (here, there))
        label, other_label = here[1], there[1]
        self.change((page.document, other.document), lambda known: known.joined(keys, label))
        sort = self.known.canonical(keys[0].id)
        document = other.document
        twins = [
            shape.id
            for shape in document.shapes
            if shape.is_vignette
            and shape.label != other_label
            and sort_key(document, shape.label, self.known).id == sort
        ]
        other.forget_results(other_label, *(document.find(shape_id).label for shape_id in twins))
        if twins:
            document = document.relabel(twins, other_label)
        group, text = new_sort(), self.tr("Same sort")
        if page.push(page.document.with_sort(label, sort), text, group=group):
            self._project.changed(here[0])
        if other.push(document.with_sort(other_label, sort), text, group=group):
            self._project.changed(there[0])

    def _key(self, place: PageLabel) -> SortKey:
        return sort_key(self._project.sessions[place[0]].document, place[1], self.known)

    def _failed(self, error: object) -> None:
        text = self.tr("Names and pictures of sorts were not written (%s); the pages are whole.") % error
        self._project.context.notice(text, "warning")

    # -- undo over pages ----------------------------------------------------------------------------
    def undo(self, key: PageKey) -> tuple[PageKey, ...]:
        """Take back the last step of a page, on all pages that it was made on; returns those changed."""
        session = self._project.sessions[key]
        group, inverse = session.history.undo_group
        if not group:
            session.undo()
            return (key,)
        return self._move(group, back=not inverse)

    def redo(self, key: PageKey) -> tuple[PageKey, ...]:
        """Do again what `undo` took back, on all pages of the step."""
        session = self._project.sessions[key]
        group, inverse = session.history.redo_group
        if not group:
            session.redo()
            return (key,)
        return self._move(group, back=inverse)

    def _move(self, group: str, *, back: bool) -> tuple[PageKey, ...]:
        return tuple(
            key
            for key, session in self._project.sessions.items()
            if (session.take_back(group) if back else session.do_again(group))
        )


def _read(documents: tuple[Document, ...], *, tick: Tick = no_tick) -> SortCatalogue:
    tick(0, 0, "sorts")
    return catalogue_of(documents)


def _change(folders: tuple[Path, ...], change: Change, *, tick: Tick = no_tick) -> None:
    # Without a tick: it takes a moment, and a window that closes shall wait for it.
    change_sorts(folders, change)
