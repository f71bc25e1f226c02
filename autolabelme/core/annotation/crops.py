"""*Save Images* of the report (3.1.3): every vignette cut out of the page, by label, with a table.

``<folder>/templates/<image>/<label>/<label><pose>_<number>.jpg`` and, beside the label folders,
``crops.csv`` with the columns image, label, file, xmin, ymin, xmax, ymax (whole pixels, maxima
exclusive; ``file`` is relative to the table). The folders' names are `core.output_names`': a label has the
same one on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from ..arrays import U8
from ..boxes import pixel_slices
from ..errors import InputError
from ..files import atomic_write_text, result_folder
from ..image_io import write_image
from ..matching.poses import suffix_of
from ..output_names import Page, label_names, page_identity, page_names
from ..owned_files import Written, finish, read_record
from ..progress import Tick, no_tick
from ..tables import csv_text
from .document import Document, Shape
from .picture import page_rgb

CropFormat = Literal["jpeg", "png"]
COLUMNS = ("image", "label", "file", "xmin", "ymin", "xmax", "ymax")
TABLE = "crops.csv"
_FOLDER = "templates"
KIND = "crops"


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


def page_of(document: Document) -> Page:
    """The page of `document`, however its path is spelled."""
    return page_identity(document.image_path, document.page)


@dataclass(frozen=True)
class CropNames:
    """The folders' names: by page, and by label."""

    pages: Mapping[Page, str]
    labels: Mapping[str, str]


def crop_names(documents: Iterable[Document], folder: str | Path) -> CropNames:
    """Names for the crops of `documents` under `folder`; what lies there keeps its own.

    Name all pages of a run at once: then two pages of one name both get a longer one.
    """
    documents = tuple(documents)
    pages: dict[Page, str] = {}
    labels: dict[str, str] = {}
    templates = Path(folder) / _FOLDER
    try:
        earlier = sorted(path for path in templates.iterdir() if path.is_dir()) if templates.is_dir() else []
    except OSError as error:
        raise InputError("cannot be read: {error}", path=templates, error=error) from error
    for path in earlier:
        written = read_record(path, KIND)
        # A folder that somebody copied or renamed is no longer where its page's crops go.
        pages |= {page: name for page, name in written.pages.items() if name == path.name}
        labels = {**written.labels, **labels}
    wanted = (shape.label for document in documents for shape in document.vignettes())
    return CropNames(page_names(map(page_of, documents), pages), label_names(wanted, labels))


def save_crops(
    document: Document,
    folder: str | Path,
    format: CropFormat = "jpeg",
    *,
    names: CropNames | None = None,
    tick: Tick = no_tick,
) -> CropReport:
    """Write a crop of every vignette (rejected ones are left out) and the table, all at once.

    Crops that an earlier call wrote for this page and this one does not are removed, so that the
    folders never hold what the table does not list. Raises `InputError` for an unreadable page or an
    unwritable folder; then the earlier crops stay.
    """
    names = names or crop_names([document], folder)
    own = page_of(document)
    root = Path(folder) / _FOLDER / names.pages[own]
    page = page_rgb(document)
    if page.shape[:2] != (document.height, document.width):
        size = f"{page.shape[1]} x {page.shape[0]}"
        raise InputError(
            "has {size} pixels, expected {width} x {height}",
            path=document.image_path,
            size=size,
            width=document.width,
            height=document.height,
        )
    vignettes = document.vignettes()
    labels = {shape.label: names.labels[shape.label] for shape in vignettes}
    gray = bool((page[..., 0] == page[..., 1]).all() and (page[..., 1] == page[..., 2]).all())
    counts: dict[str, int] = {}
    rows: list[tuple[str | int, ...]] = []
    skipped: list[Shape] = []
    with result_folder(root) as new:
        for index, shape in enumerate(vignettes):
            tick(index, len(vignettes), "crops")
            pixels = crop(page, shape)
            if not pixels.size:
                skipped.append(shape)
                continue
            name = labels[shape.label]
            counts[name] = counts.get(name, 0) + 1
            ending = "jpg" if format == "jpeg" else "png"
            file = f"{name}/{name}{suffix_of(shape.pose)}_{counts[name]:03d}.{ending}"
            write_image(
                new.path / file, np.ascontiguousarray(pixels[..., 0] if gray else pixels), document.dpi
            )
            lines, columns = pixel_slices(shape.box, document.width, document.height)
            bounds = (columns.start, lines.start, columns.stop, lines.stop)
            rows.append((document.image_path.name, shape.label, file, *bounds))
        atomic_write_text(new.path / TABLE, csv_text(COLUMNS, rows))
        sorts = {label: sort for label in labels if (sort := document.sort_of(label))}
        finish(new, KIND, Written({own: root.name}, labels, sorts=sorts))
    tick(len(vignettes), len(vignettes), "crops")
    return CropReport(root, root / TABLE, tuple(root / str(row[2]) for row in rows), tuple(skipped))
