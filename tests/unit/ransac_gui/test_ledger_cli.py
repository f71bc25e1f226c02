"""`align ledger`: files, exit status, and one clear line for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from autolabelme.__main__ import main
from autolabelme.core.arrays import F32, U8
from autolabelme.core.image_io import read_gray, write_image
from autolabelme.core.opencv import cv2
from autolabelme.core.press.sample import ornament_image
from ransac_gui.core.prepare import ink_of


def printed(ink: F32, seed: int) -> U8:
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - 0.5 - 0.1 * rag / rag.std())))
    return np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three impressions, a to c; four more holes from each to the next."""
    folder = tmp_path_factory.mktemp("impressions")
    ink = ink_of(cv2.resize(read_gray(ornament_image()), (700, 300), interpolation=cv2.INTER_AREA))
    rows, columns = np.nonzero(ink > 0.6)
    rng = np.random.default_rng(1)
    for number, name in enumerate("abc"):
        write_image(folder / f"{name}.png", printed(ink, number), 300)
        for at in rng.integers(len(rows), size=4):
            cv2.circle(ink, (int(columns[at]), int(rows[at])), 7, 0.0, -1)
    (folder / "dates.csv").write_text("file,year\na.png,1700\nc.png,1740\n", "utf-8")
    write_image(folder / "blank.png", np.full((300, 700), 225, np.uint8))
    return folder


def test_three_impressions_become_a_ledger_in_the_order_of_their_breaks(
    pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(pictures / f"{name}.png") for name in ("c", "a", "blank", "b")]
    out = tmp_path / "out"
    # A known size says more than the file does: 10 mm are 100 px.
    size = ["--ruler", "0,0,100,0,10"]
    dates = ["--dates", str(pictures / "dates.csv")]
    code = main(["align", "ledger", *given, *dates, *size, "--output", str(out), "--json"])
    # The blank sheet is refused, the others are there.
    told = capsys.readouterr()
    assert code == 3 and "blank" in told.err
    value = json.loads(told.out)
    assert value == json.loads((out / "ledger.json").read_text("utf-8"))
    assert value["order"] == [["a"], ["b"], ["c"]]
    assert value["dpi"] == 254
    for event in value["events"]:
        assert event["length_mm"] == pytest.approx(event["length_px"] / 10, abs=0.01)
        assert event["length_tolerance_mm"] == 0.5
    assert [one["name"] for one in value["refused"]] == ["blank"]
    undated = next(one for one in value["impressions"] if one["name"] == "b")
    assert (undated["placed_after"], undated["placed_by"]) == (1700, 1740)
    assert {"events.csv", "matrix.csv", "report.html"} <= {path.name for path in out.iterdir()}


def test_a_picture_saved_again_is_told_first_and_moves_no_belief(
    pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = cv2.resize(read_gray(pictures / "c.png"), None, fx=0.9, fy=0.9, interpolation=cv2.INTER_AREA)
    write_image(tmp_path / "again.jpg", saved)
    given = [str(pictures / f"{name}.png") for name in "abc"]
    before = []
    for more in ([], [str(tmp_path / "again.jpg")]):
        assert main(["align", "ledger", *given, *more, "--output", str(tmp_path / "out")]) == 0
        value = json.loads((tmp_path / "out" / "ledger.json").read_text("utf-8"))
        before.append([row[:3] for row in value["before"][:3]])
    lines = capsys.readouterr().out.splitlines()
    assert not lines[0].startswith("c, again") and lines[3].startswith("c, again are so alike")
    assert value["one_scan"][0]["impressions"] == ["c", "again"] and value["order"][-1] == ["c", "again"]
    assert before[0] == before[1]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["a.png", "a.png"], "a.png: stands twice among the impressions"),
        (["a.png", "none.png"], "a.png: there is no impression to compare with"),
        (["a.png", "b.png", "--dates", "bad.csv"], "bad.csv: row 2, year: expected a number"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_and_nothing_is_written(
    pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], problem: str
) -> None:
    (pictures / "bad.csv").write_text("file,year\na.png,soon\n", "utf-8")
    given = [word if word.startswith("--") else str(pictures / word) for word in words]
    assert main(["align", "ledger", *given, "--output", str(tmp_path / "out")]) == 2
    assert problem in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
