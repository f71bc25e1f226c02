"""Which backbone the deep features take: an automatic search must not depend on what has been fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core import weights
from autolabelme.core.image_io import read_gray
from autolabelme.core.press.sample import ornament_image
from ransac_gui.core import deep_features
from ransac_gui.core.mobilenet import mobilenet
from ransac_gui.core.prepare import working


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    deep_features._backbone.cache_clear()
    yield
    deep_features._backbone.cache_clear()


def test_on_a_cpu_the_light_search_takes_the_bundled_weights_whatever_is_at_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = weights.find

    def find(name: str) -> weights.WeightFile | None:
        return real(name) or weights.WeightFile(Path(name), "0" * 64, "torch")

    monkeypatch.setattr(weights, "find", find)
    assert deep_features._backbone("cpu", True).method == "deep (MobileNetV2 stride 16)"


def test_asked_for_by_name_the_best_at_hand_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> weights.WeightFile | None:
        return weights.WeightFile(Path(name), "1" * 64, "torch") if name == "vgg16_imagenet" else None

    monkeypatch.setattr(weights, "find", find)
    monkeypatch.setattr(weights, "load_state", lambda name: {})
    found = deep_features._backbone("cpu", False)
    assert found.method == "deep (VGG16 conv4_3)"
    assert found.hashes == {"vgg16_imagenet": "1" * 64}


def test_the_folded_network_is_torchvisions() -> None:
    import torch
    import torchvision

    state = weights.load_state("mobilenet_v2_imagenet")
    whole = torchvision.models.mobilenet_v2(weights=None)
    whole.load_state_dict(state, strict=False)
    picture = torch.rand(1, 3, 96, 128, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        expected = whole.eval().features[:14](picture)
        found = mobilenet(state, 13, torch.device("cpu"))(picture)
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


def test_a_pixels_channels_lie_together_and_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    picture = working(read_gray(ornament_image()), 256)
    as_input = deep_features._as_input(picture.gray, torch.device("cpu"))
    assert as_input.shape == (1, 3, *picture.gray.shape)
    assert as_input.is_contiguous(memory_format=torch.channels_last)
    looks = {
        "aliked": lambda: deep_features._aliked_points(deep_features._aliked("cpu"), picture, 0, 256).points,
        "deep": lambda: deep_features._deep_points(deep_features._backbone("cpu", True), picture, 160),
    }
    together = {name: look() for name, look in looks.items()}
    deep_features._aliked.cache_clear()
    monkeypatch.setattr(deep_features, "_as_input", lambda *given: as_input_apart(*given))

    def as_input_apart(image: np.ndarray, device: torch.device) -> torch.Tensor:
        gray = torch.from_numpy(np.ascontiguousarray(image))[None, None].float() / 255
        return gray.expand(1, 3, -1, -1).contiguous()

    for name, look in looks.items():
        apart = look()
        assert len(apart.xy) == len(together[name].xy) > 20
        np.testing.assert_allclose(apart.xy, together[name].xy, atol=1e-3)
        np.testing.assert_allclose(apart.descriptors, together[name].descriptors, atol=1e-4)
