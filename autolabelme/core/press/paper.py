"""Paper: cloudiness, laid and chain lines, fibres, the back shining through, stains; and its colour."""

from __future__ import annotations

import numpy as np

from ..arrays import F32, U8
from ..opencv import cv2
from . import tuning
from .fields import smooth_noise


def sheet_tone(
    height: int,
    width: int,
    dpi: float,
    forme: F32,
    texture: float,
    show_through: float,
    stains: int,
    rng: np.random.Generator,
) -> F32:
    """Brightness of the unprinted sheet, float32 (H, W), about 1 where it is clean.

    `forme` (ink 0..1) stands mirrored on the back and shines through by `show_through` at most.
    """
    tone = np.ones((height, width), np.float32)
    if texture > 0:
        tone += np.float32(tuning.CLOUDS[0] * texture) * smooth_noise(
            rng, height, width, tuning.CLOUD_WIDE * width
        )
        for share, size_px in zip(tuning.CLOUDS[1:], tuning.CLOUD_SIZES, strict=True):
            tone += np.float32(share * texture) * smooth_noise(rng, height, width, size_px)
        tone += np.float32(tuning.LAID * texture) * _laid_lines(height, width, dpi, rng)
        tone += np.float32(tuning.FIBRES * texture) * _fibres(height, width, rng)
    if show_through > 0:
        tone -= np.float32(show_through) * _back(forme, rng)
    for _ in range(stains):
        _stain(tone, rng)
    return np.clip(tone, *tuning.TONES, out=tone)


def tint(gray: U8, rng: np.random.Generator) -> U8:
    """The page in the colours of aged paper and brown-black ink, uint8 (H, W, 3), darkness as in `gray`."""
    level = np.arange(256, dtype=np.float32) / 255.0
    warmth = float(rng.uniform(*tuning.WARMTH))
    # Blue falls most, red least; the luma stays close to `gray`.
    shares = np.array([1 + added * warmth for added in tuning.TINT], dtype=np.float32)
    table = 255.0 * level[:, None] * (1 + (shares - 1) * np.sqrt(level)[:, None])
    return np.asarray(np.clip(np.rint(table), 0, 255).astype(np.uint8)[gray])


def _laid_lines(height: int, width: int, dpi: float, rng: np.random.Generator) -> F32:
    """Wires of the mould: laid lines about a millimetre apart along x, chain lines an inch apart along y."""
    pitch = dpi / 25.4 * float(rng.uniform(*tuning.LAID_PITCH))
    chain = dpi * float(rng.uniform(*tuning.CHAIN_PITCH))
    y = np.arange(height, dtype=np.float32)[:, None]
    x = np.arange(width, dtype=np.float32)[None]
    laid = np.sin(2 * np.pi * y / np.float32(pitch))
    distance = np.abs((x + np.float32(rng.uniform(0, chain))) % np.float32(chain) - np.float32(chain / 2))
    chains = -tuning.CHAIN[0] * np.exp(-((distance / np.float32(tuning.CHAIN[1])) ** 2))
    return np.asarray(laid + chains, dtype=np.float32)


def _fibres(height: int, width: int, rng: np.random.Generator) -> F32:
    """Short threads, light and dark, on a canvas of half size."""
    canvas = np.zeros((height // 2 + 1, width // 2 + 1), np.float32)
    count = height * width // tuning.FIBRES_EACH
    start = rng.uniform(0, [canvas.shape[1], canvas.shape[0]], size=(count, 2))
    angle, length = rng.uniform(0, 2 * np.pi, count), rng.uniform(*tuning.FIBRE_LONG, count)
    bend = rng.normal(0, tuning.FIBRE_BEND, count)
    value = rng.choice([-1.0, tuning.FIBRE_LIGHT], size=count)
    middle = start + length[:, None] / 2 * np.stack([np.cos(angle), np.sin(angle)], 1)
    end = middle + length[:, None] / 2 * np.stack([np.cos(angle + bend), np.sin(angle + bend)], 1)
    lines = np.rint(np.stack([start, middle, end], axis=1)).astype(np.int32)
    for sign in (-1.0, tuning.FIBRE_LIGHT):
        chosen = [line for line, own in zip(lines, value, strict=True) if own == sign]
        cv2.polylines(canvas, chosen, False, sign)
    enlarged = cv2.resize(canvas, (canvas.shape[1] * 2, canvas.shape[0] * 2), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(enlarged[:height, :width], dtype=np.float32)


def _back(forme: F32, rng: np.random.Generator) -> F32:
    """The other side's print as it shines through: mirrored, shifted, blurred, patchy, 0..1."""
    height, width = forme.shape
    small = cv2.resize(forme, (width // 4, height // 4), interpolation=cv2.INTER_AREA)[:, ::-1]
    shift = (
        int(rng.integers(-small.shape[0] // 6, small.shape[0] // 6)),
        int(rng.integers(-tuning.BACK_SHIFT, tuning.BACK_SHIFT + 1)),
    )
    small = cv2.GaussianBlur(np.roll(small, shift, axis=(0, 1)), (0, 0), tuning.BACK_BLUR)
    mean, spread, size_px = tuning.BACK_PATCHY
    patchy = np.clip(mean + spread * smooth_noise(rng, small.shape[0], small.shape[1], size_px), 0, 1)
    return np.asarray(
        cv2.resize(small * patchy, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32
    )


def _stain(tone: F32, rng: np.random.Generator) -> None:
    """A foxing spot or a tide mark: darker, with a darker rim, irregular outline."""
    height, width = tone.shape
    radius = float(rng.choice([rng.uniform(*tuning.STAIN_SMALL), rng.uniform(*tuning.STAIN_LARGE)])) * width
    x, y = float(rng.uniform(0, width)), float(rng.uniform(0, height))
    x1, x2 = max(0, int(x - 1.5 * radius)), min(width, int(x + 1.5 * radius) + 1)
    y1, y2 = max(0, int(y - 1.5 * radius)), min(height, int(y + 1.5 * radius) + 1)
    if x1 >= x2 or y1 >= y2:
        return
    across = (np.arange(x1, x2, dtype=np.float32) - np.float32(x))[None] / np.float32(radius)
    along = (np.arange(y1, y2, dtype=np.float32) - np.float32(y))[:, None] / np.float32(radius)
    rough = tuning.STAIN_ROUGH * smooth_noise(rng, y2 - y1, x2 - x1, max(4.0, 0.5 * radius))
    distance = np.sqrt(across**2 + along**2) + rough
    (edge, steep), (rim_at, rim_wide) = tuning.STAIN_EDGE, tuning.STAIN_RIM_AT
    inside = 1 / (1 + np.exp((distance - edge) * steep))
    rim = np.exp(-(((distance - rim_at) / rim_wide) ** 2))
    depth = float(rng.uniform(*tuning.STAIN_DEPTH))
    tone[y1:y2, x1:x2] *= 1 - np.float32(depth) * (inside + tuning.STAIN_RIM * rim).astype(np.float32)
