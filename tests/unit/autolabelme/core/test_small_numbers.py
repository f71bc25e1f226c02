"""Rules of what files and people mean, each at a case just on either side of it."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autolabelme.core.annotation.compare import compare
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.catalogue.iiif.pages import _same_shape
from autolabelme.core.catalogue.printers import _majority
from autolabelme.core.errors import InputError
from autolabelme.core.given_pictures import given_picture
from autolabelme.core.image_samples import resolution
from autolabelme.core.matching.poses import Pose


@pytest.mark.parametrize(("says", "means"), [(1, None), (2, 2.0), (72_000, 72_000.0), (150_000, None)])
def test_a_resolution_that_cannot_be_is_none(says: float, means: float | None) -> None:
    assert resolution(says) == means


@pytest.mark.parametrize(("highest", "is_page"), [(12.0, False), (20.0, True)])
def test_floats_up_to_twelve_are_on_no_scale_and_up_to_twenty_a_dark_page(
    highest: float, is_page: bool
) -> None:
    array = np.linspace(0, highest, 64, dtype=np.float32).reshape(8, 8)
    if is_page:
        assert given_picture(array).max() == highest
    else:
        with pytest.raises(InputError, match="neither 0 to 1"):
            given_picture(array)


def test_a_blank_page_that_is_lit_otherwise_is_the_same_page(tmp_path: Path) -> None:
    Image.fromarray(np.full((40, 30), 200, np.uint8)).save(tmp_path / "page.png")
    for level, same in ((188, True), (180, False)):
        inside = io.BytesIO()
        Image.fromarray(np.full((40, 30), level, np.uint8)).save(inside, "PNG")
        file = tmp_path / "page.json"
        file.write_text(
            '{"version": "5.0.0", "flags": {}, "shapes": [], "imagePath": "page.png", "imageHeight": 40, '
            f'"imageWidth": 30, "imageData": "{base64.b64encode(inside.getvalue()).decode()}"}}'
        )
        if same:
            assert read_document(file).image_data == inside.getvalue()
        else:
            with pytest.raises(InputError, match="is not the picture"):
                read_document(file)


@pytest.mark.parametrize(("turn", "same"), [(7, 1), (14, 0)])
def test_poses_seven_degrees_apart_are_one_and_fourteen_two(turn: float, same: int) -> None:
    found, truth = (
        Document(Path("p.png"), 100, 100, (Shape.rectangle("a", (10, 10, 40, 40), pose=pose),))
        for pose in (Pose(turn), Pose())
    )
    assert compare(found, truth).right_pose == same


@pytest.mark.parametrize(
    ("said", "given", "same"),
    [
        ((400, 300), (200, 152), True),
        ((400, 300), (200, 153), False),
        ((4000, 3000), (2000, 1512), True),
        ((4000, 3000), (2000, 1520), False),
    ],
)
def test_a_served_picture_may_be_two_pixels_or_a_hundredth_off(
    said: tuple[int, int], given: tuple[int, int], same: bool
) -> None:
    assert _same_shape(said, given) == same


@pytest.mark.parametrize(
    ("names", "his"), [(["Rey"], ""), (["Rey", "Rey"], "Rey"), (["Rey", "Rey", "Marc", "Marc"], "")]
)
def test_a_block_is_a_printers_by_two_books(names: list[str], his: str) -> None:
    assert _majority(names) == his
