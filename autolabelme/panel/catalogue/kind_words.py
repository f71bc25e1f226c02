"""What kinds of ornaments and block verdicts are called in the window."""

from __future__ import annotations

from PyQt6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_WORDS = {
    "head-piece": QT_TRANSLATE_NOOP("OrnamentKinds", "head-piece"),
    "tail-piece": QT_TRANSLATE_NOOP("OrnamentKinds", "tail-piece"),
    "initial": QT_TRANSLATE_NOOP("OrnamentKinds", "initial"),
    "factotum": QT_TRANSLATE_NOOP("OrnamentKinds", "factotum"),
    "device": QT_TRANSLATE_NOOP("OrnamentKinds", "device"),
    "strip of type": QT_TRANSLATE_NOOP("OrnamentKinds", "strip of type"),
    "single sort": QT_TRANSLATE_NOOP("OrnamentKinds", "single sort"),
    "rule": QT_TRANSLATE_NOOP("OrnamentKinds", "rule"),
    "ornament": QT_TRANSLATE_NOOP("OrnamentKinds", "ornament"),
}


def kind_word(kind: str) -> str:
    """A kind of `core.catalogue.kinds` in the user's language."""
    return QCoreApplication.translate("OrnamentKinds", _WORDS.get(kind, kind))


_VERDICTS = {
    "same block": QT_TRANSLATE_NOOP("OrnamentKinds", "same block"),
    "close copy": QT_TRANSLATE_NOOP("OrnamentKinds", "close copy"),
    "another": QT_TRANSLATE_NOOP("OrnamentKinds", "another block"),
    "set again": QT_TRANSLATE_NOOP("OrnamentKinds", "set again"),
    "cannot tell": QT_TRANSLATE_NOOP("OrnamentKinds", "cannot tell"),
}


def verdict_word(kind: str) -> str:
    """A kind of a block verdict in the user's language."""
    return QCoreApplication.translate("OrnamentKinds", _VERDICTS.get(kind, kind))
