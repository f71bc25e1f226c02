"""Two books whose first vignette is called "0": searched together, undone, trained; nothing is merged."""

from __future__ import annotations

from pathlib import Path

from autolabelme.core.annotation.labelme_json import matched_path, read_document
from autolabelme.core.sorts import name_sorts, read_sorts
from detector.panel.train.panel import TrainPanel
from tests.gui.panel.conftest import MadePage, make_page

from .conftest import Driver


def choose_scope(driver: Driver, scope: str) -> None:
    combo = driver.annotate.side.controls.scope
    combo.setCurrentIndex(combo.findData(scope))


def show(driver: Driver, page: MadePage) -> None:
    driver.annotate.presenter.open_page((str(page.path), 0))
    driver.wait(lambda: driver.annotate.presenter.key == (str(page.path), 0))
    driver.wait_idle()


def test_two_sorts_called_0_stay_two(driver: Driver, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    first, second = (make_page(folder / f"{name}.png", seed=seed) for seed, name in enumerate("ab"))
    driver.open(first.path, second.path)
    panel = driver.annotate

    # The second book: its "0" is another vignette, matched and reviewed by hand.
    show(driver, second)
    driver.click_box(second.boxes[1][0])
    driver.wait(lambda: driver.boxes("0") == 1)
    driver.press("rematch")
    driver.wait(lambda: driver.boxes("0") == 6)
    driver.wait_idle()
    panel.presenter.set_note("0", "leaf")
    driver.press("save_json")
    driver.wait(lambda: not panel.project.unsaved())
    driver.wait_idle()
    by_hand = read_document(matched_path(second.path))

    # The first book's "0", searched on all pages.
    show(driver, first)
    assert panel.presenter.settings.scope == "line"
    driver.click_box(first.boxes[0][0])
    driver.wait(lambda: driver.boxes("0") == 1)
    choose_scope(driver, "folder")
    driver.press("rematch")
    driver.wait(lambda: driver.boxes("0") == 6)
    driver.wait_idle()
    there = panel.project.session((str(second.path), 0))
    assert there is not None
    assert there.document.shapes[:6] == by_hand.shapes, "nothing of the other sort was changed"
    assert len(there.document.boxes_of("0-2")) == 6
    question = panel.area.sorts.question
    assert question is not None and question.there.page == "b.png"
    panel.area.sorts.other.click()
    driver.wait_idle()

    # One Undo takes it back on both pages, Redo brings it again.
    panel.actions_["undo"].trigger()
    assert driver.boxes("0") == 1
    assert there.document == by_hand and not there.dirty
    panel.actions_["redo"].trigger()
    assert driver.boxes("0") == 6 and len(there.document.shapes) == 12

    # For the next page the scope is the line again.
    show(driver, second)
    assert panel.presenter.settings.scope == "line"
    for page in (first, second):
        session = panel.project.session((str(page.path), 0))
        assert session is not None
        panel.project.save(session)
    driver.wait(lambda: not panel.project.unsaved())
    driver.wait_idle()
    saved = [read_document(matched_path(page.path)) for page in (first, second)]
    assert len(name_sorts(saved).names) == 2
    assert [sort.name for sort in read_sorts(folder).sorts] == ["0", "0"]

    # Train: two entries, each with its own picture and its own impressions.
    driver.window.show_panel("train")
    train = driver.window.panel("train")
    assert isinstance(train, TrainPanel)
    train.presenter.choose_catalogue(tuple(matched_path(page.path) for page in (first, second)))
    driver.wait(lambda: train.presenter.summary is not None)
    driver.wait_idle()
    labels = train.presenter.summary.labels if train.presenter.summary else ()
    assert [(one.label, one.instances, one.note) for one in labels] == [("0", 12, ""), ("0-2", 6, "leaf")]
    assert (labels[0].prototype != labels[1].prototype).any()
    grid = train.stage.catalogue.grid
    assert [grid.item(row).text() for row in range(2)] == ["0\n× 12\na.png, b.png", "0-2 leaf\n× 6\nb.png"]
