"""The Image API, versions 1 to 3: what a service says of its picture, and the addresses to ask it for.

Sections of the Image API 3.0 stand in brackets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ...errors import InputError
from ...reading import parse_json
from .models import Many, Model, Objects, Pixels, Service, checked, either, mm_per_unit
from .problems import SourceError
from .texts import Region

_MOST_TILES = 2000
"""Of one picture: a scan of 400 megapixels has 400 at 1,024 pixels."""


class _Size(Model):
    width: Pixels
    height: Pixels


class _Tile(Model):
    width: Pixels
    height: Pixels | None = None
    scaleFactors: Many[Annotated[int, Field(gt=0)]] = ()


def _profile_limits(value: Any) -> Any:
    """Version 2 has the limits in its profile's object."""
    return next((one for one in value if isinstance(one, dict)), {}) if isinstance(value, list) else {}


class _Limits(Model):
    maxWidth: Pixels | None = None
    maxHeight: Pixels | None = None
    maxArea: Annotated[int, Field(gt=0)] | None = None


class _Info(_Limits):
    id: str | None = either("id", "@id")
    type: Any = either("type", "@type")
    context: Any = either("@context")
    profile: Any = None
    width: Pixels
    height: Pixels
    sizes: Objects[_Size] = ()
    tiles: Objects[_Tile] = ()
    tile_width: Pixels | None = None
    tile_height: Pixels | None = None
    service: Objects[Service] = ()


class _InProfile(Model):
    profile: Annotated[_Limits, BeforeValidator(_profile_limits)] = _Limits()


@dataclass(frozen=True)
class ImageInfo:
    """A service's ``info.json``, as far as it is used.

    `service` is the address that requests begin with; `max_width`, `max_height` and `max_area` (pixels) limit
    one answer, 0: nothing said. `any_size` when sizes other than the listed ones are made (level 1 and 2).
    `mm` is how many millimetres of the page one pixel is, 0: nothing said.
    """

    service: str
    version: int
    width: int
    height: int
    sizes: tuple[tuple[int, int], ...] = ()
    tile: tuple[int, int] | None = None
    max_width: int = 0
    max_height: int = 0
    max_area: int = 0
    any_size: bool = True
    mm: float = 0.0


@dataclass(frozen=True)
class ImageRequest:
    """One address, the part of the whole picture that it shows, and the pixels that should come."""

    url: str
    region: Region
    width: int
    height: int


def read_info(text: str, url: str, service: str, version: int) -> ImageInfo:
    """The ``info.json`` in `text`, which came from `url`; `SourceError` with the field when it is none.

    `service` and `version` are what the manifest said: requests go there even where the document names
    another address, as behind a proxy.
    """
    try:
        value = parse_json(text, None)
    except InputError as error:
        raise SourceError(error.problem, url, error.field or "") from error
    read = checked(_Info, value, url)
    limits = checked(_InProfile, value, url).profile
    said = Service.model_validate({"type": read.type, "@context": read.context, "profile": read.profile})
    tile = next(((one.width, one.height or one.width) for one in read.tiles if 1 in one.scaleFactors), None)
    if tile is None and read.tile_width:
        tile = read.tile_width, read.tile_height or read.tile_width
    max_width = read.maxWidth or limits.maxWidth or 0
    return ImageInfo(
        service,
        said.version or version or 2,
        read.width,
        read.height,
        tuple(sorted((one.width, one.height) for one in read.sizes)),
        tile,
        max_width,
        # Where only the width is said, it holds for both [5.3].
        read.maxHeight or limits.maxHeight or max_width,
        read.maxArea or limits.maxArea or 0,
        "level0" not in str(read.profile),
        mm_per_unit(read.service),
    )


def whole(
    info: ImageInfo, region: Region | None = None, rotation: str = "0", longest_px: int = 0
) -> ImageRequest:
    """The request for all of the picture, or a region of it, in one answer.

    `longest_px` is the longer side that is wanted, 0 all there is; never more than the service gives at once.
    """
    part = _within(info, region)
    scale = _scale(info, part, longest_px)
    width, height = max(1, round(part.width * scale)), max(1, round(part.height * scale))
    everything = part == Region(0, 0, info.width, info.height)
    if scale == 1:
        size = _full(info)
    elif everything and not info.any_size and info.sizes:
        fitting = [one for one in info.sizes if max(one) <= max(width, height)]
        width, height = fitting[-1] if fitting else info.sizes[0]
        size = _size(info, width, height, stated=True)
    elif longest_px == 0 and info.version >= 2:
        size = "max"
    else:
        size = _size(info, width, height)
    where = "full" if everything else _text(part)
    return ImageRequest(_url(info, where, size, rotation), part, *_turned(width, height, rotation))


def tiles(info: ImageInfo, region: Region | None = None) -> list[ImageRequest]:
    """The requests that together give the whole picture, or a region of it, at its full size.

    Empty where the service offers no tiles, or more than anybody should ask for.
    """
    if info.tile is None:
        return []
    part = _within(info, region)
    across, down = info.tile
    columns = range(int(part.x) // across * across, math.ceil(part.x + part.width), across)
    rows = range(int(part.y) // down * down, math.ceil(part.y + part.height), down)
    if len(columns) * len(rows) > _MOST_TILES:
        return []
    found = []
    for y in rows:
        for x in columns:
            width, height = min(across, info.width - x), min(down, info.height - y)
            one = Region(x, y, width, height)
            size = f"{width}," if info.version < 3 else f"{width},{height}"
            found.append(ImageRequest(_url(info, _text(one), size, "0"), one, width, height))
    return found


def region_url(service: str, version: int, region: Region) -> str:
    """The address of a part of a picture at its full size, for others to look at: an ornament say."""
    info = ImageInfo(service, version, 1, 1)
    return _url(info, _text(region), _full(info), "0")


def _within(info: ImageInfo, region: Region | None) -> Region:
    if region is None:
        return Region(0, 0, info.width, info.height)
    x, y = max(0, round(region.x)), max(0, round(region.y))
    width = min(round(region.width), info.width - x)
    height = min(round(region.height), info.height - y)
    if min(width, height) <= 0:
        raise SourceError(
            "the region {region} lies outside the picture of {width} x {height} pixels",
            info.service,
            region=_text(region),
            width=info.width,
            height=info.height,
        )
    return Region(x, y, width, height)


def _scale(info: ImageInfo, part: Region, longest_px: int) -> float:
    scale = min(1.0, longest_px / max(part.width, part.height)) if longest_px else 1.0
    if info.max_width:
        scale = min(scale, info.max_width / part.width)
    if info.max_height:
        scale = min(scale, info.max_height / part.height)
    if info.max_area:
        scale = min(scale, math.sqrt(info.max_area / (part.width * part.height)))
    return scale


def _full(info: ImageInfo) -> str:
    return "max" if info.version >= 3 else "full"


def _size(info: ImageInfo, width: int, height: int, *, stated: bool = False) -> str:
    # The canonical form of version 2 is "w,"; what is stated is asked for in both, as it stands there.
    return f"{width},{height}" if info.version >= 3 or stated else f"{width},"


def _text(region: Region) -> str:
    return ",".join(f"{round(value)}" for value in region)


def _url(info: ImageInfo, region: str, size: str, rotation: str) -> str:
    # What version 1 called native, later ones call default.
    quality = "native" if info.version == 1 else "default"
    return f"{info.service}/{region}/{size}/{rotation}/{quality}.jpg"


def _turned(width: int, height: int, rotation: str) -> tuple[int, int]:
    return (height, width) if rotation in ("90", "270") else (width, height)
