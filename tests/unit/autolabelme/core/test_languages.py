"""Catalogues: found by context, in the right number; messages and errors are said from their templates."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autolabelme.core import languages
from autolabelme.core.errors import InputError
from autolabelme.core.languages import Catalogue, code_of, parse, said
from autolabelme.core.messages import Template, listed, told

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
<message><source>expected {wanted}, got {got}</source>
<translation>attendu {wanted}, reçu {got}</translation></message>
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


def test_an_error_is_said_behind_its_file_and_field(french: Catalogue) -> None:
    error = InputError(
        "expected {wanted}, got {got}", wanted=4, got="5", path="/a: b/c.json", field="shapes[3]"
    )
    assert str(error) == "/a: b/c.json: shapes[3]: expected 4, got 5"
    assert said(error.message) == "/a: b/c.json: shapes[3]: attendu 4, reçu 5"
    assert said(InputError("{error}, again", error=error).message) == (
        "/a: b/c.json: shapes[3]: attendu 4, reçu 5, again"
    )
    assert said("nothing of ours: 3") == "nothing of ours: 3"
    assert said("set") == "jeu", "the whole of a text may be one of ours"
    assert said("expected 4, got 5") == "expected 4, got 5", "but nothing is recognised by its pattern"


@pytest.mark.usefixtures("french")
def test_numbers_are_written_as_the_language_does() -> None:
    line = told("A", "{count:,} of {share:.1%}, {length:.2f}", count=12345, share=0.5, length=-0.25)
    assert line == "12,345 of 50.0%, -0.25"
    assert said(line) == "12\N{NARROW NO-BREAK SPACE}345 of 50,0\N{NO-BREAK SPACE}%, -0,25"
    assert said(told("A", "{name}", name="1.5")) == "1.5", "a text is nobody's number"
    assert languages.figure(0.638, ".2f") == "0,64" and languages.figure(0.5) == "0,5"
    assert languages.plain("0,5") == languages.plain("0.5") == "0.5"
    assert languages.figures("1,234.5") == "1\N{NARROW NO-BREAK SPACE}234,5"


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


def test_numbers_in_a_text_are_written_again_in_the_other_language(french: Catalogue) -> None:
    english = "NCC 0.64 → 0.71, 12.5%, 1,234.5 px; a/p.1.png, 1.2.3, 12, 13"
    said_so = languages.figures_again(english, None, french)
    narrow, wide = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
    assert said_so == f"NCC 0,64 → 0,71, 12,5{wide}%, 1{narrow}234,5 px; a/p.1.png, 1.2.3, 12, 13"
    assert languages.figures_again(said_so, french, None) == english


def test_a_colon_and_a_semicolon_stand_as_the_language_writes_them() -> None:
    assert languages.named("label 0", "none") == "label 0: none"
    assert languages.together("one", "two", "three") == "one; two; three"
    french = languages.catalogue_of("fr")
    languages.speak("fr")
    try:
        assert languages.named("0", "aucune") == "0\N{NO-BREAK SPACE}: aucune"
        assert languages.together("un", "deux") == "un\N{NO-BREAK SPACE}; deux"
    finally:
        languages.speak("en")
    for english, other in ((": ", "\N{NO-BREAK SPACE}: "), ("; ", "\N{NO-BREAK SPACE}; "), (", ", ", ")):
        assert languages.joint_again(english, None, french) == other
        assert languages.joint_again(other, french, None) == english
