"""The ornaments on the table: one reference, the rest sources, in the user's order. No Qt, nothing heavy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from autolabelme.core.errors import InputError
from autolabelme.core.files import clear_leftovers
from autolabelme.core.image_io import page_count
from autolabelme.core.image_kinds import file_kind, find_images, folders_below, is_image
from autolabelme.core.natural_order import natural_key
from autolabelme.core.ornament import Ornament
from autolabelme.core.progress import Tick, no_tick
from ransac_gui.core.names import SIDECAR_ENDING

# What a run writes beside `<name>_alignment.json`; these are results, never sources of a folder.
_RESULT_ENDINGS = ("_aligned", "_overlay", "_difference")
_SEVERAL_PAGES = ("pdf", "tiff")


@dataclass(frozen=True)
class OrnamentSet:
    """The ornaments in the order of the list; `reference_key` is the key of one of them, or ''."""

    items: tuple[Ornament, ...] = ()
    reference_key: str = ""

    @property
    def reference(self) -> Ornament | None:
        return self.find(self.reference_key)

    @property
    def sources(self) -> tuple[Ornament, ...]:
        """All but the reference, in order."""
        return tuple(item for item in self.items if item.key != self.reference_key)

    def find(self, key: str) -> Ornament | None:
        return next((item for item in self.items if item.key == key), None)

    def with_reference(self, ornament: Ornament) -> OrnamentSet:
        """`ornament` in the place of the old reference, which leaves; if it was a source, it no longer is."""
        items = [item for item in self.items if item.key not in (self.reference_key, ornament.key)]
        return OrnamentSet((*items, ornament), ornament.key)

    def making_reference(self, key: str) -> OrnamentSet:
        """One of the items becomes the reference; the old one becomes a source."""
        return self if self.find(key) is None else replace(self, reference_key=key)

    def with_sources(self, ornaments: Iterable[Ornament]) -> OrnamentSet:
        """More sources before the reference's place at the end; those that are there already stay once."""
        known = {item.key for item in self.items}
        new = []
        for ornament in ornaments:
            if ornament.key not in known:
                known.add(ornament.key)
                new.append(ornament)
        at = len(self.items)
        if self.items and self.items[-1].key == self.reference_key:
            at -= 1
        return replace(self, items=(*self.items[:at], *new, *self.items[at:]))

    def without(self, keys: Iterable[str]) -> OrnamentSet:
        """These leave; without the reference there is none until another is made."""
        gone = set(keys)
        left = tuple(item for item in self.items if item.key not in gone)
        return OrnamentSet(left, "" if self.reference_key in gone else self.reference_key)

    def ordered(self, keys: Iterable[str]) -> OrnamentSet:
        """In the order of `keys`; an item that is not named stays behind the others."""
        order = {key: number for number, key in enumerate(keys)}
        items = sorted(self.items, key=lambda item: order.get(item.key, len(order)))
        return replace(self, items=tuple(items))


@dataclass(frozen=True)
class Collected:
    """What files and folders hold: ornaments in their order, and how many earlier results were left out."""

    ornaments: tuple[Ornament, ...]
    results_left_out: int = 0
    sidecars: tuple[Path, ...] = ()
    """Of earlier runs, in the folders."""
    folders: tuple[Path, ...] = ()
    """Folders with images below a folder that holds none itself: to be offered, none is taken unasked."""


def collect(paths: tuple[Path, ...], *, tick: Tick = no_tick) -> Collected:
    """Every page of the image files, and of those in folders (in natural order), as an ornament.

    A file that cannot be read stays, as one ornament: the table then says what is wrong with it.
    Raises `InputError` for a folder that cannot be read.
    """
    found: list[Ornament] = []
    sidecars: list[Path] = []
    folders: list[Path] = []
    left_out = 0
    for number, path in enumerate(paths):
        tick(number, len(paths), path.name)
        files: tuple[Path, ...] = (path,)
        if path.is_dir():
            clear_leftovers(path, once=True)
            files, more = folder_images(path)
            left_out += more
            own = sorted(path.glob("*" + SIDECAR_ENDING))
            sidecars += own
            if not files and not own and not more:
                folders += folders_below(path, tick)
        for file in files:
            tick(number, len(paths), file.name)
            found += _pages_of(file)
    return Collected(tuple(found), left_out, tuple(sidecars), tuple(folders))


def _pages_of(path: Path) -> list[Ornament]:
    if file_kind(path) not in _SEVERAL_PAGES:
        return [Ornament(path)]
    try:
        count = page_count(path)
    except InputError:
        return [Ornament(path)]
    if count == 1:
        return [Ornament(path)]
    return [Ornament(path, page, title=f"{path.name} ({page + 1})") for page in range(count)]


def folder_images(folder: Path) -> tuple[tuple[Path, ...], int]:
    """The folder's images in natural order (2 before 10), and how many earlier results were left out.

    `InputError` when the folder cannot be read.
    """
    found = sorted(find_images(folder), key=lambda path: (natural_key(path.name), path.name))
    kept = tuple(path for path in found if not is_result(path))
    return kept, len(found) - len(kept)


def is_result(path: Path) -> bool:
    """Whether an earlier alignment wrote this file: its sidecar lies beside it."""
    for ending in _RESULT_ENDINGS:
        if path.stem.endswith(ending):
            return path.with_name(path.stem.removesuffix(ending) + SIDECAR_ENDING).is_file()
    return False


def are_images(paths: Iterable[Path]) -> bool:
    """Whether all of the paths are images, by their first bytes."""
    return all(map(is_image, paths))
