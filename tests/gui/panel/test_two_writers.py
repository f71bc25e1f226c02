"""Two windows, or another program, on one file: nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.panel.page_session import PageSession
from autolabelme.panel.project import PageKey, Project
from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.workspace import WorkspaceContext

from .conftest import MadePage

WAIT_MS = 60_000
Choices = dict[str, Callable[[], None]]


class Window:
    """A project as a window has it, and what it said."""

    def __init__(self, qtbot: QtBot, data_dir: Path) -> None:
        self.qtbot = qtbot
        self.runner = JobRunner()
        self.context = WorkspaceContext(self.runner, data_dir)
        self.notices: list[str] = []
        self.offers: list[tuple[str, Choices]] = []
        self.context.noticed.connect(lambda _level, text: self.notices.append(text))
        self.context.offered.connect(lambda text, choices: self.offers.append((text, choices)))
        self.project = Project(self.context)

    def idle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.runner.jobs, timeout=WAIT_MS)

    def open(self, *paths: Path) -> PageSession:
        found: list[PageKey] = []
        self.project.add_paths(list(paths), lambda pages: found.extend(ref.key for ref in pages.pages))
        self.idle()
        self.project.ensure(found, lambda: None)
        self.idle()
        self.project.set_current(found[0])
        session = self.project.session(found[0])
        assert session is not None
        return session

    def box(self, session: PageSession, x: float) -> None:
        session.add_template((x, 10.0, x + 30, 40.0))
        self.project.changed(session.ref.key)

    def save(self, session: PageSession) -> None:
        self.project.save(session)
        self.idle()

    def close(self) -> None:
        self.runner.wait_all()
        self.project.close()
        self.context.deleteLater()
        self.runner.deleteLater()


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Window]]:
    made: list[Window] = []

    def make() -> Window:
        made.append(Window(qtbot, tmp_path / "data"))
        return made[-1]

    yield make
    for window in made:
        window.close()


def labels(path: Path) -> list[str]:
    return [shape.label for shape in read_document(path).shapes]


def other_program(path: Path, made: MadePage) -> bytes:
    """Another program writes the page's file, with two boxes of label 7; returns what it wrote."""
    document = Document.for_image(made.path).add(*(Shape.rectangle("7", box) for box in made.boxes[0][:2]))
    write_document(document, path)
    return path.read_bytes()


def test_the_second_window_says_that_the_page_is_open_and_its_save_asks(
    windows: Callable[[], Window], made: MadePage
) -> None:
    first, second = windows(), windows()
    ours, theirs = first.open(made.path), second.open(made.path)
    assert first.notices == []
    assert len(second.notices) == 1
    assert second.notices[0].startswith("page.png is open in another window")
    first.box(ours, 10)
    second.box(theirs, 200)
    first.save(ours)
    saved = made.path.with_name("page_matched.json")
    good = saved.read_bytes()
    second.save(theirs)
    assert saved.read_bytes() == good
    assert theirs.dirty
    assert list(second.offers[0][1]) == ["Keep both", "Take theirs", "Overwrite"]
    assert "page_matched.json" in second.offers[0][0]


@pytest.mark.parametrize("opened_first", [True, False], ids=["changed", "new"])
@pytest.mark.parametrize("choice", ["Keep both", "Take theirs", "Overwrite"])
def test_what_was_chosen_is_done_and_nothing_else_is_lost(
    windows: Callable[[], Window], made: MadePage, choice: str, opened_first: bool
) -> None:
    saved = made.path.with_name("page_matched.json")
    if opened_first:
        write_document(Document.for_image(made.path).add(Shape.rectangle("1", (1, 1, 30, 30))), saved)
    window = windows()
    session = window.open(made.path)
    window.box(session, 100)
    before = session.document
    theirs = other_program(saved, made)
    window.save(session)
    assert saved.read_bytes() == theirs
    window.offers[-1][1][choice]()
    window.idle()
    mine = made.path.with_name("page_mine_matched.json")
    if choice == "Keep both":
        assert saved.read_bytes() == theirs
        assert labels(mine) == [shape.label for shape in before.shapes]
        assert session.annotation_path == mine
        assert not session.dirty
    elif choice == "Take theirs":
        assert saved.read_bytes() == theirs
        assert [shape.label for shape in session.document.shapes] == ["7", "7"]
        assert not session.dirty
        session.undo()
        assert session.document == before, "ours is one step away"
    else:
        assert labels(saved) == [shape.label for shape in before.shapes]
        assert not session.dirty
    assert mine.exists() is (choice == "Keep both")
    # From here on it is an ordinary page: another save asks nothing.
    asked = len(window.offers)
    window.box(session, 300)
    window.save(session)
    assert len(window.offers) == asked
    assert not session.dirty


def test_a_second_conflict_does_not_overwrite_the_first_copy(
    windows: Callable[[], Window], made: MadePage
) -> None:
    window = windows()
    session = window.open(made.path)
    made.path.with_name("page_mine_matched.json").write_text("{}", "utf-8")
    window.box(session, 100)
    other_program(made.path.with_name("page_matched.json"), made)
    window.save(session)
    window.offers[-1][1]["Keep both"]()
    window.idle()
    assert made.path.with_name("page_mine_matched.json").read_text("utf-8") == "{}"
    assert made.path.with_name("page_mine2_matched.json").is_file()


def test_a_matched_file_that_was_not_opened_is_not_overwritten(
    windows: Callable[[], Window], made: MadePage
) -> None:
    plain, matched = made.path.with_name("page.json"), made.path.with_name("page_matched.json")
    write_document(Document.for_image(made.path).add(Shape.rectangle("1", (1, 1, 30, 30))), plain)
    theirs = other_program(matched, made)
    window = windows()
    session = window.open(plain)
    window.box(session, 100)
    window.save(session)
    assert matched.read_bytes() == theirs
    assert len(window.offers) == 1


def test_a_change_of_an_open_page_is_noticed_at_once(
    qtbot: QtBot, windows: Callable[[], Window], made: MadePage
) -> None:
    saved = made.path.with_name("page_matched.json")
    write_document(Document.for_image(made.path).add(Shape.rectangle("1", (1, 1, 30, 30))), saved)
    window = windows()
    session = window.open(made.path)
    window.box(session, 100)
    window.save(session)
    window.idle()
    assert window.offers == [], "our own save is no change"
    with saved.open("a", encoding="utf-8") as stream:  # in place, as some programs save
        stream.write("\n")
    qtbot.waitUntil(lambda: bool(window.offers), timeout=WAIT_MS)
    assert list(window.offers[0][1]) == ["Keep both", "Take theirs", "Overwrite"]


def test_a_file_that_was_deleted_leaves_the_page_unsaved(
    qtbot: QtBot, windows: Callable[[], Window], made: MadePage
) -> None:
    window = windows()
    session = window.open(made.path)
    window.box(session, 100)
    window.save(session)
    assert not session.dirty
    made.path.with_name("page_matched.json").unlink()
    qtbot.waitUntil(lambda: bool(window.notices), timeout=WAIT_MS)
    assert "deleted" in window.notices[0]
    assert session.dirty
    window.save(session)
    assert made.path.with_name("page_matched.json").is_file()


def test_a_descriptor_of_another_program_stays(windows: Callable[[], Window], made: MadePage) -> None:
    window = windows()
    session = window.open(made.path)
    window.box(session, 100)
    session.set_note("0", "sun")
    beside = made.path.with_name("page_descriptor.json")
    beside.write_text('{"0": "moon"}', "utf-8")
    window.save(session)
    assert beside.read_text("utf-8") == '{"0": "moon"}'
    assert not made.path.with_name("page_matched.json").exists(), "the two files belong together"
    assert len(window.offers) == 1


def test_closing_does_not_overwrite_either(windows: Callable[[], Window], made: MadePage) -> None:
    window = windows()
    session = window.open(made.path)
    window.box(session, 100)
    theirs = other_program(made.path.with_name("page_matched.json"), made)
    problems = window.project.save_all_now()
    assert len(problems) == 1
    assert "page_matched.json" in problems[0]
    assert made.path.with_name("page_matched.json").read_bytes() == theirs
    assert len(window.offers) == 1


def test_the_next_start_opens_what_keep_both_saved(windows: Callable[[], Window], made: MadePage) -> None:
    window = windows()
    session = window.open(made.path)
    window.box(session, 100)
    other_program(made.path.with_name("page_matched.json"), made)
    window.save(session)
    window.offers[-1][1]["Keep both"]()
    window.idle()
    again = windows()
    again.project.restore_pages(window.project.pages_state(), list(session.ref.key))
    again.idle()
    again.project.ensure([session.ref.key], lambda: None)
    again.idle()
    restored = again.project.session(session.ref.key)
    assert restored is not None
    assert restored.annotation_path == made.path.with_name("page_mine_matched.json")
    assert [shape.label for shape in restored.document.shapes] == ["0"]
