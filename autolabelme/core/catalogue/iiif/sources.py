"""What a user names: the address of a manifest or a collection, a viewer's link to one, or a file of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from ...errors import InputError
from ...progress import Tick, no_tick
from ...reading import read_text
from .client import Client
from .presentation import read_document
from .problems import SourceError
from .records import Collection, Entry, Manifest

_DEEPEST: Final[int] = 20
_MOST_PAGES: Final[int] = 10_000
"""Of one collection: a library's whole stock is not what a user means."""


def is_address(text: str) -> bool:
    """Whether a user's word is an address rather than a file's name."""
    return urlsplit(text.strip()).scheme.lower() in ("http", "https") if "://" in text else False


def open_source(source: str | Path, client: Client, *, tick: Tick = no_tick) -> Manifest | Collection:
    """The manifest or collection that `source` names: an address, a viewer's link with one, or a JSON file.

    Raises `InputError` naming address or file, and the field.
    """
    text = str(source).strip()
    if is_address(text):
        url = manifest_in(text)
        return client.read(url, lambda document: read_document(document, url), tick=tick)
    if "://" in text:
        raise SourceError("expected an address with http or https", text)
    path = Path(source)
    return read_document(read_text(path), str(path))


def manifest_in(link: str) -> str:
    """The manifest's address in a viewer's link (``...?manifest=https...``); other links as they are."""
    parts = urlsplit(link)
    for query in (parts.query, parts.fragment.removeprefix("?")):
        values = parse_qs(query)
        for name in ("iiif-content", "manifest", "iiif_manifest"):
            found = values.get(name, [""])[0]
            if is_address(found):
                return found
    return link


def manifests_of(collection: Collection, client: Client, *, tick: Tick = no_tick) -> Iterator[Entry]:
    """All manifests that a collection names, with those of the collections in it, each once, page by page.

    Collections are read when they are come to, so that whoever stops early asks for no more.
    """
    yield from _walk(collection, client, tick, {collection.url}, set(), 0)


def _walk(
    collection: Collection, client: Client, tick: Tick, seen: set[str], given: set[str], depth: int
) -> Iterator[Entry]:
    page: Collection | None = collection
    while page is not None:
        for entry in page.entries:
            if not entry.collection:
                if entry.url not in given:
                    given.add(entry.url)
                    yield entry
            elif entry.url not in seen and depth < _DEEPEST:
                inner = _collection(entry.url, client, tick, seen)
                yield from _walk(inner, client, tick, seen, given, depth + 1)
        following, page = page.next, None
        if following and following not in seen:
            page = _collection(following, client, tick, seen)


def _collection(url: str, client: Client, tick: Tick, seen: set[str]) -> Collection:
    if len(seen) >= _MOST_PAGES:
        raise InputError("the collection has more than {most:,} parts; choose one of them", most=_MOST_PAGES)
    seen.add(url)
    found = client.read(url, lambda text: read_document(text, url), tick=tick)
    if isinstance(found, Manifest):
        raise SourceError("expected a collection, got a manifest", url, "type")
    return found
