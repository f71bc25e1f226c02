"""What only a CUDA device can show: it agrees with the CPU, trains, and halves a batch that does not fit."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from autolabelme.core.boxes import iou
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.press.synthesis import SynthesisParams, synthesize_page
from autolabelme.core.progress import no_tick
from detector.core.demo import sample_model_folder
from detector.core.detection import PageDetections, detect, reconstruct
from detector.core.loop import StageOutcome, StagePlan, run_stage
from detector.core.model_folder import load_model
from detector.core.params import DetectParams
from detector.core.training_stages import DecoderStage, DetectorStage, EndToEndStage, Stage

from .test_loop import a_network, some_crops

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.slow,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device"),
]


@pytest.fixture(autouse=True)
def _full_precision() -> Iterator[None]:
    """Without TF32, which keeps 10 bits of a factor, the two differ by the order of their sums alone."""
    before = torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
    yield
    torch.backends.cudnn.allow_tf32, torch.backends.cuda.matmul.allow_tf32 = before


@pytest.fixture(scope="module")
def page() -> np.ndarray:
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
    return synthesize_page(load_sorts(), params, 4321, 0).rgb


def test_heads_agree() -> None:
    images = [torch.rand(3, 300, 300, generator=torch.Generator().manual_seed(seed)) for seed in range(2)]
    cpu, gpu = load_model(sample_model_folder()), load_model(sample_model_folder(), "cuda")
    with torch.no_grad():
        one = cpu.network.ssd.encode(images)
        other = gpu.network.ssd.encode([image.cuda() for image in images])
    for name, value in one.heads.items():
        # 1e-3 of the values' spread: another image, or another channel order, is hundreds of times off.
        torch.testing.assert_close(other.heads[name].cpu(), value, atol=1e-3 * float(value.std()), rtol=1e-3)
        assert float((value[0] - value[1]).abs().max()) > 0.1 * float(value.std())


@pytest.mark.parametrize("refine", [False, True])
def test_detections_and_pictures_agree(page: np.ndarray, refine: bool) -> None:
    params = DetectParams(refine=refine, scale=1.0)
    found: list[PageDetections] = []
    pictures: list[np.ndarray] = []
    for device in ("cpu", "cuda"):
        model = load_model(sample_model_folder(), device)
        found.append(detect(model, page, params, keep_features=True))
        pictures.append(reconstruct(model, found[-1]))
    one, other = (seen.detections for seen in found)
    # What lies at the threshold may fall to either side of it.
    sure = [index for index, seen in enumerate(one) if seen.score > params.score_over + 0.05]
    assert len(sure) > 8
    overlaps = iou([seen.box for seen in one], [seen.box for seen in other])
    for index in sure:
        same = int(overlaps[index].argmax())
        assert overlaps[index, same] > 0.99
        assert other[same].label == one[index].label
        assert other[same].score == pytest.approx(one[index].score, abs=0.01)
        if other[same].default_box == one[index].default_box:
            assert float(np.abs(pictures[0][index] - pictures[1][same]).max()) < 0.02


def gpu_run(stage: Stage, folder: Path, *, crops: int = 24, **plan: object) -> StageOutcome:
    options = {"epochs": 2, "batch": 4, "device": "cuda", **plan}
    whole = StagePlan("stage", folder=folder, **options)
    return run_stage(stage, some_crops(crops), some_crops(2), whole, tick=no_tick)


@pytest.mark.parametrize("kind", [DetectorStage, DecoderStage, EndToEndStage])
def test_two_epochs_in_mixed_precision_lower_the_loss(kind: type[Stage], tmp_path: Path) -> None:
    network = a_network()
    outcome = gpu_run(kind(network, 1e-3 if kind is DetectorStage else 1e-4), tmp_path)
    first, last = outcome.rows
    assert last["loss"] < first["loss"]
    assert all(torch.isfinite(value).all() for value in outcome.best.values() if value.is_floating_point())
    # The best comes back to the CPU, where the next stage and the model folder expect it.
    assert {value.device.type for value in outcome.best.values()} == {"cpu"}
    assert {parameter.device.type for parameter in network.parameters()} == {"cpu"}


def test_a_training_on_the_gpu_is_resumed(tmp_path: Path) -> None:
    gpu_run(DetectorStage(a_network(), 1e-3), tmp_path, epochs=1)
    outcome = gpu_run(DetectorStage(a_network(), 1e-3), tmp_path, epochs=2, resume=True)
    assert [row["epoch"] for row in outcome.rows] == [1, 2]


def test_a_batch_that_does_not_fit_is_halved(tmp_path: Path) -> None:
    _, total = torch.cuda.mem_get_info()
    torch.cuda.empty_cache()
    # 256 crops of 300 px need some 15 GiB in a training of MobileNetV2; here are 3.
    torch.cuda.set_per_process_memory_fraction(min(1.0, 3 * 2**30 / total))
    try:
        outcome = gpu_run(DetectorStage(a_network(), 1e-3), tmp_path, epochs=1, batch=256, crops=256)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
        torch.cuda.empty_cache()
    assert 2 <= outcome.batch < 256
    assert outcome.notes[0] == "out of memory with 256 crops a step, going on with 128"
    assert len(outcome.rows) == 1
