"""``inspect PAGE_matched.json``: the impressions of an annotation against their siblings (no torch)."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core import terminal
from autolabelme.core.errors import InputError
from autolabelme.core.languages import figure
from autolabelme.core.messages import clauses
from autolabelme.core.options import given, params_from
from autolabelme.core.reading import JsonObject

from .core.inspection.params import InspectParams
from .core.siblings.params import SiblingParams

if TYPE_CHECKING:
    from autolabelme.core.report import WritePdf

    from .core.inspection.file_inspection import ModelInUse
    from .core.siblings.files import PageInspection

NOTHING, FOUND, BAD_INPUT, UNDECIDED = 0, 1, 2, 4


def is_annotation(path: Path) -> bool:
    """Whether an input of ``inspect`` chooses the comparison with siblings."""
    return path.suffix.lower() == ".json"


def run_siblings(args: argparse.Namespace, folders: list[Path]) -> int:
    """Inspect annotation files; `folders` are where each one's files go."""
    _check(args)

    from .core.siblings.files import inspect_page

    # One option for both kinds of inspection; only its default is another.
    said = given(args, InspectParams)
    params = params_from(args, SiblingParams, **{n: said[n] for n in ("false_alarms",) if n in said})
    look = params_from(args, InspectParams)
    model = None if args.model is None else _opened(args.model, look.scale, look.device, params.false_alarms)
    results: list[tuple[PageInspection, list[Path]]] = []
    bad = False
    for annotation, folder in zip(args.ornaments, folders, strict=True):
        try:
            with terminal.progress(annotation.name) as tick:
                done = inspect_page(annotation, params, normals=args.normals, model=model, tick=tick)
            results.append((done, _written(done, folder, pdf=not args.no_pdf)))
        except InputError as error:
            # One bad file among several is told and skipped; alone it is the command's own failure.
            if len(args.ornaments) == 1:
                raise
            terminal.tell("autolabelme: {error}", error=error)
            bad = True
    _print(results, args.json, several=len(args.ornaments) > 1)
    if bad:
        return BAD_INPUT
    decisions = [done.inspection.decision for done, _ in results]
    if any(decision.anomalous for decision in decisions):
        return FOUND
    # Where nothing is promised of a page, a script must not read that nothing was found.
    return UNDECIDED if any(decision.p is None for decision in decisions) else NOTHING


def replay_siblings(args: argparse.Namespace) -> int:
    """Do a recorded comparison again, with its verdicts; ``--output`` writes its files anew."""

    from .core.siblings.record import read_record
    from .core.siblings.replay import replay

    record = read_record(args.replay)
    model = None
    if record.model:
        folder = Path(str(record.model.get("path", "")))
        settings = JsonObject(dict(record.model), args.replay, "rests_on.model")
        look = settings.dataclass("settings", InspectParams)
        model = _opened(folder, look.scale, look.device, look.false_alarms)
        for name in ("sha256", "normals_sha256"):
            if model[0].facts[name] != record.model.get(name):
                raise InputError(
                    "is not the model that was inspected with: {name} differs", path=folder, name=name
                )
    with terminal.progress("replaying") as tick:
        done = replay(record, model, tick=tick)
    written = [] if args.output is None else _written(done, args.output, pdf=not args.no_pdf)
    if not args.json:
        terminal.say("{file}: the same findings ({count})", file=args.replay, count=len(record.findings))
    _print([(done, written)], args.json, several=False)
    standing = [finding for finding in record.findings if finding.verdict != "rejected"]
    decision = done.inspection.decision
    if decision.anomalous and standing:
        return FOUND
    return UNDECIDED if decision.p is None else NOTHING


def _opened(folder: Path, scale: float | None, device: str, rate: float) -> tuple[ModelInUse, InspectParams]:

    from .core.inspection.ssd_sight import model_in_use

    look = InspectParams(false_alarms=rate, scale=scale, device=device)
    with terminal.progress("opening the model") as tick:
        return model_in_use(folder, look, tick=tick), look


def _check(args: argparse.Namespace) -> None:
    """`InputError` for a mixture of annotations and pictures, and for what annotations do not take."""
    for path in args.ornaments:
        if not is_annotation(path):
            raise InputError("is a picture beside annotation files; inspect one kind at a time", path=path)
    for path in args.normals:
        if not is_annotation(path):
            raise InputError("expected an annotation file, as the page is one", path=path, field="--normals")
    for name in ("reference", "layout"):
        if getattr(args, name) is not None:
            raise InputError(
                "an annotation file is compared with its siblings and takes none", field=f"--{name}"
            )


def _written(done: PageInspection, folder: Path, *, pdf: bool) -> list[Path]:
    from .core.siblings.files import write_page_inspection

    return write_page_inspection(done, folder, pdf=pdf_writer(pdf))


def pdf_writer(wanted: bool) -> WritePdf | None:
    """What writes report.pdf: None where it is not wanted, or where Qt is not installed, which is said."""
    from autolabelme.core.extras import hint, installed

    if wanted and not installed("PyQt6"):
        terminal.tell("autolabelme: note: no report.pdf without Qt: {hint}", hint=hint("gui"))
        return None
    if not wanted:
        return None
    from autolabelme.qtkit.pdf import report_to_pdf

    return report_to_pdf


def _print(results: list[tuple[PageInspection, list[Path]]], as_json: bool, *, several: bool) -> None:

    from .core.siblings.files import as_json as values_of

    if as_json:
        values = [values_of(done, output) for done, output in results]
        if several:
            print(json.dumps({"ornaments": values}, ensure_ascii=False))
        elif values:
            print(json.dumps(values[0], ensure_ascii=False))
        return
    from .core.inspection.words import kind_words

    for done, output in results:
        inspection = done.inspection
        terminal.say("{name}: {verdict}", name=done.annotation.name, verdict=inspection.verdict)
        for note in inspection.notes:
            terminal.say("  note: {note}", note=note)
        rows: list[tuple[Any, ...]] = [
            (
                kind_words(finding.kind),
                finding.label,
                figure(finding.p, ".4f") + ("" if finding.promised else "*"),
                ", ".join(str(round(edge)) for edge in finding.box),
                clauses(finding.evidence[:2]),
            )
            for finding in inspection.findings
            if finding.p is not None
        ]
        if rows:
            terminal.table("Findings", ("kind", "label", "p", "box", "evidence"), rows)
        if output:
            terminal.say(
                "wrote {folder} in {seconds:.1f} s", folder=output[0].parent, seconds=inspection.seconds
            )
