"""The report's autoencoder: architecture, masks, modified targets, inpainting, bright spots, boxes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from autolabelme.core.errors import MisuseError
from detector.lab.scorers.cae_network import (
    MODIFICATIONS,
    ConvAutoencoder,
    copy_outside,
    dimmed,
    heat_boxes,
    modified_target,
)


@pytest.mark.parametrize(("layers", "kernels"), [(3, [3, 5, 9]), (4, [3, 5, 7, 9])])
def test_kernels_grow_and_the_decoder_mirrors_the_encoder(layers: int, kernels: list[int]) -> None:
    network = ConvAutoencoder(layers, width=2)
    down = [one for one in network.encoder if isinstance(one, nn.Conv2d)]
    up = [one for one in network.decoder if isinstance(one, nn.ConvTranspose2d)]
    assert [one.kernel_size[0] for one in down] == kernels
    assert [one.kernel_size[0] for one in up] == kernels[::-1]
    assert [one.out_channels for one in down] == sorted(one.out_channels for one in down)
    # Fully convolutional: any multiple of the factor.
    for shape in ((32, 48), (64, 16)):
        assert network(torch.zeros(1, 1, *shape)).shape == (1, 1, *shape)


def test_other_depths_are_refused() -> None:
    with pytest.raises(MisuseError, match="expected one of"):
        ConvAutoencoder(5, 2)


def test_outside_the_region_nothing_is_learned() -> None:
    source = torch.rand(1, 1, 16, 16)
    output = torch.rand(1, 1, 16, 16, requires_grad=True)
    region = torch.zeros(1, 1, 16, 16, dtype=torch.bool)
    region[..., :8] = True
    (copy_outside(output, source, region) - source).square().sum().backward()
    assert output.grad is not None
    assert (output.grad[..., 8:] == 0).all() and (output.grad[..., :8] != 0).any()


@pytest.mark.parametrize("kind", MODIFICATIONS)
def test_targets_are_modified_outside_the_region_alone(kind: str) -> None:
    target = torch.rand(2, 1, 20, 20)
    region = torch.zeros(2, 1, 20, 20, dtype=torch.bool)
    region[..., :10, :] = True
    found = modified_target(target, region, kind, 1.0, 0.1, torch.Generator().manual_seed(1))
    assert torch.equal(found[region], target[region])
    assert float(found.min()) >= 0 and float(found.max()) <= 1
    moved = (found - target)[~region].abs()
    assert bool((moved == 0).all()) == (kind == "none")
    if kind == "bounded":
        assert float(moved.max()) <= 0.1 + 1e-6
    if kind == "module_shift":
        assert torch.allclose(moved, torch.full_like(moved, 0.5), atol=1e-6)
    if kind == "inverted":
        assert torch.allclose(found[~region], 1 - target[~region])


def test_bright_spots_go_to_the_mean_and_the_range_shrinks() -> None:
    picture = np.full((20, 20), 0.4, dtype=np.float32)
    picture[::2] = 0.5
    picture[3, 3] = 1.0
    found = dimmed(picture, np.ones((20, 20), dtype=np.bool_), 3.0, 0.8)
    assert float(found.max()) <= 0.5 * 0.8 + 1e-6
    assert found[3, 3] == pytest.approx(0.8 * float(picture.mean()), rel=1e-4)


def test_boxes_stand_round_hot_places_hottest_first() -> None:
    heat = np.zeros((50, 60), dtype=np.float32)
    heat[5:15, 10:30] = 2.0
    heat[30:40, 40:50] = 3.0
    heat[45, 5] = 9.0
    assert heat_boxes(heat, 1.0) == ((40.0, 30.0, 50.0, 40.0), (10.0, 5.0, 30.0, 15.0))
    assert heat_boxes(heat, 10.0) == ()
