"""Pictures of a report: as fine as paper shows, marked where a finding is, in rows that fit the page."""

from __future__ import annotations

import re

import numpy as np
import pytest
from markupsafe import Markup

from autolabelme.core import report_pictures
from autolabelme.core.report_pictures import (
    FULL_WIDTH,
    PICTURE_GAP,
    PRINT_DPI,
    Mark,
    Pictures,
    Shown,
    around,
    data_uri,
    printed,
)

RED = (200, 40, 0)


def page(height: int, width: int) -> np.ndarray:
    return np.full((height, width, 3), 255, np.uint8)


def test_a_picture_has_300_dpi_where_the_scan_has_them() -> None:
    inches = FULL_WIDTH / 72
    assert printed(page(100, 9000), FULL_WIDTH).shape[1] == round(inches * PRINT_DPI)
    assert printed(page(100, 1500), FULL_WIDTH).shape == (100, 1500, 3), "between: left as it is"
    assert printed(page(10, 50), FULL_WIDTH).shape[1] == round(inches * 150), "coarse: enlarged smoothly"


def test_a_mark_stands_where_its_place_is_printed() -> None:
    pixels = printed(page(400, 400), 192, (Mark((100, 200, 150, 260), RED, "7"),))
    red = (pixels == RED).all(axis=2)
    scale = pixels.shape[0] / 400
    rows, columns = np.nonzero(red)
    assert columns.max() / scale == pytest.approx(150, abs=6) and rows.max() / scale == pytest.approx(
        260, abs=6
    )
    inside = red[round(206 * scale) : round(254 * scale), round(106 * scale) : round(144 * scale)]
    assert not inside.any(), "what is marked is seen"


def test_corners_leave_the_edges_open() -> None:
    pixels = printed(page(400, 400), 192, (Mark((100, 100, 300, 300), RED, corners=True),))
    scale = pixels.shape[0] / 400
    middle = pixels[:, round(200 * scale)]
    assert (middle == 255).all()
    assert ((pixels == RED).all(axis=2)).sum() > 50


def test_the_number_of_a_place_at_the_edge_stays_on_the_picture() -> None:
    pixels = printed(page(300, 300), 144, (Mark((290, 0, 300, 8), RED, "12"),))
    white = (pixels == 255).all(axis=2)
    red = (pixels == RED).all(axis=2)
    rows, columns = np.nonzero(red)
    assert red.sum() > 100 and (white[rows.min() : rows.max(), columns.min() : columns.max()]).any()


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_row_fits_the_page_and_is_equally_high(count: int) -> None:
    pictures = Pictures()
    row = pictures.row([Shown(f"<{n}>", page(100, 80 + 60 * n)) for n in range(count)], height=200)
    widths = [int(width) for width in re.findall(r'<img src="\w+" width="(\d+)"', row)]
    heights = {int(height) for height in re.findall(r'height="(\d+)" alt', row)}
    assert sum(widths) + PICTURE_GAP * (count - 1) <= FULL_WIDTH + count
    assert len(heights) == 1 and heights.pop() <= 200
    assert f"&lt;{count - 1}&gt;" in row and len(pictures.images()) == count


def test_a_caption_of_markup_stays_and_its_picture_is_described_without() -> None:
    row = Pictures().row([Shown(Markup("<b>Page</b><br>a &amp; b"), page(9, 9))], height=50)
    assert "<b>Page</b>" in row and "<" not in re.findall(r'alt="([^"]*)"', row)[0]


def test_small_pictures_stand_right_of_narrow_ones_and_below_wide_ones() -> None:
    small = [Shown("s", page(50, 50))] * 3
    narrow = Pictures().beside([Shown("a", page(100, 100))] * 2, small, height=172)
    wide = Pictures().beside([Shown("a", page(100, 300))] * 2, small, height=172)
    assert narrow.count("<table") > wide.count("<table") == 2
    assert "<img" not in Pictures().beside([], [], height=172)


def test_all_pictures_together_are_kept_within_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_pictures, "MOST_PIXELS", 40_000)
    pictures = Pictures()
    pictures.row([Shown("a", page(300, 300)), Shown("b", page(300, 300))], height=90)
    shapes = [one.shape for one in pictures.images().values()]
    assert sum(height * width for height, width, _ in shapes) <= 41_000
    assert shapes[0] == shapes[1]


def test_what_is_cut_out_about_a_place_shows_its_surroundings() -> None:
    box, (rows, columns) = around((100, 100, 110, 110), (400, 400), 80)
    assert (rows.stop - rows.start, columns.stop - columns.start) == (80, 80)
    assert (box[0] + columns.start, box[1] + rows.start) == (100, 100)
    _, (rows, columns) = around((0, 0, 10, 10), (400, 400), 80)
    assert (rows.start, columns.start, rows.stop) == (0, 0, 80), "moved, not narrowed"
    _, (rows, columns) = around((500, 10, 520, 30), (400, 400), 80)
    assert rows.stop == columns.stop == 0, "beyond the picture"


def test_photographs_are_embedded_as_jpeg_small_pictures_as_they_are() -> None:
    assert data_uri(np.zeros((20, 20), np.uint8)).startswith("data:image/png")
    assert data_uri(np.zeros((400, 400, 3), np.uint8)).startswith("data:image/jpeg")
