"""The jobs of the comparison with siblings, run in a thread; none needs torch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.picture import page_rgb
from autolabelme.core.arrays import F32, U8
from autolabelme.core.boxes import iou
from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_json
from autolabelme.core.output_names import place_suffix
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.reading import read_object
from autolabelme.qtkit.workspace import VignettesHandover
from detector.core.siblings.files import PageInspection, read_page, vignettes_of, write_page_inspection
from detector.core.siblings.inspection import SiblingInspection, inspect_siblings
from detector.core.siblings.prepare import AuthenticPage, Place

from .history import Said, State
from .requests import CardPictures, Compared, Request, Why

if TYPE_CHECKING:
    from autolabelme.core.report import Report
    from detector.core.siblings.result import View

FORMAT, VERSION = "autolabelme sibling verdicts", 1
_SAME_PLACE = 0.5


def chosen(handed: VignettesHandover) -> Document:
    """The document with only what is to be inspected: the vignettes of the label, or in the ornament."""

    def wanted(label: str, box: tuple[float, float, float, float]) -> bool:
        if handed.label and label != handed.label:
            return False
        if handed.box is None:
            return True
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        x1, y1, x2, y2 = handed.box
        return x1 <= x < x2 and y1 <= y < y2

    document = handed.document
    kept = tuple(one for one in document.vignettes() if wanted(one.label, one.box))
    return document.with_fields(shapes=kept)


def compare(request: Request, *, tick: Tick = no_tick) -> Compared:
    """Compare the impressions of a page with their siblings; `InputError` names a file that is of no use."""
    tick(0, 100, "opening the page")
    document = chosen(request.handed)
    rgb = page_rgb(document) if request.handed.pixels is None else request.handed.pixels
    authentic = []
    for path in request.normals:
        _, pixels, others = read_page(path)
        authentic.append(AuthenticPage(pixels, others, path.name))
    path = _kept_file(request.kept, document)
    vignettes = vignettes_of(document)
    boxes = [(one.box, one.label) for one in vignettes]
    earlier, problem = _earlier(path, boxes)
    inspection = inspect_siblings(
        rgb,
        vignettes,
        request.params,
        normals=authentic,
        struck=earlier.struck,
        tick=SubTick(tick, 0.1, 1.0),
    )
    return Compared(request, rgb, inspection, path, earlier, problem)


def decided_again(
    inspection: SiblingInspection, struck: frozenset[Place], rate: float, *, tick: Tick = no_tick
) -> SiblingInspection:
    """The same comparison with these impressions struck out, at this false-alarm rate."""
    if struck != inspection.struck:
        inspection = inspection.strike(struck, tick=tick)
    return inspection if rate == inspection.params.false_alarms else inspection.at_rate(rate)


def draw_cards(
    inspection: SiblingInspection,
    numbers: Sequence[int],
    report: Callable[[CardPictures], None],
    *,
    tick: Tick = no_tick,
) -> None:
    """Draw the pictures of the cards one after the other; `report` is called in the worker's thread."""
    for done, number in enumerate(numbers):
        tick(done, len(numbers), "pictures")
        view = inspection.view(number)
        core = view.core
        report(CardPictures(number, _part(view.crop, core), _part(view.median, core), _signed(view)))


def why_of(inspection: SiblingInspection, number: int, *, tick: Tick = no_tick) -> Why:
    """Everything that a person looks at to judge one impression."""
    tick(0, 1, "pictures")
    view = inspection.view(number)
    nearest = tuple(_part(one, view.core) for one in view.nearest)
    return Why(
        number,
        _part(view.crop, view.core),
        _part(view.median, view.core),
        _signed(view),
        nearest,
        view.nearest_places,
    )


def write_report(
    compared: Compared, inspection: SiblingInspection, state: State, folder: Path, *, tick: Tick = no_tick
) -> list[Path]:
    """Write boxes.png, report.html, report.pdf and findings.json with the verdicts; the files written."""
    tick(0, 2, "report")
    from autolabelme.qtkit.pdf import report_to_pdf

    document = chosen(compared.request.handed)
    place_of = {(one.vignette.box, one.vignette.label): one.place for one in inspection.judged}
    judged = []
    for finding in inspection.findings:
        said = state.of(place_of[finding.box, finding.label])
        judged.append(finding.judged(said.verdict, said.note))
    page = PageInspection(
        document.image_path,
        document,
        compared.rgb,
        replace(inspection, findings=tuple(judged)),
        compared.request.normals,
    )

    def pdf(report: Report, path: Path) -> None:
        tick(1, 2, "PDF")
        report_to_pdf(report, path)

    return write_page_inspection(page, folder, pdf=pdf)


def keep(path: Path, inspection: SiblingInspection, state: State) -> None:
    """Write what was said where the next comparison of this page finds it; `InputError`, `OSError`."""
    entries = []
    for one in inspection.judged:
        said, struck = state.of(one.place), one.place in state.struck
        if struck or said != Said():
            entries.append(
                {
                    "box": [round(edge, 3) for edge in one.vignette.box],
                    "label": one.vignette.label,
                    "verdict": said.verdict,
                    "note": said.note,
                    "struck": struck,
                }
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write_json(path, {"format": FORMAT, "version": VERSION, "impressions": entries})


# --- inside ---------------------------------------------------------------------------------------


def _kept_file(folder: Path, document: Document) -> Path:
    """One file of verdicts for a page, whatever part of it is inspected: they are about places on it."""
    path = document.image_path
    if path.is_file():
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    else:
        digest = hashlib.sha256(document.image_data or b"").hexdigest()
    name = f"{path.stem[:60]}-{digest[:12]}{place_suffix(document.page, None)}"
    return folder / name / "siblings.json"


def _earlier(
    path: Path, vignettes: Iterable[tuple[tuple[float, float, float, float], str]]
) -> tuple[State, str]:
    """What was said of these impressions before: of the same label at the same place."""
    if not path.is_file():
        return State(), ""
    boxes = list(vignettes)
    said: dict[Place, Said] = {}
    struck: set[Place] = set()
    try:
        for entry in read_object(path).objects("impressions"):
            box = entry.numbers("box", 4)
            label = entry.text("label")
            there = [number for number, one in enumerate(boxes) if one[1] == label]
            if not there:
                continue
            overlap = iou([box], [boxes[number][0] for number in there])[0]
            if overlap.max() < _SAME_PLACE:
                continue
            place = Place(0, there[int(overlap.argmax())])
            what = Said(
                entry.text("verdict", choices=("", "accepted", "rejected")), entry.text("note", default="")
            )
            if what != Said():
                said[place] = what
            if entry.flag("struck", default=False):
                struck.add(place)
    except InputError as error:
        # It is put aside, not written over: a person may still read the verdicts in it.
        path.replace(path.with_suffix(".damaged.json"))
        return State(), str(error)
    return State(said, frozenset(struck)), ""


def _part(picture: U8, core: tuple[slice, slice]) -> U8:
    return np.ascontiguousarray(picture[core])


def _signed(view: View) -> U8:
    from detector.core.inspection.maps import FULL_SCALE, signed_overlay

    def whole(values: F32) -> F32:
        return np.asarray(values[view.core] * FULL_SCALE, dtype=np.float32)

    return signed_overlay(_part(view.crop, view.core), whole(view.loss), whole(view.gain))
