"""What a caller may hand over as a picture, what it means, and what is refused with which reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from autolabelme.core.errors import InputError
from autolabelme.core.given_pictures import given_picture

GRAY = np.tile(np.arange(0, 256, 4, dtype=np.uint8), (48, 1))  # (48, 64), 0..252
RGB = np.dstack([GRAY, GRAY[::-1], 255 - GRAY])
OPAQUE = np.full(GRAY.shape, 255, np.uint8)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (GRAY, GRAY),
        (GRAY[..., None], GRAY),
        (RGB, RGB),
        (np.dstack([RGB, OPAQUE]), RGB),
        (np.dstack([GRAY, OPAQUE]), GRAY),
        (np.dstack([RGB, 0 * OPAQUE]), np.full_like(RGB, 255)),
        (GRAY.astype(np.uint16) * 257, GRAY.astype(np.uint16) * 257),
        ((GRAY.astype(np.uint16) * 257).astype(">u2"), GRAY.astype(np.uint16) * 257),
        (GRAY / 255, GRAY),
        ((RGB / 255).astype(np.float32), RGB),
        (np.dstack([RGB, OPAQUE]) / 255, RGB),
        (GRAY.astype(np.float64), GRAY),
        (GRAY.astype(np.float16), GRAY),
        (RGB.astype(np.float32), RGB),
        (GRAY > 100, np.where(GRAY > 100, 255, 0).astype(np.uint8)),
        (np.asfortranarray(RGB), RGB),
        (RGB[::2, ::-3], RGB[::2, ::-3]),
        (Image.fromarray(RGB), RGB),
        (np.zeros((4, 5), np.uint8), np.zeros((4, 5), np.uint8)),
    ],
)
def test_sane_arrays_mean_what_they_say(given: Any, expected: np.ndarray) -> None:
    if isinstance(given, np.ndarray):
        given.flags.writeable = False
    found = given_picture(given)
    assert found.dtype == expected.dtype and found.dtype.isnative
    assert found.flags.c_contiguous and found.flags.writeable, "ours, whatever the caller's was"
    np.testing.assert_array_equal(found, expected)


def test_the_callers_array_stays_the_callers() -> None:
    own = GRAY.copy()
    found = given_picture(own)
    own[:] = 7
    np.testing.assert_array_equal(found, GRAY)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (GRAY.tolist(), "got a list; numpy.array"),
        (tuple(GRAY), "got a list"),
        (None, "got NoneType"),
        (b"\x89PNG", "got bytes"),
        (3, "got int"),
        (GRAY.astype(object), "has object samples"),
        (GRAY.astype(complex), "has complex128 samples"),
        (GRAY.astype(str), "samples, expected uint8"),
        (GRAY.astype(np.int64), r"has int64 samples, whose white is not known: .astype\(numpy.uint8\)"),
        (GRAY.astype(np.uint32), "has uint32 samples"),
        (np.where(GRAY > 4, GRAY / 255, np.nan), "not finite"),
        (np.where(GRAY > 4, GRAY / 255, np.inf), "not finite"),
        (GRAY / 255 - 0.5, "is float from -0.5"),
        (GRAY.astype(np.float64) * 257, "expected 0 to 1 or 0 to 255"),
        (GRAY / 252 * 1.02, "neither 0 to 1"),
        (np.dstack([RGB.astype(float), np.ones(GRAY.shape)]), "one scale for both"),
        (GRAY.astype(np.uint16), "nothing over 252 of 65535"),
        ((GRAY > 100).astype(np.uint8), "0 and 1 only"),
        (np.zeros((0, 5), np.uint8), "is empty"),
        (np.zeros((5, 0, 3), np.uint8), "is empty"),
        (GRAY[0], "got the shape"),
        (RGB[None], "got the shape"),
        (np.moveaxis(RGB, -1, 0), "moveaxis"),
        (np.zeros((5, 6, 7), np.uint8), "has 7 channels"),
        (np.ma.masked_greater(GRAY, 9), "masked"),
        (Image.fromarray(RGB).convert("P"), "mode P"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(given: Any, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        given_picture(given, "source")
    assert caught.value.field == "source"
    assert "\n" not in str(caught.value)


def test_a_path_is_read_in_its_own_depth(tmp_path: Path) -> None:
    deep = GRAY.astype(np.uint16) * 257
    Image.fromarray(deep).save(tmp_path / "a.png")
    np.testing.assert_array_equal(given_picture(str(tmp_path / "a.png")), deep)
    with pytest.raises(InputError, match=r"b\.png"):
        given_picture(tmp_path / "b.png")
