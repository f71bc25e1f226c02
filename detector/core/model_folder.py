"""A model as a folder: weights, catalogue, settings, metrics, calibration, curves, card.

Opening a folder runs no code: weights are safetensors, all else JSON, CSV, PNG and text. What is not
such a folder is refused with the file and the reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor

from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.files import (
    PREFIX,
    atomic_write_bytes,
    atomic_write_json,
    atomic_write_text,
    finish_interrupted,
    reading_folder,
    result_folder,
)
from autolabelme.core.reading import JsonObject, read_object, require_file

from .catalogue import Catalogue, read_catalogue, write_catalogue
from .network import DetectorNetwork, NetworkConfig
from .params import crop_side

SETTINGS_FILE = "settings.json"
WEIGHTS_FILE = "weights.safetensors"
METRICS_FILE = "metrics.json"
CALIBRATION_FILE = "calibration.json"
CURVES_FILE = "curves.csv"
CARD_FILE = "MODEL_CARD.md"
MODEL_FORMAT = "autolabelme detector"
_PICKLE_SUFFIXES = {".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".bin", ".joblib", ".npy", ".npz"}
_PICTURE = re.compile(r"[0-9]{3,}(_[0-9]+)?\.png")
_ZIP, _PICKLE = b"PK\x03\x04", b"\x80"


@dataclass(frozen=True, eq=False)
class Model:
    """A detector with all that belongs to it.

    Attributes
    ----------
    network : DetectorNetwork, in evaluation mode
    catalogue : Catalogue
    settings : mapping
        Parameters of the training and where the model comes from, as in settings.json.
    metrics : mapping;  calibration : mapping
        As in their files; calibration is `{"scores": [{"label", "page", "synthetic", "score"}, ...]}`.
    path : Path or None;  sha256 : str, of the weights
    """

    network: DetectorNetwork
    catalogue: Catalogue
    settings: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    calibration: Mapping[str, Any] = field(default_factory=dict)
    path: Path | None = None
    sha256: str = ""

    def __post_init__(self) -> None:
        if self.network.config.labels != self.catalogue.labels:
            raise MisuseError("model: network and catalogue have different labels")

    @property
    def crop_side(self) -> float:
        """Side in catalogue pixels of what the detector looks at at once."""
        return crop_side(self.catalogue.median_px)

    def with_results(self, *, metrics: Mapping[str, Any], calibration: Mapping[str, Any]) -> Model:
        """The same model with measured figures."""
        return replace(self, metrics=metrics, calibration=calibration)


def save_model(
    model: Model,
    folder: Path,
    *,
    curves: str = "",
    card: str = "",
    half: bool = False,
) -> Path:
    """Write `model` into `folder` as one result: an earlier model in it stays until this one is whole.

    `half` stores floating-point weights as float16. A folder that holds something else is refused
    with `InputError`.
    """
    folder = Path(folder)
    finish_interrupted(folder)
    if folder.exists() and (not folder.is_dir() or (_holds_something(folder) and not _is_ours(folder))):
        raise InputError("holds something else; choose an empty folder or an earlier model", path=folder)
    tensors = {name: _stored(value, half) for name, value in model.network.state_dict().items()}
    data = save_tensors(tensors, metadata={"format": MODEL_FORMAT})
    settings = {
        **model.settings,
        "format": MODEL_FORMAT,
        "version": 1,
        "network": model.network.config.as_dict(),
        "weights_sha256": hashlib.sha256(data).hexdigest(),
    }
    with result_folder(folder) as new:
        atomic_write_bytes(new.path / WEIGHTS_FILE, data)
        write_catalogue(model.catalogue, new.path)
        atomic_write_json(new.path / METRICS_FILE, dict(model.metrics))
        atomic_write_json(new.path / CALIBRATION_FILE, dict(model.calibration))
        atomic_write_text(new.path / CURVES_FILE, curves)
        atomic_write_text(new.path / CARD_FILE, card)
        atomic_write_json(new.path / SETTINGS_FILE, settings)
        new.just_before(lambda: new.remove(*_earlier_pictures(folder)))
    return folder


def _earlier_pictures(folder: Path) -> list[str]:
    found = (folder / "catalogue").glob("*.png")
    return [f"catalogue/{path.name}" for path in found if _PICTURE.fullmatch(path.name)]


def _holds_something(folder: Path) -> bool:
    return any(not path.name.startswith(PREFIX) for path in folder.iterdir())


def _stored(value: Tensor, half: bool) -> Tensor:
    value = value.detach().cpu().contiguous()
    return value.half() if half and value.is_floating_point() else value


def _is_ours(folder: Path) -> bool:
    path = folder / SETTINGS_FILE
    try:
        return bool(read_object(path).value.get("format") == MODEL_FORMAT)
    except InputError:
        return False


def load_model(folder: Path | str, device: str = "cpu") -> Model:
    """Read a model folder; the network is in evaluation mode on `device`.

    Raises `InputError` with the file and the reason for a folder of another program, a truncated or
    changed file, a catalogue that does not fit, or anything that could run code when opened.
    """
    with reading_folder(folder):
        return _load(Path(folder), device)


def _load(folder: Path, device: str) -> Model:
    if not folder.is_dir():
        raise InputError("is not a model's folder", path=folder)
    path = folder / SETTINGS_FILE
    if not path.is_file():
        _refuse_pickles(folder)
        raise InputError("is not a model of this program: it has no {name}", path=folder, name=SETTINGS_FILE)
    settings = read_object(path)
    if settings.value.get("format") != MODEL_FORMAT:
        raise settings.error(
            "format", "is not a model of this program: expected format {name!r}", name=MODEL_FORMAT
        )
    if settings.value.get("version") != 1:
        found = settings.value.get("version")
        raise settings.error("version", "version {found!r:.40} is unknown; this program reads 1", found=found)
    _refuse_pickles(folder)
    config = _config(settings)
    catalogue = read_catalogue(folder)
    if catalogue.labels != config.labels:
        raise InputError("its labels are not those of the catalogue", path=path, field="network.labels")
    tensors, digest = _read_weights(folder / WEIGHTS_FILE, settings.text("weights_sha256", ""))
    network = DetectorNetwork(config)
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise InputError(
            "its tensors do not fit the network that the settings describe", path=folder / WEIGHTS_FILE
        ) from error
    network.eval().to(torch.device(device))
    network.to(memory_format=torch.channels_last)
    return Model(
        network,
        catalogue,
        settings.value,
        _optional(folder / METRICS_FILE).value,
        read_calibration(folder / CALIBRATION_FILE),
        folder,
        digest,
    )


def _optional(path: Path) -> JsonObject:
    return read_object(path) if path.is_file() else JsonObject({}, path)


def read_calibration(path: Path) -> dict[str, Any]:
    """A model's calibration.json, empty where there is none; `InputError` with file and field."""
    value = _optional(path)
    for one in value.objects("scores", optional=True):
        one.number("score")
        one.text("label")
        one.flag("synthetic")
    return value.value


def _config(settings: JsonObject) -> NetworkConfig:
    value = settings.object("network")
    words = {name: value.text(name) for name in ("backbone", "boxes", "loss", "decoder", "channels")}
    try:
        config = NetworkConfig(value.texts("labels"), alpha=value.number("alpha"), **words)
    except ValueError as error:
        raise value.error("", "does not describe a network: {error}", error=error) from error
    from .params import TrainParams

    try:
        TrainParams(
            backbone=config.backbone,
            boxes=config.boxes,
            loss=config.loss,
            decoder=config.decoder,
            channels=config.channels,
            alpha=config.alpha,
        )
    except MisuseError as error:
        raise value.error("", error.message) from error
    return config


def _read_weights(path: Path, expected: str) -> tuple[dict[str, Tensor], str]:
    require_file(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError("cannot be read: {error}", path=path, error=error) from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != expected:
        raise InputError("is not the file that was saved with this model: truncated or changed", path=path)
    try:
        tensors = load_tensors(data)
    except (SafetensorError, ValueError) as error:
        raise InputError("is not a safetensors file", path=path) from error
    return {
        name: value.float() if value.is_floating_point() else value for name, value in tensors.items()
    }, digest


def _refuse_pickles(folder: Path) -> None:
    """Pickles run code when opened; a model has none, so one among its files is no accident."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        try:
            with path.open("rb") as stream:
                start = stream.read(9)
        except OSError as error:
            raise InputError("cannot be read: {error}", path=path, error=error) from error
        is_pickle = start[:1] == _PICKLE and start[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05")
        # Safetensors begin with their header's length, whose first two bytes may be a pickle's by chance; no
        # pickle goes on with zeros.
        is_pickle = is_pickle and not (start[2:8] == bytes(6) and start[8:] == b"{")
        if path.suffix.lower() in _PICKLE_SUFFIXES or start[:4] == _ZIP or is_pickle:
            raise InputError(
                "could run code when opened (a pickle or an archive); a model has none", path=path
            )
