"""The same on a Dask cluster: one on this machine, in a process group of its own, or one that the user has.

The group is a scheduler with its workers, started by ``cluster_child.py``. The window's or the command
line's process has only a client: what the workers log does not reach the terminal, Ctrl-C there is not
theirs, and when that process ends, however it does, they end, too. See docs/decisions/0231.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import signal
import socket
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Self, TypeVar
from urllib.parse import urlsplit

from ...children import neutral_folder, python_command
from ...errors import InputError
from .outcomes import Outcome, attempt
from .params import WorkParams, cores

S = TypeVar("S")
T = TypeVar("T")

_LOOK_S: Final[float] = 0.05
_START_S: Final[float] = 120.0
_AHEAD: Final[int] = 3
"""Items a worker that are under way or wait for it: enough that none waits for the next one."""


def on_cluster(
    work: Callable[[S], T], items: Iterable[S], params: WorkParams, look: Callable[[], None]
) -> Generator[Outcome[S, T], None, None]:
    """See `through.work_through`."""
    with _quiet(), contextlib.ExitStack() as stack:
        address = params.scheduler
        if not address:
            address = stack.enter_context(_own_workers(params, look))
        results = stack.enter_context(_Results())
        client = stack.enter_context(_client(address, look))
        yield from _through(client, results, address, work, items, look)


class _Results:
    """A thread that fetches results: waiting for one cannot be left, when its worker is killed say.

    A context manager that is left after its client was closed, which ends the waiting.
    """

    def __init__(self) -> None:
        self.ready: queue.SimpleQueue[tuple[Any, Any, BaseException | None]] = queue.SimpleQueue()
        self._wanted: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="work-results", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._wanted.put(None)
        self._thread.join()

    def fetch(self, future: Any) -> None:
        """Put its result, or what it raises, among those that are `ready`."""
        self._wanted.put(future)

    def _run(self) -> None:
        while (future := self._wanted.get()) is not None:
            try:
                self.ready.put((future, future.result(), None))
            except BaseException as error:  # noqa: BLE001 - whoever takes it raises it
                self.ready.put((future, None, error))


def _through(
    client: Any,
    results: _Results,
    address: str,
    work: Callable[[S], T],
    items: Iterable[S],
    look: Callable[[], None],
) -> Generator[Outcome[S, T], None, None]:
    stream, name = iter(items), uuid.uuid4().hex
    running: dict[Any, S] = {}
    fetched: dict[Any, S] = {}
    count, more = 0, True
    ahead = _AHEAD * max(1, sum(client.nthreads().values()))
    while more or running or fetched:
        look()
        while more and len(running) + len(fetched) < ahead:
            try:
                item = next(stream)
            except StopIteration:
                more = False
                break
            future = client.submit(attempt, work, item, key=f"autolabelme-{name}-{count}", pure=False)
            running[future] = item
            count += 1
        for future in [one for one in running if one.done()]:
            fetched[future] = running.pop(future)
            results.fetch(future)
        try:
            future, found, error = results.ready.get(timeout=_LOOK_S)
        except queue.Empty:
            if client.status not in ("running", "connecting"):
                raise _gone(address) from None
            continue
        yield _outcome(fetched.pop(future), found, error, address)
        future.release()


def _gone(address: str) -> InputError:
    return InputError("the Dask scheduler at {address} has gone", address=address)


def _outcome(item: S, found: Any, error: BaseException | None, address: str) -> Outcome[S, Any]:
    """What came of an item; raises where the cluster, not the item, is at fault."""
    from distributed import CancelledError, KilledWorker

    if isinstance(error, KilledWorker):
        problem = "{what}: the process that works on it is ended every time: too little memory?"
        return Outcome(item, problem=InputError(problem, what=_named(item)))
    if isinstance(error, CancelledError):
        raise _gone(address) from error
    if isinstance(error, ImportError):
        raise InputError(
            "the workers of {address} lack what they need: {error}", address=address, error=error
        ) from error
    if error is not None:
        raise error
    outcome: Outcome[S, Any] = found
    return outcome


def _named(item: object) -> str:
    """How a person knows an item: by its path, where it has one."""
    path = getattr(item, "path", None)
    return str(path if path is not None else item)[:300]


@contextlib.contextmanager
def _client(address: str, look: Callable[[], None]) -> Iterator[Any]:
    from distributed import Client

    look()
    _require_answer(address)
    try:
        client = Client(address, timeout=15, set_as_default=False, name="autolabelme")
    except (OSError, TimeoutError, ValueError) as error:
        raise _no_answer(address) from error
    try:
        yield client
    finally:
        client.close(timeout=2)


def _require_answer(address: str) -> None:
    """Ask before a client is made: one that reaches nobody leaves its thread behind."""
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port:
            raise _no_answer(address)
        socket.create_connection((parts.hostname, parts.port), timeout=10).close()
    except (OSError, ValueError) as error:
        raise _no_answer(address) from error


def _no_answer(address: str) -> InputError:
    problem = "no Dask scheduler answers at {address!r:.200}, expected tcp://HOST:PORT"
    return InputError(problem, field="--scheduler", address=address)


@contextlib.contextmanager
def _own_workers(params: WorkParams, look: Callable[[], None]) -> Iterator[str]:
    """Start workers on this machine; gives their scheduler's address, and ends all of them."""
    program = Path(__file__).with_name("cluster_child.py")
    workers = params.workers or cores()
    request: dict[str, Any] = {"workers": workers, "memory_gb": params.memory_gb}
    with tempfile.TemporaryDirectory(prefix="autolabelme-", ignore_cleanup_errors=True) as folder:
        request["folder"] = folder
        process = subprocess.Popen(
            python_command(str(program.absolute())),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=neutral_folder(),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            said = Path(folder) / "address"
            until = time.monotonic() + _START_S
            while not said.exists():
                look()
                if process.poll() is not None or time.monotonic() > until:
                    raise InputError(
                        "the {workers} processes to work in could not be started", workers=workers
                    )
                time.sleep(_LOOK_S)
            yield said.read_text("ascii")
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the group at once: its results are here, and it keeps nothing that could be lost."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _not_of_dask(record: logging.LogRecord) -> bool:
    """False for a task that a worker's end left unfinished: asyncio tells of it whenever it is collected."""
    kind = record.exc_info[0] if record.exc_info else None
    return kind is None or not kind.__module__.startswith("distributed")


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Dask writes its troubles to stderr, also those that it mends itself; ours are said in our words."""
    import distributed  # noqa: F401 - sets up its log

    logging.getLogger("asyncio").addFilter(_not_of_dask)  # once, and for what comes when all is over, too
    logger = logging.getLogger("distributed")
    before = [(handler, handler.level) for handler in logger.handlers]
    for handler, _ in before:
        handler.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for handler, level in before:
            handler.setLevel(level)
