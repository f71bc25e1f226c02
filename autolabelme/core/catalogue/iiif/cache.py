"""What was fetched, kept on disk up to a stated size: the least recently used goes first.

Each address has two files, its bytes and a record of what they are; bytes that are not what the record
says are not used. A transfer that was cut off is kept, too, to go on with.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import platformdirs

from ...errors import InputError
from ...files import atomic_write_json
from ...hashes import file_sha256
from ...reading import read_object

_OLD_PART_S: Final[float] = 30 * 24 * 3600.0


@dataclass(frozen=True)
class Kept:
    """What is known of an answer: its address, bytes, SHA-256, when it came (s since 1970) and its versions.

    `etag` and `modified` are the server's headers, '' without.
    """

    url: str
    bytes: int
    sha256: str
    fetched: float
    etag: str = ""
    modified: str = ""


def default_folder() -> Path:
    """The user's own cache."""
    return Path(platformdirs.user_cache_dir("autolabelme", False)) / "iiif"


class Cache:
    """The cache in `folder`, at most `most_bytes` of answers; 0 keeps nothing but parts to go on with."""

    def __init__(self, folder: Path | None = None, most_bytes: int = 2_000_000_000) -> None:
        self.folder = default_folder() if folder is None else Path(folder)
        self.most_bytes = most_bytes
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError("cannot be made: {error}", path=self.folder, error=error) from error

    def size(self) -> int:
        """Bytes of all answers."""
        return sum(size for _, size, _ in self._entries())

    def kept(self, url: str) -> Kept | None:
        """What is known of the answer of `url`; None when there is none, or not whole."""
        record = self._place(url, ".json")
        try:
            given = read_object(record)
            found = Kept(
                given.text("url"),
                given.whole("bytes", minimum=0),
                given.text("sha256"),
                given.number("fetched"),
                given.text("etag", ""),
                given.text("modified", ""),
            )
            size = self._place(url, ".data").stat().st_size
        except (InputError, OSError):
            return None
        return found if found.url == url and found.bytes == size else None

    def copy(self, url: str, target: Path) -> Kept | None:
        """Put the answer of `url` into the file `target`; None when there is none any more.

        Another program may make room at this moment, and a disk may have spoilt it.
        """
        found = self.kept(url)
        if found is None:
            return None
        try:
            shutil.copyfile(self._place(url, ".data"), target)
            os.utime(self._place(url, ".data"))  # used now
        except FileNotFoundError:
            return None
        if file_sha256(target) != found.sha256:
            self.forget(url)
            return None
        return found

    def put(self, url: str, file: Path, etag: str, modified: str) -> None:
        """Keep a copy of `file` as the answer of `url`, and make room for it."""
        size = file.stat().st_size
        if size > self.most_bytes:
            return
        place = self._place(url, ".data")
        with contextlib.suppress(OSError):  # a full disk costs the cache, not the page
            self.forget(url)
            self._make_room(size)
            place.parent.mkdir(exist_ok=True)
            shutil.copyfile(file, place)
            kept = Kept(url, size, file_sha256(place), time.time(), etag, modified)
            try:
                atomic_write_json(self._place(url, ".json"), asdict(kept))
            except InputError:
                self.forget(url)

    def still_good(self, url: str) -> None:
        """The server said that the answer of `url` has not changed."""
        found = self.kept(url)
        if found is not None:
            record = asdict(found) | {"fetched": time.time()}
            with contextlib.suppress(InputError):
                atomic_write_json(self._place(url, ".json"), record)

    def forget(self, url: str) -> None:
        """Take the answer of `url` out."""
        for ending in (".json", ".data"):
            with contextlib.suppress(OSError):
                self._place(url, ending).unlink()

    def part(self, url: str) -> Path:
        """Where a transfer of `url` is written while it runs; whoever writes holds the server's turn."""
        place = self._place(url, ".part")
        place.parent.mkdir(exist_ok=True)
        return place

    def turn_file(self, host: str) -> Path:
        """The file that says whose turn it is with the server `host`."""
        folder = self.folder / "servers"
        folder.mkdir(exist_ok=True)
        return folder / f"{_key(host)[:16]}.turn"

    def _make_room(self, size: int) -> None:
        entries = sorted(self._entries())
        room = self.most_bytes - sum(size for _, size, _ in entries)
        for _, freed, place in entries:
            if room >= size:
                break
            for path in (place.with_suffix(".json"), place):
                with contextlib.suppress(FileNotFoundError):
                    path.unlink()
            room += freed

    def _entries(self) -> list[tuple[float, int, Path]]:
        """(last use, bytes, file) of each answer; parts that nobody went on with go."""
        found = []
        for path in self.folder.glob("??/*"):
            with contextlib.suppress(OSError):
                state = path.stat()
                if path.suffix == ".data":
                    found.append((state.st_mtime, state.st_size, path))
                elif (
                    path.suffix in (".part", ".from", ".whole") and time.time() - state.st_mtime > _OLD_PART_S
                ):
                    path.unlink()
        return found

    def _place(self, url: str, ending: str) -> Path:
        key = _key(url)
        return self.folder / key[:2] / f"{key}{ending}"


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
