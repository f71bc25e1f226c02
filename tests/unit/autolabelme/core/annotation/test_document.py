"""Edits of a document are new documents; a Rematch keeps what the historian did."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from autolabelme.core.annotation.document import Document, Provenance, Shape, split_note
from autolabelme.core.annotation.history import History
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.matching.poses import Pose


@dataclass(frozen=True)
class Found:
    box: tuple[float, float, float, float]
    pose: Pose = Pose()
    score: float = 0.5
    p: float | None = None
    template: str = "12#1"
    show_through: bool = False


def document(*shapes):
    return Document(Path("page.png"), 200, 100, shapes)


def template(label="12", box=(10, 10, 30, 30), **more):
    return Shape.rectangle(label, box, **more)


def match(label="12", box=(50, 10, 70, 30), **more):
    return Shape.rectangle(label, box, role="match", **{"score": 0.5, **more})


def boxes(shapes):
    return [shape.box for shape in shapes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 sun", ("12", "sun")),
        (" 12  sun and moon ", ("12", "sun and moon")),
        ("12", ("12", "")),
        ("small sun", ("small sun", "")),
        ("12a sun", ("12a sun", "")),
        ("sun 12", ("sun 12", "")),
        ("12 \n", ("12", "")),
    ],
)
def test_split_note(text, expected):
    assert split_note(text) == expected


def test_ids_are_unique_and_stable():
    first = document(template(), template(), match(id="12#1"), template("9", id="mine"))
    ids = [shape.id for shape in first.shapes]
    assert len(set(ids)) == 4
    assert ids[2:] == ["12#1", "mine"]
    second = first.add(template(id="mine"))
    assert [shape.id for shape in second.shapes[:4]] == ids
    assert second.shapes[4].id not in ids


def test_edits_leave_the_old_document_alone():
    before = document(template())
    shape = before.shapes[0]
    moved = before.replace(shape.with_box((0, 0, 5, 5)))
    assert before.shapes[0].box == (10, 10, 30, 30)
    assert moved.find(shape.id).box == (0, 0, 5, 5)
    assert moved.remove(shape.id).shapes == ()
    with pytest.raises(KeyError):
        before.replace(template(id="nowhere"))
    with pytest.raises(KeyError):
        before.find("nowhere")


def test_a_moved_box_loses_its_score_and_keeps_its_pose():
    shape = match(pose=Pose(90), p=0.1)
    assert shape.with_box(shape.box) is shape
    moved = shape.with_box((0, 0, 9, 9))
    assert (moved.score, moved.p, moved.pose) == (None, None, Pose(90))


def test_queries():
    page = document(
        template("9"),
        template("12", (40, 10, 60, 30), note="sun"),
        match("12", (70, 10, 90, 30), score=0.9),
        match("12", (100, 10, 120, 30), score=0.4),
        match("12", (130, 10, 150, 30), verdict="rejected"),
        match("12", (160, 10, 180, 30), verdict="accepted"),
        Shape("blot", "", ((1, 1), (2, 2), (3, 1)), "polygon", role="foreign"),
    )
    assert page.labels() == ("9", "12")
    assert len(page.boxes_of("12")) == 4
    assert boxes(page.templates("12")) == [(40, 10, 60, 30)]
    assert len(page.matches("12")) == 3
    assert len(page.matches("12", rejected=True)) == 4
    assert [shape.score for shape in page.queue()] == [0.4, 0.9]
    assert page.notes() == {"12": "sun"}
    assert len(page.vignettes()) == 5


def test_relabel_takes_a_note():
    page = document(template("9"))
    page = page.relabel([page.shapes[0].id], "12 sun")
    assert (page.shapes[0].label, page.shapes[0].note) == ("12", "sun")
    with pytest.raises(MisuseError):
        page.relabel([page.shapes[0].id], "  ")


def test_a_renamed_label_keeps_its_note_and_its_sort():
    page = document(template(note="sun", sort="x"), match(note="sun", sort="x", verdict="rejected"))
    page = page.relabel([shape.id for shape in page.shapes], "13")
    assert {(s.label, s.note, s.sort) for s in page.shapes} == {("13", "sun", "x")}
    page = page.relabel([shape.id for shape in page.shapes], "14 moon")
    assert {(s.label, s.note, s.sort) for s in page.shapes} == {("14", "moon", "x")}
    page = page.relabel([shape.id for shape in page.shapes], "14")
    assert page.notes() == {}


def test_some_boxes_of_a_label_take_note_and_sort_of_where_they_go():
    page = document(
        template(note="sun", sort="x"), match(note="sun", sort="x"), template("9", note="moon", sort="y")
    )
    chosen = [page.shapes[1].id]
    there = page.relabel(chosen, "9").find(chosen[0])
    assert (there.note, there.sort) == ("moon", "y")
    new = page.relabel(chosen, "leaf").find(chosen[0])
    assert (new.note, new.sort) == ("", "")


@pytest.mark.parametrize(("label", "note"), [("leaf", "small"), ("12", "sun"), ("12", ""), ("a 1", "b")])
def test_a_label_given_anew_as_it_is_shown_changes_nothing(label, note):
    page = document(template(label, note=note), match(label, note=note))
    assert page.relabel([page.shapes[0].id], page.shapes[0].text) == page


def test_a_rematch_keeps_the_sort():
    page = document(template(sort="x")).set_matches("12", [Found((50, 10, 70, 30))])
    assert [shape.sort for shape in page.shapes] == ["x", "x"]


def test_correct_label_makes_all_boxes_plain():
    page = document(
        template(), match(pose=Pose(180, True, 1.1, 1.0, nominal_deg=180)), match("9", pose=Pose(90))
    )
    page = page.correct_label("12")
    assert page.shapes[1].pose == Pose(scale_x=1.1)
    assert page.shapes[1].pose.plain
    assert page.shapes[2].pose == Pose(90)


def test_rematch_replaces_matches_and_not_the_template():
    page = document(template(note="sun"), match(), match("9", (100, 50, 120, 70)))
    page = page.set_matches(
        "12", [Found((10, 10, 30, 30), score=1.0), Found((90, 10, 110, 30), Pose(90), 0.7, 0.01)]
    )
    assert boxes(page.boxes_of("12")) == [(10, 10, 30, 30), (90, 10, 110, 30)]
    found = page.matches("12")[0]
    assert (found.pose, found.score, found.p, found.template, found.note) == (
        Pose(90),
        0.7,
        0.01,
        "12#1",
        "sun",
    )
    assert len(page.matches("9")) == 1


def test_rematch_passes_verdicts_on():
    page = document(
        template(),
        match(box=(50, 10, 70, 30), verdict="rejected"),
        match(box=(80, 10, 100, 30), verdict="accepted"),
        match(box=(110, 10, 130, 30), verdict="accepted"),
        match(box=(140, 10, 160, 30)),
    )
    ids = [shape.id for shape in page.shapes]
    page = page.set_matches("12", [Found((51, 10, 71, 30)), Found((81, 10, 101, 30))])
    assert {shape.box: shape.verdict for shape in page.matches("12", rejected=True)} == {
        (51, 10, 71, 30): "rejected",
        (81, 10, 101, 30): "accepted",
        (110, 10, 130, 30): "accepted",
    }
    assert page.find(ids[1]).box == (51, 10, 71, 30)
    # The slider passes over a rejected match: when it is found again, it is still rejected.
    again = page.set_matches("12", []).set_matches("12", [Found((51, 10, 71, 30))])
    assert len(again.matches("12")) == 2


def test_rematch_keeps_hand_made_boxes():
    page = document(template(), match(box=(50, 10, 70, 30), score=None))
    page = page.set_matches("12", [Found((52, 10, 72, 30)), Found((90, 10, 110, 30))])
    assert boxes(page.matches("12")) == [(50, 10, 70, 30), (90, 10, 110, 30)]


def test_rematch_neither_replaces_nor_drops_a_locked_box():
    flags = {"locked": True}
    page = document(
        template(),
        match(box=(50, 10, 70, 30), flags=flags),
        match(box=(80, 10, 100, 30), flags=flags),
        match(box=(110, 10, 130, 30)),
        match("9", (140, 10, 160, 30), flags=flags),
    )
    before = {shape.id: shape for shape in page.shapes if shape.locked}
    found = [Found((51, 10, 71, 30), Pose(90)), Found((142, 10, 162, 30)), Found((170, 10, 190, 30))]
    page = page.set_matches("12", found)
    assert {shape.id: shape for shape in page.shapes if shape.locked} == before
    # On a locked box nothing new stands, whatever its label; what is not locked gives way as ever.
    assert boxes(page.matches("12")) == [(50, 10, 70, 30), (80, 10, 100, 30), (170, 10, 190, 30)]
    page = page.set_matches("12", [])
    assert boxes(page.matches("12")) == [(50, 10, 70, 30), (80, 10, 100, 30)]


def test_a_locked_box_is_neither_corrected_nor_deleted_with_its_label():
    turned = Pose(rotation_deg=90.0)
    page = Document(image_path="p.png", width=200, height=100).add(
        Shape.rectangle("0", (0, 0, 9, 9), role="match", pose=turned, flags={"locked": True}),
        Shape.rectangle("0", (20, 0, 29, 9), role="match", pose=turned),
    )
    locked, other = page.correct_label("0").shapes
    assert (locked.pose, other.pose) == (turned, Pose())
    assert page.remove_label("0").shapes == (page.shapes[0],)


def test_a_search_from_another_page_leaves_a_locked_box():
    flags = {"locked": True}
    page = document(template(), match(box=(50, 10, 70, 30), template="P:12", flags=flags))
    page = page.add_matches("12", [Found((90, 10, 110, 30))], 0.1, instead_of={"P:12"})
    assert boxes(page.matches("12")) == [(50, 10, 70, 30), (90, 10, 110, 30)]


def test_misuse_is_refused():
    with pytest.raises(MisuseError):
        Document(Path("a.png"), 0, 5)
    with pytest.raises(MisuseError):
        Shape("1", "", ())
    with pytest.raises(MisuseError):
        Shape.rectangle("1", (0, 0, float("nan"), 1))


def test_document_of_an_image(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(np.zeros((7, 9), np.uint8)).save(path, dpi=(300, 300))
    page = Document.for_image(path)
    assert (page.width, page.height, page.shapes) == (9, 7, ())
    assert page.dpi == pytest.approx(300, abs=0.1)
    with pytest.raises(InputError):
        Document.for_image(tmp_path / "b.png")


# --- history ----------------------------------------------------------------------------------------


def test_undo_redo_and_the_dirty_mark():
    states = [document(*[template()] * count) for count in range(4)]
    history = History(states[0])
    assert not (history.dirty or history.can_undo or history.can_redo)
    assert history.undo() is history.redo() is states[0]
    for count in (1, 2):
        assert history.push(states[count], f"step {count}")
    assert not history.push(states[2], "nothing")
    assert (history.undo_text, history.redo_text) == ("step 2", "")
    history.mark_saved()
    assert not history.dirty
    assert history.undo() == states[1]
    assert history.dirty
    assert (history.undo_text, history.redo_text) == ("step 1", "step 2")
    assert history.redo() == states[2]
    assert not history.dirty
    history.undo()
    history.push(states[3], "other way")
    assert history.dirty
    assert not history.can_redo
    history.undo()
    history.undo()
    assert history.document == states[0]
    assert history.dirty  # what was saved can no longer be reached


def test_one_drag_is_one_step():
    start = document(template(id="t"))
    history = History(start)
    for x in range(1, 6):
        history.push(start.replace(start.find("t").with_box((x, 0, x + 9, 9))), "Move", merge="drag 1")
    history.push(start.replace(start.find("t").with_box((50, 0, 59, 9))), "Move", merge="drag 2")
    assert history.undo().find("t").box == (5, 0, 14, 9)
    assert history.undo() == start


def test_a_drag_over_a_save_is_two_steps():
    start = document(template(id="t"))
    history = History(start)
    for x in (1, 2):
        history.push(start.replace(start.find("t").with_box((x, 0, x + 9, 9))), "Move", merge="drag")
        history.mark_saved()
    assert history.undo().find("t").box == (1, 0, 10, 9)
    assert history.dirty


edits = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from("abc"), st.integers(0, 150)),
        st.tuples(st.just("remove"), st.integers(0, 5)),
        st.tuples(st.just("relabel"), st.integers(0, 5), st.sampled_from(["a", "b 1", "7 sun"])),
        st.tuples(st.just("rematch"), st.sampled_from("abc"), st.lists(st.integers(0, 150), max_size=4)),
        st.tuples(st.just("verdict"), st.integers(0, 5), st.sampled_from(["", "accepted", "rejected"])),
        st.tuples(st.just("correct"), st.sampled_from("abc")),
    ),
    max_size=12,
)


def apply(page, edit):
    kind, *args = edit
    chosen = [shape.id for shape in page.shapes][args[0] : args[0] + 2] if isinstance(args[0], int) else []
    if kind == "add":
        return page.add(template(args[0], (args[1], 10, args[1] + 20, 30)))
    if kind == "remove":
        return page.remove(*chosen)
    if kind == "relabel":
        return page.relabel(chosen, args[1])
    if kind == "rematch":
        return page.set_matches(args[0], [Found((x, 50, x + 20, 70), Pose(90)) for x in args[1]])
    if kind == "verdict":
        return page.with_verdict(chosen, args[1])
    return page.correct_label(args[0])


@given(steps=edits)
def test_any_edits_can_be_undone_and_done_again(steps):
    page = document(template("a"), match("b"))
    history = History(page)
    states = [page]
    for step in steps:
        page = apply(page, step)
        ids = [shape.id for shape in page.shapes]
        assert len(set(ids)) == len(ids)
        if history.push(page, step[0]):
            states.append(page)
    for state in reversed(states[:-1]):
        assert history.undo() == state
    assert not history.dirty
    for state in states[1:]:
        assert history.redo() == state
    assert not history.can_redo


@given(edit=edits)
def test_provenance_and_page_fields_survive_edits(edit):
    page = document(template("a")).with_fields(provenance=Provenance(library="BnF"), dpi=300.0)
    for step in edit:
        page = apply(page, step)
    assert (page.provenance.library, page.dpi) == ("BnF", 300.0)


acts = st.lists(
    st.tuples(st.sampled_from(["edit", "together", "undo", "redo"]), st.integers(0, 1), st.integers(0, 150)),
    max_size=14,
)


@given(steps=acts)
@example(steps=[("edit", 0, 0), ("together", 0, 0), ("undo", 0, 0), ("undo", 0, 0), ("redo", 1, 0)])
@example(
    steps=[
        *(("together", 0, 0), ("edit", 0, 0), ("together", 0, 0)),
        *(("undo", 0, 0), ("undo", 1, 0), ("undo", 0, 0), ("redo", 1, 0)),
    ]
)
def test_an_act_on_two_pages_is_on_both_or_on_neither(steps):
    """Whatever is edited, undone and redone on either page."""
    pages = [History(document(template("a"))), History(document(template("b")))]

    def has(page, number):
        return any(shape.template == f"act {number}" for shape in page.document.shapes)

    count = 0
    for kind, which, x in steps:
        page = pages[which]
        if kind == "together":
            for one in pages:
                new = match("z", (x, 40, x + 20, 60), template=f"act {count}")
                one.push(one.document.add(new), "act", group=f"{count}")
            count += 1
        elif kind == "edit":
            page.push(page.document.add(template("c", (x, 10, x + 20, 30))), "edit")
        elif kind == "undo" and page.can_undo:
            group, inverse = page.undo_group
            if not group:
                page.undo()
            for one in pages if group else ():
                one.do_again(group) if inverse else one.take_back(group)
        elif kind == "redo" and page.can_redo:
            group, inverse = page.redo_group
            if not group:
                page.redo()
            for one in pages if group else ():
                one.take_back(group) if inverse else one.do_again(group)
        for number in range(count):
            assert has(pages[0], number) == has(pages[1], number)


@pytest.mark.parametrize("others", [(0,), (1,), (0, 1)])
def test_an_act_comes_back_where_its_shapes_ids_were_given_away(others):
    """Undone, another box of the same label drawn on some pages, then done again from the third."""
    pages = [History(document(template("a"))) for _ in range(3)]
    for page in pages:
        page.push(page.document.add(match("z", (0, 40, 20, 60), template="act")), "act", group="1")
        page.take_back("1")
    for number in others:
        page = pages[number]
        page.push(page.document.add(match("z", (0, 70, 20, 90), template="own")), "edit")
    for page in pages:
        page.do_again("1")
    assert [sorted(s.template for s in page.document.shapes if s.template) for page in pages] == [
        ["act", "own"] if number in others else ["act"] for number in range(3)
    ]
    for page in pages:
        page.take_back("1")
        assert all(shape.template != "act" for shape in page.document.shapes)
