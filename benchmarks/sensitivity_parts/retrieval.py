"""Small figures of a search by picture: ornaments of type, other impressions of them, and some of no pair."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import U8, Array
from autolabelme.core.opencv import cv2
from autolabelme.core.press.placement import render
from autolabelme.core.press.sorts import load_sorts
from ransac_gui.core.retrieval import tuning
from ransac_gui.core.retrieval.index import Entry, Index, update_index
from ransac_gui.core.retrieval.search import RetrievalParams, search
from ransac_gui.core.synthetic import draw_ornament

SEED = 570_000
WIDTHS = (520, 700, 420, 600, 480, 560, 640, 500)
"""Of the ornaments in the index, px."""
ASKED = 2
"""Of them, by another impression; as many of no pair are asked, too."""
SMALL = 90

OTHERS: Sequence[Mapping[str, Any]] = ({"SEED": 570_001}, {"SEED": 570_002}, {"SEED": 570_003})
"""Other data, by the constants above: a neighbour that is better must be better there, too."""

UNVARIED: Mapping[str, str] = {
    **dict.fromkeys(("LEAST_SIDE",), "no ornament is that small"),
    **dict.fromkeys(("READ_SIDE",), "only how finely a page's file is decoded"),
}


def _impression(ink: Array, seed: int, *, off: bool = False) -> U8:
    """Ragged ink on noisy paper; of another size, a little turned, worn and cut when `off`."""
    rng, ragged = np.random.default_rng(seed), 0.12
    if off:
        height, width = ink.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-2, 2), rng.uniform(0.85, 1.15))
        ink, ragged = (
            cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR)[:, width // 4 :],
            0.25,
        )
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - 0.5 - ragged * rag / rag.std())))
    gray = np.clip(225 - 165 * took + rng.normal(0, 4, ink.shape), 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(gray[..., None], 3, axis=2))


@cache
def _inks() -> tuple[Array, ...]:
    sorts, rng = load_sorts(), np.random.default_rng(SEED)
    return tuple(render(draw_ornament(sorts, width, rng), sorts) for width in (*WIDTHS, *WIDTHS[:ASKED]))


@cache
def _pictures() -> Mapping[str, U8]:
    return {f"{number}": _impression(ink, number) for number, ink in enumerate(_inks()[: len(WIDTHS)])}


@cache
def _small() -> Mapping[str, U8]:
    found = {}
    for number, sort in enumerate(load_sorts()[:8]):
        factor = SMALL / max(sort.ink.shape)
        ink = cv2.copyMakeBorder(sort.ink, 12, 12, 12, 12, cv2.BORDER_CONSTANT)
        found[f"{number}"] = _impression(cv2.resize(ink, None, fx=factor, fy=factor), number)
    return found


def _index(pictures: Mapping[str, U8]) -> Index:
    with tempfile.TemporaryDirectory() as folder:
        entries = [Entry(name, name) for name in pictures]
        return update_index(Path(folder) / "index", entries, pictures.get)[0]


def _apart() -> float:
    """Mean score of what is looked for, less what an ornament of no pair finds and what stands before it."""
    index, scores = _index(_pictures()), []
    params = RetrievalParams(candidates=tuning.NEIGHBOURS)
    for number in range(ASKED):
        picture = _impression(_inks()[number], 100 + number, off=True)
        found = search(picture, index, _pictures().get, params)
        right = found[0].score if found and found[0].ornament == str(number) else 0.0
        stranger = _impression(_inks()[len(WIDTHS) + number], 200 + number, off=True)
        wrong = search(stranger, index, _pictures().get, params)
        scores.append(right - (wrong[0].score if wrong else 0.0))
    return float(np.mean(scores))


def _small_apart() -> float:
    """The same of single sorts."""
    index, scores = _index(_small()), []
    for number, sort in enumerate(load_sorts()[:4]):
        factor = SMALL / max(sort.ink.shape)
        ink = cv2.copyMakeBorder(sort.ink, 12, 12, 12, 12, cv2.BORDER_CONSTANT)
        picture = _impression(cv2.resize(ink, None, fx=factor, fy=factor), 300 + number)
        found = search(picture, index, _small().get)
        names = {one.ornament: one.score for one in found}
        others = max((score for name, score in names.items() if name != str(number)), default=0.0)
        scores.append(names.get(str(number), 0.0) - others)
    return float(np.mean(scores))


def _like() -> float:
    """Mean likeness of what is looked for, less that of the likest other, without verification."""
    index, scores = _index(_pictures()), []
    for number in range(ASKED):
        picture = _impression(_inks()[number], 100 + number, off=True)
        found = search(picture, index, _pictures().get, RetrievalParams(verify=False))
        likeness = {one.ornament: one.likeness for one in found}
        others = max((value for name, value in likeness.items() if name != str(number)), default=0.0)
        scores.append(likeness.get(str(number), 0.0) - others)
    return float(np.mean(scores))


WHOLE = ("SMALL_SIDE", "WHOLE_SIDE", "WHOLE_MARGIN", "WHOLE_SCALES", "FOUND_WHOLE")


def figure_of(name: str, section: str) -> tuple[str, Callable[[], float]]:
    """What is measured for a number, in words, and how."""
    if name in WHOLE:
        return "single sorts: score of the right one, less the best other", _small_apart
    if name == "ALIKE" or (
        section.startswith("What a description") and name not in ("NEIGHBOURS", "PARTS", "SIDE")
    ):
        return "likeness of the right one, less the likest other", _like
    return "score of the right one, less what a stranger finds", _apart
