"""Texts that are recognised with values in them, in one language and in the other."""

from __future__ import annotations

import pytest

from autolabelme.core.languages import Catalogue
from autolabelme.shell.recognition import Found, Retelling, english_of, own_of, said_again


@pytest.fixture(scope="module")
def french() -> Catalogue:
    return Catalogue(
        "fr",
        [
            ("A", "{0} of {1} pages", ("de {1} pages, {0}",)),
            ("B", "{0}: {1}", ("{0} : {1}",)),
            ("Errors", "expected {wanted}, got {got}", ("attendu {wanted}, reçu {got}",)),
        ],
    )


def test_a_text_with_values_is_recognised_both_ways(french: Catalogue) -> None:
    found = english_of(french).recognise("3 of 12 pages")
    assert found == Found("A", "{0} of {1} pages", {"v0": "3", "v1": "12"})
    assert said_again(found, french) == "de 12 pages, 3"
    back = own_of(french).recognise("de 12 pages, 3")
    assert back is not None and said_again(back, None) == "3 of 12 pages"
    assert english_of(french).recognise("page.png: odd") is None, "a pattern without letters knows nothing"


def test_what_was_put_together_is_said_part_by_part(french: Catalogue) -> None:
    again = Retelling(None, french).text
    assert again("/a: b/c.json: shapes[3]: expected 4, got 5") == "/a: b/c.json: shapes[3]: attendu 4, reçu 5"
    assert again("nothing of ours: 3") == "nothing of ours: 3"
