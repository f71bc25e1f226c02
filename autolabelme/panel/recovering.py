"""Offers the unsaved work that crashed windows left, and brings it back beside what is there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QDateTime, QLocale, QObject

from autolabelme.core.progress import Tick, no_tick

from .page_session import PageSession
from .pages_on_disk import PageRef
from .recovery import KEPT_DAYS, Kept, Leftover, RecoveryStore

if TYPE_CHECKING:
    from .project import Project


class Recovering(QObject):
    """Asks in place, without a dialog. Nothing is deleted by an answer: it stays for `KEPT_DAYS`."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._project = project
        self._store = project.recovery
        self._context = project.context
        self._offered = False

    def offer_once(self) -> None:
        """Once a start: offer what crashed windows left and nobody has answered for yet."""
        if not self._offered:
            self._offered = True
            self._look(answered=False)

    def offer_all(self) -> None:
        """*Unsaved work of earlier windows*: offer what was set aside or brought back before, too."""
        self._look(answered=True)

    def restore(self, leftover: Leftover) -> None:
        """Bring back what a crashed window left: its pages are open and unsaved.

        A page that is open and was edited stays as it is: the recovered one opens beside it. One that
        was not edited takes it as a step that Undo takes back.
        """
        project = self._project
        for kept in leftover.kept:
            session = project.session(kept.key)
            if session is None:
                self._open(kept, kept.ref)
            elif session.document == kept.document:
                continue  # it is there already
            elif session.dirty or session.history.can_undo:
                self._open(kept, self._beside(kept.ref, leftover.when))
            else:
                session.forget_results(*session.labels())
                session.push(kept.document, self.tr("Recovered work"))
                session.known.update(kept.known)
                project.changed(kept.key)
        job = project.keep_unsaved()
        if job is None:
            self._store.answered(leftover)
        else:
            # Not before it is kept anew: a crash in between must not lose it.
            job.finished.connect(lambda _count: self._store.answered(leftover))

    def _look(self, *, answered: bool) -> None:
        job = self._context.runner.start(_leftovers, self._store, answered, key="leftovers")
        job.finished.connect(partial(self._offer, said_anyway=answered))

    def _offer(self, leftovers: tuple[Leftover, ...], *, said_anyway: bool) -> None:
        if not leftovers:
            if said_anyway:
                self._context.notice(self.tr("No earlier window has left unsaved work."))
            return
        kept = [page for leftover in leftovers for page in leftover.kept]
        names = ", ".join(page.ref.name for page in kept[:3])
        more = self.tr(" and {0} more").format(len(kept) - 3) if len(kept) > 3 else ""
        when = QLocale().toString(
            QDateTime.fromSecsSinceEpoch(int(leftovers[0].when)), QLocale.FormatType.ShortFormat
        )
        self._context.offer(
            self.tr("Unsaved work from {0} was found: {1}").format(when, names + more),
            {
                self.tr("Restore"): partial(self._restore_all, leftovers),
                self.tr("Discard"): partial(self._set_aside, leftovers),
            },
        )

    def _restore_all(self, leftovers: tuple[Leftover, ...]) -> None:
        for leftover in leftovers:
            self.restore(leftover)

    def _set_aside(self, leftovers: tuple[Leftover, ...]) -> None:
        for leftover in leftovers:
            self._store.answered(leftover)
        text = self.tr("Set aside. For {0} days File > Unsaved work of earlier windows brings it back.")
        self._context.notice(text.format(KEPT_DAYS))

    def _open(self, kept: Kept, ref: PageRef) -> None:
        # What stands beside another annotation of its page is saved under a name of its own.
        path, known = (None, {}) if ref.copy else (kept.annotation_path, dict(kept.known))
        session = PageSession(ref, kept.document, path, self._context.preferences.threshold)
        session.known = known
        session.history.mark_unsaved()
        self._project.open_beside(session, kept.key)
        if ref.copy or self._project.current is None:
            self._project.set_current(ref.key)

    def _beside(self, ref: PageRef, when: float) -> PageRef:
        stamp = QDateTime.fromSecsSinceEpoch(int(when)).toString("yyyy-MM-dd_HHmm")
        found, number = replace(ref, copy=f"recovered_{stamp}"), 1
        while self._project.ref(found.key) is not None:
            number += 1
            found = replace(ref, copy=f"recovered_{stamp}_{number}")
        return found


def _leftovers(store: RecoveryStore, answered: bool, *, tick: Tick = no_tick) -> tuple[Leftover, ...]:
    tick(0, 0, "unsaved work")
    return store.leftovers(answered=answered)
