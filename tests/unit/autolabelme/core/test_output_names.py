"""Names of what is written: safe, distinct on every system, the same on every run."""

import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from autolabelme.core.output_names import (
    folded,
    label_names,
    page_identity,
    page_names,
    page_stem,
    safe_name,
)

A, B = Path("/books/A/0001.png"), Path("/books/B/0001.png")
texts = st.text(max_size=150)
page = st.tuples(
    st.builds(
        lambda a, b, c: Path("/", a, b, c),
        *[st.sampled_from(["a", "A", "b", "a_b", "0001.png", "0001.tif"])] * 3,
    ),
    st.integers(0, 1),
)


def all_differ(names):
    return len({folded(name) for name in names}) == len(list(names))


@given(st.lists(texts, max_size=8))
def test_label_names_are_safe_and_differ(labels):
    names = label_names(labels)
    assert names.keys() == set(labels)
    assert all_differ(names.values())
    for name in names.values():
        assert name not in ("", ".", "..")
        assert not set(name) & set('<>:"/\\|?*\0')
        assert name == name.rstrip(". ")
        assert name[0] not in "=+-@"
        assert len(name.encode()) < 180
        assert folded(unicodedata.normalize("NFD", name)) == folded(name)


@given(st.lists(page, max_size=8), st.randoms())
def test_page_names_differ_whatever_the_order(pages, random):
    names = page_names(pages)
    assert names.keys() == set(pages)
    assert all_differ(names.values())
    random.shuffle(pages)
    assert page_names(pages) == names


@given(st.lists(page, max_size=8, unique=True), st.integers(0, 8))
def test_what_has_a_name_keeps_it_when_pages_are_added_or_left_out(pages, first):
    earlier = page_names(pages[:first])
    later = page_names(pages, earlier)
    assert {key: later[key] for key in earlier} == earlier
    assert all_differ(later.values())
    assert page_names(pages[1:], later) == later


def test_examples_of_pages():
    assert page_names([(A, 0)]) == {(A, 0): "0001"}
    assert page_names([(A, 0), (B, 0)]) == {(A, 0): "A_0001", (B, 0): "B_0001"}
    assert page_names([(B, 0)], {(A, 0): "0001"})[B, 0] == "B_0001"
    tif = A.with_suffix(".tif")
    assert page_names([(A, 0), (tif, 0), (tif, 1)]) == {
        (A, 0): "0001.png",
        (tif, 0): "0001.tif",
        (tif, 1): "0001_page_2",
    }
    deep = Path("/x/B/0001.png")
    assert page_names([(B, 0), (deep, 0)]) == {(B, 0): "books_B_0001", (deep, 0): "x_B_0001"}
    # A page that has a longer name for its own.
    assert page_names([(A, 0), (B, 0), (Path("/A_0001.png"), 0)])[Path("/A_0001.png"), 0] == "A_0001"


def test_long_names_that_differ_at_their_end():
    pages = [(Path("/g", "BnF Gallica " * 10 + f"vue {number:03}.png"), 0) for number in (1, 2)]
    first, second = page_names(pages).values()
    assert first != second
    assert max(map(len, (first, second))) < 120


def test_examples_of_labels():
    assert safe_name("../../etc") == ".._.._etc"
    assert safe_name("CON") == "_CON"
    assert safe_name("..") == "_"
    assert safe_name("-rose") == "_-rose"
    assert safe_name("soleil d’été") == "soleil d’été"
    assert label_names(["rose", "12"]) == {"rose": "rose", "12": "12"}
    names = label_names(["A", "a"])
    assert names["A"].startswith("A~") and names["a"].startswith("a~")
    assert label_names(["A"], {"a": "a"}) == {"a": "a", "A": names["A"]}
    composed, apart = "\u00e9", "e\u0301"
    assert all_differ(label_names([composed, apart]).values())


def test_one_page_by_any_path(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert page_identity(tmp_path / "link" / "p.png") == page_identity(
        tmp_path / "real" / ".." / "link" / "p.png"
    )
    assert page_stem(Path("book.tif"), 2) == "book_page_3"
