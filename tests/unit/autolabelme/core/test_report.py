"""The one writer of reports: sections, pictures embedded, nothing of the text taken for markup."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from autolabelme.core.report import (
    FULL_WIDTH,
    Report,
    environment_of_reports,
    reduced,
    report_files,
    sections,
    small,
    width_of,
)


def _blocks(template: str, **context: object) -> list[str]:
    return sections(environment_of_reports(), [template], **context)


def test_sections_without_anything_are_left_out_and_text_is_escaped() -> None:
    assert _blocks("{% if found %}<p>x</p>{% endif %}", found=False) == []
    assert _blocks("<p>{{ said }}</p>", said="a <b> & c") == ["<p>a &lt;b&gt; &amp; c</p>"]


def test_facts_are_a_table_or_nothing() -> None:
    (block,) = _blocks("{{ facts(rows) }}", rows=[("printer", "Rey <& fils>")])
    assert "<td><b>printer</b></td><td>Rey &lt;&amp; fils&gt;</td>" in block
    assert _blocks("{{ facts(rows) }}", rows=[]) == []


def test_a_row_of_many_pictures_fits_the_page() -> None:
    pictures = [(f"<{n}>", f"image{n}") for n in range(9)]
    (block,) = _blocks("{{ picture_row(pictures) }}", pictures=pictures)
    width = int(block.split('<img src="image0" width="')[1].split('"')[0])
    assert 9 * (width + 6) <= FULL_WIDTH
    assert "&lt;8&gt;" in block


def test_pictures_are_embedded_and_reduced() -> None:
    page = Report("A & b", ('<img src="one">',), {"one": np.zeros((4, 6, 3), np.uint8)}).html()
    assert 'src="data:image/png;base64,' in page and 'src="one"' not in page
    assert "<title>A &amp; b</title>" in page
    assert small(np.zeros((10, 40), np.uint8)).shape == (32, 128)
    assert reduced(np.zeros((20, 3200, 3), np.uint8)).shape == (10, 1600, 3)
    assert reduced(np.zeros((20, 30), np.uint8)).shape == (20, 30)
    assert (width_of(np.zeros((10, 40))), width_of(np.zeros((1200, 400)))) == (FULL_WIDTH, 200)


def test_the_files_are_those_that_are_named(tmp_path: Path) -> None:
    report = Report("t", ("<p>x</p>",), {})
    report.write(tmp_path, None)
    assert [path.name for path in tmp_path.iterdir()] == report_files(None) == ["report.html"]

    def pdf(written: Report, path: Path) -> None:
        path.write_text(written.title)

    report.write(tmp_path, pdf)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(report_files(pdf))
