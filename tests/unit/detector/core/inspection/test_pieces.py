"""What hangs together of lost ink, and thin ink that leaves no gap."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32
from detector.core.inspection.damage import SPOT_MEASURES, spots
from detector.core.inspection.pieces import PIECE_MEASURES, alone, piece_measures

ROW = 50


def paper() -> F32:
    return np.zeros((100, 140), dtype=np.float32)


def line(*, left: int = 40, right: int = 80, thick: int = 2) -> F32:
    ink = paper()
    ink[ROW : ROW + thick, left:right] = 1
    return ink


def measured(without: F32, having: F32, x: int, y: int) -> dict[str, float]:
    values = piece_measures(without, having, np.array([x]), np.array([y]))
    return {name: float(value[0]) for name, value in zip(PIECE_MEASURES, values, strict=True)}


def size(logarithm: float) -> float:
    """Pixels of what is measured as a logarithm."""
    return round(float(np.expm1(logarithm)), 6)


def test_a_line_of_two_pixels_on_bare_paper_leaves_spots_that_know_how_long_it_is() -> None:
    having, without = line(), paper()
    found = spots(without, having, np.ones(having.shape, np.bool_))
    assert len(found.x) and np.isin(found.y, (ROW, ROW + 1)).all()
    at = dict(zip(SPOT_MEASURES, found.measures.T, strict=True))
    np.testing.assert_allclose(at["area"], np.log(2 * 40 + 1))
    np.testing.assert_allclose(at["length joined"], np.log(np.hypot(39, 1) + 2))


def test_ink_lies_alone_where_the_other_has_none_within_three_pixels() -> None:
    having = line(thick=4)
    for away, lone in ((3, False), (4, True)):
        other = paper()
        other[ROW + 3 + away, :] = 1
        # Of the lowest row of the line.
        assert bool(alone(other, having)[ROW + 3, 60] > 0.5) == lone


def test_fragments_of_one_stroke_are_one_piece_where_they_are_joined() -> None:
    having, without = line(thick=4), paper()
    without[ROW : ROW + 4, 50:52] = without[ROW : ROW + 4, 66:68] = 1
    of_it = measured(without, having, 60, ROW + 1)
    # Ink within a pixel of what is left does not count as lost.
    assert size(of_it["area"]) == 4 * 12
    assert size(of_it["area joined"]) == 4 * (9 + 12 + 11)
    assert size(of_it["length joined"]) == round(float(np.hypot(39, 3)) + 1, 6)


def test_what_lies_farther_than_three_pixels_apart_on_either_side_is_two_pieces() -> None:
    having = paper()
    having[ROW : ROW + 4, 40:60] = having[ROW : ROW + 4, 67:75] = 1
    assert size(measured(paper(), having, 50, ROW)["area joined"]) == 4 * 20
    having[ROW : ROW + 4, 66] = 1
    assert size(measured(paper(), having, 50, ROW)["area joined"]) == 4 * 29


def test_faint_ink_that_is_left_in_a_piece_is_told() -> None:
    having, without = line(thick=4), paper()
    assert measured(without, having, 60, ROW)["ink left in it"] == 0
    without[ROW : ROW + 4, :] = 0.3
    assert abs(measured(without, having, 60, ROW)["ink left in it"] - 0.3) < 1e-6


def test_a_spot_takes_the_largest_piece_within_three_pixels_and_none_beyond() -> None:
    having = line()
    nearest, beyond = (measured(paper(), having, 60, ROW - away) for away in (3, 4))
    assert size(nearest["area"]) == 80
    # Grown by three pixels, joined pieces come nearer.
    assert (size(beyond["area"]), size(beyond["area joined"])) == (0, 80)
    assert beyond["ink left in it"] == 1
