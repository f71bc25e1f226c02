"""The pixels of the pages on the canvas, and the job that loads a page. No widgets."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.picture import page_gray, page_gray_reduced, page_rgb
from autolabelme.core.arrays import U8, to_gray
from autolabelme.core.errors import InputError
from autolabelme.core.progress import Tick, no_tick
from autolabelme.qtkit.pyramid import Pyramid

from ..pages_on_disk import PageRef
from ..project import PageKey, ReadPage, read_page

KEPT_PIXELS = 250_000_000


class PageImage:
    """A page's pixels for the canvas, and its grey version for the search, made when first asked for."""

    def __init__(self, pyramid: Pyramid) -> None:
        self.pyramid = pyramid
        self._gray: U8 | None = None
        self._lock = threading.Lock()

    @property
    def pixels(self) -> int:
        return self.pyramid.width * self.pyramid.height

    def gray(self) -> U8:
        """Grey uint8 (H, W); may be called from any thread."""
        with self._lock:
            if self._gray is None:
                self._gray = to_gray(self.pyramid.image)
            return self._gray


@dataclass(frozen=True)
class LoadedPage:
    """What the job brings: the document as read (None when it was open already), and the pixels."""

    ref: PageRef
    read: ReadPage | None
    image: PageImage


def load_page(
    ref: PageRef, annotation: Path | None, document: Document | None, *, tick: Tick = no_tick
) -> LoadedPage:
    """Read a page's annotation, unless its `document` is open already, and its pixels.

    Raises `InputError` that names the file, and the field of a bad annotation.
    """
    tick(0, 2, ref.name)
    read = None
    if document is None:
        read = read_page(ref, annotation)
        document = read.document
    tick(1, 2, ref.name)
    rgb = page_rgb(document)
    if rgb.shape[:2] != (document.height, document.width):
        raise InputError(
            "is {width} x {height} pixels, its annotation says {said_width} x {said_height}",
            path=ref.image_path,
            width=rgb.shape[1],
            height=rgb.shape[0],
            said_width=document.width,
            said_height=document.height,
        )
    return LoadedPage(ref, read, PageImage(Pyramid(rgb)))


def gray_of(document: Document) -> U8:
    """The page of a document whose pixels are not at hand (others of a folder): grey uint8 (H, W)."""
    return page_gray(document)


def gray_reduced_of(document: Document, times: int) -> U8:
    """The same page reduced a whole number of times, uint8 (h, w)."""
    return page_gray_reduced(document, times)


class ImageCache:
    """The pages shown last, up to a number of pixels; the page in front always stays."""

    def __init__(self, kept_pixels: int = KEPT_PIXELS) -> None:
        self._kept_pixels = kept_pixels
        self._images: OrderedDict[PageKey, PageImage] = OrderedDict()

    def get(self, key: PageKey) -> PageImage | None:
        if key in self._images:
            self._images.move_to_end(key)
        return self._images.get(key)

    def put(self, key: PageKey, image: PageImage) -> None:
        self._images[key] = image
        self._images.move_to_end(key)
        while len(self._images) > 1 and sum(i.pixels for i in self._images.values()) > self._kept_pixels:
            self._images.popitem(last=False)
