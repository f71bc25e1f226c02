"""The command lines of Annotate: match, occurrences, export, crops, demo, and doctor.

Nothing heavy is imported until a command runs, so that help appears at once. A command returns its exit
status: 0 done, 1 nothing found, 2 bad input (then one line for each on stderr).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .core import terminal
from .core.annotation.formats import FORMATS
from .core.errors import AutolabelmeError, InputError
from .core.languages import figure, said
from .core.matching.neighbourhood import SCOPES, Neighbourhood
from .core.matching.params import SearchParams
from .core.messages import told
from .core.options import add_options, params_from

if TYPE_CHECKING:
    from .core.annotation.document import Document
    from .core.annotation.rematch import Rematch
    from .core.batch import PageMatch
    from .core.demo import DemoStage
    from .core.output_names import Page

OK, NOTHING, BAD_INPUT = 0, 1, 2
_NOT_OPTIONS = ("neighbourhood.scope", "neighbourhood.region")  # of the whole run, or drawn


def add_commands(subparsers: Any) -> None:
    """Add the commands of this tool to the subparsers of ``autolabelme``."""
    _add_match(subparsers)
    _add_occurrences(subparsers)
    _add_export(subparsers)
    _add_crops(subparsers)
    _add_demo(subparsers)
    doctor = subparsers.add_parser("doctor", help="say what this installation can do")
    doctor.set_defaults(run=run_doctor)


def demo_stages() -> tuple[DemoStage, ...]:
    """What this tool adds to the demo."""
    from .core.demo import annotate_stages

    return annotate_stages()


def _add_match(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "match",
        help="find every copy of the boxed vignettes",
        description="Find every copy of the vignettes that are boxed in a LabelMe file (one box or more a "
        "label) and save <name>_matched.json and <name>_descriptor.json.",
    )
    add = parser.add_argument
    add(
        "input",
        metavar="INPUT",
        type=Path,
        help="LabelMe JSON, a folder of them, or an image with --template",
    )
    add("--label", metavar="L", nargs="+", action="extend", default=[], help="only these labels")
    add_options(
        parser,
        SearchParams,
        without=_NOT_OPTIONS,
        help={"rotation_min": "one angle in degrees, or every 5 degrees from MIN up to MAX"},
    )
    add(
        "--scope",
        choices=(*SCOPES, "folder"),
        default=Neighbourhood.default("scope"),
        help="what the neighbourhood bounds (default %(default)s)",
    )
    add(
        "--template",
        metavar="PAGE:LABEL",
        action="append",
        default=[],
        help="take the template from another page (its JSON, or its image with the JSON beside it); the "
        "whole page is searched",
    )
    add(
        "--output",
        type=Path,
        metavar="OUT.json",
        help="file to write, or a folder when there are several pages",
    )
    add(
        "--same-sorts",
        action="store_true",
        help="with --template or --scope folder: equal labels of these pages are one sort",
    )
    add("--reviewed", action="store_true", help="of several pages, also search those marked as reviewed")
    add("--prefix", action="store_true", help="write <image>_ before every label, as the old tool did")
    add("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(run=run_match)


def _add_occurrences(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "occurrences",
        help="table of label by page as CSV",
        description="Count the vignettes of each label on each page, and in which poses they stand. Pages of "
        "one name in several folders are named with their folders.",
    )
    parser.add_argument("input", metavar="FOLDER", type=Path, help="folder of annotated pages, or one file")
    parser.add_argument("--output", type=Path, metavar="FILE.csv", help="write here instead of printing")
    parser.add_argument("--wide", action="store_true", help="one column for each page, counts only")
    _add_same_sorts(parser)
    parser.set_defaults(run=run_occurrences)


def _add_export(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "export",
        help="write YOLO, COCO or Pascal VOC files",
        description="Write the vignettes for detectors and other annotation programs. A later export in the "
        "same format replaces the earlier one in the folder as a whole.",
    )
    parser.add_argument("input", metavar="INPUT", type=Path, help="LabelMe JSON or a folder of them")
    parser.add_argument(
        "--format", choices=FORMATS, metavar="NAME", required=True, help="what to write: one of %(choices)s"
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="folder (default: export_<format> beside INPUT)"
    )
    parser.add_argument("--images", action="store_true", help="copy the pages, too")
    _add_same_sorts(parser)
    parser.set_defaults(run=run_export)


def _add_same_sorts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--same-sorts",
        action="store_true",
        help="equal labels are one sort (default: only where files or catalogue.json say so)",
    )


def _add_crops(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "crops",
        help="cut every vignette out of its page, with a table",
        description="Write templates/<page>/<label>/ with a picture of each vignette, and crops.csv with the "
        "places on the page. Crops of an earlier run that no longer apply are removed.",
    )
    parser.add_argument(
        "input", metavar="MATCHED.json", type=Path, help="annotation file or a folder of them"
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help="where templates/ is made (default: beside it)"
    )
    parser.add_argument("--format", choices=("jpeg", "png"), default="jpeg", help="default jpeg")
    parser.set_defaults(run=run_crops)


def _add_demo(subparsers: Any) -> None:
    parser = subparsers.add_parser("demo", help="run the whole chain on the bundled sample")
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        default=Path("autolabelme-demo"),
        help="where its files go (default: autolabelme-demo)",
    )
    parser.add_argument("--headless", action="store_true", help="do not open the window at the end")
    parser.set_defaults(run=run_demo)


# --- match ----------------------------------------------------------------------------------------


def run_match(args: argparse.Namespace) -> int:
    """Match pages; prints a table for each, or one JSON object with ``--json``."""
    from .core.annotation.document import split_note
    from .core.batch import MatchJob, match_files

    job = MatchJob(
        source=args.input,
        params=params_from(args, SearchParams),
        scope=args.scope,
        labels=tuple(dict.fromkeys(split_note(label)[0] for label in args.label)),
        templates=tuple(args.template),
        output=args.output,
        prefix=args.prefix,
        same_sorts=args.same_sorts,
        reviewed=args.reviewed,
    )
    with terminal.progress("matching") as tick:
        result = match_files(job, tick=tick, on_page=None if args.json else _print_page)
    problems = terminal.tell_errors(result.errors)
    for note in result.notes:
        terminal.tell("autolabelme: note: {note}", note=note)
    for page in result.pages:
        _remark(page.found.document)
        for label, reason in page.found.problems.items():
            problems += terminal.tell_errors([InputError(reason, path=page.source, field=f"label {label}")])
    if args.json:
        print(json.dumps(_as_json(result.pages)))
    if problems:
        return BAD_INPUT
    return OK if any(sum(page.found.copies.values()) for page in result.pages) else NOTHING


def _as_json(pages: Iterable[PageMatch]) -> dict[str, Any]:
    from .core.annotation.document import SHOW_THROUGH

    matches: list[dict[str, Any]] = []
    seconds: dict[str, float] = {}
    output: list[str] = []
    for page in pages:
        document = page.found.document
        for label, spent in page.found.seconds.items():
            seconds[label] = seconds.get(label, 0.0) + spent
            for shape in document.boxes_of(label):
                matches.append(
                    {
                        "page": _page_of(document),
                        "label": label,
                        "box": list(shape.box),
                        # A template is found as itself.
                        "score": 1.0 if shape.role == "template" else shape.score,
                        "rotation_deg": shape.pose.rotation_deg,
                        "mirrored": shape.pose.mirrored,
                        "scale_x": shape.pose.scale_x,
                        "scale_y": shape.pose.scale_y,
                        "template": shape.id if shape.role == "template" else shape.template,
                        "show_through": shape.flags.get(SHOW_THROUGH, False),
                    }
                )
        output += [str(path) for path in page.files]
    return {"matches": matches, "seconds": seconds, "output": output}


def _page_of(document: Document) -> str:
    """The image's path; with the page's number, as in a link into a PDF, from a file's second page on."""
    number = f"#page={document.page + 1}" if document.page else ""
    return f"{document.image_path}{number}"


def _print_page(page: PageMatch) -> None:

    found = page.found
    rows = [
        (label, str(len(found.document.boxes_of(label))), figure(seconds, ".2f"), _poses(found, label))
        for label, seconds in found.seconds.items()
    ]
    terminal.table(str(page.source), ("label", "matches", "seconds", "poses"), rows)
    for path in page.files:
        terminal.say("wrote {file}", file=path)


def _poses(found: Rematch, label: str) -> str:
    from .core.annotation.occurrences import POSES, pose_name
    from .core.matching.words import PoseWords

    names = [pose_name(shape.pose) for shape in found.document.boxes_of(label)]
    return found.problems.get(label) or ", ".join(
        said(PoseWords[name.upper()](count=names.count(name))) for name in POSES if name in names
    )


# --- tables, exports, crops -----------------------------------------------------------------------


def _remark(document: Document) -> None:
    """One line on stderr for each oddity of the file that was read; it is no error."""
    for remark in document.remarks:
        terminal.tell("autolabelme: {remark}", remark=remark)


def _documents(source: Path, *, need_image: bool) -> tuple[list[tuple[Path, Document]], int]:
    """The documents of a file or folder and the number of those that could not be read, each reported."""
    from .core.annotation.crops import page_of
    from .core.annotation.folder import find_annotations
    from .core.annotation.labelme_json import read_document

    found: list[tuple[Path, Document]] = []
    errors: list[AutolabelmeError] = []
    paths = find_annotations(source, "matched")
    if not paths:
        raise InputError("holds no annotation file", path=source)
    first: dict[Page, Path] = {}
    for path in paths:
        try:
            document = read_document(path, need_image=need_image)
        except InputError as error:
            errors.append(error)
            continue
        _remark(document)
        other = first.setdefault(page_of(document), path)
        if other is path:
            found.append((path, document))
        else:
            # Counting a page twice is as wrong as letting one of its annotations win unseen.
            errors.append(
                InputError(
                    "annotates {image} as {other} does; left out, keep one of the two",
                    path=path,
                    image=document.image_path.name,
                    other=other.name,
                )
            )
    _say_left_out(found)
    return found, terminal.tell_errors(errors)


def _say_left_out(found: Sequence[tuple[Path, Document]]) -> None:
    """Why pages give nothing, and which shapes are passed over: a count of 0 alone explains nothing."""
    from .core.annotation.left_out import shapes_left_out, why_no_vignettes

    blank = [(path, document) for path, document in found if not document.vignettes()]
    for path, document in blank:
        why = why_no_vignettes(document) or "it has no boxes"
        terminal.tell("autolabelme: {file}: no vignette; {why}", file=path, why=why)
    left = shapes_left_out(document for _, document in found if document.vignettes())
    if left:
        terminal.tell("autolabelme: left out {left}", left=left)


def _say_met(documents: Sequence[Document], same_sorts: bool) -> None:
    """Which names stand for several sorts, with their pages, and how to say that they are one."""
    from .core.sorts import name_sorts

    for meeting in name_sorts(documents, same_names=same_sorts).met:
        hint = "" if meeting.settled else " (--same-sorts takes equal labels for one sort)"
        terminal.tell("autolabelme: note: {note}{hint}", note=meeting, hint=hint)


def run_occurrences(args: argparse.Namespace) -> int:
    """Count labels by page."""
    from .core.annotation.occurrences import as_csv, as_wide_csv, occurrences
    from .core.files import atomic_write_text

    documents, bad = _documents(args.input, need_image=False)
    if not documents:
        return BAD_INPUT  # an earlier table stays
    pages = [document for _, document in documents]
    _say_met(pages, args.same_sorts)
    found = occurrences(pages, same_sorts=args.same_sorts)
    text = (as_wide_csv if args.wide else as_csv)(found)
    if args.output is None:
        sys.stdout.write(text)
    else:
        terminal.say("wrote {file}", file=atomic_write_text(args.output, text))
    return BAD_INPUT if bad else OK if found else NOTHING


def run_export(args: argparse.Namespace) -> int:
    """Write the annotations in another format."""
    from .core.annotation.exports import export

    documents, bad = _documents(args.input, need_image=args.images)
    if not documents:
        return BAD_INPUT  # an earlier export stays
    beside = args.input if args.input.is_dir() else args.input.parent
    folder = args.output or beside / f"export_{args.format}"
    pages = [document for _, document in documents]
    _say_met(pages, args.same_sorts)
    with terminal.progress(told("CommandLine", "export {format}", format=args.format)) as tick:
        files = export(pages, folder, args.format, images=args.images, same_sorts=args.same_sorts, tick=tick)
    boxes = sum(len(document.vignettes()) for _, document in documents)
    terminal.say(
        "wrote {folder} (pages: {pages}, boxes: {boxes}, files: {files})",
        folder=folder,
        pages=len(documents),
        boxes=boxes,
        files=len(files),
    )
    return BAD_INPUT if bad else OK if boxes else NOTHING


def run_crops(args: argparse.Namespace) -> int:
    """Cut out every vignette."""
    from .core.annotation.crops import crop_names, save_crops

    documents, bad = _documents(args.input, need_image=True)
    errors: list[AutolabelmeError] = []
    count = 0
    folder = args.output or (args.input if args.input.is_dir() else args.input.parent)
    pages = [document for _, document in documents]
    _say_met(pages, False)
    names = crop_names(pages, folder)
    for path, document in documents:
        try:
            with terminal.progress(path.name) as tick:
                report = save_crops(document, folder, args.format, names=names, tick=tick)
        except InputError as error:
            errors.append(error)
            continue
        count += len(report.files)
        terminal.say("wrote {folder} (crops: {count})", folder=report.folder, count=len(report.files))
        errors += [
            InputError("covers less than one pixel, not cut out", path=path, field=f"label {shape.label}")
            for shape in report.skipped
        ]
    bad += terminal.tell_errors(errors)
    return BAD_INPUT if bad else OK if count else NOTHING


# --- doctor and demo ------------------------------------------------------------------------------


def run_doctor(args: argparse.Namespace) -> int:
    """Print versions, device, weights, Qt platform, sample and folders; 1 when something is not well."""
    from .core.doctor import examine

    checks = examine()
    rows = [
        (
            told("Doctor", check.name),
            told("Doctor", "absent" if check.optional else "ok" if check.well else "PROBLEM"),
            check.found,
        )
        for check in checks
    ]
    terminal.table("AutoLabelme", ("what", "", "found"), rows)
    return OK if all(check.well for check in checks) else NOTHING


def run_demo(args: argparse.Namespace) -> int:
    """Run the stages of all tools; ``args.stages`` is put there by the composition root."""
    from .core.children import neutral_folder, python_command
    from .core.demo import DemoContext
    from .core.screen import has_display

    stages: Callable[[], Iterable[DemoStage]] = getattr(args, "stages", demo_stages)
    try:
        args.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("cannot be made: {error}", path=args.output, error=error) from error
    context = DemoContext(args.output.resolve())
    watch = terminal.Stopwatch()
    shown: Path | None = None
    for stage in stages():
        own = terminal.Stopwatch()
        terminal.say("{stage} ...", stage=stage.name)
        with terminal.progress(stage.name) as tick:
            report = stage.run(context, tick)
        for line in report.lines:
            terminal.say("  {line}", line=line)
        for path in report.files:
            terminal.say("  wrote {file}", file=path)
        terminal.say("  {seconds:.1f} s", seconds=own.seconds)
        shown = report.open_with or shown
    terminal.say(
        "Done in {seconds:.1f} s; everything is in {folder}", seconds=watch.seconds, folder=context.folder
    )
    if not args.headless and shown is not None and has_display():
        terminal.say("Opening the window on {name}", name=shown.name)
        # On its own: the demo has ended, the window stays until the user closes it.
        command = python_command("-m", "autolabelme", str(shown.absolute()))
        subprocess.Popen(command, cwd=neutral_folder(), start_new_session=True)
    return OK
