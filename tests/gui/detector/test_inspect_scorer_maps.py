"""Other scorers over an ornament: each vignette's map in its place, on a scale that the normals fix."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.errors import Cancelled, InputError
from detector.core.inspection.findings import Vignette
from detector.lab.scorers.registry import SCORERS
from detector.panel.inspect.scorer_maps import list_scorers, map_of

from .scorer_motif import FRAME, printed

SIDE = 64


def an_ornament(seed: int, *, cut: bool, normals_sha256: str = "some normals") -> Any:
    """What an inspection keeps of three vignettes in a row, the middle one cut or not."""
    rng = np.random.default_rng(seed)
    gray = np.full((120, 300), 235, np.uint8)
    vignettes = []
    for number in range(3):
        ink = printed(rng, cut=cut and number == 1)
        x, y = 10 + 95 * number, 20
        rows, columns = ink.shape
        gray[y : y + rows, x : x + columns] = np.rint(235 - 205 * ink)
        m = FRAME.margin
        vignettes.append(Vignette((x + m, y + m, x + columns - m, y + rows - m), "1"))
    normals = SimpleNamespace(
        examples={"1": examples()},
        by_label={"1": SimpleNamespace(frame=FRAME)},
        model_sha256="some model",
    )
    rgb = np.repeat(gray[..., None], 3, axis=2)
    return SimpleNamespace(
        rgb=rgb,
        inspection=SimpleNamespace(normals=normals, vignettes=tuple(vignettes)),
        record=SimpleNamespace(model={"normals_sha256": normals_sha256}),
    )


def examples() -> U8:
    rng = np.random.default_rng(0)
    return np.stack([np.rint(255 * printed(rng)).astype(np.uint8) for _ in range(4)])


def test_normals_that_are_measured_anew_are_fitted_anew() -> None:
    first = map_of(an_ornament(1, cut=False, normals_sha256="before"), "naive")
    other = an_ornament(1, cut=False, normals_sha256="after")
    other.inspection.normals.examples = {"1": examples()[:, ::-1] // 2}
    assert map_of(other, "naive").maximum != first.maximum


@pytest.mark.parametrize("name", ["prototype", "naive", "congealing"])
def test_a_cut_stands_out_and_the_scale_is_that_of_the_normals(name: str) -> None:
    clean, changed = (map_of(an_ornament(seed, cut=cut), name) for seed, cut in ((1, False), (2, True)))
    assert clean.maximum == changed.maximum
    assert clean.key == f"scorer:{name}"
    assert changed.values.shape == (120, 300)
    assert clean.minimum == changed.minimum
    thirds = [float(np.percentile(changed.values[:, 100 * i : 100 * (i + 1)], 99.5)) for i in range(3)]
    assert thirds[1] > 2 * max(thirds[0], thirds[2]), thirds
    assert thirds[1] > changed.dark_below
    assert np.percentile(clean.values, 99) < min(changed.dark_below, changed.maximum / 2)
    assert not changed.blind


def test_without_normals_it_says_what_is_missing() -> None:
    done = an_ornament(1, cut=False)
    done.inspection.normals.examples = {}
    with pytest.raises(InputError, match="normal impressions"):
        map_of(done, "naive")
    done.inspection.normals = None
    with pytest.raises(InputError, match="normal impressions"):
        map_of(done, "naive")


def test_it_can_be_cancelled() -> None:
    def stop(*_args: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        map_of(an_ornament(1, cut=False), "naive", tick=stop)


def test_all_scorers_are_listed_in_their_order() -> None:
    rows = list_scorers()
    assert [row.name for row in rows] == list(SCORERS)
    assert all(row.title and row.source for row in rows)
    for row in rows:
        assert set(row.figures) <= {"miou_c", "miou_cu", "auroc", "seconds"}
        assert bool(row.figures) == bool(row.measured_on)
