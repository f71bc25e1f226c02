"""What is computed once of the impressions of a page: crops and registration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autolabelme.core.arrays import F32, U8, Array, Bool, to_gray
from autolabelme.core.errors import MisuseError
from autolabelme.core.messages import told
from autolabelme.core.progress import SubTick, Tick

from ..inspection.findings import Vignette
from . import tuning
from .crops import Frame, crop, frame_of, upright_size
from .ink import crop_ink, levels_of
from .registration import Registered, register, resampled
from .standing import doubled, stand, twins
from .turns import turned
from .words import SiblingWords


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
    """The impressions of one label in one frame; `crops` grey uint8, not yet registered.

    Without those of authentic pages that are no siblings (`standing.py`).
    """

    label: str
    places: tuple[Place, ...]
    vignettes: tuple[Vignette, ...]
    frame: Frame
    registered: Registered
    crops: tuple[U8, ...]
    notes: tuple[str, ...] = ()
    """What was turned or left out of it, in words."""

    def one_drawing(self, standing: Bool) -> bool:
        """Whether the boxes that are `standing`, bool (impressions,), show one drawing: then they can be
        compared. Blank paper, or text under one label, agrees in nothing."""
        return bool(standing.any()) and float(np.median(self.registered.fit[standing])) >= tuning.ONE_DRAWING

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
        found.append(_sort(label, pages, on_page, ["", *(one.name for one in normals)], part))
        done += weight
    return tuple(found)


def _sort(
    label: str, pages: Sequence[U8], on_page: Sequence[Sequence[Vignette]], names: Sequence[str], tick: Tick
) -> Sort:
    places = [
        Place(number, index)
        for number, vignettes in enumerate(on_page)
        for index, (one, double) in enumerate(zip(vignettes, doubled(vignettes), strict=True))
        # Each of the inspected page is judged, doubles too; of another page they are none.
        if one.label == label and not (number and double)
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
        inks += [crop_ink(one, levels) for one in cut]
    of_page = [place.page for place in places]
    stood = stand(inks, of_page, frame)
    crops = [turned(one, turn) for one, turn in zip(crops, stood.turns, strict=True)]
    inks = [turned(one, turn) for one, turn in zip(inks, stood.turns, strict=True)]
    notes = [_turned(label, stood.turns, of_page, number, names) for number in range(len(names))]
    notes += [SiblingWords.OTHER_DESIGN(label=label, page=names[page]) for page in sorted(stood.strangers)]
    kept = [number for number, page in enumerate(of_page) if page not in stood.strangers]
    stage = told("Stages", "laying {label} on its siblings", label=label)
    for whole in (False, True):
        registered = register(
            [inks[number] for number in kept], frame, lambda done, total: tick(done, total, stage)
        )
        again = twins(registered.ink[:, *frame.core], [of_page[number] for number in kept])
        if whole or not again:
            break
        gone = [of_page[kept[number]] for number in again]
        notes += [
            SiblingWords.SAME_PRINT(label=label, page=names[page], count=gone.count(page))
            for page in sorted(set(gone))
        ]
        kept = [number for at, number in enumerate(kept) if at not in again]
    return Sort(
        label,
        tuple(places[number] for number in kept),
        tuple(chosen[number] for number in kept),
        frame,
        registered,
        tuple(crops[number] for number in kept),
        tuple(note for note in notes if note),
    )


def _turned(
    label: str, turns: Sequence[str], of_page: Sequence[int], number: int, names: Sequence[str]
) -> str:
    """What is said of page `number` where impressions were turned; '' where none was."""
    there = [turn for turn, page in zip(turns, of_page, strict=True) if page == number]
    count = sum(bool(turn) for turn in there)
    if not count:
        return ""
    if number:
        return SiblingWords.TURNED_THERE(label=label, page=names[number], count=count, all=len(there))
    return SiblingWords.TURNED_HERE(label=label, count=count, all=len(there))
