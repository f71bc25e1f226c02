"""PDFs in their child process: what it answers, and that it ends with the job that asked."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autolabelme.core import decoder_child, decoding, image_io
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.progress import cancellable, raise_if_cancelled

HANGS = Path(__file__).parents[3] / "data" / "faults" / "nested_forms.pdf"


def pdf(path: Path, pages: int = 2) -> Path:
    frames = [Image.fromarray(np.full((72, 144, 3), 255 - 20 * number, np.uint8)) for number in range(pages)]
    frames[0].save(path, "PDF", save_all=True, append_images=frames[1:], resolution=72)
    return path


def last_used() -> subprocess.Popen[bytes]:
    process = decoding._free.queue[-1].process
    assert process is not None
    return process


def test_pages_are_counted_measured_and_rendered(tmp_path: Path) -> None:
    path = pdf(tmp_path / "é 書.pdf")
    info = image_io.image_info(path, 1, pdf_dpi=144)
    assert (info.width, info.height, info.pages, info.mode) == (288, 144, 2, "PDF")
    read = image_io.read_rgb(path, 1, pdf_dpi=144)
    assert read.shape == (144, 288, 3)
    assert abs(int(read[70, 140, 0]) - 235) <= 3
    with pytest.raises(InputError, match=r"書\.pdf: has no page 3, it has 2"):
        image_io.read_rgb(path, 2)


def test_one_process_serves_many_requests_and_another_follows_one_that_died(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf")
    image_io.page_count(path)
    first = last_used()
    image_io.read_rgb(path)
    assert last_used() is first
    first.kill()
    first.wait()
    assert image_io.page_count(path) == 2


def test_more_threads_than_children_take_turns(tmp_path: Path) -> None:
    paths = [pdf(tmp_path / f"{number}.pdf", number + 1) for number in range(6)]
    counts: dict[int, int] = {}

    def count(number: int) -> None:
        counts[number] = image_io.page_count(paths[number])

    threads = [threading.Thread(target=count, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == {number: number + 1 for number in range(6)}


def test_a_cancel_ends_the_process(tmp_path: Path) -> None:
    image_io.page_count(pdf(tmp_path / "a.pdf"))
    process = last_used()
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked > 3:
            raise Cancelled

    with cancellable(check), pytest.raises(Cancelled):
        image_io.read_rgb(HANGS)
    assert process.poll() is not None
    raise_if_cancelled()  # outside of the job nobody asks
    assert image_io.page_count(tmp_path / "a.pdf") == 2


@pytest.mark.skipif(os.name != "posix", reason="only POSIX ends a process by its processor time")
def test_a_hang_ends_by_processor_time() -> None:
    request = {"kind": "pdf", "path": str(HANGS), "page": 0, "dpi": 72, "pixels": True, "most_pixels": 1}
    request |= {"most_bytes": 1, "seconds": 0.3}
    command = [sys.executable, "-P", str(Path(decoder_child.__file__))]
    made = subprocess.run(
        command, input=json.dumps(request).encode() + b"\n", capture_output=True, check=False
    )
    assert made.returncode < 0
    assert made.stdout == b""


def test_the_child_imports_nothing_that_lies_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json.py", "pypdfium2.py", "numpy.py"):
        (tmp_path / name).write_text("raise SystemExit('a stranger was run')")
    monkeypatch.chdir(tmp_path)
    decoding.end_children()
    assert image_io.page_count(pdf(tmp_path / "a.pdf")) == 2


def test_a_pdf_inside_an_annotation_is_refused(tmp_path: Path) -> None:
    data = pdf(tmp_path / "a.pdf").read_bytes()
    with pytest.raises(InputError, match="is a PDF"):
        image_io.decode_rgb(data, "imageData")


def test_a_password_is_said(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("L", (20, 20)).save(buffer, "PDF")
    path = tmp_path / "a.pdf"
    # An encryption dictionary that no empty password opens.
    encrypt = (
        b"/Encrypt<</Filter/Standard/V 1/R 2/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")/P -4>>/ID[(a)(a)]"
    )
    path.write_bytes(buffer.getvalue().replace(b"/Root", encrypt + b"/Root", 1))
    with pytest.raises(InputError, match="needs a password"):
        image_io.read_rgb(path)
