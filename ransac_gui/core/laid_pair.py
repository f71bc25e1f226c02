"""The pixels of a saved result: what was aligned, and what it was laid on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autolabelme.core.arrays import Array
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_native
from autolabelme.core.ornament import Ornament
from autolabelme.core.reading import read_object

from .batch import reference_region
from .params import AlignParams
from .same_pictures import require_same_pictures


def laid_pixels(
    reference: Ornament, source: Ornament, params: AlignParams, files: Mapping[str, Path]
) -> tuple[Array, Array]:
    """The reference, or its region, and the source as it was laid on it.

    Both (H, W) or (H, W, 3) of one H and W, each uint8 or uint16 as it is itself.

    Raises `InputError` where a picture is missing or is no longer the one of the result.
    """
    if "sidecar" in files:
        pictures = {"reference": reference.path, "source": source.path}
        require_same_pictures(read_object(files["sidecar"]), **pictures)
    region = reference_region(reference.read(), params, reference.path)
    aligned = read_native(files["aligned"])
    if aligned.shape[:2] != region.shape[:2]:
        raise InputError(
            "is no longer the aligned picture: expected {width} x {height} pixels, got {got_width} x "
            "{got_height}; align the pair again",
            path=files["aligned"],
            width=region.shape[1],
            height=region.shape[0],
            got_width=aligned.shape[1],
            got_height=aligned.shape[0],
        )
    return region, aligned
