"""What a folder, a PDF or a picture gives to a catalogue: books, and their pages in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from ..errors import InputError
from ..image_io import page_count
from ..image_kinds import file_kind, find_images, folders_below, is_image
from ..natural_order import natural_key
from ..progress import Tick, no_tick
from ..reading import read_object

_SEVERAL = ("pdf", "tiff")


@dataclass(frozen=True)
class PageSource:
    """One page: its file, its number in it from 0; of a IIIF manifest also its canvas, its place among the
    book's (from 0) and rights."""

    path: Path
    number: int = 0
    folio: str = ""
    canvas: str = ""
    iiif: str = ""
    rights: str = ""
    attribution: str = ""
    dpi: float | None = None
    position: int | None = None


@dataclass(frozen=True)
class BookSource:
    """One copy of an edition as it is given: where its pages lie, what is known of it, and its pages.

    `fields` are columns of `schema.Book` that are known ("title", "manifest", "licence", ...). `whole` when
    `pages` are all that lie there, in their order; single pictures come after those that are known.
    """

    place: Path
    pages: tuple[PageSource, ...]
    fields: dict[str, str] = field(default_factory=dict)
    problems: tuple[InputError, ...] = ()
    whole: bool = True


def in_reading_order(given: Sequence[str]) -> list[str]:
    """Sources as they were given, but pictures of one folder that a shell or a window has sorted by letters
    (p1, p10, p2) by their numbers, as the folder itself would be read."""
    ordered: list[str] = []
    for _, run in groupby(given, lambda one: Path(one).parent if is_image(Path(one)) else one):
        names = list(run)
        ordered += sorted(names, key=natural_key) if names == sorted(names) else names
    return ordered


def books_at(path: Path, *, tick: Tick = no_tick) -> Iterator[BookSource]:
    """The books that `path` holds: a file is one; of a folder, each folder of page images and each PDF in it.

    What this program wrote itself (crops, exports) is no page. Raises `InputError` where there is no page.
    """
    if path.is_dir():
        count = 0
        for folder in (path, *folders_below(path, tick)):
            written = _written_by_us(folder)
            images = [image for image in find_images(folder) if image not in written]
            # A PDF of several pages in a folder is a book of its own, beside others and beside loose scans.
            bound = [image for image in images if _is_bound(image)]
            for image in bound:
                count += 1
                yield _book(image, [image])
            loose = [image for image in images if image not in bound]
            if loose:
                count += 1
                yield _book(folder, loose)
        if not count:
            raise InputError("holds no page", path=path)
    elif not path.exists():
        raise InputError("does not exist", path=path)
    elif is_image(path):
        several = file_kind(path) in _SEVERAL
        yield replace(_book(path if several else path.parent, [path]), whole=several)
    else:
        raise InputError("is no folder, PDF, picture or IIIF manifest", path=path)


def _book(place: Path, images: list[Path]) -> BookSource:
    pages: list[PageSource] = []
    problems = []
    for image in sorted(images, key=lambda item: natural_key(item.name)):
        try:
            count = page_count(image) if file_kind(image) in _SEVERAL else 1
        except InputError as error:
            problems.append(error)
            continue
        pages += [PageSource(image, number) for number in range(count)]
    return BookSource(place, tuple(pages), problems=tuple(problems))


def _is_bound(image: Path) -> bool:
    try:
        return file_kind(image) == "pdf" and page_count(image) > 1
    except InputError:
        return False  # whoever reads its pages says why


def _written_by_us(folder: Path) -> set[Path]:
    """The files that records of this program's own runs list, in `folder` and the folders above it."""
    found: set[Path] = set()
    for place in (folder, *list(folder.parents)[:3]):
        for record in place.glob(".autolabelme-*.json"):
            try:
                names = read_object(record).object_or_empty("files").value
            except InputError:
                continue  # whoever writes there again says that it is damaged
            found |= {place / name for name in names}
    return found
