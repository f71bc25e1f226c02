"""The one writer of reports: sections, one self-contained page, nothing of the text taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.languages import sentence, speak
from autolabelme.core.report import Report, environment_of_reports, report_files, sections
from autolabelme.core.report_pictures import Pictures, Shown
from autolabelme.core.signature import sign


@pytest.fixture(autouse=True)
def english_and_unsigned() -> Iterator[None]:
    yield
    speak("en")
    sign("")


def _blocks(template: str, **context: object) -> list[str]:
    return sections(environment_of_reports(), [template], **context)


def test_sections_without_anything_are_left_out_and_text_is_escaped() -> None:
    assert _blocks("{% if found %}<p>x</p>{% endif %}", found=False) == []
    assert _blocks("<p>{{ said }}</p>", said="a <b> & c") == ["<p>a &lt;b&gt; &amp; c</p>"]


def test_facts_are_a_table_or_nothing() -> None:
    (block,) = _blocks("{{ facts(rows) }}", rows=[("printer", "Rey <& fils>")])
    assert '<span class="name">printer</span></td><td>Rey &lt;&amp; fils&gt;</td>' in block
    assert _blocks("{{ facts(rows) }}", rows=[]) == []


def test_a_table_has_a_head_and_no_column_in_which_nothing_stands() -> None:
    rows = [("1", "", "<b>", "a long text " * 20), ("2", "", "", "short")]
    (block,) = _blocks("{{ table(head, rows) }}", head=["no.", "expected", "label", "evidence"], rows=rows)
    head = block.partition("</thead>")[0]
    assert re.findall(r">([^<>]+)</th>", head) == ["no.", "label", "evidence"]
    assert "&lt;b&gt;" in block and block.count("<tr>") == 3
    widths = [int(width) for width in re.findall(r'width="(\d+)%">[^<]', head)]
    assert sum(widths) == pytest.approx(100, abs=2), "columns are the same where a table goes on overleaf"
    assert widths[2] > 4 * widths[0]
    assert _blocks("{{ table(head, rows) }}", head=["a"], rows=[]) == []


def test_a_sentence_has_a_large_letter_and_one_full_stop() -> None:
    assert [sentence(text) for text in ("two broke", "Told.", "really?", "")] == [
        "Two broke.",
        "Told.",
        "Really?",
        "",
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_stands_alone(language: str) -> None:
    speak(language)
    sign("Anna <& Co>")
    pictures = Pictures()
    row = pictures.row([Shown("as printed", np.zeros((4, 6, 3), np.uint8))], height=90)
    page = Report("A & b", (f"<h1>{row}</h1>",), pictures.images()).html()
    assert f'<html lang="{language}">' in page
    assert "<title>A &amp; b</title>" in page
    assert '<meta name="author" content="Anna &lt;&amp; Co&gt;">' in page
    assert 'src="data:image/' in page
    assert not re.search(r"https?:|url\(|@import|<script|<link", page), "nothing is fetched"
    assert all(re.search(r'alt="[^"]+"', image) for image in re.findall("<img[^>]*>", page))
    assert "@page" in page and "@media print" in page


def test_an_unsigned_report_names_nobody() -> None:
    assert "author" not in Report("t", (), {}).html()


def test_a_picture_that_a_text_names_is_not_put_there() -> None:
    """A file may be called as a picture is, and worse."""
    block = _blocks("<p>{{ name }}</p>", name='src="boxes"><img src="boxes"')[0]
    page = Report("t", (block,), {"boxes": np.zeros((4, 4), np.uint8)}).html()
    assert "data:image" not in page and "<img" not in page


def test_the_files_are_those_that_are_named(tmp_path: Path) -> None:
    report = Report("t", ("<p>x</p>",), {})
    report.write(tmp_path, None)
    assert [path.name for path in tmp_path.iterdir()] == report_files(None) == ["report.html"]

    def pdf(written: Report, path: Path) -> None:
        path.write_text(written.title)

    report.write(tmp_path, pdf)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(report_files(pdf))
