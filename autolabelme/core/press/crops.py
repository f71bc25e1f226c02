"""Sorts from a historian's own crops: the paper is taken away, what stays is ink."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..annotation.crop_folder import find_crops
from ..annotation.document import Document
from ..annotation.folder import find_annotations
from ..annotation.labelme_json import read_document
from ..annotation.picture import page_gray
from ..arrays import F32, U8, require_gray
from ..boxes import pixel_slices
from ..correlation import best_place
from ..errors import InputError
from ..image_io import read_gray
from ..ink import between, ink_share, otsu, paper_tone
from ..matching.poses import Pose
from ..opencv import cv2
from ..sorts import SortCatalogue, SortKey, is_sort_catalogue, name_keys, name_sorts
from . import tuning
from .sorts import Sort, load_sorts, posed_ink
from .symmetry import symmetry_of


@dataclass(frozen=True, eq=False)
class Crop:
    """One impression cut from a page: grey uint8 (h, w), its label and the pose in which it stands.

    `sort` is the id of what the label stands for, if known.
    """

    label: str
    gray: U8
    pose: Pose = Pose()
    name: str = ""
    sort: str = ""


def ink_of(gray: U8) -> F32:
    """Ink 0..1, float32 (h, w), of a grey crop of a vignette on paper.

    The paper is the bright envelope of the crop (stains and shading go with it), full ink its darkest
    parts; what is no darker than the paper's own grain becomes 0. A blank crop gives zeros.
    """
    page = require_gray(gray, "gray")
    reach = max(3, min(page.shape) // 3 | 1)
    padded = np.pad(page, reach, mode="reflect" if min(page.shape) > reach else "edge")
    paper = paper_tone(
        padded, padded.shape, reach_px=reach, blur_px=reach / 3, border=cv2.BORDER_REFLECT_101
    )[reach:-reach, reach:-reach]
    # Closing follows the grain's brightest points; half of its depth is where paper really lies.
    share = ink_share(page, paper, full_percentile=tuning.CROP_FULL, least=tuning.CROP_LEAST)
    if not share.any():
        return share
    middle = float(np.clip(otsu(np.rint(255 * share).astype(np.uint8)) / 255.0, *tuning.CROP_MIDDLE))
    # Paper to 0 and ink to 1 on both sides of the valley between them, softly.
    low, high = tuning.CROP_SIDES
    return between(share, low * middle, high * middle)


def sorts_from_crops(crops: Iterable[Crop]) -> tuple[Sort, ...]:
    """One sort a label: the median of its impressions' ink, so that what one of them lost is put back.

    Crops in quarter-turn and mirror poses are turned back, those at other angles left out. The sorts keep
    the size of their crops. Labels whose crops hold no ink are left out; `InputError` when none is left.
    """
    by_name: dict[str, list[Crop]] = {}
    for crop in crops:
        by_name.setdefault(crop.label, []).append(crop)
    sorts = []
    for label, members in by_name.items():
        inks = [ink for crop in members if (ink := _plain_ink(crop)) is not None]
        if inks:
            ink = _median(inks[: tuning.CROPS_MOST])
            name = next((crop.name for crop in members if crop.name), "")
            symmetry = symmetry_of(ink, tuning.SAME_PRINTED)
            sorts.append(Sort(label, ink, name=name, symmetry=symmetry, own_size=True, id=members[0].sort))
    if not sorts:
        raise InputError("no crop with ink was found")
    return tuple(sorts)


def crops_from_document(document: Document) -> list[Crop]:
    """The vignettes of an annotated page, matches in their poses; `InputError` for an unreadable page."""
    page = page_gray(document)
    crops = []
    for shape in document.vignettes():
        gray = page[pixel_slices(shape.box, page.shape[1], page.shape[0])]
        if min(gray.shape) >= 4:
            crops.append(Crop(shape.label, np.ascontiguousarray(gray), shape.pose, shape.note))
    return crops


def read_catalogue(path: Path | str, *, same_sorts: bool = False) -> tuple[Sort, ...]:
    """The sorts of a catalogue of any kind.

    - a folder with catalogue.json (the bundled sample is one): its drawings
    - a LabelMe JSON: the vignettes of that page
    - a folder of LabelMe JSON files: the vignettes of all these pages
    - a folder of crops, as *Save Images* writes them: one folder a label, poses in the files' names

    Equal labels of two pages are two sorts ("0" and "0-2") unless files, catalogue or `same_sorts` say that
    they are one.
    Raises `InputError` naming the path when nothing usable is there.
    """
    path = Path(path)
    if path.is_file():
        return _named(_crops_of([read_document(path)], same_sorts), path)
    if not path.is_dir():
        raise InputError("no such file or folder", path=path)
    if (path / "catalogue.json").is_file() and not is_sort_catalogue(path / "catalogue.json"):
        return load_sorts(path)
    annotated = find_annotations(path, "matched")
    if annotated:
        return _named(_crops_of([read_document(file) for file in annotated], same_sorts), path)
    listed = find_crops(path)
    items = [(SortKey(one.sort), one.label, "") for one in listed]
    keys, names, _ = name_keys(items, SortCatalogue(), same_names=same_sorts)
    crops = [Crop(names[key], read_gray(one.path), one.pose) for one, key in zip(listed, keys, strict=True)]
    return _named(crops, path)


def _crops_of(documents: Sequence[Document], same_sorts: bool) -> list[Crop]:
    named = name_sorts(documents, same_names=same_sorts)
    return [
        replace(crop, label=named.name(document, crop.label), sort=named.key(document, crop.label).id)
        for document in documents
        for crop in crops_from_document(document)
    ]


def _named(crops: Sequence[Crop], path: Path) -> tuple[Sort, ...]:
    try:
        return sorts_from_crops(crops)
    except InputError as error:
        raise InputError(error.problem, path=path) from error


def _plain_ink(crop: Crop) -> F32 | None:
    if crop.pose.rotation_deg % 90.0 != 0.0:
        return None
    ink = ink_of(crop.gray)
    if float((ink > 0.5).mean()) < tuning.CROP_INK:
        return None
    # Pose is mirror, then turn; undone in the other order.
    back = posed_ink(ink, Pose(-crop.pose.rotation_deg))
    return np.ascontiguousarray(back[:, ::-1]) if crop.pose.mirrored else back


def _median(inks: Sequence[F32]) -> F32:
    """Median of impressions brought to one size and shifted onto the one that is most like the others."""
    height, width = (int(side) for side in np.median([ink.shape for ink in inks], axis=0))
    alike: list[F32] = [_resized(ink, width, height) for ink in inks]
    if len(alike) < 3:
        return np.asarray(np.clip(alike[0], 0, 1), dtype=np.float32)
    stack = np.stack([one.ravel() for one in alike])
    central = int(np.nan_to_num(np.corrcoef(stack)).sum(0).argmax())
    aligned = [_shifted(one, alike[central]) for one in alike]
    return np.asarray(np.clip(np.median(aligned, axis=0), 0, 1), dtype=np.float32)


def _resized(ink: F32, width: int, height: int) -> F32:
    return np.asarray(cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA), dtype=np.float32)


def _shifted(ink: F32, onto: F32) -> F32:
    reach = min(tuning.CROP_SHIFT, (min(ink.shape) - 1) // 4)
    if reach == 0:
        return ink
    best = best_place(ink, onto[reach:-reach, reach:-reach])
    shift = np.array([[1.0, 0.0, reach - best.x], [0.0, 1.0, reach - best.y]])
    moved = cv2.warpAffine(ink, shift, (ink.shape[1], ink.shape[0]), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.float32)
