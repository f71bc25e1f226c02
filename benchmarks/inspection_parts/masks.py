"""Change masks: ours, a naive difference after a homography, and least-squares congealing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, U8, Bool
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import PressPage, print_page
from autolabelme.core.press.layout import Layout, render
from autolabelme.core.press.sorts import Sort
from autolabelme.core.press.typeset import OrnamentParams, ornament, plant
from detector.core.inspection.inspector import InspectionModel, inspect
from detector.core.inspection.params import InspectParams

METHODS = (
    "ours (change network)",
    "ours (residual, in spreads)",
    "naive difference after homography",
    "least-squares congealing",
)
_IMPRESSIONS = 5
_ROUNDS = 3


@dataclass(frozen=True, eq=False)
class MaskCase:
    """A planted change: its true mask, bool (H, W), and each method's map, float32 (H, W)."""

    truth: Bool
    maps: dict[str, F32]


def mask_case(
    model: InspectionModel,
    params: InspectParams,
    sorts: Sequence[Sort],
    foreigners: Sequence[Sort],
    how: OrnamentParams,
    kind: str,
    wear: str,
    seed: int,
) -> MaskCase:
    """One ornament with one change, printed once, and normal impressions of it for the baselines."""
    rng = np.random.default_rng(seed)
    layout = ornament(sorts, how, rng)
    changed = plant(layout, sorts, [kind], rng, foreigners=foreigners)
    every = (*sorts, *foreigners)
    suspect = print_page(changed, every, wear, seed)
    normals = [print_page(layout, sorts, wear, seed + 31 * (k + 1)) for k in range(_IMPRESSIONS)]
    others = [page.gray for page in normals]
    maps = inspect(suspect.rgb, model, params, dpi=suspect.dpi).maps
    return MaskCase(
        true_mask(layout, changed, every, suspect),
        {
            METHODS[0]: np.abs(maps.change),
            METHODS[1]: maps.residual,
            METHODS[2]: naive(suspect.gray, others[0]),
            METHODS[3]: congealing(suspect.gray, others),
        },
    )


def true_mask(before: Layout, after: Layout, sorts: Sequence[Sort], page: PressPage) -> Bool:
    """Where the ink of the forme differs, on the printed page."""
    changed = np.abs(render(after, sorts) - render(before, sorts))
    x, y = page.map.grid()
    moved = cv2.remap(changed.astype(np.float32), x, y, cv2.INTER_LINEAR)
    return np.asarray(moved > 0.5, dtype=np.bool_)


def naive(suspect: U8, reference: U8) -> F32:
    """|suspect - reference| after a homography from SIFT matches, at one paper and ink level."""
    laid = by_homography(reference, suspect)
    return np.asarray(np.abs(level(suspect) - level(laid)), dtype=np.float32)


def congealing(suspect: U8, normals: Sequence[U8]) -> F32:
    """|suspect - mean of the normals| after all were congealed by least squares (affine, Cox et al. 2008).

    Each image in turn is moved to lessen its squared difference from the mean of the others; ECC is the
    least-squares step with gain and bias.
    """
    stack = [level(suspect), *(level(by_homography(image, suspect)) for image in normals)]
    for _ in range(_ROUNDS):
        for index in range(1, len(stack)):
            mean = np.mean([image for other, image in enumerate(stack) if other != index], axis=0)
            stack[index] = _step(stack[index], np.asarray(mean, dtype=np.float32))
    return np.asarray(np.abs(stack[0] - np.mean(stack[1:], axis=0)), dtype=np.float32)


def _step(image: F32, mean: F32) -> F32:
    warp = np.eye(2, 3, dtype=np.float32)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)
    try:
        _, warp = cv2.findTransformECC(mean, image, warp, cv2.MOTION_AFFINE, criteria, None, 5)
    except cv2.error:
        return image
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (image.shape[1], image.shape[0])
    moved = cv2.warpAffine(image, warp, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.float32)


def by_homography(source: U8, reference: U8) -> U8:
    """`source` laid on `reference` by SIFT, ratio test and RANSAC; as it is where that fails."""
    sift = cv2.SIFT_create(4000)
    first, one = sift.detectAndCompute(source, None)
    second, two = sift.detectAndCompute(reference, None)
    if one is None or two is None:
        return source
    pairs = cv2.BFMatcher().knnMatch(one, two, k=2)
    good = [a for a, b in (pair for pair in pairs if len(pair) == 2) if a.distance < 0.8 * b.distance]
    if len(good) < 8:
        return source
    a = np.array([first[m.queryIdx].pt for m in good])
    b = np.array([second[m.trainIdx].pt for m in good])
    matrix, _ = cv2.findHomography(a, b, cv2.RANSAC, 4.0)
    if matrix is None:
        return source
    size = (reference.shape[1], reference.shape[0])
    return np.asarray(
        cv2.warpPerspective(source, matrix, size, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8
    )


def level(gray: U8) -> F32:
    """Ink 0..1 by the picture's own paper and black."""
    paper, black = np.percentile(gray, (80, 1))
    return np.asarray(np.clip((paper - gray.astype(np.float32)) / max(1.0, paper - black), 0, 1), np.float32)


def best_miou(maps: Sequence[F32], cases: Sequence[MaskCase]) -> float:
    """The mean IoU over the cases at the one threshold that is best for them all."""
    values = np.concatenate([one[::4, ::4].ravel() for one in maps])
    levels = np.unique(np.quantile(values[values > 0], np.linspace(0.3, 0.9995, 120)))
    best = 0.0
    for threshold in levels:
        ious = []
        for one, case in zip(maps, cases, strict=True):
            mask = one >= threshold
            union = np.count_nonzero(mask | case.truth)
            ious.append(np.count_nonzero(mask & case.truth) / union if union else 1.0)
        best = max(best, float(np.mean(ious)))
    return best
