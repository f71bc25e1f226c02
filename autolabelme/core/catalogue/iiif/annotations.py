"""Ornaments as W3C Web Annotations of IIIF canvases, and annotations read back, ours and others'.

A place is ``canvas#xywh=x,y,w,h`` in the canvas's coordinates, whole numbers as Media Fragments want them. A
manifest of version 3 is written that carries the annotations, with the canvases of the library's own: a
viewer that opens it shows the library's pictures with the ornaments on them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from autolabelme import __version__

from ...errors import InputError
from ...reading import parse_json
from .exported import ExportBook, Exported, ExportOrnament, ExportPage
from .image_api import region_url
from .models import identifier
from .problems import SourceError
from .records import PageSource
from .texts import Region, plain_text, region_of

CONTEXT: Final[str] = "http://iiif.io/api/presentation/3/context.json"
"""It includes that of the Web Annotation model."""

_RIGHTS = ("http://creativecommons.org/", "http://rightsstatements.org/")


# --- out ------------------------------------------------------------------------------------------


def annotation_page(exported: Exported, pages: list[ExportPage], base: str = "") -> dict[str, Any]:
    """An AnnotationPage of all ornaments on `pages` that come from a canvas.

    `base` is the address under which it will be published; without, ids are ``urn:uuid:``, always the same.
    """
    name = "\n".join(page.source.canvas for page in pages if page.source is not None)
    items = [
        _annotation(exported, ornament, page, base)
        for page in pages
        for ornament in exported.on_page.get(page.id, ())
        if page.source is not None
    ]
    return {"@context": CONTEXT, "id": _id(base, "page", name), "type": "AnnotationPage", "items": items}


def annotated_manifest(exported: Exported, book: ExportBook, base: str = "") -> dict[str, Any]:
    """A manifest of the book's canvases that have ornaments, with their annotations in it."""
    canvases = []
    for page in exported.in_order:
        if page.book == book.id and page.source is not None:
            own = annotation_page(exported, [page], base)
            own.pop("@context")
            canvases.append(_canvas(page, page.source) | {"annotations": [own]})
    manifest: dict[str, Any] = {
        "@context": CONTEXT,
        "id": f"{base.rstrip('/')}/manifest.json" if base else book.manifest or _id("", "manifest", book.id),
        "type": "Manifest",
        "label": {"none": [book.title or book.name]},
        "items": canvases,
    }
    facts = {
        "Author": book.author,
        "Printer": book.printer,
        "Imprint": book.imprint,
        "Place": book.place,
        "Date": book.year_text,
        "Repository": book.library,
        "Shelfmark": book.shelfmark,
    }
    pairs = [{"label": {"en": [name]}, "value": {"none": [value]}} for name, value in facts.items() if value]
    if pairs:
        manifest["metadata"] = pairs
    manifest |= _rights(book.rights, book.attribution)
    if book.manifest:
        made_of = {"id": book.manifest, "type": "Dataset", "label": {"en": ["The library's own manifest"]}}
        manifest["seeAlso"] = [made_of | {"format": "application/ld+json"}]
    return manifest


def _annotation(exported: Exported, one: ExportOrnament, page: ExportPage, base: str) -> dict[str, Any]:
    assert page.source is not None
    block = exported.block.get(one.block)
    said = [
        ("classifying", one.kind),
        ("identifying", block.name if block is not None else ""),
        ("tagging", one.label),
        ("describing", one.note),
        ("describing", _size_text(one)),
    ]
    made: dict[str, Any] = {
        "id": _id(base, "ornament", one.id),
        "type": "Annotation",
        # A proposal is a question, and says so to whoever assesses it.
        "motivation": ["tagging"] if one.state == "accepted" else ["tagging", "assessing"],
        "body": [
            {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}
            for purpose, value in said
            if value
        ],
        "target": f"{page.source.canvas}#{xywh(page.source, one.box)}",
        "generator": {
            "id": "urn:autolabelme",
            "type": "Software",
            "name": f"autolabelme {__version__}",
        },
    }
    if one.decided_by:
        made["creator"] = {"id": _id("", "person", one.decided_by), "type": "Person", "name": one.decided_by}
    if one.decided_at:
        made["created"] = one.decided_at
    return made


def _size_text(one: ExportOrnament) -> str:
    if one.width_mm is None or one.height_mm is None:
        return ""
    within = "" if one.tolerance_mm is None else f" ± {one.tolerance_mm:g}"
    return f"{one.width_mm:.1f} x {one.height_mm:.1f}{within} mm"


def xywh(source: PageSource, box: tuple[float, float, float, float]) -> str:
    """``xywh=`` of a box of the page, in whole units of the canvas; never empty."""
    region = source.on_canvas(box)
    x1, x2 = _span(region.x, region.width, source.canvas_width)
    y1, y2 = _span(region.y, region.height, source.canvas_height)
    return f"xywh={x1},{y1},{x2 - x1},{y2 - y1}"


def _span(start: float, length: float, most: int) -> tuple[int, int]:
    first = min(max(0, round(start)), most - 1)
    return first, min(max(first + 1, round(start + length)), most)


def crop_url(source: PageSource, box: tuple[float, float, float, float]) -> str:
    """Where the library itself shows this part of its picture; '' where it has no Image API."""
    if not source.service:
        return ""
    part = source.region or Region(
        0, 0, source.full_width or source.canvas_width, source.full_height or source.canvas_height
    )
    across, down = part.width / source.width, part.height / source.height
    x1, y1, x2, y2 = box
    region = Region(part.x + x1 * across, part.y + y1 * down, (x2 - x1) * across, (y2 - y1) * down)
    return region_url(source.service, source.service_version, region)


def _canvas(page: ExportPage, source: PageSource) -> dict[str, Any]:
    full = (source.full_width or source.width, source.full_height or source.height)
    size = full if source.region is None else (source.width, source.height)
    body: dict[str, Any] = {
        "id": source.image,
        "type": "Image",
        "format": "image/jpeg",
        "width": size[0],
        "height": size[1],
    }
    if source.service and source.region is None:
        version = source.service_version
        if version >= 3:
            service = {"id": source.service, "type": f"ImageService{version}", "profile": "level1"}
        else:
            service = {"@id": source.service, "@type": f"ImageService{version}"}
            service["profile"] = "http://iiif.io/api/image/2/level1.json"
        body["service"] = [service]
    place = "" if source.placed is None else "#xywh=" + ",".join(f"{value:g}" for value in source.placed)
    made: dict[str, Any] = {
        "id": source.canvas,
        "type": "Canvas",
        "width": source.canvas_width,
        "height": source.canvas_height,
        "items": [
            {
                "id": _id("", "painting page", source.canvas),
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": _id("", "painting", source.canvas),
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": body,
                        "target": f"{source.canvas}{place}",
                    }
                ],
            }
        ],
    }
    label = page.folio or source.label
    if label:
        made["label"] = {"none": [label]}
    return made | _rights(source.rights, source.attribution)


def _rights(rights: str, attribution: str) -> dict[str, Any]:
    """`rights` takes only what the standard names; every other licence is said beside the attribution."""
    made: dict[str, Any] = {}
    if rights.startswith(_RIGHTS):
        made["rights"] = rights
        rights = ""
    said = [part for part in (attribution, rights) if part]
    if said:
        made["requiredStatement"] = {"label": {"en": ["Attribution"]}, "value": {"none": said}}
    return made


def _id(base: str, kind: str, name: str) -> str:
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"autolabelme\n{kind}\n{name}")
    return f"{base.rstrip('/')}/{kind}/{key.hex}" if base else f"urn:uuid:{key}"


# --- in -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReadAnnotation:
    """An annotation of a canvas, whoever made it.

    `region` is in the canvas's coordinates, `percent` when it is in percent of them; None where it is about
    the whole canvas. `texts` are (purpose, words).
    """

    id: str
    canvas: str
    region: Region | None
    percent: bool
    texts: tuple[tuple[str, str], ...]
    creator: str = ""
    created: str = ""

    def said(self, purpose: str) -> str:
        """What it says for a purpose; several are joined."""
        return "; ".join(words for kind, words in self.texts if kind == purpose)


def read_annotations(text: str, name: str) -> tuple[ReadAnnotation, ...]:
    """The annotations in a document: a page or list of them, one, or a manifest that carries some.

    Web Annotations, and the older ones of Presentation 2. What is painted on a canvas is none. `name` is what
    a `SourceError` calls the document.
    """
    try:
        value = parse_json(text, None)
    except InputError as error:
        raise SourceError(error.problem, name, error.field or "") from error
    found = tuple(_read_one(one) for one in _annotations_in(value))
    if not found and not _is_list_of_annotations(value):
        raise SourceError("expected a page of annotations or a manifest with some", name, "type")
    return found


def _is_list_of_annotations(value: Any) -> bool:
    kinds = ("AnnotationPage", "Manifest", "sc:AnnotationList", "AnnotationCollection")
    return isinstance(value, dict) and value.get("type", value.get("@type")) in kinds


def _annotations_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _annotations_in(one)
        return
    if not isinstance(value, dict):
        return
    kind = value.get("type", value.get("@type"))
    if kind in ("Annotation", "oa:Annotation"):
        motivation = value.get("motivation")
        motives = motivation if isinstance(motivation, list) else [motivation]
        if not {"painting", "sc:painting"} & {one for one in motives if isinstance(one, str)}:
            yield value
    elif kind == "Manifest":
        for canvas in _list(value, "items"):
            yield from _annotations_in(_list(canvas, "annotations") if isinstance(canvas, dict) else [])
    else:
        for name in ("items", "resources", "first"):
            yield from _annotations_in(value.get(name))


def _list(value: dict[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []


def _read_one(value: dict[str, Any]) -> ReadAnnotation:
    target = value.get("target", value.get("on"))
    target = target[0] if isinstance(target, list) and target else target
    address, fragments = _place(target)
    canvas, _, own = address.partition("#")
    places = [place for place in map(region_of, (*fragments, own)) if place is not None]
    region, percent = places[0] if places else (None, False)
    bodies = value.get("body", value.get("resource", value.get("bodyValue")))
    texts = []
    for body in bodies if isinstance(bodies, list) else [bodies]:
        words = _words(body)
        if words:
            purpose = body.get("purpose", "") if isinstance(body, dict) else ""
            texts.append((purpose if isinstance(purpose, str) else "", words))
    creator = value.get("creator")
    name = creator.get("name", "") if isinstance(creator, dict) else creator
    created = value.get("created")
    return ReadAnnotation(
        identifier(value),
        canvas,
        region,
        percent,
        tuple(texts),
        name if isinstance(name, str) else "",
        created if isinstance(created, str) else "",
    )


def _words(body: Any) -> str:
    if isinstance(body, dict) and body.get("format") == "text/plain" and isinstance(body.get("value"), str):
        return str(body["value"])  # "<" is a character there
    return plain_text(body)


def _place(target: Any) -> tuple[str, list[str]]:
    """The address of a target, and the fragments that its selectors say."""
    if not isinstance(target, dict):
        return identifier(target), []
    selectors = target.get("selector")
    fragments = []
    for one in selectors if isinstance(selectors, list) else [selectors]:
        if isinstance(one, dict):
            inner = [one, one.get("default"), one.get("item")]
            fragments += [str(part["value"]) for part in inner if isinstance(part, dict) and "value" in part]
    return identifier(target.get("source", target.get("full", target))), fragments
