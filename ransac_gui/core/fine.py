"""The network part of the fine stage: RANSAC-Flow's flow, made smooth and composed (DESIGN 6.3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from autolabelme.core.arrays import F32, F64, Array
from autolabelme.core.errors import InputError
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from . import tuning
from .checkpoint import LoadedNetworks
from .compose import WarpMap, add_displacements
from .networks import STRIDE
from .prepare import Working, resized
from .smooth_flow import capped, field_shape, warped_ink
from .spline import fit_field, grid_for


@dataclass(frozen=True, eq=False)
class NetworkFlow:
    """What the networks found."""

    warp: WarpMap
    """The map with the networks' displacement composed in, smooth and capped."""
    matchability: F32
    """(h, w) 0..1 on a grid over the reference frame."""
    raw: F32
    """(h, w, 2) the networks' own flow in reference pixels, neither smoothed nor capped."""


def torch_device(name: str) -> torch.device:
    """`auto`, `cpu` or `cuda` as a device; `InputError` when cuda is asked for and absent."""
    if name == "cuda" and not torch.cuda.is_available():
        raise InputError("no CUDA device is available; use cpu or auto", field="device")
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)


def network_flow(
    loaded: LoadedNetworks,
    source: Working,
    reference: Working,
    warp: WarpMap,
    *,
    wavelength: float,
    cap_px: float,
    device: str = "cpu",
    tick: Tick = no_tick,
) -> NetworkFlow:
    """Run the networks on the reference and the source as warped so far, and compose their flow in.

    The flow is laid through a stiff spline, weighted by matchability, so that it follows waves down to
    `wavelength` (share of the longer side) and not the strokes; `cap_px` bounds the result.
    """
    tick(0, 3, "flow network")
    columns, rows = network_size(reference.size)
    still = cv2.resize(
        resized(reference, max(columns, rows)).ink, (columns, rows), interpolation=cv2.INTER_LINEAR
    )
    moving, mask = warped_ink(warp, source, (columns, rows))
    flow, matchability = run_networks(loaded, 1 - moving, 1 - still, device)
    tick(2, 3, "flow network")
    matchability = matchability * mask
    unit = np.array([warp.width / columns, warp.height / rows])
    raw = (flow * unit).astype(np.float32)
    smooth = _smooth(raw, matchability, warp, wavelength)
    total = smooth
    if warp.displacement is not None:
        total = add_displacements(warp.displacement, smooth, warp.width, warp.height)
    tick(3, 3, "flow network")
    return NetworkFlow(warp.with_displacement(capped(total, cap_px)), matchability.astype(np.float32), raw)


def network_size(size: tuple[int, int]) -> tuple[int, int]:
    """(columns, rows) for the networks: at most 480 on the longer side, multiples of 8, not under 32."""
    factor = min(1.0, tuning.NETWORK_SIDE / max(size))
    columns, rows = (max(tuning.NETWORK_LEAST, round(side * factor / STRIDE) * STRIDE) for side in size)
    return columns, rows


def run_networks(loaded: LoadedNetworks, source: Array, reference: Array, device: str) -> tuple[F64, F64]:
    """Grey images (H, W) 0..1 of equal size to flow (H, W, 2) in pixels and matchability (H, W).

    As published: upsampled eight times bilinearly with aligned corners, clamped to the frame.
    """
    where = torch_device(device)
    networks = loaded.networks.to(where)
    with torch.inference_mode():
        pair = [
            torch.from_numpy(np.ascontiguousarray(image, dtype=np.float32))[None, None].to(where)
            for image in (source, reference)
        ]
        output = networks(*(image.expand(-1, 3, -1, -1) for image in pair))
        rows, columns = reference.shape
        from .networks import grid, sampling_grid, upsample

        there = sampling_grid(output.flow, rows, columns) - grid(rows, columns, output.flow)
        matchability = upsample(output.matchability, rows, columns)
    flow = there[0].cpu().numpy().astype(np.float64) * ((columns - 1) / 2, (rows - 1) / 2)
    return flow, matchability[0, 0].cpu().numpy().astype(np.float64)


def _smooth(raw: F32, matchability: F64, warp: WarpMap, wavelength: float) -> F32:
    grid = grid_for(warp.width, warp.height, wavelength)
    rows, columns = matchability.shape
    # One sample a cell of the networks' grid: between them the flow is interpolated anyway.
    y = np.arange(STRIDE // 2, rows, STRIDE)
    x = np.arange(STRIDE // 2, columns, STRIDE)
    points = np.stack(
        np.meshgrid((x + 0.5) * warp.width / columns - 0.5, (y + 0.5) * warp.height / rows - 0.5), axis=-1
    ).reshape(-1, 2)
    values = raw[np.ix_(y, x)].reshape(-1, 2).astype(np.float64)
    trust = matchability[np.ix_(y, x)].reshape(-1)
    information = trust[:, None, None] * np.eye(2)[None]
    coefficients = fit_field(grid, points, values, information, wavelength)
    height, width = field_shape(warp.width, warp.height)
    return grid.evaluate(coefficients, width, height)
