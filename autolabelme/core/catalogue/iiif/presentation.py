"""A document of the Presentation API, whatever version it is in, to a manifest or a collection."""

from __future__ import annotations

from typing import Any

from ...errors import InputError
from ...reading import parse_json
from . import presentation2, presentation3
from .problems import SourceError
from .records import Collection, Manifest


def read_document(text: str, url: str) -> Manifest | Collection:
    """The manifest or collection in `text`, which came from `url`.

    Raises `SourceError` naming `url` and the field when it is neither.
    """
    try:
        value = parse_json(text, None)
    except InputError as error:
        begins = " ".join(text[:200].split())[:60]
        shows = begins and begins[0] not in "{["
        raise SourceError(
            "{reason} (it begins {begins!r})" if shows else "{reason}",
            url,
            error.field or "",
            reason=error.problem,
            begins=begins,
        ) from error
    if not isinstance(value, dict):
        raise SourceError("expected a IIIF manifest or collection, got no JSON object", url)
    kind = value.get("type", value.get("@type"))
    if kind == "Manifest":
        return presentation3.manifest(value, url)
    if kind == "Collection":
        return presentation3.collection(value, url)
    if kind == "sc:Manifest":
        return presentation2.manifest(value, url)
    if kind == "sc:Collection":
        return presentation2.collection(value, url)
    raise SourceError("expected a IIIF manifest or collection, got {kind}", url, "type", kind=_said(kind))


def _said(kind: Any) -> str:
    return "nothing" if kind is None else f"{kind!r:.60}"
