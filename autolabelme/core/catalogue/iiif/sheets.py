"""Tables of what is in a catalogue: every ornament, and which block was used in which book how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from ...tables import csv_text
from .annotations import crop_url, xywh
from .exported import Exported, ExportOrnament

ORNAMENT_COLUMNS: Final[tuple[str, ...]] = (
    *("id", "kind", "state", "block_id", "block", "label", "note"),
    *("book_id", "title", "author", "printer", "imprint", "place", "year", "date", "library", "shelfmark"),
    *("page_id", "file", "page", "folio", "x1", "y1", "x2", "y2", "dpi"),
    *("width_mm", "height_mm", "tolerance_mm"),
    *("manifest", "canvas", "xywh", "picture", "rights", "attribution"),
    *("score", "decided_by", "decided_at"),
)


def ornaments_csv(exported: Exported) -> str:
    """A line for each ornament, by book and page; boxes in page pixels, millimetres with their tolerance."""
    rows = [
        [facts[name] for name in ORNAMENT_COLUMNS]
        for page in exported.in_order
        for one in exported.on_page[page.id]
        for facts in [facts_of(exported, one)]
    ]
    return csv_text(ORNAMENT_COLUMNS, rows)


def facts_of(exported: Exported, one: ExportOrnament) -> dict[str, Any]:
    """What is known of an ornament, by `ORNAMENT_COLUMNS`; None for what is not."""
    page = exported.page[one.page]
    book, block, source = exported.book[page.book], exported.block.get(one.block), page.source
    return {
        "id": one.id,
        "kind": one.kind,
        "state": one.state,
        "block_id": one.block or None,
        "block": block.name if block else None,
        "label": one.label or None,
        "note": one.note or None,
        "book_id": book.id,
        **{
            name: getattr(book, name) or None
            for name in ("title", "author", "printer", "imprint", "place", "library", "shelfmark")
        },
        "year": book.year,
        "date": book.year_text or None,
        "page_id": page.id,
        "file": page.path.as_posix(),
        "page": page.number + 1,
        "folio": page.folio or (source.label if source else "") or None,
        **dict(zip(("x1", "y1", "x2", "y2"), (round(value, 3) for value in one.box), strict=True)),
        "dpi": page.dpi,
        "width_mm": _rounded(one.width_mm),
        "height_mm": _rounded(one.height_mm),
        "tolerance_mm": None if one.width_mm is None else one.tolerance_mm,
        "manifest": (source.manifest if source else "") or book.manifest or None,
        "canvas": source.canvas if source else None,
        "xywh": xywh(source, one.box).partition("=")[2] if source else None,
        "picture": (crop_url(source, one.box) if source else "") or None,
        "rights": (source.rights if source else "") or book.rights or None,
        "attribution": (source.attribution if source else "") or book.attribution or None,
        "score": _rounded(one.score),
        "decided_by": one.decided_by or None,
        "decided_at": one.decided_at or None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def blocks_csv(exported: Exported) -> str:
    """Blocks and sorts down, books by year across: how many impressions each has in each."""
    count: Counter[tuple[str, str]] = Counter()
    for one in exported.ornaments:
        if one.block:
            count[one.block, exported.page[one.page].book] += 1
    used = {book for _, book in count}
    books = [book for book in exported.by_year if book.id in used]
    names = _distinct([book.name for book in books], [book.id for book in books])
    rows: list[list[object]] = []
    for block in sorted(exported.blocks, key=lambda one: (one.name, one.id)):
        numbers = [count[block.id, book.id] or None for book in books]
        rows.append(
            [block.id, block.name, block.type, block.printer or None, sum(filter(None, numbers)), *numbers]
        )
    printers = [book.printer or None for book in books]
    head = [None, None, "printer", None, None, *printers]
    return csv_text(["block_id", "block", "type", "printer", "impressions", *names], [head, *rows])


def _distinct(names: Sequence[str], ids: Sequence[str]) -> list[str]:
    counts = Counter(names)
    return [name if counts[name] == 1 else f"{name} [{id}]" for name, id in zip(names, ids, strict=True)]
