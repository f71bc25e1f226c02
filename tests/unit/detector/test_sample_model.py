"""The bundled sample model: it opens, it is small, it says what it is, and it finds what it should."""

from pathlib import Path

import numpy as np
import pytest
import torch

from autolabelme.core.boxes import iou
from autolabelme.core.demo import DemoContext
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.press.synthesis import SynthesisParams, synthesize_page
from autolabelme.core.progress import no_tick
from detector.core.demo import detect_stages, sample_model_folder
from detector.core.detection import detect, reconstruct
from detector.core.model_folder import Model, load_model
from detector.core.params import DetectParams
from detector.core.reconstruction import observed_pictures, reconstruction_errors


@pytest.fixture(scope="module")
def model() -> Model:
    torch.set_num_threads(1)
    return load_model(sample_model_folder())


def test_it_is_within_25_mb_and_has_a_card() -> None:
    folder = sample_model_folder()
    own = (
        "weights.safetensors",
        "settings.json",
        "metrics.json",
        "calibration.json",
        "catalogue.json",
        "curves.csv",
    )
    size = sum((folder / name).stat().st_size for name in own)
    size += sum(path.stat().st_size for path in (folder / "catalogue").iterdir())
    assert size <= 25_000_000
    card = (folder / "MODEL_CARD.md").read_text("utf-8")
    for word in ("trained on", "trained for", "AP at 0.75", "press"):
        assert word in card


def test_it_knows_the_samples_labels(model: Model) -> None:
    assert model.catalogue.labels == tuple(sort.label for sort in load_sorts())
    assert model.network.config.backbone == "mobilenet_v2"
    assert model.network.config.decoder == "conv"
    assert all(score["synthetic"] for score in model.calibration["scores"])


def test_it_finds_the_vignettes_of_an_unseen_page(model: Model) -> None:
    params = SynthesisParams(
        wear="clean",
        recipe="print",
        width=900,
        height=1000,
        labels=4,
        copies_high=6,
        size_low=80,
        size_high=130,
    )
    page = synthesize_page(load_sorts(), params, 4321, 0)
    seen = detect(model, page.rgb, DetectParams(), keep_features=True)
    overlaps = iou([one.box for one in page.truth], [one.box for one in seen.detections])
    right = [
        any(
            overlaps[i, k] > 0.75 and one.label == seen.detections[k].label
            for k in range(len(seen.detections))
        )
        for i, one in enumerate(page.truth)
    ]
    assert np.mean(right) > 0.8
    # What it draws is nearer to each vignette than the paper's tone is.
    boxes = [one.box for one in seen.detections]
    observed = observed_pictures(page.rgb, boxes, 64, 3)
    paper = np.broadcast_to(np.median(page.rgb, axis=(0, 1)) / 255, observed.shape).astype(np.float32)
    drawn = reconstruction_errors(reconstruct(model, seen), observed)
    assert np.median(drawn) < 0.8 * np.median(reconstruction_errors(paper, observed))


@pytest.mark.slow
def test_the_demo_detects_on_an_unseen_page(tmp_path: Path) -> None:
    (stage,) = detect_stages()
    context = DemoContext(tmp_path)
    report = stage.run(context, no_tick)
    assert stage.name == "Detect"
    assert "vignettes found" in report.lines[0]
    assert all(path.is_file() for path in report.files)
    assert context.left["model"] == sample_model_folder()
