"""Labels of two pages are one sort only when an id or the catalogue says so."""

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.children import neutral_folder, python_command
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image
from autolabelme.core.matching.poses import Pose
from autolabelme.core.sorts import (
    CATALOGUE_FILE,
    Sort,
    SortCatalogue,
    SortKey,
    catalogue_of,
    change_sorts,
    identified,
    name_sorts,
    names_for,
    read_sorts,
    sort_key,
    write_sorts,
)


@dataclass(frozen=True)
class Found:
    box: tuple[float, float, float, float]
    score: float = 0.5
    pose: Pose = Pose()
    p: float | None = None
    template: str = "a:0"
    show_through: bool = False


def page(folder: Path, name: str, *labels: str, sort: str = "") -> Document:
    image = folder / name
    if not image.exists():
        write_image(image, np.full((60, 200), 255, np.uint8))
    shapes = [
        Shape.rectangle(label, (10 + 30 * i, 10, 30 + 30 * i, 30), sort=sort)
        for i, label in enumerate(labels)
    ]
    return Document(image, 200, 60, tuple(shapes))


def test_equal_labels_of_two_pages_are_two_sorts(tmp_path):
    a, b = page(tmp_path, "a.png", "0", "1"), page(tmp_path, "b.png", "0")
    named = name_sorts([a, b])
    assert [named.name(a, "0"), named.name(a, "1"), named.name(b, "0")] == ["0", "1", "0-2"]
    assert len(named.names) == 3
    (meeting,) = named.met
    assert "a.png" in str(meeting) and "b.png" in str(meeting)
    assert not meeting.settled


def test_an_equal_id_makes_them_one_under_any_names(tmp_path):
    a, b = page(tmp_path, "a.png", "0", sort="x"), page(tmp_path, "b.png", "leaf", sort="x")
    named = name_sorts([a, b])
    assert named.name(a, "0") == named.name(b, "leaf") == "0"
    assert named.met == ()


def test_the_person_says_that_equal_names_are_one_sort(tmp_path):
    a, b = page(tmp_path, "a.png", "0"), page(tmp_path, "b.png", "0", sort="x")
    assert len(name_sorts([a, b], same_names=True).names) == 1


def test_a_name_that_looks_numbered_is_never_given_twice(tmp_path):
    a, b = page(tmp_path, "a.png", "0", "0-2"), page(tmp_path, "b.png", "0", "0-2")
    named = name_sorts([a, b])
    assert len(set(named.names.values())) == 4
    assert (named.name(a, "0-2"), named.name(b, "0")) == ("0-2", "0-3")


def test_same_sort_and_another_sort_are_kept_in_the_folder(tmp_path):
    pages = [page(tmp_path, f"{name}.png", "0") for name in "abc"]
    keys = [sort_key(one, "0") for one in pages]
    change_sorts([tmp_path], lambda known: known.joined(keys[:2], "0"))
    known = catalogue_of(pages)
    again = [sort_key(one, "0", known) for one in pages]
    assert again[0] == again[1] != again[2]
    change_sorts([tmp_path], lambda known: known.parted([again[0], again[2]]))
    named = name_sorts(pages)
    assert len(named.names) == 2
    assert named.met[0].settled
    # A later "same sort" takes it back.
    last = [sort_key(one, "0", catalogue_of(pages)) for one in pages]
    change_sorts([tmp_path], lambda known: known.joined(last, "0"))
    assert len(name_sorts(pages).names) == 1


def test_labels_of_a_foreign_file_take_the_ids_of_the_catalogue(tmp_path):
    a, b = page(tmp_path, "a.png", "0", "1"), page(tmp_path, "b.png", "0")
    known = SortCatalogue().joined([sort_key(a, "0"), sort_key(b, "0")], "0")
    a, b = identified(a, known), identified(b, known)
    assert a.sort_of("0") == b.sort_of("0") != ""
    assert a.sort_of("1") == ""
    # A name that is given anew on the page is not the sort that was called so.
    renamed = a.relabel([a.shapes[0].id], "7").add(Shape.rectangle("0", (100, 10, 120, 30), sort="new"))
    assert renamed.sort_of("7") == b.sort_of("0") != renamed.sort_of("0")


def test_a_taken_name_gets_a_number_behind_it(tmp_path):
    b = page(tmp_path, "b.png", "0", "0-2")
    wanted = [("x", "0"), ("y", "leaf"), ("z", "0")]
    assert names_for(b, wanted) == {"x": "0-3", "y": "leaf", "z": "0-4"}
    assert names_for(b.with_sort("0-2", "x"), wanted)["x"] == "0-2"


def test_two_folders_know_together_what_each_knows(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    a = page(tmp_path / "one", "a.png", "0", sort="x")
    b = page(tmp_path / "two", "a.png", "0", sort="y")
    assert len(name_sorts([a, b]).names) == 2
    write_sorts(SortCatalogue((Sort("x", "sun", also=("y",)),)), tmp_path / "two")
    assert len(name_sorts([a, b]).names) == 1


def test_a_page_brings_its_sorts_into_the_catalogue(tmp_path):
    a = page(tmp_path, "a.png", "0", "1", sort="x").relabel(["0#1"], "0")
    a = a.with_sort("1", "y").update(["1#1"], note="sun")
    change_sorts([tmp_path], lambda known: known.with_document(a))
    known = read_sorts(tmp_path)
    assert [(one.name, one.note) for one in known.sorts] == [("0", ""), ("1", "sun")]
    assert known.sorts[0].picture is not None and known.sorts[0].picture.box == (10, 10, 30, 30)
    assert known.sorts[0].picture.image == tmp_path / "a.png"
    assert len({one.colour for one in known.sorts}) == 2
    before = (tmp_path / CATALOGUE_FILE).stat().st_mtime_ns
    change_sorts([tmp_path], lambda known: known.with_document(a))
    assert (tmp_path / CATALOGUE_FILE).stat().st_mtime_ns == before


_OTHER_WINDOW = """
import sys
from autolabelme.core.sorts import Sort, SortKey, change_sorts
print("here", flush=True)
change_sorts(sys.argv[1:], lambda k: k.with_sort(Sort("theirs", "1")).parted([SortKey("p"), SortKey("q")]))
"""


def test_what_another_window_adds_meanwhile_is_kept(tmp_path):
    change_sorts([tmp_path], lambda known: known.with_sort(Sort("before", "0")))
    others = []

    def slow(known: SortCatalogue) -> SortCatalogue:
        command = python_command("-c", _OTHER_WINDOW, str(tmp_path))
        other = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=neutral_folder())
        others.append(other)
        assert other.stdout is not None and other.stdout.readline() == b"here\n"
        time.sleep(0.5)  # time enough to write, if nothing kept it from that
        return known.with_sort(Sort("ours", "2"))

    change_sorts([tmp_path], slow)
    assert others[0].communicate(timeout=60) == (b"", None) and others[0].returncode == 0
    known = read_sorts(tmp_path)
    assert {one.id for one in known.sorts} == {"before", "ours", "theirs"}
    assert known.apart == {frozenset({"p", "q"})}


def test_two_catalogues_together_know_the_labels_of_both(tmp_path):
    here = str(tmp_path / "a.png"), 0
    one, other = SortCatalogue(pages={here: {"0": "x"}}), SortCatalogue(pages={here: {"1": "y"}})
    assert one.merged(other).pages == {here: {"0": "x", "1": "y"}}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"format": "autolabelme sorts", "version": 2}', "version"),
        ('{"format": "autolabelme sorts", "version": 1, "sorts": [{"id": 3}]}', "sorts[0].id"),
        ('{"format": "autolabelme sorts", "version": 1, "pages": 4}', "pages"),
    ],
)
def test_a_damaged_catalogue_names_file_and_field(tmp_path, text, field):
    (tmp_path / CATALOGUE_FILE).write_text(text)
    with pytest.raises(InputError, match=CATALOGUE_FILE) as caught:
        read_sorts(tmp_path)
    assert caught.value.field == field


def test_a_file_of_another_kind_by_that_name_is_left_alone(tmp_path):
    other = json.dumps({"format": "autolabelme catalogue", "version": 1})
    (tmp_path / CATALOGUE_FILE).write_text(other)
    assert read_sorts(tmp_path) == SortCatalogue()
    with pytest.raises(InputError, match="not overwritten"):
        write_sorts(SortCatalogue((Sort("x", "0"),)), tmp_path)
    assert (tmp_path / CATALOGUE_FILE).read_text() == other


# --- the key through files ------------------------------------------------------------------------

sort_ids = st.sampled_from(["", "x", "y", "3f0c"])
labels = st.sampled_from(["0", "1", "leaf"])
verdicts = st.sampled_from(["", "accepted", "rejected"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(items=st.lists(st.tuples(labels, sort_ids, verdicts), min_size=1, max_size=6))
def test_the_id_survives_a_save_and_a_foreign_editor(tmp_path, items):
    bare = page(tmp_path, "a.png")
    shapes = [
        Shape.rectangle(
            label, (10, 10, 30 + i, 30), sort=sort, role="match", score=0.5, verdict=verdict, id=str(i)
        )
        for i, (label, sort, verdict) in enumerate(items)
    ]
    document = bare.add(*shapes)
    path = write_document(document, tmp_path / "a.json")
    assert [s.sort for s in read_document(path).shapes] == [sort for _, sort, _ in items]
    # An editor that keeps unknown keys, and reorders and indents as it likes.
    raw = json.loads(path.read_text())
    path.write_text(json.dumps(dict(reversed(raw.items()))))
    again = read_document(path)
    assert [s.sort for s in again.shapes] == [sort for _, sort, _ in items]
    assert again == read_document(write_document(again, path))


def test_a_box_that_another_program_renamed_takes_the_sort_of_its_new_label(tmp_path):
    a = page(tmp_path, "a.png", "0", "1").with_sort("0", "x").with_sort("1", "y")
    path = write_document(a, tmp_path / "a.json")
    raw = json.loads(path.read_text())
    raw["shapes"][0]["label"] = "1"
    raw["shapes"].append({**raw["shapes"][1], "label": "9", "points": [[100, 10], [120, 30]]})
    path.write_text(json.dumps(raw))
    again = read_document(path)
    assert again.labels() == ("1", "9")
    assert again.sort_of("1") == "y"
    assert again.sort_of("9") == ""


# --- what a search from another page may do -------------------------------------------------------


def box_of(place: int) -> tuple[float, float, float, float]:
    return (float(place), 10.0, place + 20.0, 30.0)


places = st.lists(st.tuples(st.integers(0, 170), st.floats(0.3, 1.0)), max_size=8)


@given(there=st.lists(st.tuples(labels, st.integers(0, 170), verdicts), max_size=8), found=places)
def test_matches_from_another_page_are_only_added(there, found):
    shapes = [
        Shape.rectangle(label, box_of(x), role="match", score=0.5, verdict=verdict, sort=label)
        for label, x, verdict in there
    ]
    before = Document(Path("b.png"), 200, 60, tuple(shapes))
    after = before.add_matches("0", [Found(box_of(x), score) for x, score in found], 0.1, sort="z")
    assert after.shapes[: len(before.shapes)] == before.shapes
    new = after.shapes[len(before.shapes) :]
    assert {s.sort for s in new} <= {"0" if "0" in before.labels() else "z"}
    standing = [s.box for s in before.vignettes()]
    for index, shape in enumerate(new):
        for box in standing + [other.box for other in new[:index]]:
            shared = max(0.0, min(shape.box[2], box[2]) - max(shape.box[0], box[0])) * 20
            assert shared / (800 - shared) <= 0.1
    refused = [s.box for s in before.matches("0", rejected=True) if s.verdict == "rejected"]
    assert not {s.box for s in new} & set(refused)
    # Doing it again adds nothing.
    assert after.add_matches("0", [Found(box_of(x), score) for x, score in found], 0.1, sort="z") == after


ids = st.sampled_from("abcdef")


@given(steps=st.lists(st.tuples(st.booleans(), ids, ids), max_size=8))
def test_same_sort_is_an_equivalence_and_survives_the_file(tmp_path_factory, steps):
    catalogue = SortCatalogue()
    groups = {one: {one} for one in "abcdef"}
    for same, one, other in steps:
        keys = [SortKey(catalogue.canonical(one)), SortKey(catalogue.canonical(other))]
        if same:
            catalogue = catalogue.joined(keys, one)
            group = groups[one] | groups[other]
            groups.update(dict.fromkeys(group, group))
        elif keys[0] != keys[1]:
            catalogue = catalogue.parted(keys)
            assert catalogue.are_apart(*keys)
        assert not catalogue.are_apart(keys[0], keys[0])
    folder = tmp_path_factory.mktemp("sorts")
    write_sorts(catalogue, folder)
    assert read_sorts(folder) == catalogue
    for one in "abcdef":
        assert {
            other for other in "abcdef" if catalogue.canonical(other) == catalogue.canonical(one)
        } == groups[one]
