"""Small figures of an inspection: press vignettes, a pair with a blank place, ornaments with planted edits.

The detector is told what stands on a page: what is varied are the numbers that judge it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.press.impression import PressPage, print_page
from autolabelme.core.press.sorts import EIGHT_POSES, Sort, load_sorts
from autolabelme.core.press.typeset import OrnamentParams, ornament, plant
from autolabelme.core.progress import Tick, no_tick
from detector.core.inspection import bars, tuning
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.findings import Vignette
from detector.core.inspection.fitting import NormalOrnament, fit_normals
from detector.core.inspection.ink import Frame, canonical_crop, ink_fraction
from detector.core.inspection.inspector import InspectionModel, inspect
from detector.core.inspection.params import InspectParams
from detector.core.inspection.press_normals import vignettes_of
from detector.core.inspection.sight import CatalogueFacts, Sight
from detector.core.inspection.signed_ink import InkModel

SEED = 520_000
LABELS = ("0", "4", "7", "12")
ONE = "12"
"""The label whose vignettes are compared one by one."""
PARAMS = OrnamentParams(width=560, labels=3, size_low=80, size_high=110, margin=40)
EDITS = ("filled", "foreign")
PAGES = 2
FITTED = "takes effect when normals are fitted, which takes minutes"
WEIGHED = "the weighings of spots and points were fitted with it"
LAID = "needs a reference with a layout; none here"
NAMES = "words and pictures of the report, decides nothing"

OTHERS: Sequence[Mapping[str, Any]] = ({"SEED": 521_001}, {"SEED": 521_002}, {"SEED": 521_003})
"""Other data, by the constants above: a neighbour that is better must be better there, too."""

UNVARIED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "FOLDS",
            "LEAST_PAGES",
            "MOST_IMPRESSIONS",
            "MOST_COMPARED",
            "STRANGERS",
            "FOREIGN_RIGHT",
            "FOREIGN_STRANGE",
            "BOXED_IOU",
            "BOXED_SHARE",
            "BOXED_REACH",
            "BOXED_GAP",
            "BOXED_AROUND",
            "PRINTED_ORNAMENTS",
            "LEAST_REAL",
            "PRINTED_BESIDE",
            "PRINTED_WIDTH",
            "LABEL_PRIOR",
        ),
        FITTED,
    ),
    **dict.fromkeys(("LEVEL_SHARE", "LEAST_TAIL", "LEAST_LABEL_SPREAD", "TAIL_FROM"), FITTED),
    **dict.fromkeys(("CLEARLY_TURNED", "EMPTY_INK", "NO_INK", "REACH_SIDES", "OTHER_LABEL"), LAID),
    **dict.fromkeys(("EXPECTED", "DOUBTFUL", "PART_SEEN"), LAID),
    **dict.fromkeys(
        ("FRAME_COVERED", "LEFT_OUT", "LEFT_OUT_BOTH", "SHOWN_FULL", "PIECE", "PIECE_LEAST", "SIDE_TOLD"),
        NAMES,
    ),
    **dict.fromkeys(
        (
            "SPOT_LEAST",
            "SPOTS",
            "SPOT_BLUR",
            "SPOT_APART",
            "SPOT_TRACE",
            "SPOT_DIRECTION",
            "SPOT_ALONG",
            "SPOT_ACROSS",
            "SPOT_ABOUT",
            "SPOT_FLOOR",
            "SPOT_STUMP",
            "SPOT_RUN",
            "SPOT_RING",
            "SPOT_MOVE",
            "SPOT_PRINTED",
            "SPOT_TRACES",
            "SPOT_WITHIN",
            "SPOT_WITHIN_TRACES",
            "GAP_BLUR",
            "GAP_LENGTH",
            "GAP_DIRECTIONS",
            "ALONE",
            "PIECE_INK",
            "PIECE_LEFT",
            "PIECE_JOINED",
            "PIECE_NEAR",
            "APART",
            "LIKENESS_SIDE",
            "LIKENESS_STEP",
            "LIKENESS_WINDOWS",
            "LIKENESS_BLUR",
            "LIKENESS_LEAST",
            "LIKENESS_FLOOR",
            "LIKENESS_DIRECTION",
            "LIKENESS_BESIDE",
            "LIKENESS_LITTLE",
            "LIKENESS_TRACE",
            "LIKENESS_FAINT",
            "LIKENESS_FULL",
            "LIKENESS_INK",
        ),
        WEIGHED,
    ),
    **dict.fromkeys(("PICTURE_PAPER", "PICTURE_BLACK", "PICTURE_CONTRAST"), "needs a decoder's pictures"),
    **dict.fromkeys(("MOST_KNOWN", "MATERIAL_RATE", "MATERIAL_INK"), "needs an ornament of unknown material"),
    "EDGE_SPREAD": "stands in where a label has one impression only",
}


class Told:
    """A detector that sees what it was told; what it does not know as its first label."""

    labels = LABELS

    def __init__(self) -> None:
        self._told: dict[int, tuple[Vignette, ...]] = {}

    def tell(self, rgb: U8, vignettes: Sequence[Vignette]) -> None:
        """What stands on a page."""
        self._told[hash(rgb.tobytes())] = tuple(
            replace(one, label=one.label if one.label in LABELS else LABELS[0], confidence=0.9)
            for one in vignettes
        )

    def look(
        self, rgb: U8, *, dpi: float | None = None, side_px: float | None = None, tick: Tick = no_tick
    ) -> Sight:
        """See `Detector`."""
        return Sight(self._told.get(hash(rgb.tobytes()), ()), None, 64.0)


@cache
def _sorts() -> tuple[Sort, ...]:
    return tuple(sort for sort in load_sorts() if sort.label in LABELS)


@cache
def _page(number: int, wear: str = "clean") -> PressPage:
    layout = ornament(_sorts(), PARAMS, np.random.default_rng(SEED + number))
    return print_page(layout, _sorts(), wear, SEED + number)


@cache
def _edited(number: int) -> PressPage:
    rng = np.random.default_rng(SEED + number)
    strange = load_sorts(foreigners=True)
    layout = ornament(_sorts(), PARAMS, np.random.default_rng(SEED + number))
    return print_page(
        plant(layout, _sorts(), EDITS, rng, foreigners=strange), (*_sorts(), *strange), "clean", SEED + number
    )


def _crops(page: PressPage, label: str) -> list[F32]:
    ink = ink_fraction(page.gray, 90.0)
    (sort,) = (sort for sort in _sorts() if sort.label == label)
    frame = Frame.of(sort.ink.shape[1], sort.ink.shape[0])
    return [canonical_crop(ink, one, frame) for one in vignettes_of(page) if one.label == label]


def _change() -> float:
    """A cut and a blot through one impression against the strongest that untouched ones show."""
    bars._bars.cache_clear()
    pages = (_page(number, wear) for number, wear in enumerate(("clean", "worn") * 4))
    crops = [crop for page in pages for crop in _crops(page, ONE)][:14]
    (sort,) = (sort for sort in _sorts() if sort.label == ONE)
    frame = Frame.of(sort.ink.shape[1], sort.ink.shape[0])
    model = InkModel.fit(crops[:9], frame.margin)
    cut, blot = crops[9].copy(), crops[9].copy()
    rows, columns = cut.shape
    # Six and eight pixels of a frame of 64.
    thin, wide = round(tuning.FRAME_SIDE * 3 / 64), round(tuning.FRAME_SIDE * 4 / 64)
    cut[rows // 2 - thin : rows // 2 + thin] = 0
    blot[rows // 2 - wide : rows // 2 + wide, columns // 2 - wide : columns // 2 + wide] = 1
    plain = [model.compare(crop) for crop in crops[9:]]
    return float(
        np.mean(
            [
                model.compare(cut).loss_score / max(one.loss_score for one in plain),
                model.compare(cut).break_score / max(one.break_score for one in plain),
                model.compare(blot).gain_score / max(one.gain_score for one in plain),
            ]
        )
    )


@cache
def _pair() -> tuple[U8, U8, tuple[float, float, float, float]]:
    early = _page(50, "clean")
    again = print_page(
        ornament(_sorts(), PARAMS, np.random.default_rng(SEED + 50)), _sorts(), "worn", SEED + 51
    ).gray.copy()
    victim = vignettes_of(early)[len(vignettes_of(early)) // 2]
    x, y = (round(value) for value in victim.centre)
    again[y - 16 : y + 16, x - 16 : x + 16] = np.percentile(again, 90)
    return early.gray, again, (x - 16.0, y - 16.0, x + 16.0, y + 16.0)


def _blank_place() -> float:
    """How much rarer (-log10 p) the blank place is than the rarest other difference."""
    reference, suspect, place = _pair()
    found = inspect_pair(suspect, reference, InspectParams(false_alarms=0.2)).findings
    here, elsewhere = [0.0], [0.0]
    for finding in found:
        x1, y1, x2, y2 = finding.box
        touches = x1 < place[2] and place[0] < x2 and y1 < place[3] and place[1] < y2
        (here if touches else elsewhere).append(-float(np.log10(max(finding.p, 1e-12))))
    return max(here) - max(elsewhere)


@cache
def _model() -> InspectionModel:
    detector = Told()

    def normal(number: int) -> NormalOrnament:
        page = _page(number)
        detector.tell(page.rgb, vignettes_of(page))
        return NormalOrnament(page.rgb, vignettes_of(page), page.dpi)

    ornaments = [partial(normal, 100 + number) for number in range(14)]
    facts = CatalogueFacts(
        sizes={sort.label: (sort.ink.shape[1], sort.ink.shape[0]) for sort in _sorts()},
        poses={sort.label: EIGHT_POSES for sort in _sorts()},
        symmetries={sort.label: sort.symmetry for sort in _sorts()},
        names={sort.label: sort.name for sort in _sorts()},
    )
    normals = fit_normals(detector, facts, ornaments, source="press", press_made=False)
    for number in range(PAGES):
        page = _edited(400 + number)
        detector.tell(page.rgb, vignettes_of(page))
    return InspectionModel(detector, normals, facts)


def _planted() -> float:
    """Planted places that are flagged, less findings elsewhere."""
    right = wrong = 0
    model = _model()
    for number in range(PAGES):
        page = _edited(400 + number)
        found = inspect(page.rgb, model, InspectParams(false_alarms=0.03)).findings
        hit = set()
        for finding in found:
            at = {
                place
                for place, edit in enumerate(page.edits)
                if finding.box[0] <= (edit.box[0] + edit.box[2]) / 2 <= finding.box[2]
                and finding.box[1] <= (edit.box[1] + edit.box[3]) / 2 <= finding.box[3]
            }
            hit |= at
            wrong += not at
        right += len(hit)
    return float(right - wrong)


BY_SECTION: Mapping[str, tuple[str, Callable[[], float]]] = {
    "Ink of an ornament": ("changed vignette: score over the strongest untouched", _change),
    "Differences of two impressions": ("blank place: -log10 p above the rest", _blank_place),
    "Damage spots of two impressions": ("blank place: -log10 p above the rest", _blank_place),
    "Bars": ("changed vignette: score over the strongest untouched", _change),
    "Change of one vignette": ("changed vignette: score over the strongest untouched", _change),
    "What is normal": ("planted edits found less false", _planted),
    "Findings": ("planted edits found less false", _planted),
}


def figure_of(name: str, section: str) -> tuple[str, Callable[[], float]]:
    """What is measured while a number is varied: its words, and how."""
    if name in ("POSE_MARGIN", "POSE_BLUR"):
        return BY_SECTION["Findings"]
    return BY_SECTION[section]
