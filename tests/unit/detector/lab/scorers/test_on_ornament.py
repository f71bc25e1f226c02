"""A scorer's map on an ornament: high on the tampered vignette, 0 beside vignettes, fitted once."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.ornaments import size_of
from autolabelme.core.press.placement import Layout, place
from autolabelme.core.press.sorts import load_sorts
from detector.core.inspection.findings import Vignette
from detector.core.inspection.ink import Frame, canonical_crop, ink_fraction
from detector.lab.scorers.on_ornament import FittedCache, scorer_map


@pytest.mark.parametrize("victim", [0, 1])
@pytest.mark.parametrize("name", ["prototype", "change"])
def test_added_ink_shows_where_it_is_in_either_pose(name: str, victim: int) -> None:
    sort = load_sorts()[3]
    size = size_of(sort, 80)
    poses = (Pose(), Pose(180.0), Pose())
    placed = tuple(place(sort, 20.0 + 100 * k, 20.0, size, pose) for k, pose in enumerate(poses))
    layout = Layout(340, size[1] + 40, 300.0, placed)
    frame = Frame.of(*size)
    examples = []
    for seed in range(4):
        page = print_page(layout, [sort], "clean", seed)
        ink = ink_fraction(page.gray, 80.0)
        examples.append(canonical_crop(ink, Vignette(page.truth[0].box, sort.label), frame))
    kept = {sort.label: np.rint(255 * np.stack(examples)).astype(np.uint8)}
    page = print_page(layout, [sort], "clean", 9)
    vignettes = [Vignette(one.box, sort.label, pose) for one, pose in zip(page.truth, poses, strict=True)]
    # A blot off the middle, where the drawing leaves most paper: a wrong pose would show it elsewhere.
    x1, y1, x2, y2 = (round(edge) for edge in page.truth[victim].box)
    paper = cv2.boxFilter(page.gray[y1:y2, x1:x2].astype(np.float32), -1, (13, 13))
    paper[:, 24:-24] = 0
    row, column = np.unravel_index(int(paper[10:-10, 10:-10].argmax()), paper[10:-10, 10:-10].shape)
    y, x = y1 + 10 + int(row), x1 + 10 + int(column)
    rgb = page.rgb.copy()
    rgb[y - 8 : y + 9, x - 8 : x + 9] = 40
    cache, frames = FittedCache(), {sort.label: frame}
    stranger = Vignette((0.0, 0.0, 10.0, 10.0), "unknown")
    whole = scorer_map(rgb, [*vignettes, stranger], kept, frames, name, checksum="m", cache=cache)
    assert whole.shape == page.gray.shape and whole.dtype == np.float32
    blot = whole[y - 6 : y + 7, x - 6 : x + 7].mean()
    elsewhere = [whole[:, round(one.box[0]) : round(one.box[2])] for one in page.truth]
    assert all(blot > np.quantile(values, 0.95) for values in elsewhere)
    assert float(whole[:, :15].max()) == 0.0
    first = cache.fitted("m", name, kept)
    assert cache.fitted("m", name, kept) is first
    assert cache.fitted("other", name, kept) is not first


def test_no_vignettes_make_an_empty_map() -> None:
    rgb = np.full((40, 50, 3), 200, dtype=np.uint8)
    assert not scorer_map(rgb, [], {}, {}, "prototype").any()


def test_frames_must_fit_the_examples() -> None:
    from autolabelme.core.errors import MisuseError

    rgb = np.full((40, 50, 3), 200, dtype=np.uint8)
    with pytest.raises(MisuseError, match="frames"):
        scorer_map(rgb, [], {"a": np.zeros((1, 8, 8), np.uint8)}, {}, "prototype")
