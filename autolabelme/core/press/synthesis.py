"""Synthetic pages with truth from one box per label, since historians have few pages (DESIGN section 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..annotation.labelme_json import annotation_path, write_document
from ..errors import MisuseError
from ..files import result_folder
from ..image_io import write_image
from ..owned_files import Written, finish
from ..params import Params, param
from ..progress import SubTick, Tick, no_tick
from . import tuning
from .impression import PressPage, print_page
from .sorts import Sort
from .truth import truth_document, with_sorts
from .typeset import TypesetParams, typeset
from .wear import RECIPES, wear_of

LEVELS = ("clean", "worn", "hard")
SCANS = ("colour", "gray", "bitonal", "steep")
_ATTEMPTS = 6


@dataclass(frozen=True)
class SynthesisParams(Params):
    """What pages are made; the rest is `TypesetParams`."""

    wear: str = param("mixed", choices=("mixed", *LEVELS), help="Wear of the pages; mixed takes turns")
    recipe: str = param("print", choices=RECIPES, help="How ink is taken; blotches is the first press's way")
    scan: str = param("mixed", choices=("mixed", *SCANS), help="Colour, grey, black-and-white or steep scans")
    format: str = param("png", choices=("png", "jpeg"), help="Format of the images")
    width: int = param(2400, minimum=300, maximum=20000, unit="px", help="Page width")
    height: int = param(3200, minimum=300, maximum=20000, unit="px", help="Page height")
    dpi: float = param(300.0, minimum=50, maximum=2400, help="Resolution that the pages claim")
    labels: int = param(12, minimum=0, maximum=500, help="Different sorts on a page; 0 is all")
    copies_low: int = param(4, minimum=1, maximum=500, help="Fewest copies of a sort on a page")
    copies_high: int = param(24, minimum=1, maximum=500, help="Most copies of a sort on a page")
    size_low: int = param(50, minimum=8, maximum=2000, unit="px", help="Shortest longer side of a drawn sort")
    size_high: int = param(160, minimum=8, maximum=2000, unit="px", help="Longest longer side of one")
    quarter_turns: bool = param(True, help="Turn sorts by quarters")
    mirrors: bool = param(True, help="Mirror sorts")

    def typesetting(self) -> TypesetParams:
        """The part that sets a page."""
        return TypesetParams(
            width=self.width,
            height=self.height,
            dpi=self.dpi,
            labels=self.labels,
            copies_low=self.copies_low,
            copies_high=self.copies_high,
            size_low=self.size_low,
            size_high=self.size_high,
            quarter_turns=self.quarter_turns,
            mirrors=self.mirrors,
        )


def _scans_of(recipe: str) -> tuple[float, ...]:
    """Shares of the pages that get each of `SCANS`."""
    return tuning.SCANS_OF_PRINT if recipe == "print" else tuning.SCANS_OF_BLOTCHES


@dataclass(frozen=True)
class SynthesisReport:
    """The files that were written, page by page, and how many copies of each label stand on them."""

    images: tuple[Path, ...]
    annotations: tuple[Path, ...]
    copies: dict[str, int]


def synthesize_page(sorts: Sequence[Sort], params: SynthesisParams, seed: int, number: int) -> PressPage:
    """Page `number` of a series: the same arguments give the same page, whatever else is made.

    Fewer labels are set where the page cannot hold as many as asked; `MisuseError` when not even one fits.
    """
    rng = np.random.default_rng([seed, number])
    wear = LEVELS[number % len(LEVELS)] if params.wear == "mixed" else params.wear
    setting = params.typesetting()
    for attempt in range(_ATTEMPTS):
        try:
            layout = typeset(sorts, setting, rng)
        except MisuseError:
            labels = (setting.labels or len(sorts)) * 2 // 3
            if labels < 1 or attempt == _ATTEMPTS - 1:
                raise
            setting = setting.replace(labels=labels)
            continue
        scan = params.scan
        if scan == "mixed":
            scan = str(rng.choice(SCANS, p=_scans_of(params.recipe)))
        level = wear_of(wear, params.recipe)
        return print_page(layout, sorts, level.replace(scan=scan), int(rng.integers(2**31)))
    raise MisuseError("synthesize_page: nothing fits")


def synthesize_pages(
    sorts: Sequence[Sort],
    folder: Path | str,
    count: int,
    params: SynthesisParams | None = None,
    seed: int = 0,
    *,
    tick: Tick = no_tick,
) -> SynthesisReport:
    """Write `count` pages with their truth as LabelMe JSON into `folder` (page_001.png, page_001.json, ...).

    The pages are one result: they replace all pages of an earlier call, unless somebody has changed them, or,
    when this is cancelled or killed, none. Raises `Cancelled` from `tick` between pages, `InputError` when
    the folder cannot be written, `MisuseError` for a count under 1 or a seed under 0.
    """
    for name, value, least in (("count", count, 1), ("seed", seed, 0)):
        if value < least:
            raise MisuseError(f"{name}: expected at least {least}, got {value}")
    params = params or SynthesisParams()
    folder = Path(folder)
    names = {sort.label: sort.name for sort in sorts if sort.name}
    images, annotations, copies = [], [], dict.fromkeys((sort.label for sort in sorts), 0)
    digits = max(3, len(str(count)))
    with result_folder(folder) as new:
        for number in range(count):
            part = SubTick(tick, number / count, (number + 1) / count)
            stage = f"page {number + 1} of {count}"
            part(0, 2, stage)
            page = synthesize_page(sorts, params, seed, number)
            part(1, 2, stage)
            ending = "png" if params.format == "png" else "jpg"
            image = new.path / f"page_{number + 1:0{digits}d}.{ending}"
            write_image(image, page.rgb, params.dpi)
            images.append(new.final(image))
            truth = with_sorts(truth_document(page, images[-1], names), sorts)
            annotation = write_document(truth, annotation_path(image), embed=False, folder=new.folder)
            annotations.append(new.final(annotation))
            for one in page.truth:
                copies[one.label] += 1
        finish(new, "synthesis", Written())
    tick(1, 1, "done")
    return SynthesisReport(tuple(images), tuple(annotations), copies)
