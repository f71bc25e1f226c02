from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolabelme.core.arrays import Array
from autolabelme.core.errors import Cancelled, InputError
from ransac_gui.core.retrieval import index as index_module
from ransac_gui.core.retrieval.describe import bundled, describe
from ransac_gui.core.retrieval.index import Entry, Index, read_index, update_index

from .conftest import Collection

NAMES = ("a0", "a1", "a2", "a3")


class Loader:
    """Counts what is asked for."""

    def __init__(self, collection: Collection) -> None:
        self.collection, self.asked = collection, []  # type: ignore[var-annotated]

    def __call__(self, ornament: str) -> Array | None:
        self.asked.append(ornament)
        return self.collection.load(ornament)


def entries(*names: str) -> list[Entry]:
    return [Entry(name, f"content of {name}") for name in names]


def test_an_index_is_read_as_it_was_written(tmp_path: Path, collection: Collection) -> None:
    path = tmp_path / "index"
    made, lost = update_index(path, entries(*NAMES), collection.load)
    assert not lost
    kept = read_index(path)
    assert kept is not None
    assert (kept.ornaments, kept.contents) == (made.ornaments, made.contents) == (NAMES, made.contents)
    np.testing.assert_array_equal(kept.vectors, made.vectors)
    found = kept.nearest(describe(collection.pictures["b2"]), 2)
    assert found[0][0] == "a2"
    assert found[0][1] == pytest.approx(
        describe(collection.pictures["a2"]) @ describe(collection.pictures["b2"]), abs=0.02
    )


def test_only_what_is_new_is_described(tmp_path: Path, collection: Collection) -> None:
    path, load = tmp_path / "index", Loader(collection)
    update_index(path, entries("a0", "a1"), load)
    assert sorted(load.asked) == ["a0", "a1"]
    load.asked.clear()
    # An ornament goes, one comes, one has a new id and its old picture.
    renamed = Entry("moved", "content of a1")
    index, _ = update_index(path, [renamed, *entries("a2")], load)
    assert load.asked == ["a2"]
    assert index.ornaments == ("a2", "moved")
    load.asked.clear()
    # The same id with another picture is described anew.
    changed, _ = update_index(path, [Entry("a2", "another box"), renamed], load)
    assert load.asked == ["a2"]
    assert changed.contents == ("another box", "content of a1")


def test_only_what_may_have_changed_is_looked_at(tmp_path: Path, collection: Collection) -> None:
    path, load = tmp_path / "index", Loader(collection)
    base, _ = update_index(path, entries(*NAMES), load, mark="1")
    load.asked.clear()
    # One goes, one comes, one is as it was: the others are not named.
    wanted = entries("a1", "a4")
    index, _ = update_index(path, wanted, load, base=base, changed={"a0", "a1", "a4"}, mark="2")
    assert load.asked == ["a4"]
    assert (index.ornaments, index.mark) == (("a1", "a2", "a3", "a4"), "2")
    kept = read_index(path)
    assert kept is not None
    assert (kept.ornaments, kept.mark) == (index.ornaments, "2")
    # What only goes leaves the file, which would be written for nothing, with its mark.
    written = path.read_bytes()
    index, _ = update_index(path, [], load, base=kept, changed={"a3"}, mark="3")
    assert (index.ornaments, index.mark) == (("a1", "a2", "a4"), "3")
    assert path.read_bytes() == written


def test_what_cannot_be_read_is_remembered(tmp_path: Path, collection: Collection) -> None:
    path = tmp_path / "index"
    _, lost = update_index(path, [*entries("a0"), Entry("gone", "gone")], collection.load, mark="1")
    kept = read_index(path)
    assert kept is not None
    assert kept.unread == lost == ("gone",)


@pytest.mark.parametrize("harm", ["empty", "cut", "flipped", "another file", "foreign head"])
def test_a_damaged_index_is_made_anew(tmp_path: Path, collection: Collection, harm: str) -> None:
    path, load = tmp_path / "index", Loader(collection)
    good, _ = update_index(path, entries(*NAMES), load)
    data = bytearray(path.read_bytes())
    if harm == "empty":
        data.clear()
    elif harm == "cut":
        del data[-100:]
    elif harm == "flipped":
        data[-700] ^= 0x40
    elif harm == "another file":
        data[:20] = b"SQLite format 3\0....".ljust(20)[:20]
    else:
        data = bytearray(index_module.FORMAT + b'{"count": -4, "describer": []}\n')
    path.write_bytes(bytes(data))
    assert read_index(path) is None
    load.asked.clear()
    again, _ = update_index(path, entries(*NAMES), load)
    assert sorted(load.asked) == list(NAMES)
    np.testing.assert_array_equal(again.vectors, good.vectors)
    assert read_index(path) is not None


def test_an_index_of_another_describer_is_made_anew(
    tmp_path: Path, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index"
    update_index(path, entries("a0"), collection.load)
    monkeypatch.setattr(index_module, "describer", lambda: "of tomorrow")
    assert read_index(path) is None


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape(str(tmp_path))):
        read_index(tmp_path)
    assert read_index(tmp_path / "nothing") is None


def test_a_picture_that_cannot_be_read_is_named_and_tried_again(
    tmp_path: Path, collection: Collection
) -> None:
    path = tmp_path / "index"
    wanted = [*entries("a0"), Entry("lost", "gone")]
    index, lost = update_index(path, wanted, collection.load)
    assert (index.ornaments, lost) == (("a0",), ("lost",))
    index, lost = update_index(path, wanted, lambda name: collection.pictures["a1"])
    assert (index.ornaments, lost) == (("a0", "lost"), ())


def test_a_cancelled_update_keeps_what_it_had_and_what_it_made(
    tmp_path: Path, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "SAVED_EACH", 2)
    path = tmp_path / "index"
    update_index(path, entries("a7"), collection.load)

    def tick(done: int, total: int, stage: str) -> None:
        if done > 600:
            raise Cancelled

    with pytest.raises(Cancelled):
        update_index(path, entries(*NAMES), collection.load, tick=tick)
    kept = read_index(path)
    assert kept is not None
    assert {"a0", "a1", "a7"} <= set(kept.ornaments)


def test_a_blank_ornament_is_never_found(tmp_path: Path, collection: Collection) -> None:
    blank = np.full((60, 60), 240, np.uint8)
    pictures = {"blank": blank, "a0": collection.pictures["a0"]}
    index, _ = update_index(tmp_path / "index", entries("blank", "a0"), pictures.get)
    assert [name for name, _ in index.nearest(describe(collection.pictures["b0"]), 5)] == ["a0"]
    assert index.nearest(describe(blank), 5) == []


@settings(max_examples=25, deadline=None)
@given(data=st.data(), seed=st.integers(0, 2**16))
def test_the_order_of_the_ornaments_decides_nothing(data: st.DataObject, seed: int) -> None:
    rng = np.random.default_rng(seed)
    # Few values, and rows that come again: many are equally alike.
    vectors = rng.integers(-2, 3, (12, bundled().length)).astype(np.int8)[rng.integers(0, 12, 30)]
    names = tuple(f"{number:02}" for number in range(30))
    order = data.draw(st.permutations(range(30)))
    one = Index(names, names, vectors)
    other = Index(tuple(names[n] for n in order), names, np.ascontiguousarray(vectors[list(order)]))
    query = vectors[0].astype(np.float32)
    assert one.nearest(query, 7) == other.nearest(query, 7)
