"""The command lines of Align: `align run`, `align report`, `align ledger` and `align train`.

Nothing heavy is imported until a command runs. Exit status of `run`: 0 all aligned (a weak one counts,
and is marked), 3 some refused or broken (the others are there), 2 a bad call or a bad reference.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core import terminal
from autolabelme.core.errors import InputError
from autolabelme.core.messages import clauses, told
from autolabelme.core.options import BadOption, add_options, add_who, as_option, box_of, dpi_of, params_from

from .core.params import FREE_PX, AlignParams, TrainParams

if TYPE_CHECKING:
    from autolabelme.core.demo import DemoContext, DemoStage, StageReport
    from autolabelme.core.progress import Tick

    from .core.batch import BatchItem

OK, BAD_INPUT, PARTLY = 0, 2, 3


def add_commands(subparsers: Any) -> None:
    """Add the commands of this tool to the subparsers of ``autolabelme``."""
    parser = subparsers.add_parser("align", help="lay sources on a reference (RANSAC-Flow)")
    commands = parser.add_subparsers(dest="align_command", metavar="COMMAND", required=True)
    _add_run(commands)
    _add_report(commands)
    _add_ledger(commands)
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
        "<name>_alignment.json, and results.csv, the table of all results in the folder. Exit status: "
        "0 all aligned, 3 some refused or broken, 2 a bad call or reference.",
    )
    add = parser.add_argument
    add("reference", metavar="REFERENCE", type=Path, help="the image that stays")
    add("sources", metavar="SOURCE", type=Path, nargs="+", help="images to lay on it")
    add("--output", metavar="DIR", type=Path, required=True, help="folder for the results")
    # A region is drawn and landmarks are set in the window: on the command line they are read here.
    add_options(
        parser,
        AlignParams,
        types={"cap_px": _cap},
        help={
            "cap_px": "deformation cap: the longest displacement of the fine stage, reference pixels; 0 is "
            "rigid, 'free' has no cap (default 5%% of the reference's longer side)",
            "ransac_flow": "RANSAC-Flow checkpoint for the network (default: the bundled weights)",
        },
    )
    add(
        "--box",
        metavar="X1,Y1,X2,Y2",
        type=box_of,
        help="align to this part of the reference: left, top, right, bottom, pixels",
    )
    # As it was written until the first release; scripts have it.
    add("--region", metavar="X,Y,W,H", type=_region, help=argparse.SUPPRESS)
    add(
        "--landmarks",
        metavar="FILE",
        type=Path,
        help="4 or more point pairs instead of features: CSV with the columns reference_x, reference_y, "
        "source_x, source_y (and source, a file name, when they differ), or JSON lists of the four",
    )
    _add_resolution(parser)
    add("--flow", action="store_true", help="also write the map as <name>_flow.npz")
    add("--json", action="store_true", help="print the results as one JSON object")
    parser.set_defaults(run=run_align)


def _add_resolution(parser: argparse.ArgumentParser) -> None:
    """Options that say how large a pixel of the reference is."""
    resolution = parser.add_mutually_exclusive_group()
    resolution.add_argument(
        "--dpi", metavar="N", type=dpi_of, help="the reference's resolution where its file does not say it"
    )
    resolution.add_argument(
        "--ruler",
        metavar="X1,Y1,X2,Y2,MM",
        type=_ruler,
        help="the same by a ruler or a known size: two points on the reference, pixels, and their distance",
    )


def _add_report(commands: Any) -> None:
    parser = commands.add_parser(
        "report",
        help="one page on an aligned pair",
        description="Write what `align run` found of a pair as one page: the verdict on the block, both "
        "impressions, one upon the other, residual moves, and what it was made of and with.",
    )
    add = parser.add_argument
    add("result", metavar="RESULT.json", type=Path, help="<name>_alignment.json of `align run`")
    add("--output", metavar="FILE", type=Path, required=True, help="the page: .html or .pdf")
    add_who(parser)
    parser.set_defaults(run=run_report)


def _add_ledger(commands: Any) -> None:
    parser = commands.add_parser(
        "ledger",
        help="what broke between impressions of one block, and in which order they were printed",
        description="Lay each IMPRESSION on REFERENCE, find what broke between them, and write ledger.json, "
        "events.csv, matrix.csv, report.html and the laid impressions. The order rests on breaks alone: they "
        "never heal. Exit status: 0 all laid, 3 some refused or broken, 2 a bad call or reference.",
    )
    add = parser.add_argument
    add("reference", metavar="REFERENCE", type=Path, help="an impression, on which the others are laid")
    add("impressions", metavar="IMPRESSION", type=Path, nargs="+", help="other impressions of the same block")
    add("--output", metavar="DIR", type=Path, required=True, help="folder for the ledger")
    add(
        "--dates",
        metavar="FILE",
        type=Path,
        help="CSV with the columns file, year and, if you like, uncertainty (years either way); an "
        "impression without a year is placed between the dated ones, as far as the events tell",
    )
    _add_resolution(parser)
    add_who(parser)
    add("--json", action="store_true", help="print the ledger as one JSON object")
    parser.set_defaults(run=run_ledger)


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
    add_options(parser, TrainParams)
    add("--resume", action="store_true", help="go on from the last checkpoint in the output folder")
    add("--from", dest="start_from", metavar="FILE_OR_FOLDER", type=Path, help="begin with these weights")
    add("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(run=run_train)


def _cap(text: str) -> float:
    if text.strip().lower() in ("free", "inf"):
        return FREE_PX
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= FREE_PX:
        raise BadOption("expected a number of pixels from 0 up, or 'free', got {given}", given=text)
    return value


def _ruler(text: str) -> float:
    from .core.lengths import dpi_by_ruler

    try:
        x1, y1, x2, y2, mm = (float(part) for part in text.split(","))
        return dpi_by_ruler(x1, y1, x2, y2, mm)
    except (ValueError, InputError):
        raise BadOption("expected X1,Y1,X2,Y2,MM, got {given}", given=text) from None


def _region(text: str) -> tuple[float, float, float, float]:
    """The box (xyxy) of what is written as X,Y,W,H."""
    try:
        x, y, width, height = (float(part) for part in text.replace(";", ",").split(","))
    except ValueError:
        raise BadOption("expected X,Y,W,H in pixels, got {given}", given=text) from None
    if not all(map(math.isfinite, (x, y, width, height))) or x < 0 or y < 0 or width < 1 or height < 1:
        raise BadOption("expected X, Y from 0 and W, H from 1, got {given}", given=text)
    return x, y, x + width, y + height


def run_align(args: argparse.Namespace) -> int:
    """Run `align run`."""

    from .core.batch import align_files, read_landmarks

    box = args.box
    if args.region is not None:
        as_box = as_option(args.region)
        if box is not None:
            raise InputError("say --box alone, not --region, which is its earlier form", field="--region")
        terminal.tell("--region is the earlier form of --box: write --box {box} from now on", box=as_box)
        box = args.region
    params = params_from(args, AlignParams, **({} if box is None else {"region": box}))
    landmarks = read_landmarks(args.landmarks) if args.landmarks is not None else None
    _check_network(params)
    with terminal.progress("aligning") as tick:
        items = align_files(
            args.reference,
            args.sources,
            args.output,
            params,
            flow=args.flow,
            landmarks=landmarks,
            dpi=args.dpi or args.ruler,
            tick=tick,
        )
    if args.json:
        print(json.dumps({"results": [item.summary for item in items]}, ensure_ascii=False, indent=2))
    else:
        for line in (line for item in items for line in _lines(item)):
            terminal.say(line)
    for item in items:
        if item.summary["status"] == "error":
            terminal.tell("autolabelme: {reason}", reason=item.summary["reason"])
    return OK if all(item.summary["status"] in ("aligned", "weak") for item in items) else PARTLY


def run_ledger(args: argparse.Namespace) -> int:
    """Run `align ledger`."""

    from .core.ledger.job import ledger_files
    from .core.ledger.words import said

    with terminal.progress("reading the block") as tick:
        done = ledger_files(
            args.reference,
            args.impressions,
            args.output,
            dates=args.dates,
            dpi=args.dpi or args.ruler,
            tick=tick,
        )
    if args.json:
        print(json.dumps(done.value, ensure_ascii=False, indent=2))
    else:
        for line in said(done.ledger, done.reading):
            terminal.say(line)
        print(args.output / "report.html")
    for one in done.frame.refused:
        terminal.tell("autolabelme: {name}: {reason}", name=one.name, reason=one.reason)
    return PARTLY if done.frame.refused else OK


def _check_network(params: Any) -> None:
    # A checkpoint that cannot be used is a bad call, told before the first pair and not in its middle.
    if params.fine in ("network", "both") or params.ransac_flow:
        from .core.align import networks_for
        from .core.fine import torch_device

        networks_for(params)
        torch_device(params.device)


def _lines(item: BatchItem) -> list[str]:
    value, name = item.summary, item.source.name
    if value["status"] == "error":
        return [told("CommandLine", "{name}: error: {reason}", name=name, reason=value["reason"])]
    if value["aligned"] is None:
        return [told("CommandLine", "{name}: refused: {reason}", name=name, reason=value["reason"])]
    figures = told(
        "CommandLine",
        "{name}: {status}: {features}, {inliers} inliers, NCC {before:.2f} before, {coarse:.2f} coarse, "
        "{fine:.2f} fine, {seconds:.1f} s",
        name=name,
        status=told("CommandLine", value["status"]),
        features=value["features"],
        inliers=value["inliers"],
        seconds=value["seconds"],
        **value["ncc"],
    )
    verdict = value["verdict"]
    lines = [clauses(filter(None, (figures, value["reason"])))]
    if verdict is not None:
        kind = told("CommandLine", verdict["kind"])
        lines.append(told("CommandLine", "  {kind}: {words}", kind=kind, words=verdict["words"]))
    return lines


def run_report(args: argparse.Namespace) -> int:
    """Run `align report`."""
    from autolabelme.core.errors import InputError
    from autolabelme.core.files import atomic_write_text

    from .core.report import report_of

    suffix = args.output.suffix.lower()
    if suffix not in (".html", ".htm", ".pdf"):
        raise InputError("expected a name that ends in .html or .pdf", path=args.output, field="--output")
    report = report_of(args.result)
    if suffix == ".pdf":
        from autolabelme.qtkit.pdf import report_to_pdf

        report_to_pdf(report, args.output)
    else:
        atomic_write_text(args.output, report.html())
    terminal.say("wrote {file}", file=args.output)
    return OK


def run_train(args: argparse.Namespace) -> int:
    """Run `align train`."""

    from .core.train import train

    params = params_from(args, TrainParams)
    with terminal.progress("training") as tick:
        result = train(params, args.output, resume=args.resume, start_from=args.start_from, tick=tick)
    if args.json:
        value = {**vars(result), "weights": str(result.weights)}
        print(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        terminal.say(
            "{weights}: {steps} steps in {minutes:.1f} min; held-out median error {error:.2f} px, without "
            "flow {still:.2f} px",
            weights=result.weights,
            steps=result.steps,
            minutes=result.seconds / 60,
            error=result.error_px,
            still=result.error_still_px,
        )
    return OK


def _demo(context: DemoContext, tick: Tick) -> StageReport:
    from .core.demo import align_demo

    return align_demo(context, tick)
