"""The finder's network in numpy: for each place of a page, paper or text, graphic, initial, or stamp.

Eight small convolutions (three halvings, then five at an eighth of the grid, dilated) see about 300 grid
pixels around a place: a letter beside its lines, a head-piece over its text. The weights are whole numbers of
8 bits with one scale a channel; batch normalisation is folded into them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO

import numpy as np

from ...arrays import Array

WEIGHTS = "ornament_finder.npz"
# The order of the last layer.
CLASSES = ("other", "graphic", "initial", "stamp")
GRAPHIC, INITIAL_LETTER, STAMP = 1, 2, 3
# The map's step, in grid pixels; the grid's sides are filled up to a multiple of the coarsest layer's.
STEP = 4
_COARSEST = 8


@dataclass(frozen=True)
class Network:
    """What `read_network` reads.

    Attributes
    ----------
    layers : layer's name + ".weight" or ".bias" -> float32 (out, in, k, k) or (out,).
    dilations : of the layers at an eighth of the grid, in their order.
    volumes : shelf names of the books whose pages it was taught on; pages of them prove nothing.
    """

    layers: dict[str, Array]
    dilations: tuple[int, ...]
    volumes: tuple[str, ...]


@cache
def bundled_network() -> Network:
    """The network that is installed with the program."""
    with (files("autolabelme.resources") / "weights" / WEIGHTS).open("rb") as stream:
        return read_network(stream)


def read_network(source: str | Path | IO[bytes]) -> Network:
    """Read the arrays that tools/train_ornament_finder.py wrote."""
    with np.load(source, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    layers = {}
    for name, values in arrays.items():
        layer, _, part = name.partition(".")
        if part == "weight":
            layers[name] = values.astype(np.float32) * arrays[f"{layer}.scale"][:, None, None, None]
        elif part == "bias":
            layers[name] = values
    dilations = tuple(int(value) for value in arrays["dilations"])
    return Network(layers, dilations, tuple(str(value) for value in arrays["volumes"]))


def class_map(ink: Array, colour: Array, network: Network) -> Array:
    """How likely each place is of each class.

    Parameters
    ----------
    ink, colour : float32 (h, w), 0..1, of `ink.PageInk`.

    Returns
    -------
    float32 (4, ceil(h / 4), ceil(w / 4)), sums to 1 over `CLASSES`.
    """
    layers = network.layers
    height, width = ink.shape
    image = np.zeros((2, height + -height % _COARSEST, width + -width % _COARSEST), np.float32)
    image[0, :height, :width] = ink
    image[1, :height, :width] = colour
    fine = _relu(_conv(_relu(_conv(image, layers, "first", 2)), layers, "second", 2))
    coarse = _relu(_conv(fine, layers, "third", 2))
    for number, dilation in enumerate(network.dilations):
        coarse = coarse + _relu(_conv(coarse, layers, f"middle{number}", 1, dilation))
    upper = _conv(coarse, layers, "up").repeat(2, axis=1).repeat(2, axis=2)
    logits = _conv(_relu(upper + _conv(fine, layers, "skip")), layers, "head")
    logits -= logits.max(axis=0)
    shares = np.exp(logits)
    shares /= shares.sum(axis=0)
    return shares[:, : -(-height // STEP), : -(-width // STEP)]


def _relu(values: Array) -> Array:
    return np.maximum(values, 0.0, out=values)


def _conv(image: Array, layers: dict[str, Array], name: str, stride: int = 1, dilation: int = 1) -> Array:
    """Cross-correlation of (c, h, w) with the layer's weights, zeros outside, "same" size over `stride`."""
    weights, bias = layers[f"{name}.weight"], layers[f"{name}.bias"]
    out, channels, size, _ = weights.shape
    _, height, width = image.shape
    reach = dilation * (size // 2)
    padded = np.pad(image, ((0, 0), (reach, reach), (reach, reach)))
    rows, columns = -(-height // stride), -(-width // stride)
    taps = np.empty((size, size, channels, rows, columns), np.float32)
    for y in range(size):
        for x in range(size):
            shifted = padded[:, y * dilation : y * dilation + height, x * dilation : x * dilation + width]
            taps[y, x] = shifted[:, ::stride, ::stride]
    flat = weights.transpose(0, 2, 3, 1).reshape(out, -1) @ taps.reshape(size * size * channels, -1)
    flat += bias[:, None]
    return flat.reshape(out, rows, columns)
