"""The descriptions of a project's ornaments, kept in one file that can be made again from the pictures.

A description belongs to a content key, so that it survives a moved page and a changed id. All descriptions
are compared, without a graph of neighbours: see decision 0225.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from autolabelme.core.arrays import F32, Array
from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write
from autolabelme.core.matching.parallel import Stop, run_all
from autolabelme.core.progress import SubTick, Tick, no_tick

from .describe import bundled, describe, describer

FORMAT: Final = b"autolabelme descriptions 2\n"
SAVED_EACH: Final = 500
"""Ornaments that are described between two saves: what a kill costs at most."""
_BATCH: Final = 16

LoadCrop = Callable[[str], "Array | None"]
"""The picture (H, W, 3) uint8 of an ornament by its id; None where it cannot be read now."""


@dataclass(frozen=True)
class Entry:
    """An ornament that shall be found."""

    ornament: str
    """Its id in the project."""
    content: str
    """A key of its pixels: page's content and box. Another key means another picture."""


@dataclass(frozen=True, eq=False)
class Index:
    """Descriptions of ornaments; nothing in it changes."""

    ornaments: tuple[str, ...]
    contents: tuple[str, ...]
    vectors: Array
    """(N, D) int8: each description by its own largest number, 127."""
    mark: str = ""
    """Up to which state of the project it is; '' where nobody said."""
    unread: tuple[str, ...] = ()
    """Ornaments that were left out since their picture could not be read."""

    def __len__(self) -> int:
        return len(self.ornaments)

    def nearest(self, description: F32, count: int) -> list[tuple[str, float]]:
        """The `count` ornaments with the most similar descriptions: (id, likeness -1..1), best first.

        Of equal ones the lower id comes first, whatever the order of the index. `description` is that of
        `describe`, float32 (D,). One that is all zeros finds nothing, and an ornament with such a one is not
        found.
        """
        if not len(self) or not description.any():
            return []
        from usearch.index import MetricKind, search

        wanted = min(len(self), max(count, 1) + 1)
        while True:
            found = search(self.vectors, _whole(description), wanted, MetricKind.Cos, exact=True)
            pairs = [
                (1.0 - float(distance), self.ornaments[int(row)])
                for row, distance in zip(found.keys, found.distances, strict=True)
                # A vector of zeros has no angle.
                if np.isfinite(distance) and self.vectors[int(row)].any()
            ]
            # Which of several equal ones a cut leaves out depends on their order: look past them.
            if wanted == len(self) or len(pairs) < count or pairs[-1][0] < pairs[count - 1][0]:
                break
            wanted = min(len(self), 2 * wanted)
        pairs.sort(key=lambda pair: (-pair[0], pair[1]))
        return [(ornament, likeness) for likeness, ornament in pairs[:count]]


def empty_index() -> Index:
    """An index of nothing."""
    return Index((), (), np.zeros((0, bundled().length), np.int8))


def read_index(path: Path) -> Index | None:
    """The index in a file; None where there is none, or it is damaged or of another describer.

    It is made of the pictures alone: whoever gets None makes it anew. `InputError` where the file is there
    and cannot be read at all.
    """
    try:
        with path.open("rb") as stream:
            return _read(stream)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError("cannot be read: {error}", path=path, error=error) from error


def write_index(path: Path, index: Index) -> None:
    """Write an index atomically; `InputError` naming `path` where that cannot be done."""
    rows = json.dumps([index.ornaments, index.contents, index.unread], ensure_ascii=True).encode("ascii")
    vectors = np.ascontiguousarray(index.vectors, np.int8).tobytes()
    head = {
        "describer": describer(),
        "count": len(index),
        "length": int(index.vectors.shape[1]),
        "rows": len(rows),
        "mark": index.mark,
        "crc": zlib.crc32(vectors, zlib.crc32(rows)),
    }

    def write(temporary: Path) -> None:
        with temporary.open("wb") as stream:
            for part in (FORMAT, json.dumps(head).encode("ascii"), b"\n", rows, vectors):
                stream.write(part)

    atomic_write(path, write)


def update_index(
    path: Path | None,
    entries: Iterable[Entry],
    load_crop: LoadCrop,
    *,
    base: Index | None = None,
    changed: Collection[str] | None = None,
    mark: str = "",
    tick: Tick = no_tick,
) -> tuple[Index, tuple[str, ...]]:
    """Bring the index in a file up to date: describe what is new, drop what is no more.

    Saved every 500 ornaments, so that a job which ends early has lost little and a second call goes on from
    there. A damaged file is made anew.

    Parameters
    ----------
    path : None makes an index that is not kept
    entries : the ornaments that shall be in it, each id once
    load_crop : asked for those whose content is not described yet, in several threads
    base : what the file held when it was read last; it is read where this is None
    changed : ornaments that may be other than in the index, all `entries` among them; the others stay as they
        are. None: all. A few that are only dropped do not let the file be written, so that the same are named
        again to the next one who reads it.
    mark : kept with the index

    Returns
    -------
    index, and the ids that were left out since their picture could not be read (tried again by the next call)

    Raises
    ------
    InputError
        The file cannot be written.
    Cancelled
        By `tick`; what was described until then is saved.
    """
    entries = list(entries)
    kept = base if base is not None or path is None else read_index(path)
    before = {} if kept is None else dict(zip(kept.ornaments, kept.contents, strict=True))
    wanted = {} if changed is None else {one: key for one, key in before.items() if one not in changed}
    wanted |= {entry.ornament: entry.content for entry in entries}
    if kept is not None and changed is not None and wanted == before and len(changed) < SAVED_EACH:
        return replace(kept, mark=mark, unread=()), ()
    known = {} if kept is None else dict(zip(kept.contents, kept.vectors, strict=True))
    new = list({entry.content: entry for entry in entries if entry.content not in known}.values())
    unread: set[str] = set()
    for start in range(0, len(new), SAVED_EACH):
        part = new[start : start + SAVED_EACH]
        span = SubTick(tick, start / len(new), (start + len(part)) / len(new))
        count = len(known)
        try:
            _describe_all(part, load_crop, known, unread, span)
        finally:
            # A job that ends here has lost nothing: what the file had stays until all is described.
            if path is not None and len(known) > count:
                # With the mark of before: the next call looks at all of these again.
                half_way = _index_of({**before, **wanted}, known)
                told = half_way if kept is None else replace(half_way, mark=kept.mark, unread=kept.unread)
                write_index(path, told)
    lost = tuple(entry.ornament for entry in entries if entry.content in unread)
    index = replace(_index_of(wanted, known), mark=mark, unread=lost)
    few = changed is not None and len(changed) < SAVED_EACH and len(lost) == len(new)
    if path is not None and (kept is None or not (few or _same(index, kept))):
        write_index(path, index)
    return index, lost


def _same(index: Index, other: Index) -> bool:
    mine, theirs = ((one.ornaments, one.contents, one.mark, one.unread) for one in (index, other))
    return mine == theirs


def _describe_all(
    entries: Sequence[Entry], load_crop: LoadCrop, known: dict[str, Array], unread: set[str], tick: Tick
) -> None:
    """Describe `entries` on all cores, into `known` as they are done."""

    def some(part: Sequence[Entry]) -> Callable[[Stop], int]:
        def work(stop: Stop) -> int:
            for entry in part:
                if stop.is_set():
                    break
                picture = load_crop(entry.ornament)
                if picture is None:
                    unread.add(entry.content)
                else:
                    known[entry.content] = _whole(describe(picture))
            return len(part)

        return work

    parts = [entries[start : start + _BATCH] for start in range(0, len(entries), _BATCH)]
    run_all([some(part) for part in parts], tick, "describing", (0, len(entries), len(entries)))


def _index_of(contents: Mapping[str, str], known: Mapping[str, Array]) -> Index:
    described = sorted((ornament, content) for ornament, content in contents.items() if content in known)
    if not described:
        return empty_index()
    return Index(
        tuple(ornament for ornament, _ in described),
        tuple(content for _, content in described),
        np.stack([known[content] for _, content in described]),
    )


def _whole(description: F32) -> Array:
    """A description as int8; its angle is kept."""
    top = float(np.abs(description).max(initial=0.0))
    return np.round(description * (127 / top if top > 0 else 0.0)).astype(np.int8)


def _read(stream: BinaryIO) -> Index | None:
    if stream.readline(100) != FORMAT:
        return None
    try:
        head: dict[str, Any] = json.loads(stream.readline(10_000))
        count, length, rows_size = (int(head[name]) for name in ("count", "length", "rows"))
        if head["describer"] != describer() or length != bundled().length or min(count, rows_size) < 0:
            return None
        rows, vectors = stream.read(rows_size), stream.read()
        if zlib.crc32(vectors, zlib.crc32(rows)) != head["crc"]:
            return None
        ornaments, contents, unread = json.loads(rows)
        mark = str(head["mark"])
        table = np.frombuffer(vectors, np.int8).reshape(count, length)
    except (ValueError, KeyError, TypeError, RecursionError):
        # Whatever it is, it is made again from the pictures.
        return None
    if not len(ornaments) == len(contents) == count:
        return None
    return Index(tuple(map(str, ornaments)), tuple(map(str, contents)), table, mark, tuple(map(str, unread)))
