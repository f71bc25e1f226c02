"""Messages: a sentence that knows its code and values."""

from __future__ import annotations

import json
import pickle

import pytest

from autolabelme.core.messages import Message, Template, as_json, clauses, from_json, listed, sentences


class Words(Template):
    MOVED = "{what} stands {pixels:.1f} px from its place"
    LABEL = "label {label}"


def moved() -> Message:
    return Words.MOVED(what=Words.LABEL(label="12"), pixels=3.14159)


def test_a_message_is_its_english_sentence() -> None:
    assert moved() == "label 12 stands 3.1 px from its place"
    assert json.loads(json.dumps([moved()])) == [str(moved())]
    assert (moved().code, moved().values["pixels"]) == (Words.MOVED, 3.14159)
    with pytest.raises(KeyError):
        Words.MOVED(what="it")


def test_it_is_said_anew_in_another_language() -> None:
    french = {
        ("Words", "{what} stands {pixels:.1f} px from its place"): "à {pixels:.0f} px de sa place : {what}",
        ("Words", "label {label}"): "l'étiquette {label}",
    }
    line = sentences([moved(), listed(["a", clauses(["b", Words.LABEL(label="3")])])])
    assert line == "label 12 stands 3.1 px from its place a, b; label 3"
    assert isinstance(line, Message)
    assert line.said(lambda context, text: french.get((context, text), text)) == (
        "à 3 px de sa place : l'étiquette 12 a, b; l'étiquette 3"
    )
    assert (sentences([]), sentences(["alone"])) == ("", "alone")


def test_what_a_file_keeps_in_english_is_known_again() -> None:
    for message in (moved(), Words.MOVED(what="a dot", pixels=-2.0), Words.LABEL(label="12 sun")):
        again = Words.known(str(message))
        assert isinstance(again, Message) and again == message and again.code is message.code
    assert isinstance(Words.known(str(moved())).values["what"], Message)
    no_number = ("a dot stands xx px from its place", f"a dot stands {'9' * 5000} px from its place")
    for other in ("", "labels 1", "a dot, another", "a dot stands far from its place", *no_number):
        assert Words.known(other) == other and not isinstance(Words.known(other), Message)


def test_it_survives_another_process_and_a_file() -> None:
    again = pickle.loads(pickle.dumps(moved()))
    assert (again, again.code, again.values["pixels"]) == (moved(), Words.MOVED, 3.14159)
    kept = json.loads(json.dumps(as_json(moved())))
    read = from_json(kept, str(moved()))
    assert isinstance(read, Message) and read == moved()
    assert as_json("a text without a code") is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        {},
        {"code": "Words.GONE", "values": {}},
        {"code": "Other.MOVED", "values": {}},
        {"code": "Words.LABEL", "values": {"label": "another than the sentence says"}},
        {"code": "Words.MOVED", "values": {"what": "x", "pixels": "many"}},
    ],
)
def test_a_file_that_says_something_else_gives_the_sentence(value: object) -> None:
    read = from_json(value, "as it stands there")
    assert read == "as it stands there"
    assert not isinstance(read, Message)
