"""How well the detector finds vignettes: losses, default boxes, backbones, refinement, a real strip.

    python benchmarks/detection.py sample [--pages 2]
    python benchmarks/detection.py rows [--losses giou ...] [--boxes one ssd] [--crops 2880] [--seed 0]
    python benchmarks/detection.py real FOLDER [--minutes 10]

Each command adds its rows to benchmarks/results/detection.json and writes detection.md anew from it, so
that rows can be measured one at a time and on different machines; a row says where it ran.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from train_sample_model import sample_catalogue

from autolabelme.core import weights
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import write_document
from autolabelme.core.boxes import iou
from autolabelme.core.files import atomic_write_json, atomic_write_text
from autolabelme.core.matching.poses import Pose
from autolabelme.core.press.sorts import Sort, load_sorts
from autolabelme.core.press.synthesis import SynthesisParams, synthesize_page
from autolabelme.core.press.wear import RECIPES
from detector.core.backbones import load_backbone
from detector.core.data import STORED_PX, RandomCrops, TrainingPage, training_page
from detector.core.demo import sample_model_folder
from detector.core.devices import device_of
from detector.core.evaluation import REPORT_IOUS, evaluate
from detector.core.loop import StagePlan, run_stage
from detector.core.model_folder import Model, load_model
from detector.core.network import DetectorNetwork, NetworkConfig
from detector.core.params import CROP_PX, LEARNING_RATES, LOSSES, DetectParams, TrainParams
from detector.core.sources import AnnotatedPage, read_source, read_truth
from detector.core.training import train
from detector.core.training_stages import DetectorStage

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "detection.json"
UNSEEN = 880_000
"""Seeds of the pages that are measured on; no training uses them (the sample model's begin at 1000)."""
EPOCH = 720
COOLED = 0.25
"""Share of a row's crops at the end that are learnt at a tenth of the rate: without it the last steps'
noise is larger than the differences between the losses."""
PRECISION = "bf16-mixed"
"""Of the rows' trainings: a fifth faster than full precision on this kind of processor."""


def unseen_pages(
    wear: str,
    recipe: str,
    count: int,
    size: tuple[int, int] = (1500, 2000),
    sorts: Sequence[Sort] | None = None,
) -> list[AnnotatedPage]:
    """Press pages with truth that no training has seen; of the whole sample catalogue, or of `sorts`."""
    sorts = load_sorts() if sorts is None else sorts
    params = SynthesisParams(
        wear=wear,
        recipe=recipe,
        width=size[0],
        height=size[1],
        labels=min(10, len(sorts)),
        copies_high=16,
    )
    pages = []
    for number in range(count):
        page = synthesize_page(sorts, params, UNSEEN, number)
        shown = [one for one in page.truth if one.visible >= 0.5]
        pages.append(
            AnnotatedPage(
                f"{wear} {number}",
                page.rgb,
                tuple(one.box for one in shown),
                tuple(one.label for one in shown),
                tuple(one.pose for one in shown),
            )
        )
    return pages


def stored(page: AnnotatedPage, numbers: dict[str, int]) -> TrainingPage:
    """A press page in the detector's scale."""
    boxes = np.array(page.boxes, dtype=np.float64).reshape(-1, 4)
    labels = [numbers[label] for label in page.labels]
    return training_page(page.name, page.rgb, boxes, labels, scale=STORED_PX / CROP_PX, synthetic=True)


def measured(model: Model, pages: Sequence[AnnotatedPage]) -> dict[str, Any]:
    """AP with and without refinement, and pages a second."""
    found = evaluate(model, pages, REPORT_IOUS, DetectParams())
    assert found.refined is not None
    return {
        "pages": found.pages,
        "instances": found.instances,
        "ap": {f"{level:g}": round(value, 4) for level, value in found.raw.ap.items()},
        "ap_refined": {f"{level:g}": round(value, 4) for level, value in found.refined.ap.items()},
        "fps": round(found.fps, 3),
        "fps_refined": round(found.fps_refined or 0.0, 3),
        "where": where(),
    }


def where() -> str:
    """Machine and commit."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True)
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else f"{os.cpu_count()} CPU cores"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return f"{platform.machine()}, {device}, load {load:.0f}, {commit.stdout.strip()}"


# --- the commands ---------------------------------------------------------------------------------


def run_sample(args: argparse.Namespace) -> None:
    """The bundled sample model on unseen pages of each recipe and wear."""
    model = load_model(args.model or sample_model_folder(), device_of("auto"))
    for recipe in args.recipes:
        for wear in ("clean", "worn", "hard"):
            add("sample", f"{recipe}, {wear}", measured(model, unseen_pages(wear, recipe, args.pages)))


def run_rows(args: argparse.Namespace) -> None:
    """One training a row, the same crops, steps and seed each."""
    device = device_of("auto")
    sorts = load_sorts()[: args.labels]
    catalogue = sample_catalogue(sorts)
    # The rows stand beside each other: all are taught and measured on the press's first recipe.
    tests = unseen_pages("worn", "blotches", args.pages, sorts=sorts)
    params = SynthesisParams(
        wear="mixed",
        recipe="blotches",
        width=1500,
        height=2000,
        labels=min(10, len(sorts)),
        copies_high=16,
    )
    train_pages = []
    for number in range(args.train_pages):
        page = synthesize_page(sorts, params, UNSEEN + 1, number)
        boxes, labels = tuple(one.box for one in page.truth), tuple(one.label for one in page.truth)
        train_pages.append(
            stored(AnnotatedPage(f"train {number}", page.rgb, boxes, labels, ()), catalogue.numbers)
        )
    imagenet = weights.load_state(
        "mobilenet_v2_imagenet" if args.backbone == "mobilenet_v2" else "vgg16_imagenet"
    )
    for boxes_kind in args.boxes:
        for loss in args.losses:
            torch.manual_seed(args.seed)
            config = NetworkConfig(catalogue.labels, args.backbone, boxes_kind, loss)
            network = DetectorNetwork(config)
            load_backbone(network, imagenet)
            network.to(memory_format=torch.channels_last)
            per_epoch = min(EPOCH, max(1, args.crops // 4))
            crops = RandomCrops(train_pages, per_page=max(1, per_epoch // args.train_pages))
            start, cpu = time.perf_counter(), time.process_time()
            loss_at_end, epochs = _train_row(network, crops, args, device)
            seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
            seen = epochs * len(crops)
            spent = {
                "crops": seen,
                "batch": args.batch,
                "seconds": round(seconds, 1),
                "seconds_per_1000_crops": round(seconds / seen * 1000, 1),
                "cpu_seconds_per_1000_crops": round(cpu_seconds / seen * 1000, 1),
                "loss": round(loss_at_end, 4),
            }
            row = {**measured(Model(network.eval(), catalogue), tests), **spent}
            add(
                "rows",
                f"{args.backbone}, {len(sorts)} labels, {boxes_kind}, {loss}, {seen} crops"
                + (f", seed {args.seed}" if args.seed else ""),
                row,
            )


def _train_row(
    network: DetectorNetwork, crops: RandomCrops, args: argparse.Namespace, device: str
) -> tuple[float, int]:
    """The row's training: its last epoch's loss and how many epochs it took."""
    epochs = max(2, round(args.crops / len(crops)))
    cooled = max(1, round(COOLED * epochs))
    rate = LEARNING_RATES[args.backbone]
    loss = float("nan")
    for count, at in ((epochs - cooled, rate), (cooled, rate / 10)):
        crops.seed += 1  # other crops in each part: a run counts its epochs from 0
        with tempfile.TemporaryDirectory() as work:
            plan = StagePlan(
                "detector", count, args.batch, device, Path(work), patience=1000, precision=PRECISION
            )
            outcome = run_stage(DetectorStage(network, at), crops, None, plan, tick=lambda *_: None)
        loss = float(outcome.rows[-1]["loss"])
    return loss, epochs


def run_real(args: argparse.Namespace) -> None:
    """Train on one page's strip of cast fleurons, test on the other's (the same sorts, set again)."""
    names = ("bpt6k1110784_f10", "bpt6k1110784_f15")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        files = [_real_document(args.folder, name, folder) for name in names]
        for seen, unseen in ((files[0], files[1]), (files[1], files[0])):
            params = TrainParams(
                synthetic=12,
                epochs=1000,
                decoder_epochs=0,
                minutes=args.minutes,
                crops_per_page=40,
                batch=8,
                patience=1000,
                holdout=0.1,
            )
            report = train(read_source([seen]), params, folder / f"model_{seen.stem}")
            row = measured(report.model, read_truth([unseen], report.model.catalogue))
            add("real", f"trained on {seen.stem}, tested on {unseen.stem}", {**row, "minutes": args.minutes})


def _real_document(scans: Path, name: str, folder: Path) -> Path:
    """The hand-set truth of a real page as a LabelMe file beside nothing but itself."""
    truth = json.loads((HERE / "truth" / f"{name}.json").read_text("utf-8"))
    scan = next(path for path in sorted(scans.iterdir()) if path.stem == name)
    from autolabelme.core.image_io import image_info

    info = image_info(scan)
    shapes = []
    for shape in truth["shapes"]:
        xs, ys = [p[0] for p in shape["points"]], [p[1] for p in shape["points"]]
        pose = (shape.get("truth") or {}).get("pose") or {}
        turned = Pose(float(pose.get("rotation_deg", 0.0)), bool(pose.get("mirrored", False)))
        box = (min(xs), min(ys), max(xs), max(ys))
        if not any(iou([box], [other.box])[0, 0] > 0.9 for other in shapes):
            shapes.append(Shape.rectangle(shape["label"], box, pose=turned, role="match"))
    document = Document(scan.resolve(), info.width, info.height, tuple(shapes))
    return write_document(document, folder / f"{name}.json")


# --- the report -----------------------------------------------------------------------------------


def add(section: str, name: str, row: dict[str, Any]) -> None:
    """Put a row into the results and write the report anew."""
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    results.setdefault(section, {})[name] = row
    atomic_write_json(RESULTS, results)
    text = report(results)
    atomic_write_text(RESULTS.with_suffix(".md"), text)
    print(name, json.dumps(row), flush=True)


def report(results: dict[str, Any]) -> str:
    """The tables as Markdown."""
    levels = [f"{level:g}" for level in REPORT_IOUS]
    head = " | ".join(f"AP {level}" for level in levels)
    lines = [
        "# Detection",
        "",
        "AP is COCO's (101 recall points) over labels, on pages that no training has seen. `load` is how",
        "many programs wanted the machine's cores at the time: wall-clock figures are comparable only at",
        "the same load, CPU seconds always.",
        "",
    ]
    titles = {
        "sample": "## The bundled sample model, unseen press pages (targets 0.95, 0.85, 0.60)",
        "rows": "## Losses and default boxes, same budget each, unseen worn press pages",
        "real": "## A real strip of cast fleurons, tested on the same sorts set again",
    }
    for section, title in titles.items():
        rows = results.get(section)
        if not rows:
            continue
        lines += [title, ""]
        if section == "rows":
            lines += ["Rows of under 1,000 crops time the training alone: their AP says nothing.", ""]
        lines += [f"| what | boxes | {head} | pages/s | s, CPU s per 1,000 crops | where |"]
        lines += ["|---|---|" + "---|" * (len(levels) + 3)]
        for name, row in rows.items():
            for key, kind, speed in (("ap", "as detected", "fps"), ("ap_refined", "refined", "fps_refined")):
                values = " | ".join(f"{row[key][level]:.3f}" for level in levels)
                cost = ""
                if key == "ap" and "seconds_per_1000_crops" in row:
                    cost = f"{row['seconds_per_1000_crops']}, {row['cpu_seconds_per_1000_crops']}"
                lines.append(f"| {name} | {kind} | {values} | {row[speed]:.2f} | {cost} | {row['where']} |")
        lines.append("")
    lines += [
        "The report's own table (training set, 18 pages): GIoU 0.62, 0.48, 0.288, 0.081, 0.007, 1.25e-5;",
        "DIoU 0.647, 0.54, 0.3713, 0.1328, 0.0125, 0.00057.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True)
    sample = commands.add_parser("sample", help="the bundled model")
    sample.add_argument("--pages", type=int, default=2, help="pages of each wear")
    sample.add_argument("--model", type=Path, help="another model's folder")
    sample.add_argument("--recipes", nargs="+", choices=RECIPES, default=RECIPES)
    sample.set_defaults(run=run_sample)
    rows = commands.add_parser("rows", help="losses and default boxes")
    rows.add_argument("--losses", nargs="+", choices=LOSSES, default=list(LOSSES))
    rows.add_argument("--boxes", nargs="+", choices=("one", "ssd"), default=["one", "ssd"])
    rows.add_argument("--backbone", choices=tuple(LEARNING_RATES), default="mobilenet_v2")
    rows.add_argument("--crops", type=int, default=2880)
    rows.add_argument(
        "--seed", type=int, default=0, help="of weights and order; a second one shows the noise"
    )
    rows.add_argument("--labels", type=int, default=30, help="first so many of the sample's labels")
    rows.add_argument("--batch", type=int, default=8)
    rows.add_argument("--pages", type=int, default=2)
    rows.add_argument("--train-pages", type=int, default=24)
    rows.set_defaults(run=run_rows)
    real = commands.add_parser("real", help="a real strip")
    real.add_argument("folder", type=Path, help="folder with the scans")
    real.add_argument("--minutes", type=float, default=10.0)
    real.set_defaults(run=run_real)
    args = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", str(os.cpu_count() or 1))))
    args.run(args)


if __name__ == "__main__":
    main()
