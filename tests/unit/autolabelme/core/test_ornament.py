"""One type for an ornament on its way: what it is cut from, and that it comes back whole from a file."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.annotation.document import Provenance
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image
from autolabelme.core.ornament import Ornament
from autolabelme.core.reading import JsonObject

BOX = (1.5, 2.0, 30.0, 40.25)


def test_an_ornament_is_cut_from_its_page(tmp_path: Path) -> None:
    page = np.arange(60 * 80, dtype=np.uint16).reshape(60, 80)
    write_image(tmp_path / "page.tif", page)
    part = Ornament(tmp_path / "page.tif", box=(10.4, 5.0, 30.2, 90.0))
    np.testing.assert_array_equal(part.read(), page[5:60, 10:31])
    np.testing.assert_array_equal(replace(part, box=None).read(), page)
    with pytest.raises(InputError, match=r"page\.tif.*outside"):
        Ornament(tmp_path / "page.tif", box=(200.0, 0.0, 210.0, 10.0)).read()


def test_the_same_place_has_one_key_whatever_it_is_called() -> None:
    cut = Ornament(Path("p.jp2"), 2, BOX, "headpiece")
    assert cut.key == Ornament(Path("p.jp2"), 2, BOX).key
    others = (Ornament(Path("p.jp2"), 2), Ornament(Path("p.jp2"), 1, BOX), Ornament(Path("q.jp2"), 2, BOX))
    assert len({cut.key, *(other.key for other in others)}) == 4


def test_it_comes_back_from_a_file_as_it_was() -> None:
    cut = Ornament(Path("p.jp2"), 2, BOX, "headpiece", Provenance(printer="Leers"))
    for one in (cut, Ornament(Path("p.png"))):
        assert Ornament.from_json(JsonObject(json.loads(json.dumps(one.as_json())), None)) == one
    assert Ornament.from_json(JsonObject({"path": "p.png"}, None)) == Ornament(Path("p.png"))
    with pytest.raises(InputError, match="box: expected 4 numbers"):
        Ornament.from_json(JsonObject({"path": "a.png", "box": [1, 2]}, None))
