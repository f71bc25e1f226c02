"""Presentation API 3.0: manifests and collections as they are written, and what is kept of them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from .book_facts import book_of
from .models import (
    Id,
    Link,
    Many,
    Model,
    Objects,
    Pair,
    Pixels,
    Service,
    Words,
    checked,
    either,
    identifier,
    largest,
    length_mm,
    mm_per_unit,
)
from .models import picture_of as _picture
from .records import Canvas, Collection, Entry, Manifest, Picture


class _Selector(Model):
    type: str = ""
    value: str = ""
    region: str = ""
    rotation: str = "0"


class _Body(Model):
    id: Link = ""
    type: str = ""
    width: Pixels | None = None
    height: Pixels | None = None
    service: Objects[Service] = ()
    items: Objects[_Body] = ()
    source: Any = None
    selector: Objects[_Selector] = ()


class _Annotation(Model):
    motivation: Many[str] = ()
    body: Objects[_Body] = ()
    target: Any = None


class _AnnotationPage(Model):
    items: Objects[_Annotation] = ()


class _Length(Model):
    """A value with its unit, as drafts of version 4 give a canvas its scale."""

    value: Any = either("quantityValue", "value")
    unit: Any = None


class _Canvas(Model):
    id: Id
    label: Words = ""
    width: Pixels | None = None
    height: Pixels | None = None
    items: Objects[_AnnotationPage] = ()
    rights: Link = ""
    requiredStatement: Pair | None = None
    service: Objects[Service] = ()
    physicalDimensions: Objects[_Length] = ()
    spatialScale: Objects[_Length] = ()


class _Provider(Model):
    label: Words = ""


class _Manifest(Model):
    id: Id
    type: Literal["Manifest"]
    label: Words = ""
    metadata: Objects[Pair] = ()
    rights: Link = ""
    requiredStatement: Pair | None = None
    provider: Objects[_Provider] = ()
    homepage: Link = ""
    items: list[_Canvas] = Field(min_length=1)


class _Item(Model):
    id: Id
    type: str
    label: Words = ""


class _Collection(Model):
    id: Id
    type: Literal["Collection"]
    label: Words = ""
    items: Objects[_Item] = ()
    first: Link = ""
    next: Link = ""


def manifest(value: Any, url: str) -> Manifest:
    """The manifest in `value`; `SourceError` when it is none."""
    read = checked(_Manifest, value, url)
    statement = read.requiredStatement
    pairs = [(one.label, one.value) for one in read.metadata]
    book = book_of(
        read.id,
        read.label,
        pairs,
        rights=read.rights,
        attribution=statement.value if statement else "",
        homepage=read.homepage,
        provider=read.provider[0].label if read.provider else "",
    )
    return Manifest(book, tuple(map(_canvas, read.items)))


def _canvas(read: _Canvas) -> Canvas:
    size = read.width or 0, read.height or 0
    pictures = [
        _painted(body, annotation.target, size)
        for page in read.items
        for annotation in page.items
        if not annotation.motivation or "painting" in annotation.motivation
        for body in annotation.body[:1]
    ]
    picture, others = largest(pictures, size)
    attribution = read.requiredStatement.value if read.requiredStatement else ""
    lengths = [length_mm(one.value, one.unit) for one in (*read.spatialScale, *read.physicalDimensions)]
    mm = mm_per_unit(read.service) or next(filter(None, lengths), 0.0)
    return Canvas(read.id, read.label, *size, picture, others, read.rights, attribution, mm)


def _painted(body: _Body, target: Any, canvas: tuple[int, int]) -> Picture | None:
    selector = None
    for _ in range(4):  # a choice, and a part of it
        if body.type == "Choice" and body.items:
            body = body.items[0]
        elif body.type == "SpecificResource" and isinstance(body.source, dict):
            selector = next((one for one in body.selector if one.type == "ImageApiSelector"), None)
            body = checked(_Body, body.source, identifier(body.source))
    if body.type and body.type != "Image":
        return None
    return _picture(
        body.id,
        body.service,
        body.width,
        body.height,
        target=_target(target),
        selected=selector.region if selector else "",
        rotation=selector.rotation if selector else "0",
        canvas=canvas,
    )


def _target(target: Any) -> str:
    """The address of what is painted on, with the fragment that a selector says."""
    if not isinstance(target, dict):
        return identifier(target)
    selectors = target.get("selector")
    for one in selectors if isinstance(selectors, list) else [selectors]:
        if isinstance(one, dict) and isinstance(one.get("value"), str):
            return f"{identifier(target.get('source'))}#{one['value']}"
    return identifier(target.get("source", target))


def collection(value: Any, url: str) -> Collection:
    """The collection in `value`; `SourceError` when it is none."""
    read = checked(_Collection, value, url)
    entries = tuple(
        Entry(one.id, one.label, one.type == "Collection")
        for one in read.items
        if one.type in ("Manifest", "Collection")
    )
    return Collection(read.id, read.label, entries, read.next or ("" if entries else read.first))
