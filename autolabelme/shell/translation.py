"""The window's language: its own texts from the catalogue, Qt's from Qt's files."""

from __future__ import annotations

import logging

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from autolabelme.core.languages import Catalogue, catalogue_of, code_of, speak

_log = logging.getLogger(__name__)
_OURS = "language"


class CatalogueTranslator(QTranslator):
    """Gives Qt the texts of a catalogue of `autolabelme.core.languages`."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    def translate(
        self, context: str | None, source: str | None, disambiguation: str | None = None, n: int = -1
    ) -> str:
        # Of None Qt asks the next translator.
        return self._catalogue.find(context or "", source or "", n)  # type: ignore[return-value]

    def isEmpty(self) -> bool:
        return False


def install_translation(app: QCoreApplication, language: str) -> bool:
    """Speak `language` ("system", or a code such as "fr") from now on; False where that is English.

    What was installed before goes. Qt tells every widget (`QEvent.LanguageChange`); English is the language
    of the code and needs no file.
    """
    system = QLocale.system()
    # A language that is the system's keeps its country.
    locale = system if language in ("system", code_of(system.name())) else QLocale(language)
    catalogue = catalogue_of(code_of(locale.name()))
    speak(locale.name())
    # Boxes for numbers write them as the words around them do.
    english = locale.language() in (QLocale.Language.English, QLocale.Language.C)
    QLocale.setDefault(locale if catalogue or english else QLocale(QLocale.Language.English))
    for old in app.findChildren(QTranslator, _OURS):
        app.removeTranslator(old)
        old.setParent(None)
        old.deleteLater()
    if catalogue is None:
        if not english:
            _log.info("no translation for %s, the window is in English", locale.name())
        return False
    qt = QTranslator(app)
    if qt.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _install(app, qt)
    _install(app, CatalogueTranslator(catalogue, app))
    return True


def _install(app: QCoreApplication, translator: QTranslator) -> None:
    translator.setObjectName(_OURS)
    app.installTranslator(translator)
