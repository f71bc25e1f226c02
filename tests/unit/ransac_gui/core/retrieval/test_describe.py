from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from ransac_gui.core.retrieval.describe import bundled, coarsest, describe, describer

from .conftest import Collection


def test_a_description_has_unit_length_and_is_the_same_each_time(collection: Collection) -> None:
    picture = collection.pictures["a0"]
    one, again = describe(picture), describe(picture.copy())
    assert one.dtype == np.float32
    assert one.shape == (bundled().length,)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    np.testing.assert_array_equal(one, again)


def test_colour_and_depth_of_a_scan_change_nothing_much(collection: Collection) -> None:
    gray = collection.pictures["a1"]
    toned = np.stack([gray, (gray * 0.9).astype(np.uint8), (gray * 0.7).astype(np.uint8)], axis=2)
    deep = gray.astype(np.uint16) * 257
    assert describe(gray) @ describe(toned) > 0.8
    assert describe(gray) @ describe(deep) > 0.99


def test_the_other_impression_is_more_alike_than_any_other_ornament(collection: Collection) -> None:
    firsts = np.stack([describe(collection.pictures[f"a{number}"]) for number in range(8)])
    for number in range(8):
        likeness = firsts @ describe(collection.pictures[f"b{number}"])
        assert likeness.argmax() == number


def test_a_turned_picture_is_alike_and_a_mirrored_one_is_not(collection: Collection) -> None:
    picture = collection.pictures["a2"]
    rows, columns = picture.shape
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), 4, 1)
    turned = cv2.warpAffine(picture, matrix, (columns, rows), borderMode=cv2.BORDER_REPLICATE)
    own = describe(picture)
    mirrored = own @ describe(np.ascontiguousarray(picture[:, ::-1]))
    assert own @ describe(np.asarray(turned, np.uint8)) > mirrored + 0.1
    assert own @ describe(np.ascontiguousarray(picture[::-1, ::-1])) > mirrored + 0.1


@pytest.mark.parametrize("shape", [(200, 300), (1, 1), (7, 900), (3000, 9)])
def test_where_nothing_is_to_be_seen_there_is_no_description(shape: tuple[int, int]) -> None:
    assert not describe(np.full(shape, 230, np.uint8)).any()


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(MisuseError, match="picture"):
        describe(np.zeros((40, 40, 4), np.uint8))


def test_the_version_follows_the_codebook() -> None:
    assert bundled().sha256[:16] in describer()


def test_a_large_scan_is_described_alike_when_it_was_decoded_no_finer_than_needed(
    collection: Collection,
) -> None:
    for number in range(4):
        gray = cv2.resize(collection.pictures[f"a{number}"], None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
        times = coarsest(gray.shape[1], gray.shape[0])
        assert times > 1
        size = (gray.shape[1] // times, gray.shape[0] // times)
        coarse = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
        others = [describe(collection.pictures[f"a{other}"]) for other in range(8) if other != number]
        own = float(describe(np.asarray(gray, np.uint8)) @ describe(coarse))
        assert own > 0.8 and own > max(float(describe(coarse) @ other) for other in others) + 0.2


@pytest.mark.parametrize(
    ("size", "times"), [((300, 300), 1), ((899, 899), 1), ((900, 900), 2), ((7200, 450), 4)]
)
def test_how_coarsely_a_page_may_be_decoded(size: tuple[int, int], times: int) -> None:
    assert coarsest(*size) == times
