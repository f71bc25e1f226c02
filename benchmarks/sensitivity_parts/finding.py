"""Small figures of the finder: pages of books with their zones, and kinds of what a page of type has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import Array
from autolabelme.core.boxes import iou
from autolabelme.core.catalogue.finding import FindParams, find_ornaments
from autolabelme.core.catalogue.finding.kinds import Region, kind_of, text_block
from autolabelme.core.catalogue.finding.proposal import HEAD_PIECE, ORNAMENT, RULE, SORT, STRIP, TAIL_PIECE
from autolabelme.core.image_io import read_rgb
from autolabelme.core.opencv import cv2
from benchmarks.catalogue_parts.finding import KINDS, Box, TruePage, read_zones
from benchmarks.catalogue_parts.framing import framed

from .numbers import ROOT

STRIPS = ROOT.parent / "shared" / "zones"
"""The folder of pages with zones.json; the script sets it."""
PAGES = 6
PLACE = 0
"""Of a page among those of its book."""
LONGEST = 1600
LEAST = 0.1
"""Overlap with a zone under which something was found where nothing is."""

OTHERS: Sequence[Mapping[str, Any]] = ({"PLACE": 1}, {"PLACE": 2}, {"PLACE": 3})
"""Other data, by the constants above: a neighbour that is better must be better there, too."""

UNVARIED: Mapping[str, str] = {}


@cache
def _pages() -> tuple[tuple[Array, tuple[Box, ...]], ...]:
    """Pages with something to find, from as many books as there are, and their zones in the page's pixels."""
    if not (Path(STRIPS) / "zones.json").is_file():
        raise SystemExit(f"--strips: no zones.json in {STRIPS}")
    by_volume: dict[str, list[TruePage]] = {}
    for page in read_zones(Path(STRIPS)):
        if not page.is_text:
            by_volume.setdefault(page.volume, []).append(page)
    found = []
    for page in (pages[PLACE % len(pages)] for pages in list(by_volume.values())[:PAGES]):
        rgb = read_rgb(page.path)
        factor = min(1.0, LONGEST / max(rgb.shape[:2]))
        rgb = cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        zones = tuple(
            (x1 * factor, y1 * factor, x2 * factor, y2 * factor)
            for kind in KINDS
            for x1, y1, x2, y2 in page.zones.get(kind, ())
        )
        found.append((rgb, zones))
    return tuple(found)


def _found(frames: bool = False) -> float:
    """Mean overlap of the pages' zones with what is found for each; 0 for what is found where nothing is."""
    best: list[float] = []
    for number, (rgb, zones) in enumerate(_pages()):
        rgb = framed(rgb, number) if frames else rgb
        boxes = [one.box for one in find_ornaments(rgb, FindParams())]
        overlaps = iou(zones, boxes) if boxes and zones else np.zeros((len(zones), len(boxes)))
        best += [
            *overlaps.max(axis=1, initial=0.0),
            *[0.0] * int((overlaps.max(axis=0, initial=0.0) < LEAST).sum()),
        ]
    return float(np.mean(best))


def _kinds() -> float:
    """Of eleven regions of a drawn page, those whose kind is right."""
    ink = np.zeros((800, 560), np.float32)
    for top in range(230, 500, 22):
        ink[top : top + 10, 60:500:7] = 1
        ink[top : top + 10, 61:500:7] = 1
    ink[60:70, 200:360] = 1  # a running head
    unit = np.random.default_rng(7).random((32, 36)).astype(np.float32)
    noise = np.random.default_rng(8).random((80, 420)).astype(np.float32)
    ink[90:122, 100:460] = np.tile(unit, (1, 10))
    wanted: list[tuple[Box, str]] = [((100, 90, 460, 122), STRIP)]
    ink[130:210, 70:490] = noise
    wanted += [((70, 130, 490, 210), HEAD_PIECE), ((70, 130, 325, 210), ORNAMENT)]
    ink[540:620, 210:350] = noise[:, :140]
    wanted += [((210, 540, 350, 620), TAIL_PIECE), ((230, 540, 370, 620), TAIL_PIECE)]
    ink[640:720, 320:460] = noise[:, :140]
    wanted += [((320, 640, 460, 720), ORNAMENT)]
    wanted += [((60, 735, 300, 739), RULE), ((60, 745, 180, 757), ORNAMENT)]
    wanted += [((60, 760, 84, 784), SORT), ((100, 760, 140, 798), ORNAMENT), ((60, 735, 64, 739), SORT)]
    text = text_block(ink, [box for box, _ in wanted])
    return float(sum(kind_of(Region(box, 1.0, 0.0), ink, text) == kind for box, kind in wanted))


def figure_of(name: str, section: str) -> tuple[str, Callable[[], float]]:
    """What is measured for a number, in words, and how."""
    if section.startswith("What kind"):
        return "kinds of a drawn page that are right, of 11", _kinds
    if section.startswith(("A frame", "What encloses")):
        return "the same pages with a frame drawn around each: the same", partial(_found, frames=True)
    return "six pages of books: mean overlap of zones with what is found", _found
