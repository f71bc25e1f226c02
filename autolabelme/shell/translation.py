"""Translations of the window, read from ``autolabelme.resources/translations``."""

from __future__ import annotations

import logging
from importlib.resources import files

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

_log = logging.getLogger(__name__)


def install_translation(app: QCoreApplication, language: str) -> bool:
    """Install the translation for `language` ("system", or a code such as "fr"); False when there is none.

    English is the language of the code and needs no file.
    """
    locale = QLocale.system() if language == "system" else QLocale(language)
    if locale.language() in (QLocale.Language.English, QLocale.Language.C):
        return False
    own = files("autolabelme.resources").joinpath("translations", f"autolabelme_{locale.name()[:2]}.qm")
    if not own.is_file():
        _log.info("no translation for %s, the window is in English", locale.name())
        return False
    translator = QTranslator(app)
    # Qt does not copy the data: it has to live as long as the translator.
    translator._data = own.read_bytes()  # type: ignore[attr-defined]
    if not translator.loadFromData(translator._data):  # type: ignore[attr-defined]
        _log.warning("the translation for %s cannot be read", locale.name())
        return False
    app.installTranslator(translator)
    qt = QTranslator(app)
    if qt.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    return True
