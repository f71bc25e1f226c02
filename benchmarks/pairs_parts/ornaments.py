"""Ornaments of many vignettes printed twice, whole vignettes of the second changed.

*Pressed* ones are set and printed by the press, in four printings. *Composed* ones are rows of real
impressions, cut out of scans: the reference and the ornament hold different impressions of the same sorts,
and what is foreign, swapped or turned is a real one, too. Of `LEARNT` sorts is learnt, of `KEPT` ones not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, U8, Array, Bool
from autolabelme.core.image_io import read_rgb
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.press.typeset import OrnamentParams, ornament, plant
from autolabelme.core.press.wear import PRINTS, WEARS
from detector.core.inspection.reference import LaidReference, lay_on

WHOLE = ("removed", "foreign", "turned", "swapped")
PRINTINGS = {"clean": WEARS["clean"], "worn": WEARS["worn"]} | {
    f"print {level}": PRINTS[level] for level in ("clean", "worn")
}
LEARNT = ("n350", "n371", "n373", "f10 halfring", "f10 corner", "f11 arabesque")
KEPT = ("n367", "n378", "n396", "f11 book 3 arabesque", "f4 tulip", "f4 flower")
_PAGES = {
    "f10 halfring": ("bpt6k822192_f10", "halfring"),
    "f10 corner": ("bpt6k822192_f10", "corner"),
    "f11 arabesque": ("bpt6k6127905_f11", "arabesque"),
    "f11 book 3 arabesque": ("bpt6k6509381p_f11", "arabesque"),
    "f4 tulip": ("bpt6k822192_f4", "tulip"),
    "f4 flower": ("bpt6k822192_f4", "flower"),
}
_POSES = {
    (0, False): "id",
    (90, False): "rot90",
    (180, False): "rot180",
    (270, False): "rot270",
    (0, True): "mir",
    (180, True): "flip",
}
_TRUTH = Path(__file__).parents[1] / "truth"
_GAP, _MARGIN, _MOST = 5, 80, 14
_PAPER, _BLACK = 222.0, 50.0
_SAME = 0.5


@dataclass(frozen=True, eq=False)
class Made:
    """One ornament; `boxes` (n, 4) xyxy of what was edited, `kinds` what was done there."""

    name: str
    printing: str
    ornament: U8
    reference: U8
    valid: Bool
    kinds: tuple[str, ...]
    boxes: Array

    def save(self, folder: Path) -> None:
        """Keep it as `<name>.npz`."""
        arrays = {key: getattr(self, key) for key in ("ornament", "reference", "valid", "boxes")}
        texts = {"kinds": np.array(self.kinds, dtype=str), "printing": np.array(self.printing)}
        np.savez_compressed(folder / f"{self.name}.npz", **arrays, **texts)

    @classmethod
    def load(cls, path: Path) -> Made:
        """What `save` kept."""
        with np.load(path) as kept:
            arrays = (kept[key] for key in ("ornament", "reference", "valid"))
            kinds = tuple(str(kind) for kind in kept["kinds"])
            return cls(path.stem, str(kept["printing"]), *arrays, kinds, kept["boxes"].reshape(-1, 4))


def pressed(
    seed: int, choose: Callable[[Any], list[str]], printing: str, name: str, prints: tuple[int, int]
) -> Made | None:
    """One of about 50 vignettes by the press; None where laying is refused.

    `choose` draws what is planted in the second print, `prints` are the seeds of both prints.
    """
    sorts, strangers = load_sorts(), load_sorts(foreigners=True)
    rng = np.random.default_rng(seed)
    layout = ornament(sorts, OrnamentParams(width=1000, labels=4, size_low=45, size_high=90), rng)
    edited = plant(layout, sorts, choose(rng), rng, foreigners=strangers)
    first = print_page(layout, sorts, PRINTINGS[printing], seed=prints[0])
    second = print_page(edited, [*sorts, *strangers], PRINTINGS[printing], seed=prints[1])
    found = lay_on(second.rgb, first.rgb, "cpu")
    if not isinstance(found, LaidReference):
        return None
    boxes = np.array([edit.box for edit in second.edits]).reshape(-1, 4)
    planted = tuple(edit.kind for edit in second.edits)
    return Made(name, printing, second.rgb, found.rgb, found.valid, planted, boxes)


def to_learn_from(seed: int, count: int) -> Iterator[Made]:
    """Pressed ornaments with five whole vignettes changed, and a cut and a filled one, in all printings."""

    def choose(rng: Any) -> list[str]:
        return [*WHOLE, str(rng.choice(WHOLE)), "cut", "filled"]

    for number in range(count):
        for printing in PRINTINGS:
            prints = (7 * seed + 2 * number + 1, 7 * seed + 2 * number + 2)
            made = pressed(seed + number, choose, printing, f"{seed + number} {printing}", prints)
            if made is not None:
                yield made


def real_sorts(strips: Path, real: Path, planter: Any, names: Sequence[str]) -> dict[str, list[F32]]:
    """Impressions of sorts, upright, each float32 (h, w) of one size, ink 0..1.3."""
    found = {}
    for name in names:
        if name in _PAGES:
            page, label = _PAGES[name]
            told = json.loads((_TRUTH / f"{page}.json").read_text())
            picture, boxes = real / told["imagePath"], _boxes(told, label)
        else:
            told = json.loads((strips / f"{name}.json").read_text())
            picture, boxes = strips / told["page"], planter.read_boxes(told)
        page_of = planter.Page(cv2.cvtColor(read_rgb(picture), cv2.COLOR_RGB2GRAY), boxes)
        upright = [np.asarray(planter.upright(page_of, box), dtype=np.float32) for box in boxes]
        high, wide = (int(v) for v in np.median([ink.shape for ink in upright], axis=0))
        found[name] = [cv2.resize(ink, (wide, high), interpolation=cv2.INTER_AREA) for ink in upright]
    return found


def _boxes(told: Any, label: str) -> list[dict[str, Any]]:
    found = []
    for shape in told["shapes"]:
        pose = shape["truth"]["pose"]
        named = _POSES.get((round(pose["rotation_deg"]) % 360, pose["mirrored"]))
        if shape["label"] == label and named and not shape["truth"].get("difficult"):
            corners = np.array(shape["points"]).astype(int)
            box = [*corners.min(axis=0), *corners.max(axis=0)]
            found.append({"label": label, "pose": named, "box": [int(v) for v in box]})
    return found


def composed(
    impressions: dict[str, list[F32]], planter: Any, seed: int, name: str, *, untouched: bool = False
) -> Made:
    """Three rows, one sort each, of impressions that the reference and the ornament do not share."""
    rng = np.random.default_rng(seed)
    picked = [str(one) for one in rng.permutation(list(impressions))[:3]]
    others = [one for one in impressions if one not in picked]
    rows = []
    for sort in picked:
        high, order = int(rng.integers(55, 86)), rng.permutation(len(impressions[sort]))
        each = min(len(order) // 2, _MOST)
        sized = [_high(impressions[sort][n], high) for n in order[: 2 * each]]
        rows.append((sort, sized[:each], sized[each:]))
    wide = max(sum(one.shape[1] + _GAP for one in first) for _, first, _ in rows)
    high = sum(first[0].shape[0] + _GAP + 3 for _, first, _ in rows)
    pages = [np.zeros((high + 2 * _MARGIN, wide + 2 * _MARGIN), dtype=np.float32) for _ in range(2)]
    places: list[tuple[str, tuple[int, int, int, int], str, F32]] = []
    top = _MARGIN
    for sort, first, second in rows:
        down, right = first[0].shape
        left = _MARGIN + (wide - len(first) * (right + _GAP)) // 2
        for number, (one, other) in enumerate(zip(first, second, strict=True)):
            pose = "id" if number < len(first) / 2 else "mir"
            _print(pages[0], planter.posed(one, pose), left, top)
            places.append((sort, (left, top, left + right, top + down), pose, other))
            left += right + _GAP
        top += down + _GAP + 3
    changed = [] if untouched else ["removed", "foreign", "turned", "swapped", "foreign", "turned"]
    edits = dict(zip((int(n) for n in rng.permutation(len(places))), changed, strict=False))
    for number, (sort, box, pose, ink) in enumerate(places):
        kind = edits.get(number)
        if kind == "removed":
            continue
        if kind == "turned":
            turned = min((planter.D4[turn](ink) for turn in ("rot180", "mir")), key=partial(_like, ink))
            # What looks the same turned is no edit; a stranger stands there instead.
            kind = edits[number] = "turned" if _like(ink, turned) < _SAME else "foreign"
            ink = turned if kind == "turned" else ink
        if kind in ("foreign", "swapped"):
            source = str(rng.choice(others if kind == "foreign" else [one for one in picked if one != sort]))
            other = impressions[source][int(rng.integers(len(impressions[source])))]
            ink = cv2.resize(_high(other, ink.shape[0]), (ink.shape[1], ink.shape[0]))
        move = np.array([[1, 0, rng.uniform(-0.8, 0.8)], [0, 1, rng.uniform(-0.8, 0.8)]], dtype=np.float32)
        posed = planter.posed(ink, pose)
        _print(pages[1], cv2.warpAffine(posed, move, (posed.shape[1], posed.shape[0])), box[0], box[1])
    reference, suspect = (_scanned(page, rng) for page in pages)
    order = sorted(edits)
    boxes = np.array([places[n][1] for n in order], dtype=np.float64).reshape(-1, 4)
    kinds = tuple(edits[n] for n in order)
    return Made(name, "composed", suspect, reference, np.ones(suspect.shape[:2], np.bool_), kinds, boxes)


def _high(ink: F32, high: int) -> F32:
    factor = high / ink.shape[0]
    size = (max(8, round(ink.shape[1] * factor)), high)
    return np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC))


def _like(one: F32, other: F32) -> float:
    smooth = [cv2.GaussianBlur(np.ascontiguousarray(ink), (0, 0), 1.5).ravel() for ink in (one, other)]
    return float(np.corrcoef(*smooth)[0, 1])


def _print(page: F32, ink: F32, left: int, top: int) -> None:
    part = page[top : top + ink.shape[0], left : left + ink.shape[1]]
    np.maximum(part, ink, out=part)


def _scanned(page: F32, rng: np.random.Generator) -> U8:
    grain = cv2.GaussianBlur(rng.normal(0, 6, page.shape).astype(np.float32), (0, 0), 1.2)
    paper = _PAPER + grain
    gray = np.clip(paper - np.clip(page, 0, 1.15) * (paper - _BLACK), 0, 255).astype(np.uint8)
    return np.repeat(gray[..., None], 3, axis=2)
