"""What a print looks like, in numbers: fixed before the press was changed by them, and not with it.

Gain, loss, edges and counters against the siblings' median; specks, texture and spectra of the impression
itself. Nothing depends on the grey levels of ink and paper or on the design's size.
"""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32, F64, Bool
from autolabelme.core.opencv import cv2

from .paired import Impressions

_EDGE = 3
_SPECK_PX = 12
_LEAST_COUNTER_PX = 8
_BANDS = ((2.0, 3.0), (3.0, 6.0), (6.0, 12.0), (12.0, 24.0))

NAMES = (
    "gain",
    "loss",
    "deep gain",
    "deep loss",
    "gain regions",
    "loss regions",
    "size of gain",
    "size of loss",
    "white specks",
    "black specks",
    "filled counters",
    "shut counters",
    "edge sharpness",
    "edge sharpness, 10th percentile",
    "half-tones at edges",
    "raggedness",
    "edge length",
    "amount of ink",
    "texture of ink",
    "texture of paper",
    *(f"difference, {low:g}-{high:g} px" for low, high in _BANDS),
    *(f"print, {low:g}-{high:g} px" for low, high in _BANDS),
)


def features(strip: Impressions) -> F64:
    """(n, len(NAMES)) of the strip's impressions, float64, finite."""
    median = strip.median
    inner = (slice(_EDGE, -_EDGE),) * 2
    return np.array(
        [
            _of_one(laid[inner], share[inner], median[inner])
            for laid, share in zip(strip.laid, strip.share, strict=True)
        ]
    )


def _of_one(laid: F32, share: F32, median: F32) -> list[float]:
    expected, seen, own = median > 0.5, laid > 0.5, share > 0.5
    ink = max(int(expected.sum()), 1)
    gain, loss = seen & ~expected, expected & ~seen
    outside = cv2.distanceTransform((~expected).astype(np.uint8), cv2.DIST_L2, 5)
    inside = cv2.distanceTransform(expected.astype(np.uint8), cv2.DIST_L2, 5)
    gains, losses = _sizes(gain), _sizes(loss)
    return [
        _log(gain.sum() / ink),
        _log(loss.sum() / ink),
        _log((gain & (outside > 2)).sum() / ink),
        _log((loss & (inside > 2)).sum() / ink),
        _log(len(gains) / ink * 100),
        _log(len(losses) / ink * 100),
        _typical_size(gains),
        _typical_size(losses),
        _log((_sizes(~own) <= _SPECK_PX).sum() / ink * 100),
        _log((_sizes(own) <= _SPECK_PX).sum() / ink * 100),
        *_counters(expected, laid),
        *_edges(share, own),
        float(own.sum() / ink),
        *_textures(share, own),
        *_spectrum(laid - median),
        *_spectrum(share),
    ]


def _log(value: float, floor: float = 1e-3) -> float:
    return float(np.log(value + floor))


def _sizes(mask: Bool) -> F64:
    """Areas of the mask's connected regions."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return np.asarray(stats[1:, cv2.CC_STAT_AREA], dtype=np.float64)


def _typical_size(sizes: F64) -> float:
    """Log of the size of the region in which a changed pixel lies on average."""
    return float(np.log((sizes**2).sum() / sizes.sum())) if len(sizes) else 0.0


def _counters(expected: Bool, laid: F32) -> list[float]:
    """How much of the design's enclosed paper took ink, and the share of counters that are shut."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((~expected).astype(np.uint8), connectivity=4)
    height, width = expected.shape
    filled = []
    for number in range(1, count):
        x, y, w, h, area = stats[number]
        if area >= _LEAST_COUNTER_PX and x > 0 and y > 0 and x + w < width and y + h < height:
            filled.append(float((laid[labels == number] > 0.5).mean()))
    if not filled:
        return [0.0, 0.0]
    return [float(np.mean(filled)), float(np.mean(np.array(filled) > 0.8))]


def _edges(share: F32, own: Bool) -> list[float]:
    """Sharpness across the edge, half-tones along it, how ragged it is, and how long."""
    clipped = np.clip(share, -0.2, 1.2)
    slope = np.hypot(
        cv2.Sobel(clipped, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(clipped, cv2.CV_32F, 0, 1, scale=0.125)
    )
    mask = own.astype(np.uint8)
    edge = (mask > 0) & (cv2.erode(mask, np.ones((3, 3), np.uint8)) == 0)
    length = max(int(edge.sum()), 1)
    values = slope[edge] if edge.any() else np.zeros(1)
    smooth = (cv2.GaussianBlur(own.astype(np.float32), (0, 0), 1.5) > 0.5).astype(np.uint8)
    smooth_edge = (smooth > 0) & (cv2.erode(smooth, np.ones((3, 3), np.uint8)) == 0)
    half_tones = ((share > 0.25) & (share < 0.75)).sum()
    return [
        float(np.mean(values)),
        float(np.percentile(values, 10)),
        float(half_tones / length),
        float(length / max(int(smooth_edge.sum()), 1)),
        float(length / np.sqrt(max(int(own.sum()), 1))),
    ]


def _textures(share: F32, own: Bool) -> list[float]:
    """Spread of the share within solid ink and within paper, away from edges."""
    kernel = np.ones((5, 5), np.uint8)
    solid = cv2.erode(own.astype(np.uint8), kernel) > 0
    paper = cv2.dilate(own.astype(np.uint8), kernel) == 0
    return [_log(float(np.std(share[part])) if part.sum() > 9 else 0.0, 0.01) for part in (solid, paper)]


def _spectrum(values: F32) -> list[float]:
    """Log power in bands of periods."""
    height, width = values.shape
    window = np.hanning(height)[:, None] * np.hanning(width)[None]
    power = np.abs(np.fft.fft2((values - values.mean()) * window)) ** 2 / (height * width)
    radius = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width)[None])
    return [
        _log(float(power[(radius <= 1 / low) & (radius > 1 / high)].mean()), 1e-4) for low, high in _BANDS
    ]
