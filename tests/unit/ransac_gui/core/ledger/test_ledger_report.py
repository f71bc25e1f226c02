"""The report of a ledger: the impressions with where they come from, events without the rejected ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autolabelme.core.annotation.document import Document, Provenance
from autolabelme.core.annotation.labelme_json import annotation_path, write_document
from autolabelme.core.image_io import write_image
from autolabelme.core.languages import speak
from autolabelme.core.report import Report
from ransac_gui.core.ledger.decisions import ACCEPT, NOTE, REJECT, Decision
from ransac_gui.core.ledger.ledger import Ledger, ledger_of, reading_of
from ransac_gui.core.ledger.order import Span
from ransac_gui.core.ledger.pictures import Picture
from ransac_gui.core.ledger.report import ledger_report

from .conftest import BREAK, HOLE, LATE, MakeFrame, broken, new_block, printed

HOSTILE = "<b>&.png"


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak("en")


@pytest.fixture
def made(make_frame: MakeFrame, tmp_path: Path) -> tuple[Report, Ledger]:
    """Two impressions, the second in a book that is known; of three events one is rejected, one accepted."""
    block = new_block()
    frame = make_frame(printed(block, 1), printed(broken(block, BREAK, HOLE, LATE), 2))
    files = [tmp_path / "a.png", tmp_path / HOSTILE]
    for path, sheet in zip(files, frame.sheets, strict=True):
        write_image(path, sheet.gray)
    known = Provenance(title="Contes <I>", year="1745", shelfmark="Y2 8", library="BnF")
    write_document(Document(files[1], 500, 320, provenance=known), annotation_path(files[1]))
    ledger = ledger_of(frame, (Span(1700, 1702), Span(1745, 1745)), dpi=300.0)
    ledger = replace(ledger, names=("a", "<b>&"))
    for decision in (Decision(ACCEPT, 1), Decision(REJECT, 2), Decision(NOTE, 1, text="<seen>")):
        ledger = ledger.decided(decision)
    pictures = [Picture.of(path) for path in files]
    return ledger_report(ledger, reading_of(ledger), frame, pictures), ledger


def test_it_has_its_parts_in_their_order(language: str, made: tuple[Report, Ledger]) -> None:
    headings = {
        "en": ["The impressions, the likeliest", "What each impression shows", "How it was read"],
        "fr": ["Les empreintes, dans l’ordre", "Ce que montre chaque empreinte", "Comment il a été lu"],
    }[language]
    page = made[0].html()
    places = [page.index(f"<h2>{heading}") for heading in headings]
    assert places == sorted(places)
    assert made[0].title == {"en": "Ledger of damage", "fr": "Registre des dommages"}[language]


def test_the_impressions_are_listed_with_their_book_copy_and_year(made: tuple[Report, Ledger]) -> None:
    (table,) = (block for block in made[0].blocks if "likeliest order first" in block)
    assert "<td>1700–1702</td>" in table and "<td>1745</td>" in table
    assert "Contes &lt;I&gt;, 1745" in table and "BnF, Y2 8" in table
    assert "&lt;b&gt;&amp;" in table


def test_a_rejected_event_is_nowhere(language: str, made: tuple[Report, Ledger]) -> None:
    report, ledger = made
    assert len(ledger.events) == 3
    events = [block for block in report.blocks if "<h3>" in block]
    assert [re.findall(r"</span> (\d+)\. ", block) for block in events] == [["1"], ["3"]]
    assert len(report.images) == 1 + 2 * 2
    remark = report.blocks[1]
    assert sum(int(count) for count in re.findall(r"(\d+) × ", remark)) == 2
    assert "&lt;seen&gt;" in events[0] and "<seen>" not in report.html()
    accepted = {"en": "<b>Accepted.</b>", "fr": "<b>Accepté.</b>"}[language]
    assert accepted in events[0] and accepted not in events[1]


def test_an_event_says_where_it_is_and_where_not(made: tuple[Report, Ledger]) -> None:
    event = next(block for block in made[0].blocks if "<h3>" in block)
    assert "Present: &lt;b&gt;&amp;; absent: a." in event
    assert "± 0.5 mm" in event
    assert event.count("<img") == 2 and 'alt="a: absent"' in event


def test_every_file_has_its_hash(made: tuple[Report, Ledger], tmp_path: Path) -> None:
    page = made[0].html()
    for name in ("a.png", HOSTILE):
        assert str(Picture.of(tmp_path / name).sha256) in page


def test_french_figures_have_commas(
    request: pytest.FixtureRequest, decimal_points: Callable[[str], list[str]]
) -> None:
    speak("fr")
    try:
        page = request.getfixturevalue("made")[0].html()
    finally:
        speak("en")
    assert not decimal_points(page) and "± 0,5 mm" in page
