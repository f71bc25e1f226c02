"""Teach the finder of ornaments (autolabelme.core.catalogue.finding): trees of places, then trees of boxes.

    python tools/train_ornament_finder.py ZONES resources/weights/ornament_finder.npz [--left-out FOLDER]

ZONES is a folder of pages with zones.json (`benchmarks/catalogue_parts/finding.py` says its form). With
them go pages that the press makes: text, titles, strips of type. The trees of boxes learn from maps of
pages that the trees of places had not seen. With --left-out FOLDER the volumes are dealt into five parts,
and each volume gets a file that was taught on the other four; `benchmarks/catalogue.py find ZONES --left-
out FOLDER` measures with them. Needs scikit-learn (`pip install scikit-learn`), which nothing else here
does. Some minutes of one core.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from autolabelme.core.arrays import F32, U8, Array
from autolabelme.core.boxes import iou
from autolabelme.core.catalogue.finding.candidates import box_measures, candidate_boxes
from autolabelme.core.catalogue.finding.find import place_shares, printed_part
from autolabelme.core.catalogue.finding.finder import CLASSES
from autolabelme.core.catalogue.finding.ink import PageInk, page_ink
from autolabelme.core.catalogue.finding.places import CELL_PX, place_measures
from autolabelme.core.image_io import read_rgb
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.matter import WORDS, Matter, Rule, TextLine, text_width, words
from autolabelme.core.press.ornaments import OrnamentParams, ornament
from autolabelme.core.press.placement import Box, Layout, Placed
from autolabelme.core.press.sorts import load_sorts
from benchmarks.catalogue_parts.finding import read_zones

PARTS = 5
MADE_PAGES = 36
SEED = 17
# Cells of each class that are taken from a page, and from a changed copy of it.
CELLS = (260, 150, 170, 60)
CHANGED_SHARE = 1 / 3
# A volume of many pages must not be all that is learned.
VOLUME_POWER = -0.3
# A box is what a zone is from this overlap on and nothing below the lower one; between, it teaches nothing.
IS, IS_NOT = 0.55, 0.42
# So many boxes near each zone, and as many that miss it, are made beside the found ones.
DISPLACED = 12
PRESS = "press"


@dataclass(frozen=True, eq=False)
class Taught:
    """A page's ink, the class of each grid pixel, and its zones: (kind, box in grid pixels)."""

    volume: str
    seen: PageInk
    classes: U8
    zones: tuple[tuple[str, Box], ...]


@dataclass(frozen=True, eq=False)
class Measured:
    """A page's measures of all cells, and the cells that it teaches."""

    page: Taught
    cells: F32
    chosen: F32
    chosen_classes: U8


def taught(volume: str, page: U8, zones: Sequence[tuple[str, Box]]) -> Taught:
    """`page` (RGB) with its zones in page pixels."""
    whole = page_ink(page)
    if whole is None:
        raise SystemExit(f"{volume}: a page without print")
    seen, left, top = printed_part(whole)
    own = []
    for kind, (x1, y1, x2, y2) in zones:
        box = (
            x1 / seen.scale_x - left,
            y1 / seen.scale_y - top,
            x2 / seen.scale_x - left,
            y2 / seen.scale_y - top,
        )
        own.append((kind, box))
    classes = np.zeros(seen.ink.shape, np.uint8)
    # An initial within a woodcut's box is an initial, a woodcut under a stamp a woodcut.
    for wanted in ("stamp", "graphic", "initial"):
        for kind, edges in own:
            if kind == wanted:
                x1, y1, x2, y2 = (max(0, round(edge)) for edge in edges)
                classes[y1:y2, x1:x2] = CLASSES.index(kind)
    return Taught(volume, seen, classes, tuple(own))


def real_pages(folder: Path) -> list[Taught]:
    """The pages of a folder with zones.json."""
    return [
        taught(
            page.volume,
            read_rgb(page.path),
            [(kind, box) for kind, boxes in page.zones.items() for box in boxes],
        )
        for page in read_zones(folder)
    ]


def made_page(number: int) -> Taught:
    """A page of the press: lines of text, perhaps a title, rules, strips of type."""
    rng = np.random.default_rng([170, number])
    sorts = tuple(load_sorts())
    wide, high = 1040, 1480
    em = rng.uniform(22, 40)
    lead, left = em * rng.uniform(1.0, 1.35), rng.uniform(60, 160)
    column = wide - left - rng.uniform(60, 160)
    style = "regular" if rng.random() < 0.65 else "italic"
    placed: list[Placed] = []
    matter: list[Matter] = []
    boxes: list[Box] = []

    def strip(top: float, across: float) -> float:
        size = int(rng.integers(16, 60))
        params = OrnamentParams(
            width=max(200, int(across)),
            labels=int(rng.integers(1, 4)),
            size_low=max(8, size - 8),
            size_high=size,
            gap=int(rng.integers(0, 4)),
            margin=0,
            quarter_turns=False,
        )
        laid = ornament(sorts, params, rng)
        if laid.height > 500 or laid.width > wide - 20:
            return top
        x = left + (column - laid.width) / 2
        placed.extend(dataclasses.replace(one.moved(x, top), ornament=len(boxes)) for one in laid.placed)
        x1, y1, x2, y2 = laid.ornaments[0]
        boxes.append((x1 + x, y1 + top, x2 + x, y2 + top))
        return top + laid.height

    y = rng.uniform(50, 140)
    if rng.random() < 0.5:
        y = strip(y, column * rng.uniform(0.6, 1)) + rng.uniform(8, 30)
    for _ in range(int(rng.integers(0, 4))):
        size, word = em * rng.uniform(1.0, 2.6), WORDS[int(rng.integers(len(WORDS)))].upper()
        if text_width(word, size) <= column:
            y += size * 1.25
            x = left + (column - text_width(word, size)) / 2
            matter.append(TextLine(word, x, y, size, spacing_px=rng.uniform(0, 6)))
    if rng.random() < 0.15:
        matter.append(Rule((left, y + 20, left + column, y + 20 + rng.integers(2, 5))))
        y += 30
    stop = high - rng.uniform(60, 500)
    within = rng.uniform(0.3, 0.8) * high if rng.random() < 0.2 else np.inf
    y += em
    while y < stop:
        y += lead
        matter.append(TextLine(words(rng, column, em, style), left, y, em, style))
        if y > within:
            within = np.inf
            y = strip(y + em * 0.7, column * rng.uniform(0.3, 1)) + em * 0.5
    if high - y > 200 and rng.random() < 0.5:
        strip(y + 30, column * rng.uniform(0.3, 0.6))
    layout = Layout(wide, high, 300.0, tuple(placed), matter=tuple(matter), ornaments=tuple(boxes))
    page = print_page(layout, sorts, ("clean", "worn", "hard")[number % 3], number)
    return taught(PRESS, page.rgb, [("graphic", box) for box in page.ornaments])


def changed(page: Taught, rng: np.random.Generator) -> Taught:
    """The page in another size, perhaps grey and of another contrast, or in black and white."""
    scale = float(np.exp(rng.uniform(np.log(0.7), np.log(1.35))))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    ink, colour = (
        cv2.resize(part, None, fx=scale, fy=scale, interpolation=how)
        for part in (page.seen.ink, page.seen.colour)
    )
    kind = int(rng.integers(3))
    if kind == 1:
        ink = cv2.blur((ink > rng.uniform(0.35, 0.6)).astype(np.float32), (2, 2))
    elif kind == 2:
        ink = np.clip(ink ** np.exp(rng.normal(0, 0.3)) * rng.uniform(0.75, 1.15), 0, 1)
    seen = PageInk(ink.astype(np.float32), colour * (kind == 0), page.seen.scale_x, page.seen.scale_y)
    classes = cv2.resize(page.classes, ink.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return dataclasses.replace(page, seen=seen, classes=np.asarray(classes, np.uint8))


def measured(page: Taught, rng: np.random.Generator) -> Measured:
    """Measure a page and a changed copy of it."""
    cells, chosen, classes = _cells(page, 1.0, rng)
    if page.volume != PRESS:
        _, more, more_classes = _cells(changed(page, rng), CHANGED_SHARE, rng)
        chosen, classes = np.concatenate([chosen, more]), np.concatenate([classes, more_classes])
    return Measured(page, cells, chosen, classes)


def _cells(page: Taught, share: float, rng: np.random.Generator) -> tuple[F32, F32, U8]:
    measures = place_measures(page.seen.ink, page.seen.colour)
    height, width = page.classes.shape
    padded = np.pad(page.classes, ((0, -height % CELL_PX), (0, -width % CELL_PX)))
    classes = padded[CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX]
    inked = cv2.resize(page.seen.ink, classes.shape[::-1], interpolation=cv2.INTER_AREA) > 0.02
    chosen = []
    for number, most in enumerate(CELLS):
        places = np.flatnonzero((classes == number) & inked)
        chosen.append(rng.choice(places, min(len(places), int(most * share)), replace=False))
    index = np.concatenate(chosen)
    return measures, measures.reshape(-1, measures.shape[-1])[index], classes.ravel()[index]


def teach_places(pages: Sequence[Measured]) -> HistGradientBoostingClassifier:
    """Trees of places."""
    weights = _volume_weights(one.page for one in pages)
    model = HistGradientBoostingClassifier(
        max_iter=50,
        learning_rate=0.15,
        max_leaf_nodes=20,
        l2_regularization=2.0,
        min_samples_leaf=40,
        early_stopping=False,
        random_state=SEED,
    )
    return model.fit(
        np.concatenate([one.chosen for one in pages]),
        np.concatenate([one.chosen_classes for one in pages]),
        sample_weight=np.concatenate([np.full(len(one.chosen), weights[one.page.volume]) for one in pages]),
    )


@dataclass(frozen=True, eq=False)
class Boxes:
    """A page's candidates' measures, and what each is: 0, 1 graphic, 2 initial; -1: it teaches nothing."""

    page: Taught
    measures: F32
    what: Array


def boxes_of(one: Measured, places: HistGradientBoostingClassifier, rng: np.random.Generator) -> Boxes:
    """Candidates of a page by `places`, which have not seen it."""
    shares = place_shares(one.page.seen, one.cells, places.predict_proba)
    seen = one.page.seen
    found = candidate_boxes(shares, seen.ink, CELL_PX)
    boxes = np.concatenate(
        [found, *(_displaced(zone, rng) for kind, zone in one.page.zones if kind != "stamp")]
    )
    best, what = np.zeros(len(boxes)), np.zeros(len(boxes), int)
    for kind, zone in one.page.zones:
        if kind != "stamp" and len(boxes):
            overlap = iou(boxes, zone)[:, 0]
            what[overlap > best] = CLASSES.index(kind)
            best = np.maximum(best, overlap)
    what[best < IS] = -1
    what[best < IS_NOT] = 0
    return Boxes(one.page, box_measures(boxes, shares, seen.ink, seen.colour, CELL_PX), what)


def _displaced(zone: Box, rng: np.random.Generator) -> Array:
    """Boxes about where a zone is, and boxes of a part of it or too much: zones are few."""
    edges = np.array(zone)
    size = np.tile(edges[2:] - edges[:2], 2)
    boxes = edges + rng.normal(0, 1, (2 * DISPLACED, 4)) * np.repeat((0.06, 0.3), DISPLACED)[:, None] * size
    boxes = boxes[(boxes[:, 2:] - boxes[:, :2]).min(axis=1) > 6]
    return boxes.clip(0)


def teach_boxes(pages: Sequence[Boxes]) -> HistGradientBoostingClassifier:
    """Trees of boxes."""
    volumes = _volume_weights(one.page for one in pages)
    weights = []
    for one in pages:
        own = np.full(len(one.what), volumes[one.page.volume])
        # The many candidates of one zone share its weight.
        zones = sum(kind != "stamp" for kind, _ in one.page.zones)
        for what in (1, 2):
            same = one.what == what
            if same.any():
                own[same] *= np.sqrt(6 * zones / same.sum())
        weights.append(own)
    measures, what = (
        np.concatenate([one.measures for one in pages]),
        np.concatenate([one.what for one in pages]),
    )
    model = HistGradientBoostingClassifier(
        max_iter=100,
        learning_rate=0.07,
        max_leaf_nodes=6,
        min_samples_leaf=30,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=SEED,
    )
    return model.fit(measures[what >= 0], what[what >= 0], sample_weight=np.concatenate(weights)[what >= 0])


def _volume_weights(pages: Iterable[Taught]) -> dict[str, float]:
    volumes = [page.volume for page in pages]
    return {volume: volumes.count(volume) ** VOLUME_POWER for volume in set(volumes)}


def arrays_of(name: str, model: HistGradientBoostingClassifier) -> dict[str, Array]:
    """The arrays of `finding.trees.Trees`, each name after `name` and a dot."""
    trees = [tree.nodes for step in model._predictors for tree in step]
    nodes = np.concatenate(trees)
    leaf = nodes["is_leaf"].astype(bool)
    return {
        f"{name}.starts": np.cumsum([0, *(len(tree) for tree in trees[:-1])]).astype(np.int32),
        f"{name}.feature": np.where(leaf, -1, nodes["feature_idx"]).astype(np.int16),
        f"{name}.threshold": np.where(leaf, nodes["value"], nodes["num_threshold"]).astype(np.float32),
        f"{name}.left": nodes["left"].astype(np.int16),
        f"{name}.right": nodes["right"].astype(np.int16),
        f"{name}.baseline": model._baseline_prediction.ravel().astype(np.float32),
    }


def teach(pages: Sequence[Measured], made: Sequence[Measured], output: Path, left_out: Path | None) -> None:
    """Teach on `pages` and write `output`; into `left_out` a file for each volume, taught without it.

    The boxes' trees learn from maps of parts by what was taught on the other parts. For a left-out part they
    learn from the other parts' boxes alone; the maps that these come from had the left-out part among many.
    """
    rng = np.random.default_rng(SEED)
    dealt = parts([one.page for one in pages])
    boxes: list[list[Boxes]] = []
    places = []
    for part in dealt:
        model = teach_places([*(one for one in pages if one.page.volume not in part), *made])
        places.append(model)
        boxes.append([boxes_of(one, model, rng) for one in pages if one.page.volume in part])
        print(f"taught without {', '.join(sorted(part))}", flush=True)
    volumes = {one.page.volume for one in pages}
    final = teach_places([*pages, *made])
    # The press's pages are no book that is left out: their boxes come from maps that know them.
    printed = [boxes_of(one, final, rng) for one in made]
    if left_out is not None:
        for number, part in enumerate(dealt):
            others = [one for other, found in enumerate(boxes) if other != number for one in found]
            judge = teach_boxes([*others, *printed])
            for volume in part:
                save(left_out / f"{volume}.npz", places[number], judge, volumes - part)
    whole = [one for found in boxes for one in found]
    save(output, final, teach_boxes([*whole, *printed]), volumes)


def save(
    path: Path,
    places: HistGradientBoostingClassifier,
    boxes: HistGradientBoostingClassifier,
    volumes: Iterable[str],
) -> None:
    """Write what `finding.finder.read_finder` reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = arrays_of("places", places) | arrays_of("boxes", boxes)
    np.savez_compressed(path, allow_pickle=False, volumes=np.array(sorted(volumes)), **arrays)


def parts(pages: Sequence[Taught]) -> list[set[str]]:
    """The volumes dealt into `PARTS`, each with about as many woodcuts, initials and pages."""
    counts: dict[str, np.ndarray] = {}
    for page in pages:
        kinds = [kind for kind, _ in page.zones]
        counts.setdefault(page.volume, np.zeros(3))
        counts[page.volume] += (kinds.count("graphic"), kinds.count("initial"), 1)
    share = sum(counts.values()) / PARTS
    dealt: list[set[str]] = [set() for _ in range(PARTS)]
    held = np.zeros((PARTS, 3))
    for volume in sorted(counts, key=lambda one: -(counts[one] @ (3, 1, 0.1))):
        best = min(range(PARTS), key=lambda part: float((((held[part] + counts[volume]) / share) ** 2).sum()))
        dealt[best].add(volume)
        held[best] += counts[volume]
    return dealt


def main() -> None:
    """Teach and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("zones", type=Path, help="folder of pages with zones.json")
    parser.add_argument("output", type=Path, help="the file to write")
    parser.add_argument("--left-out", type=Path, help="folder for a file a volume, taught without it")
    options = parser.parse_args()
    rng = np.random.default_rng(SEED)
    pages = [measured(page, rng) for page in real_pages(options.zones)]
    made = [measured(made_page(number), rng) for number in range(MADE_PAGES)]
    print(f"measured {len(pages)} pages and {len(made)} of the press", flush=True)
    teach(pages, made, options.output, options.left_out)


if __name__ == "__main__":
    main()
