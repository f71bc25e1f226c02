"""One question to a server and its answer, in a thread of its own: it can be given up at any moment.

httpx runs on an event loop there, so that whoever waits here looks every 50 ms whether the job was
cancelled, whatever the server does, and also where the caller's thread has a loop already (a notebook).
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import threading
import zlib
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol, TypeVar

import httpx

from autolabelme import __version__

from .turns import LOOK_S

_T = TypeVar("_T")
_PIECE: Final[int] = 1 << 18


@dataclass(frozen=True)
class Answer:
    """Status and headers (lower case) of an answer whose body went into the sink."""

    status: int
    reason: str
    headers: Mapping[str, str]


class TooLargeError(Exception):
    """The body is larger than the sink takes."""


class OddEncodingError(Exception):
    """The body comes in an encoding that was not asked for; the text is the encoding's name."""


class BrokenBodyError(Exception):
    """The compressed body is damaged or cut off."""


class Sink(Protocol):
    """Where a body goes; `done` and `total` (0: unknown) are its bytes so far and in all."""

    done: int
    total: int

    def begin(self, answer: Answer) -> None:
        """The body of this answer comes."""

    def write(self, piece: bytes) -> None:
        """A piece of it; raises `TooLargeError`."""


class TextSink:
    """A body in memory, at most `most` bytes."""

    def __init__(self, most: int) -> None:
        self.data, self.most, self.done, self.total = bytearray(), most, 0, 0

    def begin(self, answer: Answer) -> None:
        self.data.clear()
        self.done = 0

    def write(self, piece: bytes) -> None:
        self.data += piece
        self.done = len(self.data)
        if self.done > self.most:
            raise TooLargeError


class FileSink:
    """A body in a file, ``x.part``, that a later question may go on with.

    Beside it stands ``x.from``, which tells the version of the body; without it the body is begun anew. A
    body that has come to its end is moved to `whole`, a file of this sink's own, so that the next sink can
    begin another ``x.part``.
    """

    def __init__(self, file: Path, most: int) -> None:
        self.file, self.most, self.done, self.total = file, most, 0, 0
        self.whole = file.with_name(f"{file.stem}-{secrets.token_hex(4)}.whole")
        self._stream: IO[bytes] | None = None

    def request_headers(self) -> dict[str, str]:
        """Headers that ask for the rest of the body; none where there is no beginning."""
        version = self.file.with_suffix(".from")
        try:
            size, said = self.file.stat().st_size, version.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return {}
        return {"Range": f"bytes={size}-", "If-Range": said} if size and said else {}

    def begin(self, answer: Answer) -> None:
        self.close()
        start = 0
        if answer.status == 206:
            said = answer.headers.get("content-range", "").removeprefix("bytes ").partition("-")[0].strip()
            have = self.file.stat().st_size if self.file.exists() else 0
            if said != str(have):
                self.forget()
                raise BrokenBodyError(f"sends another part than was asked for ({said}, not {have})")
            start = have
        else:
            self.forget()
            version = answer.headers.get("etag", "")
            if version.startswith("W/") or not version:
                version = answer.headers.get("last-modified", "")
            if version and answer.headers.get("accept-ranges", "").lower() != "none":
                self.file.with_suffix(".from").write_text(version, "utf-8")
        self._stream = self.file.open("ab" if start else "wb")
        self.done = start
        length = answer.headers.get("content-length", "")
        self.total = start + int(length) if length.isdigit() else 0
        if self.total > self.most:
            raise TooLargeError

    def write(self, piece: bytes) -> None:
        assert self._stream is not None
        self._stream.write(piece)
        self.done += len(piece)
        if self.done > self.most:
            raise TooLargeError

    def finish(self) -> None:
        """All of it has come."""
        self.close()
        self.file.replace(self.whole)
        self.forget()

    def close(self) -> None:
        """Nothing more comes for now."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def forget(self) -> None:
        """Take the beginning away."""
        self.close()
        for path in (self.file, self.file.with_suffix(".from")):
            path.unlink(missing_ok=True)


class Line:
    """The thread that asks, with its event loop and connections; a context manager."""

    def __init__(self, timeout_s: float, slowest_s: float) -> None:
        self._slowest_s = slowest_s
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="iiif-client", daemon=True)
        self._thread.start()
        self._client = self._run(self._open(timeout_s), lambda: None)

    async def _open(self, timeout_s: float) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            headers={"User-Agent": f"autolabelme/{__version__}"},
            timeout=httpx.Timeout(timeout_s),
            # One question at a time is asked, and none to another server while one is open.
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=4),
            follow_redirects=False,
        )

    def ask(self, url: str, headers: Mapping[str, str], sink: Sink, look: Callable[[], None]) -> Answer:
        """GET `url` into `sink`; `look` is called every 50 ms and may raise, which ends it at once.

        Raises httpx's errors, `TimeoutError` after `slowest_s`, and this module's.
        """
        return self._run(self._ask(url, headers, sink), look)

    async def _ask(self, url: str, headers: Mapping[str, str], sink: Sink) -> Answer:
        async with (
            asyncio.timeout(self._slowest_s),
            self._client.stream("GET", url, headers=dict(headers)) as response,
        ):
            answer = Answer(response.status_code, response.reason_phrase, dict(response.headers))
            if response.status_code in (200, 206):
                sink.begin(answer)
                async for piece in _pieces(response):
                    sink.write(piece)
            return answer

    def close(self) -> None:
        """End the connections and the thread."""
        with contextlib.suppress(httpx.HTTPError, OSError):  # whatever its end is like, it is over
            self._run(self._client.aclose(), lambda: None)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, _T], look: Callable[[], None]) -> _T:
        ended = threading.Event()
        tasks: list[asyncio.Task[_T]] = []

        def start() -> None:
            tasks.append(self._loop.create_task(work))
            tasks[0].add_done_callback(lambda _: ended.set())

        self._loop.call_soon_threadsafe(start)
        try:
            look()
            while not ended.wait(LOOK_S):
                look()
        except BaseException:
            self._loop.call_soon_threadsafe(lambda: tasks[0].cancel())
            # The file that it writes is the caller's again only when it has ended.
            if ended.wait(2.0) and not tasks[0].cancelled():
                tasks[0].exception()  # seen: asyncio would write it to the log
            raise
        return tasks[0].result()


async def _pieces(response: httpx.Response) -> AsyncIterator[bytes]:
    """The body as it was before it was compressed, never much more of it in memory than a piece."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        # As it comes: pieces of a size would be held back, and lost when the rest does not come.
        async for raw in response.aiter_raw():
            yield raw
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise OddEncodingError(encoding)
    inflater = zlib.decompressobj(32 + zlib.MAX_WBITS)
    try:
        async for raw in response.aiter_raw():
            while raw and not inflater.eof:
                yield inflater.decompress(raw, _PIECE)
                raw = inflater.unconsumed_tail
    except zlib.error as error:
        raise BrokenBodyError(f"is damaged: {error}") from error
    if not inflater.eof:
        raise BrokenBodyError("is cut off")
