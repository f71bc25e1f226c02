"""The worker's side, without a window: a run over several pairs, what it writes, what it survives."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.annotation.document import Provenance
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.image_io import read_native, write_image
from autolabelme.core.ornament import Ornament
from autolabelme.core.reading import read_table
from ransac_gui.core.align import Stages
from ransac_gui.core.handover import AlignmentHandover
from ransac_gui.core.ranking import ALIGNED, ERROR, REFUSED, WEAK
from ransac_gui.panel import pairs
from ransac_gui.panel.results import PAIR_STEPS, BatchReport, PairRequest, PairResult, requests_for

from .conftest import HEIGHT, QUICK, TURN_2, WIDTH, landmarks_of, ornament

MARKED = landmarks_of(TURN_2)  # landmarks take the place of the search, so that tests are quick


def run(folder: Path, *requests: PairRequest, params=QUICK, out: Path | None = None) -> BatchReport:
    seen: list[PairResult] = []
    report = pairs.align_pairs(
        Ornament(folder / "o20.png"), requests, params, out or folder / "out", seen.append
    )
    assert seen == list(report.results)
    return report


def request(folder: Path, name: str, landmarks=()) -> PairRequest:
    return PairRequest(Ornament(folder / f"{name}.png"), name, landmarks)


def test_a_broken_source_among_good_ones_is_a_result(folder: Path) -> None:
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nthat is all")
    report = run(
        folder, request(folder, "broken"), request(folder, "o2", MARKED), request(folder, "gone", MARKED)
    )
    assert [result.status for result in report.results] == [ERROR, ALIGNED, ERROR]
    assert "broken.png" in report.results[0].reason
    assert not report.cancelled
    written = sorted(path.name for path in (folder / "out").iterdir())
    assert written == [
        "o2_aligned.png",
        "o2_alignment.json",
        "o2_difference.png",
        "o2_overlay.png",
        "results.csv",
    ]
    rows = read_table(folder / "out" / "results.csv")
    assert [(Path(row["source"]).name, row["status"]) for row in rows] == [
        ("o2.png", ALIGNED),
        ("broken.png", ERROR),
        ("gone.png", ERROR),
    ]


def test_an_unrelated_pair_is_refused_with_its_reason_and_leaves_no_picture(folder: Path) -> None:
    out = folder / "out"
    out.mkdir()
    write_image(out / "o3_aligned.png", ornament(5))  # of an older run
    (out / "o3_alignment.json").write_text('{"files": {"aligned": "o3_aligned.png"}}')
    (result,) = run(folder, request(folder, "o3")).results
    assert result.status == REFUSED
    assert result.reason
    assert result.alignment is None
    assert sorted(path.name for path in out.iterdir()) == ["o3_alignment.json", "results.csv"]


def test_the_pixels_are_on_disk_and_come_back_to_be_shown(folder: Path) -> None:
    (result,) = run(folder, request(folder, "o2", MARKED)).results
    assert result.alignment.aligned.size == 0
    reference, source = Ornament(folder / "o20.png"), Ornament(folder / "o2.png")
    pair = pairs.load_pair(reference, source, result)
    assert pair.moving.shape == pair.still.shape == (HEIGHT, WIDTH)
    np.testing.assert_array_equal(pair.alignment.aligned, read_native(result.files["aligned"]))
    assert np.corrcoef(pair.still[20:-20, 20:-20].ravel(), pair.moving[20:-20, 20:-20].ravel())[0, 1] > 0.97
    raw = pairs.load_pair(reference, source, None)
    assert raw.alignment is None
    np.testing.assert_array_equal(raw.moving, read_native(folder / "o2.png"))
    # Another picture under the source's name is not what was aligned.
    write_image(folder / "o2.png", ornament(6))
    with pytest.raises(InputError, match="was changed since it was aligned"):
        pairs.load_pair(reference, source, result)


def test_a_result_that_was_overwritten_is_not_shown_as_aligned(folder: Path) -> None:
    (result,) = run(folder, request(folder, "o2", MARKED)).results
    write_image(result.files["aligned"], np.zeros((50, 60), np.uint8))
    with pytest.raises(InputError, match="no longer the aligned picture"):
        pairs.load_pair(Ornament(folder / "o20.png"), Ornament(folder / "o2.png"), result)


def test_cancelling_keeps_what_is_done(folder: Path) -> None:
    seen: list[PairResult] = []

    def tick(done: int, total: int, stage: str) -> None:
        assert total == 3 * PAIR_STEPS
        if done >= PAIR_STEPS:
            raise Cancelled

    requests = tuple(request(folder, name, MARKED) for name in ("o2", "o10", "o3"))
    report = pairs.align_pairs(
        Ornament(folder / "o20.png"), requests, QUICK, folder / "out", seen.append, tick=tick
    )
    assert report.cancelled
    assert report.asked == 3
    assert [result.status for result in report.results] == [ALIGNED]
    assert report.results == tuple(seen)
    assert (folder / "out" / "o2_aligned.png").is_file()
    assert not (folder / "out" / "o10_aligned.png").exists()


def test_progress_counts_the_pairs_and_never_goes_back(folder: Path) -> None:
    steps: list[tuple[int, str]] = []
    requests = tuple(request(folder, name, MARKED) for name in ("o2", "o10"))
    pairs.align_pairs(
        Ornament(folder / "o20.png"),
        requests,
        QUICK,
        folder / "out",
        lambda result: None,
        tick=lambda done, total, stage: steps.append((done, stage)),
    )
    counts = [done for done, _ in steps]
    assert counts == sorted(counts)
    assert {done // PAIR_STEPS for done in counts} == {0, 1}
    assert any("o10.png (2/2)" in stage for _, stage in steps)


def test_a_bad_reference_ends_the_run(folder: Path) -> None:
    (folder / "o20.png").write_bytes(b"")
    with pytest.raises(InputError, match=r"o20\.png"):
        run(folder, request(folder, "o2", MARKED))


def test_a_region_outside_the_reference_ends_the_run(folder: Path) -> None:
    with pytest.raises(InputError, match="region"):
        run(folder, request(folder, "o2"), params=QUICK.replace(region=(200.0, 0.0, 300.0, 100.0)))


def test_no_picture_of_the_run_is_overwritten(folder: Path) -> None:
    write_image(folder / "o2_aligned.png", ornament(4))
    first = request(folder, "o2", MARKED)
    second = PairRequest(Ornament(folder / "o2_aligned.png"), "other", MARKED)
    before = (folder / "o2_aligned.png").read_bytes()
    report = run(folder, first, second, out=folder)
    assert report.results[0].status == ERROR
    assert "another folder" in report.results[0].reason
    assert (folder / "o2_aligned.png").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_named_in_the_row(folder: Path) -> None:
    (folder / "out").write_text("a file where the folder should be")
    (result,) = run(folder, request(folder, "o2", MARKED)).results
    assert result.status == ERROR
    assert "out" in result.reason


def test_an_unexpected_error_is_one_row_and_stands_in_the_log(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = pairs.align
    calls: list[int] = []

    def align(*args, **kwargs):
        calls.append(1)
        if len(calls) == 1:
            raise ZeroDivisionError("a defect")
        return real(*args, **kwargs)

    monkeypatch.setattr(pairs, "align", align)
    report = run(folder, request(folder, "o2", MARKED), request(folder, "o10", MARKED))
    assert report.results[0].status == ERROR
    assert report.results[1].status in (ALIGNED, WEAK)
    assert "ZeroDivisionError" in report.results[0].reason
    assert "a defect" in caplog.text


def test_crops_of_pages_keep_page_box_and_provenance(folder: Path) -> None:
    reference = Ornament(folder / "o20.png", box=(8.0, 8.0, 232.0, 172.0), provenance=Provenance(year="1745"))
    shifted = tuple((a - 8, b - 8, c, d) for a, b, c, d in MARKED)
    report = pairs.align_pairs(
        reference,
        (request(folder, "o2", shifted),),
        QUICK.replace(region=(0.0, 0.0, 200.0, 150.0)),
        folder / "out",
        lambda result: None,
    )
    (result,) = report.results
    assert result.status == ALIGNED, result.reason
    pair = pairs.load_pair(reference, Ornament(folder / "o2.png"), result)
    assert pair.moving.shape == (150, 200)
    handed = AlignmentHandover(reference, pair.source, pair.reference_pixels, pair.alignment, result.files)
    assert handed.reference_box == (8.0, 8.0, 208.0, 158.0)
    assert handed.aligned.shape == handed.reference_pixels.shape
    written = json.loads(result.files["sidecar"].read_text("utf-8"))
    assert written["reference_ornament"] == {"box": [8.0, 8.0, 232.0, 172.0], "provenance": {"year": "1745"}}
    assert written["settings"]["region"] == [0.0, 0.0, 200.0, 150.0]
    assert "source_ornament" not in written


def test_checkpoints_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.pth").write_bytes(b"these are no weights")
    with pytest.raises(InputError, match="holds no RANSAC-Flow checkpoint"):
        pairs.check_checkpoint(tmp_path)


def test_files_get_different_names_that_do_not_depend_on_the_choice() -> None:
    one, two = Ornament(Path("a/x.png")), Ornament(Path("b/X.tif"))
    third = Ornament(Path("c.pdf"), page=1)
    every = requests_for((one, two, third), [one.key, two.key, third.key], {two.key: MARKED})
    assert [item.stem for item in every] == ["a_x", "b_X", "c_page_2"]
    assert [item.landmarks for item in every] == [(), MARKED, ()]
    (only,) = requests_for((one, two, third), [two.key], {})
    assert only.stem == "b_X"
    boxed = Ornament(Path("a/x.png"), box=(10.0, 20.0, 40.4, 60.0))
    assert [item.stem for item in requests_for((one, boxed), [one.key, boxed.key], {})] == [
        "x",
        "x_at_10_20_30_40",
    ]


def test_results_rank_by_verdict_then_by_correlation() -> None:
    def result(status: str, ncc: float | None) -> PairResult:
        stages = None if ncc is None else Stages(0.1, ncc, ncc)
        return PairResult("r", f"{status}{ncc}", status, ncc=stages)

    given = ((ERROR, None), (WEAK, 0.9), (ALIGNED, 0.5), (REFUSED, 0.99), (ALIGNED, 0.8))
    found = [result(*pair) for pair in given]
    ranked = sorted(found, key=lambda item: item.rank)
    assert [item.source_key for item in ranked] == [
        "aligned0.8",
        "aligned0.5",
        "weak0.9",
        "refused0.99",
        "errorNone",
    ]
