"""Pictures of ornaments in one archive, with a list of what each is."""

from __future__ import annotations

import hashlib
import json
import math
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any, Final

from ...arrays import U8
from ...errors import InputError
from ...files import atomic_write
from ...image_io import encode_png, read_rgb
from ...known_picture import read_known
from ...output_names import page_names, place_name, safe_name
from ...progress import Tick, no_tick
from ...tables import csv_text
from .exported import Exported, ExportOrnament, ExportPage
from .sheets import ORNAMENT_COLUMNS, facts_of
from .words import IiifWords

LIST_JSON: Final[str] = "crops.json"
LIST_CSV: Final[str] = "crops.csv"
_TIME = (1980, 1, 1, 0, 0, 0)
"""The same ornaments give the same archive, byte for byte."""


def write_crops(exported: Exported, path: Path, *, tick: Tick = no_tick) -> tuple[InputError, ...]:
    """Write a ZIP with a PNG of each ornament, by kind, and `LIST_JSON` and `LIST_CSV`.

    Returns a problem for each page that cannot be read: its ornaments are left out. One page is in memory at
    a time; when `tick` raises, an earlier archive stays.
    """
    problems: list[InputError] = []

    def write(temporary: Path) -> None:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
            _fill(archive, exported, problems, tick)

    atomic_write(path, write)
    return tuple(problems)


def _fill(archive: zipfile.ZipFile, exported: Exported, problems: list[InputError], tick: Tick) -> None:
    pages = exported.in_order
    names = page_names((page.path, page.number) for page in pages)
    listed: list[dict[str, Any]] = []
    for done, page in enumerate(pages):
        tick(done, len(pages), IiifWords.EXPORTING(what=page.path.name))
        try:
            pixels = (
                read_known(page.path, page.number, page.content)
                if page.content
                else read_rgb(page.path, page.number)
            )
        except InputError as error:
            problems.append(error)
            continue
        if pixels.shape[:2] != (page.height, page.width):
            problem = f"is another picture now: {pixels.shape[1]} x {pixels.shape[0]} pixels"
            problems.append(
                InputError(
                    "{reason}, not {width} x {height}",
                    path=page.path,
                    reason=problem,
                    width=page.width,
                    height=page.height,
                )
            )
            continue
        for one in exported.on_page[page.id]:
            data = _crop(pixels, one, page, problems)
            if data is None:
                continue
            name = safe_name(f"{names[page.path, page.number]}{place_name(one.box)}_{one.id[:12]}")
            file = (PurePosixPath("crops") / safe_name(one.kind) / f"{name}.png").as_posix()
            archive.writestr(zipfile.ZipInfo(file, _TIME), data)
            sha256 = hashlib.sha256(data).hexdigest()
            listed.append({"file": file, "sha256": sha256, **_renamed(facts_of(exported, one))})
    columns = ("file", "sha256", *(_NAMES.get(name, name) for name in ORNAMENT_COLUMNS))
    table = csv_text(columns, ([one[name] for name in columns] for one in listed))
    archive.writestr(zipfile.ZipInfo(LIST_CSV, _TIME), table)
    text = json.dumps({"format": 1, "crops": listed}, ensure_ascii=False, indent=2)
    archive.writestr(zipfile.ZipInfo(LIST_JSON, _TIME), f"{text}\n".encode("utf-8", "backslashreplace"))


_NAMES = {"file": "page_file"}


def _renamed(facts: dict[str, Any]) -> dict[str, Any]:
    return {_NAMES.get(name, name): value for name, value in facts.items()}


def _crop(pixels: U8, one: ExportOrnament, page: ExportPage, problems: list[InputError]) -> bytes | None:
    x1, y1, x2, y2 = one.box
    left, top = max(0, math.floor(x1)), max(0, math.floor(y1))
    part = pixels[top : math.ceil(y2), left : math.ceil(x2)] if min(x2, y2) > 0 else pixels[:0]
    if 0 in part.shape:
        problems.append(
            InputError("the box of ornament {ornament} lies outside of it", path=page.path, ornament=one.id)
        )
        return None
    return encode_png(part)
