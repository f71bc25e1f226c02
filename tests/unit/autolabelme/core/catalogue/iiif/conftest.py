"""A library's server on this machine, which also fails, stalls, breaks off and lies."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from autolabelme.core.catalogue.iiif.cache import Cache
from autolabelme.core.catalogue.iiif.client import Client
from autolabelme.core.catalogue.iiif.params import FetchParams


@dataclass
class Asked:
    """One question that came: its path, headers, when (s), and how many were open at that moment."""

    path: str
    headers: dict[str, str]
    at: float
    open: int


@dataclass
class Reply:
    """What a path answers. `cut` bytes of the body are sent and then the connection ends; `stall_s` before
    the body; `drip_s` between single bytes; `length` is what the header claims."""

    body: bytes = b""
    status: int = 200
    kind: str = "image/jpeg"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    stall_s: float = 0.0
    drip_s: float = 0.0
    length: int | None = None
    ranges: bool = False
    times: int = 10**9


class Library:
    """Paths and what they answer: a reply, or several, each as often as its `times`, the last for ever."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[Asked] = []
        self.open = 0
        self.ends = threading.Event()
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = False
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def put(self, path: str, *replies: Reply | bytes | dict[str, Any]) -> str:
        """Answer `path` with these; returns its address."""
        made = []
        for one in replies:
            if isinstance(one, dict):
                one = Reply(json.dumps(one).encode(), kind="application/json")
            made.append(Reply(one) if isinstance(one, bytes) else one)
        self.replies[path] = made
        return self.url + path

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def close(self) -> None:
        self.ends.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def _next(self, path: str) -> Reply:
        replies = self.replies.get(path, [Reply(b"not here", 404, "text/plain")])
        reply = replies[0]
        reply.times -= 1
        if reply.times <= 0 and len(replies) > 1:
            replies.pop(0)
        return reply

    def _handler(library) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5

            def log_message(self, *args: Any) -> None:
                pass

            def do_GET(self) -> None:
                with library.lock:
                    library.open += 1
                    library.asked.append(
                        Asked(
                            self.path,
                            {k.lower(): v for k, v in self.headers.items()},
                            time.monotonic(),
                            library.open,
                        )
                    )
                    reply = library._next(self.path)
                try:
                    self._answer(reply)
                except OSError:
                    self.close_connection = True  # the client went away
                finally:
                    with library.lock:
                        library.open -= 1

            def _answer(self, reply: Reply) -> None:
                body, status, headers = reply.body, reply.status, dict(reply.headers)
                said = self.headers.get("Range")
                if reply.ranges and said and status == 200:
                    start = int(said.removeprefix("bytes=").rstrip("-"))
                    if start >= len(body):
                        status, body = 416, b""
                    elif self.headers.get("If-Range") == headers.get("ETag"):
                        headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
                        status, body = 206, body[start:]
                if (
                    status == 200
                    and "ETag" in headers
                    and self.headers.get("If-None-Match") == headers["ETag"]
                ):
                    status, body = 304, b""
                self.send_response(status)
                self.send_header("Content-Type", reply.kind)
                if reply.length != -1:
                    self.send_header("Content-Length", str(reply.length or len(body)))
                else:
                    self.close_connection = True
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if library.ends.wait(reply.stall_s):
                    return
                if reply.drip_s:
                    for one in body:
                        self.wfile.write(bytes([one]))
                        self.wfile.flush()
                        if library.ends.wait(reply.drip_s):
                            return
                    return
                if reply.cut is not None:
                    self.wfile.write(body[: reply.cut])
                    self.wfile.flush()
                    self.close_connection = True
                    return
                self.wfile.write(body)

        return Handler


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    made = Library()
    yield made
    made.close()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 50_000_000)


@pytest.fixture
def client(cache: Cache) -> Iterator[Callable[..., Client]]:
    """Makes clients that hurry, unless told otherwise; all are closed at the end."""
    made: list[Client] = []

    def make(**params: Any) -> Client:
        given = {"delay_s": 0.0, "timeout_s": 5.0} | params
        one = Client(FetchParams(**given), cache)
        made.append(one.__enter__())
        return one

    yield make
    for one in made:
        one.__exit__(None, None, None)


def jpeg(width: int, height: int, seed: int = 0) -> bytes:
    """A picture with some pattern."""
    noise = np.random.default_rng(seed).integers(
        0, 255, (max(1, height // 8), max(1, width // 8), 3), np.uint8
    )
    buffer = io.BytesIO()
    Image.fromarray(noise).resize((width, height)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


@pytest.fixture
def picture() -> Callable[..., bytes]:
    return jpeg


def service_info(url: str, width: int, height: int, version: int = 3, **more: Any) -> dict[str, Any]:
    """An ``info.json``."""
    context = f"http://iiif.io/api/image/{version}/context.json"
    if version == 3:
        head = {"@context": context, "id": url, "type": "ImageService3", "profile": "level2"}
    else:
        head = {"@context": context, "@id": url, "profile": ["http://iiif.io/api/image/2/level2.json"]}
    return head | {"protocol": "http://iiif.io/api/image", "width": width, "height": height} | more


@pytest.fixture
def info() -> Callable[..., dict[str, Any]]:
    return service_info


@pytest.fixture
def manifest3() -> Callable[..., dict[str, Any]]:
    """A manifest of version 3 from (body address, width, height, service or None) of each page."""

    def make(url: str, pages: list[tuple[str, int, int, Any]], **more: Any) -> dict[str, Any]:
        canvases = []
        for number, (body, width, height, service) in enumerate(pages, 1):
            resource = {"id": body, "type": "Image", "format": "image/jpeg", "width": width, "height": height}
            if service is not None:
                resource["service"] = service
            canvas = f"{url}/canvas/{number}"
            painting = {
                "id": f"{canvas}/painting",
                "type": "Annotation",
                "motivation": "painting",
                "body": resource,
                "target": canvas,
            }
            canvases.append(
                {
                    "id": canvas,
                    "type": "Canvas",
                    "label": {"none": [f"f. {number}"]},
                    "width": width,
                    "height": height,
                    "items": [{"id": f"{canvas}/page", "type": "AnnotationPage", "items": [painting]}],
                }
            )
        return {
            "@context": "http://iiif.io/api/presentation/3/context.json",
            "id": url,
            "type": "Manifest",
            "label": {"fr": ["Œuvres"], "en": ["Works"]},
            "items": canvases,
        } | more

    return make
