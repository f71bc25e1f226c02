"""Detections of an image file as a LabelMe file of proposed boxes, to accept or reject in Annotate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autolabelme.core.annotation.beside import own_stem
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.annotation.on_disk import fingerprints
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import image_info, read_rgb
from autolabelme.core.image_kinds import find_images
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.sorts import catalogue_of, labels_here

from . import tuning
from .detection import Detection, PageDetections, detect
from .model_folder import Model
from .params import DetectParams


@dataclass(frozen=True, eq=False)
class Prediction:
    """The detections of an image and the file that was written."""

    path: Path
    detections: tuple[Detection, ...]

    def as_list(self) -> list[dict[str, Any]]:
        """Plain values for JSON; boxes in page pixels."""
        return [
            {
                "label": one.label,
                "box": [round(edge, 2) for edge in one.box],
                "score": round(one.score, 4),
                "rotation_deg": round(one.pose.rotation_deg, 2),
                "mirrored": one.pose.mirrored,
                "ncc": None if one.ncc is None else round(one.ncc, 4),
            }
            for one in self.detections
        ]


def images_in(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The images that `paths` (files and folders) stand for; `InputError` for a folder without any."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = find_images(path)
            if not inside:
                raise InputError("holds no image", path=path)
            found += inside
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))


def with_proposals(document: Document, found: PageDetections, model: Model) -> Document:
    """`document` with the detections as proposed boxes, in the place of earlier proposals not yet judged.

    A detection where the document already has a box of its label adds nothing. The label is the one that
    the model's sort has on the page.
    """
    notes = {entry.label: entry.note for entry in model.catalogue.entries}
    sorts = {entry.label: entry.sort for entry in model.catalogue.entries if entry.sort}
    names = labels_here(document, sorts, catalogue_of([document]))
    waiting = [shape.id for shape in document.shapes if shape.role == "proposed" and not shape.verdict]
    document = document.remove(*waiting)
    from autolabelme.core.boxes import iou

    shapes = []
    for one in found.detections:
        # Rejected ones count, too: what the historian refused is not proposed again.
        label = names.get(one.label, one.label)
        same = [shape.box for shape in document.shapes if shape.is_vignette and shape.label == label]
        if same and iou([one.box], same).max() > tuning.PROPOSED_IOU:
            continue
        shapes.append(
            Shape.rectangle(
                label,
                one.box,
                note=notes.get(one.label, ""),
                pose=one.pose,
                score=round(float(one.score), 6),
                role="proposed",
                sort=document.sort_of(label) if label in document.labels() else sorts.get(one.label, ""),
            )
        )
    return document.add(*shapes)


def predict_file(
    model: Model,
    image: Path,
    folder: Path,
    params: DetectParams,
    *,
    page: int = 0,
    name: str = "",
    tick: Tick = no_tick,
) -> Prediction:
    """Detect on a page of `image` and write ``<folder>/<name>.json``; `InputError` when one cannot be done.

    Annotations of the page that stand there stay, with the proposals added to them (`with_proposals`).
    A page of the same name that was there before keeps its file; this one's takes a longer name. `name`
    is used instead of the image's (see `annotation_names`).
    """
    info = image_info(image, page)
    path = folder / f"{own_stem(image, page, folder, name)}.json"
    known = fingerprints(path)
    standing = read_document(path) if path.is_file() else None
    found = detect(model, read_rgb(image, page), params, dpi=info.dpi, tick=tick)
    document = standing or Document(image.resolve(), found.width, found.height, dpi=info.dpi, page=page)
    written = write_document(with_proposals(document, found, model), path, known=known)
    return Prediction(written, found.detections)
