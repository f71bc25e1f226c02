"""Which backbone the deep features take: an automatic search must not depend on what has been fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autolabelme.core import weights
from ransac_gui.core import deep_features


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
