"""*Save Images* of the report (3.1.3): every vignette cut out of the page, by label, with a table.

``<folder>/templates/<image>/<label>/<label><pose>_<number>.jpg`` and, beside the label folders,
``crops.csv`` with the columns image, label, file, xmin, ymin, xmax, ymax (whole pixels, maxima
exclusive; ``file`` is relative to the table).
"""

from __future__ import annotations

import contextlib
import csv
import io
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

import numpy as np

from ..arrays import U8
from ..boxes import pixel_slices
from ..errors import InputError
from ..files import atomic_write_text
from ..image_io import write_image
from ..matching.poses import suffix_of
from ..progress import Tick, no_tick
from .document import Document, Shape
from .names import safe_name, safe_names
from .picture import page_rgb

CropFormat = Literal["jpeg", "png"]
COLUMNS = ("image", "label", "file", "xmin", "ymin", "xmax", "ymax")
_TABLE = "crops.csv"


@dataclass(frozen=True)
class CropReport:
    """What `save_crops` wrote.

    `files` in the order of the table's rows; `skipped` are the shapes of less than one pixel on the page.
    """

    folder: Path
    table: Path
    files: tuple[Path, ...]
    skipped: tuple[Shape, ...]


def crop(page: U8, shape: Shape) -> U8:
    """The pixels of `shape`'s box, edges rounded and cut to the page; may be empty."""
    rows, columns = pixel_slices(shape.box, page.shape[1], page.shape[0])
    return page[rows, columns]


def image_name(document: Document) -> str:
    """The name of a page in tables and folders: the scan's, with the page's number where it has several."""
    return document.image_path.stem + (f"_page_{document.page + 1}" if document.page else "")


def save_crops(
    document: Document, folder: str | Path, format: CropFormat = "jpeg", *, tick: Tick = no_tick
) -> CropReport:
    """Write a crop of every vignette (rejected ones are left out) and the table.

    Crops that an earlier call wrote for this page and this one does not are removed, so that the
    folders never hold what the table does not list. Raises `InputError` for an unreadable page or an
    unwritable folder.
    """
    root = Path(folder) / "templates" / safe_name(image_name(document))
    table = root / _TABLE
    page = page_rgb(document)
    if page.shape[:2] != (document.height, document.width):
        size = f"{page.shape[1]} x {page.shape[0]}"
        raise InputError(
            f"has {size} pixels, expected {document.width} x {document.height}", path=document.image_path
        )
    earlier = _listed(table)
    vignettes = document.vignettes()
    names = safe_names(shape.label for shape in vignettes)
    gray = bool((page[..., 0] == page[..., 1]).all() and (page[..., 1] == page[..., 2]).all())
    counts: dict[str, int] = {}
    rows: list[tuple[str | int, ...]] = []
    files: list[Path] = []
    skipped: list[Shape] = []
    for index, shape in enumerate(vignettes):
        tick(index, len(vignettes), "crops")
        pixels = crop(page, shape)
        if not pixels.size:
            skipped.append(shape)
            continue
        name = names[shape.label]
        counts[name] = counts.get(name, 0) + 1
        ending = "jpg" if format == "jpeg" else "png"
        file = root / name / f"{name}{suffix_of(shape.pose)}_{counts[name]:03d}.{ending}"
        write_image(file, np.ascontiguousarray(pixels[..., 0] if gray else pixels), document.dpi)
        files.append(file)
        lines, columns = pixel_slices(shape.box, document.width, document.height)
        rows.append(
            (
                document.image_path.name,
                shape.label,
                file.relative_to(root).as_posix(),
                *(columns.start, lines.start, columns.stop, lines.stop),
            )
        )
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    atomic_write_text(table, buffer.getvalue())
    for old in earlier - set(files):
        with contextlib.suppress(FileNotFoundError):
            old.unlink()
        with contextlib.suppress(OSError):  # not empty: someone else's files stay
            old.parent.rmdir()
    tick(len(vignettes), len(vignettes), "crops")
    return CropReport(root, table, tuple(files), tuple(skipped))


def _listed(table: Path) -> set[Path]:
    """The crops that an earlier table lists, one folder below it; anything else in it is not touched."""
    try:
        text = table.read_text(encoding="utf-8")
    except FileNotFoundError:
        return set()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", path=table) from error
    found = set()
    for row in csv.DictReader(io.StringIO(text)):
        parts = PurePosixPath(row.get("file") or "").parts
        if len(parts) == 2 and ".." not in parts and parts[1].endswith((".jpg", ".png")):
            found.add(table.parent / parts[0] / parts[1])
    return found
