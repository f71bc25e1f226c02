"""Choose pages and Choose folder in Train: what is asked, what comes of each answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtWidgets import QFileDialog

from autolabelme.core.errors import InputError
from autolabelme.core.ornament import Ornament

from .conftest import Driver


class Asked:
    """Stands in for the dialogs: what they were asked with, and what the user answers."""

    def __init__(self) -> None:
        self.starts: list[str] = []
        self.kinds: list[str] = []
        self.files: list[str] = []
        self.folder = ""

    def open_files(self, _parent: Any, _title: str, start: str, kinds: str) -> tuple[list[str], str]:
        self.starts.append(start)
        self.kinds.append(kinds)
        return self.files, kinds

    def existing_folder(self, _parent: Any, _title: str, start: str) -> str:
        self.starts.append(start)
        return self.folder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    made = Asked()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", made.open_files)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", made.existing_folder)
    return made


def test_several_pages_are_one_catalogue(driver: Driver, asked: Asked, tmp_path: Path) -> None:
    asked.files = [str(tmp_path / "b_matched.json"), str(tmp_path / "a_matched.json")]
    driver.press("choose_files")
    driver.wait_idle()
    assert driver.stub.read_paths == [(tmp_path / "b_matched.json", tmp_path / "a_matched.json")]
    assert "*_matched.json" in asked.kinds[0]
    assert driver.panel.stage.tab == "catalogue"
    assert driver.panel.side.name.text() == "b"
    assert driver.why_not("train") == ""


def test_a_folder_is_a_catalogue(driver: Driver, asked: Asked, tmp_path: Path) -> None:
    asked.folder = str(tmp_path / "Estienne 1540")
    driver.press("choose_folder")
    driver.wait_idle()
    assert driver.stub.read_paths == [(tmp_path / "Estienne 1540",)]
    assert driver.panel.side.catalogue.text() == "3 labels: Estienne 1540"


@pytest.mark.parametrize("name", ["choose_files", "choose_folder"])
def test_a_dialog_that_is_left_changes_nothing(
    driver: Driver, asked: Asked, tmp_path: Path, name: str
) -> None:
    driver.press(name)
    driver.wait_idle()
    assert driver.stub.read_paths == []
    assert driver.panel.stage.is_empty
    asked.files, asked.folder = [str(tmp_path / "a_matched.json")], str(tmp_path / "a")
    driver.press(name)
    driver.wait_idle()
    summary = driver.panel.presenter.summary
    asked.files, asked.folder = [], ""
    driver.press(name)
    driver.wait_idle()
    assert len(driver.stub.read_paths) == 1
    assert driver.panel.presenter.summary is summary is not None


def test_the_dialog_begins_where_the_user_works(driver: Driver, asked: Asked, tmp_path: Path) -> None:
    driver.press("choose_files")
    page = tmp_path / "scans" / "page.jpg"
    driver.panel.context.set_current("page", page.name, Ornament(page, 0))
    driver.press("choose_folder")
    asked.files = [str(tmp_path / "books" / "a_matched.json")]
    driver.press("choose_files")
    driver.wait_idle()
    driver.press("choose_folder")
    assert asked.starts == [str(Path.home()), *2 * [str(tmp_path / "scans")], str(tmp_path / "books")]


def test_a_folder_without_a_catalogue_says_so_and_leaves_the_one_there_is(
    driver: Driver, asked: Asked, tmp_path: Path
) -> None:
    asked.folder = str(tmp_path / "good")
    driver.press("choose_folder")
    driver.wait_idle()
    asked.folder = str(tmp_path / "empty")
    driver.stub.read_error = InputError("holds no catalogue", path=tmp_path / "empty")
    driver.press("choose_folder")
    driver.wait_idle()
    strip = driver.panel.stage.strip
    assert (strip.level, strip.text()) == ("error", f"{tmp_path / 'empty'}: holds no catalogue")
    assert driver.panel.presenter.paths == (tmp_path / "good",)
    driver.stub.read_error = None
    driver.press("choose_folder")
    driver.wait_idle()
    assert strip.isHidden()
