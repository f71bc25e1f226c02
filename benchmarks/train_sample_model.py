"""Train the bundled sample model: the sample catalogue's 30 labels, press pages only, on a CPU.

    python benchmarks/train_sample_model.py --work FOLDER --minutes 60 20

Two steps, so that a long training survives an interruption: `--minutes D E` trains the detector for D
and the decoder for E minutes into FOLDER (again with --resume to go on); `--bundle` then measures and
writes resources/weights/sample_model.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from autolabelme.core.press import impression, typeset
from detector.core.data import STORED_PX, RandomCrops, TrainingPage, training_page
from detector.core.loop import StageOutcome, StagePlan, run_stage
from detector.core.network import DetectorNetwork, NetworkConfig
from detector.core.params import CROP_PX
from detector.core.stages import DecoderStage, DetectorStage

PAGES, VALIDATION_PAGES = 90, 3
WEARS = ("clean", "worn", "worn", "hard", "clean")
FIRST_SEED = 1000
PAGE = typeset.TypesetParams(width=1500, height=2000, labels=8, copies_high=16)


def press_page(seed: int, sorts: tuple[typeset.Sort, ...], numbers: dict[str, int]) -> TrainingPage:
    """One page of the press, in the detector's scale."""
    layout = typeset.typeset(sorts, PAGE, np.random.default_rng(seed))
    page = impression.print_page(layout, sorts, WEARS[seed % len(WEARS)], seed)
    return training_page(
        f"press {seed}",
        page.rgb,
        np.array([one.box for one in page.truth]),
        [numbers[one.label] for one in page.truth],
        scale=STORED_PX / CROP_PX,
        poses=[one.pose for one in page.truth],
        synthetic=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, nargs=2, default=(60.0, 20.0))
    parser.add_argument("--boxes", default="ssd")
    parser.add_argument("--loss", default="diou")
    parser.add_argument("--alpha", type=float, default=2.0)
    parser.add_argument("--crops", type=int, default=8)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--imagenet", type=Path, required=True, help="MobileNetV2 safetensors")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="weights of an earlier run to go on from")
    parser.add_argument("--frozen", type=int, default=0, help="first layers of the backbone that stand still")
    args = parser.parse_args()
    from detector.core.pretrained import load_backbone

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.manual_seed(0)
    sorts = typeset.load_sorts()
    numbers = {sort.label: index + 1 for index, sort in enumerate(sorts)}
    start = time.monotonic()
    pages = [press_page(FIRST_SEED + n, sorts, numbers) for n in range(PAGES + VALIDATION_PAGES)]
    print(f"{len(pages)} pages in {time.monotonic() - start:.0f} s", flush=True)
    network = DetectorNetwork(
        NetworkConfig(tuple(numbers), boxes=args.boxes, loss=args.loss, alpha=args.alpha)
    )
    load_backbone(network, {name: value.float() for name, value in load_file(args.imagenet).items()})
    if args.start is not None:
        network.load_state_dict(load_file(args.start))
    network.to(memory_format=torch.channels_last)
    # The first layers work on the largest maps; standing still they need no backward pass.
    for layer in list(network.ssd.backbone.stages[0])[: args.frozen]:
        layer.requires_grad_(False)
    train = RandomCrops(pages[:PAGES], per_page=args.crops)
    validation = RandomCrops(pages[PAGES:], per_page=16, augment=False)
    args.work.mkdir(parents=True, exist_ok=True)

    for name, stage, minutes in (
        ("detector", DetectorStage(network, 1e-3), args.minutes[0]),
        ("decoder", DecoderStage(network, 1e-4), args.minutes[1]),
    ):
        done = args.work / f"{name}.safetensors"
        if args.resume and done.is_file():
            network.load_state_dict(load_file(done))
            continue
        folder = args.work / name
        precision = "bf16-mixed" if name == "detector" else ""
        plan = StagePlan(name, 1000, args.batch, "cpu", folder, minutes, 1000, args.resume, precision)

        def keep(row: dict[str, float | int | str], out: Path = done) -> None:
            print(row, flush=True)
            save_file({k: v.contiguous() for k, v in network.state_dict().items()}, str(out) + ".last")

        outcome: StageOutcome = run_stage(stage, train, validation, plan, tick=lambda *_: None, on_epoch=keep)
        print(name, outcome.stopped, f"{outcome.best_loss:.4f}", flush=True)
        if outcome.stopped == "cancelled":
            raise SystemExit("cancelled; go on with --resume")
        save_file({k: v.contiguous() for k, v in network.state_dict().items()}, str(done))


if __name__ == "__main__":
    main()
