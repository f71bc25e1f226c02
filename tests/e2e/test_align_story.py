"""A historian lays a suspect ornament on an authentic one: the sample, a folder, a page from Annotate."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog, QPushButton

from autolabelme.__main__ import main
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.arrays import F64, U8, to_gray
from autolabelme.core.image_io import read_gray, read_rgb, write_image
from autolabelme.core.opencv import cv2
from autolabelme.core.press import sample
from ransac_gui.core.params import AlignParams
from ransac_gui.core.ranking import ALIGNED, ERROR, REFUSED, WEAK
from ransac_gui.panel.panel import AlignPanel

from .conftest import Driver

QUICK = AlignParams(features="sift", fine="none")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where Start Alignment saves: what its question is answered with."""
    folder = tmp_path / "aligned"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    return folder


@pytest.fixture
def align(driver: Driver, saved: Path) -> AlignPanel:
    """The Align workspace in front, reached by its key."""
    driver.window.show_panel("align")
    panel = driver.window.panel("align")
    assert isinstance(panel, AlignPanel)
    panel.presenter.set_params(QUICK)
    panel.actions_["choose_output"].trigger()
    return panel


def run(driver: Driver, panel: AlignPanel) -> None:
    driver.key(Qt.Key.Key_Return)
    driver.wait(lambda: panel.presenter.running)
    driver.wait(lambda: not panel.presenter.running)
    driver.wait_idle()


def statuses(panel: AlignPanel) -> dict[str, str]:
    found = panel.presenter.results()
    return {item.path.stem: found[item.key].status for item in panel.presenter.ornaments.sources}


def small(image: U8) -> U8:
    return np.asarray(cv2.resize(image, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA))


def turned(image: U8, angle_deg: float) -> U8:
    rows, columns = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle_deg, 0.97)
    return np.asarray(cv2.warpAffine(image, matrix, (columns, rows), borderMode=cv2.BORDER_REPLICATE))


def test_the_sample_is_aligned_and_its_planted_difference_seen(
    driver: Driver, align: AlignPanel, saved: Path
) -> None:
    button = align.stage.empty.findChild(QPushButton, "empty-sample")
    QTest.mouseClick(button, LEFT)
    driver.wait(lambda: align.presenter.pair is not None)
    assert driver.window.breadcrumb.text("reference") == "sample reference"
    run(driver, align)
    assert statuses(align) == {"suspect": ALIGNED}
    (row,) = [align.table.texts(key) for key in align.table.order()]
    assert row["verdict"] == "aligned"
    assert float(row["ncc_after"]) > float(row["ncc_before"]) + 0.1
    assert sorted(path.name for path in saved.iterdir()) == [
        "results.csv",
        "suspect_aligned.png",
        "suspect_alignment.json",
        "suspect_difference.png",
        "suspect_overlay.png",
    ]

    # The known points lie on each other, so that what is left is ink.
    pair, warp = align.presenter.pair, align.presenter.pair.alignment.warp
    truth = json.loads(sample.ornament_pair().read_text("utf-8"))
    reference, suspect = (np.array(truth[name], float) for name in ("reference", "suspect"))
    assert np.median(np.linalg.norm(warp.points(reference) - suspect, axis=1)) < 2.0
    assert pair.moving.shape == pair.still.shape
    _check_planted_edits(pair.still, pair.moving, cv2.findHomography(suspect, reference)[0])

    # Every mode by its key.
    compare = align.stage.compare
    keys = {"S": "swipe", "O": "onion", "D": "difference", "C": "red_cyan", "L": "loupe", "P": "side_by_side"}
    for letter, mode in keys.items():
        driver.key(getattr(Qt.Key, f"Key_{letter}"))
        assert compare.mode == mode
        assert not compare.canvas.grab().isNull()
    driver.key(Qt.Key.Key_B)
    assert compare.mode == "blink"
    assert driver.window.notices.texts() == []


def _check_planted_edits(still: U8, moving: U8, reference_from_suspect: F64) -> None:
    """A vignette that was taken away or replaced agrees less than nearly all that were printed anew."""
    first, second = to_gray(still).astype(float), to_gray(moving).astype(float)

    def agreement(box: tuple[float, ...]) -> float:
        x1, y1, x2, y2 = (max(0, round(value)) for value in box)
        return float(np.corrcoef(first[y1:y2, x1:x2].ravel(), second[y1:y2, x1:x2].ravel())[0, 1])

    usual = [agreement(shape.box) for shape in read_document(sample.ornament_truth("reference")).shapes]
    assert np.median(usual) > 0.7
    truth = json.loads(sample.ornament_truth("suspect").read_text("utf-8"))
    edits = truth["autolabelme"]["press"]["edits"]
    boxes = [edit["box"] for edit in edits if edit["kind"] in ("removed", "foreign")]
    assert boxes
    for x1, y1, x2, y2 in boxes:
        corners = np.array([[[x1, y1]], [[x2, y2]]])
        (left, top), (right, bottom) = cv2.perspectiveTransform(corners, reference_from_suspect)[:, 0]
        assert agreement((left, top, right, bottom)) < min(0.4, np.quantile(usual, 0.1))


def test_landmarks_when_the_automatic_way_fails(driver: Driver, align: AlignPanel, saved: Path) -> None:
    align.open_sample()
    driver.wait(lambda: align.presenter.pair is not None)
    driver.key(Qt.Key.Key_K)
    driver.wait(lambda: align.presenter.pair is not None and align.stage.compare.canvas.editing_landmarks)
    truth = json.loads(sample.ornament_pair().read_text("utf-8"))
    reference, suspect = (np.array(truth[name], float) for name in ("reference", "suspect"))
    order = np.argsort(reference @ [1, 1]), np.argsort(reference @ [1, -1])
    corners = [order[0][0], order[0][-1], order[1][0], order[1][-1]]
    compare = align.stage.compare
    for number in corners:
        for canvas, point in ((compare.canvas, reference[number]), (compare.source_canvas, suspect[number])):
            QTest.mouseClick(
                canvas,
                LEFT,
                Qt.KeyboardModifier.NoModifier,
                canvas.view.to_widget(point[0] + 0.5, point[1] + 0.5).toPoint(),
            )
    QTest.mouseClick(align.side.buttons["align_landmarks"], LEFT)
    driver.wait(lambda: align.presenter.running)
    driver.wait(lambda: not align.presenter.running)
    driver.wait_idle()
    (result,) = align.presenter.results().values()
    assert result.features == "landmarks"
    assert result.status in (ALIGNED, WEAK)
    assert result.inliers == 4
    assert align.presenter.pair.alignment is not None
    moved = result.alignment.warp.points(reference)
    # Clicks on a fitted picture are a few pixels off: that is what the four corners can give.
    assert np.median(np.linalg.norm(moved - suspect, axis=1)) < 8.0


def test_a_folder_of_four_of_which_one_does_not_match(
    driver: Driver,
    align: AlignPanel,
    saved: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "ornaments"
    folder.mkdir()
    reference, suspect = (small(read_rgb(sample.ornament_image(name))) for name in sample.ORNAMENTS)
    page = read_rgb(sample.page_image())
    write_image(folder / "a.png", turned(reference, 2.0))
    write_image(folder / "b.png", suspect)
    write_image(folder / "c.png", small(page[: 3 * suspect.shape[0], : 3 * suspect.shape[1]]))
    write_image(folder / "d.png", turned(reference, -3.0))
    write_image(folder / "reference.png", reference)
    driver.window.open_paths([folder])
    driver.wait(lambda: len(align.presenter.ornaments.items) == 5)
    driver.wait_idle()
    run(driver, align)
    expected = {"a": ALIGNED, "b": ALIGNED, "c": REFUSED, "d": ALIGNED}
    assert statuses(align) == expected

    # The same from the command line, to the same pixels.
    out = tmp_path / "cli"
    call = ["align", "run", *(str(folder / f"{name}.png") for name in ("reference", *expected))]
    assert main([*call, "--output", str(out), "--features", "sift", "--fine", "none", "--json"]) == 3
    results = json.loads(capsys.readouterr().out)["results"]
    assert {Path(item["source"]).stem: item["status"] for item in results} == expected
    assert [path.name for path in sorted(out.glob("c_*"))] == ["c_alignment.json"]
    still = to_gray(reference).astype(float)
    for name in ("a", "b", "d"):
        aligned, overlay = (read_gray(out / f"{name}_{kind}.png") for kind in ("aligned", "overlay"))
        np.testing.assert_array_equal(aligned, read_gray(saved / f"{name}_aligned.png"))
        assert np.abs(overlay - (aligned.astype(float) + still) / 2).mean() < 1.0
        inner = np.s_[20:-20, 20:-20]
        alike = np.corrcoef(aligned[inner].ravel(), still[inner].ravel())[0, 1]
        # The suspect was printed anew and edited; the others are the reference, turned.
        assert alike > (0.6 if name == "b" else 0.95)


@pytest.mark.slow
def test_a_folder_with_a_stranger_and_a_broken_file(
    driver: Driver, align: AlignPanel, saved: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "ornaments"
    folder.mkdir()
    reference, suspect = (small(read_rgb(sample.ornament_image(name))) for name in sample.ORNAMENTS)
    page = read_rgb(sample.page_image())
    write_image(folder / "orn 1.png", turned(reference, 2.0))
    write_image(folder / "orn 2.png", suspect)
    write_image(folder / "orn 3.png", turned(reference, -3.0))
    write_image(folder / "orn 4.png", small(page[: 3 * suspect.shape[0], : 3 * suspect.shape[1]]))
    (folder / "orn 5.png").write_bytes(b"\x89PNG\r\n\x1a\ncut off")
    write_image(folder / "orn 10.png", reference)
    driver.window.open_paths([folder])
    driver.wait(lambda: len(align.presenter.ornaments.items) == 6)
    assert align.presenter.reference.path.name == "orn 10.png"
    driver.wait_idle()
    run(driver, align)
    assert statuses(align) == {
        "orn 1": ALIGNED,
        "orn 2": ALIGNED,
        "orn 3": ALIGNED,
        "orn 4": REFUSED,
        "orn 5": ERROR,
    }
    assert [align.table.texts(key)["verdict"] for key in align.table.order()] == [
        *(["aligned"] * 3),
        "refused",
        "error",
    ]
    line = driver.window.job_bar.lines()[-1]
    assert "3 aligned" in line and "1 refused" in line and "1 with errors" in line
    assert not (saved / "orn 4_aligned.png").exists()

    # The overlay is half of each, the aligned pictures are the reference's size.
    aligned, overlay = (read_gray(saved / f"orn 1_{kind}.png") for kind in ("aligned", "overlay"))
    still = to_gray(reference)
    assert aligned.shape == overlay.shape == still.shape
    mean = (aligned.astype(float) + still) / 2
    assert np.abs(overlay - mean).mean() < 1.0
    inner = np.s_[20:-20, 20:-20]
    assert np.corrcoef(aligned[inner].ravel(), still[inner].ravel())[0, 1] > 0.95

    # The stranger is shown beside the reference, unaligned, with the reason.
    align.presenter.select(next(item.key for item in align.presenter.ornaments.items if "4" in item.name))
    driver.wait_idle()
    driver.wait(lambda: align.presenter.pair is not None)
    assert align.stage.compare.mode == "side_by_side"
    assert align.stage.strip.text().startswith("refused: ")


def test_an_ornament_comes_from_annotate(driver: Driver, tmp_path: Path) -> None:
    page = Path(shutil.copy(sample.page_image(), tmp_path / "page.jpg"))
    driver.window.show_panel("annotate")
    driver.open(page)
    driver.annotate.presenter.add_region((100.0, 120.0, 900.0, 420.0))
    driver.annotate.actions_["send_reference"].trigger()
    assert driver.window.current_key == "align"
    panel = driver.window.panel("align")
    assert isinstance(panel, AlignPanel)
    assert panel.presenter.reference.box == (100.0, 120.0, 900.0, 420.0)
    assert panel.presenter.reference.path == page
    assert "ornament on page.jpg" in driver.window.breadcrumb.text("reference")
    driver.wait(lambda: panel.stage.canvas.view is not None)
    assert (panel.stage.canvas.view.page_width, panel.stage.canvas.view.page_height) == (800, 300)
    driver.window.show_panel("annotate")
    assert driver.window.breadcrumb.text("reference") == "no reference", "Annotate uses none"
    assert "ornament on page.jpg" in driver.window.context.current_text("reference")
    driver.wait_idle()
