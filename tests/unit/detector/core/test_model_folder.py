import hashlib
import json
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from autolabelme.core.errors import InputError, MisuseError
from detector.core.catalogue import Catalogue
from detector.core.model_folder import (
    CALIBRATION_FILE,
    SETTINGS_FILE,
    WEIGHTS_FILE,
    Model,
    load_model,
    save_model,
)


@pytest.fixture
def folder(model_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_folder, tmp_path / "model"))


def changed_settings(folder: Path, **changes: object) -> None:
    path = folder / SETTINGS_FILE
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")


def test_a_model_survives_saving_and_loading(a_model: Model, model_folder: Path) -> None:
    loaded = load_model(model_folder)
    for name, value in a_model.network.state_dict().items():
        assert torch.equal(loaded.network.state_dict()[name], value), name
    assert loaded.network.config == a_model.network.config
    assert not loaded.network.training
    assert loaded.catalogue.labels == a_model.catalogue.labels
    assert loaded.catalogue.dpi == 300.0
    for before, after in zip(a_model.catalogue.entries, loaded.catalogue.entries, strict=True):
        assert (before.width, before.height, before.poses, before.note) == (
            after.width,
            after.height,
            after.poses,
            after.note,
        )
        assert np.array_equal(before.prototype, after.prototype)
        assert np.array_equal(before.examples[0], after.examples[0])
    assert loaded.sha256 == hashlib.sha256((model_folder / WEIGHTS_FILE).read_bytes()).hexdigest()


def test_half_precision_is_half_the_size_and_detects_alike(
    a_model: Model, model_folder: Path, tmp_path: Path
) -> None:
    half = save_model(a_model, tmp_path / "half", half=True)
    assert (half / WEIGHTS_FILE).stat().st_size < 0.55 * (model_folder / WEIGHTS_FILE).stat().st_size
    image = torch.rand(3, 300, 300, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        one = a_model.network.ssd.encode([image]).heads["cls_logits"]
        other = load_model(half).network.ssd.encode([image]).heads["cls_logits"]
    assert float((one - other).abs().max()) < 0.05


def test_an_earlier_model_is_replaced(a_model: Model, folder: Path) -> None:
    save_model(a_model, folder)
    assert load_model(folder).catalogue.labels == a_model.catalogue.labels


def test_an_earlier_models_files_go_and_a_persons_stay(a_model: Model, tmp_path: Path) -> None:
    folder = save_model(a_model, tmp_path / "model")
    (folder / "notes.txt").write_text("mine")
    (folder / "catalogue" / "mine.png").write_bytes(b"mine")
    (folder / "catalogue" / "077.png").write_bytes(b"of a label that is no more")
    before = {path.name for path in (folder / "catalogue").iterdir()}
    save_model(a_model, folder)
    assert before - {path.name for path in (folder / "catalogue").iterdir()} == {"077.png"}
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_folder_with_something_else_is_not_written_into(a_model: Model, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear sir")
    with pytest.raises(InputError, match="something else"):
        save_model(a_model, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


class _Evil:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (self.marker,))


@pytest.mark.parametrize("name", ["extra.pkl", "weights.txt", WEIGHTS_FILE])
def test_a_pickle_inside_is_refused_and_never_opened(folder: Path, tmp_path: Path, name: str) -> None:
    marker = tmp_path / "code_ran"
    data = pickle.dumps(_Evil(marker))
    (folder / name).write_bytes(data)
    changed_settings(folder, weights_sha256=hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest())
    with pytest.raises(InputError, match="could run code") as refused:
        load_model(folder)
    assert name in str(refused.value)
    assert not marker.exists()
    pickle.loads(data)
    assert marker.exists()  # it would have


@pytest.mark.parametrize("length", [0x280, 0x380, 0x480, 0x580])
def test_a_safetensors_file_whose_length_looks_like_a_pickle_is_none(folder: Path, length: int) -> None:
    """The normals of two labels have such a header."""
    data = length.to_bytes(8, "little") + b'{"__metadata__":{}}'.ljust(length)
    (folder / "inspection.safetensors").write_bytes(data)
    assert load_model(folder).catalogue.labels


def test_a_torch_checkpoint_is_refused(tmp_path: Path) -> None:
    torch.save({"weight": torch.zeros(2)}, tmp_path / "model.pth")
    with pytest.raises(InputError, match="could run code"):
        load_model(tmp_path)


def test_truncated_weights_are_refused(folder: Path) -> None:
    path = folder / WEIGHTS_FILE
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(InputError, match="truncated or changed") as refused:
        load_model(folder)
    assert WEIGHTS_FILE in str(refused.value)


def test_weights_that_are_no_safetensors_are_refused(folder: Path) -> None:
    (folder / WEIGHTS_FILE).write_bytes(b"not tensors")
    changed_settings(folder, weights_sha256=hashlib.sha256(b"not tensors").hexdigest())
    with pytest.raises(InputError, match="safetensors"):
        load_model(folder)


def test_settings_that_were_cut_off_are_refused(folder: Path) -> None:
    path = folder / SETTINGS_FILE
    path.write_text(path.read_text("utf-8")[:40], "utf-8")
    with pytest.raises(InputError, match="cut off"):
        load_model(folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "yolo"}, "not a model of this program"),
        ({"version": 9}, r"settings\.json: version: version 9"),
        ({"network": {"labels": ["1"]}}, "network"),
        ({"network": None}, "network"),
    ],
)
def test_foreign_settings_are_refused(folder: Path, changes: dict[str, object], message: str) -> None:
    changed_settings(folder, **changes)
    with pytest.raises(InputError, match=message):
        load_model(folder)


def test_an_unknown_backbone_is_refused(folder: Path) -> None:
    network = json.loads((folder / SETTINGS_FILE).read_text("utf-8"))["network"]
    changed_settings(folder, network={**network, "backbone": "resnet"})
    with pytest.raises(InputError, match="backbone"):
        load_model(folder)


def test_a_network_of_other_sizes_is_refused(folder: Path) -> None:
    network = json.loads((folder / SETTINGS_FILE).read_text("utf-8"))["network"]
    changed_settings(folder, network={**network, "boxes": "ssd"})
    with pytest.raises(InputError, match="do not fit"):
        load_model(folder)


def test_a_catalogue_with_other_labels_is_refused(folder: Path) -> None:
    path = folder / "catalogue.json"
    path.write_text(path.read_text("utf-8").replace('"2 sun"', '"3 moon"'), "utf-8")
    with pytest.raises(InputError, match="labels"):
        load_model(folder)


def test_a_picture_outside_the_folder_is_refused(folder: Path) -> None:
    path = folder / "catalogue.json"
    path.write_text(path.read_text("utf-8").replace("catalogue/000.png", "../../secret.png"), "utf-8")
    with pytest.raises(InputError, match="in this folder"):
        load_model(folder)


@pytest.mark.parametrize("make", [False, True])
def test_no_model_at_all_is_refused(tmp_path: Path, make: bool) -> None:
    folder = tmp_path / "none"
    if make:
        folder.mkdir()
    with pytest.raises(InputError, match="not a model"):
        load_model(folder)


def test_damaged_calibration_is_refused(folder: Path) -> None:
    (folder / CALIBRATION_FILE).write_text("[1, 2", "utf-8")
    with pytest.raises(InputError, match="cut off"):
        load_model(folder)


@pytest.mark.parametrize(
    ("scores", "field"),
    [
        (3, "scores"),
        ([{"label": "1", "page": "p", "synthetic": True, "score": 0.1}, 5], "scores[1]"),
        ([{"label": "1", "page": "p", "synthetic": True, "score": float("nan")}], "scores[0].score"),
        ([{"label": "1", "page": "p", "score": 0.1}], "scores[0].synthetic"),
    ],
)
def test_calibration_scores_that_are_none_are_refused(folder: Path, scores: object, field: str) -> None:
    (folder / CALIBRATION_FILE).write_text(json.dumps({"scores": scores}), "utf-8")
    with pytest.raises(InputError) as refused:
        load_model(folder)
    assert (refused.value.path, refused.value.field) == (folder / CALIBRATION_FILE, field)


def test_labels_of_network_and_catalogue_must_agree(a_model: Model) -> None:
    with pytest.raises(MisuseError):
        Model(a_model.network, Catalogue(a_model.catalogue.entries[:1]))
