"""Which backbone the deep features take: an automatic search must not depend on what has been fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autolabelme.core import weights
from ransac_gui.core import deep_features
from ransac_gui.core.mobilenet import mobilenet


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
