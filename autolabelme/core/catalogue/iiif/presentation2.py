"""Presentation API 2.0 and 2.1 (Gallica's): manifests and collections, and what is kept of them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from .book_facts import book_of
from .models import (
    Id,
    Link,
    Model,
    Objects,
    Pair,
    Pixels,
    Service,
    Words,
    checked,
    identifier,
    largest,
    mm_per_unit,
)
from .models import picture_of as _picture
from .problems import SourceError
from .records import Canvas, Collection, Entry, Manifest, Picture


class _Resource(Model):
    id: Link = Field(default="", alias="@id")
    type: Any = Field(default=None, alias="@type")
    width: Pixels | None = None
    height: Pixels | None = None
    service: Objects[Service] = ()
    default: Any = None
    full: Any = None
    selector: Any = None


class _Image(Model):
    motivation: Any = None
    resource: _Resource | None = None
    on: Any = None


class _Canvas(Model):
    id: Id = Field(alias="@id")
    label: Words = ""
    width: Pixels | None = None
    height: Pixels | None = None
    images: Objects[_Image] = ()
    license: Link = ""
    attribution: Words = ""
    service: Objects[Service] = ()


class _Sequence(Model):
    canvases: list[_Canvas] = Field(min_length=1)


class _Manifest(Model):
    id: Id = Field(alias="@id")
    label: Words = ""
    metadata: Objects[Pair] = ()
    license: Link = ""
    attribution: Words = ""
    related: Link = ""
    sequences: list[_Sequence] = Field(min_length=1)


class _Item(Model):
    id: Id = Field(alias="@id")
    type: str = Field(default="", alias="@type")
    label: Words = ""


class _Collection(Model):
    id: Id = Field(alias="@id")
    label: Words = ""
    collections: Objects[_Item] = ()
    manifests: Objects[_Item] = ()
    members: Objects[_Item] = ()
    first: Link = ""
    next: Link = ""


def manifest(value: Any, url: str) -> Manifest:
    """The manifest in `value`; `SourceError` when it is none."""
    read = checked(_Manifest, value, url)
    pairs = [(one.label, one.value) for one in read.metadata]
    book = book_of(
        read.id, read.label, pairs, rights=read.license, attribution=read.attribution, homepage=read.related
    )
    # Later sequences are other orders of the same canvases.
    return Manifest(book, tuple(map(_canvas, read.sequences[0].canvases)))


def _canvas(read: _Canvas) -> Canvas:
    size = read.width or 0, read.height or 0
    pictures = [_painted(one.resource, one.on, size) for one in read.images if one.resource is not None]
    picture, others = largest(pictures, size)
    return Canvas(
        read.id, read.label, *size, picture, others, read.license, read.attribution, mm_per_unit(read.service)
    )


def _painted(resource: _Resource, on: Any, canvas: tuple[int, int]) -> Picture | None:
    selected, rotation = "", "0"
    for _ in range(4):  # a choice, and a part of it
        kind = str(resource.type)
        if kind == "oa:Choice" and isinstance(resource.default, dict):
            resource = checked(_Resource, resource.default, resource.id)
        elif kind == "oa:SpecificResource" and isinstance(resource.full, dict):
            if isinstance(resource.selector, dict):
                selected = str(resource.selector.get("region", ""))
                rotation = str(resource.selector.get("rotation", "0"))
            resource = checked(_Resource, resource.full, resource.id)
    return _picture(
        resource.id,
        resource.service,
        resource.width,
        resource.height,
        target=_target(on),
        selected=selected,
        rotation=rotation,
        canvas=canvas,
    )


def _target(on: Any) -> str:
    if isinstance(on, dict) and "full" in on:
        selector = on.get("selector")
        if isinstance(selector, dict) and isinstance(selector.get("value"), str):
            return f"{identifier(on['full'])}#{selector['value']}"
        return identifier(on["full"])
    return identifier(on)


def collection(value: Any, url: str) -> Collection:
    """The collection in `value`; `SourceError` when it is none."""
    read = checked(_Collection, value, url)
    entries = [Entry(one.id, one.label, True) for one in read.collections]
    entries += [Entry(one.id, one.label, False) for one in read.manifests]
    for one in read.members:
        if one.type not in ("sc:Collection", "sc:Manifest"):
            problem = "expected sc:Manifest or sc:Collection, got {kind!r:.60}"
            raise SourceError(problem, url, "members.@type", kind=one.type)
        entries.append(Entry(one.id, one.label, one.type == "sc:Collection"))
    unique = tuple(dict.fromkeys(entries))
    return Collection(read.id, read.label, unique, read.next or ("" if unique else read.first))
