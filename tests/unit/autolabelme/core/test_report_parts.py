"""The cover of a report and its findings: what is not known gets no line, and no name is markup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from markupsafe import Markup

import autolabelme
from autolabelme.core.languages import said, speak
from autolabelme.core.report import words
from autolabelme.core.report_parts import (
    Finding,
    both_called,
    called,
    cover,
    day_words,
    finding_block,
    known_provenance,
    origin,
    provenance_rows,
)
from autolabelme.core.signature import sign, signature

KNOWN = {
    "year": "1644",
    "title": "La Mort <de> Pompée",
    "author": "Corneille",
    "library": "BnF",
    "shelfmark": "RES-YF-3973",
    "folio": "A2r",
    "edition": " ",
}


@pytest.fixture(autouse=True)
def english_and_unsigned() -> Iterator[None]:
    yield
    speak("en")
    sign("")


def test_a_cover_says_what_when_and_who() -> None:
    sign("  Anna\nB. ")
    assert signature() == "Anna B."
    lead, remarks = cover(
        "Inspection",
        "<i>suspect</i>.png",
        "differs from its siblings: 2 altered",
        Markup("<img>"),
        remarks=["a: told of the file a."],
        day=date(2026, 11, 30),
    )
    assert "&lt;i&gt;suspect&lt;/i&gt;.png" in lead and "<img>" in lead
    assert "Differs from its siblings: 2 altered." in lead
    assert f"30 November 2026 · Anna B. · AutoLabelme {autolabelme.__version__}" in lead
    assert '<p class="small">a: told of the file a.</p>' in remarks, "a name keeps its letters"


def test_a_cover_without_a_name_has_no_place_for_one() -> None:
    (lead,) = cover("Inspection", "x", "nothing", Markup(""), day=date(2026, 5, 1))
    assert f"1 May 2026 · AutoLabelme {autolabelme.__version__}</p>" in lead


def test_days_are_written_as_the_language_does() -> None:
    speak("fr")
    assert [day_words(date(2026, 11, day)) for day in (1, 2)] == ["1er novembre 2026", "2 novembre 2026"]


def test_an_origin_has_the_book_the_copy_and_the_file() -> None:
    text = origin("Reference", KNOWN, "a&b.png")
    assert "Corneille, <i>La Mort &lt;de&gt; Pompée</i>, 1644" in text
    assert "BnF, RES-YF-3973, A2r" in text and "a&amp;b.png" in text
    assert origin("Reference", {}, "a.png").count("<br>") == 1, "the file alone: no empty line"


def test_a_provenance_is_read_in_its_order_without_what_is_blank() -> None:
    assert [key for key, _ in known_provenance(KNOWN)] == [
        *("library", "shelfmark", "title", "author", "year", "folio")
    ]
    speak("fr")
    ((name, text),) = provenance_rows({"shelfmark": "x", "title": "y"}, words("reference"))
    assert isinstance(text, str)
    assert (said(name), " ".join(said(text).split())) == ("référence, provenance", "cote : x ; titre : y")
    assert called(KNOWN, "p.png") == "La Mort <de> Pompée, A2r"
    assert called({"folio": "A2r"}, "p.png") == "p.png", "a folio alone names no page"


def test_two_pages_of_one_book_name_it_once() -> None:
    other = {**KNOWN, "folio": "B1r"}
    assert both_called(KNOWN, "a", other, "b") == "La Mort <de> Pompée, A2r and B1r"
    assert both_called(KNOWN, "a", {}, "b.png") == "La Mort <de> Pompée, A2r and b.png"
    assert both_called({}, "a.png", {}, "b.png") == "a.png and b.png"


def test_a_finding_is_its_number_sentence_verdict_and_note() -> None:
    one = Finding(3, "Altered", "ink is missing", (214, 96, 0), Markup("<img>"), "accepted", "see <fol. 2>")
    text = finding_block(one)
    assert "#d66000" in text and "3. Altered" in text
    assert "Ink is missing." in text and "<b>Accepted.</b>" in text
    assert "<i>see &lt;fol. 2&gt;</i>" in text and "<img>" in text
    bare = finding_block(Finding(1, "Altered", "x", (0, 0, 0), Markup("")))
    assert "<b>" not in bare and "<i>" not in bare
