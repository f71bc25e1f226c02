"""One open page: edits, thresholds over cached candidates, and undo over all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import Match, SearchResult
from autolabelme.panel.label_suppression import resolve_all
from autolabelme.panel.page_session import LabelState, PageSession, label_state, with_label_state
from autolabelme.panel.pages_on_disk import PageRef

TEMPLATE = (10.0, 10.0, 30.0, 30.0)


def match(x: float, score: float, pose: Pose | None = None) -> Match:
    return Match((x, 10.0, x + 20.0, 30.0), pose or Pose(), score, None, "0#1")


def result(*matches: Match) -> SearchResult:
    own = Match(TEMPLATE, Pose(), 1.0, None, "0#1")
    return SearchResult((own, *matches), 0.45, 0.1)


@pytest.fixture
def session() -> PageSession:
    document = Document(Path("page.png"), 400, 200).add(Shape.rectangle("0", TEMPLATE))
    return PageSession(PageRef(Path("page.png")), document)


def boxes(session: PageSession, label: str = "0") -> int:
    return len(session.document.boxes_of(label))


def test_a_rematch_is_one_step_of_undo(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9), match(90, 0.6), match(130, 0.42))}, "Rematch 0")
    assert boxes(session) == 3  # the template and the two over 0.45
    assert session.dirty
    assert session.undo() == "Rematch 0"
    assert boxes(session) == 1
    assert not session.dirty


def test_another_threshold_filters_the_cached_candidates(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9), match(90, 0.6), match(130, 0.42))}, "Rematch 0")
    session.set_threshold("0", 0.40)
    assert boxes(session) == 4
    session.set_threshold("0", 0.65)
    assert boxes(session) == 2
    session.undo()
    assert session.threshold("0") == 0.40, "the threshold is undone with the boxes"
    assert boxes(session) == 4


def test_a_slider_drag_is_one_step(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9), match(90, 0.6))}, "Rematch 0")
    for value in (0.5, 0.55, 0.62, 0.7):
        session.set_threshold("0", value, merge="drag 1")
    assert boxes(session) == 2
    session.undo()
    assert boxes(session) == 3


def test_threshold_without_candidates_changes_no_box(session: PageSession) -> None:
    found = Shape.rectangle("0", (50, 10, 70, 30), role="match", score=0.5)
    session.push(session.document.add(found), "from file")
    session.set_threshold("0", 0.9)
    assert boxes(session) == 2


def test_a_refusal_outlives_a_threshold_that_hides_it(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9), match(90, 0.6))}, "Rematch 0")
    wrong = next(s for s in session.document.matches("0") if s.score == pytest.approx(0.6))
    session.give_verdict([wrong.id], "rejected")
    assert boxes(session) == 2
    session.set_threshold("0", 0.8)
    session.set_threshold("0", 0.5)
    assert boxes(session) == 2


def test_an_accepted_match_stays_when_the_threshold_passes_it(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9), match(90, 0.6))}, "Rematch 0")
    good = next(s for s in session.document.matches("0") if s.score == pytest.approx(0.6))
    session.give_verdict([good.id], "accepted")
    session.set_threshold("0", 0.8)
    assert boxes(session) == 3


def test_correct_label_holds_for_what_a_lower_threshold_adds(session: PageSession) -> None:
    flipped = Pose(180.0, mirrored=True)
    session.apply_results({"0": result(match(50, 0.9, flipped), match(90, 0.4, flipped))}, "Rematch 0")
    session.correct_label("0")
    assert all(shape.pose.plain for shape in session.document.boxes_of("0"))
    session.set_threshold("0", 0.35)
    assert boxes(session) == 3
    assert all(shape.pose.plain for shape in session.document.boxes_of("0"))
    session.undo()
    session.undo()
    assert not all(shape.pose.plain for shape in session.document.boxes_of("0"))


def test_a_new_rematch_takes_the_correction_back(session: PageSession) -> None:
    flipped = Pose(180.0, mirrored=True)
    session.apply_results({"0": result(match(50, 0.9, flipped))}, "Rematch 0")
    session.correct_label("0")
    session.apply_results({"0": result(match(50, 0.9, flipped))}, "Rematch 0")
    assert [shape.pose.plain for shape in session.document.matches("0")] == [False]


def test_labels_that_compete_for_ink_are_resolved_by_score(session: PageSession) -> None:
    session.push(session.document.add(Shape.rectangle("1", (10.0, 100.0, 30.0, 120.0))), "draw 1")
    own = Match((10.0, 100.0, 30.0, 120.0), Pose(), 1.0, None, "1#1")
    session.apply_results({"0": result(match(50, 0.6))}, "Rematch 0")
    assert boxes(session, "0") == 2
    session.apply_results({"1": SearchResult((own, match(51, 0.8)), 0.45, 0.1)}, "Rematch 1")
    assert boxes(session, "0") == 1
    assert boxes(session, "1") == 2


def test_winners_of_a_job_hold_only_for_what_they_were_made_from(session: PageSession) -> None:
    session.push(session.document.add(Shape.rectangle("1", (10.0, 100.0, 30.0, 120.0))), "draw 1")
    own = Match((10.0, 100.0, 30.0, 120.0), Pose(), 1.0, None, "1#1")
    first = result(match(50, 0.6))
    winners = resolve_all({"0": first})
    session.apply_results({"1": SearchResult((own, match(51, 0.8)), 0.45, 0.1)}, "Rematch 1")
    session.apply_results({"0": first}, "Rematch 0", winners)  # label 1 came in between
    assert (boxes(session, "0"), boxes(session, "1")) == (1, 2)
    session.apply_results({"0": first}, "Rematch 0", resolve_all(session.results))
    assert (boxes(session, "0"), boxes(session, "1")) == (1, 2)


def test_next_line_goes_round(session: PageSession) -> None:
    session.push(session.document.add(Shape.rectangle("1", (10.0, 100.0, 30.0, 120.0))), "draw 1")
    assert session.label == "0"
    assert [session.step_label(1), session.step_label(1), session.step_label(-1)] == ["1", "0", "1"]


def test_a_drawn_box_is_a_new_label_or_joins_one(session: PageSession) -> None:
    first = session.add_template((50.0, 60.0, 80.0, 90.0))
    assert first is not None
    assert (first.label, first.role) == ("1", "template")
    second = session.add_template((100.0, 60.0, 130.0, 90.0), "1")
    assert second is not None
    assert (second.role, second.verdict) == ("match", "accepted")


@pytest.mark.parametrize(
    "box", [(500.0, 10.0, 520.0, 30.0), (10.0, 10.0, 11.0, 40.0), (-50.0, -50.0, 1.0, 1.0)]
)
def test_a_box_off_the_page_or_without_area_is_not_added(
    session: PageSession, box: tuple[float, float, float, float]
) -> None:
    assert session.add_template(box) is None
    assert not session.dirty


def test_a_box_is_cut_to_the_page(session: PageSession) -> None:
    shape = session.add_template((390.0, 190.0, 450.0, 260.0))
    assert shape is not None
    assert shape.box == (390.0, 190.0, 400.0, 200.0)


def test_moving_the_template_forgets_its_candidates(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9))}, "Rematch 0")
    template = session.document.templates("0")[0]
    session.move_boxes({template.id: (12.0, 12.0, 32.0, 32.0)})
    assert "0" not in session.results


def test_undo_brings_the_candidates_back_that_were_found_for_that_state(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9), match(90, 0.6))}, "Rematch 0")
    template = session.document.templates("0")[0]
    session.move_boxes({template.id: (12.0, 12.0, 32.0, 32.0)})
    session.apply_results({"0": result(match(250, 0.9), match(290, 0.8), match(330, 0.7))}, "Rematch 0")
    session.undo()
    assert "0" not in session.results, "the moved template was not searched for yet"
    session.undo()
    session.set_threshold("0", 0.5)
    assert {shape.box[0] for shape in session.document.matches("0")} == {50.0, 90.0}
    session.undo()
    session.redo()
    session.set_threshold("0", 0.7)
    assert {shape.box[0] for shape in session.document.matches("0")} == {50.0}


def test_an_undone_search_does_not_come_back_with_the_threshold(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9))}, "Rematch 0")
    turned = Pose(90.0)
    session.apply_results({"0": result(match(50, 0.9), match(130, 0.8, turned))}, "Rematch 0")
    session.undo()
    session.set_threshold("0", 0.4)
    assert all(shape.pose.plain for shape in session.document.matches("0"))
    assert boxes(session) == 2


def test_a_search_over_pages_that_is_taken_back_after_an_edit_leaves_no_candidates(
    session: PageSession,
) -> None:
    session.apply_results({"0": result(match(50, 0.9))}, "Rematch 0")
    session.apply_results({"0": result(match(130, 0.8))}, "Rematch 0 on all pages", group="all")
    session.add_template((200.0, 100.0, 220.0, 120.0))
    assert session.take_back("all")
    session.set_threshold("0", 0.5)
    assert {shape.box[0] for shape in session.document.matches("0")} == {50.0}


def test_a_moved_match_is_accepted_and_stays(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9))}, "Rematch 0")
    found = session.document.matches("0")[0]
    session.move_boxes({found.id: (54.0, 12.0, 74.0, 32.0)})
    moved = session.document.find(found.id)
    assert moved.verdict == "accepted"
    session.apply_results({"0": result(match(50, 0.9))}, "Rematch 0")
    assert [shape.box for shape in session.document.matches("0")] == [moved.box]


def test_a_deleted_match_stays_away_from_the_next_rematch(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9), match(90, 0.8))}, "Rematch 0")
    session.remove_shapes([session.document.matches("0")[0].id])
    assert boxes(session) == 2
    session.apply_results({"0": result(match(50, 0.9), match(90, 0.8))}, "Rematch 0")
    assert boxes(session) == 2


def test_pasted_boxes_get_ids_of_their_own(session: PageSession) -> None:
    ids = session.paste(session.document.shapes, (40.0, 0.0))
    assert len(ids) == 1
    assert len({shape.id for shape in session.document.shapes}) == 2
    assert session.document.find(ids[0]).box == (50.0, 10.0, 70.0, 30.0)


def test_boxes_of_another_page_are_not_pasted_into_another_sort(session: PageSession) -> None:
    own = session.document.labels()
    foreign = Shape.rectangle("0", (10, 10, 30, 30), sort="elsewhere", id="x")
    session.paste([foreign], (60.0, 0.0))
    assert session.labels() == (*own, "0-2")
    assert session.document.sort_of("0-2") == "elsewhere"
    session.paste([foreign], (100.0, 0.0))
    assert len(session.document.boxes_of("0-2")) == 2


def test_renaming_takes_note_and_threshold_along(session: PageSession) -> None:
    session.set_threshold("0", 0.6)
    session.rename_label("0", "12 sun")
    assert session.labels() == ("12",)
    assert session.note("12") == "sun"
    assert session.threshold("12") == 0.6
    assert session.label == "12"


def test_renaming_without_a_new_note_keeps_the_old_one(session: PageSession) -> None:
    session.set_note("0", "sun")
    session.rename_label("0", "13")
    assert (session.labels(), session.note("13")) == (("13",), "sun")


def test_return_in_the_box_editor_without_an_edit_changes_nothing(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9))}, "Rematch 0")
    session.rename_label("0", "leaf")
    session.set_note("leaf", "small")
    before = session.document
    for shape in before.shapes:
        assert not session.relabel_shapes((shape.id,), shape.text)
    assert session.document is before


def test_shapes_are_deleted_whatever_names_them(session: PageSession) -> None:
    session.paste(session.document.shapes, (40.0, 0.0))
    session.remove_shapes(shape.id for shape in session.document.shapes)
    assert session.document.shapes == ()


def test_the_list_counts_a_page_alike_open_or_not(tmp_path: Path) -> None:
    from autolabelme.panel.pages_on_disk import marks_of, read_marks
    from tests.gui.panel.conftest import make_page

    made = make_page(tmp_path / "page.png", kinds=1, copies=2)
    box = made.boxes[0][0]
    document = Document.for_image(made.path).add(
        Shape.rectangle("0", box),
        Shape.rectangle("0", box, role="match", verdict="rejected"),
        Shape.rectangle("0", box, role="template", verdict="rejected"),
        Shape.rectangle("1", box, role="proposed"),
        Shape.rectangle("ornament", box, role="region"),
        Shape("x", "", ((1.0, 1.0), (20.0, 20.0)), "rectangle", role="foreign"),
        Shape("x", "", ((1.0, 1.0), (20.0, 20.0), (1.0, 20.0)), "polygon", role="foreign"),
    )
    path = write_document(document, tmp_path / "page.json")
    assert read_marks(path) == marks_of(read_document(path)) == marks_of(document)
    assert read_marks(path).boxes == 2


def test_the_review_queue_begins_with_the_lowest_score(session: PageSession) -> None:
    session.apply_results({"0": result(match(50, 0.9), match(90, 0.5), match(130, 0.7))}, "Rematch 0")
    assert [round(shape.score or 0, 1) for shape in session.queue()] == [0.5, 0.7, 0.9]
    session.give_verdict([session.queue()[0].id], "accepted")
    assert [round(shape.score or 0, 1) for shape in session.queue()] == [0.7, 0.9]


def test_a_foreign_shape_is_never_moved(session: PageSession) -> None:
    polygon = Shape("leaf", "", ((1.0, 1.0), (9.0, 1.0), (5.0, 9.0)), "polygon", role="foreign")
    session.push(session.document.add(polygon), "from file")
    shape = session.document.shapes[-1]
    session.move_boxes({shape.id: (50.0, 50.0, 60.0, 60.0)})
    assert session.document.find(shape.id).points == polygon.points


def test_the_state_of_labels_survives_the_file(tmp_path: Path) -> None:
    from tests.gui.panel.conftest import make_page

    made = make_page(tmp_path / "page.png", kinds=1, copies=2)
    document = Document.for_image(made.path).add(Shape.rectangle("0", made.boxes[0][0]))
    document = with_label_state(document, "0", LabelState(0.6, corrected=True))
    path = write_document(document, tmp_path / "page_matched.json")
    assert label_state(read_document(path), "0") == LabelState(0.6, corrected=True)


@pytest.mark.parametrize("value", [True, "0.5", -1, 2, None])
def test_a_foreign_label_state_is_ignored(value: object) -> None:
    document = Document(Path("p.png"), 10, 10, extra={"autolabelme": {"labels": {"0": {"threshold": value}}}})
    assert label_state(document, "0") == LabelState()
