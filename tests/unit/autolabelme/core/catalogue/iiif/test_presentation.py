"""Manifests and collections of both versions, as libraries write them, to the same records."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from typing import Any

import iiif_prezi3
import pytest

from autolabelme.core.catalogue.iiif.presentation import read_document
from autolabelme.core.catalogue.iiif.problems import SourceError
from autolabelme.core.catalogue.iiif.records import (
    Book,
    Canvas,
    Collection,
    Manifest,
    PageSource,
    book_as_json,
    book_from_json,
)
from autolabelme.core.catalogue.iiif.texts import Region, plain_text, region_of
from autolabelme.core.reading import JsonObject

URL = "https://library.example/iiif/book"
SERVICE3 = {"id": "https://img.example/3/f1", "type": "ImageService3", "profile": "level1"}


def gallica() -> dict[str, Any]:
    """In the manner of Gallica: version 2, an Image API 1 service as an object, facts in pairs."""
    base = "https://gallica.example/iiif/ark:/12148/btv1b1"

    def canvas(number: int) -> dict[str, Any]:
        return {
            "@id": f"{base}/canvas/f{number}",
            "@type": "sc:Canvas",
            "label": "NP" if number == 1 else str(number),
            "height": 4000,
            "width": 2500,
            "images": [
                {
                    "@type": "oa:Annotation",
                    "motivation": "sc:painting",
                    "on": f"{base}/canvas/f{number}",
                    "resource": {
                        "@id": f"{base}/f{number}/full/full/0/native.jpg",
                        "@type": "dctypes:Image",
                        "format": "image/jpeg",
                        "height": 4000,
                        "width": 2500,
                        "service": {
                            "@context": "http://iiif.io/api/image/1/context.json",
                            "@id": f"{base}/f{number}",
                            "profile": "http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level2",
                        },
                    },
                }
            ],
        }

    return {
        "@context": "http://iiif.io/api/presentation/2/context.json",
        "@id": f"{base}/manifest.json",
        "@type": "sc:Manifest",
        "label": "BnF, Réserve des livres rares, RES-Z-123",
        "attribution": "Bibliothèque nationale de France",
        "license": "https://gallica.example/html/conditions",
        "related": "https://gallica.example/ark:/12148/btv1b1",
        "metadata": [
            {"label": "Repository", "value": "Bibliothèque nationale de France"},
            {"label": "Shelfmark", "value": "RES-Z-123"},
            {
                "label": "Title",
                "value": [{"@value": "Lettres <i>persanes</i> &amp; autres", "@language": "fr"}],
            },
            {"label": "Creator", "value": ["Montesquieu (1689-1755)", "Anonyme"]},
            {"label": "Publisher", "value": "Pierre Marteau (Cologne)"},
            {"label": "Date", "value": "1721"},
        ],
        "sequences": [{"@type": "sc:Sequence", "canvases": [canvas(1), canvas(2)]}],
    }


def read(value: Any) -> Any:
    return read_document(json.dumps(value), URL)


def test_gallicas_manifest_gives_the_books_facts_and_pages() -> None:
    found = read(gallica())
    assert isinstance(found, Manifest)
    book = found.book
    assert (book.title, book.author) == ("Lettres persanes & autres", "Montesquieu (1689-1755); Anonyme")
    assert (book.publisher, book.date) == ("Pierre Marteau (Cologne)", "1721")
    assert (book.library, book.shelfmark) == ("Bibliothèque nationale de France", "RES-Z-123")
    assert book.rights == "https://gallica.example/html/conditions"
    assert book.attribution == "Bibliothèque nationale de France"
    assert book.homepage == "https://gallica.example/ark:/12148/btv1b1"
    first = found.canvases[0]
    assert (first.label, first.width, first.height, len(found.canvases)) == ("NP", 2500, 4000, 2)
    assert first.picture is not None
    assert (first.picture.version, first.picture.width, first.picture.region) == (1, 2500, None)
    assert first.picture.service.endswith("/f1") and first.picture.placed is None


def test_version_3_with_every_way_to_say_a_picture(manifest3: Callable[..., dict[str, Any]]) -> None:
    body = "https://img.example/3/f1/full/max/0/default.jpg"
    made = manifest3(
        URL,
        [
            (body, 3000, 4000, [SERVICE3]),
            (body, 3000, 4000, SERVICE3),
            ("https://x.example/a.jpg", 30, 40, None),
        ],
        rights="http://creativecommons.org/licenses/by/4.0/",
        requiredStatement={"label": {"en": ["Attribution"]}, "value": {"en": ["<p>Given by X</p>"]}},
        metadata=[{"label": {"de": ["Drucker"]}, "value": {"none": ["P. Marteau"]}}],
        provider=[{"id": "https://x.example", "type": "Agent", "label": {"en": ["Library X"]}}],
    )
    iiif_prezi3.Manifest(**made)  # the helper makes what the standard calls a manifest
    found = read(made)
    assert [canvas.picture.service for canvas in found.canvases] == [SERVICE3["id"]] * 2 + [""]
    assert [canvas.picture.version for canvas in found.canvases] == [3, 3, 0]
    assert (found.book.title, found.book.publisher) == ("Works", "P. Marteau")
    assert (found.book.attribution, found.book.library) == ("Given by X", "Library X")
    assert found.book.rights == "http://creativecommons.org/licenses/by/4.0/"


def test_a_picture_on_a_part_of_its_canvas_a_choice_and_a_region(
    manifest3: Callable[..., dict[str, Any]],
) -> None:
    made = manifest3(URL, [("https://x.example/a.jpg", 1000, 2000, None)] * 4)
    canvases = made["items"]

    def painting(number: int) -> dict[str, Any]:
        found: dict[str, Any] = canvases[number]["items"][0]["items"][0]
        return found

    painting(0)["target"] += "#xywh=100,200,500,1000"
    painting(1)["target"] = {
        "type": "SpecificResource",
        "source": canvases[1]["id"],
        "selector": {"type": "FragmentSelector", "value": "xywh=percent:10,10,50,50"},
    }
    painting(2)["body"] = {
        "type": "Choice",
        "items": [painting(2)["body"], {"id": "https://x.example/uv.jpg"}],
    }
    painting(3)["body"] = {
        "type": "SpecificResource",
        "source": painting(3)["body"] | {"service": [SERVICE3]},
        "selector": {"type": "ImageApiSelector", "region": "10,20,300,400", "rotation": "90"},
    }
    pictures = [canvas.picture for canvas in read(made).canvases]
    assert pictures[0].placed == Region(100, 200, 500, 1000)
    assert pictures[1].placed == Region(100, 200, 500, 1000)
    assert pictures[2].body == "https://x.example/a.jpg"
    assert (pictures[3].region, pictures[3].rotation) == (Region(10, 20, 300, 400), "90")


def test_of_several_pictures_the_largest_counts_and_the_rest_is_said(
    manifest3: Callable[..., dict[str, Any]],
) -> None:
    made = manifest3(URL, [("https://x.example/a.jpg", 1000, 2000, None)])
    first = made["items"][0]["items"][0]["items"][0]
    small = json.loads(json.dumps(first))
    small["target"] += "#xywh=0,0,10,10"
    small["body"]["id"] = "https://x.example/seal.jpg"
    made["items"][0]["items"][0]["items"] = [small, first]
    canvas = read(made).canvases[0]
    assert (canvas.picture.body, canvas.others) == ("https://x.example/a.jpg", 1)


def test_a_canvas_without_a_picture_is_a_page_all_the_same(manifest3: Callable[..., dict[str, Any]]) -> None:
    made = manifest3(URL, [("https://x.example/a.jpg", 10, 20, None)])
    made["items"][0]["items"] = []
    assert read(made).canvases == (Canvas(f"{URL}/canvas/1", "f. 1", 10, 20, None),)


def test_collections_of_both_versions() -> None:
    two = {
        "@id": f"{URL}/top",
        "@type": "sc:Collection",
        "label": "Top",
        "manifests": [{"@id": f"{URL}/m1", "@type": "sc:Manifest", "label": "One"}],
        "collections": [{"@id": f"{URL}/c1", "@type": "sc:Collection"}],
        "members": [{"@id": f"{URL}/m1", "@type": "sc:Manifest", "label": "One"}],
        "next": f"{URL}/top?page=2",
    }
    three = {
        "id": f"{URL}/top",
        "type": "Collection",
        "label": {"en": ["Top"]},
        "items": [
            {"id": f"{URL}/m1", "type": "Manifest", "label": {"en": ["One"]}},
            {"id": f"{URL}/c1", "type": "Collection", "label": {"en": ["C"]}},
        ],
    }
    old, new = read(two), read(three)
    assert isinstance(old, Collection) and isinstance(new, Collection)
    assert {(entry.url, entry.collection) for entry in old.entries} == {
        (entry.url, entry.collection) for entry in new.entries
    }
    assert (old.next, new.next, len(old.entries)) == (f"{URL}/top?page=2", "", 2)
    assert read({"@id": URL, "@type": "sc:Collection", "first": f"{URL}?page=1"}).next == f"{URL}?page=1"


@pytest.mark.parametrize(
    ("value", "field", "words"),
    [
        ({"type": "Manifest", "id": URL, "items": []}, "items", "at least 1"),
        ({"type": "Manifest", "id": URL}, "items", "missing"),
        (
            {"type": "Manifest", "id": URL, "items": [{"id": URL, "width": -4}]},
            "items[0].width",
            "more than 0",
        ),
        ({"@type": "sc:Manifest", "@id": URL, "sequences": []}, "sequences", "at least 1"),
        (
            {"@type": "sc:Manifest", "@id": URL, "sequences": [{"canvases": [{"@id": 5}]}]},
            "sequences[0].canvases[0].@id",
            "expected text",
        ),
        ({"type": "Canvas", "id": URL}, "type", "expected a IIIF manifest or collection, got 'Canvas'"),
        ([1], "", "no JSON object"),
    ],
)
def test_what_is_wrong_is_one_line_with_address_and_field(value: Any, field: str, words: str) -> None:
    with pytest.raises(SourceError) as raised:
        read(value)
    text = str(raised.value)
    assert text.startswith(URL) and words in text and "\n" not in text
    assert raised.value.field == field


def test_a_web_page_is_no_manifest_and_no_password_is_said() -> None:
    with pytest.raises(SourceError, match="begins '<!DOCTYPE html>") as raised:
        read_document("<!DOCTYPE html><title>Gallica", "https://me:secret@library.example/x")
    assert "secret" not in str(raised.value)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (str(again), again.url) == (str(raised.value), raised.value.url)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a <b>bold</b>\n word", "a bold word"),
        ({"en": ["one", "two"], "fr": ["un"]}, "one; two"),
        ({"fr": ["un"]}, "un"),
        ({"none": ["x"], "en": ["y"]}, "x"),
        ([{"@value": "eins", "@language": "de"}, {"@value": "one", "@language": "en-GB"}], "one"),
        ([{"@value": "a", "@language": "fr"}, {"@value": "b", "@language": "fr"}], "a; b"),
        ({"@id": "https://x.example", "label": "X"}, "X"),
        (1721, "1721"),
        (None, ""),
        ({}, ""),
        (True, ""),
    ],
)
def test_words_of_either_version(value: Any, text: str) -> None:
    assert plain_text(value) == text


def test_places_on_a_canvas() -> None:
    assert region_of("c#xywh=1,2,3,4") == (Region(1, 2, 3, 4), False)
    assert region_of("xywh=percent:1.5,2,3,4") == (Region(1.5, 2, 3, 4), True)
    assert region_of("c#xywh=pixel:1,2,3,4&t=1") == (Region(1, 2, 3, 4), False)
    for none in ("c", "c#xywh=1,2,3", "c#xywh=1,2,0,4", "c#xywh=a,b,c,d", "c#xywh=1,2,1e999,4"):
        assert region_of(none) is None


def test_a_box_in_canvas_coordinates_whatever_the_pictures_size() -> None:
    page = PageSource(
        *(URL, f"{URL}/c", "f. 1", 5000, 8000, "https://x.example/a.jpg", ""),
        *(1000, 1600, 2500, 4000),
        placed=Region(500, 800, 2500, 4000),
    )
    assert page.on_canvas((0, 0, 1000, 1600)) == Region(500, 800, 2500, 4000)
    assert page.on_canvas((10, 20, 30, 60)) == Region(525, 850, 50, 100)
    assert page.on_page(Region(525, 850, 50, 100)) == (10, 20, 30, 60)
    assert PageSource.from_json(JsonObject(json.loads(json.dumps(page.as_json())), None)) == page
    book = Book(URL, "T", metadata=(("a", "b"),))
    assert book_from_json(JsonObject(json.loads(json.dumps(book_as_json(book))), None)) == book
