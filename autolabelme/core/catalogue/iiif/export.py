"""One export of a catalogue into a folder, in the formats that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ...errors import InputError, MisuseError
from ...files import atomic_write_json, atomic_write_text, result_folder
from ...output_names import label_names
from ...owned_files import Written, finish
from ...progress import SubTick, Tick, no_tick
from .annotations import annotated_manifest, annotation_page
from .crops import write_crops
from .exported import Exported
from .params import FORMATS
from .sheets import blocks_csv, ornaments_csv
from .words import IiifWords


@dataclass(frozen=True)
class ExportResult:
    """The files, pages that could not be read, and how many ornaments have no canvas to be annotated."""

    files: tuple[Path, ...]
    problems: tuple[InputError, ...] = ()
    without_canvas: int = 0


def export(
    exported: Exported,
    folder: str | Path,
    formats: Sequence[str] = FORMATS,
    *,
    base: str = "",
    tick: Tick = no_tick,
) -> ExportResult:
    """Write `exported` under `folder`, which is made.

    Parameters
    ----------
    formats : of `FORMATS`. ``annotations``: for each book from a IIIF manifest a folder with
        ``annotations.json`` (an AnnotationPage) and ``manifest.json`` (opens in a viewer, with them);
        ``ornaments``: ``ornaments.csv``; ``blocks``: ``blocks.csv``, block by book; ``crops``: ``crops.zip``.
    base : the address under which the annotations will be published; see `annotations.annotation_page`.

    The whole is put in place at once, and what an earlier export of these formats left goes; when it raises,
    the earlier one stays. Raises `InputError` when it cannot be written.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise MisuseError(f"formats: expected some of {', '.join(FORMATS)}, got {unknown[0]!r}")
    folder = Path(folder)
    problems: tuple[InputError, ...] = ()
    without = 0
    with result_folder(folder) as new:
        if "annotations" in formats:
            tick(0, len(formats), IiifWords.EXPORTING(what="annotations"))
            without = _annotations(exported, new.path / "annotations", base)
        if "ornaments" in formats:
            atomic_write_text(new.path / "ornaments.csv", ornaments_csv(exported))
        if "blocks" in formats:
            atomic_write_text(new.path / "blocks.csv", blocks_csv(exported))
        if "crops" in formats:
            problems = write_crops(exported, new.path / "crops.zip", tick=SubTick(tick, 0.1, 1.0))
        finish(new, f"catalogue-{'-'.join(sorted(set(formats)))}", Written())
        written = sorted(path for path in new.path.rglob("*") if path.is_file())
        files = tuple(new.final(path) for path in written if not path.name.startswith("."))
    return ExportResult(files, problems, without)


def _annotations(exported: Exported, folder: Path, base: str) -> int:
    """Write them, a folder a book; returns how many ornaments stand on pages without a canvas."""
    names = label_names(book.name for book in exported.books)
    without = 0
    for number, book in enumerate(exported.by_year):
        pages = [page for page in exported.in_order if page.book == book.id]
        with_canvas = [page for page in pages if page.source is not None]
        without += sum(len(exported.on_page[page.id]) for page in pages if page.source is None)
        if not with_canvas:
            continue
        alike = [one.id for one in exported.by_year[:number] if one.name == book.name]
        name = names[book.name] + (f"-{len(alike) + 1}" if alike else "")
        own = f"{base.rstrip('/')}/{quote(name)}" if base else ""
        atomic_write_json(folder / name / "annotations.json", annotation_page(exported, with_canvas, own))
        atomic_write_json(folder / name / "manifest.json", annotated_manifest(exported, book, own))
    return without
