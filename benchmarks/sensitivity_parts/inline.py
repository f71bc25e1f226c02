"""Numbers of the engines that stand where they are used, by what they are; any other decides, and is refused.

    python -m benchmarks.sensitivity_parts.inline    # how many stand where, and those that have no kind

A number that decides a result belongs into the `tuning.py` beside its file, with unit and source. One that
does not is added below, under its kind: the file (engine and name), and the number, or the constant's name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .engines import ENGINES, files_of, name_of
from .numbers import inline_numbers

Item = str | float
ALL = ...
"""In place of numbers: every one of the file is of its kind."""

EVERYWHERE: Mapping[str, tuple[Item, ...]] = {
    "degrees of a turn, values of a byte": (270, 270.0, 256),
    "spread of normal noise by its median and quartile": (1.4826, 0.6745),
    "millimetres of an inch": (25.4,),
    "what a Sobel kernel sums to": (0.125,),
    "seeds that a generator takes": (31, 62),
}
"""Numbers that are the same thing wherever they stand."""

KINDS: Mapping[str, Mapping[str, tuple[Item, ...] | type(...)]] = {
    "steps of the progress, and how often it is told": {
        "align/coarse": (500,),
        "align/smooth_flow": (64,),
        "align/voting": (512,),
        "core/catalogue/iiif/turns": ("LOOK_S",),
        "core/catalogue/work/cluster": ("_LOOK_S",),
        "core/decoding": ("_LOOK_S",),
        "core/progress": (1000,),
        "core/time_left": ALL,
        "detect/detection": ("_REFINE_SHARE",),
        "detect/loop": (60,),
        "inspect/fitting": ("_LOOKED", "_LEARNED", "_MEASURED"),
        "lab/cli": (1000,),
        "lab/protocols/localization": ("_FIT_SHARE",),
        "lab/scorers/cae": (5,),
        "lab/scorers/dfr": (25,),
        "lab/scorers/vae": (10,),
        "matching/glance": ("_STEPS", 7, 10),
        "matching/parallel": ("_TICK_SECONDS",),
        "matching/search": ("_STEPS", 6, 75, 8, 9, 10, 99),
        "retrieval/verification": (600, 800, 1000),
    },
    "what is held, kept or worked on at a time: memory and speed, not the result": {
        "align/align": (8,),
        "align/cells": ("_PART",),
        "align/checkpoint": ("_MAX_BYTES",),
        "align/compose": (250_000,),
        "align/saved": ("_MOST_CELLS",),
        "align/spline": (64,),
        "core/annotation/beside": ("_SETTLED_NS", 16, 4096),
        "core/annotation/picture": ("_LARGE",),
        "core/catalogue/database": ("BUSY_S", "_CACHE_KIB"),
        "core/catalogue/iiif/cache": ALL,
        "core/catalogue/iiif/client": ("_FRESH_S", "_MOST_MOVES", "_LONGEST_BACKOFF_S", "_LONG_S"),
        "core/catalogue/iiif/image_api": ("_MOST_TILES",),
        "core/catalogue/iiif/params": ALL,
        "core/catalogue/iiif/sources": ALL,
        "core/catalogue/iiif/transfer": ("_PIECE",),
        "core/catalogue/lock": ("_LARGEST",),
        "core/catalogue/queries": ("_CHUNK",),
        "core/catalogue/work/cluster": ("_START_S", "_AHEAD", 10, 15),
        "core/catalogue/work/cluster_child": ALL,
        "core/catalogue/work/params": ALL,
        "core/catalogue/work/through": ALL,
        "core/decoder_child": ("MOST_PAGES", "_EXTRA_BYTES"),
        "core/decoding": (7.5, "_MOST_CHILDREN", "_PIPE_BYTES", 20.0, 2e-6),
        "core/doctor": (60,),
        "core/downloads": ("_CHUNK", "_TIMEOUT_S", "_LARGEST_PAGE", 20),
        "core/files": ("_LARGEST_PLAN", "_WAIT_S", "_OLD_S", 0.01),
        "core/image_pdf": ("_COMPUTING_S",),
        "core/image_samples": ("MAX_PIXELS", "MAX_BYTES", "_STRIP_PIXELS", 1e9),
        "core/image_tiff": ("_MOST_DIRECTORIES",),
        "core/known_picture": (64,),
        "core/reading": ("MOST_BYTES", "MOST_LEVELS", "_MOST_WHOLE", "_MOST_NAME", "_MOST_PATH", 40, 63),
        "detect/detection": (64,),
        "detect/loop": ("_LEAST_BATCH", "_WORKERS_ON_GPU"),
        "detect/pace": ALL,
        "finding/trees": ("_TOGETHER",),
        "inspect/damage": (8192,),
        "inspect/normals": ("_MOST_SIDE",),
        "lab/scorers/dae": ("_GRID", 16),
        "lab/scorers/naive": (4000,),
        "lab/scorers/patchcore": (4096,),
        "matching/candidates": ("_BLOCK", "_SORTED_AT_ONCE"),
        "matching/page": ALL,
        "matching/parallel": ("_MOST", "_AHEAD"),
        "matching/pose_fit": ("_CHUNK_POINTS", "_CALL_POINTS"),
        "matching/templates": ("_LEAST_HALVED", 4),
        "press/matter": (2048,),
        "retrieval/in_project": ("_PAGES_KEPT", "_CHUNK"),
        "retrieval/index": ("SAVED_EACH", "_BATCH", 10_000),
    },
    "the form of what is stored, and its version": {
        "align/result_io": ("FORMAT",),
        "align/saved": ("GRID_SIDE",),
        "core/annotation/exports": (65536,),
        "core/annotation/labelme_schema": ALL,
        "core/annotation/picture": ("_THUMBNAIL", 8),
        "core/catalogue/database": ("APPLICATION_ID",),
        "core/catalogue/iiif/annotations": ALL,
        "core/catalogue/iiif/client": ("_AGAIN", "_MOVED", 200, 206, 304, 416),
        "core/catalogue/iiif/crops": ALL,
        "core/catalogue/iiif/image_api": (3,),
        "core/catalogue/iiif/pages": (65500,),
        "core/catalogue/iiif/problems": ALL,
        "core/catalogue/iiif/texts": ALL,
        "core/catalogue/iiif/transfer": (32, 200, 206),
        "core/catalogue/iiif/turns": ("_LOCKED_BYTE", 40, 438),
        "core/catalogue/lock": ("_LOCKED_BYTE", 438),
        "core/catalogue/migrations/versions/v0002_listing": ALL,
        "core/catalogue/queries": ("UNKNOWN_YEAR",),
        "core/catalogue/records": ALL,
        "core/catalogue/sort_search": ALL,
        "core/catalogue/years": (1000, 500, 50, 10, 5),
        "core/decoder_child": (72,),
        "core/doctor": (11,),
        "core/errors": ALL,
        "core/files": ("_LOST", 146, 384, 438, 511),
        "core/given_pictures": (4, 8, 16, 64, 300),
        "core/image_io": ("_ORIENTATION", 5, 8, 9, 14, 16, 24, 32, 40, 127, 95, 300, 65500),
        "core/image_kinds": ALL,
        "core/image_pdf": (8,),
        "core/image_samples": ("_TO_8_BIT", 3, 5, 6, 7, 8, 65535),
        "core/image_tiff": (
            "_WHITE_IS_0",
            "_GRAY",
            "_RGB",
            "_PALETTE",
            "_INKS",
            "_YCBCR",
            "_CIELAB",
            "_ICCLAB",
            "_COLOURS",
            "_PILLOW_READS",
            "_REDUCED",
            "_MASK",
            "_OLD_REDUCED",
            3,
            4,
            5,
            7,
            8,
            16,
            128,
            274,
            2.54,
            32768,
            65280.0,
            65535.0,
            256.0,
        ),
        "core/output_names": ALL,
        "core/owned_files": ALL,
        "core/weights": ALL,
        "core/weights_vgg": ALL,
        "detect/catalogue": ("EXAMPLES_KEPT",),
        "finding/__init__": ("VERSION",),
        "finding/finder": ("GRAPHIC", "INITIAL_LETTER", "STAMP"),
        "inspect/findings": (1e-4, 2e-3),
        "inspect/normals": ("EXAMPLES_KEPT",),
        "inspect/pair_chance": ("_SHARES",),
        "inspect/standard": (91,),
        "inspect/verdict": (0.01,),
        "lab/protocols/set_files": ALL,
        "ledger/files": ALL,
        "ledger/order": ("_CODES",),
        "retrieval/describe": ("_FORM",),
    },
    "a code that fits a byte": {
        "matching/candidates": ("_UNIT",),
        "matching/edges": (
            *("BINS", "MOST_POINTS", "NEUTRAL", "_DIRECTIONS"),
            *("_LEVEL_BITS", "_LEVELS", "_FEWER"),
        ),
    },
    "keeps a division, a logarithm or a correlation of nothing from running away": {
        "align/cells": ("_BLANK",),
        "align/losses": (1e-4, 1e-5),
        "align/smooth_flow": ("_FLAT", 1e9),
        "block/likelihood": (1e-3,),
        "block/sheets": (1e-3,),
        "core/correlation": ALL,
        "detect/losses": ("EPS",),
        "detect/registration": (1e-4, 1e-3),
        "inspect/damage": (1e-3,),
        "inspect/evidence": (1e-3,),
        "inspect/frame": (1e-3,),
        "inspect/likeness": (1e-4,),
        "inspect/pair_chance": (1e-3,),
        "inspect/signed_ink": (1e-3, 1e-4),
        "inspect/standard": (1e-3,),
        "lab/scorers/dfr": (1e-3,),
        "lab/scorers/patchcore": (1e-3,),
        "lab/scorers/vae": (8.0,),
        "ledger/events": (1e-3,),
        "matching/evidence": (50,),
    },
    "a picture, a place or a set that is too small to be looked at; room for rounding": {
        "align/batch": (4,),
        "align/coarse": (3,),
        "align/compose": ("_EDGE", 5),
        "align/prepare": (3,),
        "align/smooth_flow": (4,),
        "align/spline": (3,),
        "align/verify": (3,),
        "block/residual": (3,),
        "block/shift": (8,),
        "block/strokes": (0.01,),
        "core/annotation/exports": (1e-3,),
        "detect/box_refinement": (4,),
        "detect/registration": (8,),
        "finding/ink": (8,),
        "inspect/file_inspection": (64.0,),
        "inspect/fitting": (8.0,),
        "inspect/ink": (0.3,),
        "inspect/layout_findings": (3, 1e3),
        "inspect/pair": (8,),
        "inspect/reference": (4,),
        "lab/scorers/frames": (3,),
        "lab/scorers/on_ornament": (4.0,),
        "lab/scorers/vae": (8,),
        "ledger/events": (3, 4, 0.01),
        "matching/pose_fit": (1.15,),
        "press/aging": (4.0,),
        "press/crops": (3, 4),
        "press/ornaments": (4.0,),
        "press/paper": (4.0,),
        "press/recut": (4.0, 8, 16),
        "press/symmetry": (6, 8),
        "press/truth": (8,),
        "retrieval/describe": (16,),
        "retrieval/verification": (8,),
        "siblings/crops": (8,),
    },
    "the nearer of two: more than half of an ink, of a share, of a probability": {
        "align/losses": (0.5,),
        "align/result_io": (0.5,),
        "align/train": (0.5,),
        "align/verify": (0.5,),
        "block/elsewhere": (0.5,),
        "block/residual": (0.5,),
        "block/verdict": (0.5,),
        "finding/find": (0.5,),
        "finding/ink": (0.5,),
        "finding/kinds": (0.5,),
        "inspect/damage": (0.5,),
        "inspect/left_out": (0.5,),
        "inspect/likeness": (0.5,),
        "inspect/pair": (0.5,),
        "inspect/signed_ink": (0.5,),
        "lab/scorers/cae": (0.5,),
        "ledger/frame": (0.5,),
        "ledger/kinds": (0.5,),
        "press/aging": (0.5,),
        "press/crops": (0.5,),
        "press/recut": (0.5,),
    },
    "mathematics: splines, bases, quantiles, statistics": {
        "align/cells": ("_PLASTIC",),
        "align/spline": (1.5, 6, 16, "_FOLDS", "_PERIOD"),
        "align/verify": (0.01, 0.03, 17),
        "block/likelihood": (1e-4, 0.1),
        "block/verdict": (0.98,),
        "core/image_samples": (
            "_SRGB_FROM_XYZ_D50",
            "_WHITE_D50",
            16,
            116,
            500,
            200,
            6,
            29,
            0.0031308,
            12.92,
            1.055,
            2.4,
            0.055,
        ),
        "inspect/carved": (10.0,),
        "inspect/conformal": ("NORMALS_FOR_ONE_PERCENT",),
        "inspect/material": (200,),
        "inspect/pair_chance": (10, 10.0),
        "inspect/standard": ("_NEAR_NORMAL", 10),
        "inspect/verdict": (10.0,),
        "lab/scorers/ensemble": ("_SURPRISES", 10.0),
        "lab/scorers/patchcore": (20.0,),
        "ledger/order": ("_SEED",),
        "matching/evidence": (0.75, 3.0),
        "matching/templates": (0.25,),
        "press/calibration": ("SHIFT_PX", 5),
        "press/fields": (0.2, 2.83, 4.0),
        "siblings/standard": ("_MAD",),
    },
    "what OpenCV takes": {
        "align/compose": (1e4, 3.2e4),
        "align/smooth_flow": (1e4, 3e4),
        "align/verify": (1e4,),
        "inspect/damage": ("_THREE", "_CROSS", 5),
        "inspect/likeness": ("_THREE",),
        "ledger/events": (5,),
        "ledger/frame": (5,),
        "matching/pose_fit": ("_WIDEST",),
        "press/placement": (8,),
        "press/recut": (5,),
    },
    "what the report says, or names and forms do; the ranges of a form": {
        "align/params": ALL,
        "core/catalogue/iiif/pages": ("DPI_RANGE",),
        "core/catalogue/years": ("_YEARS",),
        "core/options": ALL,
        "core/params": ALL,
        "detect/default_boxes": ALL,
        "detect/params": ALL,
        "lab/cli": ("OK", "BAD_INPUT", 10),
        "lab/scorers/dae": (60, 2e-4),
        "lab/scorers/prototype": ("_SIDE",),
        "matching/neighbourhood": ("LARGEST_HEIGHTS",),
        "matching/params": ALL,
        "matching/poses": ("_STRAIGHT_DEG",),
        "siblings/params": ALL,
    },
    "a published protocol, and its published figures": {
        "lab/protocols/changes": ALL,
        "lab/protocols/clustering": ALL,
        "lab/protocols/clusters": ALL,
        "lab/protocols/discovery": ALL,
        "lab/protocols/elements": ALL,
        "lab/protocols/metrics": ALL,
        "lab/protocols/published": ALL,
    },
    "units of a length, and how exact one is on paper": {
        "align/lengths": ALL,
        "core/catalogue/iiif/models": ALL,
        "ledger/dates": ALL,
    },
    "what is shown: colours, sides of pictures, lines of a table, words for a share": {
        "align/report": ALL,
        "align/results_table": ALL,
        "block/arrows": ALL,
        "core/catalogue/from_iiif": ALL,
        "core/manual": ALL,
        "core/reading": (13,),
        "core/report": ALL,
        "core/report_parts": ALL,
        "core/report_pictures": ALL,
        "core/sorts": ALL,
        "core/terminal": ALL,
        "detect/card": ALL,
        "detect/plots": ALL,
        "detect/report": ALL,
        "detect/report_card": ALL,
        "inspect/findings": (40, 60, 80, 96, 110, 120, 140, 150, 160, 214),
        "inspect/inspector": (12,),
        "inspect/maps": ALL,
        "ledger/report": ALL,
        "siblings/inspection": ("_NEAREST",),
        "siblings/report": ALL,
        "siblings/words": ALL,
    },
    "a network's layers, its training, and how that is watched; a trained one stays as it is": {
        "align/deep_features": (8, 13, 16, 128),
        "align/losses": ("CYCLE_WEIGHT", "MATCH_WEIGHT", 0.3, 11),
        "align/mobilenet": ALL,
        "align/networks": ALL,
        "align/synthetic": ALL,
        "align/train": ALL,
        "detect/backbones": ALL,
        "detect/dae": ALL,
        "detect/data": ("STORED_PX", 5),
        "detect/evaluation": ALL,
        "detect/loop": (6,),
        "detect/model_folder": ALL,
        "detect/presets": ALL,
        "detect/preview": ALL,
        "detect/training": ALL,
        "inspect/change_network": ALL,
        "lab/scorers/cae_network": ALL,
        "lab/scorers/change": ALL,
        "lab/scorers/dae": ("_PAPER", "_BLACK"),
        "lab/scorers/features": ALL,
        "lab/scorers/vae": ("_CHANNELS",),
    },
    "what trees were taught on: held by tests of the measures, and taught anew with them": {
        "finding/around": ALL,
        "finding/measures": ALL,
        "finding/places": ALL,
        "finding/kinds": (95,),
    },
    "demonstrations and their seeds": {
        "align/demo": ALL,
        "detect/demo": ALL,
        "detect/demo_inspect": ALL,
        "inspect/press_normals": ("FIRST_SEED", "PARAMS", 8, 200, 2000, 20_000),
    },
    "how a page is set and printed: parameters with their ranges, and what fits on it": {
        "detect/synthesis": (8, 50, 300, 2400, 20_000),
        "lab/scorers/base": ("PAPER", "BLACK"),
        "lab/sets/changes": ALL,
        "lab/sets/clusters": ALL,
        "lab/sets/elements": ALL,
        "lab/sets/specimen": ALL,
        "press/aging": ("_TRIES",),
        "press/impression": (127.5,),
        "press/inking": (8,),
        "press/ornaments": (1.15, 3, 5, 24),
        "press/paper": (1.5, 6),
        "press/recut": (
            *(3, 1_000_000, 1000, 1.5),
            *(0.003, 0.001, 0.12, 0.3, 0.05, 0.005, 0.002, 0.2, 0.02, 0.006, 0.45, 0.9),
        ),
        "press/synthesis": ("_ATTEMPTS",),
        "press/typeset": ALL,
        "press/warps": ("_STEP", 9),
        "press/wear": ALL,
    },
}
"""Kind: file, and its numbers that are of it."""


@dataclass(frozen=True)
class Found:
    """A number where it is used."""

    file: str
    """Engine and name, as in `KINDS`."""
    line: int
    item: Item
    kind: str
    """Empty: it decides, as far as anyone said."""


def found(engine: str, files: Iterable[Path]) -> Iterator[Found]:
    """Every number of an engine's files but its tuning file."""
    for path in files:
        if path.stem != "tuning":
            file = f"{engine}/{name_of(engine, path)}"
            for line, item in inline_numbers(path):
                yield Found(file, line, item, kind_of(file, item))


def kind_of(file: str, item: Item) -> str:
    """What a number of a file is, or nothing."""
    for kind, numbers in EVERYWHERE.items():
        if _among(item, numbers):
            return kind
    for kind, files in KINDS.items():
        numbers = files.get(file, ())
        if numbers is ALL or _among(item, numbers):
            return kind
    return ""


def _among(item: Item, numbers: tuple[Item, ...]) -> bool:
    return any(type(item) is type(one) and item == one for one in numbers)


def unused(engine: str) -> list[str]:
    """Entries of `KINDS` of an engine that nothing in its files is."""
    there = {(one.file, one.item) for one in found(engine, files_of(engine))}
    files = {file for file, _ in there}
    left = []
    for kind, entries in KINDS.items():
        for file, numbers in entries.items():
            if not file.startswith(f"{engine}/"):
                continue
            if numbers is ALL:
                left += [] if file in files else [f"{file}: {kind}"]
            else:
                left += [f"{file}: {one}" for one in numbers if (file, one) not in there]
    return left


def main() -> None:
    """Say how many numbers of each kind stand where they are used, and name those without one."""
    every = [one for engine in ENGINES for one in found(engine, files_of(engine))]
    for kind in dict.fromkeys(one.kind for one in every):
        print(f"{sum(one.kind == kind for one in every):5} {kind or 'WITHOUT A KIND'}")
    for one in every:
        if not one.kind:
            print(f"{one.file}.py:{one.line}: {one.item}")
    sys.exit(any(not one.kind for one in every))


if __name__ == "__main__":
    main()
