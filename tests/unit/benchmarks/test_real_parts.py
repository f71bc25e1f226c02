"""The benchmark on real scans: reading strips, the second generator, tables without a book."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from autolabelme.core.image_io import write_image
from autolabelme.core.press.sorts import posed_ink
from benchmarks.real_parts.edits import soft_cut
from benchmarks.real_parts.lines import auroc
from benchmarks.real_parts.strips import POSES, read_strips
from benchmarks.real_parts.tables import Untouched, make_table
from detector.core.siblings.params import SIDES


def test_strips_of_a_folder_are_read_and_an_absent_one_is_none(tmp_path: Path) -> None:
    write_image(tmp_path / "book_f3.png", np.full((60, 400), 220, np.uint8))
    boxes = [
        ["mir" if number % 2 else "id", 10 + 30 * number, 5, 38 + 30 * number, 40] for number in range(9)
    ]
    (tmp_path / "n1.json").write_text(json.dumps({"page": "book_f3.png", "label": "a", "boxes": boxes}))
    (tmp_path / "n2.json").write_text(json.dumps({"page": "book_f3.png", "label": "b", "boxes": boxes[:5]}))
    (strip,) = read_strips(tmp_path, tmp_path / "absent")
    assert (strip.name, strip.book, len(strip.boxes)) == ("n1", "book", 9)
    assert strip.vignettes()[1].pose.mirrored and not strip.vignettes()[0].pose.mirrored
    assert read_strips(tmp_path / "absent", tmp_path / "absent") == ()


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("tr", lambda ink: ink.T),
        ("atr", lambda ink: ink[::-1, ::-1].T),
        ("flip", lambda ink: ink[::-1]),
        ("rot90", np.rot90),
    ],
)
def test_the_words_of_poses_are_ours(name: str, by_hand: object) -> None:
    assert callable(by_hand)
    ink = np.random.default_rng(0).random((6, 6)).astype(np.float32)
    assert np.allclose(posed_ink(ink, POSES[name]), by_hand(ink), atol=1e-6)


def test_a_soft_cut_takes_ink_from_one_stroke() -> None:
    gray = np.full((80, 80), 230, np.float32)
    gray[:, 36:44] = 30
    ink = (230 - gray) / 200
    put: list[np.ndarray] = []
    page = SimpleNamespace(
        ink=lambda box: ink,
        mask=lambda box: ink > 0.5,
        blank=lambda box, rng: np.full_like(gray, 230),
        put=lambda box, values, alpha: put.append(alpha),
    )
    assert soft_cut(page, (0, 0, 80, 80), np.random.default_rng(1))
    (alpha,) = put
    assert alpha.max() == pytest.approx(0.8)
    rows = np.flatnonzero((alpha[:, 36:44] > 0.4).any(axis=1))
    assert 3 <= len(rows) <= 16 and np.ptp(rows) + 1 == len(rows)


def test_auroc_counts_ties_half() -> None:
    assert auroc(np.array([2.0, 3.0]), np.array([0.0, 1.0])) == 1.0
    assert auroc(np.array([1.0]), np.array([1.0])) == 0.5


def test_a_table_holds_every_untouched_score() -> None:
    rng = np.random.default_rng(3)
    strips = []
    for number in range(4):
        logs = {side: rng.normal(number, 0.2, 20) for side in SIDES}
        strips.append(Untouched(f"book{number}", "s", (logs,), (np.ones(20, dtype=bool),)))
    table = make_table(strips)
    assert table.books == 4 and len(table.combined.scores) == 80
    assert all(0.1 < table.usual[side] < 0.4 for side in SIDES)
    assert abs(np.median(table.sides["cut"].scores)) < 0.3
