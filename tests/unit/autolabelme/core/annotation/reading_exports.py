"""Reads exports back, as another program would, with what the program adds of box and pose."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from autolabelme.core.annotation.crops import page_of
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.matching.poses import Pose
from autolabelme.core.owned_files import read_record


def read_coco(path: Path, images: Path) -> list[Document]:
    """Documents of a COCO file whose pages lie below `images`."""
    content = json.loads(path.read_text("utf-8"))
    names = {one["id"]: one["name"] for one in content["categories"]}
    found = []
    for image in content["images"]:
        mine = [one for one in content["annotations"] if one["image_id"] == image["id"]]
        shapes = []
        for one in mine:
            x, y, width, height = one["bbox"]
            box = one["autolabelme"]["box"]
            assert max(abs(a - b) for a, b in zip(box, (x, y, x + width, y + height), strict=True)) < 1e-6
            shapes.append(_shape(names[one["category_id"]], one["autolabelme"], one.get("score")))
        found.append(_document(image["file_name"], images, image["width"], image["height"], shapes))
    return found


def read_voc(folder: Path, images: Path) -> list[Document]:
    """Documents of a folder of Pascal VOC files whose pages lie below `images`."""
    found = []
    for path in sorted((folder / "Annotations").glob("*.xml")):
        root = ElementTree.parse(path).getroot()
        shapes = []
        for item in root.iter("object"):
            exact = json.loads(item.findtext("autolabelme") or "")
            edges = [int(item.findtext(f"bndbox/{tag}") or "") for tag in ("xmin", "ymin", "xmax", "ymax")]
            whole = (edges[0] - 1, edges[1] - 1, edges[2], edges[3])
            assert max(abs(a - b) for a, b in zip(exact["box"], whole, strict=True)) <= 1
            shapes.append(_shape(item.findtext("name") or "", exact, None))
        width, height = (int(root.findtext(f"size/{tag}") or "") for tag in ("width", "height"))
        found.append(_document(root.findtext("filename") or "", images, width, height, shapes))
    return found


def read_yolo(folder: Path, images: Sequence[Path]) -> list[Document]:
    """Documents of `images` from a YOLO folder."""
    names = (folder / "classes.txt").read_text("utf-8").splitlines()
    given = read_record(folder, "yolo").pages
    found = []
    for image in images:
        document = Document.for_image(image)
        path = folder / "labels" / f"{given.get(page_of(document), image.stem)}.txt"
        for line in path.read_text("utf-8").splitlines():
            index, *values = line.split()
            x, y, width, height = (float(value) for value in values)
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            sides = (document.width, document.height) * 2
            edges = tuple(share * side for share, side in zip(box, sides, strict=True))
            document = document.add(Shape.rectangle(names[int(index)], edges, role="match"))
        found.append(document)
    return found


def _shape(label: str, exact: dict[str, Any], score: float | None) -> Shape:
    pose = Pose(**{name: exact[name] for name in Pose.__dataclass_fields__ if name in exact})
    return Shape.rectangle(
        label, tuple(exact["box"]), note=exact.get("note", ""), pose=pose, role=exact["role"], score=score
    )


def _document(name: str, images: Path, width: int, height: int, shapes: list[Shape]) -> Document:
    file, _, page = name.partition("#page=")
    return Document(images / file, width, height, tuple(shapes), page=int(page or 1) - 1)
