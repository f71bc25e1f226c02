"""Occurrences, exports and crops of several pages speak of sorts: equal labels alone join nothing."""

import json

import numpy as np
import pytest

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.exports import export
from autolabelme.core.annotation.occurrences import as_wide_csv, occurrences
from autolabelme.core.image_io import write_image
from autolabelme.core.sorts import change_sorts, sort_key


@pytest.fixture
def pages(tmp_path):
    """a and b, with "0" on both: another sort as far as anybody knows; "1" is one sort on both."""
    found = []
    for index, name in enumerate("ab"):
        image = write_image(tmp_path / f"{name}.png", np.full((60, 200), 255, np.uint8))
        boxes = [Shape.rectangle("0", (10 + 30 * i, 10, 30 + 30 * i, 30)) for i in range(1 + index)]
        found.append(Document(image, 200, 60, (*boxes, Shape.rectangle("1", (150, 10, 170, 30), sort="x"))))
    return found


def join(pages):
    keys = [sort_key(page, "0") for page in pages]
    change_sorts([pages[0].image_path.parent], lambda known: known.joined(keys, "0"))


def test_occurrences(pages):
    table = as_wide_csv(occurrences(pages)).splitlines()
    assert table == ["label,total,a,b", "0,1,1,0", "0-2,2,0,2", "1,2,1,1"]
    assert as_wide_csv(occurrences(pages, same_sorts=True)).splitlines()[1] == "0,3,1,2"
    join(pages)
    assert as_wide_csv(occurrences(pages)).splitlines()[1] == "0,3,1,2"


def test_exports(pages, tmp_path):
    out = tmp_path / "yolo"
    export(pages, out, "yolo")
    assert (out / "classes.txt").read_text().split() == ["0", "0-2", "1"]
    lines = {name: (out / "labels" / f"{name}.txt").read_text().splitlines() for name in "ab"}
    assert [line.split()[0] for line in lines["a"]] == ["0", "2"]
    assert [line.split()[0] for line in lines["b"]] == ["1", "1", "2"]
    join(pages)
    export(pages, out, "yolo")
    assert (out / "classes.txt").read_text().split() == ["0", "1"]
    export(pages, tmp_path / "coco", "coco")
    (table,) = (tmp_path / "coco").rglob("[!.]*.json")
    assert [entry["name"] for entry in json.loads(table.read_text())["categories"]] == ["0", "1"]
