"""A book's title, author, date and shelfmark, out of the free pairs that a library puts into its manifest."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from .records import Book

# As Gallica, the Bayerische Staatsbibliothek, e-rara, the Bodleian, the British Library, Internet Culturale
# and the Biblioteca Nacional call them; compared without case, accents and a plural's "s".
_LABELS = {
    "title": "title|full title|titre|titel|titolo|titulo",
    "author": "creator|author|auteur|autor|verfasser|autore|contributor|contributeur|creator/contributor",
    "publisher": (
        "publisher|printer|printer/publisher|publisher/printer|editeur|imprimeur|editeur/imprimeur|verlag|"
        "verleger|drucker|drucker/verleger|verlag/drucker|editore|stampatore|editor|impresor|imprint|"
        "publication|published"
    ),
    "place": (
        "place|place of publication|publication place|place of origin|lieu|lieu de publication|"
        "lieu d'edition|erscheinungsort|druckort|ort|luogo|luogo di pubblicazione|lugar de publicacion"
    ),
    "date": (
        "date|date of publication|publication date|year|date statement|issued|annee|date de publication|"
        "date d'edition|datum|jahr|erscheinungsjahr|datierung|data|data di pubblicazione|anno|fecha"
    ),
    "library": (
        "repository|holding institution|library|institution|owner|current location|bibliotheque|"
        "etablissement de conservation|bibliothek|besitzende institution|biblioteca|provider|location"
    ),
    "shelfmark": (
        "shelfmark|shelf mark|call number|identifier of the copy|cote|signatur|standort|segnatura|"
        "collocazione|signatura|holding item"
    ),
}
_FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels.split("|")}


def book_of(
    manifest: str,
    label: str,
    pairs: Sequence[tuple[str, str]],
    *,
    rights: str,
    attribution: str,
    homepage: str,
    provider: str = "",
) -> Book:
    """The facts; the manifest's label where no pair says the title, its provider for the library.

    The first pair of a kind counts.
    """
    found: dict[str, str] = {}
    for name, value in pairs:
        field = _FIELD_OF.get(_plain(name))
        if field is not None and value:
            found.setdefault(field, value)
    found.setdefault("title", label)
    found.setdefault("library", provider)
    return Book(
        manifest,
        **found,
        rights=rights,
        attribution=attribution,
        homepage=homepage,
        metadata=tuple((name, value) for name, value in pairs if name or value),
    )


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold()).replace("’", "'")
    name = "".join(part for part in parts if not unicodedata.combining(part)).strip(" :")
    return name if name in _FIELD_OF else name.removesuffix("(s)").removesuffix("s").strip()
