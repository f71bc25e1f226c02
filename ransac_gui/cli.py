"""The command lines of Align: `align run` and `align train`.

Nothing heavy is imported until a command runs. Exit status of `run`: 0 all aligned (a weak one counts,
and is marked), 3 some refused or broken (the others are there), 2 a bad call or a bad reference.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core.errors import InputError, MisuseError

if TYPE_CHECKING:
    from autolabelme.core.demo import DemoContext, DemoStage, StageReport
    from autolabelme.core.progress import Tick

    from .core.batch import BatchItem

OK, BAD_INPUT, PARTLY = 0, 2, 3
FEATURES = ("auto", "sift", "aliked", "deep")
MODELS = ("homography", "multi", "affine", "similarity", "rigid", "translation")
FINE = ("none", "network", "refine", "both")
DEVICES = ("auto", "cpu", "cuda")
LOSSES = ("supervised", "unsupervised", "both")


def add_commands(subparsers: Any) -> None:
    """Add the commands of this tool to the subparsers of ``autolabelme``."""
    parser = subparsers.add_parser("align", help="lay sources on a reference (RANSAC-Flow)")
    commands = parser.add_subparsers(dest="align_command", metavar="COMMAND", required=True)
    _add_run(commands)
    _add_train(commands)


def demo_stages() -> tuple[DemoStage, ...]:
    """What this tool adds to the demo."""
    from autolabelme.core.demo import DemoStage

    return (DemoStage("Align", _demo),)


def _add_run(commands: Any) -> None:
    parser = commands.add_parser(
        "run",
        help="align one or more sources to a reference",
        description="Lay each SOURCE on REFERENCE and write <name>_aligned, <name>_overlay.png, "
        "<name>_difference.png (red: ink of the source alone, cyan: of the reference alone) and "
        "<name>_alignment.json. Exit status: 0 all aligned, 3 some refused or broken, 2 a bad call or "
        "reference.",
    )
    add = parser.add_argument
    add("reference", metavar="REFERENCE", type=Path, help="the image that stays")
    add("sources", metavar="SOURCE", type=Path, nargs="+", help="images to lay on it")
    add("--output", metavar="DIR", type=Path, required=True, help="folder for the results")
    add("--features", choices=FEATURES, help="auto (default) tries the cheapest first")
    add("--model", choices=MODELS, help="coarse model (default homography)")
    add("--estimator", choices=("magsac", "ransac"), help="ransac is the paper's (default magsac)")
    add(
        "--fine",
        choices=FINE,
        help="fine stage: RANSAC-Flow's network, a smooth refinement of the pair (default), both, none",
    )
    add(
        "--cap",
        metavar="PX",
        type=_cap,
        help="deformation cap: the longest displacement of the fine stage, reference pixels; 0 is rigid, "
        "'free' has no cap (default 5%% of the reference's longer side)",
    )
    add("--ransac-flow", metavar="FILE_OR_FOLDER", type=Path, help="RANSAC-Flow checkpoint for the network")
    add(
        "--region",
        metavar="X,Y,W,H",
        type=_region,
        help="align to this part of the reference: left, top, width, height, pixels",
    )
    add(
        "--landmarks",
        metavar="FILE",
        type=Path,
        help="4 or more point pairs instead of features: CSV with the columns reference_x, reference_y, "
        "source_x, source_y (and source, a file name, when they differ), or JSON lists of the four",
    )
    add("--device", choices=DEVICES, help="where networks run (default auto)")
    add("--flow", action="store_true", help="also write the map as <name>_flow.npz")
    add("--json", action="store_true", help="print the results as one JSON object")
    parser.set_defaults(run=run_align)


def _add_train(commands: Any) -> None:
    parser = commands.add_parser(
        "train",
        help="train the fine networks",
        description="Train the fine networks on press ornaments: supervised on known warps, and as in the "
        "paper with SSIM, cycle consistency and matchability. Writes fine_flow.safetensors, which "
        "--ransac-flow takes. Ctrl-C keeps the weights so far.",
    )
    add = parser.add_argument
    add("--output", metavar="DIR", type=Path, required=True, help="folder for weights, checkpoint and log")
    add("--loss", choices=LOSSES, help="default both")
    add("--steps", metavar="N", type=int, help="optimiser steps at most (default 2000)")
    add("--minutes", metavar="M", type=float, help="stop after this long")
    add("--batch", metavar="N", type=int, help="crops a step (default 4)")
    add("--crop", metavar="PX", type=int, help="side of a crop, a multiple of 8 (default 128)")
    add("--displacement", metavar="PX", type=float, help="greatest displacement of a crop (default 20)")
    add("--ornaments", metavar="N", type=int, help="ornaments printed for the pool (default 120)")
    add("--learning-rate", metavar="R", type=float, help="default 0.0005")
    add("--threads", metavar="N", type=int, help="CPU threads (default: torch's choice)")
    add("--seed", metavar="N", type=int, help="same seed, same training (default 0)")
    add("--device", choices=DEVICES, help="default auto")
    add("--resume", action="store_true", help="go on from the last checkpoint in the output folder")
    add("--from", dest="start_from", metavar="FILE_OR_FOLDER", type=Path, help="begin with these weights")
    add("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(run=run_train)


def _cap(text: str) -> float:
    if text.strip().lower() in ("free", "inf"):
        return 100_000.0
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100_000:
        raise argparse.ArgumentTypeError(f"expected a number of pixels from 0 up, or 'free', got {text!r}")
    return value


def _region(text: str) -> tuple[float, float, float, float]:
    """The box (xyxy) of what is written as X,Y,W,H."""
    try:
        x, y, width, height = (float(part) for part in text.replace(";", ",").split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected x,y,width,height in pixels, got {text!r}") from None
    if not all(map(math.isfinite, (x, y, width, height))) or x < 0 or y < 0 or width < 1 or height < 1:
        raise argparse.ArgumentTypeError(f"expected x, y from 0 and width, height from 1, got {text!r}")
    return x, y, x + width, y + height


def run_align(args: argparse.Namespace) -> int:
    """Run `align run`."""
    from autolabelme.core import terminal

    from .core.batch import align_files, read_landmarks
    from .core.params import AlignParams

    given = {
        name: getattr(args, name)
        for name in ("features", "model", "estimator", "fine", "device", "region")
        if getattr(args, name) is not None
    }
    if args.cap is not None:
        given["cap_px"] = args.cap
    if args.ransac_flow is not None:
        given["ransac_flow"] = str(args.ransac_flow)
    params = AlignParams(**given)
    landmarks = read_landmarks(args.landmarks) if args.landmarks is not None else None
    _check_network(params)
    with terminal.progress("aligning") as tick:
        items = align_files(
            args.reference, args.sources, args.output, params, flow=args.flow, landmarks=landmarks, tick=tick
        )
    if args.json:
        print(json.dumps({"results": [item.summary for item in items]}, ensure_ascii=False, indent=2))
    else:
        for item in items:
            print(_line(item))
    for item in items:
        if item.summary["status"] == "error":
            print(f"autolabelme: {item.summary['reason']}", file=sys.stderr)
    return OK if all(item.summary["status"] in ("aligned", "weak") for item in items) else PARTLY


def _check_network(params: Any) -> None:
    # A checkpoint that cannot be used is a bad call, told before the first pair and not in its middle.
    if params.fine in ("network", "both") or params.ransac_flow:
        from .core.align import networks_for
        from .core.fine import torch_device

        networks_for(params)
        torch_device(params.device)


def _line(item: BatchItem) -> str:
    value = item.summary
    if value["status"] == "error":
        return f"{item.source.name}: error: {value['reason']}"
    if value["aligned"] is None:
        return f"{item.source.name}: refused: {value['reason']}"
    ncc = value["ncc"]
    text = (
        f"{item.source.name}: {value['status']}: {value['features']}, {value['inliers']} inliers, "
        f"NCC {ncc['before']:.2f} before, {ncc['coarse']:.2f} coarse, {ncc['fine']:.2f} fine, "
        f"{value['seconds']:.1f} s"
    )
    return f"{text}; {value['reason']}" if value["reason"] else text


def run_train(args: argparse.Namespace) -> int:
    """Run `align train`."""
    from autolabelme.core import terminal

    from .core.train import TrainParams, train

    known = {item.name for item in fields(TrainParams)}
    given = {name: value for name, value in vars(args).items() if name in known and value is not None}
    try:
        params = TrainParams(**given)
        if params.crop % 8:
            raise MisuseError(f"TrainParams.crop: expected a multiple of 8, got {params.crop}")
    except MisuseError as error:
        raise InputError(str(error)) from error
    with terminal.progress("training") as tick:
        result = train(params, args.output, resume=args.resume, start_from=args.start_from, tick=tick)
    if args.json:
        value = {**vars(result), "weights": str(result.weights)}
        print(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        print(
            f"{result.weights}: {result.steps} steps in {result.seconds / 60:.1f} min; held-out median error "
            f"{result.error_px:.2f} px, without flow {result.error_still_px:.2f} px"
        )
    return OK


def _demo(context: DemoContext, tick: Tick) -> StageReport:
    from .core.demo import align_demo

    return align_demo(context, tick)
