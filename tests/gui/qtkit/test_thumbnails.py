"""Thumbnails: made off the UI thread, kept on disk, damaged files told, pages turned upright."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from autolabelme.qtkit import thumbnails as module
from autolabelme.qtkit.thumbnails import Thumbnails, file_reader, file_stamp, reduced


@pytest.fixture
def provider(qtbot: QtBot, tmp_path: Path) -> Iterator[Thumbnails]:
    made = Thumbnails(tmp_path / "cache", 80)
    yield made
    made.shut_down()


def wide_page() -> U8:
    return np.full((100, 400, 3), 90, np.uint8)


def test_a_picture_comes_later_and_then_at_once(provider: Thumbnails, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []

    def read() -> U8:
        threads.append(threading.current_thread())
        return wide_page()

    with qtbot.waitSignal(provider.ready) as heard:
        assert provider.get("a", read) is None
    assert heard.args == ["a"]
    pixmap = provider.get("a", read)
    assert pixmap is not None and (pixmap.width(), pixmap.height()) == (80, 20)
    assert len(threads) == 1 and threads[0] is not threading.main_thread()


def test_many_pages_all_come(provider: Thumbnails, qtbot: QtBot) -> None:
    heard: list[object] = []
    provider.ready.connect(heard.append)
    for number in range(40):
        provider.get(number, wide_page)
    qtbot.waitUntil(lambda: sorted(heard) == list(range(40)))  # type: ignore[type-var]


def test_pictures_are_kept_on_disk_until_the_page_changes(qtbot: QtBot, tmp_path: Path) -> None:
    page = tmp_path / "page.png"
    Image.fromarray(wide_page()).save(page)
    reads: list[Path] = []

    def read() -> U8:
        reads.append(page)
        return wide_page()

    def get_anew() -> None:
        made = Thumbnails(tmp_path / "cache", 80)
        with qtbot.waitSignal(made.ready):
            made.get("page", read, file_stamp(page))
        made.shut_down()

    get_anew()
    get_anew()
    assert len(reads) == 1
    [kept] = (tmp_path / "cache").glob("*.png")
    kept.write_bytes(b"damaged")
    get_anew()
    assert len(reads) == 2
    Image.fromarray(wide_page()[:50]).save(page)
    get_anew()
    assert len(reads) == 3


def test_a_page_that_cannot_be_read_is_told_once(provider: Thumbnails, qtbot: QtBot, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    with qtbot.waitSignal(provider.failed) as heard:
        provider.get("bad", file_reader(bad, 0, 80), file_stamp(bad))
    assert heard.args is not None and "bad.jpg" in heard.args[1]
    assert "bad.jpg" in provider.problem("bad")
    assert provider.get("bad", file_reader(bad, 0, 80)) is None
    provider.forget("bad")
    assert provider.problem("bad") == ""


def test_a_full_disk_costs_only_the_cache(
    provider: Thumbnails, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> Path:
        raise InputError("no space left on device", path=path)

    monkeypatch.setattr(module, "atomic_write_bytes", full)
    with qtbot.waitSignal(provider.ready):
        provider.get("a", wide_page, "stamp")


def test_a_quick_jpeg_is_upright_and_like_the_full_one(tmp_path: Path) -> None:
    y, x = np.mgrid[0:1600, 0:1200]
    pixels = np.dstack([x * 255 // 1200, y * 255 // 1600, np.zeros_like(x)]).astype(np.uint8)
    path = tmp_path / "page.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(pixels).save(path, quality=92, exif=exif)
    quick = file_reader(path, 0, 100)()
    assert max(quick.shape) < 800, "it was decoded small"
    upright = np.rot90(pixels, -1)
    small = reduced(quick, 100).astype(int)
    expected = reduced(np.ascontiguousarray(upright), 100).astype(int)
    assert small.shape == expected.shape
    assert np.abs(small - expected).mean() < 6


def test_the_oldest_pictures_on_disk_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_ON_DISK", 3)
    for number in range(5):
        file = tmp_path / f"{number}.png"
        file.write_bytes(b"x")
        import os

        os.utime(file, (number, number))
    module._prune(tmp_path)
    assert sorted(file.name for file in tmp_path.glob("*.png")) == ["2.png", "3.png", "4.png"]


def test_nothing_is_made_after_the_end(qtbot: QtBot) -> None:
    made = Thumbnails(None)
    made.shut_down()
    assert made.get("a", wide_page) is None
    assert not made._runner.jobs


def test_a_small_page_is_not_enlarged() -> None:
    assert reduced(np.zeros((10, 20), np.uint8), 80).shape == (10, 20)
    assert file_stamp(Path("nowhere.png")) == ""
