"""A page that is mirrored, turned, or scanned brighter says the same of its vignettes."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.matching.poses import Pose
from autolabelme.core.press.sorts import compose
from detector.core.inspection.findings import Vignette
from detector.core.siblings.inspection import inspect_siblings

from .conftest import Printed, strip


def mirrored(printed: Printed) -> Printed:
    width = printed.gray.shape[1]
    vignettes = [
        Vignette(
            (width - one.box[2], one.box[1], width - one.box[0], one.box[3]),
            one.label,
            compose(Pose(0.0, mirrored=True), one.pose),
        )
        for one in printed.vignettes
    ]
    return Printed(np.ascontiguousarray(printed.gray[:, ::-1]), tuple(vignettes))


def turned(printed: Printed) -> Printed:
    width = printed.gray.shape[1]
    vignettes = [
        Vignette(
            (one.box[1], width - one.box[2], one.box[3], width - one.box[0]),
            one.label,
            compose(Pose(90.0), one.pose),
        )
        for one in printed.vignettes
    ]
    return Printed(np.ascontiguousarray(np.rot90(printed.gray)), tuple(vignettes))


def brightened(printed: Printed) -> Printed:
    gray = np.clip(np.rint(30 + 0.8 * printed.gray.astype(np.float64)), 0, 255)
    return Printed(gray.astype(np.uint8), printed.vignettes)


@pytest.mark.parametrize("change", [mirrored, turned, brightened])
def test_the_same_p_whatever_the_scan(change: object) -> None:
    printed = strip(second=12)
    assert callable(change)
    other = change(printed)
    before = inspect_siblings(printed.gray, printed.vignettes)
    after = inspect_siblings(other.gray, other.vignettes)
    p = [[one.vignette.p for one in found.judged] for found in (before, after)]
    assert np.allclose(np.log10(p[0]), np.log10(p[1]), atol=0.15)
    assert [one.kind for one in before.findings] == [one.kind for one in after.findings]
