from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.models import mobilenet_v2, vgg16

from autolabelme.core.errors import Cancelled, InputError
from detector.core import evaluation, training, tuning
from detector.core.backbones import load_backbone
from detector.core.catalogue import Catalogue
from detector.core.data import Batch
from detector.core.devices import device_of
from detector.core.inspection.normals import load_normals
from detector.core.model_folder import load_model
from detector.core.network import DetectorNetwork, NetworkConfig, responsible_default_boxes
from detector.core.params import TrainParams
from detector.core.sources import AnnotatedPage, Source
from detector.core.synthesis import page_params, sorts_of, synthetic_pages
from detector.core.training import curves_csv, split_pages, train
from detector.core.training_stages import DecoderStage, DetectorStage

from ..conftest import a_catalogue, a_picture

LABELS = ("1", "2 sun")


def a_page(name: str, labels: tuple[str, ...] = LABELS) -> AnnotatedPage:
    rgb = np.full((260, 420, 3), 225, np.uint8)
    rgb[0, : len(name), 0] = list(name.encode())  # no two pages are one picture
    boxes, found = [], []
    for index in range(6):
        label = labels[index % len(labels)] if labels else ""
        if label:
            x, y = 20 + 130 * (index % 3), 30 + 110 * (index // 3)
            rgb[y : y + 40, x : x + 48] = a_picture(LABELS.index(label))[..., None]
            boxes.append((float(x), float(y), x + 48.0, y + 40.0))
            found.append(label)
    return AnnotatedPage(name, rgb, tuple(boxes), tuple(found), ())


def a_source(*pages: AnnotatedPage) -> Source:
    return Source(a_catalogue(LABELS), pages)


@pytest.fixture
def no_download(monkeypatch: pytest.MonkeyPatch) -> None:
    """ImageNet weights are another test's business; random ones do here."""
    load = training.weights.load_state

    def state(name: str, **options: object) -> dict[str, torch.Tensor]:
        return mobilenet_v2(weights=None).state_dict() if "imagenet" in name else load(name, **options)

    monkeypatch.setattr(training.weights, "load_state", state)


# --- pages ----------------------------------------------------------------------------------------


def test_pages_are_held_out_as_a_whole_and_never_trained_on() -> None:
    source = a_source(*(a_page(f"p{i}") for i in range(8)))
    notes: list[str] = []
    split = split_pages(source, TrainParams(synthetic=0, holdout=0.25), notes)
    assert len(split.held_out) == 2
    assert {page.name for page in split.held_out} | {page.name for page in split.train} == {
        f"p{i}" for i in range(8)
    }
    assert not {page.name for page in split.held_out} & {page.name for page in split.train}
    assert notes == []


def test_a_page_that_alone_shows_a_label_is_not_held_out() -> None:
    pages = [a_page("a", ("1",)), a_page("b", ("2 sun",))]
    notes: list[str] = []
    split = split_pages(a_source(*pages), TrainParams(synthetic=0, holdout=0.5), notes)
    assert split.held_out == []
    assert any("0 of 1 pages held out" in note for note in notes)


def test_empty_pages_are_trained_on_and_not_held_out() -> None:
    split = split_pages(a_source(a_page("a"), a_page("text", ()), a_page("b")), TrainParams(synthetic=0), [])
    assert "text" in {page.name for page in split.train}
    assert len(split.held_out) == 1


def test_synthetic_pages_are_held_out_apart() -> None:
    notes: list[str] = []
    split = split_pages(a_source(a_page("only")), TrainParams(synthetic=3, holdout=0.3), notes)
    assert len(split.synthetic_held_out) == 1
    assert len(split.synthetic_train) == 2
    assert [page.name for page in split.train] == ["only"]
    assert notes == ["no scanned page is held out: anomaly scores are calibrated on synthetic pages"]


def test_nothing_held_out_is_said() -> None:
    notes: list[str] = []
    split_pages(a_source(a_page("only")), TrainParams(synthetic=0), notes)
    assert notes == ["no page is held out: the model is neither measured nor calibrated"]


def test_the_press_does_not_print_what_is_held_out() -> None:
    """Prototypes are of the pages to train on: a held-out impression must not come back from the press."""
    pages = [a_page("a"), a_page("b"), a_page("c")]
    marked = [replace(page, rgb=np.where(page.rgb < 100, 41 + i, page.rgb)) for i, page in enumerate(pages)]
    split = split_pages(a_source(*marked), TrainParams(synthetic=2, holdout=0.3), [])
    (held_out,) = split.held_out
    dark = {int(page.rgb.min()) for page in split.train}
    assert len(dark) == 2
    assert int(held_out.rgb.min()) not in dark
    for entry in split.catalogue.entries:
        found = {int(example.min()) for example in entry.examples}
        assert found == dark
        assert min(dark) <= int(entry.prototype.min()) <= max(dark)
    assert (split.catalogue.entries[0].width, split.catalogue.entries[0].instances) == (48.0, 3)


def test_a_label_of_held_out_pages_alone_counts_as_trained_on() -> None:
    other = a_page("b")
    other = replace(other, labels=tuple("3" if label == "2 sun" else label for label in other.labels))
    source = Source(a_catalogue((*LABELS, "3")), (a_page("a"), other))
    notes: list[str] = []
    (held_out,) = split_pages(source, TrainParams(synthetic=1, holdout=0.5), notes).held_out
    assert held_out.labels == ("1",) * 3
    alone = {"a": "2 sun", "b": "3"}[held_out.name]
    assert notes == [f"on held-out pages alone, so neither measured nor calibrated: {alone}"]


def test_a_page_whose_labels_all_stand_elsewhere_is_held_out_first() -> None:
    for seed in range(3):
        source = a_source(a_page("a", ("1",)), a_page("b"))
        split = split_pages(source, TrainParams(synthetic=1, holdout=0.5, seed=seed), [])
        assert [page.name for page in split.held_out] == ["a"]


def test_pages_that_share_no_label_are_not_held_out() -> None:
    notes: list[str] = []
    source = a_source(a_page("a", ("1",)), a_page("b", ("2 sun",)))
    assert split_pages(source, TrainParams(synthetic=1, holdout=0.5), notes).held_out == []
    assert any("0 of 1 pages held out" in note for note in notes)


def test_synthetic_pages_show_the_catalogues_vignettes_at_their_size() -> None:
    catalogue = a_catalogue(LABELS)
    first, second = (next(synthetic_pages(catalogue, 1, seed=4)) for _ in range(2))
    assert np.array_equal(first.gray, second.gray)
    assert {one.label for one in first.truth} <= set(LABELS)
    assert {one.size for one in first.truth} == {(48, 40)}
    assert page_params(Catalogue(catalogue.entries[:1])).labels == 1
    assert [sort.own_size for sort in sorts_of(catalogue)] == [True, True]


# --- weights --------------------------------------------------------------------------------------


@pytest.mark.parametrize("backbone", ["mobilenet_v2", "vgg16"])
def test_imagenet_weights_reach_every_layer_of_the_backbone(backbone: str) -> None:
    torch.manual_seed(1)
    published = {"mobilenet_v2": mobilenet_v2, "vgg16": vgg16}[backbone](weights=None)
    network = DetectorNetwork(NetworkConfig(LABELS, backbone, "one"))
    load_backbone(network, published.state_dict())
    # The same image through the published layers: 38x38 for MobileNetV2, conv4_3 for VGG16.
    image = torch.rand(1, 3, 300, 300)
    with torch.no_grad():
        own = network.ssd.backbone.eval()
        if backbone == "mobilenet_v2":
            expected = published.features[:7].eval()(image)
            found = own(image)["0"]
        else:
            expected = published.features[24:29](torch.ones(1, 512, 19, 19))
            found = own.extra[0][1:6](torch.ones(1, 512, 19, 19))
    torch.testing.assert_close(found, expected)


def test_incomplete_imagenet_weights_are_refused() -> None:
    state = mobilenet_v2(weights=None).state_dict()
    del state["features.3.conv.0.0.weight"]
    with pytest.raises(InputError, match=r"features\.3\.conv\.0\.0\.weight"):
        load_backbone(DetectorNetwork(NetworkConfig(LABELS)), state)


def test_each_truth_has_one_responsible_default_box_that_overlaps_it() -> None:
    torch.manual_seed(0)
    network = DetectorNetwork(NetworkConfig(LABELS)).eval()
    boxes = torch.tensor([[20.0, 20.0, 62.0, 60.0], [120.0, 90.0, 200.0, 180.0]])
    targets = [
        {"boxes": boxes, "labels": torch.tensor([1, 2])},
        {"boxes": boxes[:0], "labels": torch.tensor([], dtype=torch.int64)},
    ]
    with torch.no_grad():
        encoded = network.ssd.encode([torch.rand(3, 300, 300)] * 2, targets)
    (truth, index), (none, _) = responsible_default_boxes(encoded, network.ssd)
    assert truth.tolist() == [0, 1]
    assert len(none) == 0
    from torchvision.ops import box_iou

    assert float(box_iou(boxes, encoded.default_boxes[0][index]).diagonal().min()) > 0.4


# --- the whole ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_training_writes_a_model_that_can_be_opened(
    tmp_path: Path, no_download: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A detector that has learned nothing thinks everything possible; laying prototypes on that takes long.
    monkeypatch.setattr(tuning, "RIVAL_PROBABILITY", 0.5)
    monkeypatch.setattr(evaluation, "LEAST_SCORE", 0.5)
    monkeypatch.setattr(training, "_VALIDATION_CROPS", 2)
    params = TrainParams(
        boxes="one",
        synthetic=2,
        epochs=1,
        decoder_epochs=1,
        crops_per_page=1,
        batch=2,
        holdout=0.4,
        end_to_end=True,
    )
    rows: list[dict[str, float | int | str]] = []
    report = train(
        a_source(a_page("a"), a_page("b"), a_page("text", ())),
        params,
        tmp_path / "model",
        on_epoch=rows.append,
    )
    assert [row["stage"] for row in rows] == ["detector", "decoder", "end to end"]
    model = load_model(tmp_path / "model")
    assert model.catalogue.labels == LABELS
    assert model.settings["training"]["boxes"] == "one"
    assert set(model.metrics) == {"scanned", "synthetic"}
    assert model.metrics["scanned"]["pages"] == 1
    assert set(model.metrics["scanned"]["ap"]) == {"0.5", "0.75", "0.9", "0.95"}
    assert all({"label", "page", "synthetic", "score"} <= set(one) for one in model.calibration["scores"])
    curves = (tmp_path / "model" / "curves.csv").read_text("utf-8").splitlines()
    assert len(curves) == 4
    assert "2 vignettes" in (tmp_path / "model" / "MODEL_CARD.md").read_text("utf-8")
    normals = load_normals(tmp_path / "model")  # it can be inspected with at once
    assert normals.model_sha256 == model.sha256 and not normals.press_made
    assert normals.source.startswith("12 impressions on 2 annotated pages")
    assert report.stopped == "epochs"
    assert not (tmp_path / "model.training").exists()


def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stages that learn nothing at no cost: what is tested is what happens around them."""

    def nothing(self: DetectorStage, batch: Batch) -> dict[str, torch.Tensor]:
        return {"nothing": sum(p.sum() for p in self.trained_parameters()) * 0.0 + 1.0}

    monkeypatch.setattr(DetectorStage, "losses", nothing)
    monkeypatch.setattr(DecoderStage, "losses", nothing)
    monkeypatch.setattr(training, "_keep_normals", lambda *_: None)


def test_a_cancel_after_an_epoch_keeps_a_model(
    tmp_path: Path, no_download: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap(monkeypatch)
    epochs = 0

    def on_epoch(row: object) -> None:
        nonlocal epochs
        epochs += 1

    def tick(done: int, total: int, stage: str) -> None:
        if epochs:
            raise Cancelled

    params = TrainParams(synthetic=0, epochs=5, crops_per_page=2, batch=2)
    report = train(a_source(a_page("a")), params, tmp_path / "model", tick=tick, on_epoch=on_epoch)
    assert report.stopped == "cancelled"
    assert any("the best so far was kept" in note for note in report.notes)
    assert load_model(tmp_path / "model").metrics == {}


@pytest.mark.parametrize("why", [Cancelled(), KeyboardInterrupt()])
def test_a_cancel_while_the_model_is_measured_keeps_it(
    tmp_path: Path, no_download: None, monkeypatch: pytest.MonkeyPatch, why: BaseException
) -> None:
    cheap(monkeypatch)

    def interrupted(*_: object, **__: object) -> None:
        raise why

    monkeypatch.setattr(training, "evaluate", interrupted)
    params = TrainParams(synthetic=0, epochs=1, decoder_epochs=0, crops_per_page=2, batch=2)
    report = train(a_source(a_page("a"), a_page("b")), params, tmp_path / "model")
    assert report.stopped == "epochs"
    assert "not measured on scanned pages: cancelled" in report.notes
    assert load_model(tmp_path / "model").metrics == {}


def test_a_training_says_that_it_measures(
    tmp_path: Path, no_download: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap(monkeypatch)
    monkeypatch.setattr(tuning, "RIVAL_PROBABILITY", 0.5)
    monkeypatch.setattr(evaluation, "LEAST_SCORE", 0.5)
    said: list[tuple[int, str]] = []
    train(
        a_source(a_page("a"), a_page("b")),
        TrainParams(synthetic=0, epochs=1, decoder_epochs=0, crops_per_page=2, batch=2, holdout=0.5),
        tmp_path / "model",
        tick=lambda done, total, stage: said.append((1000 * done // total, stage)),
    )
    after = [stage for _, stage in said if not stage.startswith(("detector", "reading", "synthetic"))]
    assert {stage.partition(": ")[0] for stage in after} == {"measuring on held-out pages"}
    assert [share for share, _ in said] == sorted(share for share, _ in said)
    assert "measuring on held-out pages: looking" in after


def test_the_settings_name_the_pages_that_were_trained_on_and_the_others(
    tmp_path: Path, no_download: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap(monkeypatch)
    monkeypatch.setattr(training, "_measured", lambda model, *_, **__: model)
    params = TrainParams(synthetic=0, epochs=1, decoder_epochs=0, crops_per_page=2, batch=2, holdout=0.4)
    pages = [a_page(name) for name in "abcd"]
    settings = train(a_source(*pages, a_page("text", ())), params, tmp_path / "model").model.settings
    assert len(settings["held_out"]) == 2
    assert sorted([*settings["pages"], *settings["held_out"]]) == ["a", "b", "c", "d", "text"]
    assert "text" in settings["pages"]
    card = (tmp_path / "model" / "MODEL_CARD.md").read_text("utf-8")
    assert f"3 scanned pages ({', '.join(settings['pages'])})" in card


def test_a_held_out_page_that_alone_shows_a_label_counts_as_trained_on() -> None:
    other = a_page("b")
    other = replace(other, labels=tuple("3" if label == "2 sun" else label for label in other.labels))
    source = Source(a_catalogue((*LABELS, "3")), (a_page("a"), other))
    params = TrainParams(synthetic=1, holdout=0.5)
    split = split_pages(source, params, [])
    assert len(split.held_out) == 1
    settings = training._settings(params, source, split, [], "cpu", 0.0)
    assert (settings["pages"], settings["held_out"]) == (["a", "b"], [])


def test_pages_of_two_books_with_one_name_are_two() -> None:
    other = replace(a_page("another"), name="0001.png")
    source = a_source(a_page("0001.png"), other)
    params = TrainParams(synthetic=0, holdout=0.5)
    split = split_pages(source, params, [])
    settings = training._settings(params, source, split, [], "cpu", 0.0)
    assert (settings["pages"], settings["held_out"]) == (["0001.png"], ["0001.png"])
    assert settings["page_sha256"] == [page.key for page in source.pages if page not in split.held_out]


def test_a_page_that_was_given_twice_counts_as_trained_on() -> None:
    source = a_source(a_page("scan"), replace(a_page("scan"), name="copy"))
    params = TrainParams(synthetic=0, holdout=0.5)
    split = split_pages(source, params, [])
    assert len(split.held_out) == 1
    settings = training._settings(params, source, split, [], "cpu", 0.0)
    assert (settings["pages"], settings["held_out"]) == (["scan", "copy"], [])


def test_a_cancel_before_the_first_epoch_leaves_nothing(
    tmp_path: Path, no_download: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap(monkeypatch)

    def tick(done: int, total: int, stage: str) -> None:
        if stage.startswith("detector"):
            raise Cancelled

    with pytest.raises(Cancelled):
        params = TrainParams(synthetic=0, epochs=5, crops_per_page=8, batch=2)
        train(a_source(a_page("a")), params, tmp_path / "model", tick=tick)
    assert not (tmp_path / "model").exists()


def test_crops_alone_need_synthetic_pages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="synthetic"):
        train(a_source(), TrainParams(synthetic=0), tmp_path / "model")


def test_pages_without_any_box_cannot_train(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no page is left"):
        train(a_source(a_page("text", ())), TrainParams(synthetic=0), tmp_path / "model")


def test_small_boxes_are_said(tmp_path: Path, no_download: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cheap(monkeypatch)
    page = a_page("a")
    tiny = AnnotatedPage("tiny", page.rgb, (*page.boxes, (5.0, 5.0, 11.0, 30.0)), (*page.labels, "1"), ())
    params = TrainParams(synthetic=0, epochs=1, decoder_epochs=0, crops_per_page=2, batch=2)
    said: list[str] = []

    def no_more(done: int, total: int, stage: str) -> None:
        # All that the data is like is said before the training begins.
        if stage.startswith("detector") and not any("under 8 px" in note for note in said):
            raise AssertionError(said)

    report = train(a_source(tiny), params, tmp_path / "model", on_note=said.append, tick=no_more)
    assert "1 box with a side under 8 px was left out" in report.notes
    assert tuple(said) == report.notes


def test_a_label_that_no_page_shows_is_said(
    tmp_path: Path, no_download: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap(monkeypatch)
    params = TrainParams(synthetic=0, epochs=1, decoder_epochs=0, crops_per_page=2, batch=2)
    catalogue = a_catalogue(("1", "2 sun", "3"))
    several = train(Source(catalogue, (a_page("a", ("1",)),)), params, tmp_path / "several")
    assert "no page to train on shows labels 2 sun, 3; the model will not find them" in several.notes
    report = train(a_source(a_page("a", ("1",))), params, tmp_path / "model", resume=True)
    assert "no page to train on shows label 2 sun; the model will not find it" in report.notes
    assert "nothing was there to resume: trained from the start" in report.notes


def test_a_resume_takes_up_no_stage_of_an_older_training(
    tmp_path: Path, no_download: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap(monkeypatch)
    stale = tmp_path / "model.training" / "decoder" / "last.ckpt"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"of another training")

    def tick(done: int, total: int, stage: str) -> None:
        if stage.startswith("detector"):
            raise Cancelled

    params = TrainParams(synthetic=0, epochs=1, crops_per_page=4, batch=2)
    with pytest.raises(Cancelled):
        train(a_source(a_page("a")), params, tmp_path / "model", tick=tick)
    assert not stale.exists()


def test_a_resume_with_other_pages_held_out_is_refused(
    tmp_path: Path, no_download: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap(monkeypatch)
    source = a_source(*(a_page(name) for name in "abcd"))
    params = TrainParams(synthetic=0, epochs=2, crops_per_page=1, batch=2, holdout=0.25)
    over = False

    def on_epoch(row: object) -> None:
        nonlocal over
        over = True

    def tick(done: int, total: int, stage: str) -> None:
        if over:
            raise Cancelled

    train(source, params, tmp_path / "model", tick=tick, on_epoch=on_epoch)
    with pytest.raises(InputError, match="cannot be resumed from: other pages"):
        train(source, params.replace(holdout=0.5), tmp_path / "model", resume=True)


def test_the_decoder_stage_learns_at_its_own_rate(tmp_path: Path) -> None:
    network = DetectorNetwork(NetworkConfig(LABELS, boxes="one"))
    for params, rates in (
        (TrainParams(end_to_end=True), [1e-3, 1e-3, 1e-4]),
        (TrainParams(backbone="vgg16", end_to_end=True), [1e-4, 1e-4, 1e-4]),
        (TrainParams(learning_rate=3e-5, decoder_rate=5e-4), [3e-5, 5e-4]),
    ):
        stages = training._stages(network, params, "cpu", tmp_path, False, "")
        assert [stage.rate for _, stage, _ in stages] == rates


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_a_missing_gpu_is_said() -> None:
    with pytest.raises(InputError, match="no GPU"):
        device_of("cuda")
    assert device_of("auto") == "cpu"


def test_curves_have_one_row_an_epoch() -> None:
    from detector.core.loop import StageOutcome

    outcome = StageOutcome(
        rows=[{"stage": "detector", "epoch": 1, "seconds": 2.0, "learning_rate": 0.1, "loss": 3.0}]
    )
    assert curves_csv([outcome]).splitlines() == [
        "stage,epoch,seconds,learning_rate,loss,val_loss",
        "detector,1,2.0,0.1,3.0,",
    ]
