"""Teach the finder of ornaments (autolabelme.core.catalogue.finding): trees of places, then trees of boxes.

    python tools/train_ornament_finder.py ZONES resources/weights/ornament_finder.npz --scans REAL STRIPS
        [--left-out FOLDER]

ZONES is a folder of pages with zones.json (`benchmarks/catalogue_parts/finding.py` says its form); REAL and
STRIPS are the folders with the scans that `benchmarks/truth/ornaments/zones.json` has the zones of. With
them go pages of two columns, set from two pages of one volume, and pages that the press makes: text, titles,
strips of type. The trees of boxes learn from maps of pages that the trees of places had not seen. With
--left-out FOLDER the volumes are dealt into five parts, and each volume of ZONES gets a file: trees of places
taught on the other four parts, trees of boxes taught on every other volume; `benchmarks/catalogue.py find
ZONES --left-out FOLDER` measures with them. Needs scikit-learn (`pip install scikit-learn`), which nothing
else here does. Some minutes of one core.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from autolabelme.core.arrays import F32, F64, U8, Array
from autolabelme.core.boxes import intersection, iou
from autolabelme.core.catalogue.finding import tuning
from autolabelme.core.catalogue.finding.find import (
    find_candidates,
    opened_part,
    place_shares,
    printed_part,
)
from autolabelme.core.catalogue.finding.finder import CLASSES, GRAPHIC, INITIAL_LETTER
from autolabelme.core.catalogue.finding.ink import PageInk, letter_height, page_ink, reduced, without_edges
from autolabelme.core.catalogue.finding.places import CELL_PX, place_measures
from autolabelme.core.catalogue.finding.sums import Sums
from autolabelme.core.image_io import read_rgb
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.matter import WORDS, Matter, Rule, TextLine, text_width, words
from autolabelme.core.press.ornaments import OrnamentParams, ornament
from autolabelme.core.press.placement import Box, Layout, Placed
from autolabelme.core.press.sorts import load_sorts
from benchmarks.catalogue_parts.finding import MORE_ZONES, PASSED_OVER, read_zones

PARTS = 5
MADE_PAGES = 36
SEED = 17
# Cells of each class that are taken from a page, and from a changed copy of it.
CELLS = (260, 150, 170, 60)
CHANGED_SHARE = 1 / 3
# A volume of many pages must not be all that is learned.
VOLUME_POWER = -0.3
# A box is what a zone is from this overlap on and nothing below the lower one; between, it teaches nothing.
IS, IS_NOT = 0.6, 0.45
# So many boxes of a page that are nothing teach, none for more than so many others.
OTHERS, MOST_WEIGHT = 60, 4.0
# What the boxes of a zone weigh together, against one that is nothing, goes with the root of their number.
HIT_WEIGHT, ZONE_WEIGHT = 1.5, 8.0
# So many pages of two columns a volume. The gap between them, and their type on the grid, pixels.
COLUMN_PAGES = 6
COLUMN_GAP_LETTERS = (1.0, 2.6)
COLUMN_TYPE_PX = (9, 12.5)
# Of what such a page's cells may teach so much is taken.
COLUMN_SHARE = 0.5
# Volumes that have columns of their own.
HAVE_COLUMNS = {"btv1b8600118k"}
# Scans are reduced to the size of the pages with zones.
SCAN_SIDE_PX = 1600
PRESS = "press"
# Pixels that teach nothing.
NO_CLASS = 255


@dataclass(frozen=True, eq=False)
class Taught:
    """A page's ink, the class of each grid pixel, its zones, and where in its picture it stands.

    zones : (kind, box in grid pixels).
    left, top, size : the part's corner in the picture and the picture's width and height, grid pixels.
    """

    volume: str
    seen: PageInk
    classes: U8
    zones: tuple[tuple[str, Box], ...]
    left: float
    top: float
    size: tuple[float, float]


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
    size = (page.shape[1] / seen.scale_x, page.shape[0] / seen.scale_y)
    return Taught(volume, seen, _classes(seen.ink.shape, own), tuple(own), left, top, size)


def _classes(shape: tuple[int, ...], zones: Sequence[tuple[str, Box]]) -> U8:
    classes = np.zeros(shape, np.uint8)
    # An initial within a woodcut's box is an initial, a woodcut under a stamp a woodcut.
    for wanted in ("stamp", "graphic", PASSED_OVER, "initial"):
        for kind, edges in zones:
            if kind == wanted:
                x1, y1, x2, y2 = (max(0, round(edge)) for edge in edges)
                classes[y1:y2, x1:x2] = NO_CLASS if kind == PASSED_OVER else CLASSES.index(kind)
    return classes


def real_pages(zones: Path, scans: Sequence[Path]) -> list[Taught]:
    """The pages of a folder with zones.json, and those of `MORE_ZONES` in the folders of scans."""
    more = {page.path.name: page.zones for page in read_zones(MORE_ZONES)}
    pages = []
    for page in read_zones(zones):
        own = page.zones | more.pop(page.path.name, {})
        pages.append((page.path, own))
    for name, own in more.items():
        path = next((folder / name for folder in scans if (folder / name).is_file()), None)
        if path is None:
            raise SystemExit(f"{name}: in none of the folders of --scans")
        pages.append((path, own))
    return [
        taught(path.name.split("_")[0], *_at_most(read_rgb(path), own, SCAN_SIDE_PX)) for path, own in pages
    ]


def _at_most(page: U8, zones: dict[str, list[Box]], side: int) -> tuple[U8, list[tuple[str, Box]]]:
    """`page` reduced to a longest side of `side`, with its zones."""
    factor = min(1.0, side / max(page.shape[:2]))
    boxes = [(kind, tuple(factor * edge for edge in box)) for kind, own in zones.items() for box in own]
    return reduced(page, side), boxes


def column_pages(pages: Sequence[Taught], rng: np.random.Generator) -> list[Taught]:
    """Pages of two columns, each from a page with an initial and another page of its volume.

    What stands beside an initial in the second column is not what stands beside one at the page's edge, and
    hardly a volume here has columns.
    """
    made = []
    for volume in sorted({page.volume for page in pages} - HAVE_COLUMNS):
        own = [page for page in pages if page.volume == volume]
        with_initial = [page for page in own if any(kind == "initial" for kind, _ in page.zones)]
        for page in with_initial[:COLUMN_PAGES]:
            sides = [_print_of(page), _print_of(own[int(rng.integers(len(own)))])]
            if rng.random() < 0.6:
                sides.reverse()
            if 0.7 < sides[0].letters / sides[1].letters < 1.4:
                made.append(_side_by_side(volume, sides, rng))
    return made


@dataclass(frozen=True, eq=False)
class _Print:
    """What is printed on a page, cut out, with its zones and the height of its letters in pixels."""

    ink: Array
    colour: Array
    zones: list[tuple[str, Box]]
    letters: float


def _print_of(page: Taught) -> _Print:
    ink = without_edges(page.seen.ink)
    solid = cv2.morphologyEx((ink > tuning.INKED).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    edges = []
    for axis, share in ((0, 0.004), (1, 0.002)):
        along = np.cumsum(solid.sum(axis=axis, dtype=np.float64))
        edges.append(np.searchsorted(along / along[-1], (share, 1 - share)))
    boxes = np.array([box for kind, box in page.zones if kind in ("graphic", "initial")]).reshape(-1, 4)
    left, top = (int(max(0, min(edges[i][0], *boxes[:, i], np.inf) - 2)) for i in (0, 1))
    right, bottom = (int(max(edges[i][1], *boxes[:, i + 2], 0) + 3) for i in (0, 1))
    part = (slice(top, bottom), slice(left, right))
    zones = [(kind, (a - left, b - top, c - left, d - top)) for kind, (a, b, c, d) in page.zones]
    return _Print(
        ink[part], page.seen.colour[part], zones, max(letter_height(page.seen.ink), tuning.LEAST_LETTERS)
    )


def _side_by_side(volume: str, sides: Sequence[_Print], rng: np.random.Generator) -> Taught:
    letters = (sides[0].letters + sides[1].letters) / 2
    margin, gap = 30, int(letters * rng.uniform(*COLUMN_GAP_LETTERS))
    high, wide = max(len(side.ink) for side in sides), sum(side.ink.shape[1] for side in sides) + gap
    ink, colour = np.zeros((2, high + 2 * margin, wide + 2 * margin), np.float32)
    zones: list[tuple[str, Box]] = []
    x = margin
    for side in sides:
        rows, columns = side.ink.shape
        ink[margin : margin + rows, x : x + columns] = side.ink
        colour[margin : margin + rows, x : x + columns] = side.colour
        zones += [(kind, (a + x, b + margin, c + x, d + margin)) for kind, (a, b, c, d) in side.zones]
        x += columns + gap
    factor = float(np.clip(rng.uniform(*COLUMN_TYPE_PX) / letters, 0.55, 1.1))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    ink, colour = (cv2.resize(part, None, fx=factor, fy=factor, interpolation=how) for part in (ink, colour))
    own = tuple((kind, tuple(factor * edge for edge in box)) for kind, box in zones)
    size = (float(ink.shape[1]), float(ink.shape[0]))
    return Taught(volume, PageInk(ink, colour, 1.0, 1.0), _classes(ink.shape, own), own, 0.0, 0.0, size)


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


def measured(page: Taught, rng: np.random.Generator, share: float = 1.0) -> Measured:
    """Measure a page and a changed copy of it; with a `share` only so much of what teaches, and no copy."""
    cells, chosen, classes = _cells(page, share, rng)
    if page.volume != PRESS and share == 1:
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
    """Of a page's candidates those that teach: measures, what each is (a class), and its weight."""

    page: Taught
    measures: F32
    what: Array
    weights: F64


def boxes_of(one: Measured, places: HistGradientBoostingClassifier, rng: np.random.Generator) -> Boxes:
    """What a page teaches about boxes, by `places`, which have not seen it."""
    page, seen = one.page, one.page.seen
    seen, shares = opened_part(
        seen, place_shares(seen, one.cells, places.predict_proba), places.predict_proba
    )
    found = find_candidates(seen, shares, page.left, page.top, page.size)
    best, zone = np.zeros(len(found.boxes)), np.full(len(found.boxes), -1)
    passed = np.zeros(len(found.boxes), bool)
    for number, (kind, edges) in enumerate(page.zones):
        if kind == PASSED_OVER:
            own = np.prod(found.boxes[:, 2:] - found.boxes[:, :2], axis=1)
            passed |= intersection(found.boxes, edges)[:, 0] > 0.3 * own
            continue
        overlap = iou(found.boxes, edges)[:, 0]
        zone[overlap > best] = number
        best = np.maximum(best, overlap)
    kinds = np.array([CLASSES.index(kind) if kind in CLASSES else 0 for kind, _ in page.zones] + [0])
    hits = np.flatnonzero((best >= IS) & (kinds[zone] > 0))
    # The many candidates of one zone share its weight.
    alike = np.bincount(zone[hits], minlength=1)[zone[hits]]
    others = np.flatnonzero((best < IS_NOT) & ~passed)
    weights = np.ones(len(others))
    if len(others) > OTHERS:
        # Those that look most like ornaments to the map, and of the rest some that stand for all.
        either = Sums(shares[GRAPHIC] + shares[INITIAL_LETTER]).mean(found.tight[others] / CELL_PX)
        order = np.argsort(-either, kind="stable")
        rest = rng.choice(order[OTHERS // 2 :], OTHERS // 2, replace=False)
        weights = np.repeat([1.0, min(MOST_WEIGHT, 2 * len(others) / OTHERS - 1)], OTHERS // 2)
        others = others[np.concatenate([order[: OTHERS // 2], rest])]
    chosen = np.concatenate([hits, others])
    return Boxes(
        page,
        found.measures[chosen],
        np.concatenate([kinds[zone[hits]], np.zeros(len(others), int)]),
        np.concatenate([HIT_WEIGHT * np.sqrt(ZONE_WEIGHT / alike), weights]),
    )


def teach_boxes(pages: Sequence[Boxes]) -> HistGradientBoostingClassifier:
    """Trees of boxes."""
    volumes = _volume_weights(one.page for one in pages)
    model = HistGradientBoostingClassifier(
        max_iter=120,
        learning_rate=0.07,
        max_leaf_nodes=8,
        min_samples_leaf=30,
        l2_regularization=5.0,
        # Each split sees some of the measures: forty ornaments agree by chance in one or the other.
        max_features=0.3,
        early_stopping=False,
        random_state=SEED,
    )
    return model.fit(
        np.concatenate([one.measures for one in pages]),
        np.concatenate([one.what for one in pages]),
        sample_weight=np.concatenate([volumes[one.page.volume] * one.weights for one in pages]),
    )


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


def teach(
    pages: Sequence[Measured],
    made: Sequence[Measured],
    output: Path,
    left_out: Path | None,
) -> None:
    """Teach on `pages` and write `output`; into `left_out` a file for each volume, taught without it.

    The boxes' trees learn from maps of parts by what was taught on the other parts. For a left-out volume
    they learn from the other volumes' boxes alone; the maps that these come from had it among many.
    """
    rng = np.random.default_rng(SEED)
    dealt = parts([one.page for one in pages])
    boxes: list[Boxes] = []
    places = []
    for part in dealt:
        model = teach_places([*(one for one in pages if one.page.volume not in part), *made])
        places.append(model)
        boxes += [boxes_of(one, model, rng) for one in pages if one.page.volume in part]
        print(f"taught without {', '.join(sorted(part))}", flush=True)
    volumes = {one.page.volume for one in pages}
    final = teach_places([*pages, *made])
    # The press's pages are no book that is left out: their boxes come from maps that know them.
    boxes += [boxes_of(one, final, rng) for one in made]
    if left_out is not None:
        for number, part in enumerate(dealt):
            for volume in part:
                judge = teach_boxes([one for one in boxes if one.page.volume != volume])
                save(left_out / f"{volume}.npz", places[number], judge, volumes - {volume})
    save(output, final, teach_boxes(boxes), volumes)


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
    parser.add_argument(
        "--scans", type=Path, nargs="+", required=True, help=f"folders with the scans of {MORE_ZONES.name}"
    )
    parser.add_argument("--left-out", type=Path, help="folder for a file a volume, taught without it")
    options = parser.parse_args()
    rng = np.random.default_rng(SEED)
    real = real_pages(options.zones, options.scans)
    pages = [measured(page, rng) for page in real]
    made = [measured(made_page(number), rng) for number in range(MADE_PAGES)]
    columns = [measured(page, rng, COLUMN_SHARE) for page in column_pages(real, rng)]
    print(f"measured {len(pages)} pages, {len(columns)} of columns, {len(made)} of the press", flush=True)
    teach([*pages, *columns], made, options.output, options.left_out)


if __name__ == "__main__":
    main()
