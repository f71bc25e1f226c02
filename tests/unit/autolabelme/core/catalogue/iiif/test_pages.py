"""Pages of a manifest in a folder: what is asked for, what is kept, what is gone on with."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from autolabelme.core.catalogue.iiif.client import Client
from autolabelme.core.catalogue.iiif.pages import RECORD, fetch_pages, page_numbers, read_record
from autolabelme.core.catalogue.iiif.presentation import read_document
from autolabelme.core.catalogue.iiif.problems import SourceError, UnreachableError
from autolabelme.core.catalogue.iiif.records import Manifest
from autolabelme.core.catalogue.iiif.sources import manifest_in, manifests_of, open_source
from autolabelme.core.catalogue.iiif.texts import Region
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.image_io import read_rgb

Make = Callable[..., Client]


@pytest.fixture
def reply() -> Any:
    from sys import modules

    return next(module.Reply for name, module in modules.items() if name.endswith("iiif.conftest"))


@pytest.fixture
def book(library: Any, manifest3: Any, picture: Any) -> Callable[..., Manifest]:
    """A manifest of plain pictures, 300 x 400, that the server has."""

    def make(count: int = 3, **more: Any) -> Manifest:
        pages = [
            (library.put(f"/{number}.jpg", picture(300, 400, number)), 300, 400, None)
            for number in range(1, count + 1)
        ]
        value = manifest3(f"{library.url}/manifest", pages, **more)
        library.put("/manifest", value)
        found = read_document(json.dumps(value), f"{library.url}/manifest")
        assert isinstance(found, Manifest)
        return found

    return make


def test_pages_come_with_all_that_is_known_of_them(
    library: Any, client: Make, book: Any, tmp_path: Path
) -> None:
    manifest = book(
        rights="http://rightsstatements.org/vocab/NoC-NC/1.0/",
        requiredStatement={"label": {"en": ["By"]}, "value": {"en": ["Library X"]}},
    )
    seen: list[int] = []
    found = fetch_pages(
        manifest, tmp_path / "book", client(), numbers=[2, 3], on_page=lambda page: seen.append(page.number)
    )
    assert library.paths() == ["/2.jpg", "/3.jpg"], "only what was asked for"
    assert [page.number for page in found.pages] == seen == [2, 3] and found.problems == ()
    page = found.pages[0]
    assert page.path == tmp_path / "book" / "0002.jpg"
    assert page.source.canvas == f"{library.url}/manifest/canvas/2"
    assert (page.source.label, page.source.image) == ("f. 2", f"{library.url}/2.jpg")
    assert (page.source.rights, page.source.attribution) == (
        "http://rightsstatements.org/vocab/NoC-NC/1.0/",
        "Library X",
    )
    assert read_record(tmp_path / "book") == found
    assert read_record(tmp_path) is None


def test_a_second_run_asks_only_for_what_is_missing_or_wanted_otherwise(
    library: Any, client: Make, book: Any, tmp_path: Path
) -> None:
    manifest = book()

    def tick(done: int, total: int, stage: str) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        fetch_pages(manifest, tmp_path / "book", client(), tick=tick)
    assert sorted(path.name for path in (tmp_path / "book").iterdir()) == ["0001.jpg", "0002.jpg", RECORD]
    fetch_pages(manifest, tmp_path / "book", client())
    assert library.paths() == ["/1.jpg", "/2.jpg", "/3.jpg"]
    assert len(fetch_pages(manifest, tmp_path / "book", client()).pages) == 3
    assert len(library.asked) == 3


def test_what_somebody_changed_stays(library: Any, client: Make, book: Any, tmp_path: Path) -> None:
    manifest = book(1)
    (page,) = fetch_pages(manifest, tmp_path, client()).pages
    Image.new("RGB", (30, 40), "red").save(page.path)
    changed = page.path.read_bytes()
    (again,) = fetch_pages(manifest, tmp_path, client()).pages
    assert (again.path.name, page.path.read_bytes()) == ("0001-2.jpg", changed)
    other = json.loads((tmp_path / RECORD).read_text())
    other["book"]["manifest"] = "https://other.example/m"
    (tmp_path / RECORD).write_text(json.dumps(other))
    with pytest.raises(InputError, match="holds the pages of another manifest: https://other"):
        fetch_pages(manifest, tmp_path, client())
    other["pages"][0]["file"] = "../../etc/passwd"
    (tmp_path / RECORD).write_text(json.dumps(other))
    with pytest.raises(InputError, match="leads out of the folder"):
        read_record(tmp_path)


def test_one_bad_page_is_named_and_the_others_come_but_a_dead_server_ends_it(
    library: Any, client: Make, book: Any, reply: Any, tmp_path: Path
) -> None:
    manifest = book()
    library.put("/2.jpg", reply(b"<html>sorry</html>"))
    found = fetch_pages(manifest, tmp_path / "a", client())
    assert [page.number for page in found.pages] == [1, 3]
    (problem,) = found.problems
    assert problem.number == 2 and "/2.jpg: expected a picture, got text" in str(problem.error)
    library.put("/2.jpg", reply(b"", 503))
    with pytest.raises(UnreachableError, match="the server answers 503"):
        fetch_pages(manifest, tmp_path / "b", client(tries=2))
    assert library.paths()[-2:] == ["/2.jpg", "/2.jpg"], "and asks for no third page"


def test_a_picture_smaller_than_said_is_kept_with_its_true_size_and_said(
    library: Any, client: Make, manifest3: Any, picture: Any, tmp_path: Path
) -> None:
    body = library.put("/a.jpg", picture(300, 400))
    manifest = read_document(json.dumps(manifest3("http://x/m", [(body, 3000, 4000, None)])), "http://x/m")
    assert isinstance(manifest, Manifest)
    (page,) = fetch_pages(manifest, tmp_path / "a", client()).pages
    assert page.note == "the server says 3000 x 4000 pixels and gives 300 x 400"
    assert (page.source.width, page.source.canvas_width) == (300, 3000)
    assert page.source.on_canvas((30, 40, 60, 80)) == Region(300, 400, 300, 400)
    library.put("/a.jpg", picture(400, 400))
    found = fetch_pages(manifest, tmp_path / "b", client())
    assert found.pages[0].source.width == 300, "the cache has the earlier one"


def test_a_picture_of_another_shape_is_refused(
    library: Any, client: Make, manifest3: Any, picture: Any, tmp_path: Path
) -> None:
    body = library.put("/a.jpg", picture(400, 400))
    manifest = read_document(json.dumps(manifest3("http://x/m", [(body, 3000, 4000, None)])), "http://x/m")
    assert isinstance(manifest, Manifest)
    (problem,) = fetch_pages(manifest, tmp_path, client()).problems
    assert str(problem.error) == (
        f"{body}: width: says 3000 x 4000 pixels and gives a picture of another shape, 400 x 400"
    )


@pytest.fixture
def served(library: Any, info: Any, manifest3: Any) -> Callable[..., tuple[Manifest, np.ndarray]]:
    """A page behind an Image API service that gives at most 512 pixels at once, and its pixels."""

    def make(version: int = 3, **limits: Any) -> tuple[Manifest, np.ndarray]:
        pixels = np.zeros((700, 1000, 3), np.uint8)
        pixels[..., 0] = np.linspace(0, 255, 1000, dtype=np.uint8)
        pixels[..., 1] = np.linspace(0, 255, 700, dtype=np.uint8)[:, None]
        service = f"{library.url}/iiif/p1"

        def put(path: str, part: np.ndarray, size: tuple[int, int]) -> None:
            buffer = io.BytesIO()
            Image.fromarray(part).resize(size).save(buffer, "PNG")
            library.put(f"/iiif/p1/{path}/0/default.jpg", buffer.getvalue())

        extra = {"tiles": [{"width": 512, "scaleFactors": [1, 2]}], **limits}
        value = info(service, 1000, 700, version)
        value |= extra if version == 3 else {"tiles": extra.pop("tiles"), "profile": ["level2", extra]}
        library.put("/iiif/p1/info.json", value)
        put("full/max" if version == 3 or limits else "full/full", pixels, (500, 350))
        put("full/500,350" if version == 3 else "full/500,", pixels, (500, 350))
        put("100,50,200,300/max", pixels[50:350, 100:300], (200, 300))
        for x in (0, 512):
            for y in (0, 512):
                width, height = min(512, 1000 - x), min(512, 700 - y)
                size = f"{width},{height}" if version == 3 else f"{width},"
                put(
                    f"{x},{y},{width},{height}/{size}", pixels[y : y + height, x : x + width], (width, height)
                )
        kind = {"id": service, "type": f"ImageService{version}", "profile": "level2"}
        if version == 2:
            kind["@context"] = "http://iiif.io/api/image/2/context.json"
        body = f"{service}/full/max/0/default.jpg"
        found = read_document(json.dumps(manifest3("http://x/m", [(body, 1000, 700, [kind])])), "http://x/m")
        assert isinstance(found, Manifest)
        return found, pixels

    return make


def test_a_service_that_gives_less_at_once_is_taken_at_its_word_and_said(
    library: Any, client: Make, served: Any, tmp_path: Path
) -> None:
    manifest, _ = served(maxWidth=500)
    (page,) = fetch_pages(manifest, tmp_path / "a", client()).pages
    assert library.paths() == ["/iiif/p1/full/max/0/default.jpg"], "one question a page"
    assert page.note == "the server says 1000 x 700 pixels and gives 500 x 350"
    (small,) = fetch_pages(manifest, tmp_path / "b", client(longest_px=500)).pages
    assert (small.source.width, small.source.full_width, small.note) == (500, 1000, "")
    assert small.source.on_canvas((0, 0, 500, 350)) == Region(0, 0, 1000, 700)


@pytest.mark.parametrize("version", [2, 3])
def test_the_full_picture_comes_in_tiles_when_that_is_wanted(
    library: Any, client: Make, served: Any, tmp_path: Path, version: int
) -> None:
    manifest, pixels = served(version, maxWidth=512, maxHeight=512)
    (page,) = fetch_pages(manifest, tmp_path, client(by_tiles=True)).pages
    assert (page.source.width, page.source.height, page.note) == (1000, 700, "")
    assert np.abs(read_rgb(page.path).astype(int) - pixels).mean() < 2
    assert len([path for path in library.paths() if path.startswith("/iiif/p1/")]) == 2 + 4


def test_a_service_that_does_not_say_what_it_has_gives_the_picture_of_the_manifest(
    library: Any, client: Make, served: Any, tmp_path: Path
) -> None:
    manifest, _ = served()
    del library.replies["/iiif/p1/info.json"]
    (page,) = fetch_pages(manifest, tmp_path, client(longest_px=300)).pages
    assert (page.source.width, page.source.height) == (500, 350)


def test_a_region_of_a_picture_is_what_the_page_shows(
    library: Any, client: Make, served: Any, tmp_path: Path
) -> None:
    manifest, pixels = served()
    canvas = manifest.canvases[0]
    assert canvas.picture is not None
    import dataclasses

    part = dataclasses.replace(canvas.picture, body="", region=Region(100, 50, 200, 300))
    manifest = dataclasses.replace(manifest, canvases=(dataclasses.replace(canvas, picture=part),))
    (page,) = fetch_pages(manifest, tmp_path, client()).pages
    assert (page.source.width, page.source.height) == (200, 300)
    assert page.source.region == Region(100, 50, 200, 300)
    assert np.abs(read_rgb(page.path).astype(int) - pixels[50:350, 100:300]).mean() < 2


def test_a_page_without_a_picture_and_a_folder_that_cannot_be(
    client: Make, manifest3: Any, tmp_path: Path
) -> None:
    value = manifest3("http://x/m", [("http://x/a.jpg", 10, 20, None)])
    value["items"][0]["items"] = []
    manifest = read_document(json.dumps(value), "http://x/m")
    assert isinstance(manifest, Manifest)
    (problem,) = fetch_pages(manifest, tmp_path / "a", client()).problems
    assert "http://x/m/canvas/1: items: the canvas has no picture" in str(problem.error)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="file"):
        fetch_pages(manifest, tmp_path / "file", client())


def test_pages_by_number() -> None:
    assert page_numbers("1-3, 7,9-", 10) == [1, 2, 3, 7, 9, 10]
    assert page_numbers("-2", 10) == [1, 2]
    for wrong in ("0", "11", "3-1", "x", "", "-", "1-2-3"):
        with pytest.raises(InputError, match="expected pages from 1 to 10"):
            page_numbers(wrong, 10)


# --- what a user names ----------------------------------------------------------------------------


def test_a_link_of_a_viewer_a_file_and_an_address(
    library: Any, client: Make, book: Any, tmp_path: Path
) -> None:
    manifest = book()
    url = f"{library.url}/manifest"
    assert open_source(url, client()) == manifest
    assert open_source(f"https://viewer.example/#?manifest={url}&cv=2", client()) == manifest
    assert manifest_in(f"https://viewer.example/?iiif-content={url}") == url
    assert manifest_in("https://x.example/m?manifest=no") == "https://x.example/m?manifest=no"
    file = tmp_path / "manifest.json"
    file.write_bytes(library.replies["/manifest"][0].body)
    assert open_source(file, client()) == manifest
    file.write_text("{}")
    with pytest.raises(SourceError, match=r"manifest.json: type: expected a IIIF manifest"):
        open_source(file, client())
    with pytest.raises(SourceError, match="expected an address with http or https"):
        open_source("ftp://x.example/m", client())


def test_a_nested_and_paged_collection_is_walked_once_and_only_as_far_as_wanted(
    library: Any, client: Make
) -> None:
    url = library.url

    def entry(path: str, kind: str = "sc:Manifest") -> dict[str, str]:
        return {"@id": url + path, "@type": kind, "label": path}

    def collection(path: str, **more: Any) -> None:
        library.put(path, {"@id": url + path, "@type": "sc:Collection", **more})

    collection(
        "/top", manifests=[entry("/m1")], collections=[entry("/in", "sc:Collection")], next=f"{url}/top2"
    )
    collection("/top2", members=[entry("/m3"), entry("/m1"), entry("/top", "sc:Collection")])
    collection("/in", first=f"{url}/in1")
    collection("/in1", manifests=[entry("/m2")], next=f"{url}/in1")
    top = open_source(f"{url}/top", client())
    found = [one.url.removeprefix(url) for one in manifests_of(top, client())]
    assert sorted(found) == ["/m1", "/m2", "/m3"] and len(library.asked) == 4
    library.asked.clear()
    library.put("/in", {"type": "Manifest", "id": f"{url}/in", "items": [{"id": f"{url}/c"}]})
    one = client()
    one.cache.forget(f"{url}/in")
    with pytest.raises(SourceError, match="/in: type: expected a collection, got a manifest"):
        list(manifests_of(top, one))
