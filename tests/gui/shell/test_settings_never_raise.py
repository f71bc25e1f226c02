"""No setting keeps the program from starting: a bad value falls back and is named."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from autolabelme.panel.annotate.search_settings import SearchSettings
from autolabelme.qtkit.preferences import Preferences, read_preferences
from autolabelme.shell.session_store import load_session
from autolabelme.shell.window import MainWindow


def test_every_value_that_the_dialog_offers_makes_search_settings() -> None:
    tried = 0
    for item in dataclasses.fields(Preferences):
        info = Preferences.info(item.name) if item.metadata else None
        for value in () if info is None else (info.minimum, info.maximum, *info.choices):
            if value is not None:
                kind = type(getattr(Preferences(), item.name))
                SearchSettings.from_preferences(Preferences(**{item.name: kind(value)}))
                tried += 1
    assert tried > 10


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scale_low", "0.1"),
        ("scale_low", "1e999"),
        ("scale_low", "NaN"),
        ("scale_high", "9" * 400),
        ("autosave_s", "9" * 5000),
        ("autosave_s", "true"),
        ("theme", '"mauve"'),
        ("language", "[]"),
        ("prefix_labels", "1"),
    ],
)
def test_a_bad_value_falls_back_and_is_named(tmp_path: Path, name: str, value: str) -> None:
    (tmp_path / "preferences.json").write_text(f'{{"threshold": 0.6, "{name}": {value}}}', "utf-8")
    found, problems = read_preferences(tmp_path)
    assert found == Preferences(threshold=0.6)
    assert len(problems) == 1
    assert "preferences.json" in problems[0]
    assert name in problems[0]
    assert len(problems[0]) < 400


@pytest.mark.parametrize("text", ["[" * 100_000, "", "[]", "3", "\x00", '{"a": '])
def test_damaged_files_give_the_defaults(tmp_path: Path, text: str) -> None:
    for name in ("preferences.json", "session.json"):
        (tmp_path / name).write_text(text, "utf-8")
    found, problems = read_preferences(tmp_path)
    assert found == Preferences()
    assert len(problems) == 1
    assert load_session(tmp_path).panels == {}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_the_window_starts_and_names_the_setting(qtbot: QtBot, data: Path) -> None:
    (data / "preferences.json").write_text('{"scale_low": 0.1}', "utf-8")
    bad = {"splitter": [1e308, "x"], "pages": [[], [None], 3], "page": [1, "x"], "settings": [1]}
    panels = dict.fromkeys(("annotate", "catalogue", "align", "train", "inspect"), bad)
    (data / "session.json").write_text(json.dumps({"panels": panels, "panel": "catalogue"}), "utf-8")
    window = MainWindow(data)
    window.start([])
    try:
        for spec in window.specs:
            window.show_panel(spec.key)
        assert any("scale_low" in text and "0.1" in text for text in window.notices.texts())
    finally:
        qtbot.waitUntil(lambda: not window.runner.jobs, timeout=60_000)
        window.close()
        window.deleteLater()
