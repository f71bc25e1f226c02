"""Other printed matter: lines of text and rules, what a search for vignettes must not take for one.

Text is set with the drawn letters of the sample (an old-style roman and italic), so it needs no font file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image

from ..arrays import F32, U8
from ..opencv import cv2
from . import tuning
from .sample import letters_folder

_WORDS = """
le la les de du des un une et en que qui dans par sur pour avec sans sous au aux ce cette ces son sa
ſes  leur leurs on il elle ils nous vous eſt font ſont a ont fut étoit avoit ſera peut doit faire
dire voir  livre chapitre diſcours traité lettre hiſtoire mémoires recueil royaume prince princeſſe
peuple guerre paix  vérité raiſon nature vertu fortune honneur gloire eſprit coeur ame corps monde
ſiecle temps jour nuit terre  mer ciel dieu homme femme enfans pere ville village maiſon chemin
fleuve montagne bois jardin fleur arbre  grand petit nouveau ancien premier ſecond dernier heureux
juſte ſage cruel doux facile divers pluſieurs  jamais toujours ſouvent enfin autrefois ainſi mais
donc or ni lorſque puiſque quoique depuis
"""
WORDS = tuple(_WORDS.split())


@dataclass(frozen=True)
class TextLine:
    """`text` from x on the base line y in page pixels; `em_px` is the body, `spacing_px` letterspacing."""

    text: str
    x: float
    y: float
    em_px: float
    style: str = "regular"
    spacing_px: float = 0.0


@dataclass(frozen=True)
class Rule:
    """A printed rule: a filled rectangle, xyxy edges in pixels."""

    box: tuple[float, float, float, float]


Matter = TextLine | Rule


@dataclass(frozen=True)
class _Case:
    strip: U8
    ascent: int
    em_px: int
    letters: dict[str, tuple[int, int, int, int]]


@lru_cache(maxsize=2)
def _case(style: str) -> _Case:
    folder = letters_folder()
    table = json.loads((folder / "letters.json").read_text("utf-8"))
    found = table["styles"][style]
    with Image.open(folder / found["file"]) as image:
        strip = 255 - np.asarray(image.convert("L"))
    letters = {letter: (int(a), int(b), int(c), int(d)) for letter, (a, b, c, d) in found["letters"].items()}
    return _Case(strip, int(found["ascent"]), int(table["em_px"]), letters)


def text_width(text: str, em_px: float, style: str = "regular", spacing_px: float = 0.0) -> float:
    """Width in pixels of `text` as `TextLine` sets it."""
    case = _case(style)
    advances = (case.letters[c][3] if c in case.letters else tuning.SPACE * case.em_px for c in text)
    return sum(advances) * em_px / case.em_px + spacing_px * len(text)


def words(rng: np.random.Generator, width_px: float, em_px: float, style: str = "regular") -> str:
    """Words of the period that fill a line of `width_px`."""
    line = ""
    while True:
        word = WORDS[int(rng.integers(len(WORDS)))]
        word += str(rng.choice(["", ",", ";", "."], p=tuning.STOPS))
        if text_width(f"{line} {word}", em_px, style) > width_px:
            return line or word[:3]
        line = f"{line} {word}" if line else word


def draw_matter(canvas: F32, matter: Iterable[Matter]) -> None:
    """Draw text and rules into `canvas`, float32 (H, W) 0..1, in place."""
    for one in matter:
        if isinstance(one, Rule):
            x1, y1, x2, y2 = (max(0, round(edge)) for edge in one.box)
            canvas[y1:y2, x1:x2] = 1.0
        else:
            _draw_line(canvas, one)


def _draw_line(canvas: F32, line: TextLine) -> None:
    case = _case(line.style)
    factor = line.em_px / case.em_px
    pen = line.x
    for letter in line.text:
        if letter not in case.letters:
            pen += tuning.SPACE * line.em_px + line.spacing_px
            continue
        _, _, bearing, advance = case.letters[letter]
        patch = _letter(line.style, letter, round(line.em_px, 1))
        left, top = round(pen + bearing * factor), round(line.y - case.ascent * factor)
        pen += advance * factor + line.spacing_px
        x1, y1 = max(left, 0), max(top, 0)
        x2, y2 = min(left + patch.shape[1], canvas.shape[1]), min(top + patch.shape[0], canvas.shape[0])
        if x1 < x2 and y1 < y2:
            part = canvas[y1:y2, x1:x2]
            np.maximum(part, patch[y1 - top : y2 - top, x1 - left : x2 - left], out=part)


@lru_cache(maxsize=2048)
def _letter(style: str, letter: str, em_px: float) -> F32:
    case = _case(style)
    start, width, _, _ = case.letters[letter]
    factor = em_px / case.em_px
    patch = case.strip[:, start - 2 : start + width + 2].astype(np.float32) / 255.0
    # The letters are drawn for modern printing; metal type squeezed its ink outwards.
    patch = np.clip(
        tuning.SQUEEZE * cv2.GaussianBlur(patch, (0, 0), tuning.SQUEEZE_REACH * case.em_px), 0.0, 1.0
    )
    size = (max(1, round(patch.shape[1] * factor)), max(1, round(patch.shape[0] * factor)))
    return np.asarray(cv2.resize(patch, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
