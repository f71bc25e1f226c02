"""What of a forme prints: the softened forme against a threshold that varies from place to place.

Two recipes. *print* was matched with real strips in what ink gains and loses, in edges, counters and specks
(docs/decisions/0190). *blotches* came first and agrees with them in correlation alone: it takes away blurred
patches where type shows crisp specks. It stays as it was, since published tables and bundled weights rest on
its pages.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import F32
from ..opencv import cv2
from . import tuning
from .fields import smooth_noise
from .placement import Placed
from .wear import Wear


def take_ink(forme: F32, truth: Sequence[Placed], wear: Wear, rng: np.random.Generator) -> F32:
    """What of `forme`, float32 (H, W) 0..1, prints: float32 (H, W), 0..1."""
    return (_blotched if wear.recipe == "blotches" else _printed)(forme, truth, wear, rng)


def _printed(forme: F32, truth: Sequence[Placed], wear: Wear, rng: np.random.Generator) -> F32:
    """The recipe that was matched with real strips.

    Pages and single sorts are inked more or less, so that strokes widen or thin as a whole; edges are ragged;
    starved ink leaves specks in solids; where it lies thick it runs into counters and swells over edges.
    """
    height, width = forme.shape
    # Sorts draw for themselves: one that is missing changes nothing elsewhere on the page.
    heights, floods, thirsts, misses = rng.spawn(4)
    more, ragged, starved = (float(one) for one in rng.standard_normal(3))
    need = np.full(forme.shape, np.float32(0.5 - wear.gain - tuning.PAGE_GAIN * more))
    need += np.float32(wear.page) * _over_page(height, width, rng)
    need += np.float32(wear.sort) * _by_sort(height, width, truth, heights)
    need += np.float32(wear.patch) * smooth_noise(rng, height, width, wear.patch_px)
    _never_bare(need)
    # What the ink ball missed is rare, and prints nothing.
    missed = smooth_noise(misses, height, width, tuning.MISSED) - np.float32(tuning.MISSED_OVER)
    need += np.float32(tuning.MISSED_MORE) * np.maximum(missed, 0)
    need += np.float32(wear.rag * np.exp(tuning.PAGE_RAG * ragged)) * smooth_noise(
        rng, height, width, wear.rag_px
    )
    swelling = np.maximum(smooth_noise(rng, height, width, tuning.SWELL) - np.float32(tuning.SWELL_OVER), 0)
    near, about = _blur(forme, tuning.SOFT), _blur(forme, tuning.ABOUT)
    soft = near + np.float32(wear.swollen) * swelling * _blur(forme, tuning.SWELL_REACH)
    thick = smooth_noise(rng, height, width, tuning.THICK) + _by_sort(height, width, truth, floods)
    need -= (
        np.float32(wear.flooded)
        * np.maximum(thick - np.float32(tuning.THICK_OVER), 0)
        * np.clip(tuning.COUNTERS[0] * about - tuning.COUNTERS[1], 0, 1)
    )
    # Thin lines bear all of the press's force: specks are in solids.
    thirst = smooth_noise(rng, height, width, tuning.STARVED) * np.float32(tuning.STARVED_SPREAD)
    thirst += np.float32(tuning.SORT_STARVED) * _by_sort(height, width, truth, thirsts)
    thirst = np.exp(thirst + np.float32(tuning.PAGE_STARVED * starved)) * _age(height, width, truth)
    thirst *= np.float32(tuning.LINE_STARVED) + np.float32(1 - tuning.LINE_STARVED) * np.clip(
        tuning.SOLID[0] * about - tuning.SOLID[1], 0, 1
    )
    specks = np.maximum(smooth_noise(rng, height, width, tuning.SPECK) - np.float32(tuning.SPECK_OVER), 0)
    need += np.float32(wear.starved) * thirst * specks
    np.clip(need, tuning.LEAST_NEED, 2.0, out=need)
    ink = 1.0 / (1.0 + np.exp((need - soft) * np.float32(tuning.STEEP)))
    ink *= np.clip((soft - np.float32(tuning.NOTHING[0])) * np.float32(tuning.NOTHING[1]), 0, 1)
    for grain_px in tuning.DENSITY:
        ink *= np.clip(
            1 - np.float32(wear.density) * np.abs(smooth_noise(rng, height, width, grain_px)), 0, 1
        )
    return np.asarray(ink, dtype=np.float32)


def _never_bare(need: F32) -> None:
    """Bend down what asks for more force than usual, in place: a sort that is set prints, if only thinly."""
    usual, most = np.float32(tuning.USUAL_NEED), np.float32(tuning.MOST_MORE)
    over = np.maximum(need - usual, 0)
    need -= over
    need += most * np.tanh(over / most)


def _over_page(height: int, width: int, rng: np.random.Generator) -> F32:
    return smooth_noise(rng, height, width, tuning.PAGE_UNEVEN * min(height, width))


def _blur(values: F32, sigma: float) -> F32:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), dtype=np.float32)


def _blotched(forme: F32, truth: Sequence[Placed], wear: Wear, rng: np.random.Generator) -> F32:
    """The first recipe.

    The threshold moves the strokes' edges (gain and loss) where it is moderate and leaves a gap where it
    exceeds 1; wide softening lets counters fill where the threshold is low.
    """
    height, width = forme.shape
    need = np.full(forme.shape, np.float32(0.5 - wear.gain))
    if wear.page:
        need += np.float32(wear.page) * _over_page(height, width, rng)
    if wear.sort:
        need += np.float32(wear.sort) * _by_sort(height, width, truth, rng)
    if wear.patch:
        # The press bears on a thin line with all its force and on a solid with little for each place:
        # solids print mottled, lines do not.
        solid = _local_cover(forme)
        patches = smooth_noise(rng, height, width, wear.patch_px) * _age(height, width, truth)
        need += (
            np.float32(wear.patch)
            * patches
            * (np.float32(tuning.LINE_SHARE) + np.float32(tuning.SOLID_SHARE) * solid)
        )
    if wear.rag:
        need += np.float32(wear.rag) * smooth_noise(rng, height, width, wear.rag_px)
    near, about = (cv2.GaussianBlur(forme, (0, 0), sigma) for sigma in tuning.BLOTCH_SOFT)
    soft = tuning.BLOTCH_NEAR * near + (1 - tuning.BLOTCH_NEAR) * about
    np.maximum(need, np.float32(tuning.BLOTCH_LEAST), out=need)
    ink = 1.0 / (1.0 + np.exp((need - soft) * np.float32(tuning.BLOTCH_STEEP)))
    # Away from strokes nothing prints, however strong the pressure.
    ink *= np.clip(soft * np.float32(tuning.BLOTCH_NOTHING), 0.0, 1.0)
    if wear.density:
        ink *= np.clip(
            1.0 - np.float32(wear.density) * np.abs(smooth_noise(rng, height, width, 2 * wear.patch_px)), 0, 1
        )
    return np.asarray(ink, dtype=np.float32)


def _local_cover(forme: F32) -> F32:
    """Share of ink within about 8 px of each pixel, float32 (H, W)."""
    height, width = forme.shape
    small = cv2.resize(forme, (width // 4 + 1, height // 4 + 1), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 2.0)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _age(height: int, width: int, truth: Sequence[Placed]) -> F32:
    """1 on vignettes and `tuning.TYPE_SHARE` elsewhere, float32 (H, W)."""
    field = np.full((height // 8 + 1, width // 8 + 1), np.float32(tuning.TYPE_SHARE))
    for one in truth:
        x1, y1, x2, y2 = one.box
        field[max(0, int(y1 // 8)) : int(y2 // 8) + 1, max(0, int(x1 // 8)) : int(x2 // 8) + 1] = 1.0
    enlarged = cv2.resize(field, (field.shape[1] * 8, field.shape[0] * 8), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(enlarged[:height, :width], dtype=np.float32)


def _by_sort(height: int, width: int, truth: Sequence[Placed], rng: np.random.Generator) -> F32:
    """One value a sort, soft at its border: some stand lower in the forme and take less ink."""
    field = np.zeros((height // 4 + 1, width // 4 + 1), np.float32)
    for one in truth:
        x1, y1, x2, y2 = (max(0, round(edge / 4)) for edge in one.box)
        field[y1:y2, x1:x2] = rng.standard_normal(dtype=np.float32)
    field = np.asarray(cv2.GaussianBlur(field, (0, 0), 2.0), dtype=np.float32)
    enlarged = cv2.resize(field, (field.shape[1] * 4, field.shape[0] * 4), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(enlarged[:height, :width], dtype=np.float32)
