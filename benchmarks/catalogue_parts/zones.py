"""What is searched among: zones of real pages, strips and same-block pairs, ornaments of the press."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.image_io import read_rgb
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.sorts import load_sorts
from ransac_gui.core.synthetic import draw_ornament, flat_wear

DEVELOPMENT = ("00", "05", "10", "15", "20", "25", "30", "B")
"""Same-block pairs that chose the numbers; the others are only reported."""
MADE_SEED = 770_000
SAME_PLACE_PX = 10


@dataclass(frozen=True, eq=False)
class Zone:
    """One ornament of the gallery."""

    name: str
    kind: str
    """`graphic`, `initial`, `stamp`, `block` or `made`."""
    picture: U8
    pair: str = ""
    """The same-block pair that it belongs to."""
    page: Path | None = None
    """The picture that it is cut out of; None for what the press printed."""
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Where it stands there, xyxy."""


def real_zones(shared: Path) -> Iterator[Zone]:
    """Zones of real pages, strips and same-block pairs, each place once."""
    for entry in json.loads((shared / "zones" / "zones.json").read_text("utf-8")):
        page, seen = None, []  # type: ignore[var-annotated]
        for zone in entry["zones"]:
            x, y, w, h = zone["xywh"]
            if any(abs(x - a) < SAME_PLACE_PX and abs(y - b) < SAME_PLACE_PX for a, b in seen):
                continue
            seen.append((x, y))
            page = read_rgb(shared / "zones" / entry["page"]) if page is None else page
            part = _cut(page, x, y, w, h)
            if min(part.shape[:2]) >= 20:
                name = f"zones/{entry['page']}/{x:.0f},{y:.0f}"
                place = (x, y, x + w, y + h)
                yield Zone(name, zone["kind"], part, "", shared / "zones" / entry["page"], place)
    pairs = _pairs_on_pages(shared)
    with (shared / "real" / "zones.csv").open() as stream:
        for row in csv.DictReader(stream):
            x, y, w, h = (int(row[key]) for key in "xywh")
            name = f"real/{row['page']}/{x},{y}"
            source = shared / "real" / row["page"]
            part = _cut(read_rgb(source), x, y, w, h)
            yield Zone(name, "graphic", part, pairs.get(name, ""), source, (x, y, x + w, y + h))
    for path in sorted((shared / "blocks").glob("*.jpg")):
        whole = read_rgb(path)
        rows, columns = whole.shape[:2]
        yield Zone(f"blocks/{path.stem}", "block", whole, path.stem[:2], path, (0, 0, columns, rows))
    for path in sorted((shared / "strips").glob("n*.json")):
        yield from _rows_of_strip(path)


def _pairs_on_pages(shared: Path) -> dict[str, str]:
    with (shared / "real" / "pairs.csv").open() as stream:
        rows = [row for row in csv.DictReader(stream) if row["relation"] == "same-block"]
    return {f"real/{row['page']}/{row['x']},{row['y']}": row["group"].split()[0] for row in rows}


def _rows_of_strip(path: Path) -> Iterator[Zone]:
    """A strip of fleurons is what stands on one line; boxes of single impressions make it up."""
    strip = json.loads(path.read_text("utf-8"))
    boxes = np.array([box[1:] for box in strip["boxes"]], dtype=np.float64)
    middle, high = boxes[:, [1, 3]].mean(axis=1), float(np.median(boxes[:, 3] - boxes[:, 1]))
    order = np.argsort(middle)
    breaks = np.flatnonzero(np.diff(middle[order]) > 0.6 * high) + 1
    page = read_rgb(path.parent / strip["page"])
    for number, row in enumerate(np.split(order, breaks)):
        if len(row) >= 3:
            (x, y), (right, bottom) = boxes[row, :2].min(axis=0), boxes[row, 2:].max(axis=0)
            part = _cut(page, x, y, right - x, bottom - y)
            source, place = path.parent / strip["page"], (x, y, right, bottom)
            yield Zone(f"strips/{path.stem}/{number}", "graphic", part, "", source, place)


def _cut(page: U8, x: float, y: float, w: float, h: float) -> U8:
    top, left = max(0, int(y)), max(0, int(x))
    return page[top : int(y + h) + 1, left : int(x + w) + 1].copy()


def not_reported(shared: Path) -> Iterator[Zone]:
    """The real zones without the pairs that are only reported."""
    return (zone for zone in real_zones(shared) if not zone.pair or zone.pair in DEVELOPMENT)


def made_zones(count: int) -> Iterator[Zone]:
    """Ornaments that the press sets and prints, of three sizes and three wears."""
    sorts = load_sorts()
    for number in range(count):
        rng = np.random.default_rng(MADE_SEED + number)
        layout = draw_ornament(sorts, (260, 350, 450)[number % 3], rng)
        wear = ("clean", "worn", "hard")[number // 3 % 3]
        page = print_page(layout, sorts, flat_wear(wear), int(rng.integers(2**31)))
        yield Zone(f"made/{number}", "made", page.rgb)


def other_box(picture: U8, share: float, seed: int) -> U8:
    """The same ornament boxed otherwise: each side moved inwards by up to `share`."""
    rows, columns = picture.shape[:2]
    moved = np.random.default_rng(seed).uniform(0, share, 4) * [rows, columns, rows, columns]
    top, left, bottom, right = moved.astype(int)
    return np.ascontiguousarray(picture[top : rows - bottom, left : columns - right])
