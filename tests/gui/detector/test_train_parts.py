"""The parts of the Train workspace that have no widgets: curves, time left, models on disk, the job."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import write_document
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.image_io import write_image
from detector.core.demo import sample_model_folder
from detector.core.params import TrainParams
from detector.panel.models import store
from detector.panel.train import train_jobs, words
from detector.panel.train.curve_data import curves
from detector.panel.train.requests import Row, TrainRequest, Watchers
from detector.panel.train.time_left import seconds_left, seconds_left_by_share
from tests.unit.detector.conftest import a_picture

from .conftest import write_model


def row(stage: str, epoch: int, **figures: float) -> Row:
    return {"stage": stage, "epoch": epoch, "seconds": 10.0, **figures}


# --- the stage line -------------------------------------------------------------------------------


def test_the_stage_line_says_what_happens() -> None:
    assert words.stage("detector: epoch 3 of 9") == "Detector: epoch 3 of 9"
    assert words.stage("") == "Starting"


# --- curves ---------------------------------------------------------------------------------------


def test_each_stage_has_its_plot_and_a_common_stage_continues_both() -> None:
    rows = [
        row(
            "detector", 1, loss=4.0, val_loss=5.0, bbox_regression=1.0, classification=3.0, **{"ap 0.5": 0.2}
        ),
        row("detector", 2, loss=3.0, val_loss=4.0, bbox_regression=1.0, classification=2.0),
        row("decoder", 1, loss=0.09, reconstruction=0.09, **{"ap 0.5": 0.2}),
        row("end to end", 1, loss=2.5, bbox_regression=0.5, classification=1.95, reconstruction=0.05),
    ]
    found = curves(rows)
    assert found["detector"]["training"] == ([1.0, 2.0, 3.0], [4.0, 3.0, 2.45])
    assert found["detector"]["held out"] == ([1.0, 2.0], [5.0, 4.0])
    assert found["decoder"]["training"] == ([1.0, 2.0], [0.09, 0.05])
    assert found["ap"] == {"0.5": ([1.0], [0.2])}
    assert curves([]) == {"detector": {}, "decoder": {}, "ap": {}}


def test_the_time_left_follows_the_epochs() -> None:
    params = TrainParams(epochs=5, decoder_epochs=2)
    assert seconds_left([], params, 3.0) is None
    rows = [row("detector", 1), row("detector", 2)]
    assert seconds_left(rows, params, 4.0) == pytest.approx(3 * 10 + 2 * 10 - 4)
    rows += [row("detector", 3), {**row("decoder", 1), "seconds": 2.0}]  # stopped early, then quicker
    assert seconds_left(rows, params, 0.0) == pytest.approx(2.0)
    assert seconds_left([*rows, row("decoder", 2)], params, 0.0) is None  # now it is measured
    # Of half a minute the detector has 21 s and the decoder 9.
    assert seconds_left(rows[:1], params.replace(minutes=0.5), 5.0) == pytest.approx(6.0 + 9.0)


@pytest.mark.parametrize("minutes", [None, 3.0, 60.0])
@pytest.mark.parametrize("decoder", [8.0, 10.0, 13.0])
def test_after_a_tenth_of_a_training_its_time_left_is_right_within_a_fifth(
    minutes: float | None, decoder: float
) -> None:
    """Epochs of ten seconds, the decoder's of others, until a stage has its share of the limit."""
    params = TrainParams(epochs=20, decoder_epochs=6, minutes=minutes)
    rows: list[Row] = []
    for name, epochs, each, share in (("detector", 20, 10.0, 0.7), ("decoder", 6, decoder, 0.3)):
        spent = 0.0
        for number in range(1, epochs + 1):
            if minutes is not None and spent + each > 60 * minutes * share:
                break
            rows.append({**row(name, number), "seconds": each})
            spent += each
    ends = list(accumulate(float(one["seconds"]) for one in rows))
    for done in range(1, len(rows)):
        truth = ends[-1] - ends[done - 1]
        told = seconds_left(rows[:done], params, 0.0)
        if ends[done - 1] >= 0.1 * ends[-1] and truth > 20:
            assert told is not None and abs(told - truth) <= 0.2 * truth + 10, (done, told, truth)


def test_the_time_left_in_the_first_epoch_follows_the_work() -> None:
    assert seconds_left_by_share(0.1, 0.1, 5.0) is None
    assert seconds_left_by_share(0.2, 0.1, 10.0) == pytest.approx(80.0)
    assert seconds_left_by_share(0.2, 0.1, 10.0, minutes=1.0) == pytest.approx(50.0)


# --- models ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "problem"),
    [("a model", ""), ("", "empty"), ("  ", "empty"), (" x", "unfit"), ("a/b", "unfit"), ("..", "unfit"),
     (".x", "unfit"), ("x.training", "unfit"), ("taken", "taken"), ("begun", "taken"), ("ornement é", "")],
)  # fmt: skip
def test_names(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "begun.training").mkdir()
    assert store.problem_of_name(name, tmp_path) == problem
    assert store.problem_of_name(store.free_name(name, tmp_path), tmp_path) == ""


def test_damaged_settings_and_metrics_are_no_reason_to_lose_the_list(tmp_path: Path) -> None:
    good = write_model(tmp_path / "good", ap=None)
    (good / "metrics.json").write_text('{"scanned": {"ap": 3}}', "utf-8")
    for name, text in (("cut", '{"format"'), ("list", "[]"), ("other", '{"format": "other"}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "settings.json").write_text(text, "utf-8")
    found = {info.name: info for info in store.list_models(tmp_path) if not info.bundled}
    assert found["good"].finished and found["good"].ap() is None
    assert all(found[name].problem and not found[name].finished for name in ("cut", "list", "other"))


def test_the_ap_of_a_model_is_that_of_scanned_pages_if_there_were_any(tmp_path: Path) -> None:
    def figures(raw: float, refined: float) -> dict[str, Any]:
        return {"ap": {"0.75": raw}, "ap_refined": {"0.75": refined}}

    folder = write_model(tmp_path / "one")
    printed = {"press, clean": figures(0.8, 1.0), "press, worn": figures(0.4, 0.8)}
    (folder / "metrics.json").write_text(json.dumps(printed), "utf-8")
    assert store.read_info(folder).ap() == (pytest.approx(0.6), pytest.approx(0.9))
    (folder / "metrics.json").write_text(json.dumps({**printed, "scanned": figures(0.3, 0.5)}), "utf-8")
    assert store.read_info(folder).ap() == (0.3, 0.5)


def test_a_copy_has_every_file_of_a_calibrated_model(tmp_path: Path) -> None:
    source = sample_model_folder()
    copied = store.export_model(source, tmp_path)

    def names(folder: Path) -> list[str]:
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())

    assert "inspection.safetensors" in names(source)  # what Inspect's p-values rest on
    assert names(source) == names(copied)


def test_a_copy_that_is_cut_off_leaves_nothing(tmp_path: Path) -> None:
    source = write_model(tmp_path / "source")

    def stop(done: int, _total: int, _stage: str) -> None:
        if done >= 2:
            raise Cancelled

    target = tmp_path / "out"
    target.mkdir()
    with pytest.raises(Cancelled):
        store.export_model(source, target, tick=stop)
    assert list(target.iterdir()) == []


def test_a_name_that_was_taken_since_is_not_overwritten_by_undo(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "models" / "rey")
    deleted = store.delete_model(folder, tmp_path / "trash")
    write_model(folder, ap=0.1)
    with pytest.raises(InputError, match="was made since"):
        store.undelete(deleted)
    assert json.loads((folder / "metrics.json").read_text())["scanned"]["ap"]["0.75"] == 0.1


def test_the_constants_are_those_of_the_core() -> None:
    from detector.core import model_folder as core
    from detector.core.inspection import normals

    assert core.MODEL_FORMAT == store.MODEL_FORMAT
    files = {normals.ARRAYS_FILE, normals.FACTS_FILE, core.SETTINGS_FILE, core.WEIGHTS_FILE,
             core.METRICS_FILE, core.CALIBRATION_FILE,
             core.CURVES_FILE, core.CARD_FILE, "catalogue.json"}  # fmt: skip
    assert files == set(store.FILES)
    assert store.FILES[-1] == core.SETTINGS_FILE


# --- the job --------------------------------------------------------------------------------------


def test_a_request_is_read_as_it_was_written(tmp_path: Path) -> None:
    request = TrainRequest((Path("a.json"),), TrainParams(minutes=2.0, loss="eiou"), tmp_path / "m")
    train_jobs.write_request(request)
    again = train_jobs.read_request(request.folder)
    assert again.catalogue == (Path("a.json").absolute(),), "wherever the program is started next"
    assert (again.params, again.resume) == (request.params, True)
    path = store.unfinished_folder(request.folder) / store.REQUEST_FILE
    path.write_text('{"catalogue": ["a.json"], "params": {"epochs": -3}}', "utf-8")
    with pytest.raises(InputError, match=r"request.json: params: TrainParams.epochs"):
        train_jobs.read_request(request.folder)


def a_catalogue_page(folder: Path) -> Path:
    """A page with six vignettes of two labels, and its matched file."""
    import numpy as np

    rgb = np.full((260, 420, 3), 225, np.uint8)
    shapes = []
    for index in range(6):
        x, y = 20 + 130 * (index % 3), 30 + 110 * (index // 3)
        rgb[y : y + 40, x : x + 48] = a_picture(index % 2)[..., None]
        box = (float(x), float(y), x + 48.0, y + 40.0)
        shapes.append(Shape.rectangle(str(index % 2), box, role="template"))
    write_image(folder / "page.png", rgb)
    document = Document(folder / "page.png", 420, 260).add(*shapes)
    return write_document(document, folder / "page_matched.json")


@pytest.mark.slow
def test_a_real_training_of_a_few_steps_is_watched_and_can_detect(tmp_path: Path) -> None:
    import torch

    torch.set_num_threads(1)
    page = a_catalogue_page(tmp_path)
    assert [one.label for one in train_jobs.read_catalogue((page,)).labels] == ["0", "1"]
    params = TrainParams(
        synthetic=0, epochs=1, decoder_epochs=0, crops_per_page=4, batch=2, holdout=0.0, device="cpu"
    )
    request = TrainRequest((page,), params, tmp_path / "models" / "two")
    rows: list[Row] = []
    previews: list[Any] = []
    shares: list[float] = []

    def tick(done: int, total: int, _stage: str) -> None:
        shares.append(done / total)

    outcome = train_jobs.train_model(request, Watchers(rows.append, previews.append), tick=tick)
    assert [one["stage"] for one in rows] == ["detector"]
    assert previews and previews[0].crops[0].rgb.shape == (400, 400, 3)
    assert shares == sorted(shares)  # progress never goes back
    assert outcome.stopped == "epochs" and not store.unfinished_folder(request.folder).exists()
    info = store.read_info(outcome.folder)
    assert info.finished and info.labels == 2
    copied = store.import_model(outcome.folder, tmp_path / "other")
    assert store.read_info(copied).labels == 2
    (outcome.folder / "extra.pkl").write_bytes(b"\x80\x04.")
    with pytest.raises(InputError, match=r"extra\.pkl: could run code"):
        store.import_model(outcome.folder, tmp_path / "other")
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["two"]


def test_a_cancel_before_the_first_step_leaves_nothing(tmp_path: Path) -> None:
    page = a_catalogue_page(tmp_path)
    request = TrainRequest((page,), TrainParams(synthetic=2, device="cpu"), tmp_path / "models" / "two")

    def tick(_done: int, _total: int, stage: str) -> None:
        if stage.startswith("synthetic"):
            raise Cancelled

    with pytest.raises(Cancelled):
        train_jobs.train_model(request, Watchers(lambda _row: None, lambda _preview: None), tick=tick)
    assert list((tmp_path / "models").iterdir()) == []
