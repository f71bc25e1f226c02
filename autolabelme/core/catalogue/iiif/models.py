"""What the models of both versions of the Presentation API share: lenient where libraries differ in spelling.

A model keeps what this program uses and ignores the rest; single values are taken for lists of one. What is
wrong becomes a `SourceError` with the address and the field. See docs/decisions/0228.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ...reading import first_problem
from .problems import SourceError
from .records import Picture
from .texts import Region, plain_text, region_of

_T = TypeVar("_T")


class Model(BaseModel):
    """Base: frozen, unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _objects(value: Any) -> list[Any]:
    return [one for one in _as_list(value) if isinstance(one, dict)]


Words = Annotated[str, BeforeValidator(plain_text)]
Many = Annotated[tuple[_T, ...], BeforeValidator(_as_list)]
Objects = Annotated[tuple[_T, ...], BeforeValidator(_objects)]
Pixels = Annotated[int, Field(gt=0, le=10_000_000)]


def identifier(value: Any) -> str:
    """The address in a text, an object with an id, or the first of a list; '' for none."""
    first = next(iter(_as_list(value)), "")
    if isinstance(first, dict):
        first = first.get("id", first.get("@id", ""))
    return first if isinstance(first, str) else ""


Link = Annotated[str, BeforeValidator(identifier)]
Id = Annotated[str, Field(min_length=1, max_length=4000)]


def either(*names: str) -> Any:
    """A field that is spelt in one of several ways, '' or nothing where it is missing."""
    return Field(default=None, validation_alias=AliasChoices(*names))


class Pair(Model):
    """One entry of `metadata`, or a `requiredStatement`."""

    label: Words = ""
    value: Words = ""


PHYSICAL = "/services/physdim"
_MM_PER = {"mm": 1.0, "cm": 10.0, "in": 25.4, "m": 1000.0}


class Service(Model):
    """Any service of a picture or a canvas; `version` is that of the Image API, 0 for another kind."""

    id: Link | None = either("id", "@id")
    type: Any = either("type", "@type")
    context: Any = either("@context")
    profile: Any = None
    physicalScale: Any = None
    physicalUnits: Any = None

    @property
    def version(self) -> int:
        said = f"{self.type} {self.context}"
        for version in (3, 2, 1):
            if f"ImageService{version}" in said or f"/api/image/{version}" in said:
                return version
        profile = str(self.profile)
        if "/api/image/2" in profile:
            return 2
        if "image-api/1" in profile or "/api/image/1" in profile:
            return 1
        return 3 if str(self.profile) in ("level0", "level1", "level2") else 0


def mm_per_unit(services: Sequence[Service]) -> float:
    """Millimetres of a canvas's unit, or of a picture's pixel, by its service of physical dimensions.

    0 where none says it, or what it says is no length. IIIF's registry of services describes it.
    """
    for one in services:
        if PHYSICAL in f"{one.profile} {one.context} {one.type}":
            return length_mm(one.physicalScale, one.physicalUnits)
    return 0.0


def length_mm(value: Any, unit: Any) -> float:
    """`value` (a number, or one in letters) of a `unit` in mm; 0 for what is none."""
    try:
        scale = float(value)
    except (TypeError, ValueError):
        return 0.0
    known = _MM_PER.get(unit.strip().lower()) if isinstance(unit, str) else None
    return scale * known if known is not None and math.isfinite(scale) and scale > 0 else 0.0


def picture_of(
    body: str,
    services: Sequence[Service],
    width: int | None,
    height: int | None,
    *,
    target: str,
    selected: str = "",
    rotation: str = "0",
    canvas: tuple[int, int],
) -> Picture | None:
    """A picture from its parts; None when there is neither an address nor a service.

    `target` is what it is painted on, with ``#xywh=`` where that is a part of the canvas; `selected` the
    region of an Image API selector.
    """
    service = next((one for one in services if one.version and one.id), None)
    if not body and service is None:
        return None
    address = "" if service is None else (service.id or "").rstrip("/").removesuffix("/info.json")
    region = selected
    rest = body.removeprefix(f"{address}/") if address else body
    if address and rest != body and rest.count("/") == 3:
        # The body's own address says what of the service's picture is painted.
        region, _, turned, _ = rest.split("/")
        rotation = turned if rotation == "0" else rotation
    placed = region_of(target)
    place = None if placed is None else placed[0]
    if placed is not None and placed[1]:
        across, down = canvas[0] / 100, canvas[1] / 100
        one = placed[0]
        place = Region(one.x * across, one.y * down, one.width * across, one.height * down)
    return Picture(
        body,
        address,
        0 if service is None else service.version,
        width or 0,
        height or 0,
        None if region in ("", "full") else _pixel_region(region),
        rotation.lstrip("!") or "0",
        None if place == Region(0, 0, *canvas) else place,
        mm_per_unit(services),
    )


def _pixel_region(text: str) -> Region | None:
    found = region_of(f"xywh={text}")
    return None if found is None else found[0]


def largest(pictures: list[Picture | None], canvas: tuple[int, int]) -> tuple[Picture | None, int]:
    """The picture that covers most of the canvas, and how many others there are."""
    found = [one for one in pictures if one is not None]
    areas = [canvas[0] * canvas[1] if one.placed is None else one.placed[2] * one.placed[3] for one in found]
    return (found[areas.index(max(areas))], len(found) - 1) if found else (None, 0)


def checked(kind: type[_T], value: Any, url: str) -> _T:
    """`value` as a model of `kind`; `SourceError` with the first field that is wrong."""
    try:
        return kind.model_validate(value)  # type: ignore[attr-defined, no-any-return]
    except ValidationError as error:
        first = first_problem(error, None)
        raise SourceError(first.problem, url, first.field or "") from error
