"""Recovered work opens beside what is there, and no answer deletes it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.panel.pages_on_disk import PageRef
from autolabelme.panel.project import Project, ReadPage
from autolabelme.panel.recovery import KEPT_DAYS, Kept, Leftover, RecoveryStore
from autolabelme.qtkit.workspace import WorkspaceContext

from .conftest import MadePage

WAIT_MS = 60_000


@pytest.fixture
def project(qtbot: QtBot, context: WorkspaceContext) -> Project:
    return Project(context)


def idle(qtbot: QtBot, project: Project) -> None:
    qtbot.waitUntil(lambda: not project.context.runner.jobs, timeout=WAIT_MS)


def lost(context: WorkspaceContext, made: MadePage, *labels: str) -> RecoveryStore:
    """What a window that crashed left: a page with a box of each label."""
    store = RecoveryStore(context.data_dir)
    shapes = [Shape.rectangle(label, made.boxes[0][n]) for n, label in enumerate(labels)]
    document = Document.for_image(made.path).add(*shapes)
    store.folder.mkdir(parents=True)
    store.write((Kept((str(made.path), 0), 1, document, None),))
    return store


def leftover(context: WorkspaceContext, made: MadePage, *labels: str) -> Leftover:
    lost(context, made, *labels)
    return RecoveryStore(context.data_dir).leftovers()[0]


def texts(project: Project, key: tuple[str, int]) -> list[str]:
    session = project.session(key)
    assert session is not None
    return [shape.label for shape in session.document.shapes]


def test_an_open_edited_page_stays_and_the_recovered_one_opens_beside_it(
    qtbot: QtBot, project: Project, made: MadePage
) -> None:
    ref = PageRef(made.path)
    session = project.adopt(ReadPage(ref, Document.for_image(made.path), None))
    for n in range(5):
        session.add_template((10 + 40 * n, 10, 40 + 40 * n, 40))
    project.changed(ref.key)
    project.keep_unsaved()
    idle(qtbot, project)
    project.restore(leftover(project.context, made, "9"))
    idle(qtbot, project)
    assert project.session(ref.key) is session
    assert texts(project, ref.key) == ["0", "1", "2", "3", "4"]
    assert len(project.pages) == 2
    beside = project.pages[1]
    assert beside.image_path == made.path
    assert beside.name.startswith("page.png (recovered_")
    assert texts(project, beside.key) == ["9"]
    assert len(list(project.recovery.folder.glob("*.entry"))) == 2, "both are kept aside"
    for page in project.unsaved():
        project.save(page)
    idle(qtbot, project)
    names = sorted(path.name for path in made.path.parent.glob("*_matched.json"))
    assert len(names) == 2
    assert [s.label for s in read_document(made.path.with_name("page_matched.json")).shapes] == list("01234")
    assert names[1].startswith("page_recovered_")
    project.close()


def test_a_page_that_was_not_edited_takes_it_as_one_step(
    qtbot: QtBot, project: Project, made: MadePage
) -> None:
    ref = PageRef(made.path)
    session = project.adopt(ReadPage(ref, Document.for_image(made.path), None))
    project.restore(leftover(project.context, made, "9"))
    idle(qtbot, project)
    assert texts(project, ref.key) == ["9"]
    assert session.dirty
    session.undo()
    assert texts(project, ref.key) == []
    project.close()


def test_every_leftover_is_offered_and_discard_keeps_it_for_days(
    qtbot: QtBot, project: Project, made: MadePage
) -> None:
    offers: list[tuple[str, dict[str, object]]] = []
    notices: list[str] = []
    project.context.offered.connect(lambda text, choices: offers.append((text, choices)))
    project.context.noticed.connect(lambda _level, text: notices.append(text))
    stores = [lost(project.context, made, label) for label in "12345"]
    project.offer_recovery()
    idle(qtbot, project)
    assert len(offers) == 1
    assert "and 2 more" in offers[0][0]
    offers[0][1]["Discard"]()  # type: ignore[operator]
    assert str(KEPT_DAYS) in notices[-1]
    assert all(any(store.folder.glob("*.json")) for store in stores)
    assert RecoveryStore(project.context.data_dir).leftovers() == ()
    project.recovering.offer_all()
    idle(qtbot, project)
    assert len(offers) == 2
    offers[1][1]["Restore"]()  # type: ignore[operator]
    idle(qtbot, project)
    assert sorted(label for ref in project.pages for label in texts(project, ref.key)) == list("12345")
    project.close()


def test_what_was_answered_goes_after_seven_days_and_nothing_else_does(
    context: WorkspaceContext, made: MadePage
) -> None:
    old, answered, waiting = (lost(context, made, label) for label in "123")
    store = RecoveryStore(context.data_dir)
    by_folder = {item.folder: item for item in store.leftovers()}
    store.answered(by_folder[old.folder])
    store.answered(by_folder[answered.folder])
    long_ago = time.time() - (KEPT_DAYS + 1) * 86_400
    os.utime(old.folder / "answered", (long_ago, long_ago))
    for path in (waiting.folder, *waiting.folder.iterdir()):
        os.utime(path, (long_ago, long_ago))
    assert [item.folder for item in store.leftovers()] == [waiting.folder]
    assert not old.folder.exists()
    assert {item.folder for item in store.leftovers(answered=True)} == {answered.folder, waiting.folder}


@pytest.mark.parametrize("when", ["1e999", "1e300", "-1", "null", '"soon"'])
def test_a_damaged_entry_is_left_out_and_stays_on_disk(
    context: WorkspaceContext, made: MadePage, when: str
) -> None:
    store = lost(context, made, "1")
    entry = next(store.folder.glob("*.entry"))
    text = entry.read_text("utf-8")
    start = text.index('"when": ') + len('"when": ')
    entry.write_text(text[:start] + when + "\n}\n", "utf-8")
    assert RecoveryStore(context.data_dir).leftovers() == ()
    assert entry.exists()


def test_the_pages_of_the_last_session_come_back_beside_the_one_that_is_asked_for(
    qtbot: QtBot, project: Project, made: MadePage, tmp_path: Path
) -> None:
    paths = [made.path, *(made.path.with_name(f"{name}.png") for name in "bc")]
    for path in paths[1:]:
        path.write_bytes(made.path.read_bytes())
    state = [[str(path), 0, 1] for path in paths]
    project.restore_pages(state, [str(paths[0]), 0])
    assert project.pages_state() == state, "a window that closes now forgets nothing"
    project.add_paths([paths[0]])
    idle(qtbot, project)
    assert [ref.image_path for ref in project.pages] == paths
    assert project.pages_state() == state
    project.close()


def test_a_folder_of_folders_is_offered_as_such(
    qtbot: QtBot, project: Project, made: MadePage, tmp_path: Path
) -> None:
    offers: list[tuple[str, dict[str, object]]] = []
    notices: list[str] = []
    project.context.offered.connect(lambda text, choices: offers.append((text, choices)))
    project.context.noticed.connect(lambda _level, text: notices.append(text))
    shelf = tmp_path / "shelf"
    pages = [f"book{n}/page.png" for n in (1, 2, 10)]
    for name in (*pages, "book1/templates/page/0/0.png", ".hidden/page.png", "deep/er/page.png"):
        (shelf / name).parent.mkdir(parents=True, exist_ok=True)
        (shelf / name).write_bytes(made.path.read_bytes())
    (shelf / "empty").mkdir()
    project.add_paths([shelf])
    idle(qtbot, project)
    assert project.pages == []
    assert notices == []
    text, choices = offers[0]
    assert "shelf holds no pages itself, but 4 of its folders do: book1, book2, book10…" in text
    choices["Add all"]()  # type: ignore[operator]
    idle(qtbot, project)
    names = [ref.image_path.relative_to(shelf).as_posix() for ref in project.pages]
    assert names == [*pages, "deep/er/page.png"]
    project.add_paths([shelf / "empty"])
    idle(qtbot, project)
    assert "no page images" in notices[0]
    project.close()
