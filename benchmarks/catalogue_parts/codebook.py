"""The words that features are pooled by: k-means of RootSIFT features of real zones and made ornaments.

The pairs that are only reported have no part in it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from autolabelme.core.files import atomic_write_bytes
from autolabelme.core.opencv import cv2
from benchmarks.catalogue_parts.zones import Zone
from ransac_gui.core.retrieval.describe import CODEBOOK, described_features

ROOT = Path(__file__).parents[2]
FROM_EACH, ALL = 150, 15_000
WORDS, AXES, ROUNDS = 32, 32, 8


def make(zones: Sequence[Zone]) -> None:
    """Write the bundled codebook."""
    rng = np.random.default_rng(0)
    # The strongest of each: they come first.
    found = np.concatenate([described_features(zone.picture).descriptors[:FROM_EACH] for zone in zones])
    found = found[rng.permutation(len(found))[:ALL]]
    mean = found.mean(axis=0)
    _, _, directions = np.linalg.svd(found - mean, full_matrices=False)
    axes = directions[:AXES].T
    axes = axes / np.sqrt(((found - mean) @ axes).std(axis=0) + 1e-3)
    cv2.setRNGSeed(1)
    own = np.ascontiguousarray((found - mean) @ axes, np.float32)
    ending = (cv2.TERM_CRITERIA_MAX_ITER, ROUNDS, 0.0)
    _, _, words = cv2.kmeans(own, WORDS, None, ending, 1, cv2.KMEANS_PP_CENTERS)
    stream = io.BytesIO()
    np.savez(
        stream, mean=mean.astype(np.float16), axes=axes.astype(np.float16), words=words.astype(np.float16)
    )
    atomic_write_bytes(ROOT / "resources" / CODEBOOK, stream.getvalue())
