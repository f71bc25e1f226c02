"""No print is left out of a pair's comparison without a word: lost strips, text, a picture's end."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from autolabelme import __main__ as entry
from autolabelme.core.arrays import U8, Bool, to_gray
from autolabelme.core.image_io import read_rgb, write_image
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.press.typeset import OrnamentParams, ornament
from autolabelme.core.press.wear import PRINTS
from benchmarks.pairs_parts.strips import DEPTHS, KINDS, SIDES, edited
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.file_inspection import Done, inspect_file, write_inspection
from detector.core.inspection.left_out import Compared, compared
from detector.core.inspection.maps import dimmed
from detector.core.inspection.pair import Inks, inks_of
from detector.core.inspection.params import InspectParams

TOP, BOTTOM, LEFT, RIGHT = 80, 374, 80, 638
"""Where the ornament is printed."""
BLOCKS = Path(__file__).parents[6] / "shared" / "blocks"
WOODCUTS = pytest.mark.skipif(not (BLOCKS / "12_1560.jpg").is_file(), reason="the real woodcuts are not here")


@cache
def printed(seed: int) -> U8:
    """An ornament of 24 vignettes, at one place in every print; (453, 717)."""
    sorts = load_sorts()
    params = OrnamentParams(width=600, labels=3, size_low=50, size_high=80)
    layout = ornament(sorts, params, np.random.default_rng(5))
    return to_gray(print_page(layout, sorts, PRINTS["clean"].replace(skew_deg=0.0), seed=seed).rgb)


def frame() -> Bool:
    where = np.zeros(printed(1).shape, dtype=np.bool_)
    where[TOP:BOTTOM, LEFT:RIGHT] = True
    return where


def with_strip(kind: str, side: str, depth: float) -> tuple[U8, list[int]]:
    return edited(printed(1), frame(), side, depth, kind, np.random.default_rng(3))


def told(inks: Inks) -> Compared:
    return compared((inks.first, inks.second), inks.shown, inks.inside, inks.corners, (1.0, 1.0))


def touches(box: tuple[float, ...], other: list[int]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_strip_that_one_print_lost_or_has_turned_round_is_compared(kind: str, side: str) -> None:
    for depth in DEPTHS:
        picture, box = with_strip(kind, side, depth)
        inks = inks_of(picture, printed(2))
        strip = np.zeros_like(inks.inside)
        strip[box[1] : box[3], box[0] : box[2]] = True
        strip &= frame()
        assert (inks.inside & strip).sum() > 0.85 * strip.sum(), (kind, side, depth)
        assert side not in {one.side for one in told(inks).left_out}


@pytest.mark.parametrize(("kind", "side", "depth"), [("blank", "head", 0.05), ("turned", "foot", 0.12)])
def test_such_a_strip_is_found(kind: str, side: str, depth: float) -> None:
    picture, box = with_strip(kind, side, depth)
    seen = inspect_pair(picture, printed(2))
    assert any(touches(one.box, box) for one in seen.findings)
    assert seen.conclusion.found


def with_line(gray: U8, book: int, y: int) -> U8:
    """A line of 30 letters of a book at `y`."""
    page, rng = gray.copy(), np.random.default_rng(book)
    for x in np.linspace(LEFT + 15, RIGHT - 30, 30) + rng.uniform(-5, 5, 30):
        across, down = rng.integers(-6, 7, 2), rng.integers(2, 18)
        cv2.line(page, (int(x), y), (int(x + across[0]), y + 19), 45, 4)
        cv2.line(page, (int(x) - 5, int(y + down)), (int(x) + 6, int(y + down)), 45, 3)
    return page


def test_text_that_is_not_compared_is_told_with_its_side_and_why() -> None:
    first = with_line(with_line(printed(1), 1, TOP - 40), 3, BOTTOM + 25)
    second = with_line(printed(2), 2, TOP - 40)
    seen = told(inks_of(first, second))
    assert {(one.side, one.why) for one in seen.left_out} == {("head", "different"), ("foot", "ornament")}
    assert all(15 <= one.depth_px <= 30 for one in seen.left_out)
    other_way = told(inks_of(second, first))
    assert {(one.side, one.why) for one in other_way.left_out} == {
        ("head", "different"),
        ("foot", "reference"),
    }


def test_what_does_not_differ_is_not_said_of_what_was_not_compared() -> None:
    rare = InspectParams(false_alarms=0.0005)
    first, second = (with_line(printed(book), book, TOP - 40) for book in (1, 2))
    seen = inspect_pair(first, second, rare, dpi=254.0)
    assert seen.conclusion.kind == "nothing"
    # What a verdict does not speak of is read before it.
    assert re.match(r"\d+% of the ink was not compared; does not differ", seen.verdict)
    assert any(
        note.endswith("mm at the head were not compared: the two pictures show different things there")
        for note in seen.notes
    )
    plain = inspect_pair(printed(1), printed(2), rare)
    assert plain.conclusion.kind == "nothing" and "not compared" not in plain.verdict


def test_every_inked_pixel_is_compared_or_counted() -> None:
    """Whatever the two pictures are: the told share is that of the ink outside of what was compared."""
    rng = np.random.default_rng(4)
    for number in range(5):
        picture, _ = with_strip("blank", SIDES[number % 4], float(rng.uniform(0.03, 0.4)))
        valid = np.ones(picture.shape, dtype=np.bool_)
        valid[:, : int(rng.integers(0, 200))] = False
        inks = inks_of(picture, with_line(printed(2), number, TOP - 40), valid)
        printed_there = [inks.first > 0.4, (inks.second > 0.4) & inks.shown]
        beyond = sum(int((one & ~inks.inside).sum()) for one in printed_there)
        share = beyond / sum(int(one.sum()) for one in printed_there)
        seen = told(inks)
        assert seen.share == pytest.approx(share)
        assert sum(one.share for one in seen.left_out) <= share + 1e-9
        # Only what is too little to be told on any side may be missing from the sides.
        assert sum(one.share for one in seen.left_out) >= share - 4 * 0.003


def test_an_ornament_that_reaches_its_picture_s_end_is_told_to_be_cut() -> None:
    part = np.s_[TOP:BOTTOM, LEFT:RIGHT]
    seen = told(inks_of(np.ascontiguousarray(printed(1)[part]), np.ascontiguousarray(printed(2)[part])))
    assert {one.why for one in seen.left_out} == {"edge"}
    valid = np.ones(printed(1).shape, dtype=np.bool_)
    valid[:, : LEFT + 60] = False
    cut = told(inks_of(printed(1), printed(2), valid)).left_out
    assert [(one.side, one.why) for one in cut] == [("left", "unreached")]


def test_what_was_not_compared_is_faded_and_what_was_is_left_as_it_is() -> None:
    rgb = np.full((40, 60, 3), 20, dtype=np.uint8)
    shown = dimmed(rgb, (((10.0, 10.0), (50.0, 10.0), (50.0, 30.0), (10.0, 30.0)),))
    assert (shown[15:25, 15:45] == 20).all()
    assert (shown[:8] > 100).all() and (shown[33:] > 100).all() and (shown[:, :8] > 100).all()
    assert dimmed(rgb, ()) is rgb


def test_findings_and_report_say_what_was_not_compared(tmp_path: Path) -> None:
    suspect = write_image(tmp_path / "s.png", with_line(printed(1), 1, TOP - 40))
    reference = write_image(tmp_path / "r.png", with_line(printed(2), 2, TOP - 40))
    done = inspect_file(suspect, InspectParams(), reference=reference)
    assert isinstance(done, Done)
    write_inspection(done, tmp_path / "out")
    record = json.loads((tmp_path / "out" / "findings.json").read_text())
    assert [one["side"] for one in record["compared"]["left_out"]] == ["head"]
    assert len(record["compared"]["outlines"][0]) >= 4
    html = (tmp_path / "out" / "report.html").read_text()
    assert "were not compared: the two pictures show different things there" in html
    assert "Faded: what was not compared." in html
    boxes = to_gray(read_rgb(tmp_path / "out" / "boxes.png"))
    assert np.abs(boxes.astype(int) - to_gray(done.rgb)).max() > 60


@WOODCUTS
@pytest.mark.parametrize(
    ("kind", "side", "depth"),
    [
        ("blank", "head", 0.03),
        ("blank", "foot", 0.07),
        ("blank", "left", 0.05),
        ("blank", "right", 0.12),
        ("turned", "head", 0.07),
        ("turned", "foot", 0.05),
    ],
)
def test_a_strip_of_a_real_woodcut_is_found_on_the_command_line(
    kind: str, side: str, depth: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late, early = (to_gray(read_rgb(BLOCKS / f"12_{year}.jpg")) for year in (1560, 1538))
    where = np.zeros(late.shape, dtype=np.bool_)
    where[44:1120, 52:912] = True
    picture, box = edited(late, where, side, depth, kind, np.random.default_rng(1))
    files = [write_image(tmp_path / f"{name}.png", one) for name, one in (("s", picture), ("r", early))]
    words = ["inspect", str(files[0]), "--reference", str(files[1]), "--output", str(tmp_path / "o")]
    # A PDF would leave an application without widgets behind, in which no window's test can run.
    code = entry.main([*words, "--no-pdf", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert code == 1
    assert any(touches(tuple(one["box"]), box) for one in said["findings"])
    # The line of text above is not compared, and that is told.
    assert "head" in {one["side"] for one in said["compared"]["left_out"]}


def test_one_scan_is_told_and_two_prints_are_not() -> None:
    """A recompressed copy of a scan differs from it nowhere, which says nothing of another impression."""
    first = printed(1)
    coded = cv2.imencode(".jpg", first, [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    again = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
    half = first.copy()
    half[:, half.shape[1] // 2 :] = 225
    for suspect, reference, one in ((again, first, True), (half, first, True), (first, printed(2), False)):
        seen = inspect_pair(suspect, reference)
        assert seen.compared is not None and seen.compared.one_scan == one
        assert seen.compared.as_json()["one_scan"] == one
        assert seen.verdict.startswith("both are so alike that they may be one impression") == one
