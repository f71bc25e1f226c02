"""What a library says of a page's physical size becomes its resolution: sizes in mm follow."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autolabelme.__main__ import main
from autolabelme.core.catalogue.iiif.client import Client
from autolabelme.core.catalogue.iiif.models import length_mm
from autolabelme.core.catalogue.iiif.pages import fetch_pages, read_record
from autolabelme.core.catalogue.iiif.presentation import read_document
from autolabelme.core.catalogue.iiif.records import Manifest
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.schema import Page

FAST = ["--no-find", "--pause", "0"]


def physical(scale: Any, units: Any = "mm") -> dict[str, Any]:
    return {
        "@context": "http://iiif.io/api/annex/services/physdim/1/context.json",
        "profile": "http://iiif.io/api/annex/services/physdim",
        "physicalScale": scale,
        "physicalUnits": units,
    }


@pytest.fixture
def book(library: Any, manifest3: Any, picture: Any) -> Callable[..., dict[str, Any]]:
    """A manifest of version 3 of one picture of 300 x 400 on a canvas of 3000 x 4000 units."""

    def make(**canvas: Any) -> dict[str, Any]:
        body = library.put("/1.jpg", picture(300, 400, 1))
        value = manifest3(f"{library.url}/manifest", [(body, 3000, 4000, None)])
        value["items"][0] |= canvas
        library.put("/manifest", value)
        return dict(value)

    return make


def fetched_dpi(value: dict[str, Any], folder: Path, client: Callable[..., Client]) -> float:
    manifest = read_document(json.dumps(value), value.get("id", value.get("@id")))
    assert isinstance(manifest, Manifest)
    (page,) = fetch_pages(manifest, folder, client()).pages
    kept = read_record(folder)
    assert kept is not None and kept.pages[0].source.dpi == page.source.dpi, "it is kept beside the page"
    return page.source.dpi


@pytest.mark.parametrize(
    ("said", "dpi"),
    [
        ({"service": [physical(0.05)]}, 300 / (3000 * 0.05) * 25.4),
        ({"service": physical("0.005", "cm")}, 300 / (3000 * 0.05) * 25.4),
        ({"service": [physical(0.002, "in")]}, 300 / (3000 * 0.002)),
        ({"spatialScale": {"type": "Quantity", "quantityValue": 0.00005, "unit": "m"}}, 50.8),
        ({"physicalDimensions": {"type": "Value", "value": 0.00005, "unit": "m"}}, 50.8),
        # What is no length, or none that a camera has.
        ({"service": [physical(0)]}, 0),
        ({"service": [physical(-0.05)]}, 0),
        ({"service": [physical("wide")]}, 0),
        ({"service": [physical(0.05, "px")]}, 0),
        ({"service": [physical(0.05, None)]}, 0),
        ({"service": [physical(float("1e300"))]}, 0),
        ({"service": [physical(25.0)]}, 0),
        ({"service": [physical(1e-7)]}, 0),
        (
            {"service": [{"profile": "http://example.org/other", "physicalScale": 1, "physicalUnits": "mm"}]},
            0,
        ),
        ({}, 0),
    ],
)
def test_a_canvas_that_has_a_size_gives_its_file_a_resolution(
    book: Any, client: Any, tmp_path: Path, said: dict[str, Any], dpi: float
) -> None:
    assert fetched_dpi(book(**said), tmp_path, client) == pytest.approx(dpi)


def test_a_picture_that_has_a_size_gives_it_too(book: Any, client: Any, tmp_path: Path) -> None:
    value = book()
    body = value["items"][0]["items"][0]["items"][0]["body"]
    body["service"] = [physical(0.5)]
    body["width"], body["height"] = 300, 400
    assert fetched_dpi(value, tmp_path / "body", client) == pytest.approx(50.8)
    # The canvas's own word goes before it.
    canvas = copy.deepcopy(value)
    canvas["items"][0]["service"] = [physical(0.025)]
    assert fetched_dpi(canvas, tmp_path / "canvas", client) == pytest.approx(101.6)


def test_version_2_says_it_as_well(library: Any, picture: Any, client: Any, tmp_path: Path) -> None:
    body, url = library.put("/1.jpg", picture(300, 400, 1)), f"{library.url}/manifest"
    value = {
        "@context": "http://iiif.io/api/presentation/2/context.json",
        "@id": url,
        "@type": "sc:Manifest",
        "label": "Works",
        "sequences": [
            {
                "canvases": [
                    {
                        "@id": f"{url}/1",
                        "@type": "sc:Canvas",
                        "label": "1",
                        "width": 3000,
                        "height": 4000,
                        "service": physical(0.05),
                        "images": [{"resource": {"@id": body, "@type": "dctypes:Image"}, "on": f"{url}/1"}],
                    }
                ]
            }
        ],
    }
    assert fetched_dpi(value, tmp_path, client) == pytest.approx(50.8)


def test_an_image_service_that_says_it_in_its_information(
    library: Any, manifest3: Any, picture: Any, client: Any, tmp_path: Path
) -> None:
    service = f"{library.url}/iiif/p"
    library.put(
        "/iiif/p/info.json",
        {
            "@context": "http://iiif.io/api/image/2/context.json",
            "@id": service,
            "profile": ["http://iiif.io/api/image/2/level2.json"],
            "width": 300,
            "height": 400,
            "service": physical(0.25),
        },
    )
    whole = library.put("/iiif/p/full/full/0/default.jpg", picture(300, 400, 1))
    said = {"@id": service, "@type": "ImageService2", "profile": "http://iiif.io/api/image/2/level2.json"}
    value = manifest3(f"{library.url}/manifest", [("", 3000, 4000, said)])
    assert fetched_dpi(value, tmp_path, client) == pytest.approx(101.6)
    assert whole.endswith("default.jpg")


def test_an_ornament_of_it_has_millimetres_and_a_person_has_the_last_word(
    library: Any, book: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book(service=[physical(0.05)])
    place = tmp_path / "p.sqlite"
    assert main(["catalogue", "add", str(place), f"{library.url}/manifest", *FAST]) == 0
    with Project.open(place, write=False) as project, project.read() as session:
        page = session.query(Page).one()
        assert page.dpi == pytest.approx(50.8)
        book_id = page.book_id
    assert main(["catalogue", "book", str(place), book_id, "--dpi", "400"]) == 0
    assert main(["catalogue", "add", str(place), f"{library.url}/manifest", *FAST]) == 0
    with Project.open(place, write=False) as project, project.read() as session:
        assert session.query(Page).one().dpi == 400
    capsys.readouterr()


def test_lengths_have_units() -> None:
    assert [length_mm(2, unit) for unit in ("mm", "CM ", "in", "m", "ell", None, 3)] == [
        *(2, 20, 50.8, 2000, 0, 0, 0)
    ]
