"""Small models and pages shared by the detector's tests."""

from pathlib import Path

import numpy as np
import pytest
import torch

from detector.core.catalogue import Catalogue, Entry
from detector.core.model_folder import Model, save_model
from detector.core.network import DetectorNetwork, NetworkConfig


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


def a_picture(seed: int, width: int = 48, height: int = 40) -> np.ndarray:
    """A vignette without symmetry: dark shapes on light paper, uint8 (height, width)."""
    rng = np.random.default_rng(seed)
    picture = np.full((height, width), 225, np.uint8)
    for _ in range(7):
        x, y = int(rng.integers(2, width - 12)), int(rng.integers(2, height - 12))
        picture[y : y + int(rng.integers(4, 10)), x : x + int(rng.integers(4, 10))] = 40
    picture[2:6, 2 : width - 2] = 40
    picture[2 : height // 2, 2:6] = 40
    return picture


def a_catalogue(labels: tuple[str, ...] = ("1", "2 sun")) -> Catalogue:
    poses = ((0.0, False), (0.0, True), (90.0, False))
    entries = []
    for index, label in enumerate(labels):
        picture = a_picture(index)
        entries.append(Entry(label, 48.0, 40.0, picture, poses, (picture,), 3, "note"))
    return Catalogue(tuple(entries), dpi=300.0)


@pytest.fixture(scope="session")
def a_model() -> Model:
    """Random weights, two labels."""
    torch.manual_seed(0)
    catalogue = a_catalogue()
    network = DetectorNetwork(NetworkConfig(catalogue.labels, boxes="one")).eval()
    settings = {"training": {"synthetic": 3}, "pages": ["page.png"], "minutes": 1.0}
    return Model(network, catalogue, settings)


@pytest.fixture(scope="session")
def model_folder(a_model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved model; tests copy it before they change it."""
    return save_model(a_model, tmp_path_factory.mktemp("model") / "saved", curves="stage\n", card="card\n")
