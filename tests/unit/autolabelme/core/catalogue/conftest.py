"""A small library of two books: pages of seeded noise, one of them annotated."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.annotation.document import Document, Provenance, Shape
from autolabelme.core.annotation.labelme_json import annotation_path, write_document
from autolabelme.core.arrays import U8
from autolabelme.core.catalogue.adding import Finder, Found, add
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.sources import books_at
from autolabelme.core.image_io import write_image

WIDTH, HEIGHT = 150, 200


@dataclass(frozen=True)
class Library:
    """`folder` holds the books ``first`` (3 pages, the first one annotated) and ``second`` (2 pages)."""

    folder: Path
    first: Path
    second: Path

    def annotate(self, image: Path, *shapes: Shape, **provenance: str) -> Path:
        document = Document(image, WIDTH, HEIGHT, shapes=shapes, provenance=Provenance(**provenance))
        return write_document(document, annotation_path(image))


def page_of_noise(path: Path, seed: int) -> Path:
    pixels = np.random.default_rng(seed).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    return write_image(path, pixels, dpi=300)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "library"
    first, second = folder / "first", folder / "second"
    for book, count in ((first, 3), (second, 2)):
        book.mkdir(parents=True)
        for number in range(count):
            page_of_noise(book / f"p{number}.png", 10 * count + number)
    found = Library(folder, first, second)
    found.annotate(
        first / "p0.png",
        Shape.rectangle("ornament", (10, 10, 90, 50), role="region"),
        Shape.rectangle("0", (20, 20, 30, 30), id="t"),
        Shape.rectangle("0", (40, 20, 50, 30), id="m", role="match", score=0.75),
        title="Contes",
        printer="Prault",
        year="[1745?]",
        library="BnF",
    )
    return found


def propose(*boxes: tuple[float, float, float, float], name: str = "test 1") -> Finder:
    """A finder that proposes the same on every page."""

    def find(page: U8) -> Sequence[Found]:
        assert page.shape == (HEIGHT, WIDTH, 3)
        return [Found("head-piece", box, 0.5 + index / 10) for index, box in enumerate(boxes)]

    return Finder(name, find)


PROPOSED = ((5.0, 60.0, 85.0, 100.0), (20.0, 120.0, 60.0, 170.0))


@pytest.fixture
def filled(library: Library) -> Callable[[], Project]:
    """Makes the library's project, with two proposals a page, open for writing; the caller closes it."""

    def make() -> Project:
        project = Project.open(library.folder)
        result = add(project, books_at(library.folder), finder=propose(*PROPOSED))
        assert result.problems == ()
        return project

    return make


@pytest.fixture
def dask_threads_stay() -> Iterator[None]:
    """Dask keeps threads for compression and the like until the process ends: no test leaks them."""
    yield
    for thread in threading.enumerate():
        if thread.name.startswith(("Dask-", "Profile")):
            thread.name = f"shared-{thread.name}"
