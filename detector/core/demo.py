"""The demo's part: the sample model looks at a page of the press that it has never seen. No torch."""

from __future__ import annotations

import time
from importlib.resources import files
from pathlib import Path

from autolabelme.core.demo import DemoContext, DemoStage, StageReport
from autolabelme.core.messages import listed, told
from autolabelme.core.progress import SubTick, Tick

SAMPLE_MODEL = "sample_model"
DEMO_SEED = 77
_SIZE = (1500, 2000)
_IOUS = (0.5, 0.75, 0.9)


def sample_model_folder() -> Path:
    """Where the bundled sample model lies."""
    return Path(str(files("autolabelme.resources").joinpath("weights", SAMPLE_MODEL)))


def named_model_folder(name: str) -> Path:
    """The folder that a command line names: `sample` is the bundled model, unless there is such a folder."""
    path = Path(name)
    return sample_model_folder() if name == "sample" and not path.exists() else path


def detect_stages() -> tuple[DemoStage, ...]:
    """Detect on an unseen page of the press; nothing when the model is not bundled."""
    if not (sample_model_folder() / "settings.json").is_file():
        return ()
    return (DemoStage("Detect", _detect),)


def _detect(context: DemoContext, tick: Tick) -> StageReport:
    from autolabelme.core.image_io import write_image
    from autolabelme.core.press.sorts import load_sorts
    from autolabelme.core.press.synthesis import SynthesisParams, synthesize_page

    from .evaluation import average_precision
    from .model_folder import load_model
    from .params import DetectParams
    from .prediction import predict_file
    from .sources import AnnotatedPage

    params = SynthesisParams(
        wear="worn", recipe="print", width=_SIZE[0], height=_SIZE[1], labels=10, copies_high=16
    )
    tick(0, 4, "printing a page")
    page = synthesize_page(load_sorts(), params, DEMO_SEED, 0)
    image = write_image(context.folder / "detect" / "unseen_page.png", page.rgb, page.dpi)
    tick(1, 4, "opening the sample model")
    start = time.perf_counter()
    model = load_model(sample_model_folder())
    found = predict_file(model, image, image.parent, DetectParams(), tick=SubTick(tick, 0.3, 1.0))
    seconds = time.perf_counter() - start
    truth = AnnotatedPage(
        image.name,
        page.rgb,
        tuple(one.box for one in page.truth),
        tuple(one.label for one in page.truth),
        tuple(one.pose for one in page.truth),
    )
    ap = average_precision([found.detections], [truth], model.catalogue.labels, _IOUS).ap
    context.left["model"] = sample_model_folder()
    context.left["detected_page"] = found.path
    line = told(
        "CommandLine",
        "vignettes found: {found}, on the page: {true}, in {seconds:.1f} s; AP {figures}",
        found=len(found.detections),
        true=len(truth.boxes),
        seconds=seconds,
        figures=listed(told("CommandLine", "{ap:.2f} at {iou:g}", ap=ap[iou], iou=iou) for iou in ap),
    )
    return StageReport((line,), (image, found.path))
