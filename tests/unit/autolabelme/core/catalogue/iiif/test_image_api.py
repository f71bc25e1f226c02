"""Addresses of the Image API, versions 1 to 3: sizes, limits, regions, tiles."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from autolabelme.core.catalogue.iiif.image_api import ImageInfo, read_info, region_url, tiles, whole
from autolabelme.core.catalogue.iiif.problems import SourceError
from autolabelme.core.catalogue.iiif.texts import Region

S = "https://img.example/iiif/f1"
Info = Callable[..., dict[str, Any]]


def parsed(value: Any, version: int = 2) -> ImageInfo:
    return read_info(json.dumps(value), f"{S}/info.json", S, version)


def test_versions_tell_themselves_apart(info: Info) -> None:
    one = {
        "@context": "http://library.stanford.edu/iiif/image-api/1.1/context.json",
        "@id": S,
        "width": 400,
        "height": 600,
        "tile_width": 256,
        "profile": "http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level2",
    }
    assert [parsed(value).version for value in (one, info(S, 4, 6, 2), info(S, 4, 6, 3))] == [1, 2, 3]
    assert parsed(one).tile == (256, 256)
    assert whole(parsed(one)).url == f"{S}/full/full/0/native.jpg"
    assert whole(parsed(info(S, 4, 6, 2))).url == f"{S}/full/full/0/default.jpg"
    assert whole(parsed(info(S, 4, 6, 3))).url == f"{S}/full/max/0/default.jpg"


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ({"maxWidth": 1000}, (1000, 1000)),  # for both sides, where only one is said
        ({"maxWidth": 3000, "maxHeight": 1500}, (1500, 1500)),
        ({"maxArea": 250_000}, (500, 500)),
        ({"maxWidth": 8000}, (2000, 2000)),
    ],
)
def test_a_servers_limits_say_what_comes(info: Info, limits: dict[str, int], size: tuple[int, int]) -> None:
    three = whole(parsed(info(S, 2000, 2000, 3, **limits)))
    two = info(S, 2000, 2000, 2)
    two["profile"] = ["http://iiif.io/api/image/2/level1.json", limits]
    assert (three.width, three.height) == size
    found = whole(parsed(two))
    assert (found.width, found.height) == size
    assert found.url.split("/")[-3] == ("full" if size == (2000, 2000) else "max")


def test_a_smaller_size_is_asked_for_in_each_versions_words(info: Info) -> None:
    assert whole(parsed(info(S, 3000, 4000, 2)), longest_px=2000).url == f"{S}/full/1500,/0/default.jpg"
    assert whole(parsed(info(S, 3000, 4000, 3)), longest_px=2000).url == f"{S}/full/1500,2000/0/default.jpg"
    never_more = whole(parsed(info(S, 300, 400, 3)), longest_px=2000)
    assert (never_more.url, never_more.height) == (f"{S}/full/max/0/default.jpg", 400)


def test_level_0_gives_only_what_it_lists(info: Info) -> None:
    sizes = [{"width": 1500, "height": 2000}, {"width": 750, "height": 1000}]
    level0 = parsed(info(S, 3000, 4000, 3, sizes=sizes) | {"profile": "level0"})
    assert whole(level0, longest_px=1800).url == f"{S}/full/750,1000/0/default.jpg"
    assert whole(level0, longest_px=500).url == f"{S}/full/750,1000/0/default.jpg", "nothing is smaller"


def test_a_region_and_a_turn(info: Info) -> None:
    found = whole(parsed(info(S, 3000, 4000, 3)), Region(2900, 10, 500, 40), "90")
    assert found.url == f"{S}/2900,10,100,40/max/90/default.jpg"
    assert (found.width, found.height) == (40, 100)
    with pytest.raises(SourceError, match="outside the picture of 3000 x 4000"):
        whole(parsed(info(S, 3000, 4000, 3)), Region(3000, 10, 500, 40))
    assert region_url(S, 2, Region(1, 2, 3, 4)) == f"{S}/1,2,3,4/full/0/default.jpg"


def test_tiles_cover_each_pixel_once(info: Info) -> None:
    found = tiles(parsed(info(S, 1000, 700, 3, tiles=[{"width": 512, "scaleFactors": [1, 2, 4]}])))
    assert [one.url.split("/")[-4:-2] for one in found] == [
        ["0,0,512,512", "512,512"],
        ["512,0,488,512", "488,512"],
        ["0,512,512,188", "512,188"],
        ["512,512,488,188", "488,188"],
    ]
    assert sum(one.width * one.height for one in found) == 1000 * 700
    assert tiles(parsed(info(S, 1000, 700, 3))) == []
    huge = info(S, 900_000, 900_000, 3, tiles=[{"width": 64, "scaleFactors": [1]}])
    assert tiles(parsed(huge)) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [({"width": 0}, "width"), ({"height": "tall"}, "height"), ({"maxArea": -1}, "maxArea")],
)
def test_what_is_wrong_names_the_field(info: Info, change: dict[str, Any], field: str) -> None:
    with pytest.raises(SourceError) as raised:
        parsed(info(S, 10, 10) | change)
    assert raised.value.field == field and str(raised.value).startswith(f"{S}/info.json: {field}: ")
