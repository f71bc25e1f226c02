"""Writing that survives a kill, a full disk and a failed encoder: one file, or several as one result.

`atomic_write` and its kin write one file. `result_folder` writes files that belong together, in a folder of
their own or among others: either all of them are there or none, and what an earlier run left of the same
result goes with it. Whoever reads such files calls `reading_folder` (or `finish_interrupted`) first: it
finishes what a kill interrupted between the first and the last file.

Everything is built under a name that begins with `PREFIX` beside its place. A writer holds a lock on what
it builds, so that what a kill left there is told from another writer's work; it goes with the next write
into that folder, or with `clear_leftovers`. See docs/decisions/0100.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from .errors import InputError

if sys.platform != "win32":
    import fcntl

PREFIX = ".saving-"
"""What is under construction begins with this; folder listings leave hidden names out."""
_COMMITTED = f"{PREFIX}commit"
"""A result that is whole and is being put in place; the one name that no random part can be (8 letters)."""
_NEW, _PLAN = "new", "plan.json"
_LEFTOVER = re.compile(re.escape(PREFIX) + r"[0-9a-z_]{8}(\..*)?", re.DOTALL)
_LARGEST_PLAN = 1 << 24
_WAIT_S = 20.0
_OLD_S = 24 * 3600.0
_NOT_OFFERED = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EOPNOTSUPP}
_cleared: set[str] = set()


# --- one file ---------------------------------------------------------------------------------------


def atomic_write(path: Path | str, write: Callable[[Path], None]) -> Path:
    """Let `write` fill a temporary file beside `path`, flush it to disk, then put it in place.

    The temporary file keeps `path`'s suffix, since encoders choose the format by it. A link is followed:
    its target is written. Mode, group and, where the system allows it, owner of an earlier file stay.
    Raises `InputError` naming `path` when the folder is missing, read-only or full, or the file is
    write-protected; then nothing is changed.
    """
    path = Path(path)
    try:
        target = _behind_links(path)
        _make_folder(target.parent, path)
        _refuse_protected(target, path)
        clear_leftovers(target.parent, once=True)
        temporary, lock = _new_file(target)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise _unwritable(error, path) from error
    try:
        write(temporary)
        try:
            _sync(temporary)
            _keep_owner_and_mode(temporary, target)
            if lock is not None and sys.platform == "win32":
                os.close(lock)  # an open file cannot be moved there
                lock = None
            temporary.replace(target)
        except OSError as error:
            raise _unwritable(error, path) from error
    except OSError as error:
        raise _unwritable(error, path) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        if lock is not None:
            os.close(lock)
    _sync_folder(target.parent)
    return path


def atomic_write_bytes(path: Path | str, data: bytes) -> Path:
    """Write `data` to `path` atomically; see `atomic_write`."""

    def write(temporary: Path) -> None:
        temporary.write_bytes(data)

    return atomic_write(path, write)


def atomic_write_text(path: Path | str, text: str) -> Path:
    """Write `text` as UTF-8 with plain newlines to `path` atomically; see `atomic_write`.

    A byte of a file name that is not UTF-8 is written as ``\\udcxx``: in JSON that is its escape, which
    reads back as the same name.
    """
    return atomic_write_bytes(path, text.encode("utf-8", "backslashreplace"))


def atomic_write_json(path: Path | str, value: Any) -> Path:
    """Write `value` as JSON (UTF-8, two spaces) to `path` atomically; NaN is refused."""
    return atomic_write_text(path, json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def refuse_overwriting(targets: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Raise `InputError` when one of the `targets` is one of the pictures that the result is made from."""
    taken = {os.path.realpath(path) for path in inputs}
    for path in targets:
        if os.path.realpath(path) in taken:
            raise InputError(
                "is one of the pictures and would be overwritten; choose another folder", path=path
            )


# --- several files as one result --------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class NewResult:
    """A result under construction: see `result_folder`.

    Attributes
    ----------
    folder : Path
        Where the files will be.
    path : Path
        Where they are written until then, under the same relative names.
    """

    folder: Path
    path: Path
    _removed: set[str] = field(default_factory=set)
    _last: list[Callable[[], None]] = field(default_factory=list)

    def remove(self, *names: str | Path) -> None:
        """Take these files of an earlier result away together with the exchange.

        Names relative to `folder`, of files that this program wrote. What is written anew stays, missing
        ones are no error, and a folder below `folder` that becomes empty goes, too.
        """
        self._removed.update(PurePosixPath(Path(name)).as_posix() for name in names)

    def just_before(self, action: Callable[[], None]) -> None:
        """Do this just before the exchange, when no other writer of ours can come between any more.

        The place to look at what is in `folder` now: to `remove` what the earlier result wrote, or to raise
        when the result shall not replace it.
        """
        self._last.append(action)

    def final(self, path: Path) -> Path:
        """The place of a file that was written below `path`."""
        return self.folder / path.relative_to(self.path)


@contextlib.contextmanager
def result_folder(folder: Path | str) -> Iterator[NewResult]:
    """Write several files into `folder` as one result, among whatever else it holds.

    ::

        with result_folder(output) as new:
            write_image(new.path / "aligned.png", pixels)
            new.remove("difference.png")                      # the earlier run's, not made any more
            atomic_write_json(new.path / "facts.json", facts)

    When the block ends, the files are flushed to disk and the whole is put in place; when it raises (also
    `Cancelled`), or the process is killed in it, `folder` stays what it was. Killed while the files are
    put in place, the next reader (`reading_folder`) or writer finishes. For programs that know
    nothing of this, JSON comes to its place last: there it tells of the other files.

    Raises `InputError` with the file's final name when it cannot be written; then nothing is changed. Not
    for use inside `reading_folder` of the same folder. Another writer of the same folder is waited for
    only while its files are put in place; the later of two results of one name wins as a whole.
    """
    named = Path(folder)
    place = Path(os.path.realpath(named))
    try:
        if named.is_symlink() and not place.exists():
            raise InputError("is a link that leads nowhere", path=named)
        home = place if place.is_dir() else place.parent
        _make_folder(home, named)
        if place.exists() and not place.is_dir():
            raise InputError("is a file, expected a folder", path=named)
    except (OSError, ValueError) as error:
        raise _unwritable(error, named) from error
    with scratch_folder(home) as scratch:
        new = NewResult(place, scratch / _NEW)
        try:
            new.path.mkdir()
            yield new
            _commit(scratch, new)
        except InputError as error:
            if error.path is not None and error.path.is_relative_to(new.path):
                final = named / error.path.relative_to(new.path)
                raise InputError(error.problem, path=final, field=error.field) from error
            raise
        except OSError as error:
            raise _unwritable(error, named) from error


@contextlib.contextmanager
def reading_folder(folder: Path | str) -> Iterator[None]:
    """Read files of one result while no writer exchanges them, after finishing what a kill interrupted.

    Keep the block short, and write nothing into `folder` inside it. A missing folder is no error here.
    Raises `InputError` when an interrupted save cannot be finished.
    """
    place = Path(os.path.realpath(folder))
    while True:
        finish_interrupted(place)
        with _locked(place, exclusive=False):
            if not os.path.lexists(place / _COMMITTED):
                yield
                return


@contextlib.contextmanager
def changing_folder(folder: Path | str) -> Iterator[None]:
    """Read files of `folder`, change and write them one by one while no other process of ours does.

    For a file that several windows and commands add to. Not for use inside `reading_folder` or
    `result_folder` of the same folder. Raises `InputError` when it stays in use by another program.
    """
    place = Path(os.path.realpath(folder))
    while True:
        finish_interrupted(place)
        with _locked(place, exclusive=True):
            if not os.path.lexists(place / _COMMITTED):
                yield
                return


def finish_interrupted(folder: Path | str) -> None:
    """Put in place what was whole when its writer was killed; costs one look where there is nothing.

    Raises `InputError` when it cannot be done, as on a disk that is read-only now.
    """
    place = Path(os.path.realpath(folder))
    if not os.path.lexists(place / _COMMITTED):
        return
    try:
        with _locked(place, exclusive=True):
            _put_in_place(place)
    except OSError as error:
        problem = "a save into it was cut off and cannot be finished: {error}"
        raise InputError(problem, path=folder, error=error) from error


def clear_leftovers(folder: Path | str, *, once: bool = False) -> None:
    """Finish or remove what killed writers left in `folder`, at the program's start say.

    What a living writer builds is not touched, nor anything where this cannot be told and it is less than
    a day old. With `once`, later calls for the same folder do nothing.
    """
    place = os.path.realpath(folder)
    if once and (place in _cleared or PREFIX in place):
        return
    _cleared.add(place)
    finish_interrupted(place)
    try:
        with os.scandir(place) as entries:
            found = [Path(entry.path) for entry in entries if _LEFTOVER.fullmatch(entry.name)]
    except OSError:
        return  # missing or unreadable: whoever needs it says so
    for path in found:
        _remove_abandoned(path)


@contextlib.contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """A hidden folder in `parent`, gone at the end or with the leftovers; `InputError` where none can be."""
    clear_leftovers(parent, once=True)
    while True:
        path = parent / f"{PREFIX}{secrets.token_hex(4)}"
        try:
            path.mkdir()
        except OSError as error:
            raise _unwritable(error, parent) from error
        if (lock := _claim(path)) != _LOST:
            break
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _commit(scratch: Path, new: NewResult) -> None:
    place = new.folder
    paths = [path for path in new.path.rglob("*") if not path.is_dir()]
    paths.sort(key=lambda path: (path.suffix == ".json", path.stat().st_mtime_ns))
    put = [path.relative_to(new.path).as_posix() for path in paths]
    for name, path in zip(put, paths, strict=True):
        _refuse_elsewhere(place, name)
        target = _behind_links(place / name)
        _refuse_protected(target, place / name)
        _keep_owner_and_mode(path, target)
        _sync(path)
    for path in [new.path, *(path for path in new.path.rglob("*") if path.is_dir())]:
        _sync_folder(path)
    if not place.exists():
        for action in new._last:
            action()
        if not put:
            return
        try:
            new.path.rename(place)
            _sync_folder(place.parent)
            return
        except OSError:
            if not place.is_dir():
                raise
            # Made by another writer meanwhile: ours goes among its files.
    with _locked(place, exclusive=True):
        _put_in_place(place)  # of a writer that was killed, or of one where locks are not offered
        for action in new._last:
            action()
        remove = sorted(new._removed - set(put))
        for name in remove:
            _refuse_elsewhere(place, name)
        if not put and not remove:
            return
        (scratch / _PLAN).write_bytes(json.dumps({"put": put, "remove": remove}).encode("ascii"))
        _sync(scratch / _PLAN)
        _sync_folder(scratch)
        # From this renaming on the new result counts; before it the old one.
        scratch.rename(place / _COMMITTED)
        _sync_folder(place)
        _put_in_place(place, follow=True)


def _put_in_place(place: Path, *, follow: bool = False) -> None:
    """Move the files of a committed result; may be done again from wherever a kill interrupted it.

    `follow` writes through a link in a file's place. What is found in a folder is not to be trusted so
    far: there the link itself is replaced.
    """
    pending = place / _COMMITTED
    if not os.path.lexists(pending):
        return
    put, remove = _read_plan(place)
    touched = {place}
    for name in put:
        source, target = pending / _NEW / name, place / name
        if not os.path.lexists(source):
            continue  # moved before the kill
        target.parent.mkdir(parents=True, exist_ok=True)
        touched.add(target.parent)
        target = _behind_links(target) if follow else target
        with contextlib.suppress(FileNotFoundError):  # moved by another process at this moment
            try:
                source.replace(target)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                atomic_write_bytes(target, source.read_bytes())  # a link to another disk
    for name in remove:
        with contextlib.suppress(FileNotFoundError):
            (place / name).unlink()
        touched.add(place / name)
        for parent in list((place / name).parents)[: len(PurePosixPath(name).parts) - 1]:
            with contextlib.suppress(OSError):  # not empty: others' files stay
                parent.rmdir()
    for path in touched:
        _sync_folder(path if path.is_dir() else path.parent)
    with contextlib.suppress(FileNotFoundError):
        (pending / _PLAN).unlink()
    _discard(pending)


def _read_plan(place: Path) -> tuple[list[str], list[str]]:
    """What a committed result puts and removes; nothing where the plan has gone or is none of ours."""
    try:
        with (place / _COMMITTED / _PLAN).open("rb") as stream:
            plan = json.loads(stream.read(_LARGEST_PLAN))
        put, remove = plan["put"], plan["remove"]
        for name in (*put, *remove):
            _refuse_elsewhere(place, name)
    except (
        FileNotFoundError,
        NotADirectoryError,
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
        InputError,
    ):
        # The folder may be a stranger's: a plan that leads out of it is not followed.
        return [], []
    return put, remove


def _refuse_elsewhere(place: Path, name: str) -> None:
    parts = PurePosixPath(name).parts
    plain = parts and not PurePosixPath(name).is_absolute() and not {"..", _COMMITTED} & set(parts)
    if not plain or "\0" in name or (os.name == "nt" and re.search(r"[\\:]", name)):
        raise InputError("is not a name inside the folder", path=place / name)
    if not Path(os.path.realpath((place / name).parent)).is_relative_to(place):
        raise InputError("its folder is a link that leads out of the result's folder", path=place / name)


def _discard(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


# --- locks ------------------------------------------------------------------------------------------

_LOST = -1


def _claim(path: Path) -> int | None:
    """Lock what was just made: a handle, None where there are no locks, `_LOST` when it was swept away."""
    if sys.platform == "win32":
        return None
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return _LOST
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.lexists(path):
            return handle
    except BlockingIOError:
        pass  # it is being swept away
    except OSError:
        os.close(handle)
        return None
    os.close(handle)
    return _LOST


def _remove_abandoned(path: Path) -> None:
    """Remove a leftover unless somebody is still writing it."""
    with contextlib.suppress(OSError):
        if path.is_symlink():
            return
        old = time.time() - path.stat().st_mtime > _OLD_S
        if sys.platform == "win32":
            if old:
                _discard(path)
            return
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _discard(path)
        except BlockingIOError:
            pass
        except OSError:  # no locks on this file system
            if old:
                _discard(path)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _locked(folder: Path, *, exclusive: bool) -> Iterator[None]:
    """Hold the folder's lock, where the system and the file system offer one."""
    if sys.platform == "win32":
        yield
        return
    handle: int | None = None
    with contextlib.suppress(OSError):  # missing or not readable: whoever needs it says so
        handle = os.open(folder, os.O_RDONLY | os.O_NONBLOCK)  # a pipe in its place is not waited for
    try:
        if handle is not None:
            _wait_for(handle, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH, folder)
        yield
    finally:
        if handle is not None:
            os.close(handle)


if sys.platform != "win32":

    def _wait_for(handle: int, kind: int, folder: Path) -> None:
        deadline = time.monotonic() + _WAIT_S
        while True:
            try:
                fcntl.flock(handle, kind | fcntl.LOCK_NB)
                return
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise InputError("is in use by another program", path=folder) from error
                time.sleep(0.01)
            except OSError:
                return


# --- small parts ------------------------------------------------------------------------------------


def _unwritable(error: OSError | ValueError, path: Path) -> InputError:
    return InputError("cannot be written: {error}", path=path, error=error)


def _behind_links(path: Path) -> Path:
    """The file that is written when `path` is: a link's target."""
    if not path.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise InputError("is a link that leads to itself", path=path)
    if not target.parent.is_dir():
        # Not made: the link may lead to a disk that is not there at the moment.
        raise InputError("is a link that leads nowhere", path=path)
    return target


def _make_folder(folder: Path, path: Path) -> None:
    """Make the folder that `path` is to be written in."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        for part in (folder, *folder.parents):
            if part.is_symlink() and not part.exists():
                raise InputError(
                    "cannot be written: {part} is a link that leads nowhere", path=path, part=part
                ) from error
        raise InputError("cannot be written: {folder} is a file", path=path, folder=folder) from error


def _refuse_protected(target: Path, path: Path) -> None:
    # The mode counts, too: an administrator may write every file, but whoever protected it meant to.
    try:
        mode = target.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if target.is_dir():
        raise InputError("is a folder, expected a file", path=path)
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise InputError("is write-protected", path=path)


def _new_file(target: Path) -> tuple[Path, int | None]:
    """An empty file beside `target`, as private as it, with its lock."""
    try:
        mode = target.stat().st_mode & 0o777
    except FileNotFoundError:
        mode = 0o666
    while True:
        # A short name of its own: target.name may already be as long as the file system allows.
        path = target.with_name(f"{PREFIX}{secrets.token_hex(4)}{target.suffix[:16]}")
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode | 0o600))
        lock = _claim(path)
        if lock != _LOST:
            return path, lock


def _keep_owner_and_mode(new: Path, target: Path) -> None:
    """Give `new` what `target` had; where the system or a network mount refuses it, all the rest goes on."""
    try:
        before, now = target.stat(), new.stat()
    except FileNotFoundError:
        return
    if sys.platform != "win32" and (before.st_uid, before.st_gid) != (now.st_uid, now.st_gid):
        try:
            os.chown(new, before.st_uid, before.st_gid)
        except OSError:
            with contextlib.suppress(OSError):
                os.chown(new, -1, before.st_gid)
    if (before.st_mode ^ new.stat().st_mode) & 0o777:
        with contextlib.suppress(OSError):
            new.chmod(before.st_mode & 0o777)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    # A renaming is itself durable only once the folder is flushed; Windows cannot open folders.
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
