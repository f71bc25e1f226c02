"""The command line ``match``: what it finds, writes and prints, and how it names bad input."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autolabelme import __main__ as entry
from autolabelme.core.annotation.document import Document, Provenance, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.errors import InputError

from .printed import QUICK, ROW, box, errors, print_page, run


def test_match_writes_what_labelme_reads(page, capsys):
    status, out, err = run(capsys, "match", page, *QUICK)
    assert (status, err) == (0, "")
    saved = page.with_name("page_matched.json")
    labels = [shape["label"] for shape in json.loads(saved.read_text())["shapes"]]
    assert sorted(labels) == ["12", "12", "12_flipped", "12_mirrored"]
    document = read_document(saved)
    assert len(document.templates("12")) == 1
    assert document.templates("12")[0].box == box(30, 100)
    for shape in document.matches("12"):
        place = min(ROW, key=lambda p: abs(p[0] - shape.box[0]))
        assert shape.box == pytest.approx(box(*place[:2]), abs=1.5)
        assert shape.template == document.templates("12")[0].id
    assert json.loads(page.with_name("page_descriptor.json").read_text()) == {"12": "sun"}
    line = next(line for line in out.splitlines() if line.strip().startswith("12"))
    assert line.split()[1] == "4"
    assert "2 plain, 1 mirrored, 1 flipped" in line
    assert f"wrote {saved}" in out


def test_match_json_is_one_object(page, capsys, tmp_path):
    out_file = tmp_path / "sub" / "out.json"
    status, out, err = run(capsys, "match", page, "--json", "--output", out_file, *QUICK)
    assert (status, err) == (0, "")
    result = json.loads(out)
    assert set(result) == {"matches", "seconds", "output"}
    assert result["output"] == [str(out_file), str(out_file.with_name("out_descriptor.json"))]
    assert all(Path(name).is_file() for name in result["output"])
    assert set(result["seconds"]) == {"12"}
    assert result["seconds"]["12"] > 0
    keys = {"page", "label", "box", "score", "rotation_deg", "mirrored", "scale_x", "scale_y", "template"}
    assert all(set(match) == keys | {"show_through"} for match in result["matches"])
    assert not any(match["show_through"] for match in result["matches"])
    own = result["matches"][0]
    assert (own["box"], own["score"], own["rotation_deg"], own["mirrored"]) == (
        list(box(30, 100)),
        1.0,
        0.0,
        False,
    )
    assert own["page"] == str(page.with_name("page.png"))
    flipped = next(match for match in result["matches"] if 260 < match["box"][0] < 280)
    assert flipped["mirrored"] is True
    assert flipped["rotation_deg"] == pytest.approx(180, abs=3)
    assert 0.45 <= flipped["score"] <= 1.0


def matched(page, capsys, *words):
    status, out, err = run(capsys, "match", page, "--json", *QUICK, *words)
    assert (status, err) == (0, "")
    return sorted(round(match["box"][0] / 10) for match in json.loads(out)["matches"])


def test_match_options(page, capsys):
    assert matched(page, capsys, "--no-flips") == [3, 11]
    assert matched(page, capsys, "--scope", "page", "--no-flips") == [3, 11, 35]
    assert matched(page, capsys, "--neighbourhood", "100") == [3, 11, 19, 27, 35]
    assert matched(page, capsys, "--scope", "around", "--label", "12 sun") == [3, 11]
    assert matched(page, capsys, "--threshold", "0.6", "--rotation", "0", "10") == [3, 11, 19, 27]


def test_match_turned_copies(tmp_path, capsys):
    image = print_page(tmp_path / "p.png", [(30, 100, "plain"), (150, 100, "turned")])
    path = write_document(
        Document.for_image(image).add(Shape.rectangle("1", box(30, 100))), tmp_path / "p.json"
    )
    assert matched(path, capsys, "--rotation", "90") == [3, 15]
    assert matched(path, capsys, "--quarter-turns") == [3, 15]
    labels = [s["label"] for s in json.loads((tmp_path / "p_matched.json").read_text())["shapes"]]
    assert labels == ["1", "1_rotated_90"]
    with pytest.raises(SystemExit) as stopped:
        entry.main(["match", str(path), "--rotation"])
    assert stopped.value.code == 2


def test_match_prefix_is_written_when_asked(page, capsys):
    assert run(capsys, "match", page, "--prefix", *QUICK)[0] == 0
    labels = {s["label"] for s in json.loads(page.with_name("page_matched.json").read_text())["shapes"]}
    assert labels == {"page_12", "page_12_mirrored", "page_12_flipped"}


def test_match_ornament(page, capsys):
    document = read_document(page)
    write_document(document.add(Shape.rectangle("ornament", (0, 60, 170, 200), role="region")), page)
    assert matched(page, capsys, "--scope", "ornament") == [3, 11]
    write_document(document, page)
    page.with_name("page_matched.json").unlink()
    status, _, err = run(capsys, "match", page, "--scope", "ornament", *QUICK)
    assert status == 2
    assert "page.json: label 12: no drawn ornament" in errors(err)[0]


def test_match_template_of_another_page(page, tmp_path, capsys):
    bare = print_page(
        tmp_path / "other" / "b.png" if (tmp_path / "other").mkdir() is None else None, ROW[1:3], seed=9
    )
    status, out, _ = run(capsys, "match", bare, "--template", f"{page}:12", "--json", *QUICK)
    assert status == 0
    matches = json.loads(out)["matches"]
    assert sorted(round(match["box"][0] / 10) for match in matches) == [11, 19]
    assert {match["label"] for match in matches} == {"12"}
    assert {match["template"] for match in matches} == {"page:12#1"}
    document = read_document(bare.with_name("b_matched.json"))
    assert document.templates("12") == ()
    assert json.loads(bare.with_name("b_descriptor.json").read_text()) == {"12": "sun"}
    # A JSON without boxes, the image of the template's page, and a folder of bare images do as well.
    blank = write_document(Document.for_image(bare), bare.with_name("b.json"))
    assert matched(blank, capsys, "--template", f"{page.with_suffix('.png')}:12") == [11, 19]
    assert matched(bare.parent, capsys, "--template", f"{page}:12") == [11, 19]


def test_match_folder_scope_uses_every_template_on_every_page(page, tmp_path, capsys):
    print_page(tmp_path / "q.png", ROW[:2], seed=4)
    status, out, _ = run(capsys, "match", page, "--scope", "folder", "--json", "--no-flips", *QUICK)
    assert status == 0
    result = json.loads(out)
    counts = {}
    for match in result["matches"]:
        counts[Path(match["page"]).name] = counts.get(Path(match["page"]).name, 0) + 1
    assert counts == {"page.png": 3, "q.png": 2}
    assert {Path(name).name for name in result["output"]} == {
        "page_matched.json",
        "page_descriptor.json",
        "q_matched.json",
        "q_descriptor.json",
    }


def test_every_page_of_a_tiff_is_searched_with_a_template(page, tmp_path, capsys):
    images = [Image.open(print_page(tmp_path / f"t{seed}.png", ROW[1:2], seed)) for seed in (5, 6)]
    pages = tmp_path / "book" / "scan.tif"
    pages.parent.mkdir()
    images[0].save(pages, save_all=True, append_images=images[1:])
    status, out, _ = run(capsys, "match", pages, "--template", f"{page}:12", "--json", *QUICK)
    assert status == 0
    places = [match["page"] for match in json.loads(out)["matches"]]
    assert places == [str(pages), f"{pages}#page=2"]
    saved = [
        read_document(pages.with_name(name)) for name in ("scan_matched.json", "scan_page_2_matched.json")
    ]
    assert [document.page for document in saved] == [0, 1]
    assert [len(document.vignettes()) for document in saved] == [1, 1]


def test_labels_that_compete_for_the_same_ink(tmp_path, capsys):
    """A second label boxed a little off the same sort must not take the first one's copies twice."""
    image = print_page(tmp_path / "p.png", [*ROW[:2], (190, 98, "plain")])
    document = Document.for_image(image)
    document = document.add(Shape.rectangle("1", box(30, 100)), Shape.rectangle("2", (110, 104, 150, 140)))
    path = write_document(document, tmp_path / "p.json")
    status, out, _ = run(capsys, "match", path, "--json", *QUICK)
    assert status == 0
    places = [round(match["box"][0] / 10) for match in json.loads(out)["matches"]]
    assert sorted(places) == [3, 11, 19]


def test_several_templates_of_one_label_are_all_searched(tmp_path, capsys):
    image = print_page(tmp_path / "p.png", [(30, 100, "plain"), (110, 100, "turned"), (190, 100, "turned")])
    document = Document.for_image(image).add(Shape.rectangle("1", box(30, 100)))
    path = write_document(document, tmp_path / "p.json")
    assert matched_or_alone(path, capsys) == ([3], "")
    path = write_document(document.add(Shape.rectangle("1", box(110, 100))), tmp_path / "p.json")
    places, told = matched_or_alone(path, capsys)
    assert places == [3, 11, 19]
    assert told == f"autolabelme: note: {path}: its new boxes (1) are taken over into p_matched.json\n"
    assert matched_or_alone(path, capsys) == ([3, 11, 19], "")


def matched_or_alone(path, capsys):
    _, out, err = run(capsys, "match", path, "--json", *QUICK)
    return sorted(round(match["box"][0] / 10) for match in json.loads(out)["matches"]), err


def test_matching_again_keeps_what_a_person_did_to_the_result(page, capsys):
    saved = page.with_name("page_matched.json")
    assert matched(page, capsys) == [3, 11, 19, 27]
    document = read_document(saved)
    by_place = {round(shape.box[0] / 10): shape.id for shape in document.vignettes()}
    document = document.with_verdict([by_place[11]], "accepted").with_verdict([by_place[19]], "rejected")
    document = document.add(Shape.rectangle("7", (300, 20, 330, 50), note="leaf"))
    document = document.replace(document.find(by_place[27]).with_box((268, 97, 311, 140)))
    document = document.with_fields(provenance=Provenance(shelfmark="Rés. 8"), reviewed=True)
    write_document(document.update([by_place[3]], note="sun, cracked"), saved)
    status, _, err = run(capsys, "match", page, "--label", "12", "--json", *QUICK)
    assert (status, err) == (0, "")
    again = read_document(saved)
    verdicts = {round(shape.box[0] / 10): shape.verdict for shape in again.shapes}
    assert verdicts == {3: "", 11: "accepted", 19: "rejected", 27: "", 30: ""}
    assert (268, 97, 311, 140) in [shape.box for shape in again.vignettes()]
    assert again.notes() == {"12": "sun, cracked; sun", "7": "leaf"}
    assert (again.provenance.shelfmark, again.reviewed) == ("Rés. 8", True)
    assert json.loads(page.with_name("page_descriptor.json").read_text()) == again.notes()


def test_where_source_and_result_disagree_the_result_counts_and_it_is_said(page, capsys):
    saved = page.with_name("page_matched.json")
    assert matched(page, capsys) == [3, 11, 19, 27]
    document = read_document(saved)
    moved = document.replace(document.templates("12")[0].with_box((28, 98, 72, 142)))
    write_document(moved, saved)
    status, _, err = run(capsys, "match", page, "--json", *QUICK)
    assert status == 0
    assert "page.json: boxes (12) that page_matched.json has otherwise; what stands there counts" in err
    assert [shape.box for shape in read_document(saved).templates("12")] == [(28, 98, 72, 142)]


def test_a_damaged_result_or_another_pages_is_not_overwritten(page, tmp_path, capsys):
    saved = page.with_name("page_matched.json")
    saved.write_text('{"shapes": [')
    status, _, err = run(capsys, "match", page, *QUICK)
    assert (status, saved.read_text()) == (2, '{"shapes": [')
    assert "page_matched.json: is cut off" in errors(err)[0]
    other = write_document(Document.for_image(print_page(tmp_path / "q.png", ROW[:1])), tmp_path / "q.json")
    before = other.read_text()
    status, _, err = run(capsys, "match", page, "--output", other, *QUICK)
    assert (status, other.read_text()) == (2, before)
    assert "q.json: is the annotation of q.png and is not overwritten by that of page.png" in errors(err)[0]


def test_matching_again_changes_nothing(page, capsys):
    assert matched(page, capsys) == [3, 11, 19, 27]
    first = page.with_name("page_matched.json").read_text()
    assert matched(page, capsys) == [3, 11, 19, 27]
    assert page.with_name("page_matched.json").read_text() == first
    assert matched(page.with_name("page_matched.json"), capsys) == [3, 11, 19, 27]


def test_a_bad_page_of_a_folder_is_reported_and_the_others_go_on(page, tmp_path, capsys):
    (tmp_path / "broken.json").write_text('{"shapes": [')
    status, _, err = run(capsys, "match", tmp_path, *QUICK)
    assert status == 2
    assert len(errors(err)) == 1
    assert "broken.json: is cut off" in err
    assert page.with_name("page_matched.json").is_file()
    assert not (tmp_path / "broken_matched.json").exists()


def test_output_for_several_pages_is_a_folder(page, tmp_path, capsys):
    document = read_document(page)
    write_document(document, tmp_path / "again.json")
    status, _, err = run(capsys, "match", tmp_path, "--output", tmp_path / "one.json", *QUICK)
    assert status == 2
    assert "--output: names one file, but there are 2 pages" in err
    assert run(capsys, "match", tmp_path, "--output", tmp_path / "all", *QUICK)[0] == 0
    assert sorted(item.name for item in (tmp_path / "all").iterdir()) == [
        "again_descriptor.json",
        "again_matched.json",
        "page_descriptor.json",
        "page_matched.json",
    ]


def test_nothing_matched_is_1(tmp_path, capsys):
    image = print_page(tmp_path / "p.png", ROW[:1])
    path = write_document(
        Document.for_image(image).add(Shape.rectangle("a b", box(30, 100))), tmp_path / "p.json"
    )
    status, out, err = run(capsys, "match", path, "--json", *QUICK)
    assert (status, err) == (1, "")
    assert [match["box"] for match in json.loads(out)["matches"]] == [list(box(30, 100))]
    empty = print_page(tmp_path / "empty.png", [])
    assert run(capsys, "match", empty, "--template", f"{path}:a b", *QUICK)[0] == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none.json"], "none.json: does not exist"),
        (["page.json", "--label", "13"], "--label: no such label: 13; there are: 12"),
        (["page.json", "--threshold", "2"], "autolabelme: --threshold: expected 0 to 1, got 2.0"),
        (["page.json", "--neighbourhood", "0"], "autolabelme: --neighbourhood: expected 1"),
        (
            ["page.json", "--rotation", "1", "2", "3"],
            "--rotation: expected at most MIN MAX, got 3 values",
        ),
        (["page.json", "--rotation", "90", "45"], "autolabelme: --rotation: expected at least 90"),
        (
            ["page.json", "--scales", "1", "2", "x"],
            "--scales: expected LO a number, HI a number, STEPS a whole",
        ),
        (["page.json", "--scales", "2", "1", "5"], "autolabelme: --scales: expected at most 1, got 2.0"),
        (["page.json", "--template", "12"], "--template: expected PAGE:LABEL, got '12'"),
        (["page.json", "--template", "page.json:9"], "has no template of label 9; labels: 12"),
        (["page.json", "--template", "none.json:9"], "none.json: does not exist"),
        (
            ["page.png", "--template", "page.json:12", "--label", "7"],
            "--label: 7 is not the label of a --template",
        ),
        (["empty"], "empty: holds no annotation file"),
        (["bare.png"], "bare.png: shapes: has no box to search for"),
        (["blank.json"], "blank.json: label 1: the template is blank"),
        (
            ["page.png", "--template", "big.json:1"],
            "page.png: label 1: the template (500 x 500 pixels) is larger",
        ),
    ],
)
def test_bad_input_is_one_line_and_2(page, tmp_path, capsys, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    print_page(tmp_path / "bare.png", ROW)
    Image.new("L", (200, 200), 255).save(tmp_path / "blank.png")
    write_document(Document.for_image("blank.png").add(Shape.rectangle("1", (10, 10, 50, 50))), "blank.json")
    big = np.random.default_rng(0).integers(0, 255, (600, 600), dtype=np.uint8)
    Image.fromarray(big).save(tmp_path / "big.png")
    write_document(Document.for_image("big.png").add(Shape.rectangle("1", (50, 50, 550, 550))), "big.json")
    status, _, err = run(capsys, "match", *words)
    assert status == 2
    assert len(errors(err)) == 1
    assert message in err


def test_template_of_a_windows_path():
    from autolabelme.core.batch import split_template

    assert split_template(r"C:\scans\page.json:small sun") == (Path(r"C:\scans\page.json"), "small sun")
    assert split_template("page.json:12 sun") == (Path("page.json"), "12")
    for bad in ("page.json", "page.json:", ":3", "page.json: "):
        with pytest.raises(InputError):
            split_template(bad)
