"""Text and JSON of others: what is wrong with it is one error that names the file and the field."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from autolabelme.core import reading
from autolabelme.core.errors import InputError
from autolabelme.core.params import Params, param
from autolabelme.core.reading import JsonObject, file_named, read_json, read_object, read_table


@pytest.mark.parametrize(
    ("text", "field", "problem"),
    [
        ('{"a": [1, {"b": NaN}]}', "a[1].b", "is not a finite number"),
        ('{"a": -Infinity}', "a", "is not a finite number"),
        ('{"a": 1e999}', "a", "is not a finite number"),
        ('{"a": 1' + "0" * 400 + "}", "a", "is too large a number"),
        ('{"a": [1' + "0" * 5000 + "]}", "a[0]", "is not a finite number"),
        ('{"a": "\\ud800"}', "a", "half a character"),
        ('{"a": {"\\udc00": 1}}', "a.?", "half a character"),
        ("[" * 100_000, None, "nested too deeply"),
        ('{"a": ' + "[" * 101 + "]" * 101 + "}", "a" + "[0]" * 11 + "...", "nested too deeply"),
        ("1" + "0" * 5000 + "[" * 100_000, None, "is not valid JSON"),
        ("[1" + "0" * 5000 + ", " + "[" * 100_000, None, "nested too deeply"),
        ('{"a": ', None, "is cut off"),
        ('{"a" 1}', None, "is not valid JSON"),
        (" \n", None, "is empty"),
        ("NaN", None, "is not a finite number"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_plain_json_is_told_with_its_field(
    tmp_path: Path, text: str, field: str | None, problem: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=problem) as told:
        read_json(path)
    assert (told.value.path, told.value.field) == (path, field)
    assert "\n" not in str(told.value)


def test_what_is_no_text_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xe8"}')
    for name, problem in (("latin.json", "UTF-8"), ("none.json", "does not exist"), ("", "is a folder")):
        with pytest.raises(InputError, match=problem):
            read_json(tmp_path / name)
    with pytest.raises(InputError, match="cannot be opened"):
        read_json("a\0b")
    with pytest.raises(InputError, match="cannot be opened"):
        read_json(tmp_path / ("a" * 300))
    monkeypatch.setattr(reading, "MOST_BYTES", 5)
    (tmp_path / "large.json").write_text("[1, 2]")
    with pytest.raises(InputError, match="too large"):
        read_json(tmp_path / "large.json")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.json")
        with pytest.raises(InputError, match="is no file"):
            read_json(tmp_path / "pipe.json")


def test_plain_json_comes_back_whole(tmp_path: Path) -> None:
    value = {"text": "🙐 é", "number": 2**64, "list": [None, True, 1.5, {"": []}], "small": 5e-324}
    path = tmp_path / "a.json"
    path.write_text("\ufeff" + json.dumps(value), "utf-8")  # with the byte order mark of some editors
    assert read_object(path).value == value


def test_a_lenient_reading_loses_only_what_is_not_plain(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": 1e999, "b": [NaN, 2], "c": 1' + "0" * 400 + ', "d": "\\ud800", "e": 5}')
    assert read_object(path, lenient=True).value == {"a": None, "b": [None, 2], "c": None, "d": None, "e": 5}


def test_fields_are_typed_and_named() -> None:
    value = JsonObject(
        {"n": 200.0, "half": 0.5, "t": "a", "yes": True, "null": None, "o": {"l": [1, 2]}, "s": [{"t": "b"}]},
        Path("a.json"),
    )
    assert (value.whole("n"), value.number("n"), value.text("t"), value.flag("yes")) == (
        200,
        200.0,
        "a",
        True,
    )
    assert value.text("null", "b") == value.text("gone", "b") == "b"
    assert value.number_or_none("gone") is None
    assert value.object("o").numbers("l", 2) == (1.0, 2.0)
    assert [item.text("t") for item in value.objects("s")] == ["b"]
    wrong = [
        (lambda: value.whole("half"), "half: expected a whole number"),
        (lambda: value.number("yes"), "yes: expected a finite number, got True"),
        (lambda: value.flag("n"), "n: expected true or false"),
        (lambda: value.text("gone"), "gone: is missing"),
        (lambda: value.text("null"), "null: expected text, got null"),
        (lambda: value.text("t", choices=("x", "y")), "t: expected one of x, y"),
        (lambda: value.number("half", minimum=1), "half: expected 1 to inf, got 0.5"),
        (lambda: value.object("o").numbers("l", 3), "o.l: expected 3 numbers, got 2"),
        (lambda: value.object("o").texts("l"), r"o.l\[0\]: expected text"),
        (lambda: next(value.objects("s")).text("u"), r"s\[0\].u: is missing"),
        (lambda: value.object("s"), "s: expected an object, got a list"),
    ]
    for ask, problem in wrong:
        with pytest.raises(InputError, match=f"^a.json: {problem}"):
            ask()


def test_settings_are_read_strictly() -> None:
    @dataclass(frozen=True)
    class Settings(Params):
        share: float = param(0.5, minimum=0.0, maximum=1.0, help="")
        pair: tuple[int, int] = (1, 2)
        name: str = ""

    def stored(**fields: object) -> JsonObject:
        return JsonObject({"settings": fields}, Path("a.json"))

    assert stored(share=1, pair=[3, 4]).dataclass("settings", Settings) == Settings(1.0, (3, 4))
    for fields, problem in (
        ({"share": 7}, "settings: Settings.share: expected 0 to 1"),
        ({"share": "0.5"}, "settings.share: "),
        ({"pair": [1]}, r"settings.pair\[1\]: "),
        ({"name": {}}, "settings.name: "),
        ({"other": 1}, "settings.other: is unknown"),
    ):
        with pytest.raises(InputError, match=problem):
            stored(**fields).dataclass("settings", Settings)
    assert stored(other=1).dataclass("settings", Settings, ignore_unknown=True) == Settings()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("a" * 256, "too long"),
        ("é" * 128, "too long"),
        ("a/" * 2100, "too long"),
        ("a\0", "null"),
        (" ", "empty"),
    ],
)
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as told:
        file_named(name, tmp_path, path=tmp_path / "a.json", field="imagePath")
    assert told.value.field == "imagePath"
    assert file_named("é" * 127, tmp_path, path=None, field="") == tmp_path / ("é" * 127)


def test_a_table_is_read_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\ufeffa,b\n1,2,3\n4\n", "utf-8")
    assert read_table(path) == [{"a": "1", "b": "2"}, {"a": "4", "b": ""}]
    path.write_text('a,b\n1,"' + "2" * 200_000 + '"\n')
    with pytest.raises(InputError, match="row 2"):
        read_table(path)


def test_a_message_stays_short_whatever_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"y" * 5000: "x" * 5000}))
    with pytest.raises(InputError) as told:
        read_object(path).number("y" * 5000)
    assert len(str(told.value)) < len(str(path)) + 1200
