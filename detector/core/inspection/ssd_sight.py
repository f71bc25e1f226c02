"""The trained SSD with its decoder as the inspection's detector, and models ready to inspect with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.errors import InputError
from autolabelme.core.hashes import file_sha256
from autolabelme.core.press.crops import ink_of
from autolabelme.core.press.sorts import Sort
from autolabelme.core.press.symmetry import symmetry_of
from autolabelme.core.progress import SubTick, Tick, no_tick
from detector.core import tuning as detecting
from detector.core.catalogue import Catalogue
from detector.core.dae import LUMA
from detector.core.detection import detect, reconstruct
from detector.core.devices import device_of
from detector.core.model_folder import CARD_FILE, Model, load_model
from detector.core.params import DetectParams
from detector.core.sources import AnnotatedPage
from detector.core.synthesis import sorts_of
from detector.core.words import NormalsWords

from . import tuning
from .file_inspection import ModelInUse
from .findings import Vignette
from .fitting import NormalOrnament, Ornaments, fit_normals
from .inspector import InspectionModel
from .normals import FACTS_FILE, Normals, load_normals, save_normals
from .page_normals import only, ornaments_of
from .params import InspectParams
from .press_normals import press_normals
from .sight import CatalogueFacts, Sight
from .words import InspectionWords as Say


class SsdDetector:
    """A model folder's network as a `sight.Detector`; without its decoder's pictures if not `drawing`."""

    def __init__(
        self,
        model: Model,
        params: DetectParams = DetectParams(),  # noqa: B008 - frozen
        *,
        drawing: bool = True,
    ) -> None:
        self.model = model
        self.params = params
        self.drawing = drawing

    @property
    def labels(self) -> tuple[str, ...]:
        """The catalogue's labels."""
        return self.model.catalogue.labels

    def look(
        self, rgb: U8, *, dpi: float | None = None, side_px: float | None = None, tick: Tick = no_tick
    ) -> Sight:
        """Detections with refined boxes on `rgb`, uint8 (H, W, 3), and the decoder's pictures of them."""
        params = self.params
        if params.scale is None and side_px is not None:
            params = params.replace(scale=side_px / self.model.catalogue.median_px)
        seen = detect(
            self.model, rgb, params, dpi=dpi, keep_features=self.drawing, tick=SubTick(tick, 0.0, 0.8)
        )
        vignettes = tuple(
            Vignette(one.box, one.label, one.pose, confidence=float(min(1.0, max(0.0, one.score))))
            for one in seen.detections
        )
        side_px = self.model.catalogue.median_px * seen.scale
        if not vignettes or not self.drawing:
            return Sight(vignettes, None, side_px)
        pictures = reconstruct(self.model, seen, tick=SubTick(tick, 0.8, 1.0))
        return Sight(vignettes, _gray(pictures), side_px)


def _gray(pictures: F32) -> F32:
    gray = pictures[..., 0] if pictures.shape[3] == 1 else pictures @ np.array(LUMA, dtype=np.float32)
    return np.asarray(gray, dtype=np.float32)


def facts_of(catalogue: Catalogue) -> CatalogueFacts:
    """Sizes, poses and symmetries of a model's labels."""
    return CatalogueFacts(
        sizes={entry.label: (entry.width, entry.height) for entry in catalogue.entries},
        poses={entry.label: entry.all_poses() for entry in catalogue.entries},
        symmetries={
            entry.label: symmetry_of(ink_of(entry.prototype), detecting.SAME_POSE)
            for entry in catalogue.entries
        },
        names={entry.label: entry.note for entry in catalogue.entries},
    )


def open_model(
    folder: Path, params: DetectParams, device: str = "cpu", *, tick: Tick = no_tick
) -> tuple[InspectionModel, Model, tuple[str, ...]]:
    """A model folder, ready to inspect with, the model itself, and what must be said about it.

    A model without normals, or with those of other weights, gets normals from the press, which are kept
    beside it where the folder can be written.
    """
    model = load_model(folder, device)
    detector = SsdDetector(model, params)
    notes: list[str] = []
    normals = None
    if (folder / FACTS_FILE).is_file():
        normals = load_normals(folder)
        if normals.model_sha256 != model.sha256:
            notes.append(Say.OTHER_WEIGHTS())
            normals = None
    if normals is None:
        normals = normals_from_press(model, sorts_of(model.catalogue), tick=tick)
        try:
            save_normals(normals, folder)
        except InputError as error:
            notes.append(Say.NOT_KEPT(problem=error.problem))
    return InspectionModel(detector, normals, facts_of(model.catalogue)), model, tuple(notes)


def model_in_use(folder: Path, params: InspectParams, *, tick: Tick = no_tick) -> ModelInUse:
    """A model folder with what the record and the report say about it; see `open_model`."""
    look = DetectParams(score_over=params.score_over, scale=params.scale, device=params.device)
    inspection, model, notes = open_model(folder, look, device_of(params.device), tick=tick)
    usual = DetectParams().score_over
    if params.score_over != usual:
        # Normals are always measured with what is usual: fewer or weaker detections have other scores.
        notes = (*notes, Say.OTHER_SCORE(usual=usual, present=params.score_over))
    card = folder / CARD_FILE
    facts = {
        "path": str(folder.resolve()),
        "sha256": model.sha256,
        "normals_sha256": file_sha256(folder / FACTS_FILE) if (folder / FACTS_FILE).is_file() else "",
        "labels": list(model.catalogue.labels),
        "card": card.read_text("utf-8", errors="replace") if card.is_file() else "",
    }
    return ModelInUse(inspection, facts, notes)


def normals_from_press(
    model: Model,
    sorts: Sequence[Sort],
    count: int | None = None,
    *,
    recipes: Sequence[str] = ("print",),
    tick: Tick = no_tick,
) -> Normals:
    """Normals from `count` ornaments (default `tuning.PRINTED_ORNAMENTS`), by recipes in turn.

    The press sets them of `sorts`, and no training has seen them.
    """
    count = tuning.PRINTED_ORNAMENTS if count is None else count
    by = ", ".join(dict.fromkeys(recipes))
    several = len(set(recipes)) > 1
    return fit_normals(
        SsdDetector(model),
        facts_of(model.catalogue),
        _printed(model, sorts, count, recipes),
        source=NormalsWords.OF_RECIPES(count=count, recipes=by)
        if several
        else NormalsWords.OF_PRESS(count=count),
        press_made=True,
        model_sha256=model.sha256,
        tick=tick,
    )


def normals_from_pages(model: Model, pages: Sequence[AnnotatedPage], *, tick: Tick = no_tick) -> Normals:
    """Normals from the real impressions of a catalogue, each scored by what the others taught.

    The pages may have been trained on: what decides rests on drawings that are learned without the impression
    that is scored. The decoder's pictures do not, so they are no evidence here (docs/decisions/0197). Labels
    with fewer than `tuning.LEAST_REAL` impressions are printed by the press, without a promise; without any
    other label all are.
    """
    enough = with_impressions(model.catalogue, pages)
    sorts = sorts_of(model.catalogue)
    if not enough:
        return normals_from_press(model, sorts, tick=tick)
    cut = [only(one, enough) for page in pages for one in ornaments_of(page, model.catalogue)]
    cut = [one for one in cut if one.truth]
    few = [sort for sort in sorts if sort.label not in enough]
    count = sum(len(one.truth) for one in cut)
    on = len({one.page for one in cut})
    source: str = NormalsWords.OF_PAGE(count=count)
    if on != 1:
        source = NormalsWords.OF_PAGES(count=count, pages=on)
    if few:
        one_label = NormalsWords.AND_LABEL(source=source)
        source = one_label if len(few) == 1 else NormalsWords.AND_LABELS(source=source, count=len(few))
    return fit_normals(
        SsdDetector(model, drawing=False),
        facts_of(model.catalogue),
        [partial(_given, one) for one in cut],
        complement=_printed(model, few, tuning.PRINTED_BESIDE) if few else (),
        sizes=[len(one.truth) for one in cut],
        source=source,
        press_made=False,
        model_sha256=model.sha256,
        tick=tick,
    )


def with_impressions(catalogue: Catalogue, pages: Sequence[AnnotatedPage]) -> frozenset[str]:
    """The labels of which pages have impressions enough to be their own normals."""
    shown = Counter(label for page in pages for label in page.labels)
    return frozenset(label for label in catalogue.labels if shown[label] >= tuning.LEAST_REAL)


def _given(ornament: NormalOrnament) -> NormalOrnament:
    return ornament


def _printed(
    model: Model, sorts: Sequence[Sort], count: int, recipes: Sequence[str] = ("print",)
) -> Ornaments:
    # The catalogue's own sorts are printed at their size: no scale is to be looked for.
    side = model.catalogue.median_px if all(sort.own_size for sort in sorts) else None
    return press_normals(sorts, count, recipes=recipes, side_px=side)
