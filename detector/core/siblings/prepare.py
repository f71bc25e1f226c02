"""What is computed once of the impressions of a page: crops and registration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autolabelme.core.arrays import F32, U8, Array, to_gray
from autolabelme.core.errors import MisuseError
from autolabelme.core.messages import told
from autolabelme.core.progress import SubTick, Tick

from ..inspection.findings import Vignette
from . import tuning
from .crops import Frame, crop, frame_of, upright_size
from .ink import ink_share, levels_of
from .registration import Registered, register, resampled


@dataclass(frozen=True, eq=False)
class AuthenticPage:
    """A page that is named as authentic: RGB or grey uint8 pixels, and its vignettes."""

    pixels: Array
    vignettes: tuple[Vignette, ...]
    name: str = ""


@dataclass(frozen=True)
class Place:
    """An impression: number of its page (0 is the inspected one, then the authentic ones) and vignette."""

    page: int
    number: int


@dataclass(frozen=True, eq=False)
class Sort:
    """The impressions of one label in one frame; `crops` grey uint8, not yet registered."""

    label: str
    places: tuple[Place, ...]
    vignettes: tuple[Vignette, ...]
    frame: Frame
    registered: Registered
    crops: tuple[U8, ...]

    @cached_property
    def upright(self) -> U8:
        """The crops laid on their siblings, grey uint8 (impressions, rows, columns) of the frame."""
        laid = [
            np.rint(255 * resampled(crop.astype(np.float32) / 255, matrix, self.frame)).astype(np.uint8)
            for crop, matrix in zip(self.crops, self.registered.matrices, strict=True)
        ]
        return np.stack(laid)


def prepare_sorts(
    page: Array, vignettes: Sequence[Vignette], normals: Sequence[AuthenticPage], tick: Tick
) -> tuple[Sort, ...]:
    """The sorts of `page` (RGB or grey uint8) with all their impressions there and on the authentic pages."""
    pages = [to_gray(page), *(to_gray(one.pixels) for one in normals)]
    on_page = [tuple(vignettes), *(one.vignettes for one in normals)]
    labels = list(dict.fromkeys(one.label for one in vignettes))
    weights = [sum(one.label == label for all_of in on_page for one in all_of) for label in labels]
    done, found = 0, []
    for label, weight in zip(labels, weights, strict=True):
        part = SubTick(tick, done / sum(weights), (done + weight) / sum(weights))
        found.append(_sort(label, pages, on_page, part))
        done += weight
    return tuple(found)


def _sort(label: str, pages: Sequence[U8], on_page: Sequence[Sequence[Vignette]], tick: Tick) -> Sort:
    places = [
        Place(number, index)
        for number, vignettes in enumerate(on_page)
        for index, one in enumerate(vignettes)
        if one.label == label
    ]
    chosen = [on_page[place.page][place.number] for place in places]
    for one in chosen:
        if not (one.box[0] < one.box[2] and one.box[1] < one.box[3]):
            raise MisuseError(f"box: expected an area, got {one.box}")
    # The page that is inspected sets the size; another page may have another resolution.
    own = [upright_size(one) for one, place in zip(chosen, places, strict=True) if place.page == 0]
    frame, factor = frame_of(own, len(chosen))
    crops: list[U8] = []
    inks: list[F32] = []
    for number in sorted({place.page for place in places}):
        there = [one for one, place in zip(chosen, places, strict=True) if place.page == number]
        sizes = np.median([upright_size(one) for one in there], axis=0)
        scale = float(np.sqrt(sizes.prod() / (frame.width * frame.height)))
        same = number == 0 or abs(scale / factor - 1) < tuning.SAME_SCAN
        cut = [crop(pages[number], one, frame, factor if same else scale) for one in there]
        levels = levels_of([one[frame.core] for one in cut])
        crops += cut
        inks += [ink_share(one, levels) for one in cut]
    registered = register(
        inks,
        frame,
        lambda done, total: tick(done, total, told("Stages", "laying {label} on its siblings", label=label)),
    )
    return Sort(label, tuple(places), tuple(chosen), frame, registered, tuple(crops))
