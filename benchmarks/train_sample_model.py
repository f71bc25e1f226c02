"""Train the bundled sample model: the sample catalogue's 30 labels, press pages only, on a CPU.

    python benchmarks/train_sample_model.py --work FOLDER --minutes 60 20

Two steps, so that a long training survives an interruption: `--minutes D E [T]` trains the detector for
D, the decoder for E and both together for T minutes into FOLDER (again with --resume to go on, or --start
with the weights of an earlier run); `--bundle` then measures on further pages and writes
resources/weights/sample_model. `--start` and `--stages end_to_end` teach a finished model something further,
and `--epochs 2` says how long where the clock says little: a busy machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from autolabelme import __version__
from autolabelme.core import weights
from autolabelme.core.arrays import U8
from autolabelme.core.opencv import cv2
from autolabelme.core.press import impression, typeset
from autolabelme.core.press.wear import wear_of
from detector.core.backbones import load_backbone
from detector.core.card import model_card
from detector.core.catalogue import Catalogue, Entry
from detector.core.data import STORED_PX, RandomCrops, TrainingPage, training_page
from detector.core.evaluation import evaluate
from detector.core.loop import StageOutcome, StagePlan, run_stage
from detector.core.model_folder import Model, save_model
from detector.core.network import DetectorNetwork, NetworkConfig
from detector.core.params import CROP_PX
from detector.core.reconstruction import calibration_scores
from detector.core.sources import AnnotatedPage
from detector.core.training_stages import DecoderStage, DetectorStage, EndToEndStage, Stage

PAGES, VALIDATION_PAGES = 150, 4
WEARS = ("clean", "worn", "worn", "hard", "clean")
# Of the first recipe there are rows and normals, too: one page in three is.
RECIPES = ("print", "print", "blotches")
SCANS, SHARES = ("colour", "gray", "bitonal", "steep"), (0.5, 0.2, 0.2, 0.1)
STAGES = ("detector", "decoder", "end_to_end")
FIRST_SEED, HELD_OUT_SEED = 1000, 700_000
NOMINAL_PX = 105
CALIBRATED_PAGES = 2
END_TO_END_RATE = 4e-4
POSES = tuple((float(turn), mirrored) for turn in (0, 90, 180, 270) for mirrored in (False, True))
TARGET = Path(__file__).parents[1] / "resources" / "weights" / "sample_model"
PAGE = typeset.TypesetParams(width=1500, height=2000, labels=8, copies_high=16)


def press_page(seed: int, sorts: tuple[typeset.Sort, ...], numbers: dict[str, int]) -> TrainingPage:
    """One page of the press, in the detector's scale."""
    rng = np.random.default_rng(seed)
    layout = typeset.typeset(sorts, PAGE, rng)
    wear = wear_of(WEARS[seed % len(WEARS)], RECIPES[seed % len(RECIPES)])
    wear = wear.replace(scan=str(rng.choice(SCANS, p=SHARES)))
    page = impression.print_page(layout, sorts, wear, seed)
    return training_page(
        f"press {seed}",
        page.rgb,
        np.array([one.box for one in page.truth]),
        [numbers[one.label] for one in page.truth],
        scale=STORED_PX / CROP_PX,
        poses=[one.pose for one in page.truth],
        synthetic=True,
    )


def sample_catalogue(sorts: Sequence[typeset.Sort]) -> Catalogue:
    """The sample's drawings as a catalogue, in the middle of the sizes in which the press sets them."""
    entries = []
    for sort in sorts:
        height, width = sort.ink.shape
        factor = NOMINAL_PX / max(height, width)
        picture = np.rint(225 - 180 * sort.ink).astype(np.uint8)
        size = (width * factor, height * factor)
        # Sharp enough for the largest size that the press sets; 16 grey levels: all must fit in 25 MB.
        picture = (_fit(picture, 160) // 16 * 16).astype(np.uint8)
        entries.append(Entry(sort.label, *size, picture, POSES, (), 1, sort.name))
    return Catalogue(tuple(entries), dpi=300.0)


def _fit(picture: U8, longer_px: int) -> U8:
    factor = longer_px / max(picture.shape)
    size = (round(picture.shape[1] * factor), round(picture.shape[0] * factor))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def annotated(seed: int, sorts: Sequence[typeset.Sort], wear: str, recipe: str) -> AnnotatedPage:
    """A page for measuring."""
    layout = typeset.typeset(sorts, PAGE, np.random.default_rng(seed))
    page = impression.print_page(layout, sorts, wear_of(wear, recipe), seed)
    return AnnotatedPage(
        f"press {seed} {recipe} {wear}",
        page.rgb,
        tuple(one.box for one in page.truth),
        tuple(one.label for one in page.truth),
        tuple(one.pose for one in page.truth),
    )


def bundle(
    work: Path,
    target: Path,
    minutes: Sequence[float],
    pages: int,
    config: dict[str, str | float],
    more: Sequence[str] = (),
    trained_pages: int = PAGES,
) -> None:
    """Measure the trained weights on pages that were held out and write the model folder, float16."""
    sorts = typeset.load_sorts()
    catalogue = sample_catalogue(sorts)
    network = DetectorNetwork(NetworkConfig(catalogue.labels, **config))  # type: ignore[arg-type]
    last = work / "end_to_end.safetensors"
    trained = load_file(last if last.is_file() else work / "decoder.safetensors")
    # What will be stored is what is measured.
    network.load_state_dict({k: v.half().float() if v.is_floating_point() else v for k, v in trained.items()})
    network.eval().to(memory_format=torch.channels_last)
    settings = {
        "program": f"autolabelme {__version__}",
        "training": {"synthetic": trained_pages, "catalogue": "the bundled sample, 30 labels"},
        "pages": [],
        "median_vignette_px": round(catalogue.median_px, 3),
        "crop_px": CROP_PX,
        "device": f"one thread of {os.cpu_count()} busy CPU cores ({platform.machine()})",
        "minutes": round(sum(minutes)),
        "stopped": ["time", "time"],
        "epochs": [],
    }
    model = Model(network, catalogue, settings)
    metrics, scores = {}, []
    levels = [(recipe, wear) for recipe in dict.fromkeys(RECIPES) for wear in ("clean", "worn", "hard")]
    for recipe, wear in levels:
        held_out = [annotated(HELD_OUT_SEED + n, sorts, wear, recipe) for n in range(pages)]
        found = evaluate(model, held_out, (0.5, 0.75, 0.9, 0.95))
        assert found.refined is not None
        name = f"press, {wear}" if recipe == "print" else f"press, first recipe, {wear}"
        metrics[name] = {
            "pages": found.pages,
            "instances": found.instances,
            "ap": {f"{level:g}": round(value, 4) for level, value in found.raw.ap.items()},
            "ap_refined": {f"{level:g}": round(value, 4) for level, value in found.refined.ap.items()},
        }
        print(name, metrics[name], flush=True)
        for page in held_out[:CALIBRATED_PAGES] if recipe == "print" else ():
            scores += calibration_scores(model, page, synthetic=True)
    calibration = {
        "measure": "mean squared error of the reconstruction, 0..1",
        "scores": [one.as_dict() for one in scores],
    }
    model = model.with_results(metrics=metrics, calibration=calibration)
    notes = (
        "Trained on printed pages of the press alone (clean, worn, hard); it knows no scan of a real book.",
        "For the demo, for trying things out and as a check of an installation. Train one of your own "
        "catalogue for anything else.",
        "The backbone started from torchvision's ImageNet weights of MobileNetV2 (BSD-3-Clause). Weights are "
        "stored as float16.",
        *more,
    )
    card = model_card(
        model,
        notes,
        title="Sample model",
        intended="Finds the 30 vignettes of the bundled sample catalogue on press pages and draws them.",
    )
    save_model(model, target, curves=_curves(work), card=card, half=True)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"wrote {target}: {size / 1e6:.1f} MB", flush=True)


def _curves(work: Path) -> str:
    path = work / "curves.csv"
    return path.read_text("utf-8") if path.is_file() else ""


def cooled(
    stage: Stage,
    train: RandomCrops,
    validation: RandomCrops | None,
    plan: StagePlan,
    keep: Callable[[dict[str, float | int | str]], None],
) -> StageOutcome:
    """Run the epochs of `plan`, the last at a tenth of the rate."""
    plans = [
        replace(plan, epochs=plan.epochs - 1),
        replace(plan, epochs=1, folder=plan.folder / "cooled"),
    ]
    for part in plans:
        outcome = run_stage(stage, train, validation, part, tick=lambda *_: None, on_epoch=keep)
        train.seed += 1  # other crops than before: a run counts its epochs from 0
        stage.rate /= 10
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, nargs="+", default=(60.0, 20.0))
    parser.add_argument("--boxes", default="ssd")
    parser.add_argument("--loss", default="diou")
    parser.add_argument("--alpha", type=float, default=2.0)
    parser.add_argument("--crops", type=int, default=8)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--decoder-rate", type=float, default=1e-3, help="Adam's rate for the decoder")
    parser.add_argument("--epochs", type=int, help="instead of minutes, the last at a tenth of the rate")
    parser.add_argument("--target", type=Path, default=TARGET, help="where --bundle writes the model")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="weights of an earlier run to go on from")
    parser.add_argument("--frozen", type=int, default=0, help="first layers of the backbone that stand still")
    parser.add_argument("--note", action="append", default=[], help="a further note for the model card")
    parser.add_argument("--trained", type=int, default=PAGES, help="pages to train on")
    parser.add_argument("--stages", nargs="+", choices=STAGES, help="these alone, minutes in their order")
    parser.add_argument("--bundle", action="store_true", help="measure and write the model folder")
    parser.add_argument("--pages", type=int, default=4, help="held-out pages of each wear to measure on")
    args = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.manual_seed(0)
    if args.bundle:
        config = {"boxes": args.boxes, "loss": args.loss, "alpha": args.alpha}
        bundle(args.work, args.target, args.minutes, args.pages, config, args.note, args.trained)
        return
    sorts = typeset.load_sorts()
    numbers = {sort.label: index + 1 for index, sort in enumerate(sorts)}
    start = time.monotonic()
    pages = [press_page(FIRST_SEED + n, sorts, numbers) for n in range(args.trained + VALIDATION_PAGES)]
    print(f"{len(pages)} pages in {time.monotonic() - start:.0f} s", flush=True)
    network = DetectorNetwork(
        NetworkConfig(tuple(numbers), boxes=args.boxes, loss=args.loss, alpha=args.alpha)
    )
    load_backbone(network, weights.load_state("mobilenet_v2_imagenet"))
    if args.start is not None:
        network.load_state_dict(load_file(args.start))
    network.to(memory_format=torch.channels_last)
    # The first layers work on the largest maps; standing still they need no backward pass.
    for layer in list(network.ssd.backbone.stages[0])[: args.frozen]:
        layer.requires_grad_(False)
    train = RandomCrops(pages[: args.trained], per_page=args.crops)
    validation = RandomCrops(pages[args.trained :], per_page=16, augment=False)
    args.work.mkdir(parents=True, exist_ok=True)

    make: dict[str, Callable[[], Stage]] = {
        "detector": lambda: DetectorStage(network, 1e-3),
        "decoder": lambda: DecoderStage(network, args.decoder_rate),
        "end_to_end": lambda: EndToEndStage(network, END_TO_END_RATE),
    }
    for name, minutes in zip(args.stages or STAGES, args.minutes, strict=False):
        stage = make[name]()
        done = args.work / f"{name}.safetensors"
        if args.resume and done.is_file():
            network.load_state_dict(load_file(done))
            continue
        folder = args.work / name
        precision = "" if name == "decoder" else "bf16-mixed"

        def keep(row: dict[str, float | int | str], out: Path = done) -> None:
            print(row, flush=True)
            save_file({k: v.contiguous() for k, v in network.state_dict().items()}, str(out) + ".last")

        if args.epochs is None:
            plan = StagePlan(name, 1000, args.batch, "cpu", folder, minutes, 1000, args.resume, precision)
            outcome = run_stage(stage, train, validation, plan, tick=lambda *_: None, on_epoch=keep)
        else:
            plan = StagePlan(name, args.epochs, args.batch, "cpu", folder, precision=precision)
            outcome = cooled(stage, train, validation, plan, keep)
        print(name, outcome.stopped, f"{outcome.best_loss:.4f}", flush=True)
        if outcome.stopped == "cancelled":
            raise SystemExit("cancelled; go on with --resume")
        save_file({k: v.contiguous() for k, v in network.state_dict().items()}, str(done))


if __name__ == "__main__":
    main()
