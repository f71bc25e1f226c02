"""Documents in which any one value is another thing: read, or refused in one line, never anything else."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from autolabelme.core.catalogue.iiif.annotations import read_annotations
from autolabelme.core.catalogue.iiif.image_api import read_info, tiles, whole
from autolabelme.core.catalogue.iiif.presentation import read_document
from autolabelme.core.catalogue.iiif.problems import SourceError

U = "http://x.example/d"
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    1.5,
    10**30,
    "",
    "x",
    [],
    {},
    [None],
    {"@value": 5},
    {"id": [1]},
    {"en": 5},
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[key], (*path, key))


def mutated(value: Any) -> Iterator[Any]:
    """With each value in turn taken out, and replaced by odd ones."""
    for path in places(value):
        if not path:
            continue
        for odd in (*ODD, KeyError):
            changed = copy.deepcopy(value)
            holder = changed
            for key in path[:-1]:
                holder = holder[key]
            if odd is KeyError:
                del holder[path[-1]]
            else:
                holder[path[-1]] = odd
            yield changed


def image_info(text: str) -> None:
    found = read_info(text, f"{U}/info.json", U, 3)
    whole(found)
    whole(found, longest_px=100)
    tiles(found)


@pytest.mark.parametrize("kind", ["two", "three", "collections", "info 2", "info 3", "annotations"])
def test_any_value_may_be_another_thing(kind: str, manifest3: Any, info: Any) -> None:
    service = {"id": U, "type": "ImageService3", "profile": "level1"}
    pair = {"label": {"en": ["a"]}, "value": {"en": ["b"]}}
    fragment = {"type": "FragmentSelector", "value": "xywh=1,2,3,4"}
    resource = {"@id": f"{U}.jpg", "@type": "dctypes:Image", "width": 10, "height": 20}
    resource["service"] = {"@context": "http://iiif.io/api/image/2/context.json", "@id": U}
    image = {"motivation": "sc:painting", "on": f"{U}/c#xywh=1,2,3,4", "resource": resource}
    limits = {
        "tiles": [{"width": 512, "scaleFactors": [1, 2]}],
        "sizes": [{"width": 10, "height": 7}],
        "maxWidth": 500,
    }
    documents: dict[str, tuple[Callable[[str], Any], Any]] = {
        "two": (
            lambda text: read_document(text, U),
            {
                "@id": U,
                "@type": "sc:Manifest",
                "label": "a",
                "metadata": [{"label": "Date", "value": [{"@value": "1", "@language": "fr"}]}],
                "license": U,
                "sequences": [
                    {"canvases": [{"@id": f"{U}/c", "width": 10, "height": 20, "images": [image]}]}
                ],
            },
        ),
        "three": (
            lambda text: read_document(text, U),
            manifest3(U, [(f"{U}.jpg", 10, 20, [service])], metadata=[pair], requiredStatement=pair),
        ),
        "collections": (
            lambda text: read_document(text, U),
            {"id": U, "type": "Collection", "items": [{"id": U, "type": "Manifest", "label": {"en": ["l"]}}]},
        ),
        "info 2": (image_info, info(U, 1000, 700, 2, **limits)),
        "info 3": (image_info, info(U, 1000, 700, 3, **limits)),
        "annotations": (
            lambda text: read_annotations(text, U),
            {
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": "a",
                        "type": "Annotation",
                        "body": [
                            {"type": "TextualBody", "purpose": "x", "value": "y", "format": "text/plain"}
                        ],
                        "target": {"source": {"id": "c"}, "selector": [fragment]},
                        "creator": {"name": "n"},
                        "created": "c",
                    }
                ],
            },
        ),
    }
    read, document = documents[kind]
    read(json.dumps(document))
    refused = 0
    for changed in mutated(document):
        try:
            read(json.dumps(changed))
        except SourceError as error:
            refused += 1
            assert "\n" not in str(error) and U in str(error)
    assert refused > 3 or kind == "annotations", "of others' annotations what can be read is"
