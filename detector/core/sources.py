"""Where catalogues come from: matched LabelMe files, a folder of saved crops, or a model's folder."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from autolabelme.core.annotation.crop_folder import CropFile, find_crops
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.folder import find_annotations
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.annotation.picture import page_rgb
from autolabelme.core.arrays import U8, to_gray
from autolabelme.core.boxes import pixel_slices
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_gray
from autolabelme.core.matching.poses import Pose
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.sorts import (
    Meeting,
    SortCatalogue,
    SortKey,
    catalogue_of,
    folders_of,
    free_name,
    is_sort_catalogue,
    name_keys,
    name_sorts,
    sort_key,
)

from . import tuning
from .catalogue import (
    CATALOGUE_FILE,
    EXAMPLES_KEPT,
    Catalogue,
    Entry,
    PosePair,
    prototype_of,
    read_catalogue,
    unpose,
)
from .words import TrainWords as Say


@dataclass(frozen=True, eq=False)
class AnnotatedPage:
    """A page with the boxes that stand on it.

    Attributes
    ----------
    name : str;  rgb : uint8 (H, W, 3)
    boxes : xyxy page pixels;  labels, poses : one a box
    scale : float or None
        Page pixels for one catalogue pixel; None when nothing says it.
    """

    name: str
    rgb: U8
    boxes: tuple[tuple[float, float, float, float], ...]
    labels: tuple[str, ...]
    poses: tuple[Pose, ...]
    scale: float | None = 1.0

    @cached_property
    def key(self) -> str:
        """Hash of the picture: two books have a ``0001.png`` each, and one book may be moved or renamed."""
        rgb = np.ascontiguousarray(self.rgb)
        found = hashlib.sha256(f"{rgb.shape}".encode())
        found.update(rgb.data)
        return found.hexdigest()


@dataclass(frozen=True, eq=False)
class Source:
    """A catalogue and the pages that it was read from (none for crops and models).

    `met` are the names that stand for several sorts of these pages; each is an entry of its own. `sorts`
    are the pages' sorts by entry, `folders` where they can be said to be the same.
    """

    catalogue: Catalogue
    pages: tuple[AnnotatedPage, ...] = ()
    notes: tuple[str, ...] = field(default=())
    met: tuple[Meeting, ...] = ()
    sorts: Mapping[str, SortKey] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, eq=False)
class _Instance:
    label: str
    crop: U8
    pose: Pose
    width: float
    height: float
    note: str = ""
    page: str = ""


def read_source(paths: Sequence[Path], *, same_sorts: bool = False, tick: Tick = no_tick) -> Source:
    """The catalogue behind `paths`: LabelMe JSONs, or one crops folder, or one model folder.

    Equal labels of two pages are two entries, "0" and "0-2", unless the files or the catalogue of the
    pages' folder say that they are one sort, or `same_sorts` does.

    Raises `InputError` naming the path when it is none of these, holds no vignette, or they are mixed.
    """
    if not paths:
        raise InputError("expected matched LabelMe files, a folder of crops or a model's folder")
    folders = [path for path in paths if path.is_dir()]
    if not folders:
        return _from_documents(paths, same_sorts, tick)
    if len(paths) > 1:
        raise InputError("a folder stands alone; give either files or one folder", path=folders[0])
    folder = folders[0]
    if (folder / CATALOGUE_FILE).is_file() and not is_sort_catalogue(folder / CATALOGUE_FILE):
        return Source(read_catalogue(folder))
    annotated = find_annotations(folder, "matched")
    if annotated:
        return _from_documents(annotated, same_sorts, tick)
    return _from_crops(folder, same_sorts, tick)


def read_truth(
    paths: Sequence[Path], catalogue: Catalogue, *, on_note: Callable[[str], None] | None = None
) -> list[AnnotatedPage]:
    """Pages with truth for an evaluation, from LabelMe files and folders of them.

    Their scale is told by the resolutions alone: truth must not help the detector. A label is the entry
    of its sort; where no sort tells, the entry of its name, and `on_note` gets a line if that was needed.
    """
    files = [file for path in paths for file in find_annotations(path, "matched")]
    if not files:
        raise InputError("holds no annotation file", path=paths[0] if paths else None)
    documents = [read_document(file) for file in files]
    known = catalogue_of(documents)
    pages = []
    by_name: dict[str, list[str]] = {}
    for document in documents:
        labels, doubtful = _entries_of(document, catalogue, known)
        for label in doubtful:
            by_name.setdefault(label, []).append(document.image_path.name)
        boxed = [shape for shape in document.vignettes() if _stands(shape)]
        pages.append(
            AnnotatedPage(
                document.image_path.name,
                page_rgb(document),
                tuple(shape.box for shape in boxed),
                tuple(labels[shape.label] for shape in boxed),
                tuple(shape.pose for shape in boxed),
                scale_by_resolution(document.dpi, catalogue.dpi),
            )
        )
    if by_name and on_note is not None:
        shown = "; ".join(f'"{label}" on {", ".join(names[:3])}' for label, names in by_name.items())
        on_note(Say.BY_NAME(labels=shown))
    return pages


def _entries_of(
    document: Document, catalogue: Catalogue, known: SortCatalogue
) -> tuple[dict[str, str], list[str]]:
    """The entry's label for each label of a page, and the labels for which only the name speaks."""
    by_sort = {known.canonical(entry.sort): entry.label for entry in catalogue.entries if entry.sort}
    keys = {label: sort_key(document, label, known) for label in document.labels()}
    found = {label: by_sort[key.id] for label, key in keys.items() if key.id in by_sort}
    doubtful = []
    for label, key in keys.items():
        if label in found:
            continue
        if label not in catalogue.numbers:
            found[label] = label
        elif label in found.values():
            found[label] = free_name(label, catalogue.labels)  # the entry is another label here
        else:
            found[label] = label
            if key.place is None and catalogue.entries[catalogue.numbers[label] - 1].sort:
                doubtful.append(label)
    return found, doubtful


def scale_by_resolution(dpi: float | None, catalogue_dpi: float | None) -> float | None:
    """Page pixels for one catalogue pixel by the two resolutions; None where one says nothing.

    Cameras and editors write 72 or 96 into every file: what is under `tuning.LEAST_DPI` is no measurement.
    """
    known = [value for value in (dpi, catalogue_dpi) if value is not None and value >= tuning.LEAST_DPI]
    return known[0] / known[1] if len(known) == 2 else None


# --- LabelMe files --------------------------------------------------------------------------------


def _from_documents(paths: Sequence[Path], same_sorts: bool, tick: Tick) -> Source:
    documents = []
    for index, path in enumerate(paths):
        tick(index, 2 * len(paths), "reading pages")
        documents.append(read_document(path))
    named = name_sorts(documents, same_names=same_sorts)
    shapes = [
        [
            shape.replace(label=named.name(document, shape.label))
            for shape in document.vignettes()
            if _stands(shape)
        ]
        for document in documents
    ]
    if not any(shapes):
        raise InputError("no vignette is boxed on any page", path=paths[0])
    scales = page_scales(documents, shapes)
    notes, pages, instances = [], [], []
    for index, (document, boxed, scale) in enumerate(zip(documents, shapes, scales, strict=True)):
        tick(len(paths) + index, 2 * len(paths), "cutting vignettes")
        name = document.image_path.name
        if not boxed:
            notes.append(Say.NO_BOXES(page=name))
        rgb = page_rgb(document)
        gray = to_gray(rgb)
        for shape in boxed:
            found = _cut(gray, shape.box, shape.label, shape.pose, scale, shape.note)
            if found is not None:
                instances.append(replace(found, page=name))
        pages.append(
            AnnotatedPage(
                name,
                rgb,
                tuple(shape.box for shape in boxed),
                tuple(shape.label for shape in boxed),
                tuple(shape.pose for shape in boxed),
                scale,
            )
        )
    dpis = [
        document.dpi / scale
        for document, scale in zip(documents, scales, strict=True)
        if document.dpi and document.dpi >= tuning.LEAST_DPI
    ]
    sorts = {name: key.id for key, name in named.names.items()}
    catalogue = _catalogue(instances, float(np.median(dpis)) if dpis else None, paths[0], sorts)
    kept = set(catalogue.labels)
    left_out = sorted({label for page in pages for label in page.labels} - kept)
    if left_out:
        notes.append(Say.TOO_SMALL(labels=", ".join(left_out)))
    single = [entry.label for entry in catalogue.entries if entry.instances == 1]
    if single:
        notes.append(Say.SINGLE(labels=", ".join(single)))
    notes += [Say.SAME_SORTS(meeting=str(meeting)) for meeting in named.met if not meeting.settled]
    return Source(
        catalogue,
        tuple(_known(page, kept) for page in pages),
        tuple(notes),
        named.met,
        {name: key for key, name in named.names.items()},
        folders_of(documents),
    )


def _known(page: AnnotatedPage, kept: set[str]) -> AnnotatedPage:
    chosen = [index for index, label in enumerate(page.labels) if label in kept]
    return AnnotatedPage(
        page.name,
        page.rgb,
        tuple(page.boxes[i] for i in chosen),
        tuple(page.labels[i] for i in chosen),
        tuple(page.poses[i] for i in chosen),
        page.scale,
    )


def _stands(shape: Shape) -> bool:
    """Proposals count only once the historian accepted them."""
    return shape.role != "proposed" or shape.verdict == "accepted"


def page_scales(documents: Sequence[Document], shapes: Sequence[Sequence[Shape]]) -> list[float]:
    """Page pixels for one catalogue pixel, by page: 1 for the page with most boxes.

    Cast sorts have one size, so pages that share labels tell each other's scale; resolutions are the
    first guess, and all there is for pages that share none.
    """
    reference = max(range(len(documents)), key=lambda i: len(shapes[i]))
    base = documents[reference].dpi
    offsets = np.zeros(len(documents))
    for index, document in enumerate(documents):
        offsets[index] = math.log(scale_by_resolution(document.dpi, base) or 1.0)
    sizes: list[dict[str, float]] = []
    for boxed in shapes:
        by_label: dict[str, list[float]] = {}
        for shape in boxed:
            by_label.setdefault(shape.label, []).append(math.log(max(1e-6, _plain_side(shape))))
        sizes.append({label: float(np.median(values)) for label, values in by_label.items()})
    for _ in range(tuning.SCALE_ROUNDS):
        before = offsets.copy()
        common: dict[str, list[float]] = {}
        for index, known in enumerate(sizes):
            for label, size in known.items():
                common.setdefault(label, []).append(size - offsets[index])
        shared = {label: float(np.median(values)) for label, values in common.items() if len(values) > 1}
        for index, known in enumerate(sizes):
            differences = [size - shared[label] for label, size in known.items() if label in shared]
            if differences:
                offsets[index] = float(np.median(differences))
        offsets -= offsets[reference]
        if np.allclose(offsets, before):
            break
    return [float(math.exp(offset)) for offset in offsets]


def _plain_side(shape: Shape) -> float:
    width, height = _plain_size(shape.box, shape.pose)
    return math.sqrt(width * height)


def _plain_size(box: tuple[float, float, float, float], pose: Pose) -> tuple[float, float]:
    """Sides in pixels of the rectangle whose bounding box under `pose` is `box`."""
    wide, high = box[2] - box[0], box[3] - box[1]
    turns = round(pose.rotation_deg / 90.0)
    if pose.angle_from(90.0 * turns) < tuning.NEARLY_QUARTER:
        return (high, wide) if turns % 2 else (wide, high)
    matrix = np.abs(Pose(pose.rotation_deg).matrix())
    # Near 45 degrees the two sides cannot be told apart; least squares shares them equally.
    solved = np.linalg.lstsq(matrix, np.array([wide, high]), rcond=tuning.SIDES_APART)[0]
    return max(1.0, float(solved[0])), max(1.0, float(solved[1]))


def _cut(
    gray: U8, box: tuple[float, float, float, float], label: str, pose: Pose, scale: float, note: str = ""
) -> _Instance | None:
    rows, columns = pixel_slices(box, gray.shape[1], gray.shape[0])
    crop = gray[rows, columns]
    width, height = _plain_size(box, pose)
    x1, y1, x2, y2 = box
    inside = (columns.stop - columns.start) * (rows.stop - rows.start)
    if not crop.size or inside < tuning.WHOLE * (x2 - x1) * (y2 - y1):
        return None  # cut by the page's edge: no whole vignette to show
    return _Instance(label, crop, pose, width / scale, height / scale, note)


# --- crops folder ---------------------------------------------------------------------------------


def _from_crops(folder: Path, same_sorts: bool, tick: Tick) -> Source:
    """Crops with their tables, or plain folders named by label."""
    instances = []
    listed = find_crops(folder)
    items = [(SortKey(one.sort), one.label, _crops_of(one, folder)) for one in listed]
    keys, names, met = name_keys(items, SortCatalogue(), same_names=same_sorts)
    for index, (one, key, (_, _, page)) in enumerate(zip(listed, keys, items, strict=True)):
        tick(index, len(listed), "reading crops")
        crop = read_gray(one.path)
        box = (0.0, 0.0, float(crop.shape[1]), float(crop.shape[0]))
        width, height = _plain_size(box, one.pose)
        instances.append(_Instance(names[key], crop, one.pose, width, height, page=page))
    if not instances:
        raise InputError(
            "holds no catalogue: expected catalogue.json, LabelMe files, or crops in folders by label",
            path=folder,
        )
    return Source(
        _catalogue(instances, None, folder),
        (),
        (
            Say.CROPS_ONLY(),
            *(Say.SAME_SORTS(meeting=str(meeting)) for meeting in met),
        ),
        met,
    )


def _crops_of(one: CropFile, folder: Path) -> str:
    """The folder of a page's crops, as the user knows it."""
    return one.path.parent.parent.name if one.path.parent != folder else folder.name


# --- the catalogue --------------------------------------------------------------------------------


def _catalogue(
    instances: Sequence[_Instance], dpi: float | None, path: Path, sorts: Mapping[str, str] | None = None
) -> Catalogue:
    by_label: dict[str, list[_Instance]] = {}
    for one in instances:
        if min(one.width, one.height) >= tuning.LEAST_VIGNETTE:
            by_label.setdefault(one.label, []).append(one)
    if not by_label:
        raise InputError("no vignette is large enough to learn", path=path)
    entries = (
        replace(_entry(label, by_label[label]), sort=(sorts or {}).get(label, ""))
        for label in sorted(by_label, key=_natural)
    )
    return Catalogue(tuple(entries), dpi)


def _natural(label: str) -> tuple[tuple[int, int | str], ...]:
    return tuple(
        (0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"(\d+)", label) if part
    )


def _entry(label: str, instances: Sequence[_Instance]) -> Entry:
    width = float(np.median([one.width for one in instances]))
    height = float(np.median([one.height for one in instances]))
    prototype, examples = _pictures(instances, width, height)
    counts = Counter(_pose_pair(one.pose) for one in instances)
    poses = sorted({(0.0, False), *counts}, key=lambda pair: (pair != (0.0, False), -counts[pair], pair))
    note = next((one.note for one in instances if one.note), "")
    return Entry(
        label,
        width,
        height,
        prototype,
        tuple(poses),
        examples,
        len(instances),
        note,
        pages=tuple(dict.fromkeys(one.page for one in instances if one.page)),
    )


def _pictures(instances: Sequence[_Instance], width: float, height: float) -> tuple[U8, tuple[U8, ...]]:
    """Prototype and examples of one label, whose plain rectangle is `width` x `height`."""
    # The largest scan shows most: prototypes are kept at its resolution.
    detail = max(one.crop.shape[0] * one.crop.shape[1] / _area(one) for one in instances) ** 0.5
    size = (max(4, round(width * detail)), max(4, round(height * detail)))
    plain_first = sorted(instances, key=lambda one: (one.pose.mirrored, round(one.pose.rotation_deg)))
    normal = [np.asarray(unpose(one.crop, one.pose, size), dtype=np.uint8) for one in plain_first]
    return prototype_of(normal), tuple(normal[:EXAMPLES_KEPT])


def shown_by(catalogue: Catalogue, pages: Sequence[AnnotatedPage]) -> tuple[Catalogue, frozenset[str]]:
    """`catalogue` with the pictures that `pages` alone show, and the labels for which they show one.

    The press prints from prototypes: those of a training must not hold what is held out from it. Sizes,
    poses and counts stay; so do the pictures of labels that stand on none of the pages.
    """
    by_label: dict[str, list[_Instance]] = {}
    for page in pages:
        gray = to_gray(page.rgb)
        poses = page.poses or (Pose(),) * len(page.boxes)
        for box, label, pose in zip(page.boxes, page.labels, poses, strict=True):
            one = _cut(gray, box, label, pose, page.scale or 1.0)
            if one is not None and min(one.width, one.height) >= tuning.LEAST_VIGNETTE:
                by_label.setdefault(label, []).append(one)
    entries = []
    for entry in catalogue.entries:
        if entry.label in by_label:
            prototype, examples = _pictures(by_label[entry.label], entry.width, entry.height)
            entry = replace(entry, prototype=prototype, examples=examples)
        entries.append(entry)
    return replace(catalogue, entries=tuple(entries)), frozenset(by_label)


def _area(one: _Instance) -> float:
    wide, high = Pose(one.pose.rotation_deg).extent(one.width, one.height)
    return wide * high


def _pose_pair(pose: Pose) -> PosePair:
    """The pose on the report's grid of 5 degrees."""
    return (float(tuning.POSE_STEP * round(pose.rotation_deg / tuning.POSE_STEP) % 360), pose.mirrored)
