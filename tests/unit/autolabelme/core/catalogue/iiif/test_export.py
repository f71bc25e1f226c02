"""What leaves the catalogue: judged by the standard's own models, and read back."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import iiif_prezi3
import numpy as np
import pytest

from autolabelme.core.catalogue.iiif.annotations import (
    annotated_manifest,
    annotation_page,
    crop_url,
    read_annotations,
    xywh,
)
from autolabelme.core.catalogue.iiif.export import export
from autolabelme.core.catalogue.iiif.exported import (
    ExportBlock,
    ExportBook,
    Exported,
    ExportOrnament,
    ExportPage,
)
from autolabelme.core.catalogue.iiif.presentation import read_document
from autolabelme.core.catalogue.iiif.problems import SourceError
from autolabelme.core.catalogue.iiif.records import Manifest, PageSource
from autolabelme.core.catalogue.iiif.texts import Region
from autolabelme.core.errors import Cancelled, InputError, MisuseError
from autolabelme.core.image_io import decode_rgb, read_rgb, write_image
from autolabelme.core.reading import read_table

M = "https://library.example/iiif/book1/manifest.json"
C = "https://library.example/iiif/book1/canvas/f"


def source(number: int, **more: Any) -> PageSource:
    """A page of 300 x 400 pixels of a picture of 3000 x 4000 on a canvas of 1500 x 2000."""
    service = f"https://img.example/iiif/f{number}"
    facts = {"service": service, "service_version": 3, "full_width": 3000, "full_height": 4000} | more
    return PageSource(
        manifest=M,
        canvas=f"{C}{number}",
        label=f"f. {number}",
        canvas_width=1500,
        canvas_height=2000,
        image=f"{service}/full/max/0/default.jpg",
        width=300,
        height=400,
        **facts,
    )


@pytest.fixture
def given(tmp_path: Path) -> Exported:
    """Two books, one of a manifest and one of scans; three blocks, one of which both use."""
    pixels = np.random.default_rng(0).integers(0, 255, (400, 300, 3), np.uint8)
    for name in ("a", "b", "c"):
        write_image(tmp_path / "scans" / f"{name}.png", pixels)
    box = (30.0, 40.0, 90.0, 80.0)
    return Exported(
        books=(
            ExportBook(
                *("b1", "Lettres persanes", "Montesquieu", "P. Marteau"),
                year=1721,
                year_text="1721",
                shelfmark="Y2-1",
                manifest=M,
                rights="https://library.example/conditions",
                attribution="Library X",
            ),
            ExportBook("b2", "=Emile", year=1762),
        ),
        pages=(
            ExportPage("p1", "b1", tmp_path / "scans/a.png", 0, 300, 400, 0, "A1r", 30.0, source(1)),
            ExportPage("p2", "b1", tmp_path / "scans/b.png", 0, 300, 400, 1, source=source(2)),
            ExportPage("p3", "b2", tmp_path / "scans/c.png", 0, 300, 400, 0),
        ),
        ornaments=(
            ExportOrnament(
                *("o1", "p1", "head-piece", box, "accepted", "k1", 50.8, 33.9, 0.5),
                note="worn <left>",
                decided_by="A. Historian",
                decided_at="2026-01-02T03:04:05Z",
            ),
            ExportOrnament("o2", "p1", "initial", (200.4, 300.4, 320.0, 410.0), "proposed", score=0.75),
            ExportOrnament("o3", "p2", "tail-piece", (1.0, 2.0, 3.0, 4.0)),
            ExportOrnament("o4", "p3", "head-piece", box, block="k1"),
        ),
        blocks=(ExportBlock("k1", "Putti"), ExportBlock("k2", "Basket", printer="P. Marteau")),
    )


def test_annotations_are_what_the_standard_says_and_read_back_as_they_were(given: Exported) -> None:
    page = annotation_page(given, list(given.pages))
    iiif_prezi3.AnnotationPage(**page)
    found = read_annotations(json.dumps(page), "x")
    assert [one.canvas for one in found] == [f"{C}1", f"{C}1", f"{C}2"], "the scan has no canvas"
    first = found[0]
    # A canvas of 1500 on a page of 300 pixels: five units a pixel.
    assert (first.region, first.percent) == (Region(150, 200, 300, 200), False)
    assert given.pages[0].source is not None
    assert given.pages[0].source.on_page(Region(150, 200, 300, 200)) == given.ornaments[0].box
    assert (first.said("classifying"), first.said("identifying")) == ("head-piece", "Putti")
    assert first.said("describing") == "worn <left>; 50.8 x 33.9 ± 0.5 mm"
    assert (first.creator, first.created) == ("A. Historian", "2026-01-02T03:04:05Z")
    assert found[1].region == Region(1002, 1502, 498, 498), "cut to the canvas"
    assert [one["motivation"] for one in page["items"][:2]] == [["tagging"], ["tagging", "assessing"]]
    assert annotation_page(given, list(given.pages)) == page, "the same ids every time"


def test_the_manifest_opens_with_the_librarys_pictures_and_the_annotations(given: Exported) -> None:
    made = annotated_manifest(given, given.books[0])
    iiif_prezi3.Manifest(**made)
    text = json.dumps(made)
    manifest = read_document(text, "x")
    assert isinstance(manifest, Manifest)
    assert (manifest.book.manifest, manifest.book.title, manifest.book.date) == (
        M,
        "Lettres persanes",
        "1721",
    )
    assert manifest.book.attribution == "Library X; https://library.example/conditions"
    canvas = manifest.canvases[0]
    assert (canvas.id, canvas.label, canvas.width) == (f"{C}1", "A1r", 1500)
    assert canvas.picture is not None
    assert (canvas.picture.service, canvas.picture.version) == ("https://img.example/iiif/f1", 3)
    assert read_annotations(text, "x") == read_annotations(
        json.dumps(annotation_page(given, list(given.pages))), "x"
    )
    assert made["seeAlso"][0]["id"] == M


def test_addresses_where_it_will_be_published(given: Exported) -> None:
    made = annotated_manifest(given, given.books[0], "https://me.example/out/")
    iiif_prezi3.Manifest(**made)
    assert made["id"] == "https://me.example/out/manifest.json"
    own = made["items"][0]["annotations"][0]
    assert own["id"].startswith("https://me.example/out/page/")
    assert own["items"][0]["id"].startswith("https://me.example/out/ornament/")


def test_old_services_parts_and_free_licences(given: Exported) -> None:
    import dataclasses

    kinds = [
        source(1, service_version=2, rights="http://creativecommons.org/publicdomain/mark/1.0/"),
        source(1, service="", service_version=0, placed=Region(100, 0, 700.5, 2000)),
        source(1, region=Region(1000, 2000, 600, 800)),
    ]
    for one in kinds:
        page = dataclasses.replace(given.pages[0], source=one)
        made = annotated_manifest(dataclasses.replace(given, pages=(page, *given.pages[1:])), given.books[0])
        iiif_prezi3.Manifest(**made)
        found = read_document(json.dumps(made), "x")
        assert isinstance(found, Manifest)
        picture = found.canvases[0].picture
        assert picture is not None
        assert picture.placed == one.placed
        assert picture.version == (one.service_version if one.region is None else 0)
    assert (
        crop_url(kinds[0], (30, 40, 90, 80))
        == "https://img.example/iiif/f1/300,400,600,400/full/0/default.jpg"
    )
    assert crop_url(kinds[1], (30, 40, 90, 80)) == ""
    assert (
        crop_url(kinds[2], (30, 40, 90, 80))
        == "https://img.example/iiif/f1/1060,2080,120,80/max/0/default.jpg"
    )
    assert xywh(kinds[1], (0, 0, 300, 400)) == "xywh=100,0,700,2000"


def test_tables_say_everything_and_open_safely(given: Exported, tmp_path: Path) -> None:
    result = export(given, tmp_path / "out", ["ornaments", "blocks"])
    assert [path.name for path in result.files] == ["blocks.csv", "ornaments.csv"]
    rows = read_table(tmp_path / "out" / "ornaments.csv")
    assert [row["id"] for row in rows] == ["o1", "o2", "o3", "o4"]
    first = rows[0]
    assert (first["width_mm"], first["height_mm"], first["tolerance_mm"]) == ("50.8", "33.9", "0.5")
    assert (first["block"], first["block_id"], first["year"], first["folio"]) == (
        "Putti",
        "k1",
        "1721",
        "A1r",
    )
    assert (first["canvas"], first["xywh"]) == (f"{C}1", "150,200,300,200")
    assert first["picture"] == "https://img.example/iiif/f1/300,400,600,400/max/0/default.jpg"
    assert (rows[1]["state"], rows[1]["tolerance_mm"], rows[1]["score"]) == ("proposed", "", "0.75")
    assert (rows[3]["title"], rows[3]["canvas"]) == ("=Emile", "")
    assert "'=Emile" in (tmp_path / "out" / "ornaments.csv").read_text("utf-8")
    table = read_table(tmp_path / "out" / "blocks.csv")
    early, late = "1721, Lettres persanes, Y2-1", "1762, =Emile"
    assert list(table[0])[-2:] == [early, late], "by year"
    assert table[0][early] == "P. Marteau"
    assert [(row["block"], row["impressions"], row[early], row[late]) for row in table[1:]] == [
        ("Basket", "0", "", ""),
        ("Putti", "2", "1", "1"),
    ]


def test_crops_are_the_pages_pixels_with_a_list_of_what_each_is(given: Exported, tmp_path: Path) -> None:
    result = export(given, tmp_path / "out", ["crops"])
    assert result.problems == ()
    with zipfile.ZipFile(tmp_path / "out" / "crops.zip") as archive:
        assert archive.testzip() is None
        listed = json.loads(archive.read("crops.json"))["crops"]
        (tmp_path / "crops.csv").write_bytes(archive.read("crops.csv"))
        files = {name: archive.read(name) for name in archive.namelist() if name.endswith(".png")}
    assert [one["id"] for one in listed] == ["o1", "o2", "o3", "o4"] and len(files) == 4
    assert [row["file"] for row in read_table(tmp_path / "crops.csv")] == [one["file"] for one in listed]
    first, second = listed[0], listed[1]
    page = read_rgb(tmp_path / "scans" / "a.png")
    assert np.array_equal(decode_rgb(files[first["file"]]), page[40:80, 30:90])
    assert decode_rgb(files[second["file"]]).shape == (100, 100, 3), "cut to the page"
    assert first["sha256"] == hashlib.sha256(files[first["file"]]).hexdigest()
    assert first["file"].startswith("crops/head-piece/a_at_30_40_60_40_o1")
    assert (first["canvas"], first["xywh"], first["attribution"]) == (f"{C}1", "150,200,300,200", "Library X")
    again = tmp_path / "again"
    export(given, again, ["crops"])
    assert (again / "crops.zip").read_bytes() == (tmp_path / "out" / "crops.zip").read_bytes()


def test_a_page_that_is_gone_or_another_is_named_and_the_rest_is_written(
    given: Exported, tmp_path: Path
) -> None:
    (tmp_path / "scans" / "a.png").unlink()
    write_image(tmp_path / "scans" / "b.png", np.zeros((10, 10), np.uint8))
    result = export(given, tmp_path / "out", ["crops"])
    assert [problem.path.name for problem in result.problems if problem.path] == ["a.png", "b.png"]
    assert "10 x 10 pixels, not 300 x 400" in str(result.problems[1])
    with zipfile.ZipFile(tmp_path / "out" / "crops.zip") as archive:
        assert [one["id"] for one in json.loads(archive.read("crops.json"))["crops"]] == ["o4"]


def test_all_at_once_and_nothing_half_written(given: Exported, tmp_path: Path) -> None:
    result = export(given, tmp_path / "out", base="https://me.example")
    assert result.without_canvas == 1
    names = {path.relative_to(tmp_path / "out").as_posix() for path in result.files}
    folder = "annotations/1721, Lettres persanes, Y2-1"
    assert names == {
        *("ornaments.csv", "blocks.csv", "crops.zip"),
        *(f"{folder}/annotations.json", f"{folder}/manifest.json"),
    }
    published = json.loads((tmp_path / "out" / folder / "manifest.json").read_text("utf-8"))
    # An address has no blanks, whatever the book's name.
    assert published["id"] == "https://me.example/1721%2C%20Lettres%20persanes%2C%20Y2-1/manifest.json"
    before = {path: path.read_bytes() for path in result.files}

    def tick(done: int, total: int, stage: str) -> None:
        if "c.png" in stage:
            raise Cancelled

    with pytest.raises(Cancelled):
        export(given, tmp_path / "out", tick=tick)
    assert {path: path.read_bytes() for path in result.files} == before
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file, expected a folder"):
        export(given, tmp_path / "file")
    with pytest.raises(MisuseError, match="formats"):
        export(given, tmp_path / "out", ["pdf"])


def test_what_is_named_must_be_there(given: Exported) -> None:
    with pytest.raises(MisuseError, match="block k1"):
        Exported(given.books, given.pages, given.ornaments)
    with pytest.raises(MisuseError, match="book b1"):
        Exported((), given.pages, ())


def test_others_annotations_are_read_too() -> None:
    old = {
        "@type": "sc:AnnotationList",
        "resources": [
            {
                "@id": "a1",
                "@type": "oa:Annotation",
                "on": {
                    "full": f"{C}1",
                    "selector": {"@type": "oa:FragmentSelector", "value": "xywh=1,2,3,4"},
                },
                "resource": [{"@type": "dctypes:Text", "chars": "<p>bandeau</p>"}],
            },
            {
                "@id": "a2",
                "@type": "oa:Annotation",
                "on": f"{C}2#xywh=5,6,7,8",
                "resource": {"chars": "lettrine"},
            },
        ],
    }
    new = {
        "type": "AnnotationPage",
        "items": [
            {
                "id": "a3",
                "type": "Annotation",
                "bodyValue": "fleuron",
                "target": {
                    "source": {"id": f"{C}3", "type": "Canvas"},
                    "selector": [
                        {"type": "SvgSelector", "value": "<svg/>"},
                        {"type": "FragmentSelector", "value": "xywh=percent:10,20,30,40"},
                    ],
                },
            },
            {"id": "p", "type": "Annotation", "motivation": "painting", "target": f"{C}3"},
        ],
    }
    a1, a2 = read_annotations(json.dumps(old), "x")
    assert (a1.canvas, a1.region, a1.texts) == (f"{C}1", Region(1, 2, 3, 4), (("", "bandeau"),))
    assert (a2.canvas, a2.region) == (f"{C}2", Region(5, 6, 7, 8))
    (a3,) = read_annotations(json.dumps(new), "x")
    assert (a3.canvas, a3.region, a3.percent) == (f"{C}3", Region(10, 20, 30, 40), True)
    assert a3.texts == (("", "fleuron"),)
    for bad in ("{}", "[1]", "<html>", '{"type": "Collection"}'):
        with pytest.raises(SourceError):
            read_annotations(bad, "x")
    assert read_annotations('{"type": "AnnotationPage", "items": []}', "x") == ()
