"""HTML to PDF: paginated, blocks kept whole, also without an application, and nothing half-written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PyQt6.QtCore import QIODevice
from pytestqt.qtbot import QtBot

import autolabelme
from autolabelme.core.errors import InputError
from autolabelme.core.report import environment_of_reports, sections
from autolabelme.qtkit import pdf
from autolabelme.qtkit.pdf import html_to_pdf


def texts_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        # Where glyphs of a font are new, Qt sets them one by one, which reads back as blanks.
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def test_blocks_flow_over_pages_and_none_is_cut(qtbot: QtBot, tmp_path: Path) -> None:
    image = np.zeros((200, 400, 3), np.uint8)
    image[..., 0] = 200
    rows = [
        f"<table width='480'><tr><td>begin{n}.</td><td><img src='crop' width='200'/></td></tr>"
        f"<tr><td>finish{n}.</td><td></td></tr></table>"
        for n in range(20)
    ]
    path = tmp_path / "rapport.pdf"
    pages = html_to_pdf(["<h1>Étoile</h1>", *rows], path, title="Rapport", images={"crop": image})
    texts = texts_of(path)
    assert len(texts) == pages > 2
    for n in range(20):
        [page] = [index for index, text in enumerate(texts) if f"begin{n}." in text]
        assert f"finish{n}." in texts[page]
    assert "Étoile" in texts[0]
    assert all(f"{index + 1}/{pages}" in text and "Rapport" in text for index, text in enumerate(texts))
    with pypdfium2.PdfDocument(path) as document:
        pixels = document[0].render(scale=1).to_numpy()
    assert ((pixels.max(axis=2) - pixels.min(axis=2)) > 100).sum() > 10_000, "the picture is there"


def test_every_page_says_which_it_is_and_who_made_it(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    title = "Inspection of " + "a very long name " * 20
    pages = html_to_pdf(["<p>x</p>"] * 100, path, title=title, author="Anna B.")
    for number, text in enumerate(texts_of(path), 1):
        assert f"AutoLabelme{autolabelme.__version__}·{number}/{pages}" in text
        assert "…" in text, "a long title is cut, not painted over the number"
    with pypdfium2.PdfDocument(path) as document:
        found = document.get_metadata_dict()
    assert (found["Title"], found["Author"]) == (title, "Anna B.")


@pytest.mark.parametrize("above", [0, 20, 36])
def test_a_long_table_goes_on_overleaf_between_its_rows(qtbot: QtBot, tmp_path: Path, above: int) -> None:
    rows = [
        (f"label{n}.", f"first{n}. " + "words that need several lines " * 6 + f"last{n}.") for n in range(40)
    ]
    (block,) = sections(
        environment_of_reports(),
        ["<h2>heading</h2>{{ table(head, rows) }}<p>after.</p>"],
        head=["thelabel", "theevidence"],
        rows=rows,
    )
    path = tmp_path / "table.pdf"
    html_to_pdf([*["<p>above</p>"] * above, block, "<p>the end.</p>"], path)
    texts = texts_of(path)
    assert len(texts) > 1
    with_rows = [text for text in texts if "label" in text.replace("thelabel", "")]
    assert all("thelabel" in text for text in with_rows), "the head stands on every page"
    for n in range(40):
        [page] = [index for index, text in enumerate(texts) if f"label{n}." in text]
        assert f"first{n}." in texts[page] and f"last{n}." in texts[page], "no row is cut"
    assert "".join(texts).count("heading") == 1
    first = next(text for text in texts if "heading" in text)
    assert "label1." in first, "a heading stands with rows of its table"
    assert "after." in texts[-1] and "theend." in texts[-1]


def test_a_report_is_serif(qtbot: QtBot) -> None:
    font = pdf._serif()
    assert font.styleHint() == font.StyleHint.Serif


def test_a_block_longer_than_a_page_loses_no_line(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    html_to_pdf("".join(f"<p>line{n}.</p>" for n in range(150)), path)
    texts = texts_of(path)
    assert len(texts) > 1
    together = "".join(texts)
    assert [n for n in range(150) if f"line{n}." not in together] == []


def test_it_works_without_an_application(tmp_path: Path) -> None:
    path = tmp_path / "cli.pdf"
    code = (
        "import os, sys\nos.environ.pop('QT_QPA_PLATFORM', None)\n"
        "from autolabelme.qtkit.pdf import html_to_pdf\n"
        f"print(html_to_pdf('<p>from the command line</p>', {str(path)!r}))\n"
        "assert 'QT_QPA_PLATFORM' not in os.environ"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "1"
    assert "fromthecommandline" in texts_of(path)[0]


def test_a_pdf_that_cannot_be_written_names_the_file(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(InputError, match=r"report\.pdf"):
        html_to_pdf("<p>x</p>", tmp_path / "file" / "report.pdf")


def test_a_full_disk_leaves_the_last_report_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"the last one")
    code = f"""
import resource, signal
from autolabelme.core.errors import InputError
from autolabelme.qtkit.pdf import ensure_gui, html_to_pdf
ensure_gui()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
try:
    html_to_pdf([f"<p>{{n}}</p>" for n in range(500)], {str(path)!r})
except InputError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.startswith(f"{path}: cannot be written"), done.stderr
    assert path.read_bytes() == b"the last one"
    assert [item.name for item in tmp_path.iterdir()] == ["report.pdf"]


def test_what_qt_did_not_finish_is_no_report(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(_blocks: object, device: QIODevice, *_: object) -> int:
        device.write(b"%PDF-1.4 1 0 obj")
        return 1

    monkeypatch.setattr(pdf, "_print", cut_off)
    with pytest.raises(InputError, match=r"report\.pdf: cannot be made as PDF"):
        html_to_pdf("<p>x</p>", tmp_path / "report.pdf")
    assert not list(tmp_path.iterdir())


def test_an_empty_report_is_one_page(qtbot: QtBot, tmp_path: Path) -> None:
    assert html_to_pdf([], tmp_path / "empty.pdf") == 1
