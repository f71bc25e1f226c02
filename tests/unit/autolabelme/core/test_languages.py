"""Catalogues: found by context, in the right number, and texts that are recognised with values in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autolabelme.core import languages
from autolabelme.core.languages import Catalogue, Found, code_of, parse, said_again
from autolabelme.core.messages import Template, listed

TS = """<?xml version="1.0" encoding="utf-8"?>
<TS version="2.1" language="fr">
<context><name>A</name>
<message><source>Open</source><translation>Ouvrir</translation></message>
<message><source>set</source><translation>jeu</translation></message>
<message><source>{0} of {1} pages</source><translation>de {1} pages, {0}</translation></message>
<message numerus="yes"><source>%n pages</source><translation>
<numerusform>%n page</numerusform><numerusform>%n pages (fr)</numerusform></translation></message>
<message><source>not yet</source><translation type="unfinished"></translation></message>
</context>
<context><name>B</name>
<message><source>set</source><translation>posé</translation></message>
<message><source>{0}: {1}</source><translation>{0} : {1}</translation></message>
</context>
<context><name>Errors</name>
<message><source>expected {0}, got {1}</source><translation>attendu {0}, reçu {1}</translation></message>
</context>
</TS>"""


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    catalogue = parse(TS, "fr")
    monkeypatch.setattr(languages._Spoken, "catalogue", catalogue)
    yield catalogue


def test_a_text_is_found_in_its_context_first_then_in_any(french: Catalogue) -> None:
    assert french.find("A", "set") == "jeu"
    assert french.find("B", "set") == "posé"
    assert french.find("Derived", "Open") == "Ouvrir"
    assert french.find("A", "not yet") is None
    assert french.find("A", "unknown") is None


def test_a_number_chooses_the_form(french: Catalogue) -> None:
    assert [french.find("A", "%n pages", n) for n in (0, 1, 2)] == ["%n page", "%n page", "%n pages (fr)"]


def test_a_text_with_values_is_recognised_both_ways(french: Catalogue) -> None:
    found = french.english.recognise("3 of 12 pages")
    assert found == Found("A", "{0} of {1} pages", {"v0": "3", "v1": "12"})
    assert said_again(found, french) == "de 12 pages, 3"
    back = french.own.recognise("de 12 pages, 3")
    assert back is not None and said_again(back, None) == "3 of 12 pages"
    assert french.english.recognise("page.png: odd") is None, "a pattern without letters knows nothing"


def test_an_errors_text_is_said_behind_its_file_and_field(french: Catalogue) -> None:
    assert languages.again("/a: b/c.json: shapes[3]: expected 4, got 5") == (
        "/a: b/c.json: shapes[3]: attendu 4, reçu 5"
    )
    assert languages.again("nothing of ours: 3") == "nothing of ours: 3"


def test_a_message_is_said_from_its_code(french: Catalogue) -> None:
    class A(Template):
        OPEN = "Open"
        COUNT = "{0} of {1} pages"

    assert A.OPEN().said(languages.translate) == "Ouvrir"
    assert listed([A.OPEN(), A.OPEN()]) == "Open, Open"


@pytest.mark.parametrize(
    ("written", "code"), [("fr_CA.UTF-8", "fr"), ("fr", "fr"), ("C.UTF-8", "c"), ("en-GB", "en"), ("", "")]
)
def test_codes(written: str, code: str) -> None:
    assert code_of(written) == code


def test_no_file_is_opened_by_another_name() -> None:
    assert languages.catalogue_of("../fr") is None
    assert languages.catalogue_of("xx") is None
