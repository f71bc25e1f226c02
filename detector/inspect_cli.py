"""The command lines of Inspect: ``inspect``, ``detect calibrate``, and the demo's last stage.

Exit status of ``inspect``: 0 nothing found at the chosen rate, 1 findings that the historian did not reject,
2 bad input, 3 the reference could not be laid on the ornament, 4 nothing can be decided (the model does not
know the vignettes, or has no normals; no sort has siblings enough). Nothing heavy is imported until a command
runs.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core import terminal
from autolabelme.core.errors import AutolabelmeError, InputError
from autolabelme.core.languages import figure
from autolabelme.core.messages import clauses, told
from autolabelme.core.options import add_options, add_who, params_from

from .core.demo import named_model_folder
from .core.inspection.params import InspectParams
from .core.params import DEVICES
from .core.siblings.params import SiblingParams
from .siblings_cli import is_annotation, pdf_writer, replay_siblings, run_siblings

if TYPE_CHECKING:
    from autolabelme.core.demo import DemoContext, DemoStage, StageReport
    from autolabelme.core.progress import Tick

    from .core.inspection.file_inspection import Done, ModelInUse

NOTHING, FOUND, BAD_INPUT, REFUSED, UNDECIDED = 0, 1, 2, 3, 4


def add_inspect_command(subparsers: Any) -> None:
    """Add ``inspect`` to the subparsers of ``autolabelme``."""
    parser = subparsers.add_parser(
        "inspect",
        help="find what is anomalous on an ornament",
        description="Of an annotation file (JSON): compare each vignette with its siblings, the other "
        "impressions of its sort there and on --normals; a model finds boxes where there are none. Of "
        "pictures: find altered, foreign, missing, "
        "misplaced, swapped vignettes on an ornament. With the evidence for each and a false-alarm rate "
        "that is kept; write findings.json, overlays and a report. Exit status: 0 nothing found, "
        "1 findings, 2 bad input, 3 the reference does not fit, 4 nothing can be decided: the model does not "
        "know these vignettes.",
    )
    add = parser.add_argument
    add(
        "ornaments", metavar="ORNAMENT", nargs="*", type=Path, help="annotation files, or images of ornaments"
    )
    add(
        "--model",
        metavar="MODEL",
        type=named_model_folder,
        help="folder of a trained model, or sample for the bundled one",
    )
    add(
        "--reference",
        metavar="REF",
        type=Path,
        help="image of the reference, which is laid on the ornament first, or the alignment.json of the "
        "ornament laid on it",
    )
    add(
        "--layout",
        metavar="REF.json",
        type=Path,
        help="what stands on the reference (LabelMe or findings.json; default: what the model sees there)",
    )
    alone, beside = InspectParams.default("false_alarms"), SiblingParams.default("false_alarms")
    add_options(
        parser,
        InspectParams,
        only=("false_alarms", "scale", "device"),
        help={
            "false_alarms": told(
                "CommandLine",
                "for a vignette (default {alone}; annotation files {beside})",
                alone=f"{alone:g}",
                beside=f"{beside:g}",
            )
        },
    )
    add("--output", metavar="DIR", type=Path, help="default: <ornament>_inspection beside the ornament")
    add(
        "--normals",
        metavar="FILE",
        nargs="+",
        action="extend",
        type=Path,
        default=[],
        help="annotation files of authentic pages (equal labels are one sort); with images: other "
        "impressions of a carved block, for p-values without a model",
    )
    add("--replay", metavar="FINDINGS.json", type=Path, help="do an earlier inspection again and compare")
    add_who(parser)
    add("--no-pdf", action="store_true", help="do not write report.pdf")
    add("--json", action="store_true", help="print the result as one JSON object")
    parser.set_defaults(run=run_inspect)


def add_calibrate_command(commands: Any) -> None:
    """Add ``calibrate`` to the subparsers of ``detect``."""
    parser = commands.add_parser(
        "calibrate",
        help="measure normal impressions for inspections",
        description="Measure what normal impressions look like to a model, and keep that beside it: from "
        "annotated pages, whose impressions are each compared with the others, or from ornaments of the "
        "press, which promise no rate on a scan. A training does it itself, with its own pages.",
    )
    add = parser.add_argument
    add("model", metavar="MODEL", type=Path, help="folder of a model")
    add("pages", metavar="PAGES", nargs="*", type=Path, help="matched LabelMe files, or folders of them")
    add(
        "--ornaments",
        metavar="N",
        type=int,
        help="how many the press prints, where no pages are given (default 60)",
    )
    add("--sample", action="store_true", help="print the bundled drawings instead of the model's prototypes")
    add("--device", choices=DEVICES, default="auto", help="auto takes a GPU when there is one")
    parser.set_defaults(run=run_calibrate)


def inspect_stages() -> tuple[DemoStage, ...]:
    """Inspect the suspect sample ornament; nothing when the sample model is not bundled."""
    from autolabelme.core.demo import DemoStage

    from .core.demo import sample_model_folder

    if not (sample_model_folder() / "settings.json").is_file():
        return ()
    return (DemoStage("Inspect", _demo),)


# --- inspect --------------------------------------------------------------------------------------


def run_inspect(args: argparse.Namespace) -> int:
    """Inspect one ornament or several; prints findings, or one JSON object with ``--json``."""
    if args.replay is not None:
        if args.ornaments or args.model or args.reference or args.layout:
            raise InputError(
                "takes no ornament, model, reference or layout: they stand in the file", field="--replay"
            )
        from .core.siblings.record import is_sibling_record

        return replay_siblings(args) if is_sibling_record(args.replay) else _replay(args)
    if not args.ornaments:
        raise InputError("expected at least one ornament", field="ORNAMENT")
    if any(is_annotation(path) for path in args.ornaments):
        return run_siblings(args, _folders(args.ornaments, args.output))
    for path in args.normals:
        if is_annotation(path):
            raise InputError("is an annotation beside pictures", path=path, field="--normals")
    if args.model is None and args.reference is None:
        raise InputError("expected --model, --reference, or both")
    if args.model is None and args.layout is not None:
        raise InputError("a layout needs a model", field="--layout")
    if args.model is not None and args.normals:
        raise InputError("a model has its own normals (see detect calibrate)", field="--normals")
    folders = _folders(args.ornaments, args.output)
    from .core.inspection.record import read_layout

    params = params_from(args, InspectParams)
    layout = None if args.layout is None else read_layout(args.layout)
    model = _open(args.model, params) if args.model is not None else None
    results: list[tuple[Path, Done, list[Path]]] = []
    refused = bad = False
    for ornament, folder in zip(args.ornaments, folders, strict=True):
        try:
            done = _one(ornament, params, args, model, layout)
            if done is None:
                refused = True
                continue
            results.append((ornament, done, _written(done, folder, pdf=not args.no_pdf)))
        except AutolabelmeError as error:
            # One bad file among several is told and skipped; alone it is the command's own failure.
            if not isinstance(error, InputError) or len(args.ornaments) == 1:
                raise
            terminal.tell("autolabelme: {error}", error=error)
            bad = True
    _print(results, args.json, several=len(args.ornaments) > 1)
    if bad:
        return BAD_INPUT
    if refused:
        return REFUSED
    return _status_of_all(str(done.record.facts["conclusion"]) for _, done, _ in results)


def _status(kind: str) -> int:
    """The exit status of a conclusion."""
    return {"nothing": NOTHING, "undecided": UNDECIDED}.get(kind, FOUND)


def _status_of_all(kinds: Iterable[str]) -> int:
    """Something found on one of several counts for more than what cannot be decided on another."""
    return max(map(_status, kinds), key=(NOTHING, UNDECIDED, FOUND).index, default=NOTHING)


def _folders(ornaments: list[Path], output: Path | None) -> list[Path]:
    from .core.inspection.folders import result_folders

    if output is not None and len(ornaments) == 1:
        return [output]
    return result_folders(ornaments, output)


def _open(folder: Path, params: InspectParams) -> ModelInUse:

    from .core.inspection.ssd_sight import model_in_use

    with terminal.progress("opening the model") as tick:
        return model_in_use(folder, params, tick=tick)


def _one(
    ornament: Path, params: InspectParams, args: argparse.Namespace, model: ModelInUse | None, layout: Any
) -> Done | None:

    from .core.inspection.file_inspection import Done, inspect_file

    with terminal.progress(ornament.name) as tick:
        done = inspect_file(
            ornament,
            params,
            model=model,
            reference=args.reference,
            layout=layout,
            normals=args.normals,
            tick=tick,
        )
    if isinstance(done, Done):
        return done
    terminal.tell(
        "autolabelme: {ornament}: the reference does not fit: {reason}", ornament=ornament, reason=done.reason
    )
    return None


def _written(done: Done, folder: Path, *, pdf: bool) -> list[Path]:
    from .core.inspection.file_inspection import write_inspection

    return write_inspection(done, folder, pdf=pdf_writer(pdf))


def _as_json(done: Done, output: list[Path]) -> dict[str, Any]:
    return {
        "findings": [finding.as_json() for finding in done.record.findings],
        "vignettes": [dict(item) for item in done.record.vignettes],
        "seconds": round(done.inspection.seconds, 3),
        "output": [str(path) for path in output],
        "ornament": str(done.record.ornament.path),
        "verdict": done.record.facts["verdict"],
        "conclusion": done.record.facts["conclusion"],
        "p": done.record.facts["decision"]["p"],
        "promised": done.record.facts["decision"]["promised"],
        "calibration": done.record.facts["calibration"],
        "notes": list(done.record.facts["notes"]),
        "compared": done.record.facts.get("compared"),
    }


def _print(results: list[tuple[Path, Done, list[Path]]], as_json: bool, *, several: bool) -> None:

    ordered = sorted(
        results,
        key=lambda one: (not one[1].record.facts["anomalous"], one[1].inspection.decision.p, str(one[0])),
    )
    if as_json:
        values = [_as_json(done, output) for _, done, output in ordered]
        if several:
            print(json.dumps({"ornaments": values}, ensure_ascii=False))
        elif values:
            print(json.dumps(values[0], ensure_ascii=False))
        return
    if several:
        rows = [
            (
                path.name,
                figure(done.inspection.decision.p, ".4f"),
                str(len(done.inspection.vignettes)),
                str(len(done.record.findings)),
                str(done.record.facts["verdict"]),
            )
            for path, done, _ in ordered
        ]
        terminal.table("Most anomalous first", ("ornament", "p", "vignettes", "findings", "verdict"), rows)
        return
    for path, done, output in ordered:
        terminal.say("{name}: {verdict}", name=path.name, verdict=done.record.facts["verdict"])
        for note in done.record.facts["notes"]:
            terminal.say("  note: {note}", note=note)
        _print_findings(done)
        terminal.say(
            "wrote {folder} in {seconds:.1f} s", folder=output[0].parent, seconds=done.inspection.seconds
        )


def _print_findings(done: Done) -> None:
    from .core.inspection.words import kind_words

    rows = [
        (
            kind_words(finding.kind),
            finding.label or "-",
            finding.expected or "-",
            "-" if finding.p is None else figure(finding.p, ".4f") + ("" if finding.promised else "*"),
            ", ".join(str(round(edge)) for edge in finding.box),
            clauses(finding.evidence),
        )
        for finding in done.record.findings
    ]
    if rows:
        terminal.table("Findings", ("kind", "label", "expected", "p", "box", "evidence"), rows)


# --- replay ---------------------------------------------------------------------------------------


def _replay(args: argparse.Namespace) -> int:
    from autolabelme.core.hashes import file_sha256

    from .core.inspection.file_inspection import Done, inspect_file
    from .core.inspection.findings import differences
    from .core.inspection.record import read_record

    record = read_record(args.replay)
    if record.alignment.get("frame") == "reference" and not record.alignment.get("sidecar_path"):
        raise InputError(
            "rests on an alignment of which no file was kept; save it in Align and inspect it again",
            path=args.replay,
            field="alignment",
        )
    for source in (record.ornament, record.reference, *record.normals):
        if source is not None and file_sha256(source.path) != source.sha256:
            raise InputError("is not the file that was inspected: its SHA-256 differs", path=source.path)
    model = None
    if record.model:
        model = _open(Path(str(record.model.get("path", ""))), record.params)
        for name in ("sha256", "normals_sha256"):
            if model.facts[name] != record.model.get(name):
                raise InputError(
                    "is not the model that was inspected with: {name} differs",
                    path=Path(str(record.model.get("path", ""))),
                    name=name,
                )
    reference = None if record.reference is None else record.reference.path
    sidecar = record.alignment.get("sidecar_path")
    with terminal.progress("replaying") as tick:
        done = inspect_file(
            record.ornament.path,
            record.params,
            model=model,
            reference=reference if sidecar is None else Path(str(sidecar)),
            exact_layout=record.layout,
            normals=[source.path for source in record.normals],
            tick=tick,
        )
    if not isinstance(done, Done):
        terminal.tell("autolabelme: the reference does not fit: {reason}", reason=done.reason)
        return REFUSED
    found = differences(record.findings, done.record.findings)
    if found:
        raise InputError(
            "the findings are not the same: {differences}", path=args.replay, differences="; ".join(found[:5])
        )
    # The verdicts are the historian's, not the program's: they stay.
    done = _with_verdicts(done, record.findings)
    written = [] if args.output is None else _written(done, args.output, pdf=not args.no_pdf)
    if args.json:
        print(json.dumps(_as_json(done, written), ensure_ascii=False))
    else:
        terminal.say("{file}: the same findings ({count})", file=args.replay, count=len(record.findings))
        terminal.say(str(done.record.facts["verdict"]))
        _print_findings(done)
    return _status(str(done.record.facts["conclusion"]))


def _with_verdicts(done: Done, findings: Any) -> Done:
    from dataclasses import replace

    return replace(done, record=done.record.judged(done.inspection, findings))


# --- calibrate ------------------------------------------------------------------------------------


def run_calibrate(args: argparse.Namespace) -> int:
    """Measure normals and write them beside the model."""

    from .core.devices import device_of
    from .core.inspection.normals import save_normals
    from .core.inspection.press_normals import SAMPLE_RECIPES
    from .core.inspection.ssd_sight import normals_from_pages, normals_from_press
    from .core.model_folder import load_model
    from .core.sources import read_truth
    from .core.synthesis import sorts_of

    if args.ornaments is not None and args.ornaments < 1:
        raise InputError("expected at least 1, got {got}", field="--ornaments", got=args.ornaments)
    model = load_model(args.model, device_of(args.device))
    with terminal.progress("calibrating") as tick:
        if args.pages:
            normals = normals_from_pages(model, read_truth(args.pages, model.catalogue), tick=tick)
        else:
            from autolabelme.core.press.sorts import load_sorts

            sorts = load_sorts() if args.sample else sorts_of(model.catalogue)
            # The sample's drawings are printed by both recipes, as the sample model is taught.
            recipes = SAMPLE_RECIPES if args.sample else ("print",)
            normals = normals_from_press(model, sorts, args.ornaments, recipes=recipes, tick=tick)
    files = save_normals(normals, args.model)
    terminal.say(
        "{made} impressions: {count}, ornaments: {ornaments}, wrote {files}",
        made=normals.made,
        count=normals.calibration.count,
        ornaments=len(normals.held_out),
        files=", ".join(path.name for path in files),
    )
    if normals.press_made:
        terminal.say("note: press-made impressions promise no rate on a scan")
    elif normals.press_labels:
        terminal.say(
            "note: too few impressions, so by the press: {labels}", labels=", ".join(normals.press_labels)
        )
    return NOTHING


# --- demo -----------------------------------------------------------------------------------------


def _demo(context: DemoContext, tick: Tick) -> StageReport:
    from .core.demo_inspect import inspect_sample

    return inspect_sample(context, tick, write=lambda done, folder: _written(done, folder, pdf=True))
