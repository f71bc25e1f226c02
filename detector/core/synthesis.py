"""Pages that the press sets from a catalogue's own vignettes (DESIGN section 7, Synthesis)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from autolabelme.core.opencv import cv2
from autolabelme.core.press.crops import ink_of
from autolabelme.core.press.crops import read_catalogue as read_sorts
from autolabelme.core.press.impression import PressPage
from autolabelme.core.press.sorts import Sort
from autolabelme.core.press.symmetry import symmetry_of
from autolabelme.core.press.synthesis import SynthesisParams, synthesize_page
from autolabelme.core.progress import SubTick, Tick, no_tick

from . import tuning
from .catalogue import Catalogue, read_catalogue

SETTINGS_FILE = "settings.json"


def sorts_of(catalogue: Catalogue) -> tuple[Sort, ...]:
    """The catalogue's vignettes as sorts of the press, each at its own size."""
    sorts = []
    for entry in catalogue.entries:
        size = (max(2, round(entry.width)), max(2, round(entry.height)))
        ink = ink_of(entry.prototype)
        smaller = size[0] < ink.shape[1]
        scaled = cv2.resize(ink, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
        ink = np.clip(scaled, 0.0, 1.0).astype(np.float32)
        symmetry = symmetry_of(ink, tuning.SAME_POSE)
        sorts.append(Sort(entry.label, ink, name=entry.note, symmetry=symmetry, own_size=True, id=entry.sort))
    return tuple(sorts)


def page_params(catalogue: Catalogue) -> SynthesisParams:
    """Pages of a size that holds some of the catalogue's vignettes several times, in its poses."""
    longest = [max(entry.width, entry.height) for entry in catalogue.entries]
    width = int(
        np.clip(tuning.PAGE_VIGNETTES * max(float(np.mean(longest)), 0.5 * max(longest)), *tuning.PAGE_WIDTHS)
    )
    return SynthesisParams(
        width=width,
        height=round(width * 4 / 3),
        dpi=float(np.clip(catalogue.dpi or tuning.PAGE_DPI, 50, 2400)),
        labels=min(tuning.PAGE_LABELS, len(catalogue.entries)),
        copies_low=tuning.PAGE_COPIES[0],
        copies_high=tuning.PAGE_COPIES[1],
        mirrors=catalogue.mirrors,
        quarter_turns=catalogue.turns,
    )


def synthetic_pages(
    catalogue: Catalogue, count: int, *, seed: int = 0, tick: Tick = no_tick
) -> Iterator[PressPage]:
    """`count` printed pages with truth, all wears in turn, every label at its own size.

    Deterministic in `seed`. Raises `MisuseError` when a vignette does not fit on a page.
    """
    sorts = sorts_of(catalogue)
    params = page_params(catalogue)
    for number in range(count):
        SubTick(tick, number / count, (number + 1) / count)(0, 1, f"synthetic page {number + 1} of {count}")
        yield synthesize_page(sorts, params, seed, number)


def sorts_behind(
    path: Path, params: SynthesisParams, *, same_sorts: bool = False
) -> tuple[tuple[Sort, ...], SynthesisParams]:
    """The sorts of a catalogue of any kind, and `params` with a page size and poses that fit them.

    `path` is a model's folder, or what `press.crops.read_catalogue` reads. Drawings have no size of
    their own: for them `params` stays as it is.
    """
    if (path / SETTINGS_FILE).is_file():
        catalogue = read_catalogue(path)
        return sorts_of(catalogue), page_params(catalogue).replace(wear=params.wear, format=params.format)
    sorts = read_sorts(path, same_sorts=same_sorts)
    sizes = [max(sort.ink.shape) for sort in sorts if sort.own_size]
    if not sizes:
        return sorts, params
    width = int(np.clip(max(params.width, 8 * max(sizes)), 300, 20000))
    return sorts, params.replace(width=width, height=min(20000, round(width * 4 / 3)))
