"""The report of a pair: HTML that stands alone, and its blocks for a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.annotation.provenance import provenance_beside
from autolabelme.core.arrays import U8, Array
from autolabelme.core.errors import InputError
from autolabelme.core.languages import figure, said, sentence
from autolabelme.core.messages import listed
from autolabelme.core.opencv import cv2
from autolabelme.core.ornament import Ornament
from autolabelme.core.reading import JsonObject, read_object
from autolabelme.core.report import (
    Report,
    environment_of_reports,
    sections,
    setting_words,
    value_words,
    versions,
    words,
)
from autolabelme.core.report_parts import both_called, called, cover, origin, provenance_rows
from autolabelme.core.report_pictures import Pictures, Shown

from .align import Alignment, AlignmentFailure, Stages, red_cyan
from .block.arrows import arrows_picture
from .block.likelihood import bundled
from .block.verdict import BlockVerdict, words_of
from .laid_pair import laid_pixels
from .lengths import TOLERANCE_MM, millimetres
from .names import SIDECAR_ENDING
from .params import AlignParams
from .prepare import ink_of
from .same_pictures import picture_hash
from .saved import SavedResult, read_saved

_Rows = list[tuple[str, object]]
_UNSET = {"region": "the whole reference", "ransac_flow": "bundled"}
"""What it means that a setting was left out; automatic otherwise."""

_HEIGHT, _WIDE_HEIGHT, _COMPARED_HEIGHT, _REFUSED_HEIGHT = 222, 138, 108, 330
"""Of each picture, points: both impressions and both comparisons stand on one page with what is said. Wide
impressions stand one above the other, their comparisons side by side. A refused pair is two pictures."""
_WIDE = 1.6
"""Width to height, from which on an impression is wide."""
_INK = 255.0

_COMPARED = "<div>{{ row }}</div>"
_REMARK = '<p class="small">{{ remark }}</p>'
_TABLE = """
<h2>{{ heading }}</h2>
{{ facts(rows) }}
"""


@dataclass(frozen=True, eq=False)
class _Pixels:
    """The pixels of a report, uint8: both impressions, and the arrows where there are some."""

    still: U8
    moving: U8
    laid: bool


def report_of(path: Path) -> Report:
    """The report of the pair whose result is the sidecar at `path`.

    Raises `InputError` where it is none of ours, or where its pictures are missing or were changed.
    """
    value, saved = read_object(path), read_saved(path)
    pixels = _shown(saved, path)
    result = saved.result
    roles = {name: _provenance(saved, name) for name in ("reference", "source")}
    title = said(
        words(
            "Alignment of {source} to {reference}",
            source=called(roles["source"], saved.source.name),
            reference=called(roles["reference"], saved.reference.name),
        )
    )
    shown = [
        Shown(
            origin(words("Reference"), roles["reference"], saved.reference.name),
            pixels.still,
            words("the reference"),
            name="reference",
        ),
        Shown(
            origin(
                words("Source, laid on it" if pixels.laid else "Source, not laid"),
                roles["source"],
                saved.source.name,
            ),
            pixels.moving,
            words("the source"),
            name="source",
        ),
    ]
    if pixels.laid:
        below = words("Red: ink of the source alone; cyan: ink of the reference alone; dark: ink of both.")
        shown.append(Shown(below, red_cyan(_inked(pixels.moving), _inked(pixels.still)), name="difference"))
    if isinstance(result, Alignment) and result.verdict is not None and len(result.verdict.moves):
        picture, factor = arrows_picture(pixels.still, result.verdict.moves)
        below = words(
            "What is left of each place's move once paper is taken out; arrows {factor:.0f} times as long as "
            "the moves.",
            factor=factor,
        )
        shown.append(Shown(below, picture, name="moves"))
    pictures = Pictures()
    wide = pixels.still.shape[1] > _WIDE * pixels.still.shape[0]
    height = _WIDE_HEIGHT if wide else _HEIGHT if pixels.laid else _REFUSED_HEIGHT
    headline, remark = _said(result, saved.dpi)
    blocks = cover(
        words("Two impressions, laid one upon the other" if pixels.laid else "Two impressions"),
        both_called(roles["source"], saved.source.name, roles["reference"], saved.reference.name),
        headline,
        pictures.rows(shown[:2], height=height, most=1 if wide else 2),
    )
    if len(shown) > 2:
        compared = pictures.row(shown[2:], height=_COMPARED_HEIGHT if wide else height)
        blocks += sections(environment_of_reports(), [_COMPARED], row=compared)
    if remark:
        blocks += sections(environment_of_reports(), [_REMARK], remark=sentence(remark))
    for heading, rows in (
        (words("Evidence"), _evidence(saved)),
        (words("Pictures"), _files(saved, value, roles)),
        (words("How it was made"), _made(result, value)),
    ):
        blocks += sections(environment_of_reports(), [_TABLE], heading=heading, rows=rows)
    return Report(title, tuple(blocks), pictures.images())


def _inked(picture: U8) -> U8:
    """What is printed, dark on white: the paper's own tone would tint the comparison."""
    gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture, np.uint8)
    return np.asarray(np.rint(_INK * (1 - ink_of(gray))), dtype=np.uint8)


def _provenance(saved: SavedResult, name: str) -> Mapping[str, Any]:
    """What came with the picture, else what its annotation keeps."""
    given = saved.origins[name].get("provenance")
    if given:
        return dict(given)
    path = saved.reference if name == "reference" else saved.source
    return provenance_beside(path, saved.origins[name].get("page") or 0)


def report_stem(sidecar: Path) -> str:
    """The name, without an ending, of the report of a sidecar: beside it, it replaces no other's."""
    return f"{sidecar.name.removesuffix(SIDECAR_ENDING)}_report"


def _shown(saved: SavedResult, path: Path) -> _Pixels:
    reference, source = (
        Ornament.from_json(JsonObject({"path": str(file), **saved.origins[name]}, path, f"{name}_ornament"))
        for name, file in (("reference", saved.reference), ("source", saved.source))
    )
    if isinstance(saved.result, AlignmentFailure):
        return _Pixels(_to_8_bit(reference.read()), _to_8_bit(source.read()), False)
    if "aligned" not in saved.files:
        raise InputError("names no aligned picture; align the pair again", path=path, field="files")
    still, moving = laid_pixels(reference, source, saved.result.params, saved.files)
    return _Pixels(_to_8_bit(still), _to_8_bit(moving), True)


def _to_8_bit(image: Array) -> U8:
    return image if image.dtype == np.uint8 else (image >> 8).astype(np.uint8)


def _said(result: Alignment | AlignmentFailure, dpi: float | None) -> tuple[str, str]:
    """The sentence that leads, and what is to be known besides."""
    if isinstance(result, AlignmentFailure):
        return words("refused: {reason}", reason=result.reason), ""
    if result.verdict is None:
        return words("laid, without a verdict on the block: align the pair again for one."), result.reason
    kind = words(result.verdict.kind)
    return words("{kind}. {words}", kind=kind, words=words_of(result.verdict, dpi)), result.reason


def _evidence(saved: SavedResult) -> _Rows:
    result = saved.result
    rows: _Rows = []
    if isinstance(result, Alignment) and result.verdict is not None:
        rows += _of_block(result.verdict, saved.dpi)
    rows += [("status", result.status), ("features", result.features), ("inliers", result.inliers)]
    if result.evidence is not None:
        rows.append(("ink of the reference that the source covers", figure(result.evidence.coverage, ".0%")))
    for name, stages in (("NCC", result.ncc), ("SSIM", result.ssim)):
        if stages is not None:
            rows.append((name, _stages(stages)))
    if isinstance(result, Alignment):
        rows.append(("fine stage", result.fine))
    if isinstance(result, Alignment) and result.fine != "none":
        moved = _length(result.max_displacement_px, saved.dpi, TOLERANCE_MM)
        rows.append(("largest displacement of the fine stage", moved))
    return rows


def _of_block(verdict: BlockVerdict, dpi: float | None) -> _Rows:
    rows: _Rows = [("verdict", verdict.kind)]
    if verdict.p_same is not None:
        pairs = len(bundled().pairs)
        rows.append(
            (
                "p",
                words(
                    "{p:.2f}: the share of {pairs} real pairs of one block that leave as much (never under "
                    "{least:.2f}); no probability that this is one",
                    p=verdict.p_same,
                    pairs=pairs,
                    least=1 / (pairs + 1),
                ),
            )
        )
    if verdict.residual_px is not None:
        own = verdict.tolerance_px
        inside = millimetres(own, dpi) if dpi and own is not None else None
        text = _length(verdict.residual_px, dpi, inside, digits=3)
        if inside is not None:
            text = words("{length}; the tolerance is this pair's own", length=text)
        rows.append(("residual (median move)", text))
    if verdict.told_px is not None:
        told = verdict.told_px
        text = words("{pixels:.2f} px", pixels=told)
        if dpi:
            text = words("{pixels:.2f} px, {length:.2f} mm", pixels=told, length=millimetres(told, dpi))
        rows.append((words("smallest moves of a copy's strokes that would have been seen"), text))
    for name, share in (
        (words("ink of the reference without counterpart"), verdict.unmatched_reference),
        (words("ink of the source without counterpart"), verdict.unmatched_source),
    ):
        if share is not None:
            rows.append((name, figure(share, ".1%")))
    if verdict.repeat_px:
        off = abs(verdict.units_off)
        every = "{pixels:.0f} px, laid {off} off" if off else "{pixels:.0f} px"
        rows.append(("repeats every", words(every, pixels=verdict.repeat_px, off=off)))
    return rows


def _length(pixels: float, dpi: float | None, tolerance_mm: float | None, *, digits: int = 1) -> str:
    if not dpi or tolerance_mm is None:
        return words("{pixels:.2f} px", pixels=pixels)
    length = "{length:.3f} ± {tolerance:.3f} mm" if digits == 3 else "{length:.1f} ± {tolerance:.1f} mm"
    return words(
        "{pixels:.2f} px, {length}",
        pixels=pixels,
        length=words(length, length=millimetres(pixels, dpi), tolerance=tolerance_mm),
    )


def _stages(stages: Stages) -> str:
    return words(
        "{before:.2f} before, {coarse:.2f} coarse, {fine:.2f} fine",
        before=stages.before,
        coarse=stages.coarse,
        fine=stages.fine,
    )


def _files(saved: SavedResult, value: JsonObject, roles: Mapping[str, Mapping[str, Any]]) -> _Rows:
    rows: _Rows = []
    for name, path in (("reference", saved.reference), ("source", saved.source)):
        rows.append((name, str(path)))
        role = words(name)
        rows.append((words("{role}, area", role=role), _place(saved.origins[name])))
        rows += provenance_rows(roles[name], role)
        rows.append((words("{role}, SHA-256", role=role), picture_hash(value, name) or "not kept"))
    resolution = "not known" if saved.dpi is None else words("{dpi:.0f} dots per inch", dpi=saved.dpi)
    return [*rows, ("resolution of the reference", resolution)]


def _place(origin: Mapping[str, Any]) -> str:
    page = words("page {page}", page=origin["page"] + 1) if origin.get("page") else ""
    if origin.get("box") is None:
        return page or "the whole picture"
    edges = dict(zip(("x1", "y1", "x2", "y2"), origin["box"], strict=True))
    box = words("from ({x1:.0f}, {y1:.0f}) to ({x2:.0f}, {y2:.0f}) px", **edges)
    return listed([page, box]) if page else box


def _made(result: Alignment | AlignmentFailure, value: JsonObject) -> _Rows:
    rows: _Rows = [
        (
            setting_words(AlignParams, name),
            _UNSET.get(name, "automatic") if one in (None, "") else value_words(one),
        )
        for name, one in result.params.as_dict().items()
    ]
    if isinstance(result, Alignment):
        rows += [
            (words("weights {name}, SHA-256", name=name), sha256) for name, sha256 in result.weights.items()
        ]
    rows.append(("aligned with", value.text("program", "an earlier version")))
    rows.append(("reported with", ", ".join(f"{name} {version}" for name, version in versions())))
    return rows
