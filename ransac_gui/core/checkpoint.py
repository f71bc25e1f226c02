"""Reading and writing the fine networks' weights: official RANSAC-Flow checkpoints and our own.

Opening a file never runs code: pickles go through `torch.load(weights_only=True)`, ours are
safetensors. Whatever else is handed in is refused with an `InputError` that names the file and the key.
"""

from __future__ import annotations

import hashlib
import pickle
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor

from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_bytes
from autolabelme.core.reading import require_file

from .networks import FlowNetworks

PARTS = ("netFeatCoarse", "netFlowCoarse", "netMatch")
"""The checkpoint's dictionaries that hold parameters; `netCorr` is there, too, and empty."""
SUFFIXES = (".pth", ".pt", ".tar", ".ckpt", ".safetensors")
_MAX_BYTES = 1 << 30


@dataclass(frozen=True)
class LoadedNetworks:
    """Networks in evaluation mode with the provenance of their weights."""

    networks: FlowNetworks
    path: Path
    sha256: str


def load_networks(path: Path | str) -> LoadedNetworks:
    """Load a checkpoint file, or the first one in a folder, into evaluation-mode float32 networks.

    Raises `InputError` naming the file (and the key) when it is missing, cut off, tampered with or a
    checkpoint of another kind. float16 parameters are widened. The result is cached per file state.
    """
    path = find_checkpoint(Path(path))
    try:
        stat = path.stat()
    except OSError as error:
        raise InputError("cannot be read: {error}", path=path, error=error) from error
    return _load(path, stat.st_mtime_ns, stat.st_size)


def find_checkpoint(path: Path) -> Path:
    """The file itself, or the one RANSAC-Flow checkpoint that a folder (and its folders) holds.

    A folder may hold other models as well (the original's does: a MoCo ResNet-50); the first file in
    name order that is a RANSAC-Flow checkpoint is taken. Raises `InputError` when there is none.
    """
    if not path.is_dir():
        if not path.exists():
            raise InputError("no such file or folder", path=path)
        require_file(path)
        return path
    candidates = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
    for candidate in candidates:
        try:
            read_state(candidate)
        except InputError:
            continue
        return candidate
    raise InputError(
        "holds no RANSAC-Flow checkpoint (files with weights' suffixes: {count})",
        path=path,
        count=len(candidates),
    )


@lru_cache(maxsize=2)
def _load(path: Path, _modified_ns: int, size: int) -> LoadedNetworks:
    if size > _MAX_BYTES:
        raise InputError("is far larger than a RANSAC-Flow checkpoint", path=path)
    networks = FlowNetworks()
    networks.load_state_dict(read_state(path))
    networks.eval().requires_grad_(False)
    return LoadedNetworks(networks, path, hashlib.sha256(path.read_bytes()).hexdigest())


def read_state(path: Path) -> dict[str, Tensor]:
    """The checked parameters, float32, named `netFeatCoarse.conv1.weight` and so on.

    Every expected name must be there with its shape and finite values; nothing else may be. Raises
    `InputError`.
    """
    raw = _flatten(
        _read_safetensors(path) if path.suffix.lower() == ".safetensors" else read_pickle(path), path
    )
    expected = FlowNetworks().state_dict()
    missing = sorted(set(expected) - set(raw))
    if missing:
        raise InputError(
            "not a RANSAC-Flow checkpoint: parameters missing: {count}",
            path=path,
            field=missing[0],
            count=len(missing),
        )
    strange = sorted(set(raw) - set(expected))
    if strange:
        raise InputError("not a RANSAC-Flow checkpoint: unknown parameter", path=path, field=strange[0])
    state: dict[str, Tensor] = {}
    for name, like in expected.items():
        value = raw[name]
        if value.shape != like.shape:
            raise InputError(
                "expected shape {wanted}, got {got}",
                path=path,
                field=name,
                wanted=tuple(like.shape),
                got=tuple(value.shape),
            )
        state[name] = value.to(like.dtype)
        if like.is_floating_point() and not bool(torch.isfinite(state[name]).all()):
            raise InputError("holds numbers that are not finite", path=path, field=name)
        if name.endswith("running_var") and bool((state[name] < 0).any()):
            raise InputError("holds a negative variance", path=path, field=name)
    return state


def save_networks(networks: FlowNetworks, path: Path | str) -> Path:
    """Write the parameters as float16 safetensors (about 12 MB), atomically."""
    state = {
        name: (value.half() if value.is_floating_point() else value).detach().cpu().contiguous()
        for name, value in networks.state_dict().items()
    }
    return atomic_write_bytes(path, save(state))


def _read_safetensors(path: Path) -> Mapping[str, Any]:
    try:
        return load_file(path)
    except (OSError, SafetensorError, ValueError, KeyError) as error:
        raise InputError("cannot be read as safetensors: {error}", path=path, error=error) from error


def read_pickle(path: Path) -> Mapping[str, Any]:
    """What a checkpoint of plain weights holds; nothing in it is run. `InputError` for anything else."""
    _refuse_program(path)
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise InputError("cannot be read: {error}", path=path, error=error) from error
    except pickle.UnpicklingError as error:
        # torch's text runs over many lines and advises to switch the protection off; never pass it on.
        raise InputError(
            "is refused: not a plain checkpoint of weights (opening it could run code, or it is cut off)",
            path=path,
        ) from error
    except (
        RuntimeError,
        ValueError,
        EOFError,
        KeyError,
        TypeError,
        AttributeError,
        # A file of anything else read as a pickle: the unpickler's stack runs empty, numbers are cut off.
        IndexError,
        AssertionError,
        OverflowError,
        struct.error,
        zipfile.BadZipFile,
    ) as error:
        raise InputError(
            "is not a readable checkpoint: {reason}", path=path, reason=_first_line(error)
        ) from error
    if not isinstance(loaded, Mapping):
        raise InputError(
            "not a RANSAC-Flow checkpoint: holds a {kind}", path=path, kind=type(loaded).__name__
        )
    return loaded


def _refuse_program(path: Path) -> None:
    """TorchScript holds code; torch before 2.6 ran it in spite of `weights_only`."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return  # an older kind of file, or one that torch refuses
    if any("/code/" in f"/{name}" or name.endswith("constants.pkl") for name in names):
        raise InputError("is refused: a program (TorchScript), not a plain checkpoint of weights", path=path)


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:120]


def _flatten(loaded: Mapping[str, Any], path: Path) -> dict[str, Tensor]:
    if any(part in loaded for part in PARTS):
        lacking = [part for part in PARTS if part not in loaded]
        if lacking:
            raise InputError(
                "not a complete RANSAC-Flow checkpoint: key missing", path=path, field=lacking[0]
            )
        pairs = []
        for part in PARTS:
            inner = loaded[part]
            if not isinstance(inner, Mapping):
                raise InputError("expected a dictionary of parameters", path=path, field=part)
            # Training on several GPUs leaves a `module.` before every name.
            pairs += [(f"{part}.{str(name).removeprefix('module.')}", value) for name, value in inner.items()]
    else:
        pairs = [(str(name), value) for name, value in loaded.items()]
    for name, value in pairs:
        if not isinstance(value, Tensor):
            raise InputError("not a RANSAC-Flow checkpoint: expected a tensor", path=path, field=name)
    return dict(pairs)
