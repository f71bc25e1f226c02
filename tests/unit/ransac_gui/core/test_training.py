"""The losses at known answers, the synthetic crops' truth, and one tiny training run that resumes."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
import torch

from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.opencv import cv2
from autolabelme.core.press.sorts import Sort
from ransac_gui.core.checkpoint import load_networks
from ransac_gui.core.losses import cell_scale, supervised, unsupervised
from ransac_gui.core.networks import NetworkOutput, sampling_grid
from ransac_gui.core.synthetic import WarpRange, crop_with_flow, draw_map

from .conftest import Prints


def output_of(flow: torch.Tensor, match: float = 0.99) -> NetworkOutput:
    sure = torch.full((1, 1, *flow.shape[2:]), match)
    return NetworkOutput(flow, sure, -flow, sure)


def test_a_true_flow_costs_next_to_nothing_and_a_wrong_one_its_cells() -> None:
    rows, columns = 8, 12
    pixels = torch.zeros(1, 2, 64, 96)
    pixels[:, 0], pixels[:, 1] = 8.0, -4.0
    cells = torch.tensor([8.0, -4.0])[None, :, None, None] * cell_scale(rows, columns, pixels)
    flow = (cells * torch.tensor([2 / columns, 2 / rows])[None, :, None, None]).expand(1, 2, rows, columns)
    matched = torch.ones(1, 1, 64, 96)
    right = supervised(output_of(flow), pixels, matched)
    wrong = supervised(output_of(torch.zeros_like(flow)), pixels, matched)
    assert float(right.parts["flow"]) == pytest.approx(0.01, abs=1e-3)  # the robust norm's own floor
    assert float(wrong.parts["flow"]) == pytest.approx(float(cells.norm()), rel=0.01)
    assert float(right.parts["match"]) < 0.02


def test_the_same_flow_in_the_published_units_moves_that_many_pixels() -> None:
    rows, columns = 8, 12
    cells = torch.tensor([8.0, -4.0])[None, :, None, None] * cell_scale(rows, columns, torch.zeros(1))
    flow = (cells * torch.tensor([2 / columns, 2 / rows])[None, :, None, None]).expand(1, 2, rows, columns)
    there = sampling_grid(flow, 64, 96)[0, 30, 40]
    assert float((there[0] + 1) / 2 * 95) == pytest.approx(48, abs=1e-3)
    assert float((there[1] + 1) / 2 * 63) == pytest.approx(26, abs=1e-3)


def test_unsupervised_prefers_the_flow_that_makes_the_images_alike() -> None:
    rng = np.random.default_rng(0)
    wide = cv2.GaussianBlur(rng.random((64, 112)).astype(np.float32), (0, 0), 2)
    wide = (wide - wide.min()) / (wide.max() - wide.min())
    reference, source = (
        torch.from_numpy(wide[:, x : x + 96].copy())[None, None].expand(1, 3, -1, -1) for x in (8, 0)
    )
    flow = torch.zeros(1, 2, 8, 12)
    flow[:, 0] = 8 * 2 / 95
    right, still = (unsupervised(output_of(f), source, reference) for f in (flow, torch.zeros_like(flow)))
    assert float(right.parts["ssim"]) < 0.2 * float(still.parts["ssim"])
    assert float(right.total) < float(still.total)
    assert float(unsupervised(output_of(flow, 0.2), source, reference).parts["match"]) > 0.9


def test_a_crops_flow_is_its_truth(prints: Prints) -> None:
    image = (prints.first / 255).astype(np.float32)
    source, reference, flow = crop_with_flow(image, image, 96, 12.0, np.random.default_rng(3))
    assert source.shape == reference.shape == (96, 96)
    assert flow.shape == (96, 96, 2)
    y, x = np.mgrid[0:96, 0:96].astype(np.float32)
    again = cv2.remap(source, x + flow[..., 0], y + flow[..., 1], cv2.INTER_LINEAR)
    inner = slice(20, -20)
    still = np.abs(source - reference)[inner, inner].mean()
    assert np.abs(again - reference)[inner, inner].mean() < 0.35 * still


def test_a_known_map_shows_the_flat_picture_bent(prints: Prints) -> None:
    height, width = prints.first.shape
    truth, size = draw_map(
        width,
        height,
        WarpRange(perspective=0.1, gutter=0.03, curl=0.02, ripple=0.005),
        np.random.default_rng(1),
    )
    source = truth.source_image(prints.first, *size)
    there = truth.dense().astype(np.float32)
    again = cv2.remap(source, there[..., 0], there[..., 1], cv2.INTER_CUBIC)
    assert np.abs(again.astype(int) - prints.first.astype(int))[5:-5, 5:-5].mean() < 3


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_training_writes_weights_that_load_and_resumes(sorts: tuple[Sort, ...], tmp_path: Path) -> None:
    from ransac_gui.core.train import TrainParams, train

    params = TrainParams(steps=1, batch=1, crop=64, ornaments=1, loss="both", device="cpu", threads=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        first = train(params, tmp_path, sorts=sorts[:4])
        again = train(params.replace(steps=2), tmp_path, sorts=sorts[:4], resume=True)
    assert (first.steps, again.steps) == (1, 2)
    assert np.isfinite([first.error_px, first.error_still_px]).all()
    assert load_networks(again.weights).sha256 != ""
    with pytest.raises(InputError, match="resume"):
        train(params, tmp_path / "new", sorts=sorts[:4], resume=True)

    def cancel(done: int, total: int, stage: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        train(params, tmp_path / "new", sorts=sorts[:4], tick=cancel)
