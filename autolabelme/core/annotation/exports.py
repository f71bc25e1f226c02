"""YOLO, COCO and Pascal VOC files, both ways, for detectors and other annotation programs.

Boxes are cut to the page, as these formats want them; rejected matches, regions and foreign shapes are
left out. Poses have no place in YOLO; COCO and VOC carry them in an element ``autolabelme``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from xml.etree import ElementTree

from ..boxes import clip
from ..errors import InputError, MisuseError
from ..files import atomic_write_bytes, atomic_write_json, atomic_write_text, result_folder
from ..image_io import encode_png
from ..natural_order import natural_key
from ..output_names import Page, page_names
from ..owned_files import Written, finish, read_record
from ..progress import Tick, no_tick
from ..sorts import name_sorts
from .crops import page_of
from .document import Box, Document, Shape
from .formats import FORMATS
from .picture import page_rgb, readable_as_is

# YAML 1.2, 5.1: printable characters; and the line ends of 5.4, which a quoted scalar would fold.
_YAML_ESCAPED = re.compile(
    '["\\\\]|[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]'
)


def export(
    documents: Sequence[Document],
    folder: str | Path,
    format: str,
    *,
    images: bool = False,
    same_sorts: bool = False,
    tick: Tick = no_tick,
) -> tuple[Path, ...]:
    """Write `documents` in `format`, a name of `FORMATS`, under `folder`; returns the files.

    `images` copies the pages, too.

    A class is a sort: equal labels of two pages are two classes, "0" and "0-2", unless files or catalogue
    say that they are one sort (`autolabelme.core.sorts`), or `same_sorts` does.

    The whole export is exchanged at once: files that an earlier one in this format wrote there and this
    one does not are removed, so that class numbers always are those of ``classes.txt``; when it raises, the
    earlier export stays. A page that was exported before keeps its name.

    A format of another package (entry point group ``autolabelme.exporters``) is a function
    ``write(pages, folder, images, tick)`` of `ExportPage`, which writes below `folder` and returns the files.
    """
    if format not in FORMATS:
        raise MisuseError(f"format: expected one of {', '.join(FORMATS)}, got {format!r}")
    folder = Path(folder)
    seen: set[Page] = set()
    for document in documents:
        if page_of(document) in seen:
            raise InputError("is given twice, with two annotations", path=document.image_path)
        seen.add(page_of(document))
    named = name_sorts(documents, same_names=same_sorts)
    documents = [named.by_sort(document) for document in documents]
    earlier = read_record(folder, format)
    names = page_names(map(page_of, documents), earlier.pages)
    pages = tuple(
        ExportPage(document, names[page_of(document)], file)
        for document, file in zip(documents, _image_files(documents), strict=True)
    )
    with result_folder(folder) as new:
        written = _writer(format)(pages, new.path, images, tick)
        finish(new, format, Written({page_of(page.document): page.name for page in pages}))
        return tuple(new.final(path) for path in written)


def _writer(format: str) -> Writer:
    plugin = FORMATS.plugin(format)
    if plugin is None:
        return WRITERS[format]
    write = plugin.load()

    def guarded(pages: Sequence[ExportPage], folder: Path, images: bool, tick: Tick) -> list[Path]:
        with plugin.guarded():
            written = [Path(path) for path in write(pages, folder, images, tick)]
        for path in written:
            if not (path.is_file() and path.resolve().is_relative_to(folder.resolve())):
                raise plugin.error("names a file that it did not write into its folder: {file}", file=path)
        return written

    return guarded


def labels_of(documents: Iterable[Document]) -> tuple[str, ...]:
    """All labels in natural order: the class numbers of every format."""
    return tuple(
        sorted({shape.label for document in documents for shape in document.vignettes()}, key=_label_key)
    )


def _label_key(label: str) -> tuple[object, str]:
    return natural_key(label), label


def _boxes(document: Document) -> list[tuple[Shape, Box, bool]]:
    """(shape, box cut to the page, whether the edge cut it), without what then has no area."""
    result = []
    for shape in document.vignettes():
        x1, y1, x2, y2 = (float(value) for value in clip([shape.box], document.width, document.height)[0])
        if min(x2 - x1, y2 - y1) > 1e-3:
            result.append((shape, (x1, y1, x2, y2), (x1, y1, x2, y2) != shape.box))
    return result


@dataclass(frozen=True, eq=False)
class ExportPage:
    """A document, the name of its files, and that of its scan as other programs look for it."""

    document: Document
    name: str
    scan: str

    def image_file(self, copied: bool) -> str:
        """The page's file name: the scan's own, or that of the copy, which any program can read."""
        if not copied:
            return self.scan
        path = self.document.image_path
        as_is = path.is_file() and readable_as_is(path, self.document.page)
        return self.name + (path.suffix.lower() if as_is else ".png")


def _image_files(documents: Sequence[Document]) -> list[str]:
    """The scans' paths below the folder that they have in common, with the page from the second one on."""
    paths = [Path(os.path.normpath(document.image_path.absolute())) for document in documents]
    try:
        common = Path(os.path.commonpath([path.parent for path in paths])) if paths else Path()
        shown = [path.relative_to(common).as_posix() for path in paths]
    except ValueError:  # several drives
        shown = [path.as_posix() for path in paths]
    return [
        name + (f"#page={document.page + 1}" if document.page else "")
        for name, document in zip(shown, documents, strict=True)
    ]


def _copy_image(document: Document, path: Path) -> Path:
    pixels = page_rgb(document)  # also where the file is copied: a scan that is cut off is no page
    if document.image_path.is_file() and readable_as_is(document.image_path, document.page):
        return atomic_write_bytes(path, document.image_path.read_bytes())
    return atomic_write_bytes(path, encode_png(pixels))


# --- YOLO -----------------------------------------------------------------------------------------


def _write_yolo(pages: Sequence[ExportPage], folder: Path, images: bool, tick: Tick) -> list[Path]:
    """``labels/<page>.txt`` (class, centre, size, in 0..1), ``classes.txt`` and ``data.yaml``."""
    names = labels_of(page.document for page in pages)
    number = {label: index for index, label in enumerate(names)}
    written = []
    for done, page in enumerate(pages):
        tick(done, len(pages), page.name)
        document, lines = page.document, []
        for shape, (x1, y1, x2, y2), _ in _boxes(document):
            width, height = document.width, document.height
            values = ((x1 + x2) / 2 / width, (y1 + y2) / 2 / height, (x2 - x1) / width, (y2 - y1) / height)
            lines.append(f"{number[shape.label]} " + " ".join(f"{value:.10f}" for value in values) + "\n")
        written.append(atomic_write_text(folder / "labels" / f"{page.name}.txt", "".join(lines)))
        if images:
            written.append(_copy_image(document, folder / "images" / page.image_file(images)))
    classes = "".join(f"{' '.join(name.split())}\n" for name in names)
    written.append(atomic_write_text(folder / "classes.txt", classes))
    # Without a `path` the folders are sought beside this file, wherever that is.
    listed = "".join(f"  {index}: {_yaml_text(label)}\n" for index, label in enumerate(names))
    yaml = "train: images\nval: images\n" + (f"names:\n{listed}" if names else "")
    written.append(atomic_write_text(folder / "data.yaml", yaml))
    return written


def _yaml_text(text: str) -> str:
    """`text` as a YAML scalar in double quotes; only what YAML has no place for is escaped."""
    return '"' + _YAML_ESCAPED.sub(lambda found: _yaml_escape(found[0]), text) + '"'


def _yaml_escape(character: str) -> str:
    code = ord(character)
    if character in '"\\':
        return f"\\{character}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


# --- COCO -----------------------------------------------------------------------------------------


def _write_coco(pages: Sequence[ExportPage], folder: Path, images: bool, tick: Tick) -> list[Path]:
    """``annotations.json``: images, categories and annotations (boxes as x, y, width, height)."""
    names = labels_of(page.document for page in pages)
    category = {label: index for index, label in enumerate(names, 1)}
    listed: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    written = []
    for image_id, page in enumerate(pages, 1):
        tick(image_id - 1, len(pages), page.name)
        document, file = page.document, page.image_file(images)
        listed.append({"id": image_id, "file_name": file, "width": document.width, "height": document.height})
        if images:
            written.append(_copy_image(document, folder / "images" / file))
        for shape, (x1, y1, x2, y2), _ in _boxes(document):
            entry: dict[str, Any] = {
                "id": len(annotations) + 1,
                "image_id": image_id,
                "category_id": category[shape.label],
                "bbox": [x1, y1, x2 - x1, y2 - y1],
                "area": (x2 - x1) * (y2 - y1),
                "iscrowd": 0,
                "segmentation": [[x1, y1, x2, y1, x2, y2, x1, y2]],
                "autolabelme": _exact(shape, (x1, y1, x2, y2)),
            }
            if shape.score is not None:
                entry["score"] = shape.score
            annotations.append(entry)
    categories = [
        {"id": index, "name": label, "supercategory": "vignette"} for label, index in category.items()
    ]
    content = {"info": {"description": "AutoLabelme"}, "images": listed, "categories": categories}
    path = atomic_write_json(folder / "annotations.json", {**content, "annotations": annotations})
    return [*written, path]


# --- Pascal VOC -----------------------------------------------------------------------------------


def _write_voc(pages: Sequence[ExportPage], folder: Path, images: bool, tick: Tick) -> list[Path]:
    """``Annotations/<page>.xml``: whole pixels counted from 1, maxima inclusive, as Pascal VOC has them.

    The exact box and pose stand in an element ``autolabelme`` of each object.
    """
    written = []
    for done, page in enumerate(pages):
        tick(done, len(pages), page.name)
        document, file = page.document, page.image_file(images)
        root = ElementTree.Element("annotation")
        ElementTree.SubElement(root, "folder").text = "JPEGImages"
        ElementTree.SubElement(root, "filename").text = _xml_text(file)
        size = ElementTree.SubElement(root, "size")
        for tag, value in (("width", document.width), ("height", document.height), ("depth", 3)):
            ElementTree.SubElement(size, tag).text = str(value)
        ElementTree.SubElement(root, "segmented").text = "0"
        for shape, box, cut in _boxes(document):
            item = ElementTree.SubElement(root, "object")
            ElementTree.SubElement(item, "name").text = _xml_text(shape.label)
            ElementTree.SubElement(item, "pose").text = "Unspecified"
            ElementTree.SubElement(item, "truncated").text = str(int(cut))
            ElementTree.SubElement(item, "difficult").text = "0"
            bounds = ElementTree.SubElement(item, "bndbox")
            for tag, whole in zip(("xmin", "ymin", "xmax", "ymax"), _voc_box(box, document), strict=True):
                ElementTree.SubElement(bounds, tag).text = str(whole)
            ElementTree.SubElement(item, "autolabelme").text = _xml_text(json.dumps(_exact(shape, box)))
        ElementTree.indent(root)
        data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        written.append(atomic_write_bytes(folder / "Annotations" / f"{page.name}.xml", data + b"\n"))
        if images:
            written.append(_copy_image(document, folder / "JPEGImages" / file))
    return written


def _voc_box(box: Box, document: Document) -> tuple[int, int, int, int]:
    """At least one pixel, inside the page; `box` is cut to it and has some area."""
    x1, y1 = min(round(box[0]) + 1, document.width), min(round(box[1]) + 1, document.height)
    return x1, y1, max(x1, round(box[2])), max(y1, round(box[3]))


def _xml_text(text: str) -> str:
    # XML 1.0 has no place for control characters, not even as references.
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


# --- what the formats have no place for -----------------------------------------------------------


def _exact(shape: Shape, box: Box) -> dict[str, Any]:
    pose = {name: value for name, value in vars(shape.pose).items() if value is not None}
    return {"box": list(box), **pose, "role": shape.role, **({"note": shape.note} if shape.note else {})}


Writer = Callable[[Sequence[ExportPage], Path, bool, Tick], list[Path]]
WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {"yolo": _write_yolo, "coco": _write_coco, "voc": _write_voc}
)
"""What writes each of `FORMATS`."""

__all__ = [
    "ExportPage",
    "export",
    "labels_of",
]
