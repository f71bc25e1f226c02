"""What is read of a manifest, a collection and a page of them, whatever version they are written in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ...errors import MisuseError
from ...reading import JsonObject
from .texts import Region


@dataclass(frozen=True)
class Book:
    """What a manifest says of the book; '' where it says nothing.

    `manifest` is its address, `rights` the address of a licence, `attribution` what must be shown beside
    every picture, `metadata` all pairs as they stand there.
    """

    manifest: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    place: str = ""
    date: str = ""
    library: str = ""
    shelfmark: str = ""
    rights: str = ""
    attribution: str = ""
    homepage: str = ""
    metadata: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Picture:
    """What is painted on a canvas.

    Attributes
    ----------
    body : the picture's own address; '' when there is only a service.
    service, version : the Image API's address and version (1, 2, 3); '' and 0 without.
    width, height : pixels of the body as the manifest has them; 0 when it does not say.
    region : the part of the service's whole picture, in its pixels, that is painted; None is all of it.
    rotation : degrees clockwise by which the service turns it.
    placed : where on the canvas it is painted; None is all over.
    mm : millimetres of one pixel of the service's whole picture, else of the body; 0 when nobody says.
    """

    body: str
    service: str = ""
    version: int = 0
    width: int = 0
    height: int = 0
    region: Region | None = None
    rotation: str = "0"
    placed: Region | None = None
    mm: float = 0.0


@dataclass(frozen=True)
class Canvas:
    """One page of a manifest; its width and height are coordinates, not pixels (0: it has none).

    `others` is how many pictures more are painted on it; `rights` and `attribution` are its own. `mm` is how
    many millimetres of the page one unit is, 0 when nobody says.
    """

    id: str
    label: str
    width: int
    height: int
    picture: Picture | None
    others: int = 0
    rights: str = ""
    attribution: str = ""
    mm: float = 0.0


@dataclass(frozen=True)
class Manifest:
    """A book and its canvases, in their order."""

    book: Book
    canvases: tuple[Canvas, ...]


@dataclass(frozen=True)
class Entry:
    """A manifest or another collection that a collection names."""

    url: str
    label: str
    collection: bool


@dataclass(frozen=True)
class Collection:
    """Entries of one collection, and the address of its next page ('' for none)."""

    url: str
    label: str
    entries: tuple[Entry, ...]
    next: str = ""


@dataclass(frozen=True)
class PageSource:
    """Where a page's picture comes from: kept with the page, so that a box on it can be said of its canvas.

    Attributes
    ----------
    canvas, label : the canvas's address and what the library calls the page.
    canvas_width, canvas_height : its coordinates.
    image : what was asked for; `service` the Image API's address or ''.
    width, height : pixels of the file as it was decoded, whatever server and manifest said.
    full_width, full_height : pixels of the whole picture on the server; 0 where nobody said.
    region : the part of it that the file shows; None is all of it.
    placed : the part of the canvas that the file covers; None is all of it.
    service_version : of the Image API; 0 without.
    dpi : pixels of the file an inch of the page, as the library says its physical dimensions; 0 without.
    rights, attribution : the page's own, else the book's.
    """

    manifest: str
    canvas: str
    label: str
    canvas_width: int
    canvas_height: int
    image: str
    service: str
    width: int
    height: int
    full_width: int = 0
    full_height: int = 0
    region: Region | None = None
    placed: Region | None = None
    rights: str = ""
    attribution: str = ""
    service_version: int = 0
    dpi: float = 0.0

    def __post_init__(self) -> None:
        if min(self.width, self.height, self.canvas_width, self.canvas_height) <= 0:
            raise MisuseError("a page's picture and canvas need a width and a height")

    def on_canvas(self, box: tuple[float, float, float, float]) -> Region:
        """A box of the file (xyxy in its pixels, edges) in the canvas's coordinates."""
        place = self.placed or Region(0, 0, self.canvas_width, self.canvas_height)
        across, down = place.width / self.width, place.height / self.height
        x1, y1, x2, y2 = box
        return Region(place.x + x1 * across, place.y + y1 * down, (x2 - x1) * across, (y2 - y1) * down)

    def on_page(self, region: Region) -> tuple[float, float, float, float]:
        """A place on the canvas as a box of the file: the other way round."""
        place = self.placed or Region(0, 0, self.canvas_width, self.canvas_height)
        across, down = self.width / place.width, self.height / place.height
        x, y = (region.x - place.x) * across, (region.y - place.y) * down
        return x, y, x + region.width * across, y + region.height * down

    def as_json(self) -> dict[str, Any]:
        """For a file; `from_json` reads it."""
        values = asdict(self).items()
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values}

    @classmethod
    def from_json(cls, given: JsonObject) -> PageSource:
        """What `as_json` gave; `InputError` with the field when it is something else."""
        values: dict[str, Any] = {
            name: given.text(name) for name in ("manifest", "canvas", "label", "image", "service")
        }
        for name in ("canvas_width", "canvas_height", "width", "height"):
            values[name] = given.whole(name, minimum=1)
        for name in ("full_width", "full_height", "service_version"):
            values[name] = given.whole(name, 0, minimum=0)
        for name in ("rights", "attribution"):
            values[name] = given.text(name, "")
        values["dpi"] = given.number("dpi", 0.0, minimum=0.0)
        return cls(**values, region=_region(given, "region"), placed=_region(given, "placed"))


def _region(given: JsonObject, name: str) -> Region | None:
    if given.value.get(name) is None:
        return None
    region = Region(*given.numbers(name, 4))
    if min(region.width, region.height) <= 0:
        raise given.error(name, "has no area")
    return region


def book_as_json(book: Book) -> dict[str, Any]:
    """For a file; `book_from_json` reads it."""
    return asdict(book) | {"metadata": [list(pair) for pair in book.metadata]}


def book_from_json(given: JsonObject) -> Book:
    """What `book_as_json` gave."""
    names = [name for name in Book.__dataclass_fields__ if name not in ("manifest", "metadata")]
    pairs = []
    for index, pair in enumerate(given.items("metadata")):
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)):
            raise given.error(f"metadata[{index}]", "expected two texts")
        pairs.append((pair[0], pair[1]))
    texts = {name: given.text(name, "") for name in names}
    return Book(given.text("manifest"), **texts, metadata=tuple(pairs))
