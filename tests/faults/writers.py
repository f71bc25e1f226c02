"""The table: everything that writes files that somebody would miss, one row each.

A row makes its inputs once, writes state A or B into a folder, and reads back with the program's own
readers which of them is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from autolabelme.core.annotation.crop_folder import find_crops
from autolabelme.core.annotation.crops import save_crops
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.exports import export
from autolabelme.core.annotation.labelme_json import (
    read_descriptor,
    read_document,
    write_annotation,
    write_document,
)
from autolabelme.core.files import reading_folder
from autolabelme.core.image_io import read_gray, write_image
from autolabelme.core.sorts import Sort, SortCatalogue, read_sorts, write_sorts


def _as_it_is(_name: str, data: bytes) -> bytes:
    return data


@dataclass(frozen=True)
class Writer:
    """One row of the table.

    Attributes
    ----------
    make : what is written, from a folder for pictures
    write : (made, folder, "A" or "B")
    read : (made, folder) -> "A", "B" or what else it finds; raises when it finds something damaged
    alone : nobody else ever writes into this folder
    silent : a full disk is logged and not raised, since closing the window goes on
    share : of the tries; less for what takes long
    plain : takes out of a file what differs on every save, such as a time
    """

    name: str
    make: Callable[[Path], Any]
    write: Callable[[Any, Path, str], object]
    read: Callable[[Any, Path], str]
    alone: bool = False
    silent: bool = False
    share: float = 1.0
    plain: Callable[[str, bytes], bytes] = field(default=_as_it_is)


def _one_of(*found: str) -> str:
    """The state on which everything agrees."""
    return found[0] if len(set(found)) == 1 else f"a mixture of {sorted(set(found))}"


# --- annotations --------------------------------------------------------------------------------------


def _pages(folder: Path) -> dict[str, Document]:
    """One page, annotated in two ways: other labels, numbers of boxes and notes."""
    pixels = np.full((90, 120), 230, np.uint8)
    pixels[10:30, 10:30] = pixels[40:70, 50:90] = 20
    image = write_image(folder / "page.png", pixels)
    page = Document(image, 120, 90)
    boxes = {"A": ((10, 10, 30, 30),), "B": ((10, 10, 30, 30), (50, 40, 90, 70), (5, 5, 20, 25))}
    return {
        state: page.add(
            *(
                Shape.rectangle(state, tuple(map(float, box)), role="template").replace(
                    id=f"{state}{number}", note=f"note {state}"
                )
                for number, box in enumerate(found)
            )
        )
        for state, found in boxes.items()
    }


def _state_of(document: Document) -> str:
    notes = [shape.note.removeprefix("note ") for shape in document.shapes]
    count = {"A": 1, "B": 3}.get(document.shapes[0].label)
    labels = [shape.label for shape in document.shapes]
    return _one_of(*labels, *notes) if len(labels) == count else f"{len(labels)} boxes"


def _read_pair(_made: Any, folder: Path) -> str:
    with reading_folder(folder):
        document = read_document(folder / "page_matched.json")
        notes = read_descriptor(folder / "page_descriptor.json")
    return _one_of(_state_of(document), *notes, *(note.removeprefix("note ") for note in notes.values()))


def _read_crops(_made: Any, folder: Path) -> str:
    with reading_folder(folder / "templates" / "page"):
        crops = find_crops(folder)
        for crop in crops:
            read_gray(crop.path)
    return _one_of(*(crop.label for crop in crops), {1: "A", 3: "B"}.get(len(crops), f"{len(crops)} crops"))


def _read_yolo(_made: Any, folder: Path) -> str:
    with reading_folder(folder):
        classes = (folder / "classes.txt").read_text().split()
        rows = (folder / "labels" / "page.txt").read_text().splitlines()
        read_gray(folder / "images" / "page.png")
    return _one_of(*classes, {1: "A", 3: "B"}.get(len(rows), f"{len(rows)} rows"))


def _read_coco(_made: Any, folder: Path) -> str:
    with reading_folder(folder):
        value = json.loads((folder / "annotations.json").read_text())
    count = len(value["annotations"])
    return _one_of(
        *(one["name"] for one in value["categories"]), {1: "A", 3: "B"}.get(count, f"{count} boxes")
    )


def _read_voc(_made: Any, folder: Path) -> str:
    with reading_folder(folder):
        names = re.findall("<name>(.)</name>", (folder / "Annotations" / "page.xml").read_text())
    return _one_of(*names, {1: "A", 3: "B"}.get(len(names), f"{len(names)} boxes"))


def _sorts(_folder: Path) -> dict[str, SortCatalogue]:
    return {state: SortCatalogue((Sort("one", state, "a note" * 50),)) for state in "AB"}


def annotations() -> Iterator[Writer]:
    yield Writer(
        "annotation",
        _pages,
        lambda made, folder, state: write_document(made[state], folder / "page.json"),
        lambda _made, folder: _state_of(read_document(folder / "page.json")),
    )
    yield Writer(
        "annotation and descriptor",
        _pages,
        lambda made, folder, state: write_annotation(
            made[state], folder / "page_matched.json", folder / "page_descriptor.json"
        ),
        _read_pair,
    )
    yield Writer("crops", _pages, lambda made, folder, state: save_crops(made[state], folder), _read_crops)
    for kind, read in (("yolo", _read_yolo), ("coco", _read_coco), ("voc", _read_voc)):
        yield Writer(
            f"{kind} export",
            _pages,
            lambda made, folder, state, kind=kind: export([made[state]], folder, kind, images=True),
            read,
        )
    yield Writer(
        "catalogue of sorts",
        _sorts,
        lambda made, folder, state: write_sorts(made[state], folder),
        lambda _made, folder: read_sorts(folder).sorts[0].name,
    )


# --- the window's own files ---------------------------------------------------------------------------


def _read_session(_made: Any, folder: Path) -> str:
    from autolabelme.shell.session_store import load_session

    session = load_session(folder)
    return _one_of(session.panel, *session.recent)


def _write_session(_made: Any, folder: Path, state: str) -> None:
    from autolabelme.shell.session_store import Session, save_session

    save_session(Session(b"", state, {}, [state] * (3 if state == "A" else 9)), folder)


def _write_preferences(_made: Any, folder: Path, state: str) -> None:
    from autolabelme.qtkit.preferences import Preferences, save_preferences

    save_preferences(Preferences(threshold=0.25 if state == "A" else 0.75), folder)


def _read_preferences(_made: Any, folder: Path) -> str:
    from autolabelme.qtkit.preferences import load_preferences

    return {0.25: "A", 0.75: "B"}.get(load_preferences(folder).threshold, "the defaults")


def _write_recovery(made: dict[str, Document], folder: Path, state: str) -> None:
    from autolabelme.panel.recovery import Kept, RecoveryStore

    store = RecoveryStore(folder)
    store.folder = folder / "recovery" / "a window"
    store.folder.mkdir(parents=True, exist_ok=True)
    count = 1 if state == "A" else 2
    store.write(tuple(Kept((f"{state}{n}.png", n), n + 1, made[state], None) for n in range(count)))


def _read_recovery(_made: Any, folder: Path) -> str:
    from autolabelme.panel.recovery import RecoveryStore

    [leftover] = RecoveryStore(folder).leftovers()
    count = {1: "A", 2: "B"}.get(len(leftover.kept), f"{len(leftover.kept)} pages")
    names = [Path(kept.key[0]).name[0] for kept in leftover.kept]
    return _one_of(count, *names, *(_state_of(kept.document) for kept in leftover.kept))


def _without_time(_name: str, data: bytes) -> bytes:
    return re.sub(rb'"when": [0-9.]+', b"", data)


_MARK = {"A": "Q", "B": "Z"}  # letters that no footer has


def _write_pdf(_made: Any, folder: Path, state: str) -> None:
    from autolabelme.qtkit.pdf import html_to_pdf

    html_to_pdf([f"<p>{_MARK[state]}</p>"] * (1 if state == "A" else 40), folder / "report.pdf", title=state)


def _read_pdf(_made: Any, folder: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(folder / "report.pdf") as document:
        title = document.get_metadata_value("Title")
        texts = {text for page in document for text in page.get_textpage().get_text_range().split()}
        pages = {1: "A", 2: "B"}.get(len(document), f"{len(document)} pages")
    return _one_of(title, pages, *(state for state, mark in _MARK.items() if mark in texts))


def _ends(_name: str, data: bytes) -> bytes:
    # Its dates differ; the reader reads the rest.
    return b"%s %d %s" % (data[:5], data.count(b"/Type /Page\n"), data[-6:])


def _gui(_folder: Path) -> None:
    from autolabelme.qtkit.pdf import ensure_gui

    ensure_gui()


def windows() -> Iterator[Writer]:
    yield Writer("session", lambda _folder: None, _write_session, _read_session, silent=True)
    yield Writer("preferences", lambda _folder: None, _write_preferences, _read_preferences)
    yield Writer("recovery", _pages, _write_recovery, _read_recovery, alone=True, plain=_without_time)
    yield Writer("PDF", _gui, _write_pdf, _read_pdf, plain=_ends)


# --- results ------------------------------------------------------------------------------------------

_GRAY = {"A": 40, "B": 200}
_STATE = {40: "A", 200: "B"}


def _pair(folder: Path) -> dict[str, Any]:
    """Two alignments and a refusal of one source, as `align` returns them."""
    from ransac_gui.core.align import Alignment, AlignmentFailure, Stages
    from ransac_gui.core.compose import WarpMap
    from ransac_gui.core.params import AlignParams
    from ransac_gui.core.verify import Evidence

    still = np.full((40, 60), 128, np.uint8)
    made: dict[str, Any] = {"still": still, "source": write_image(folder / "s.png", still)}
    made["reference"] = write_image(folder / "r.png", still)
    evidence = Evidence(**{**dict.fromkeys(Evidence.__dataclass_fields__, 0.5), "cells": 9})
    stages, params = Stages(0.1, 0.2, 0.3), AlignParams()
    for state, value in _GRAY.items():
        made[state] = Alignment(
            "aligned", state, np.full((40, 60), value, np.uint8), WarpMap(60, 40, np.eye(3)[None]),
            np.ones((4, 6), np.float32), "local ncc", "sift", 9, evidence, stages, stages, 0.0, "none",
            params, {}, {},
        )  # fmt: skip
    made["refused"] = AlignmentFailure("B", "unlike", "sift", 0, None, None, None, params, {})
    return made


def _write_alignment(made: dict[str, Any], folder: Path, state: str) -> None:
    from ransac_gui.core.result_io import result_paths, write_result

    paths = result_paths(made["source"], folder, flow=state == "B")
    write_result(made[state], made["still"], made["source"], made["reference"], paths)


def _write_alignment_or_refusal(made: dict[str, Any], folder: Path, state: str) -> None:
    from ransac_gui.core.result_io import result_paths, write_refusal

    if state == "A":
        return _write_alignment(made, folder, state)
    paths = result_paths(made["source"], folder)
    write_refusal(made["refused"], made["source"], made["reference"], paths)
    return None


def _read_alignment(_made: Any, folder: Path) -> str:
    from ransac_gui.core.saved import find_sidecars, read_saved

    [sidecar] = find_sidecars(folder)
    with reading_folder(folder):
        saved = read_saved(sidecar)
        if "aligned" not in saved.files:
            return _one_of(saved.result.reason, "B", *("a picture" for _ in folder.glob("*.png")))
        aligned = int(read_gray(saved.files["aligned"]).mean())
        for name in ("overlay", "difference"):
            read_gray(saved.files[name])
    return _one_of(saved.result.reason, _STATE.get(aligned, "another picture"))


ALIGNMENT = {"status": "aligned", "features": "sift", "inliers": 9, "coverage": 1.0, "ncc": 0.9}


def _done(folder: Path) -> dict[str, Any]:
    from autolabelme.core.ornament import Ornament
    from detector.core.inspection.params import InspectParams
    from detector.panel.inspect.requests import InspectRequest, Subject
    from tests.gui.detector.inspect_stub import Stub

    stub = Stub(folder)
    request = InspectRequest(Subject(Ornament(stub.ornament)), None, InspectParams(), folder / "kept")
    done = stub.inspect(request, tick=lambda *_: None).done
    notes = {state: {**done.record.facts, "notes": [state]} for state in "AB"}
    return {state: replace(done, record=replace(done.record, facts=notes[state])) for state in "AB"}


def _write_inspection(made: dict[str, Any], folder: Path, state: str) -> None:
    from detector.core.inspection.file_inspection import write_inspection

    # The second comes with a reference laid on it, and without a PDF.
    done = made[state]
    if state == "B":
        record = replace(done.record, reference=done.record.ornament, alignment=ALIGNMENT)
        done = replace(done, reference=done.rgb, record=record)
    pdf = (lambda _report, path: path.write_bytes(b"%PDF A %%EOF")) if state == "A" else None
    write_inspection(done, folder, pdf=pdf)


def _read_inspection(_made: Any, folder: Path) -> str:
    from detector.core.inspection.record import read_record

    with reading_folder(folder):
        facts = read_record(folder / "findings.json").facts
        pdf = "A" if (folder / "report.pdf").is_file() else "B"
        reference = "B" if (folder / "reference.png").is_file() else "A"
        for name in ("boxes", "residual", "signed_ink", "reconstruction"):
            read_gray(folder / f"{name}.png")
        assert "</html>" in (folder / "report.html").read_text()
    return _one_of(*facts["notes"], pdf, reference)


def _models(_folder: Path) -> dict[str, Any]:
    """Two models of other labels and weights; a network of one tensor is enough to write."""
    import torch

    from detector.core.catalogue import Catalogue, Entry
    from detector.core.model_folder import Model
    from detector.core.network import NetworkConfig

    torch.set_num_threads(1)
    made = {}
    for state, labels in (("A", ("a", "b", "c")), ("B", ("x",))):
        entries = (Entry(label, 20.0, 20.0, np.full((20, 20), _GRAY[state], np.uint8)) for label in labels)
        catalogue = Catalogue(tuple(entries))
        tensors = {"weight": torch.full((500,), float(_GRAY[state]))}
        network: Any = SimpleNamespace(config=NetworkConfig(catalogue.labels), state_dict=lambda t=tensors: t)
        made[state] = Model(network, catalogue, {"state": state}, {"state": state})
    return made


def _write_model(made: dict[str, Any], folder: Path, state: str) -> None:
    from detector.core.model_folder import save_model

    save_model(made[state], folder / "model", curves=state, card=state)


def _read_model(_made: Any, folder: Path) -> str:
    from detector.core.catalogue import read_catalogue
    from detector.core.model_folder import _read_weights

    place = folder / "model"
    with reading_folder(place):
        settings, metrics = (json.loads((place / f"{n}.json").read_text()) for n in ("settings", "metrics"))
        tensors, _ = _read_weights(place / "weights.safetensors", settings["weights_sha256"])
        catalogue = read_catalogue(place)
        texts = [(place / name).read_text() for name in ("curves.csv", "MODEL_CARD.md")]
    assert settings["network"]["labels"] == list(catalogue.labels)
    pictures = {_STATE[int(entry.prototype.mean())] for entry in catalogue.entries}
    state = _STATE[int(tensors["weight"].mean())]
    return _one_of(state, settings["state"], metrics["state"], *texts, *pictures)


def _normals(_folder: Path) -> dict[str, Any]:
    from detector.core.inspection.evidence import LabelNormals
    from detector.core.inspection.ink import Frame
    from detector.core.inspection.normals import HeldOut, Normals
    from detector.core.inspection.signed_ink import InkModel
    from detector.core.inspection.standard import Standard, Tail

    frame = Frame(16, 16, 2)
    made = {}
    for state, value in _GRAY.items():
        ink = np.full(frame.shape, value / 256, np.float32)
        own = LabelNormals(frame, InkModel(ink, ink, np.ones((3, 10, 10), np.float32), 2, 9), None)
        held_out = (HeldOut((state,), (float(value),), (0.0,)),)
        made[state] = Normals(
            {state: own}, Standard({}, {}), 0.3, Tail((0.0, 1.0), 1.0), held_out, {}, state, state
        )
    return made


def _write_normals(made: dict[str, Any], folder: Path, state: str) -> None:
    from detector.core.inspection.normals import save_normals

    save_normals(made[state], folder)


def _read_normals(_made: Any, folder: Path) -> str:
    from detector.core.inspection.normals import load_normals

    normals = load_normals(folder)
    [(label, own)] = normals.by_label.items()
    return _one_of(label, normals.source, _STATE[round(float(own.ink.prototype.mean()) * 256)])


def results() -> Iterator[Writer]:
    yield Writer("alignment", _pair, _write_alignment, _read_alignment, plain=_without_zip_dates)
    yield Writer("refusal", _pair, _write_alignment_or_refusal, _read_alignment)
    yield Writer("inspection", _done, _write_inspection, _read_inspection, share=0.4)
    yield Writer("model", _models, _write_model, _read_model, share=0.6)
    yield Writer("normals", _normals, _write_normals, _read_normals)


def _without_zip_dates(name: str, data: bytes) -> bytes:
    return b"" if name.endswith(".npz") else data


GROUPS: dict[str, Callable[[], Iterator[Writer]]] = {
    "annotations": annotations,
    "windows": windows,
    "results": results,
}
