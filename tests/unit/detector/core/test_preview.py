"""What the window shows while a network is trained."""

from __future__ import annotations

import numpy as np
import torch

from autolabelme.core.matching.poses import Pose
from detector.core.data import RandomCrops, TrainingPage
from detector.core.model_folder import Model
from detector.core.preview import PREVIEW_IOUS, Previewer


def _crops() -> RandomCrops:
    rng = np.random.default_rng(0)
    rgb = rng.integers(0, 255, (500, 600, 3)).astype(np.uint8)
    boxes = np.array([[100.0, 100.0, 148.0, 140.0], [300.0, 200.0, 348.0, 240.0]])
    page = TrainingPage("page", rgb, boxes, np.array([1, 2]), (Pose(), Pose()))
    return RandomCrops([page], per_page=5, augment=False)


def test_it_shows_detections_and_pictures_and_leaves_the_network_as_it_was(a_model: Model) -> None:
    network = a_model.network
    network.ssd.eval()
    network.dae.train()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    threshold, network.ssd.score_thresh = network.ssd.score_thresh, 0.0  # random weights are never sure
    state = torch.get_rng_state()
    try:
        seen = Previewer(network, _crops()).look()
        assert not network.ssd.training and network.dae.training
    finally:
        network.ssd.score_thresh = threshold
        network.eval()
    assert all(torch.equal(before[name], value) for name, value in network.state_dict().items())
    assert torch.equal(state, torch.get_rng_state())
    assert seen.measured == 5 and len(seen.crops) == 3
    assert all(crop.rgb.shape == (400, 400, 3) and crop.found for crop in seen.crops)
    assert {label for crop in seen.crops for label, _ in crop.truth} <= set(network.config.labels)
    assert 0 < len(seen.pictures) <= 10
    for picture in seen.pictures:
        assert picture.observed.shape == picture.drawn.shape == (64, 64, 3)
    assert set(seen.ap) == set(PREVIEW_IOUS) and all(0 <= value <= 1 for value in seen.ap.values())


def test_a_network_that_finds_nothing_yet_shows_empty_crops(a_model: Model) -> None:
    threshold, a_model.network.ssd.score_thresh = a_model.network.ssd.score_thresh, 1.0
    try:
        seen = Previewer(a_model.network, _crops()).look()
    finally:
        a_model.network.ssd.score_thresh = threshold
    assert seen.pictures == () and not any(crop.found for crop in seen.crops)
    assert all(value == 0 for value in seen.ap.values())
