"""findings.json of a comparison with siblings: what it rests on.

The vignettes stand in the record itself, not only in the annotation: the window compares what is on the
screen, and part of a page. Pictures, authentic pages and the model are named with their SHA-256.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core.annotation.document import Document, Provenance
from autolabelme.core.errors import InputError
from autolabelme.core.hashes import file_sha256
from autolabelme.core.matching.poses import Pose
from autolabelme.core.reading import JsonObject, read_object

from ..inspection.findings import Finding, Vignette
from ..inspection.source import Source, box_of, source_from_json
from .params import SiblingParams
from .prepare import Place

if TYPE_CHECKING:
    from .files import PageInspection

FORMAT, VERSION = "autolabelme sibling inspection", 2


@dataclass(frozen=True, eq=False)
class SiblingRecord:
    """A record as it was read.

    Attributes
    ----------
    annotation : the file that the page was named by
    page : its picture
    vignettes : those of the page itself, without what a model found
    normals : each authentic page's annotation and its picture (None where that holds the pixels itself)
    struck : what was held for not authentic
    findings : with the historian's verdicts
    model : mapping as the record keeps it; empty without one
    """

    path: Path
    annotation: Path
    page: Source
    params: SiblingParams
    vignettes: tuple[Vignette, ...]
    normals: tuple[tuple[Source, Source | None], ...]
    struck: tuple[Place, ...]
    findings: tuple[Finding, ...]
    model: Mapping[str, Any]
    provenance: Provenance


def basis_of(done: PageInspection) -> dict[str, Any]:
    """What an inspection rests on, as plain values: enough to do it again."""
    inspection, document = done.inspection, done.document
    own = [one.vignette for one in inspection.judged if not one.found_by_model]
    return {
        # A picture inside the annotation is no file of its own.
        "page": Source.of(document.image_path, document.page).as_json() if _in_file(document) else None,
        "vignettes": [
            {
                # Not rounded: the same crops are to be cut again.
                "box": list(one.box),
                "label": one.label,
                "rotation_deg": one.pose.rotation_deg,
                "mirrored": one.pose.mirrored,
            }
            for one in own
        ],
        "normals": [_authentic(path) for path in done.normals],
        "struck": sorted([place.page, place.number] for place in inspection.struck),
        "model": dict(done.model),
        "provenance": {name: value for name, value in vars(document.provenance).items() if value},
    }


def _in_file(document: Document) -> bool:
    return document.image_path.is_file()


def _authentic(path: Path) -> dict[str, Any]:
    from autolabelme.core.annotation.labelme_json import read_document

    document = read_document(path)
    picture = Source.of(document.image_path, document.page).as_json() if _in_file(document) else None
    return {"annotation": Source.of(path).as_json(), "page": picture}


def is_sibling_record(path: Path) -> bool:
    """Whether a file is a record of a comparison with siblings; `InputError` when it is no JSON object."""
    return read_object(path).value.get("format") == FORMAT


def read_record(path: Path) -> SiblingRecord:
    """Read findings.json; `InputError` with file and field for anything else."""
    value = read_object(path)
    if value.value.get("format") != FORMAT or value.value.get("version") != VERSION:
        raise value.error("format", "expected format {name!r}, version {newest}", name=FORMAT, newest=VERSION)
    basis = value.object("rests_on")
    page = basis.object_or_none("page")
    if page is None:
        raise basis.error("page", "rests on pixels of which no file was kept; inspect the annotation again")
    normals = []
    for item in basis.objects("normals"):
        picture = item.object_or_none("page")
        normals.append(
            (
                source_from_json(item.object("annotation")),
                None if picture is None else source_from_json(picture),
            )
        )
    return SiblingRecord(
        path,
        value.file("ornament", path.parent),
        source_from_json(page),
        value.dataclass("settings", SiblingParams),
        tuple(_vignette(item) for item in basis.objects("vignettes")),
        tuple(normals),
        tuple(_place(basis, number) for number in range(len(basis.items("struck")))),
        tuple(Finding.from_json(item) for item in value.objects("findings")),
        basis.object_or_empty("model").value,
        Provenance(**_texts(basis.object_or_empty("provenance"))),
    )


def require_same_files(record: SiblingRecord) -> None:
    """`InputError` for a picture or an annotation that is not the file that was inspected."""
    pictures = [picture for _, picture in record.normals if picture is not None]
    for source in (record.page, *(annotation for annotation, _ in record.normals), *pictures):
        if file_sha256(source.path) != source.sha256:
            raise InputError("is not the file that was inspected: its SHA-256 differs", path=source.path)


def _vignette(item: JsonObject) -> Vignette:
    pose = Pose(item.number("rotation_deg", 0.0), item.flag("mirrored", default=False))
    return Vignette(box_of(item), item.text("label"), pose)


def _place(basis: JsonObject, number: int) -> Place:
    match basis.items("struck")[number]:
        case [int() as page, int() as impression] if page >= 0 and impression >= 0:
            return Place(page, impression)
    raise basis.error(f"struck[{number}]", "expected the numbers of a page and of an impression")


def _texts(value: JsonObject) -> dict[str, str]:
    known = Provenance.__dataclass_fields__
    return {name: text for name, text in value.text_map().items() if name in known}
