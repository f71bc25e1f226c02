"""HTML to PDF: paginated explicitly, with page numbers, in the window or from the command line.

QPdfWriter aborts the process without a QGuiApplication, so one is started offscreen when there is none
(the command line). The document comes in blocks from top to bottom: one with pictures is never cut as long as
a page holds it, a longer one is cut between lines and images, a table between its rows, and its head is
repeated.
A footer carries the title, the program's version and the page's number.
"""

from __future__ import annotations

import math
import os
import re
import sys
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PyQt6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt, QUrl
from PyQt6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

import autolabelme
from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_bytes
from autolabelme.core.languages import said
from autolabelme.core.report_style import FAINT, PDF_STYLE, SERIF, TEXT

from .minimap import image_of

if TYPE_CHECKING:
    from autolabelme.core.report import Report

MARGIN_MM = 18.0
FOOTER_MM = 8.0
RESOLUTION_DPI = 300
# Text is laid out in points, so that sizes in the HTML mean what they say on paper.
POINT_DPI = 72
_GAP = 9.0
"""Between two blocks, points: margins at a document's edge are not laid out."""
_LEAST_ROWS = 2
"""A table that goes on overleaf has at least as many rows on either page."""
_ROWS = re.compile(
    r'(.*?)(<table class="small (?:rows|facts)"[^>]*>\s*(?:<thead>.*?</thead>)?)(.*?)</table>(.*)', re.S
)
_NAMED = re.compile(r"""<img[^>]* src=["']([^"']+)""")
_ROW = re.compile(r"<tr>.*?</tr>", re.S)
_kept: list[QGuiApplication] = []


def html_to_pdf(
    html: str | Sequence[str],
    path: Path | str,
    *,
    title: str = "",
    author: str = "",
    images: Mapping[str, U8] | None = None,
) -> int:
    """Write `html` (Qt's subset: tables, lists, inline styles) to an A4 PDF at `path`, atomically.

    Parameters
    ----------
    html : str or sequence of str
        The document, or its blocks from top to bottom, each whole HTML: a finding, a table.
        ``<img src="name" width="200">`` takes its pixels from `images`, widths in points.
    title, author : str
        Metadata; the title stands in the footer, too.
    images : mapping of str to array, optional
        Grey (H, W) or RGB (H, W, 3) uint8 pixels by name; kept at full resolution.

    Returns
    -------
    int
        The number of pages.

    Raises
    ------
    InputError
        The file cannot be written; nothing is left at `path` then.
    """
    ensure_gui()
    # Into memory: Qt does not tell when a disk is full, and leaves a document that is cut off.
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    try:
        pages = _print([html] if isinstance(html, str) else html, buffer, title, author, images or {})
    except InputError as error:
        raise InputError(error.problem, path=path) from error
    data = buffer.data().data()
    if not data.startswith(b"%PDF-") or not data.rstrip().endswith(b"%%EOF"):
        raise InputError("cannot be made as PDF: Qt did not finish it", path=path)
    atomic_write_bytes(path, data)
    return pages


def report_to_pdf(report: Report, path: Path) -> None:
    """Write a report to an A4 PDF at `path`; raises as `html_to_pdf`."""
    html_to_pdf(report.blocks, path, title=said(report.title), author=report.who, images=report.images)


def ensure_gui() -> QGuiApplication:
    """The running application, or one started offscreen that lives until the process ends."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    before = os.environ.get("QT_QPA_PLATFORM")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        _kept.append(QGuiApplication(sys.argv[:1] or ["autolabelme"]))
    finally:
        if before is None:
            del os.environ["QT_QPA_PLATFORM"]
        else:
            os.environ["QT_QPA_PLATFORM"] = before
    return _kept[-1]


def _print(
    blocks: Sequence[str], device: QIODevice, title: str, author: str, images: Mapping[str, U8]
) -> int:
    writer = QPdfWriter(device)
    writer.setResolution(RESOLUTION_DPI)
    writer.setTitle(title)
    writer.setCreator(f"AutoLabelme {autolabelme.__version__}")
    if author and hasattr(writer, "setAuthor"):  # Qt 6.9
        writer.setAuthor(author)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        margins,
        QPageLayout.Unit.Millimeter,
    )
    if not writer.setPageLayout(layout):
        raise InputError("the page layout was refused by Qt")
    sheet = layout.paintRect(QPageLayout.Unit.Point)
    footer = FOOTER_MM / 25.4 * POINT_DPI
    body = QSizeF(sheet.width(), sheet.height() - footer)
    parts = _paginated(blocks, body, images)
    count = parts[-1].page + 1 if parts else 1
    painter = QPainter()
    if not painter.begin(writer):
        raise InputError("cannot be made as PDF")
    try:
        scale = RESOLUTION_DPI / POINT_DPI
        painter.scale(scale, scale)
        for number in range(count):
            if number and not writer.newPage():
                raise InputError("cannot be made as PDF: Qt refused a page")
            for part in parts:
                if part.page == number:
                    _paint_part(painter, part, body.width())
            _paint_footer(painter, title, number + 1, count, QRectF(0, body.height(), body.width(), footer))
    finally:
        ended = painter.end()
    if not ended:
        raise InputError("cannot be made as PDF: Qt did not finish it")
    return count


@dataclass(frozen=True)
class _Part:
    """A horizontal slice of a block, `top` .. `top` + `height`, at `y` of a page (points)."""

    document: QTextDocument
    top: float
    height: float
    page: int
    y: float


def _paginated(blocks: Sequence[str], body: QSizeF, images: Mapping[str, U8]) -> list[_Part]:
    parts: list[_Part] = []
    page, y = 0, 0.0
    waiting = list(reversed(blocks))
    while waiting:
        html = waiting.pop()
        document = _document(html, body, images)
        height = document.size().height()
        if height > body.height() - y and (cut := _first_rows(html, body, body.height() - y)) is not None:
            begun, rest = cut
            waiting += [rest, begun] if begun else [rest]
            if not begun:
                page, y = page + 1, 0.0
            continue
        if height <= body.height():
            if y + height > body.height():
                page, y = page + 1, 0.0
            parts.append(_Part(document, 0.0, height, page, y))
            y += height + _GAP
            continue
        if y > 0:
            page += 1
        # Only now: with a page size the layout moves lines and images off the cuts.
        document.setPageSize(body)
        pieces = max(1, math.ceil(_bottom(document) / body.height()))
        for piece in range(pieces):
            parts.append(_Part(document, piece * body.height(), body.height(), page + piece, 0.0))
        page, y = page + pieces - 1, body.height()
    return parts


def _first_rows(html: str, body: QSizeF, room: float) -> tuple[str, str] | None:
    """A block with a table as what fits into `room` and the rest, whose table has the head again.

    ('', html) where too little fits to begin; None where a page cannot hold one row, or there is no table.
    """
    found = _ROWS.match(html)
    if found is None:
        return None
    before, opening, inside, after = found.groups()
    rows = _ROW.findall(inside)

    def piece(count: int) -> str:
        return f"{before}{opening}{''.join(rows[:count])}</table>"

    count = bisect_right(
        range(1, len(rows) + 1), room, key=lambda n: _document(piece(n), body, {}).size().height()
    )
    if count >= len(rows):
        return None  # what stands below the table is what does not fit
    count = min(count, len(rows) - _LEAST_ROWS)
    if count < _LEAST_ROWS:
        return ("", html) if room < body.height() else None
    return piece(count), f"{opening}{''.join(rows[count:])}</table>{after}"


def _bottom(document: QTextDocument) -> float:
    """Where the last text or image ends: a paragraph's lower margin alone gets no page."""
    layout, block, bottom = document.documentLayout(), document.begin(), 0.0
    assert layout is not None
    while block.isValid():
        if block.text():
            bottom = max(bottom, layout.blockBoundingRect(block).bottom())
        block = block.next()
    return bottom


def _serif() -> QFont:
    """The first serif that a report asks for and that is here; Qt's own choice of one otherwise."""
    here = set(QFontDatabase.families())
    font = QFont()
    font.setFamilies([one for one in SERIF if one in here] or ["serif"])
    font.setStyleHint(QFont.StyleHint.Serif)
    return font


def _document(html: str, body: QSizeF, images: Mapping[str, U8]) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(0)
    font = _serif()
    font.setPixelSize(10)  # the unit is the point here, see POINT_DPI
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(re.sub(r"(?<=\d)pt", "px", PDF_STYLE))
    named = set(_NAMED.findall(html))
    for name, pixels in images.items():
        if name in named:
            image: QImage = image_of(np.ascontiguousarray(pixels)).copy()
            document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
    document.setHtml(html)
    document.setTextWidth(body.width())
    return document


def _paint_part(painter: QPainter, part: _Part, width: float) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    # On paper, whatever the window's theme is.
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, QColor(TEXT))
    context.palette = palette
    part_rect = QRectF(0, part.top, width, part.height)
    context.clip = part_rect
    painter.save()
    painter.translate(QPointF(0, part.y - part.top))
    painter.setClipRect(part_rect)
    laid_out = part.document.documentLayout()
    assert laid_out is not None
    laid_out.draw(painter, context)
    painter.restore()


def _paint_footer(painter: QPainter, title: str, number: int, count: int, place: QRectF) -> None:
    font = _serif()
    font.setPixelSize(8)
    painter.setFont(font)
    painter.setPen(QColor(FAINT))
    right = f"AutoLabelme {autolabelme.__version__} · {number} / {count}"
    metrics = QFontMetricsF(font)
    room = place.width() - metrics.horizontalAdvance(right) - 12
    left = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, left)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, right)
