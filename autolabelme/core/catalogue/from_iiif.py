"""Books of a catalogue out of IIIF manifests: fetched into folders, with what the library says of them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import InputError
from ..messages import Message
from ..output_names import safe_name
from ..progress import Tick, no_tick
from .iiif.client import Client
from .iiif.pages import RECORD, Fetched, fetch_pages, page_numbers, read_record
from .iiif.presentation import read_document
from .iiif.problems import UnreachableError
from .iiif.records import Book, Manifest
from .iiif.sources import is_address, manifests_of, open_source
from .sources import BookSource, PageSource, books_at
from .words import CatalogueWords
from .years import year_of

_LONGEST_TITLE = 60


def is_manifest(source: str) -> bool:
    """Whether a word names a manifest or collection: an address, or a JSON file."""
    return "://" in source or Path(source).suffix.lower() == ".json"


def books_of(
    source: str,
    folder: Path,
    client: Client,
    *,
    pages: str = "",
    tick: Tick = no_tick,
    remark: Callable[[Message], None] = lambda _: None,
) -> Iterator[BookSource]:
    """The books that a manifest or collection names, one after the other, with their pages in `folder`.

    Parameters
    ----------
    folder : each book gets a folder of its own in it; what lies there already is not fetched again.
    pages : which of each book, as "1-10,15"; '' is all.
    remark : gets what there is to say of a page that is no error.

    When a server does not answer any more, the last book has the pages that came, and the reason among its
    problems. Raises `InputError` for what is no manifest, and `Cancelled`.
    """
    found = open_source(source, client, tick=tick)
    if isinstance(found, Manifest):
        yield _fetched(found, folder, client, pages, tick, remark)[0]
        return
    for entry in manifests_of(found, client, tick=tick):
        url = entry.url
        try:
            manifest = client.read(url, lambda text, url=url: read_document(text, url), tick=tick)  # type: ignore[misc]
            if not isinstance(manifest, Manifest):
                raise InputError("expected a manifest, got a collection: {address}", address=url)
        except UnreachableError:
            raise
        except InputError as error:
            yield BookSource(folder, (), problems=(error,))
            continue
        book, alive = _fetched(manifest, folder, client, pages, tick, remark)
        yield book
        if not alive:
            return


def _fetched(
    manifest: Manifest,
    folder: Path,
    client: Client,
    pages: str,
    tick: Tick,
    remark: Callable[[Message], None],
) -> tuple[BookSource, bool]:
    """The book with the pages that came, and whether its server still answers."""
    numbers = page_numbers(pages, len(manifest.canvases)) if pages else None
    place = folder / _folder_name(manifest.book)
    problems: list[InputError] = []
    alive = True
    try:
        found = fetch_pages(manifest, place, client, numbers=numbers, tick=tick)
        problems += [one.error for one in found.problems]
    except UnreachableError as error:
        found, alive = read_record(place) or Fetched(manifest.book, ()), False
        problems.append(error)
    for page in found.pages:
        if page.note:
            remark(CatalogueWords.PAGE_NOTE(page=str(page.path), note=page.note))
    return dataclasses.replace(_as_book(found, place), problems=tuple(problems)), alive


def _folder_name(book: Book) -> str:
    key = hashlib.sha256(book.manifest.encode()).hexdigest()[:6]
    return f"{safe_name(book.title[:_LONGEST_TITLE] or 'book')}~{key}"


def told(book: BookSource) -> BookSource:
    """`book`, with what the library said of it where its pages were fetched from a manifest."""
    if not (book.place / RECORD).is_file():
        return book
    fetched = read_record(book.place)
    assert fetched is not None
    known = {page.path: page for page in _as_book(fetched, book.place).pages}
    pages = tuple(known.get(page.path, page) for page in book.pages)
    return dataclasses.replace(book, pages=pages, fields={**_fields(fetched.book), **book.fields})


def books_on_disk(path: Path, *, tick: Tick = no_tick) -> Iterator[BookSource]:
    """`sources.books_at`, with what libraries said of folders that were fetched."""
    for book in books_at(path, tick=tick):
        yield told(book)


def _as_book(fetched: Fetched, place: Path) -> BookSource:
    pages = tuple(
        PageSource(
            page.path,
            folio=page.source.label,
            canvas=page.source.canvas,
            iiif=json.dumps(page.source.as_json(), ensure_ascii=True),
            rights=page.source.rights,
            attribution=page.source.attribution,
            dpi=page.source.dpi or None,
            position=page.number - 1,
        )
        for page in fetched.pages
    )
    return BookSource(place, pages, _fields(fetched.book))


def _fields(book: Book) -> dict[str, str]:
    """Columns of `schema.Book`. A library's publisher is the imprint: who printed it a historian says."""
    said = {
        "title": book.title,
        "author": book.author,
        "imprint": book.publisher,
        "place": book.place,
        "year_text": book.date or _year_of_imprint(book.publisher),
        "library": book.library,
        "shelfmark": book.shelfmark,
        "source": book.homepage if is_address(book.homepage) else "",
        "manifest": book.manifest,
        "licence": book.rights,
        "attribution": book.attribution,
    }
    return {name: value for name, value in said.items() if value}


def _year_of_imprint(imprint: str) -> str:
    """The year that an imprint names, in brackets where it is not sure; '' where it names none."""
    # Its own part alone says how sure it is: the C. of a name, or [i.e. Paris], is no doubt about the year.
    parts = [part for part in imprint.split(",") if year_of(part)[0] is not None]
    year, sure = year_of(",".join(parts))
    return "" if year is None else str(year) if sure else f"[{year}?]"
