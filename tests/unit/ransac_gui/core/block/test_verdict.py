"""The verdict of a laid pair: what decides, what it says, what is kept."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.press.recut import recut
from autolabelme.core.press.sample import ornament_image
from autolabelme.core.reading import read_object
from ransac_gui.core.block import tuning
from ransac_gui.core.block.elsewhere import Elsewhere
from ransac_gui.core.block.kinds import JOINING, KIND_OF
from ransac_gui.core.block.likelihood import Likelihood, Seen, Size, Weighed, bundled, fit
from ransac_gui.core.block.pieces import FromPieces, Pieces
from ransac_gui.core.block.shift import laid_off, repeat_of, units_off
from ransac_gui.core.block.units import Wholes
from ransac_gui.core.block.verdict import BlockVerdict, decide, read_record, verdict_of
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.prepare import Working, ink_of, working

TABLE = Likelihood(1e-4, 0.12, 0.25, (0.002, 0.005), 2.0, tuple(np.linspace(-0.6, 0.6, 19)))
LARGE = Size(1400.0, 5.0, 0.9, 51.0)
OTHER = 0.3
"""Share of confirmed places of another design."""


def decided(
    odds: float | None,
    confirmed: float = 1.0,
    units: int = 0,
    again: float = 0.0,
    finer: float = 0.0,
    doubt: str = "",
    within: float = 1.0,
    turned: float | None = None,
    as_wholes: Wholes = Wholes.NO,
) -> str:
    weighed = None if odds is None else Weighed(odds, odds + finer)
    pieces = FromPieces(Pieces(again, again), Pieces(*2 * (again if turned is None else turned,)))
    return decide(
        weighed,
        lambda: confirmed,
        lambda: units,
        lambda: doubt,
        lambda: pieces,
        lambda: within,
        as_wholes,
    )


def kind(*args: Any, **named: Any) -> str:
    return KIND_OF[decided(*args, **named)]


def printed(ink: F32, seed: int, gain: float = 0.0) -> Working:
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    need = 0.5 - gain + 0.12 * rag / rag.std()
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - need)))
    gray = np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)
    return working(gray, 1600)


def still(image: Working) -> WarpMap:
    return WarpMap(image.width, image.height, np.eye(3)[None])


def test_each_kind_has_its_reason() -> None:
    assert kind(-3.0) == "same block"
    assert kind(0.5) == kind(-0.5) == "cannot tell"
    assert kind(-3.0, finer=1.5) == "cannot tell"  # the finest hand alone is not refused
    assert kind(3.0) == "close copy"
    assert kind(3.0, OTHER) == kind(3.0, OTHER, again=0.95) == "another"
    assert kind(3.0, doubt="waves") == kind(3.0, again=0.95, doubt="inked") == "cannot tell"
    assert kind(-3.0, doubt="inked") == "same block"
    assert kind(-3.0, units=1) == kind(0.8, units=-1) == "cannot tell"
    assert kind(None) == "cannot tell"


def test_set_again_needs_parts_that_come_again_and_parts_that_move_together() -> None:
    likely, clearly = Wholes.LIKELY, Wholes.CLEARLY
    assert decided(3.0, again=0.95, as_wholes=likely) == "set again"
    for wholes in Wholes:  # sorts of another design, laid on each other, move anyhow
        assert decided(3.0, OTHER, again=0.95, as_wholes=wholes) == "another"
    # A worn picture of two hides that pieces come again: the other says so.
    assert decided(3.0, again=0.95, turned=0.5, as_wholes=likely) == "set again"
    assert decided(3.0, again=0.5, turned=0.95, as_wholes=likely) == "set again"
    # Off within the pieces, too: worn sorts, or one block.
    assert decided(3.0, again=0.95, within=1.6, as_wholes=likely) == "set or cut"
    assert decided(3.0, again=0.95, within=1.6, as_wholes=clearly) == "set again"  # as the real strip
    assert decided(3.0, again=0.95, within=2.5, as_wholes=likely) == "copy"  # its pieces are bent, too
    # One of the two alone leaves a copy the likelier.
    assert decided(3.0, again=0.95) == decided(3.0, again=0.95, within=1.6) == "cut or set"
    assert decided(3.0, as_wholes=clearly) == "cut or set"
    assert decided(3.0, as_wholes=likely) == decided(3.0, again=0.95, turned=0.5, within=1.6) == "copy"
    assert KIND_OF["set or cut"] == "set again" and KIND_OF["cut or set"] == "close copy"


def test_pieces_may_have_moved_where_the_residual_does_not_tell() -> None:
    likely, clearly = Wholes.LIKELY, Wholes.CLEARLY
    assert decided(0.5, again=0.95, as_wholes=clearly) == "set again"
    assert decided(0.5, again=0.95, as_wholes=likely) == "may be set"
    assert decided(-3.0, again=0.95, as_wholes=likely) == "may be set"
    assert decided(0.5, again=0.5, as_wholes=clearly) == decided(0.5, again=0.95) == "between"
    assert decided(0.5, again=0.95, doubt="waves", as_wholes=clearly) == "waves"
    assert KIND_OF["may be set"] == "cannot tell" and "may be set" not in JOINING


def test_more_residual_never_speaks_for_one_block() -> None:
    for size in (LARGE, Size(200.0, 4.0, 0.8, 17.0)):
        weighed = [TABLE.weighed(px, size) for px in np.geomspace(0.01, 40, 60)]
        told = np.minimum([one.copy for one in weighed], math.log(tuning.ODDS))
        assert np.all(np.diff(told) >= -1e-9) and told[-1] == math.log(tuning.ODDS)
        assert all(one.finest >= one.copy for one in weighed)
    usual = TABLE.expected_px(LARGE)
    assert TABLE.weighed(usual, LARGE).finest < -math.log(tuning.ODDS)
    assert TABLE.weighed(10, LARGE).copy > math.log(tuning.ODDS)


def test_a_small_ornament_is_not_told_by_what_a_large_one_is() -> None:
    small = Size(60.0, 5.0, 0.7, 13.0)
    weighed = TABLE.weighed(TABLE.expected_px(small), small)
    assert abs(weighed.copy) < math.log(tuning.ODDS) and abs(weighed.finest) < math.log(tuning.ODDS)


def test_less_than_is_expected_gives_no_power_that_the_picture_has_not() -> None:
    """Two initials of 100 px on one page once were one block, and a copy 0.00 px off would have been seen."""
    initial, table = Size(100.0, 10.0, 0.7, 13.0), bundled()
    assert table.expected_px(initial) > 1.0
    for left in (0.2, 0.3, 0.6):
        weighed = table.weighed(left, initial)
        assert weighed.finest > -math.log(tuning.ODDS) and weighed.copy < math.log(tuning.ODDS)
        assert table.told_px(left, initial) > left


def test_the_smallest_moves_that_would_have_been_seen_are_those_that_are_refused() -> None:
    for size in (LARGE, Size(300.0, 4.0, 0.8, 21.0), Size(150.0, 4.0, 0.8, 13.0)):
        for left in (0.6, 1.0, 1.6):
            residual = left * TABLE.expected_px(size)
            told = TABLE.told_px(residual, size)
            hand = told / TABLE.moved / size.side_px
            for share, refused in ((0.9, False), (1.1, True)):
                one = dataclasses.replace(TABLE, hands=(share * hand, 1.0))
                assert (one.weighed(residual, size).finest < -math.log(tuning.ODDS)) is refused
    # A smaller picture, or one that fits worse, shows less; in shares of its own length.
    sizes = (LARGE, Size(200.0, 5.0, 0.8, 13.0))
    shares = [TABLE.told_px(TABLE.expected_px(size), size) / size.side_px for size in sizes]
    assert shares[0] < shares[1]
    assert TABLE.told_px(0.5, LARGE) < TABLE.told_px(1.0, LARGE)


def test_p_same_is_a_share_of_pairs_with_a_floor() -> None:
    assert TABLE.p_same(9.0) == pytest.approx(1 / 20)
    assert TABLE.p_same(-9.0) == 1.0
    table = bundled()
    assert len(table.pairs) >= 14 and table.hands == tuple(sorted(table.hands))
    assert all(table.p_same(value) > 1 / (len(table.pairs) + 1) for value in table.pairs)


def test_the_table_of_made_pairs_has_what_they_were_made_with() -> None:
    rng = np.random.default_rng(3)
    same = []
    for _ in range(60):
        size = Size(float(rng.uniform(200, 1500)), float(rng.uniform(2, 6)), 0.85, float(rng.uniform(13, 51)))
        same.append(Seen(TABLE.expected_px(size) * math.exp(rng.normal(0, 0.3)), size))
    copies = [Seen(math.hypot(0.004 * s.size.side_px, TABLE.expected_px(s.size)), s.size) for s in same]
    found = fit(same, same[:9], [(0.008, copies)])
    assert found.spread == pytest.approx(0.3, abs=0.1) and len(found.pairs) == 9
    assert found.hands[0] == pytest.approx(0.004, rel=0.1) and found.moved == pytest.approx(2.0, rel=0.1)
    assert found.expected_px(LARGE) == pytest.approx(TABLE.expected_px(LARGE), rel=0.2)


def test_impressions_of_one_block_and_a_copy_of_it_are_told() -> None:
    gray = cv2.resize(read_gray(ornament_image()), (900, 384), interpolation=cv2.INTER_AREA)
    block = ink_of(np.asarray(gray))
    reference = printed(block, 1)
    for source, kind in ((printed(block, 2, 0.05), "same block"), (printed(recut(block, "poor", 1), 2), "")):
        found = verdict_of(source, reference, still(reference))
        assert found.kind == kind if kind else found.kind in ("close copy", "set again", "another")
        assert found.residual_px is not None and found.p_same is not None
        stated = found.as_json(dpi=300.0)
        assert stated["residual_mm"] == pytest.approx(found.residual_px / 300 * 25.4, abs=1e-4)
        assert found.as_json(None)["residual_mm"] is None
        assert list(stated) == [
            "kind",
            "p_same",
            "residual_px",
            "residual_mm",
            "smallest_told_px",
            "smallest_told_mm",
            "unmatched_reference",
            "unmatched_source",
            "ncc",
            "elsewhere",
            "two_sheets",
            "words",
        ]


def test_a_part_of_another_block_is_spoken_of() -> None:
    """A verdict of one block may not keep silent about a fifth of the picture."""
    gray = cv2.resize(read_gray(ornament_image()), (900, 384), interpolation=cv2.INTER_AREA)
    block = ink_of(np.asarray(gray))
    changed = block.copy()
    changed[:, 700:] = block[::-1, :200]
    reference = printed(block, 1)
    for ink, words in ((block, False), (changed, True)):
        source = printed(ink, 2, 0.05)
        found = verdict_of(source, reference, still(reference))
        assert found.kind == "same block" and found.elsewhere is not None
        assert found.elsewhere.notable == words
        assert ("is not the same on both" in found.as_json(None)["words"]) == words
        # The window shows two lines: what the verdict does not rest on is read first, as a doubt.
        assert found.as_json(None)["words"].startswith("But ") == words == found.wants_a_look
    assert found.elsewhere.box is not None
    x1, _, x2, _ = found.elsewhere.box
    assert 650 <= x1 < x2 <= 900


def test_one_scan_is_no_second_impression() -> None:
    gray = cv2.resize(read_gray(ornament_image()), (900, 384), interpolation=cv2.INTER_AREA)
    reference = printed(ink_of(np.asarray(gray)), 1)
    coded = cv2.imencode(".jpg", reference.gray, [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    again = working(np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), dtype=np.uint8), 1600)
    found = verdict_of(again, reference, still(reference))
    assert "pictured twice" in found.as_json(None)["words"]
    assert found.wants_a_look
    other = verdict_of(printed(ink_of(np.asarray(gray)), 2), reference, still(reference))
    assert "pictured twice" not in other.as_json(None)["words"]
    assert not other.wants_a_look


def test_a_strip_laid_one_unit_off_is_found_and_said() -> None:
    rng = np.random.default_rng(5)
    unit = (cv2.GaussianBlur(rng.standard_normal((60, 70)).astype(np.float32), (0, 0), 3) > 0.05).astype(
        np.float32
    )
    strip = np.zeros((100, 560), np.float32)
    strip[20:80, 30:520] = np.tile(unit, (1, 7))
    reference, source = printed(strip, 1), printed(strip, 2)
    repeat = repeat_of(reference)
    assert repeat is not None and repeat.length == pytest.approx(70, abs=2)
    right = still(reference)
    off = right.shifted((-70.0, 0.0))
    assert units_off(source, reference, right, repeat) == 0
    assert units_off(source, reference, off, repeat) == 1
    said = laid_off(source.gray, reference.gray, off)
    assert said is not None and said.units == 1
    assert laid_off(source.gray, reference.gray, right) is None
    pairs = np.array(said.landmarks(off))
    np.testing.assert_allclose(pairs[:, 2:], pairs[:, :2], atol=2)
    found = verdict_of(source, reference, off)
    assert found.kind == "cannot tell" and "laid off by 1 × that" in found.as_json(None)["words"]


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    moves = np.array([[10, 20, 0.5, -0.25]], np.float32)
    part = Elsewhere(0.125, (10.0, 20.0, 300.5, 200.0))
    verdict = BlockVerdict("fine", 0.05, 2.5, 4.5, 0.1, 0.2, 0, 0.0, moves, 0.9, part)
    path = tmp_path / "v.json"
    path.write_text(json.dumps(verdict.as_record(300.0)))
    again = read_record(read_object(path))
    assert verdict.as_json(300.0)["smallest_told_mm"] == pytest.approx(4.5 / 300 * 25.4, abs=1e-4)
    assert "0.381 mm" in verdict.as_json(300.0)["words"] and "4.50 px" in verdict.as_json(None)["words"]
    assert again.as_json(300.0) == verdict.as_json(300.0) and np.array_equal(again.moves, moves)
    for field, value in (
        ("why", "no"),
        ("moves", [[1, 2]]),
        ("moves", [["a", 1, 2, 3]]),
        ("p_same", "x"),
        ("box", {"share": 0.1, "box": [1, 2]}),
    ):
        changed = {"elsewhere" if field == "box" else field: value}
        path.write_text(json.dumps(verdict.as_record(300.0) | changed))
        with pytest.raises(InputError, match=field):
            read_record(read_object(path))
