"""Which files are page images: told by their first bytes, since names lie and some have no suffix."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import Final

from .errors import InputError
from .natural_order import natural_key
from .progress import Tick, no_tick

_log = logging.getLogger(__name__)

IMAGE_SUFFIXES: Final[tuple[str, ...]] = (
    *(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".tif", ".tiff"),
    *(".jp2", ".j2k", ".jpx", ".j2c", ".bmp", ".webp", ".avif", ".gif"),
    *(".pbm", ".pgm", ".ppm", ".pnm", ".pdf"),
)
"""What file dialogs show, and what is taken for a page even where its bytes are damaged (lower case)."""

HEAD_BYTES: Final[int] = 512
"""How much of a file `image_kind` needs; some programs put a line before a PDF's mark."""

_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    *((mark, "tiff") for mark in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_PNM = re.compile(rb"P[1-7](\s+|#)")
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
_HEIF_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")

# A camera's raw file is a TIFF whose first picture is a thumbnail: never a page that nobody named.
_RAW_SUFFIXES = (".nef", ".nrw", ".cr2", ".dng", ".arw", ".sr2", ".pef", ".srw", ".3fr", ".iiq", ".kdc")


def image_kind(head: bytes) -> str | None:
    """The kind of picture that a file begins as: ``"png"``, ``"jpeg"``, ``"tiff"``, ``"jp2"``, ``"gif"``,
    ``"bmp"``, ``"webp"``, ``"heif"`` (AVIF and HEIC), ``"pnm"`` or ``"pdf"``; None for anything else.

    `head` are its first `HEAD_BYTES` bytes.
    """
    for mark, kind in _MARKS:
        if head.startswith(mark):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heif"
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    if _PNM.match(head):
        return "pnm"
    if b"%PDF-" in head and not head.lstrip().startswith((b"{", b"[", b"<")):
        return "pdf"
    return None


def file_kind(path: str | Path) -> str | None:
    """`image_kind` of a file; None as well for a file that is not there or cannot be opened."""
    path = Path(path)
    try:
        # Not a pipe or a device: opening one could wait for ever.
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return image_kind(stream.read(HEAD_BYTES))
    except (OSError, ValueError):  # ValueError: a null character in the name
        return None


def is_image(path: str | Path) -> bool:
    """Whether `path` is a page image by its first bytes.

    A file with the suffix of an image counts as well, whatever it holds: opening it says what is wrong.
    """
    return Path(path).suffix.lower() in IMAGE_SUFFIXES or file_kind(path) is not None


def find_images(folder: str | Path) -> tuple[Path, ...]:
    """The image files directly in `folder`, by name (case folded); hidden files are left out."""
    folder = Path(folder)
    try:
        found = [item for item in folder.iterdir() if not item.name.startswith(".") and item.is_file()]
    except OSError as error:
        raise InputError("cannot be read: {error}", path=folder, error=error) from error
    # Annotations are most of the other files in a folder of pages; they need not be opened.
    pages = [item for item in found if item.suffix.lower() not in (".json", *_RAW_SUFFIXES)]
    return tuple(sorted(filter(is_image, pages), key=lambda item: (item.name.casefold(), item.name)))


def folders_below(folder: Path, tick: Tick = no_tick) -> tuple[Path, ...]:
    """The folders below `folder` that hold page images, in natural order.

    What lies below one of them is left out (crops, results), and so are links and hidden folders.
    """
    found: list[Path] = []
    for name, below, files in os.walk(folder):
        here = Path(name)
        tick(0, 0, here.name)
        below[:] = sorted((item for item in below if not item.startswith(".")), key=natural_key)
        if here == folder or not files:
            continue
        try:
            holds_pages = bool(find_images(here))
        except InputError as error:
            _log.warning("%s", error)
            continue
        if holds_pages:
            found.append(here)
            below.clear()
    return tuple(found)
