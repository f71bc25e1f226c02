"""Asking libraries' servers politely: one question at a time, a pause between, again when it fails.

Only addresses that the user named, or that stand in what those gave, are asked for. Every fault is a
`SourceError` in one line.
"""

from __future__ import annotations

import contextlib
import email.utils
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from ...errors import InputError, problem_of
from ...files import atomic_write, scratch_folder
from ...image_kinds import HEAD_BYTES
from ...progress import Tick, cancellable, no_tick
from .cache import Cache
from .params import MOST_PICTURE_BYTES, MOST_TEXT_BYTES, FetchParams
from .problems import SourceError, UnreachableError, shown
from .texts import require_http
from .transfer import Answer, BrokenBodyError, FileSink, Line, OddEncodingError, Sink, TextSink, TooLargeError
from .turns import turn, wait
from .words import IiifWords

_T = TypeVar("_T")

_FRESH_S: Final[float] = 3600.0
"""So long a document is used again without a question; afterwards the server is asked whether it changed."""

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_MOVES: Final[int] = 5
_LONGEST_BACKOFF_S: Final[float] = 60.0
_LONG_S: Final[float] = 2.0


class _Failed(Exception):
    """A question that may succeed when it is asked again, after `wait_s` at least."""

    def __init__(self, problem: SourceError, wait_s: float = 0.0) -> None:
        super().__init__(str(problem))
        self.problem, self.wait_s = problem, wait_s


class Client:
    """A context manager that asks; `cache` is the user's own unless another one is given.

    Methods take a `tick` that is called every 50 ms, also while a server is silent, and may raise
    `Cancelled`.
    """

    def __init__(self, params: FetchParams = FetchParams(), cache: Cache | None = None) -> None:  # noqa: B008
        self.params = params
        self.cache = Cache(None, round(params.cache_gb * 1e9)) if cache is None else cache
        self._line: Line | None = None

    def __enter__(self) -> Self:
        self._line = Line(self.params.timeout_s, self.params.slowest_s)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def read(self, url: str, parse: Callable[[str], _T], *, tick: Tick = no_tick) -> _T:
        """What `parse` makes of the document at `url`; one that it refuses is not kept.

        Raises `SourceError` when the document cannot be had or is no text, and what `parse` raises.
        """
        require_http(url)
        headers = {"Accept": "application/ld+json, application/json", "Accept-Encoding": "gzip"}
        sink = TextSink(MOST_TEXT_BYTES)
        with scratch_folder(self.cache.folder) as folder:
            file, data = folder / "copy", None
            if kept := self.cache.copy(url, file):
                data = file.read_bytes()
                if 0 <= time.time() - kept.fetched < _FRESH_S:
                    return parse(_decoded(data, url))
                if kept.etag:
                    headers["If-None-Match"] = kept.etag
                elif kept.modified:
                    headers["If-Modified-Since"] = kept.modified
            answer = self._ask(url, lambda: headers, sink, tick, IiifWords.READING(url=shown(url)))
            if answer.status == 304 and data is not None:
                self.cache.still_good(url)
                return parse(_decoded(data, url))
            found = parse(_decoded(bytes(sink.data), url))
            file.write_bytes(sink.data)
            self._keep(url, file, answer)
            return found

    def fetch(self, url: str, target: Path, check: Callable[[Path], _T], *, tick: Tick = no_tick) -> _T:
        """Put the picture at `url` into the new file `target`, and return what `check` says of it.

        `check` opens the file and raises `InputError` when it is no picture; it is then asked for once
        more. What was cut off is gone on with, in this call and in later ones. Raises `SourceError`, and
        `InputError` when `target` cannot be written.
        """
        require_http(url)
        stage = IiifWords.READING(url=shown(url))
        with cancellable(lambda: tick(0, 0, stage)):
            with scratch_folder(self.cache.folder) as folder:
                file = folder / "copy"
                if self.cache.copy(url, file):
                    try:
                        found = check(file)
                    except InputError:
                        self.cache.forget(url)
                    else:
                        _put(file, target)
                        return found
            return self._fetched(url, target, check, tick, stage)

    def _fetched(self, url: str, target: Path, check: Callable[[Path], _T], tick: Tick, stage: str) -> _T:
        for last in (False, True):
            sink = FileSink(self.cache.part(url), MOST_PICTURE_BYTES)
            try:
                answer = self._ask(url, lambda: _PICTURE | sink.request_headers(), sink, tick, stage)  # noqa: B023
            finally:
                sink.close()
            try:
                found = check(sink.whole)
                self._keep(url, sink.whole, answer)
                _put(sink.whole, target)
                return found
            except InputError as error:
                if error.path != sink.whole:
                    raise  # the target cannot be written
                if last:
                    raise SourceError(_no_picture(error, _head(sink.whole)), url) from error
            finally:
                sink.whole.unlink(missing_ok=True)
        raise AssertionError("unreachable")

    # --- asking ---------------------------------------------------------------------------------------

    def _ask(
        self, url: str, headers: Callable[[], Mapping[str, str]], sink: Sink, tick: Tick, stage: str
    ) -> Answer:
        """The answer to `url`, with the body in `sink`; asked again as often as the parameters say."""
        wait_s = 0.0
        for number in range(self.params.tries):
            if number:
                backoff = min(_LONGEST_BACKOFF_S, self.params.delay_s * 2**number)
                _wait(max(wait_s, backoff), url, tick, stage)
            try:
                return self._moved(url, headers(), sink, tick, stage)
            except _Failed as failed:
                problem, wait_s = failed.problem, failed.wait_s
        raise problem

    def _moved(self, url: str, headers: Mapping[str, str], sink: Sink, tick: Tick, stage: str) -> Answer:
        at = url
        for _ in range(_MOST_MOVES + 1):
            answer = self._once(url, at, headers, sink, tick, stage)
            if answer.status not in _MOVED:
                return answer
            to = urljoin(at, answer.headers.get("location", ""))
            at = require_http(to, url, "redirect")
        raise SourceError("sends from one address to the next, more than {most} times", url, most=_MOST_MOVES)

    def _once(
        self, url: str, at: str, headers: Mapping[str, str], sink: Sink, tick: Tick, stage: str
    ) -> Answer:
        assert self._line is not None, "the client is a context manager"
        host = urlsplit(at).hostname or ""

        def waits(seconds: float) -> None:
            tick(0, 0, _waiting(host, seconds, stage))

        # Where an address leads on is a part of the same question: no pause before it.
        longest = self.params.longest_wait_s if at == url else 0.0
        with turn(self.cache.turn_file(host), self.params.delay_s, longest, waits) as own:
            try:
                answer = self._line.ask(at, headers, sink, lambda: tick(sink.done, sink.total, stage))
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, *_BODY) as error:
                raise self._said(error, url, sink) from error
            if answer.status in (200, 206, 304, *_MOVED):
                if answer.status in (200, 206) and isinstance(sink, FileSink):
                    sink.finish()
                return answer
            said = problem_of(
                "the server answers {status}", status=f"{answer.status} {answer.reason}".rstrip()
            )
            if answer.status == 416 and isinstance(sink, FileSink):
                sink.forget()  # it has no such rest
                raise _Failed(SourceError(said, url))
            if answer.status not in _AGAIN:
                raise SourceError(said, url)
            asked = _retry_after(answer.headers.get("retry-after", ""))
            if asked > self.params.longest_wait_s:
                raise UnreachableError(
                    "{said} and asks to wait {asked:.0f} s: try again later", url, said=said, asked=asked
                )
            own.pause_s = max(asked, self.params.delay_s)
            raise _Failed(UnreachableError(said, url), asked)

    def _said(self, error: Exception, url: str, sink: Sink) -> Exception:
        """The library's error in a few words, as one that may be mended by asking again or not."""
        if isinstance(error, TimeoutError):
            return UnreachableError("takes more than {seconds:.0f} s", url, seconds=self.params.slowest_s)
        if isinstance(error, httpx.TimeoutException):
            silent = "the server says nothing for {seconds:g} s"
            return _Failed(UnreachableError(silent, url, seconds=self.params.timeout_s))
        if isinstance(error, (httpx.ConnectError, httpx.ProxyError)):
            return _Failed(UnreachableError("cannot be reached: {error}", url, error=error))
        if isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol):
            return _Failed(UnreachableError("breaks off after {done:,} bytes", url, done=sink.done))
        if isinstance(error, TooLargeError):
            if isinstance(sink, FileSink):
                sink.forget()
            most = MOST_PICTURE_BYTES if isinstance(sink, FileSink) else MOST_TEXT_BYTES
            return SourceError("is larger than {most:,} bytes", url, most=most)
        if isinstance(error, OddEncodingError):
            return SourceError(
                "comes packed as {error!r:.40}, which was not asked for", url, error=str(error)
            )
        if isinstance(error, BrokenBodyError):
            return _Failed(SourceError(str(error), url))
        if isinstance(error, OSError):
            return InputError("cannot be written: {error}", path=self.cache.folder, error=error)
        return SourceError("cannot be asked for: {error}", url, error=error)

    # --- files ----------------------------------------------------------------------------------------

    def _keep(self, url: str, file: Path, answer: Answer) -> None:
        if "no-store" not in answer.headers.get("cache-control", "").lower():
            self.cache.put(url, file, answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))


_PICTURE = {"Accept": "image/*", "Accept-Encoding": "identity"}
_BODY = (TooLargeError, OddEncodingError, BrokenBodyError)


def _decoded(data: bytes, url: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError("is not UTF-8 text (byte {byte})", url, byte=error.start) from error


def _head(file: Path) -> bytes:
    with contextlib.suppress(OSError), file.open("rb") as stream:
        return stream.read(HEAD_BYTES)
    return b""


def _no_picture(error: InputError, head: bytes) -> str:
    begins = " ".join(head[:200].decode("utf-8", "replace").split())
    if begins.startswith(("<", "{")):
        return problem_of("expected a picture, got text that begins {begins!r}", begins=begins[:60])
    return error.problem


def _put(file: Path, target: Path) -> None:
    def write(temporary: Path) -> None:
        shutil.copyfile(file, temporary)

    atomic_write(target, write)


def _retry_after(said: str) -> float:
    """Seconds that a ``Retry-After`` header asks for: a number, or a date."""
    if said.strip().isdigit():
        return float(said[:10])
    with contextlib.suppress(TypeError, ValueError):
        return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - time.time())
    return 0.0


def _wait(seconds: float, url: str, tick: Tick, stage: str) -> None:
    host = urlsplit(url).hostname or ""
    wait(seconds, lambda left: tick(0, 0, _waiting(host, left, stage)))


def _waiting(host: str, seconds: float, stage: str) -> str:
    # The common pause is no news.
    return IiifWords.WAITING(host=host, seconds=seconds) if seconds > _LONG_S else stage
