"""The pages of a manifest, one file each in a folder, with what is known of each beside them.

A page that is there is not fetched again, so that a job that was cancelled or killed goes on where it was.
"""

from __future__ import annotations

import dataclasses
import itertools
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ... import tuning
from ...errors import InputError
from ...files import atomic_write, atomic_write_json, scratch_folder
from ...hashes import file_sha256
from ...image_io import read_native, read_rgb, write_image
from ...image_kinds import HEAD_BYTES, image_kind
from ...image_samples import require_size
from ...messages import Message, clauses
from ...progress import Tick, no_tick
from ...reading import JsonObject, read_object
from .client import Client
from .image_api import ImageRequest, read_info, tiles, whole
from .params import FetchParams
from .problems import SourceError, UnreachableError
from .records import Book, Canvas, Manifest, PageSource, Picture, book_as_json, book_from_json
from .texts import Region
from .words import IiifWords

RECORD: Final[str] = "iiif.json"
"""The file beside the pages that says where each comes from."""

_SUFFIXES = {"jpeg": ".jpg", "png": ".png", "tiff": ".tif", "jp2": ".jp2", "gif": ".gif", "webp": ".webp"}
DPI_RANGE = (10.0, 20_000.0)
"""What a person may say, too (`core.options.dpi_of`)."""


@dataclass(frozen=True)
class FetchedPage:
    """One page: its place in the manifest (from 1), its file, where it comes from, and a note or ''."""

    number: int
    path: Path
    source: PageSource
    note: str = ""


@dataclass(frozen=True)
class PageProblem:
    """A page that could not be had."""

    number: int
    canvas: Canvas
    error: InputError


@dataclass(frozen=True)
class Fetched:
    """A book's facts, the pages that are there, and those that are not; in the manifest's order."""

    book: Book
    pages: tuple[FetchedPage, ...]
    problems: tuple[PageProblem, ...] = ()


def fetch_pages(
    manifest: Manifest,
    folder: str | Path,
    client: Client,
    *,
    numbers: Sequence[int] | None = None,
    tick: Tick = no_tick,
    on_page: Callable[[FetchedPage], None] | None = None,
) -> Fetched:
    """Fetch pages of `manifest` into `folder`, which is made.

    Parameters
    ----------
    client : asks; its parameters say how large and how fast.
    numbers : pages that are wanted, from 1, as `page_numbers` reads them; None is all.
    tick : counts pages; also called while a server is silent. May raise `Cancelled`: the pages that are
        there stay.
    on_page : gets each page as soon as it is there.

    A page that cannot be had is a `PageProblem`, and the next one is tried; a server that does not answer
    any more raises `UnreachableError`. Raises `InputError` when the folder holds another book's pages.
    """
    folder = Path(folder)
    wanted = range(1, len(manifest.canvases) + 1) if numbers is None else numbers
    record = _Record(folder, manifest.book)
    pages: list[FetchedPage] = []
    problems: list[PageProblem] = []
    for done, number in enumerate(wanted):
        canvas = manifest.canvases[number - 1]
        look = _Look(tick, done, len(wanted))
        look(0, 0, "")
        page = record.page(number, canvas, client.params)
        if page is None:
            try:
                page = _fetch(manifest.book, canvas, number, record, client, look)
            except UnreachableError:
                raise
            except SourceError as error:
                problems.append(PageProblem(number, canvas, error))
                continue
            record.add(page, client.params)
        pages.append(page)
        if on_page is not None:
            on_page(page)
    _Look(tick, len(wanted), len(wanted))(0, 0, "")
    return Fetched(manifest.book, tuple(pages), tuple(problems))


def page_numbers(text: str, count: int) -> list[int]:
    """The pages, from 1, that "1-10, 15, 20-" names of `count`; `InputError` for what names none of them."""
    found: dict[int, None] = {}
    for part in text.replace(";", ",").split(","):
        first, dash, last = (one.strip() for one in part.partition("-"))
        try:
            start = int(first) if first else 1
            end = int(last) if last else count if dash else start
        except ValueError:
            start = end = 0
        if not 1 <= start <= end <= count or not (first or last):
            raise InputError(
                "expected pages from 1 to {count}, as in 1-10,15, got {got!r:.60}",
                count=count,
                got=part.strip(),
            )
        found |= dict.fromkeys(range(start, end + 1))
    return list(found)


class _Look:
    """Tells the job of pages; of what goes on within one only a server's wish to be left alone."""

    def __init__(self, tick: Tick, done: int, total: int) -> None:
        self._tick, self._done, self._total = tick, done, total
        self._page = IiifWords.PAGE(page=min(done + 1, total), pages=total)

    def __call__(self, done: int, total: int, stage: str) -> None:
        waits = isinstance(stage, Message) and stage.code is IiifWords.WAITING
        self._tick(self._done, self._total, stage if waits else self._page)


# --- one page -------------------------------------------------------------------------------------


def _fetch(
    book: Book, canvas: Canvas, number: int, record: _Record, client: Client, look: _Look
) -> FetchedPage:
    picture = canvas.picture
    if picture is None:
        raise SourceError(IiifWords.NO_PICTURE(), canvas.id, "items")
    with scratch_folder(record.folder) as scratch:
        got = _picture(picture, scratch, client, look)
        path = record.free_path(number, got.file)
        atomic_write(path, lambda temporary: _move(got.file, temporary))
    notes = [got.note] if got.note else []
    if canvas.others:
        notes.append(IiifWords.OTHERS(count=canvas.others))
    source = PageSource(
        book.manifest,
        canvas.id,
        canvas.label,
        # A canvas without a size is against the rules; its picture's is the one that can be meant.
        canvas.width or got.width,
        canvas.height or got.height,
        got.url,
        picture.service,
        got.width,
        got.height,
        got.full[0],
        got.full[1],
        picture.region,
        picture.placed,
        canvas.rights or book.rights,
        canvas.attribution or book.attribution,
        picture.version,
        _dpi(canvas, picture, got),
    )
    return FetchedPage(number, path, source, clauses(notes))


def _dpi(canvas: Canvas, picture: Picture, got: _Got) -> float:
    """Pixels of the file an inch of the page, by what the library says of canvas or picture; 0 where it does
    not, or where no camera has so many."""
    placed, mm = picture.placed, picture.mm or got.mm
    turned = picture.rotation in ("90", "270")
    if canvas.mm and (placed is not None or canvas.width):
        width_mm = canvas.mm * (canvas.width if placed is None else placed.width)
    elif mm and picture.region is not None:
        width_mm = mm * (picture.region.height if turned else picture.region.width)
    elif mm:
        width_mm = mm * (got.full[1 if turned else 0] or picture.width or got.width)
    else:
        return 0.0
    dpi = got.width / width_mm * 25.4
    return dpi if DPI_RANGE[0] <= dpi <= DPI_RANGE[1] else 0.0


def _move(file: Path, temporary: Path) -> None:
    shutil.copyfile(file, temporary)


@dataclass(frozen=True)
class _Got:
    file: Path
    url: str
    width: int
    height: int
    full: tuple[int, int]
    note: str = ""
    mm: float = 0.0
    """Of one pixel of the whole picture, where its service says it."""


def _picture(picture: Picture, scratch: Path, client: Client, look: _Look) -> _Got:
    """The canvas's picture in a new file: its own address where that is all of it, else by its service."""
    params = client.params
    own = bool(picture.body) and params.longest_px == 0 and not _is_smaller(picture)
    if not picture.service or own:
        whole_size = (0, 0) if picture.region else (picture.width, picture.height)
        got = _one(picture.body, (picture.width, picture.height), whole_size, scratch, client, look)
        if not (picture.service and params.by_tiles and got.note):
            return got
    address = f"{picture.service}/info.json"
    try:
        info = client.read(
            address, lambda text: read_info(text, address, picture.service, picture.version), tick=look
        )
    except UnreachableError:
        raise
    except SourceError:
        if not picture.body:
            raise
        # A service that does not say what it has: the picture that the manifest names is better than none.
        return _one(picture.body, (picture.width, picture.height), (0, 0), scratch, client, look)
    request = whole(info, picture.region, picture.rotation, params.longest_px)
    full = info.width, info.height
    limited = params.longest_px == 0 and request.width * request.height < _area(request.region)
    if limited and params.by_tiles and picture.rotation == "0":
        parts = tiles(info, picture.region)
        if parts:
            got = _assembled(parts, request.region, full, scratch, client, look)
            return dataclasses.replace(got, mm=info.mm)
    got = _one(request.url, (request.width, request.height), full, scratch, client, look)
    got = dataclasses.replace(got, mm=info.mm)
    if limited and not got.note:
        note = IiifWords.REDUCED(
            width=round(request.region.width),
            height=round(request.region.height),
            given_width=got.width,
            given_height=got.height,
        )
        return dataclasses.replace(got, note=note)
    return got


def _is_smaller(picture: Picture) -> bool:
    """Whether the body's own address asks the service for less than there is, as for a preview."""
    size = picture.body.removeprefix(f"{picture.service}/").split("/")[1:2] if picture.service else []
    return bool(size) and picture.body.startswith(picture.service) and size[0] not in ("full", "max")


def _area(region: Region) -> float:
    return region.width * region.height


def _one(
    url: str,
    said: tuple[int, int],
    full: tuple[int, int],
    scratch: Path,
    client: Client,
    look: _Look,
) -> _Got:
    file = scratch / "picture"
    width, height = client.fetch(url, file, decoded_size, tick=look)
    note = ""
    if min(said) > 0:
        if not _same_shape(said, (width, height)):
            raise SourceError(
                "says {width} x {height} pixels and gives a picture of another shape, {got_width} x "
                "{got_height}",
                url,
                "width",
                width=said[0],
                height=said[1],
                got_width=width,
                got_height=height,
            )
        if width < said[0] - tuning.SERVED_ALIKE_PX:
            note = IiifWords.SMALLER(width=said[0], height=said[1], given_width=width, given_height=height)
    return _Got(file, url, width, height, full, note)


def _same_shape(said: tuple[int, int], given: tuple[int, int]) -> bool:
    scale = given[0] / said[0]
    return abs(said[1] * scale - given[1]) <= max(
        tuning.SERVED_ALIKE_PX * max(1.0, scale), tuning.SERVED_ALIKE * given[1]
    )


def decoded_size(file: Path) -> tuple[int, int]:
    """Width and height of a picture that was decoded to its last pixel; `InputError` when it cannot be."""
    with file.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head:
        raise InputError("is empty (0 bytes)", path=file)
    kind = image_kind(head)
    if kind not in _SUFFIXES:
        raise InputError("is not a picture of a kind that libraries give", path=file)
    height, width = read_native(file).shape[:2]
    return width, height


def _assembled(
    parts: Sequence[ImageRequest],
    region: Region,
    full: tuple[int, int],
    scratch: Path,
    client: Client,
    look: _Look,
) -> _Got:
    """The full picture, laid together of its tiles; each is kept in the cache until all are there."""
    left, top = int(region.x), int(region.y)
    width, height = int(region.width), int(region.height)
    require_size(width, height, 3)
    pixels = np.full((height, width, 3), 255, np.uint8)
    for number, part in enumerate(parts):
        file = scratch / f"tile{number}"
        size = client.fetch(part.url, file, decoded_size, tick=look)
        if size != (part.width, part.height):
            raise SourceError(
                "asked for a tile of {width} x {height} pixels, got {got_width} x {got_height}",
                part.url,
                width=part.width,
                height=part.height,
                got_width=size[0],
                got_height=size[1],
            )
        tile = read_rgb(file)
        file.unlink()
        x, y = int(part.region.x) - left, int(part.region.y) - top
        x1, y1, x2, y2 = max(0, x), max(0, y), min(width, x + part.width), min(height, y + part.height)
        pixels[y1:y2, x1:x2] = tile[y1 - y : y2 - y, x1 - x : x2 - x]
    largest_jpeg = 65_500
    file = scratch / ("picture.jpg" if max(width, height) <= largest_jpeg else "picture.tif")
    write_image(file, pixels)
    return _Got(file, parts[0].url, width, height, full)


# --- the record -----------------------------------------------------------------------------------


class _Record:
    """The file `RECORD` of a folder: what was fetched into it."""

    def __init__(self, folder: Path, book: Book) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError("cannot be made: {error}", path=folder, error=error) from error
        self.folder, self._book = folder, book
        self._pages: dict[int, dict[str, Any]] = {}
        if (folder / RECORD).exists():
            given = read_object(folder / RECORD)
            held = given.object("book").text("manifest")
            if held != book.manifest:
                raise InputError("holds the pages of another manifest: {held}", path=folder, held=held)
            for page in given.objects("pages"):
                self._pages[page.whole("number", minimum=1)] = page.value

    def page(self, number: int, canvas: Canvas, params: FetchParams) -> FetchedPage | None:
        """A page that is there as it was fetched, of this canvas and as large as is asked for now."""
        if number not in self._pages:
            return None
        given = JsonObject(self._pages[number], self.folder / RECORD, f"pages[{number}]")
        asked = given.whole("longest_px", 0), given.flag("by_tiles", False)
        page = _read_page(given, self.folder)
        same = page.source.canvas == canvas.id and asked == (params.longest_px, params.by_tiles)
        if not same or not page.path.is_file() or file_sha256(page.path) != given.text("sha256"):
            return None
        return page

    def free_path(self, number: int, file: Path) -> Path:
        """Where the page goes: in the place of its earlier file, unless somebody changed that."""
        with file.open("rb") as stream:
            suffix = _SUFFIXES[image_kind(stream.read(HEAD_BYTES)) or "jpeg"]
        mine = self._pages.get(number, {})
        for count in itertools.count(1):
            path = self.folder / f"{number:04d}{'' if count == 1 else f'-{count}'}{suffix}"
            if not path.exists() or (mine.get("file") == path.name and file_sha256(path) == mine["sha256"]):
                return path
        raise AssertionError("unreachable")

    def add(self, page: FetchedPage, params: FetchParams) -> None:
        """Write down a page that has come."""
        self._pages[page.number] = {
            "number": page.number,
            "file": page.path.name,
            "sha256": file_sha256(page.path),
            "longest_px": params.longest_px,
            "by_tiles": params.by_tiles,
            "note": page.note,
            "source": page.source.as_json(),
        }
        pages = [self._pages[number] for number in sorted(self._pages)]
        value = {"format": 1, "book": book_as_json(self._book), "pages": pages}
        atomic_write_json(self.folder / RECORD, value)


def read_record(folder: str | Path) -> Fetched | None:
    """What was fetched into `folder`, with the facts kept; None where nothing was.

    Pages whose files are gone are left out.
    """
    folder = Path(folder)
    if not (folder / RECORD).exists():
        return None
    given = read_object(folder / RECORD)
    pages = [_read_page(page, folder) for page in given.objects("pages")]
    return Fetched(book_from_json(given.object("book")), tuple(page for page in pages if page.path.is_file()))


def _read_page(given: JsonObject, folder: Path) -> FetchedPage:
    name = given.text("file")
    if Path(name).name != name:
        raise given.error("file", "leads out of the folder")
    source = PageSource.from_json(given.object("source"))
    return FetchedPage(given.whole("number", minimum=1), folder / name, source, given.text("note", ""))
