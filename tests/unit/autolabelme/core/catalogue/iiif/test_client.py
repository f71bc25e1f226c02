"""Asking politely, and what is made of servers that fail, stall, break off and lie."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from autolabelme.core.catalogue.iiif import client as client_module
from autolabelme.core.catalogue.iiif.cache import Cache
from autolabelme.core.catalogue.iiif.client import Client
from autolabelme.core.catalogue.iiif.pages import decoded_size
from autolabelme.core.catalogue.iiif.params import FetchParams
from autolabelme.core.catalogue.iiif.problems import SourceError, UnreachableError
from autolabelme.core.catalogue.iiif.transfer import TextSink
from autolabelme.core.errors import Cancelled, InputError

Make = Callable[..., Client]


@pytest.fixture
def reply() -> Any:
    """The class of a server's answer, from the conftest beside this file."""
    from sys import modules

    return next(module.Reply for name, module in modules.items() if name.endswith("iiif.conftest"))


def test_a_document_is_asked_for_once_an_hour_and_then_whether_it_changed(
    library: Any, client: Make, cache: Cache, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = library.put("/m.json", reply(b'{"a": 1}', headers={"ETag": '"v1"'}))
    one = client()
    assert one.read(url, json.loads) == one.read(url, json.loads) == {"a": 1}
    assert len(library.asked) == 1
    now = time.time()
    monkeypatch.setattr(client_module.time, "time", lambda: now + 7200)
    assert one.read(url, json.loads) == {"a": 1}
    assert library.asked[-1].headers["if-none-match"] == '"v1"'
    library.put("/m.json", reply(b'{"a": 2}', headers={"ETag": '"v2"'}))
    monkeypatch.setattr(client_module.time, "time", lambda: now + 99_000)
    assert one.read(url, json.loads) == {"a": 2}


def test_what_is_no_document_is_not_kept(library: Any, client: Make, reply: Any) -> None:
    url = library.put("/m.json", reply(b"<html>", kind="text/html", times=1), {"a": 1})
    one = client()
    with pytest.raises(ValueError):
        one.read(url, json.loads)
    assert one.read(url, json.loads) == {"a": 1}


def test_one_question_at_a_time_to_a_server_and_a_pause_after_it(
    library: Any, client: Make, reply: Any
) -> None:
    for number in range(4):
        library.put(f"/{number}", reply(b"{}", stall_s=0.05))
    clients = [client(delay_s=0.15), client(delay_s=0.15)]

    def ask(number: int) -> None:
        for path in (number, number + 2):
            clients[number].read(f"{library.url}/{path}", json.loads)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(one.open for one in library.asked) == 1
    times = sorted(one.at for one in library.asked)
    assert min(b - a for a, b in pairwise(times)) >= 0.19


@pytest.mark.parametrize("status", [429, 503, 500, 502, 504])
def test_a_busy_server_is_asked_again(
    library: Any, client: Make, reply: Any, picture: Any, status: int, tmp_path: Path
) -> None:
    url = library.put("/a.jpg", reply(b"later", status, "text/plain", times=2), picture(80, 60))
    assert client().fetch(url, tmp_path / "a.jpg", decoded_size) == (80, 60)
    assert len(library.asked) == 3


def test_retry_after_is_kept_also_by_others_and_said(
    library: Any, client: Make, reply: Any, picture: Any, tmp_path: Path
) -> None:
    late = reply(b"", 503, headers={"Retry-After": "1"}, times=1)
    url = library.put("/a.jpg", late, picture(80, 60))
    library.put("/m.json", {})
    client().fetch(url, tmp_path / "a.jpg", decoded_size)
    assert library.asked[1].at - library.asked[0].at >= 1.0
    library.put("/b.jpg", reply(b"", 503, headers={"Retry-After": "3600"}))
    with pytest.raises(UnreachableError, match=r"b.jpg: the server answers 503 .* asks to wait 3600 s"):
        client().fetch(f"{library.url}/b.jpg", tmp_path / "b.jpg", decoded_size)
    assert library.paths().count("/b.jpg") == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_no_is_a_no(library: Any, client: Make, reply: Any, status: int, tmp_path: Path) -> None:
    url = library.put("/a.jpg", reply(b"", status))
    with pytest.raises(SourceError, match=f"/a.jpg: the server answers {status}") as raised:
        client().fetch(url, tmp_path / "a.jpg", decoded_size)
    assert not isinstance(raised.value, UnreachableError) and len(library.asked) == 1
    assert not (tmp_path / "a.jpg").exists()


def test_a_transfer_that_breaks_off_goes_on_where_it_was(
    library: Any, client: Make, reply: Any, picture: Any, tmp_path: Path
) -> None:
    body = picture(400, 300)
    half = len(body) // 2
    headers = {"ETag": '"v1"'}
    url = library.put(
        "/a.jpg", reply(body, cut=half, headers=headers, times=1), reply(body, headers=headers, ranges=True)
    )
    assert client().fetch(url, tmp_path / "a.jpg", decoded_size) == (400, 300)
    assert library.asked[1].headers["range"] == f"bytes={half}-"
    assert (tmp_path / "a.jpg").read_bytes() == body


def test_it_goes_on_in_the_next_run_too_but_not_with_another_version(
    library: Any, client: Make, reply: Any, picture: Any, tmp_path: Path
) -> None:
    first, second = picture(400, 300), picture(400, 300, 1)
    url = library.put("/a.jpg", reply(first, cut=500, headers={"ETag": '"v1"'}))
    with pytest.raises(UnreachableError, match=r"/a.jpg: breaks off after 500 bytes"):
        client(tries=1).fetch(url, tmp_path / "a.jpg", decoded_size)
    library.put("/a.jpg", reply(second, headers={"ETag": '"v2"'}, ranges=True))
    client().fetch(url, tmp_path / "a.jpg", decoded_size)
    assert library.asked[-1].headers["range"] == "bytes=500-"
    assert (tmp_path / "a.jpg").read_bytes() == second


def test_two_programs_that_want_one_picture_do_not_spoil_each_others(
    library: Any, client: Make, reply: Any, picture: Any, tmp_path: Path
) -> None:
    body = picture(400, 300)
    url = library.put("/a.jpg", reply(body, headers={"ETag": '"v1"'}, ranges=True))

    def check(file: Path) -> tuple[int, int]:
        if not (tmp_path / "other.jpg").exists():  # the second one comes while the first one looks at it
            client().fetch(url, tmp_path / "other.jpg", decoded_size)
        return decoded_size(file)

    assert client().fetch(url, tmp_path / "a.jpg", check) == (400, 300)
    assert (tmp_path / "a.jpg").read_bytes() == (tmp_path / "other.jpg").read_bytes() == body


def test_a_target_that_cannot_be_written_is_said_and_asked_for_once(
    library: Any, client: Make, picture: Any, tmp_path: Path
) -> None:
    url = library.put("/a.jpg", picture(80, 60))
    (tmp_path / "file").write_text("")
    for _ in range(2):
        with pytest.raises(InputError, match="file"):
            client().fetch(url, tmp_path / "file" / "a.jpg", decoded_size)
    assert len(library.asked) == 1


def test_without_a_version_it_begins_anew(
    library: Any, client: Make, reply: Any, picture: Any, tmp_path: Path
) -> None:
    body = picture(400, 300)
    url = library.put("/a.jpg", reply(body, cut=500, times=1), reply(body, ranges=True))
    client().fetch(url, tmp_path / "a.jpg", decoded_size)
    assert "range" not in library.asked[1].headers
    assert (tmp_path / "a.jpg").read_bytes() == body


def test_a_rest_that_the_server_does_not_have_is_no_reason_to_stop(
    library: Any, client: Make, reply: Any, picture: Any, tmp_path: Path
) -> None:
    body, headers = picture(400, 300), {"ETag": '"v1"'}
    url = library.put("/a.jpg", reply(body + b"more", cut=len(body), headers=headers))
    with pytest.raises(UnreachableError):
        client(tries=1).fetch(url, tmp_path / "a.jpg", decoded_size)
    library.put("/a.jpg", reply(body, headers=headers, ranges=True))
    client().fetch(url, tmp_path / "a.jpg", decoded_size)
    assert (tmp_path / "a.jpg").read_bytes() == body


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            b"<!DOCTYPE html><h1>Too many requests",
            "expected a picture, got text that begins '<!DOCTYPE html>",
        ),
        (b'{"error": "no"}', "expected a picture, got text that begins"),
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "not a picture of a kind"),
        ("cut", "truncated"),
    ],
)
def test_a_body_is_believed_only_when_it_decodes(
    library: Any, client: Make, reply: Any, picture: Any, tmp_path: Path, body: Any, words: str
) -> None:
    whole = picture(400, 300)
    # Without a length the end of the connection is the end of the body, wherever that is.
    url = library.put("/a.jpg", reply(whole[:900] if body == "cut" else body, length=-1))
    with pytest.raises(SourceError, match=words) as raised:
        client().fetch(url, tmp_path / "a.jpg", decoded_size)
    assert str(raised.value).startswith(url) and "\n" not in str(raised.value)
    assert len(library.asked) == 2, "once more, not more often"
    assert not (tmp_path / "a.jpg").exists()
    library.put("/a.jpg", reply(b"<html>", times=1), whole)
    assert client().fetch(url, tmp_path / "a.jpg", decoded_size) == (400, 300)


def test_a_silent_server_and_a_dripping_one_are_given_up(
    library: Any, client: Make, reply: Any, tmp_path: Path
) -> None:
    silent = library.put("/silent.jpg", reply(b"x" * 100, stall_s=30.0))
    with pytest.raises(UnreachableError, match=r"silent.jpg: the server says nothing for 0.2 s"):
        client(timeout_s=0.2, tries=2).fetch(silent, tmp_path / "a.jpg", decoded_size)
    assert library.paths() == ["/silent.jpg"] * 2
    drips = library.put("/drips.jpg", reply(b"x" * 1000, drip_s=0.05))
    with pytest.raises(UnreachableError, match=r"drips.jpg: takes more than 0.5 s|more than 0 s"):
        client(slowest_s=0.5).fetch(drips, tmp_path / "a.jpg", decoded_size)


@pytest.mark.parametrize("when", ["silent", "dripping", "between", "after a no"])
def test_cancel_comes_through_whatever_the_server_does(
    library: Any, client: Make, reply: Any, tmp_path: Path, when: str
) -> None:
    given = {
        "silent": reply(b"x", stall_s=30.0),
        "dripping": reply(b"x" * 10_000, drip_s=0.01),
        "between": reply(b"{}"),
        "after a no": reply(b"", 503, headers={"Retry-After": "60"}),
    }
    url = library.put("/a.jpg", given[when])
    asked = client(delay_s=30.0)
    if when == "between":
        asked.read(library.put("/m.json", {}), json.loads)
    ticks: list[int] = []

    def tick(done: int, total: int, stage: str) -> None:
        ticks.append(done)
        if len(ticks) == 8:  # about 0.4 s: the server has said all that it says for long
            raise Cancelled

    with pytest.raises(Cancelled):
        asked.fetch(url, tmp_path / "a.jpg", decoded_size, tick=tick)
    assert list(tmp_path.glob("a.jpg*")) == []


def test_redirects_are_followed_a_little_and_only_to_the_web(
    library: Any, client: Make, reply: Any, picture: Any, tmp_path: Path
) -> None:
    def moved(to: str) -> Any:
        return reply(b"", 302, headers={"Location": to})

    library.put("/there.jpg", picture(80, 60))
    once = library.put("/once.jpg", moved("/there.jpg"))
    assert client().fetch(once, tmp_path / "a.jpg", decoded_size) == (80, 60)
    loop = library.put("/loop.jpg", moved("/loop.jpg"))
    with pytest.raises(SourceError, match=r"loop.jpg: sends from one address to the next"):
        client().fetch(loop, tmp_path / "b.jpg", decoded_size)
    assert library.paths().count("/loop.jpg") == 6
    for bad in ("file:///etc/passwd", "ftp://x.example/a", "gopher://x"):
        away = library.put("/away.jpg", moved(bad))
        with pytest.raises(SourceError, match=r"away.jpg: redirect: expected an address with http or https"):
            client().fetch(away, tmp_path / "b.jpg", decoded_size)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x.example/a", "data:,x", "x", "http://a b/"])
def test_only_the_web_is_asked(client: Make, url: str) -> None:
    with pytest.raises(SourceError, match="expected an address with http or https"):
        client().read(url, json.loads)


def test_bombs_are_refused_before_they_go_off(
    library: Any, client: Make, reply: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "MOST_TEXT_BYTES", 1_000_000)
    monkeypatch.setattr(client_module, "MOST_PICTURE_BYTES", 1_000_000)
    largest = [0]
    write = TextSink.write

    def watched(self: TextSink, piece: bytes) -> None:
        largest[0] = max(largest[0], len(self.data) + len(piece))
        write(self, piece)

    monkeypatch.setattr(TextSink, "write", watched)
    packed = gzip.compress(b" " * 30_000_000)
    bomb = library.put("/m.json", reply(packed, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(SourceError, match=r"m.json: is larger than 1,000,000 bytes"):
        client().read(bomb, json.loads)
    assert largest[0] < 2_000_000
    huge = library.put("/a.jpg", reply(b"x" * 100, length=5_000_000_000))
    with pytest.raises(SourceError, match=r"a.jpg: is larger than"):
        client().fetch(huge, tmp_path / "a.jpg", decoded_size)
    endless = library.put("/b.jpg", reply(b"x" * 3_000_000, length=-1))
    with pytest.raises(SourceError, match=r"b.jpg: is larger than"):
        client().fetch(endless, tmp_path / "a.jpg", decoded_size)
    odd = library.put("/c.json", reply(b"{}", headers={"Content-Encoding": "br"}))
    with pytest.raises(SourceError, match="packed as 'br', which was not asked for"):
        client().read(odd, json.loads)


def test_packed_documents_are_read_and_damaged_ones_refused(library: Any, client: Make, reply: Any) -> None:
    packed = gzip.compress(json.dumps({"a": "b" * 5000}).encode())
    zipped = {"Content-Encoding": "gzip"}
    good = library.put("/m.json", reply(packed, headers=zipped))
    assert client().read(good, json.loads)["a"] == "b" * 5000
    for number, body in enumerate((packed[:-20], b"no gzip")):
        bad = library.put(f"/{number}.json", reply(body, headers=zipped))
        with pytest.raises(SourceError, match=r"json: is (cut off|damaged)"):
            client(tries=1).read(bad, json.loads)
    latin = library.put("/latin.json", reply('{"a": "é"}'.encode("latin-1")))
    with pytest.raises(SourceError, match="is not UTF-8 text"):
        client().read(latin, json.loads)


def test_a_server_that_is_not_there_is_named_without_its_password(client: Make) -> None:
    with pytest.raises(UnreachableError, match=r"^http://127.0.0.1:9/m.json: cannot be reached: ") as raised:
        client(tries=1).read("http://me:secret@127.0.0.1:9/m.json", json.loads)
    assert "secret" not in str(raised.value)


# --- the cache ------------------------------------------------------------------------------------


def test_a_picture_comes_from_the_cache_the_second_time_unless_it_is_spoilt(
    library: Any, client: Make, cache: Cache, picture: Any, tmp_path: Path
) -> None:
    body = picture(400, 300)
    url = library.put("/a.jpg", body)
    for name in ("a.jpg", "b.jpg"):
        client().fetch(url, tmp_path / name, decoded_size)
        assert (tmp_path / name).read_bytes() == body
    assert len(library.asked) == 1 and cache.size() == len(body)
    (kept,) = cache.folder.glob("??/*.data")
    kept.write_bytes(body[:-1] + b"x")
    client().fetch(url, tmp_path / "c.jpg", decoded_size)
    assert (tmp_path / "c.jpg").read_bytes() == body and len(library.asked) == 2
    assert not list(cache.folder.glob("??/*.part")) and not list(cache.folder.glob(".saving*"))


def test_the_cache_keeps_its_size_and_the_least_used_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 1000)
    file = tmp_path / "file"
    file.write_bytes(b"x" * 400)
    for number in range(2):
        cache.put(f"http://x/{number}", file, "", "")
        time.sleep(0.02)
    assert cache.copy("http://x/0", tmp_path / "copy")
    cache.put("http://x/2", file, "", "")
    assert [cache.kept(f"http://x/{number}") is not None for number in range(3)] == [True, False, True]
    assert cache.size() == 800
    file.write_bytes(b"x" * 1001)
    cache.put("http://x/3", file, "", "")
    assert cache.kept("http://x/3") is None and cache.size() == 800


def test_no_store_and_no_cache_are_kept_to(
    library: Any, client: Make, cache: Cache, reply: Any, picture: Any, tmp_path: Path
) -> None:
    url = library.put("/a.jpg", reply(picture(80, 60), headers={"Cache-Control": "private, no-store"}))
    client().fetch(url, tmp_path / "a.jpg", decoded_size)
    assert cache.size() == 0
    with Client(FetchParams(cache_gb=0.0, delay_s=0.0), Cache(tmp_path / "none", 0)) as none:
        none.fetch(url, tmp_path / "b.jpg", decoded_size)
    assert Cache(tmp_path / "none", 0).size() == 0
