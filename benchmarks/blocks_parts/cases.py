"""Laid pairs with a known answer: real pairs and their parts, copies of them, press ornaments.

The copies of a real pair are cut after its own later impression, so that ink and paper are real and only the
hand is made.
"""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import F32, F64, U8
from autolabelme.core.image_io import read_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.placement import Layout, place, render
from autolabelme.core.press.recut import recut
from autolabelme.core.press.sorts import PLAIN, Sort, load_sorts
from benchmarks.alignment_parts.data import look_alike
from ransac_gui.core import geometry
from ransac_gui.core.align import Alignment, align
from ransac_gui.core.params import AlignParams
from ransac_gui.core.prepare import ink_of
from ransac_gui.core.synthetic import WarpRange, draw_map, draw_ornament, flat_wear

from .second_hand import redraw

PARTS = (("whole", 0), ("reduced", 250), ("part", 300), ("part", 150))
"""How a pair is shown: all of it, reduced to so many pixels, or a square part of so many."""
SKILLS = ("master", "good", "middling", "poor")
WEARS = (("clean", "clean"), ("clean", "worn"), ("worn", "worn"), ("worn", "hard"))
BEND = WarpRange(perspective=0.02, rotation_deg=2, curl=0.006)


@dataclass(frozen=True, eq=False)
class Case:
    """One laid pair."""

    name: str
    """Of the pair that it comes from: what is left out together."""
    truth: str
    """`same`, `set again`, `another`, or the hand and skill of a copy ("first good")."""
    shown: str
    reference: U8
    source: U8
    homography: F64
    """Reference to source."""


def lay_real(blocks: Path, real: Path, cache: Path) -> None:
    """Align every real pair once and keep its homography with the pictures."""
    cache.mkdir(parents=True, exist_ok=True)
    for name, reference, source in real_pairs(blocks, real):
        found = align(source, reference, AlignParams(fine="none"))
        print(name, found.status, found.reason, flush=True)
        if isinstance(found, Alignment):
            np.savez(cache / f"{name}.npz", ref=reference, src=source, H=found.warp.homographies)


def real_pairs(blocks: Path, real: Path) -> Iterator[tuple[str, U8, U8]]:
    """(name, earlier, later) of every real pair; S is the strip that was set again."""
    for row in csv.DictReader((blocks / "pairs.csv").open()):
        yield row["block"], read_gray(blocks / row["earlier"]), read_gray(blocks / row["later"])
    groups: dict[str, list[U8]] = {}
    for row in csv.DictReader((real / "pairs.csv").open()):
        page = read_gray(real / row["page"])
        x, y, w, h = (int(row[key]) for key in "xywh")
        margin = round(0.02 * w)
        part = page[max(0, y - margin) : y + h + margin, max(0, x - margin) : x + w + margin]
        groups.setdefault(row["group"].split()[0], []).append(np.ascontiguousarray(part))
    for name, (first, second) in groups.items():
        yield name, first, second


def real_cases(cache: Path, truths: tuple[str, ...]) -> Iterator[Case]:
    """The real pairs with the answers asked for, in every showing."""
    paths = sorted(cache.glob("*.npz"))
    for number, path in enumerate(paths):
        with np.load(path) as kept:
            reference, source, homography = kept["ref"], kept["src"], kept["H"][0]
        seed = 1000 * number
        if path.stem == "S":
            if "set again" in truths:
                yield Case("S", "set again", "whole", reference, source, homography)
            continue
        for truth in truths:
            if truth == "set again":
                continue
            if truth == "another":
                with np.load(paths[(number + 1) % (len(paths) - 1)]) as kept:
                    other = kept["src"]
                scale = geometry.scaling(
                    other.shape[1] / reference.shape[1], other.shape[0] / reference.shape[0]
                )
                yield Case(path.stem, truth, "whole", reference, other, scale)
                continue
            for shown, part, its, matrix in showings(reference, source, homography, seed):
                made = its
                if truth != "same":
                    # The copyist's care is in proportion to what is copied: a part counts as the whole.
                    made = _copied(its, part.shape, matrix, truth, seed + len(truth))
                    if made is not its:
                        matrix = matrix if made.shape == its.shape else np.eye(3)
                yield Case(path.stem, truth, shown, part, made, matrix)


def _copied(source: U8, shape: tuple[int, ...], matrix: F64, truth: str, seed: int) -> U8:
    hand, skill = truth.split()
    if max(source.shape) > 1.6 * max(shape):
        # Only the part's own picture is copied.
        source = np.asarray(
            cv2.warpPerspective(
                source,
                matrix,
                (shape[1], shape[0]),
                flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )
        )
    ink = ink_of(source)
    made = recut(ink, skill, seed) if hand == "first" else redraw(ink, skill, seed)
    return np.clip(np.round(np.percentile(source, 80) * (1 - 0.8 * made)), 0, 255).astype(np.uint8)


def showings(reference: U8, source: U8, homography: F64, seed: int) -> Iterator[tuple[str, U8, U8, F64]]:
    """(what is shown, reference, source, homography) of each of `PARTS` that the pair is large enough for."""
    rng = np.random.default_rng(seed)
    for kind, size in PARTS:
        if kind == "whole":
            yield kind, reference, source, homography
        elif kind == "reduced" and size < 0.9 * max(reference.shape):
            factor = size / max(reference.shape)
            small = [
                np.asarray(cv2.resize(one, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
                for one in (reference, source)
            ]
            to = [
                geometry.scaling(s.shape[1] / one.shape[1], s.shape[0] / one.shape[0])
                for s, one in zip(small, (reference, source), strict=True)
            ]
            yield f"{kind} {size}", small[0], small[1], to[1] @ homography @ np.linalg.inv(to[0])
        elif kind == "part" and size < min(reference.shape):
            margin = int(0.08 * min(reference.shape)) if min(reference.shape) > 700 else 0
            x, y = (int(rng.integers(margin, side - size - margin + 1)) for side in reference.shape[::-1])
            part = np.ascontiguousarray(reference[y : y + size, x : x + size])
            yield f"{kind} {size}", part, source, homography @ geometry.shift(x, y)


def press_cases(numbers: range, truths: tuple[str, ...], seed: int = 260_000) -> Iterator[Case]:
    """Press ornaments printed twice, with paper of low order between them."""
    sorts = load_sorts()
    for number in numbers:
        rng = np.random.default_rng(seed + number)
        width = (350, 550, 850)[number % 3]
        wears = WEARS[number // 3 % len(WEARS)]
        layout = draw_ornament(sorts, width, rng)
        ink = render(layout, sorts)
        seeds = [int(value) for value in rng.integers(0, 2**31, 3)]
        reference = printed(ink, wears[0], seeds[0])
        for truth in truths:
            if truth == "same":
                other = ink
            elif truth == "set again":
                other = render(set_again(layout, rng), sorts)
            elif truth == "another":
                other = _framed(render(look_alike(layout, sorts, width, rng), sorts), ink.shape)
            else:
                hand, skill = truth.split()
                other = (recut if hand == "first" else redraw)(ink, skill, seeds[2])
            flat = printed(other, wears[1], seeds[1])
            known, size = draw_map(reference.shape[1], reference.shape[0], BEND, rng)
            source = np.asarray(known.source_image(flat, *size))
            yield Case(
                f"press {number}", truth, f"{width} {'/'.join(wears)}", reference, source, known.matrix
            )


def printed(ink: F32, wear: str, seed: int) -> U8:
    """An impression of a forme that is one block."""
    block = Sort("block", np.ascontiguousarray(ink.clip(0, 1), np.float32), own_size=True)
    size = (ink.shape[1], ink.shape[0])
    layout = Layout(*size, 300.0, (place(block, 0, 0, size, PLAIN),))
    return print_page(layout, [block], flat_wear(wear), seed).gray


def set_again(layout: Layout, rng: np.random.Generator) -> Layout:
    """The same sorts in the same order, spaced anew, and pairs of like pieces changed in pose."""
    side = max(layout.width, layout.height)
    placed = []
    for one in layout.placed:
        dx, dy = rng.normal(0, 0.004 * side, 2)
        placed.append(one.moved(float(round(dx)), float(round(dy * 0.3))))
    return dataclasses.replace(layout, placed=tuple(placed))


def _framed(ink: F32, shape: tuple[int, ...]) -> F32:
    return np.asarray(cv2.resize(ink, (shape[1], shape[0]), interpolation=cv2.INTER_AREA), np.float32)
