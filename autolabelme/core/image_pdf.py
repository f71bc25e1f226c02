"""Pages of a PDF, counted and rendered in a child process: see `autolabelme.core.decoding`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .arrays import U8
from .decoding import decode_apart
from .errors import InputError
from .image_samples import MAX_BYTES, MAX_PIXELS, require_size

_COMPUTING_S: Final[float] = 8.0
"""Processor time for one request."""


@dataclass(frozen=True)
class PdfPage:
    """A page's size in pixels at the resolution asked for, and how many pages the file has."""

    width: int
    height: int
    pages: int


def page_info(path: Path, page: int, dpi: float) -> PdfPage:
    """Size and number of pages, without rendering.

    Raises `InputError`, without the file's name, and `Cancelled`.
    """
    answer, _ = _ask(path, page, dpi, pixels=False)
    return PdfPage(answer["width"], answer["height"], answer["pages"])


def render(path: Path, page: int, dpi: float) -> U8:
    """The page as uint8 (H, W, C), C 1 to 4; raises as `page_info`."""
    _, pixels = _ask(path, page, dpi, pixels=True)
    if pixels is None:
        raise InputError("could not be rendered")
    return pixels


def _ask(path: Path, page: int, dpi: float, *, pixels: bool) -> tuple[dict[str, Any], U8 | None]:
    most = min(MAX_PIXELS, MAX_BYTES // 8)
    found = decode_apart(path, "pdf", _COMPUTING_S, page=page, dpi=dpi, pixels=pixels, most_pixels=most)
    require_size(found[0]["width"], found[0]["height"], 4)
    return found
