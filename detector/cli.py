"""The command lines of Detect: train, evaluate, predict, and synthesize.

Nothing heavy is imported until a command runs. A command returns its exit status: 0 done, 1 nothing
found, 2 bad input (then one line for each on stderr).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core import terminal
from autolabelme.core.errors import InputError
from autolabelme.core.languages import figure
from autolabelme.core.messages import listed, told
from autolabelme.core.options import add_options, params_from

from .core.demo import named_model_folder
from .core.params import DetectParams, TrainParams
from .core.presets import PRESETS, time_words
from .inspect_cli import add_calibrate_command, add_inspect_command, inspect_stages

if TYPE_CHECKING:
    from autolabelme.core.demo import DemoStage

    from .core.evaluation import Evaluation

OK, NOTHING, BAD_INPUT = 0, 1, 2
DEFAULT_IOUS = ("0.5", "0.75", "0.8", "0.85", "0.9", "0.95", "0.99")
_CONFUSIONS_SHOWN = 10


def add_commands(subparsers: Any) -> None:
    """Add the commands of this tool to the subparsers of ``autolabelme``."""
    parser = subparsers.add_parser("detect", help="train, measure and run the detector of vignettes")
    # Subparsers are made by the parent's class, so help looks alike everywhere.
    commands = parser.add_subparsers(dest="detect_command", metavar="COMMAND", required=True)
    _add_train(commands)
    _add_evaluate(commands)
    _add_predict(commands)
    _add_synthesize(subparsers)
    add_calibrate_command(commands)
    add_inspect_command(subparsers)


def demo_stages() -> tuple[DemoStage, ...]:
    """What this tool adds to the demo."""
    from .core.demo import detect_stages

    return (*detect_stages(), *inspect_stages())


def _add_train(commands: Any) -> None:
    parser = commands.add_parser(
        "train",
        help="train a detector from a catalogue",
        description="Train a detector and its decoder. A class is a label without its pose suffix. "
        "Ctrl-C keeps the best so far.",
    )
    add = parser.add_argument
    add(
        "catalogue",
        metavar="CATALOGUE",
        nargs="+",
        type=Path,
        help="matched LabelMe files (or a folder of them), a folder of saved crops, or a model's folder",
    )
    add("--output", metavar="MODEL", type=Path, required=True, help="folder to write the model to")
    add(
        "--same-sorts",
        action="store_true",
        help="equal labels of these pages are one sort (default: only where files or catalogue.json say so)",
    )
    add(
        "--preset",
        choices=tuple(PRESETS),
        help="quick: 10 minutes; good: 75 minutes; best: until it learns no more. Other options change it "
        "(default: each option's own default, as best)",
    )
    add_options(parser, TrainParams)
    add("--resume", action="store_true", help="go on with an interrupted training of the same folder")
    parser.set_defaults(run=run_train)


def _add_evaluate(commands: Any) -> None:
    parser = commands.add_parser("evaluate", help="measure a model on pages with truth")
    add = parser.add_argument
    add(
        "model",
        metavar="MODEL",
        type=named_model_folder,
        help="folder of a model, or sample for the bundled one",
    )
    add("pages", metavar="PAGES", nargs="+", type=Path, help="LabelMe files with truth, or folders of them")
    add(
        "--iou",
        nargs="+",
        action="extend",
        metavar="IOU",
        default=[],
        help=told(
            "CommandLine", "overlaps at which a box counts (default {ious})", ious=" ".join(DEFAULT_IOUS)
        ),
    )
    add_options(parser, DetectParams, only=("score_over", "refine", "device"))
    add("--plot", type=Path, metavar="FILE.svg", help="draw precision over recall")
    add("--json", action="store_true", help="print the figures as one JSON object")
    parser.set_defaults(run=run_evaluate)


def _add_predict(commands: Any) -> None:
    parser = commands.add_parser("predict", help="find the catalogue's vignettes on images")
    add = parser.add_argument
    add(
        "model",
        metavar="MODEL",
        type=named_model_folder,
        help="folder of a model, or sample for the bundled one",
    )
    add("images", metavar="IMAGES", nargs="+", type=Path, help="images, or folders of them")
    add("--output", metavar="DIR", type=Path, required=True, help="where the LabelMe files go")
    add_options(parser, DetectParams, only=("score_over", "refine", "scale", "device"))
    add("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(run=run_predict)


def _add_synthesize(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "synthesize",
        help="set and print pages from a catalogue, with truth",
        description="Set compound ornaments from a catalogue's vignettes, print them on paper, and write "
        "each page with a LabelMe file of what stands where.",
    )
    add = parser.add_argument
    add(
        "catalogue",
        metavar="CATALOGUE",
        type=Path,
        help="LabelMe file or folder of them, a folder of saved crops, or a folder with catalogue.json",
    )
    add("--pages", metavar="N", type=int, required=True, help="how many pages")
    add("--same-sorts", action="store_true", help="equal labels of two pages are one sort")
    add("--output", metavar="DIR", type=Path, required=True, help="where the pages go")
    add("--wear", choices=("mixed", "clean", "worn", "hard"), default="mixed", help="default mixed")
    add("--seed", metavar="N", type=int, default=0, help="same seed, same pages (default 0)")
    add("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(run=run_synthesize)


# --- train ----------------------------------------------------------------------------------------


def run_train(args: argparse.Namespace) -> int:
    """Train a model; prints a line for each epoch and what is to be said at the end."""

    preset = None if args.preset is None else PRESETS[args.preset]
    params = params_from(args, TrainParams, base=None if preset is None else preset.params)
    from .core.sources import read_source
    from .core.training import train
    from .core.words import CardWords

    def on_epoch(row: dict[str, float | int | str]) -> None:
        losses = {name: row.get(name) for name in ("loss", "val_loss")}
        figures = ", ".join(
            f"{name} {figure(loss, '.4f')}" for name, loss in losses.items() if isinstance(loss, float)
        )
        terminal.say(
            "{stage} epoch {epoch}: {figures} ({seconds} s)",
            stderr=True,
            stage=row["stage"],
            epoch=row["epoch"],
            figures=figures,
            seconds=row["seconds"],
        )

    with terminal.progress("training") as tick:
        source = read_source(args.catalogue, same_sorts=args.same_sorts, tick=tick)
        if preset is not None:
            from .core.pace import seconds_a_crop

            taken = time_words(params, len(source.pages), seconds_a_crop(params))
            terminal.say(
                "{title}: {taken} {reaches}",
                stderr=True,
                title=preset.title,
                taken=taken,
                reaches=preset.reaches,
            )
        report = train(
            source,
            params,
            args.output,
            resume=args.resume,
            tick=tick,
            on_epoch=on_epoch,
            # At once, too: nobody wants to hear after an hour that a page had no boxes.
            on_note=lambda note: terminal.say("note: {note}", stderr=True, note=note),
        )
    for note in report.notes:
        terminal.say("note: {note}", note=note)
    for kind, figures in report.model.metrics.items():
        values = listed(
            told("CommandLine", "{ap:.3f} at {iou:g}", ap=ap, iou=float(iou))
            for iou, ap in figures["ap_refined"].items()
        )
        terminal.say(
            "AP on held-out pages ({kind}): {got}",
            kind=CardWords.known(f"{kind}, {figures['pages']}"),
            got=values,
        )
    labels = len(report.model.catalogue.labels)
    terminal.say(
        "wrote {folder} (labels: {labels}) in {minutes:.1f} min, ended by: {reason}",
        folder=report.folder,
        labels=labels,
        minutes=report.seconds / 60,
        reason=CardWords.known(report.stopped),
    )
    return OK


# --- evaluate -------------------------------------------------------------------------------------


def _overlaps(words: list[str]) -> dict[str, float]:
    """IoUs by the words that were typed."""
    values: dict[str, float] = {}
    for word in words or DEFAULT_IOUS:
        try:
            values[word] = float(word)
        except ValueError as error:
            raise InputError("expected a number, got {word!r}", field="--iou", word=word) from error
        if not 0 < values[word] < 1:
            raise InputError("expected a number between 0 and 1, got {word}", field="--iou", word=word)
    return values


def run_evaluate(args: argparse.Namespace) -> int:
    """Measure a model; prints tables, or one JSON object with ``--json``."""

    ious = _overlaps(args.iou)
    from .core.devices import device_of
    from .core.evaluation import evaluate, plot_precision_recall
    from .core.model_folder import load_model
    from .core.sources import read_truth

    params = params_from(args, DetectParams)
    model = load_model(args.model, device_of(params.device))
    with terminal.progress("evaluating") as tick:
        notes: list[str] = []
        pages = read_truth(args.pages, model.catalogue, on_note=notes.append)
        found = evaluate(model, pages, tuple(ious.values()), params, tick=tick)
    for note in (*notes, *found.notes):
        terminal.say("note: {note}", stderr=True, note=note)
    if args.plot is not None:
        plot_precision_recall(found, args.plot)
    if args.json:
        print(json.dumps(_as_json(found, ious), ensure_ascii=False))
    else:
        _print_evaluation(found, ious)
    return OK


def _as_json(found: Evaluation, ious: dict[str, float]) -> dict[str, Any]:
    best = found.refined or found.raw
    return {
        "ap": {word: found.raw.ap[value] for word, value in ious.items()},
        "ap_refined": {word: found.refined.ap[value] for word, value in ious.items()}
        if found.refined
        else {},
        "per_label": {
            label: {word: values[value] for word, value in ious.items()}
            for label, values in best.per_label.items()
        },
        "fps": found.fps,
        "fps_refined": found.fps_refined,
        "confusion": [[true, seen, count] for (true, seen), count in sorted(found.confusion.items())],
        "pages": found.pages,
        "instances": found.instances,
    }


def _print_evaluation(found: Evaluation, ious: dict[str, float]) -> None:

    raw, refined = told("CommandLine", "as detected"), told("CommandLine", "refined")
    rows = [(raw, *(figure(found.raw.ap[value], ".3f") for value in ious.values()), "")]
    if found.refined:
        rows.append((refined, *(figure(found.refined.ap[value], ".3f") for value in ious.values()), ""))
    title: str = told(
        "CommandLine", "AP (pages: {pages}, vignettes: {count})", pages=found.pages, count=found.instances
    )
    terminal.table(title, ("boxes", *ious, ""), rows)
    best = found.refined or found.raw
    rows = [
        (label, *(figure(values[value], ".3f") for value in ious.values()), "")
        for label, values in best.per_label.items()
    ]
    terminal.table("AP by label", ("label", *ious, ""), rows)
    wrong = sorted(((n, t, s) for (t, s), n in found.confusion.items() if t != s), reverse=True)
    if wrong:
        shown = [(true, str(count), seen) for count, true, seen in wrong[:_CONFUSIONS_SHOWN]]
        terminal.table("Confused most", ("true", "times", "taken for"), shown)
    if found.fps_refined is None:
        terminal.say("{rate:.2f} pages a second", rate=found.fps)
    else:
        line = "{rate:.2f} pages a second, {refined:.2f} with refinement"
        terminal.say(line, rate=found.fps, refined=found.fps_refined)


# --- predict --------------------------------------------------------------------------------------


def run_predict(args: argparse.Namespace) -> int:
    """Write a LabelMe file of proposed boxes for each image."""

    from autolabelme.core.annotation.beside import annotation_names
    from autolabelme.core.errors import AutolabelmeError
    from autolabelme.core.image_io import page_count
    from autolabelme.core.output_names import page_identity

    from .core.devices import device_of
    from .core.model_folder import load_model
    from .core.prediction import images_in, predict_file

    params = params_from(args, DetectParams)
    found = bad = 0
    counts: dict[Path, int] = {}
    for image in images_in(args.images):
        try:
            counts[image] = page_count(image)
        except InputError as error:
            terminal.tell("autolabelme: {error}", error=error)
            bad += 1
    wanted = [(image, page) for image, count in counts.items() for page in range(count)]
    names = annotation_names([page_identity(*one) for one in wanted], args.output)
    model = load_model(args.model, device_of(params.device))
    pages: list[dict[str, Any]] = []
    for image, page in wanted:
        said = f"{image.name}, page {page + 1}" if counts[image] > 1 else image.name
        name = names[page_identity(image, page)]
        try:
            with terminal.progress(said) as tick:
                written = predict_file(model, image, args.output, params, page=page, name=name, tick=tick)
        except AutolabelmeError as error:
            if not isinstance(error, InputError):
                raise
            terminal.tell("autolabelme: {error}", error=error)
            bad += 1
            continue
        found += len(written.detections)
        outcome = {"output": str(written.path), "detections": written.as_list()}
        pages.append({"image": str(image), "page": page + 1, **outcome})
        if not args.json:
            terminal.say(
                "{said}: wrote {file} (vignettes: {vignettes})",
                said=said,
                file=written.path,
                vignettes=len(written.detections),
            )
    if args.json:
        print(json.dumps({"pages": pages}, ensure_ascii=False))
    return BAD_INPUT if bad else OK if found else NOTHING


# --- synthesize -----------------------------------------------------------------------------------


def run_synthesize(args: argparse.Namespace) -> int:
    """Write printed pages with truth."""
    from autolabelme.core.press.synthesis import SynthesisParams, synthesize_pages

    from .core.synthesis import sorts_behind

    if args.pages < 1:
        raise InputError("expected at least 1, got {got}", field="--pages", got=args.pages)
    if args.seed < 0:
        raise InputError("expected 0 or more, got {got}", field="--seed", got=args.seed)
    with terminal.progress("printing") as tick:
        sorts, params = sorts_behind(
            args.catalogue, SynthesisParams(wear=args.wear), same_sorts=args.same_sorts
        )
        report = synthesize_pages(sorts, args.output, args.pages, params, args.seed, tick=tick)
    copies = sum(report.copies.values())
    if args.json:
        files = [str(path) for path in report.annotations]
        print(
            json.dumps({"pages": files, "images": [str(p) for p in report.images], "copies": report.copies})
        )
    else:
        terminal.say(
            "wrote {file} (pages: {pages}, vignettes: {copies})",
            file=args.output,
            pages=len(report.images),
            copies=copies,
        )
    return OK
