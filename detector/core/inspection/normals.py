"""What is known of normal ornaments: drawings, spreads, and the held-out scores that p-values rest on.

Normal impressions teach what a label looks like (`LabelNormals`) and how it varies (`Standard`); each is
scored (`HeldOut`) by what the others taught (`fitting.fit_normals`). Saved beside the model as
``inspection.safetensors`` (arrays) and ``inspection.json`` (the rest).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from autolabelme.core.arrays import F32, F64, U8, Array
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.files import atomic_write_bytes, atomic_write_json, reading_folder, result_folder
from autolabelme.core.reading import JsonObject, read_object, require_file
from detector.core.words import NormalsWords

from .change_weights import CHANGE_WEIGHTS, FIRST_CHANGE_WEIGHTS
from .conformal import AUTHENTICATED, NORMALS_FOR_ONE_PERCENT, PRESS_MADE, Calibration, PValue
from .evidence import LabelNormals
from .ink import Frame
from .signed_ink import InkModel, InkSpread
from .standard import Standard, Tail
from .whole import normal_statistics, unexplained_sizes

ARRAYS_FILE = "inspection.safetensors"
FACTS_FILE = "inspection.json"
FORMAT, VERSION = "autolabelme inspection", 2
EXAMPLES_KEPT = 4
_ARRAYS = ("prototype", "spread", "scales", "dae_spread", "dae_scales")
_MOST_SIDE = 10_000  # pixels of a canonical frame


@dataclass(frozen=True)
class HeldOut:
    """One normal ornament that only calibrates.

    Attributes
    ----------
    labels : tuple of str, of its vignettes
    surprises : tuple of float, the combined score of each
    unexplained : tuple of float, sizes of its regions of unexplained ink
    quality : float, how well it is printed: the middle correlation of its vignettes with their prototypes
    """

    labels: tuple[str, ...]
    surprises: tuple[float, ...]
    unexplained: tuple[float, ...] = ()
    quality: float = 0.0


@dataclass(frozen=True, eq=False)
class Normals:
    """Everything that an inspection compares with.

    Attributes
    ----------
    by_label : mapping of str to LabelNormals
    standard : Standard
    foreign_below : float
        Correlation with the prototype below which a vignette is not its label at all.
    region_tail : Tail, of unexplained ink (sizes, one value for each vignette of normal ornaments)
    held_out : tuple of HeldOut
    beside : tuple of HeldOut, ornaments that are printed better or worse than those (see `alike`); they
        count among the `wholes` only
    examples : mapping of label to uint8 (n, h, w), normal impressions in the canonical frame, 255 is ink
    source : one line: what the normals are
    model_sha256 : of the weights that they were measured with
    press_made : whether the program's press printed them; a person vouches for them otherwise
    complement : tuple of HeldOut, printed by the press for labels that have too few real impressions;
        what they say of those labels is no rate on a scan
    press_labels : tuple of str, those labels
    change_weights : name of the bundled change network that they were measured with, and whose evidence alone
        they can judge
    """

    by_label: Mapping[str, LabelNormals]
    standard: Standard
    foreign_below: float
    region_tail: Tail
    held_out: tuple[HeldOut, ...] = ()
    examples: Mapping[str, U8] = field(default_factory=dict)
    source: str = ""
    model_sha256: str = ""
    beside: tuple[HeldOut, ...] = ()
    press_made: bool = False
    complement: tuple[HeldOut, ...] = ()
    press_labels: tuple[str, ...] = ()
    change_weights: str = CHANGE_WEIGHTS

    @property
    def made(self) -> str:
        """What they are, as findings say it."""
        return PRESS_MADE if self.press_made else AUTHENTICATED

    def alike(self, quality: float) -> Normals:
        """The same with only those held-out ornaments that are printed about as well as `quality`.

        A third of them (conformal p-values by class; Vovk, Gammerman, Shafer 2005, section 4.5): badly
        printed ornaments vary more, and one rate over all would be broken on them and wasted on the
        others. Where a third holds too few vignettes to promise 1 in 100, all stay.
        """
        own = self._printed_alike(self._third(quality))
        if len(own) == len(self._all) and not self.beside:
            return self
        others = tuple(one for one in self._all if one not in own)
        return replace(self, held_out=own, beside=others)

    @property
    def _all(self) -> tuple[HeldOut, ...]:
        return (*self.held_out, *self.beside)

    @cached_property
    def _edges(self) -> F64:
        qualities = [one.quality for one in self._all]
        return np.quantile(qualities, (1 / 3, 2 / 3)) if qualities else np.zeros(2)

    def _third(self, quality: float) -> int:
        return int(np.searchsorted(self._edges, quality))

    def _printed_alike(self, third: int) -> tuple[HeldOut, ...]:
        own = tuple(one for one in self._all if self._third(one.quality) == third)
        return own if sum(len(one.labels) for one in own) >= NORMALS_FOR_ONE_PERCENT else self._all

    @cached_property
    def calibration(self) -> Calibration:
        """Scores of the held-out vignettes by label, without the `complement`."""
        return _calibration(self.held_out, self.press_made)

    @cached_property
    def _of_press(self) -> Calibration:
        return _calibration(self.complement, True)

    def p_value(self, label: str, score: float) -> PValue:
        """The p-value of a vignette's score, by the press where nothing else stands behind its label."""
        return (self._of_press if label in self.press_labels else self.calibration).p_value(label, score)

    @cached_property
    def unexplained(self) -> tuple[float, ...]:
        """Unexplained sizes, one for each held-out vignette: 0 where a vignette has none beside it."""
        return unexplained_sizes([one.unexplained for one in self.held_out], self.calibration.count)

    def region_surprise(self, size: float) -> float:
        """The surprise of a region of unexplained ink, on the scale of the vignettes'."""
        return self.region_tail.surprise(size)

    @cached_property
    def wholes(self) -> tuple[float, ...]:
        """The statistic of each normal ornament as a whole, among those that are printed about as well."""
        found: list[float] = []
        for third in sorted({self._third(one.quality) for one in self._all}):
            alike = self._printed_alike(third)
            statistics = normal_statistics([(one.labels, one.surprises, one.unexplained) for one in alike])
            # A third that is too small is compared with all, but each ornament counts once.
            found += [
                value
                for one, value in zip(alike, statistics, strict=True)
                if self._third(one.quality) == third
            ]
        return tuple(found)


def _calibration(ornaments: Sequence[HeldOut], press_made: bool) -> Calibration:
    scores: dict[str, list[float]] = {}
    for ornament in ornaments:
        for label, value in zip(ornament.labels, ornament.surprises, strict=True):
            scores.setdefault(label, []).append(value)
    return Calibration({label: tuple(values) for label, values in scores.items()}, press_made)


# --- files ----------------------------------------------------------------------------------------


def save_normals(normals: Normals, folder: Path) -> tuple[Path, Path]:
    """Write both files into `folder` as one result."""
    arrays: dict[str, Array] = {}
    labels: list[dict[str, Any]] = []
    for number, (label, own) in enumerate(normals.by_label.items()):
        for name, value in _arrays_of(own).items():
            arrays[f"{number}.{name}"] = value.astype(np.float16)
        if label in normals.examples:
            arrays[f"{number}.examples"] = normals.examples[label][:EXAMPLES_KEPT]
        frame = own.frame
        labels.append(
            {
                "label": label,
                "frame": [frame.width, frame.height, frame.margin],
                "impressions": own.ink.impressions,
                "dae": own.dae is not None,
            }
        )
    data = save_arrays(arrays, metadata={"format": FORMAT})
    facts = {
        "format": FORMAT,
        "version": VERSION,
        "source": normals.source,
        "model_sha256": normals.model_sha256,
        "press_made": normals.press_made,
        "change_weights": normals.change_weights,
        "arrays_sha256": hashlib.sha256(data).hexdigest(),
        "foreign_below": normals.foreign_below,
        "region_tail": normals.region_tail.as_json(),
        "standard": normals.standard.as_json(),
        "labels": labels,
        "held_out": [_plain(item) for item in (*normals.held_out, *normals.beside)],
        "complement": [_plain(item) for item in normals.complement],
        "press_labels": list(normals.press_labels),
    }
    with result_folder(folder) as new:
        atomic_write_bytes(new.path / ARRAYS_FILE, data)
        atomic_write_json(new.path / FACTS_FILE, facts)
    return folder / ARRAYS_FILE, folder / FACTS_FILE


def load_normals(folder: Path) -> Normals:
    """Read what `save_normals` wrote; `InputError` with file and field for anything else."""
    path = folder / FACTS_FILE
    try:
        with reading_folder(folder):
            facts = read_object(path)
            require_file(folder / ARRAYS_FILE)
            data = (folder / ARRAYS_FILE).read_bytes()
    except OSError as error:
        raise InputError("cannot be read: {error}", path=folder / ARRAYS_FILE, error=error) from error
    for name, value in (("format", FORMAT), ("version", VERSION)):
        if facts.value.get(name) != value:
            raise facts.error(
                name,
                "expected format {name!r}, version {version}; `autolabelme detect calibrate` makes it anew",
                name=FORMAT,
                version=VERSION,
            )
    if hashlib.sha256(data).hexdigest() != facts.text("arrays_sha256"):
        raise InputError("is not the file that was saved: truncated or changed", path=folder / ARRAYS_FILE)
    try:
        arrays = load_arrays(data)
    except (SafetensorError, ValueError, KeyError) as error:
        raise InputError(
            "is not a safetensors file: {error}", path=folder / ARRAYS_FILE, error=error
        ) from error
    return _read(facts, arrays)


def _arrays_of(own: LabelNormals) -> dict[str, F32]:
    found = {"prototype": own.ink.prototype, "spread": own.ink.spread, "scales": own.ink.scales}
    if own.dae is not None:
        found |= {"dae_spread": own.dae.spread, "dae_scales": own.dae.scales}
    return found


def _read(facts: JsonObject, arrays: Mapping[str, Array]) -> Normals:
    by_label: dict[str, LabelNormals] = {}
    examples: dict[str, U8] = {}
    for number, item in enumerate(facts.objects("labels")):
        label = item.text("label")
        by_label[label] = _label_normals(item, {name: arrays.get(f"{number}.{name}") for name in _ARRAYS})
        if f"{number}.examples" in arrays:
            examples[label] = np.asarray(arrays[f"{number}.examples"], dtype=np.uint8)
    return Normals(
        by_label,
        Standard.from_json(facts.object("standard")),
        facts.number("foreign_below"),
        Tail.from_json(facts.object("region_tail")),
        tuple(_held_out(item) for item in facts.objects("held_out")),
        examples,
        NormalsWords.known(facts.text("source")),
        facts.text("model_sha256"),
        # An earlier version only said so in words. What does not say that a person annotated it is not
        # taken for authenticated.
        press_made=facts.flag("press_made", "annotated page" not in facts.text("source")),
        # An earlier version did not keep these two.
        complement=tuple(_held_out(item) for item in facts.objects("complement", optional=True)),
        press_labels=facts.texts("press_labels", ()),
        # Nor did it say which change network had looked; there was one.
        change_weights=facts.text(
            "change_weights", FIRST_CHANGE_WEIGHTS, choices=(CHANGE_WEIGHTS, FIRST_CHANGE_WEIGHTS)
        ),
    )


def _label_normals(item: JsonObject, arrays: Mapping[str, Array | None]) -> LabelNormals:
    sides = tuple(int(side) for side in item.numbers("frame", 3))
    if min(sides[:2]) < 1 or sides[2] < 0 or max(sides) > _MOST_SIDE:
        raise item.error("frame", "expected width, height and margin in pixels, got {got}", got=list(sides))
    frame = Frame(*sides)

    def array(name: str, shape: tuple[int, ...] | None = None) -> F32:
        found = arrays[name]
        if found is None or (shape is not None and found.shape != shape):
            raise item.error(
                "frame",
                "its array {name!r} is missing or does not have the shape {shape}",
                name=name,
                shape=shape,
            )
        return np.asarray(found, dtype=np.float32)

    try:
        ink = InkModel(
            array("prototype", frame.shape),
            array("spread", frame.shape),
            array("scales"),
            frame.margin,
            item.whole("impressions", minimum=0),
        )
        dae = None
        if item.flag("dae"):
            dae = InkSpread(array("dae_spread"), array("dae_scales"), frame.margin)
        return LabelNormals(frame, ink, dae)
    except MisuseError as error:
        raise item.error("", error.message) from error


def _plain(item: HeldOut) -> dict[str, Any]:
    return {
        "labels": list(item.labels),
        "surprises": [round(value, 5) for value in item.surprises],
        "unexplained": [round(value, 5) for value in item.unexplained],
        "quality": round(item.quality, 5),
    }


def _held_out(item: JsonObject) -> HeldOut:
    labels, surprises = item.texts("labels"), item.numbers("surprises")
    if len(surprises) != len(labels):
        raise item.error(
            "surprises",
            "expected {count} values, one a label, got {got}",
            count=len(labels),
            got=len(surprises),
        )
    return HeldOut(labels, surprises, item.numbers("unexplained"), item.number("quality", 0.0))
