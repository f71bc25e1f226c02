"""Element discovery and clustering: figures that are known beforehand, and small runs from end to end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.models import mobilenet_v2

from autolabelme.core.press.sorts import load_sorts
from detector.core import training
from detector.core.detection import Candidates, Detection
from detector.core.model_folder import Model
from detector.core.params import TrainParams
from detector.core.synthesis import sorts_of
from detector.lab.protocols import discovery
from detector.lab.protocols.clustering import (
    by_likeness,
    cluster,
    hierarchical,
    image_features,
    kmeans,
    same_block,
)
from detector.lab.protocols.clusters import read_clusters
from detector.lab.protocols.discovery import catalogue_of, discover, train_on_dictionary
from detector.lab.protocols.elements import ElementSet, read_elements
from detector.lab.protocols.metrics import matched_accuracy
from detector.lab.sets.elements import ElementsParams, write_elements
from detector.lab.sets.write import write_set

SORTS = load_sorts()


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def elements(tmp_path_factory: pytest.TempPathFactory) -> ElementSet:
    folder = tmp_path_factory.mktemp("elements")
    params = ElementsParams(ornaments=2, wear="clean", width_low=200, width_high=220, size_high=50)
    write_elements(SORTS[:3], folder, params, 5)
    return read_elements(folder)


def test_the_dictionary_becomes_a_catalogue_that_the_press_can_set(elements: ElementSet) -> None:
    catalogue = catalogue_of(elements)
    assert set(catalogue.labels) == set(elements.dictionary)
    assert (catalogue.turns, catalogue.mirrors) == (True, False)
    for sort, gray in zip(sorts_of(catalogue), elements.dictionary.values(), strict=True):
        assert sort.ink.shape == gray.shape and sort.own_size
        assert np.corrcoef(sort.ink.ravel(), -gray.ravel().astype(float))[0, 1] > 0.8


def seeing(monkeypatch: pytest.MonkeyPatch, elements: ElementSet, label: str | None) -> None:
    """A detector that sees every box as it is, under its own or another label."""
    by_picture = {one.rgb.tobytes(): one for one in elements.ornaments}

    def found(rgb: np.ndarray) -> list[Detection]:
        one = by_picture[rgb.tobytes()]
        return [Detection(box, label or own, 0.9) for box, own in zip(one.boxes, one.labels, strict=True)]

    monkeypatch.setattr(
        discovery, "candidates", lambda model, rgb, params, tick: Candidates(tuple(found(rgb)), (), 1.0)
    )
    monkeypatch.setattr(discovery, "settle", lambda model, rgb, seen, params, tick: found(rgb)[:1])


def test_precision_with_and_without_labels(
    elements: ElementSet, a_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeing(monkeypatch, elements, None)
    found = discover(elements, a_model)
    assert found.detected.as_dict() == {"ap50_any": 1.0, "ap50": 1.0, "map": 1.0}
    # Refined: one of many boxes on each ornament.
    assert 0 < found.refined.ap50_any < 0.5
    assert found.instances == sum(len(one.boxes) for one in elements.ornaments)
    seeing(monkeypatch, elements, "1")
    wrong = discover(elements, a_model)
    assert (wrong.detected.ap50_any, wrong.detected.ap50, wrong.detected.map) == (1.0, 0.0, 0.0)
    assert wrong.as_dict()["without_refinement"]["ap50_any"] == 1.0


@pytest.mark.slow
def test_a_detector_learns_from_the_dictionary_alone(
    elements: ElementSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        training.weights, "load_state", lambda name, **_: mobilenet_v2(weights=None).state_dict()
    )
    params = TrainParams(
        synthetic=2, epochs=1, decoder_epochs=0, crops_per_page=2, batch=2, boxes="one", device="cpu"
    )
    model = train_on_dictionary(elements, params, tmp_path / "model")
    assert set(model.catalogue.labels) == set(elements.dictionary)
    first = replace(elements, ornaments=elements.ornaments[:1])
    found = discover(first, model)
    assert found.ornaments == 1 and 0 <= found.refined.map <= found.refined.ap50 <= 1


def test_k_means_and_ward_part_what_is_apart_and_repeat_themselves() -> None:
    rng = np.random.default_rng(2)
    centres = np.eye(4, 8) * 5
    truth = [0] * 3 + [1] * 9 + [2] * 4 + [3] * 5
    values = (centres[truth] + rng.normal(0, 0.3, (len(truth), 8))).astype(np.float32)
    assert matched_accuracy(truth, kmeans(values, 4)) == 1.0
    assert matched_accuracy(truth, hierarchical(values, 4)) == 1.0
    assert kmeans(values, 4, seed=3) == kmeans(values, 4, seed=3)


def test_blocks_join_by_what_lies_on_each_other() -> None:
    alike = np.zeros((5, 5))
    alike[0, 1] = alike[1, 0] = 0.6
    alike[2, 3] = alike[3, 2] = alike[3, 4] = alike[4, 3] = 0.5
    assert matched_accuracy([0, 0, 1, 1, 1], by_likeness(alike, 2)) == 1.0


def test_impressions_of_a_few_blocks_end_to_end(tmp_path: Path) -> None:
    write_set("clusters", SORTS, tmp_path / "set", count=2, wear="clean", seed=14)
    data = read_clusters(tmp_path / "set")
    data = replace(data, impressions=data.impressions[:2] + data.impressions[-2:])
    images = [one.gray for one in data.impressions]
    features = image_features(images)
    assert np.linalg.norm(features, axis=1) == pytest.approx(1.0, abs=1e-5)
    alike = same_block(images, features)
    assert (alike == alike.T).all()
    assert min(alike[0, 1], alike[2, 3]) > 0.3 > 2 * alike[:2, 2:].max()
    # Only neighbours are tried: the nearest one of each is its own kind here.
    assert not same_block(images, features, neighbours=1)[:2, 2:].any()
    steps: list[int] = []
    found = cluster(data, runs=2, tick=lambda done, total, stage: steps.append(done))
    assert {name: one.accuracy for name, one in found.items()}["same block"] == 1.0
    assert list(found) == ["k-means", "hierarchical", "same block"] and found["k-means"].runs == 2
    assert steps == sorted(steps) and steps[-1] == 1000
    assert list(cluster(data, runs=1, matching=False)) == ["k-means", "hierarchical"]
