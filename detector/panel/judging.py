"""What the commands on verdicts ask about, in both of Inspect's modes, and why they cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from PyQt6.QtCore import QCoreApplication

from autolabelme.qtkit.commands import CommandTable, P


@dataclass(frozen=True)
class JudgedState:
    """What is inspected, what is selected, and what was said about it, at one moment.

    `at` is the place of the selected one among `count`, -1 for none.
    """

    running: bool
    writing: bool
    inspected: bool
    picked: bool
    verdict: str
    at: int
    count: int
    can_undo: bool
    can_redo: bool


J = TypeVar("J", bound=JudgedState)


class JudgingCommands(CommandTable[P, J]):
    """A table with commands on verdicts; what the selected thing is called is the mode's."""

    # A base's words are looked up under its own name, which `tr` would not do.
    def _idle(self, now: JudgedState) -> str:
        return (
            QCoreApplication.translate("JudgingCommands", "An inspection is running") if now.running else ""
        )

    def _running(self, now: JudgedState) -> str:
        none = QCoreApplication.translate("JudgingCommands", "No inspection is running")
        return "" if now.running else none

    def _inspected(self, now: JudgedState) -> str:
        return "" if now.inspected else QCoreApplication.translate("JudgingCommands", "Press Inspect first")

    def _not_accepted(self, now: JudgedState) -> str:
        said = QCoreApplication.translate("JudgingCommands", "It is accepted")
        return said if now.verdict == "accepted" else ""

    def _not_rejected(self, now: JudgedState) -> str:
        said = QCoreApplication.translate("JudgingCommands", "It is rejected")
        return said if now.verdict == "rejected" else ""

    def _decided(self, now: JudgedState) -> str:
        return "" if now.verdict else QCoreApplication.translate("JudgingCommands", "It is undecided")

    def _undoable(self, now: JudgedState) -> str:
        return "" if now.can_undo else QCoreApplication.translate("JudgingCommands", "Nothing was judged yet")

    def _redoable(self, now: JudgedState) -> str:
        return "" if now.can_redo else QCoreApplication.translate("JudgingCommands", "Nothing was undone")

    def _not_first(self, now: JudgedState) -> str:
        return "" if now.at > 0 else QCoreApplication.translate("JudgingCommands", "It is the first")

    def _not_last(self, now: JudgedState) -> str:
        last = QCoreApplication.translate("JudgingCommands", "It is the last")
        return "" if now.at < now.count - 1 else last

    def _written(self, now: JudgedState) -> str:
        writing = QCoreApplication.translate("JudgingCommands", "The report is being written")
        return writing if now.writing else ""
