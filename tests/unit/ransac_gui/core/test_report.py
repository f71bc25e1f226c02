"""The report of a pair leads with the verdict, and `results.csv` holds what is in the folder, best first."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autolabelme.__main__ import main
from autolabelme.core.annotation.document import Document, Provenance
from autolabelme.core.annotation.labelme_json import annotation_path, write_document
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image
from autolabelme.core.languages import speak
from autolabelme.core.reading import read_table
from ransac_gui.core.batch import align_files
from ransac_gui.core.block.arrows import arrows_picture, exaggeration
from ransac_gui.core.block.verdict import BlockVerdict
from ransac_gui.core.params import AlignParams
from ransac_gui.core.report import report_of
from ransac_gui.core.results_table import COLUMNS, write_results_table

from .conftest import Prints

PARAMS = AlignParams(features="sift", fine="none")
SOURCE = "=1+1 <b>&.png"
"""A file's name that is markup to a page and a formula to a spreadsheet."""


@pytest.fixture(scope="module")
def folder(prints: Prints, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("report")
    write_image(place / "reference.png", prints.first, dpi=300)
    write_image(place / SOURCE, prints.second)
    write_image(place / "other.png", prints.other)
    (place / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nthat is all")
    sources = [place / "broken.png", place / "other.png", place / SOURCE]
    align_files(place / "reference.png", sources, place / "out", PARAMS)
    return place


def sidecar_of(folder: Path, status: str) -> Path:
    return next(
        path
        for path in (folder / "out").glob("*_alignment.json")
        if json.loads(path.read_text("utf-8"))["status"] == status
    )


def test_a_report_leads_with_the_verdict_and_shows_what_it_rests_on(folder: Path) -> None:
    path = sidecar_of(folder, "aligned")
    verdict = json.loads(path.read_text("utf-8"))["verdict"]
    report = report_of(path)
    assert verdict["kind"].capitalize() in report.blocks[0] and verdict["words"] in report.blocks[0]
    assert set(report.images) == {"reference", "source", "difference", "moves"}
    page = report.html()
    assert re.search(r"arrows \d+ times as long", page)
    said = re.search(rf"{verdict['residual_px']:.2f} px, (\d\.\d\d\d) ± ", page)
    # Both are rounded, the file's to four places.
    assert said is not None and float(said[1]) == pytest.approx(verdict["residual_mm"], abs=6e-4)
    for name in ("reference.png", SOURCE):
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() in page
    assert "never under" in page and "NCC" in page and "opencv-python" in page
    assert page.count("data:image/") == 4


def test_the_names_of_files_are_no_markup(folder: Path) -> None:
    page = report_of(sidecar_of(folder, "aligned")).html()
    assert "<b>&.png" not in page
    assert "&lt;b&gt;&amp;.png" in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_its_parts_stand_in_both_languages(folder: Path, language: str) -> None:
    speak(language)
    try:
        page = report_of(sidecar_of(folder, "aligned")).html()
    finally:
        speak("en")
    headings = {
        "en": ["Evidence", "Pictures", "How it was made"],
        "fr": ["Indices", "Images", "Comment il a été fait"],
    }[language]
    places = [page.index(f"<h2>{heading}</h2>") for heading in headings]
    assert places == sorted(places) and f'<html lang="{language}">' in page


def test_where_a_picture_comes_from_stands_under_it(folder: Path) -> None:
    """As its annotation says; what is not known gets no line."""
    known = Provenance(library="BnF", shelfmark="<Y2>", title="Contes")
    beside = annotation_path(folder / "reference.png")
    write_document(Document.for_image(folder / "reference.png").with_fields(provenance=known), beside)
    try:
        report = report_of(sidecar_of(folder, "aligned"))
    finally:
        beside.unlink()
    assert "<i>Contes</i>" in report.blocks[0] and "BnF, &lt;Y2&gt;" in report.blocks[0]
    assert report.title.endswith(" to Contes")
    bare = report_of(sidecar_of(folder, "aligned")).blocks[0]
    assert "<b>Reference</b></span><br>reference.png" in " ".join(bare.split()).replace(" </span>", "</span>")


def test_the_paper_is_white_where_both_inks_are_compared(folder: Path) -> None:
    picture = report_of(sidecar_of(folder, "aligned")).images["difference"]
    assert np.median(picture.reshape(-1, 3), axis=0).min() > 240, "no tint of red or cyan"


def test_a_refused_pair_is_reported_with_its_reason_and_nothing_else(folder: Path) -> None:
    path = sidecar_of(folder, "refused")
    report = report_of(path)
    assert f"Refused: {json.loads(path.read_text('utf-8'))['reason']}" in report.html().replace("&#39;", "'")
    assert set(report.images) == {"reference", "source"}


def test_a_result_of_an_earlier_version_has_no_verdict(folder: Path, tmp_path: Path) -> None:
    path = sidecar_of(folder, "aligned")
    value = json.loads(path.read_text("utf-8"))
    # Beside its pictures: a sidecar names these without a folder.
    old = path.with_name("old.json")
    try:
        old.write_text(json.dumps(value | {"verdict": None}), "utf-8")
        report = report_of(old)
    finally:
        old.unlink()
    assert "without a verdict" in report.blocks[0]
    assert "moves" not in report.images


def test_changed_pictures_are_not_reported(folder: Path, prints: Prints, tmp_path: Path) -> None:
    for name in ("reference.png", "source.png"):
        write_image(tmp_path / name, prints.first)
    align_files(tmp_path / "reference.png", [tmp_path / "source.png"], tmp_path, PARAMS)
    write_image(tmp_path / "source.png", prints.other)
    with pytest.raises(InputError, match="was changed since"):
        report_of(tmp_path / "source_alignment.json")


def test_the_command_writes_a_page(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sidecar_of(folder, "aligned")
    assert (
        main(["align", "report", str(path), "--output", str(tmp_path / "page.html"), "--who", "A. B."]) == 0
    )
    assert "A. B. · AutoLabelme" in (tmp_path / "page.html").read_text("utf-8")
    assert "How it was made" in (tmp_path / "page.html").read_text("utf-8")
    assert main(["align", "report", str(path), "--output", str(tmp_path / "page.doc")]) == 2
    assert "--output" in capsys.readouterr().err


def test_the_table_is_ranked_and_has_every_length_with_its_tolerance(folder: Path) -> None:
    rows = read_table(folder / "out" / "results.csv")
    assert list(rows[0]) == list(COLUMNS)
    assert [row["status"] for row in rows] == ["aligned", "refused", "error"]
    first = rows[0]
    assert Path(first["source"]).name == SOURCE
    assert first["file"].endswith("_aligned.png")
    assert float(first["residual_mm"]) == pytest.approx(float(first["residual_px"]) / 300 * 25.4, abs=1e-3)
    assert float(first["residual_tolerance_mm"]) < 0.5 == float(first["displacement_tolerance_mm"])
    assert 0 < float(first["p_same"]) <= 1
    if first["verdict"] == "same block":
        told = float(first["smallest_told_px"])
        assert float(first["smallest_told_mm"]) == pytest.approx(told / 300 * 25.4, abs=1e-3)
    assert rows[1]["words"] and not rows[1]["verdict"]
    assert "broken.png" in rows[2]["words"] and not rows[2]["file"]


def test_a_table_of_somebody_else_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "results.csv"
    foreign.write_text("name,mark\nAnna,1\n", "utf-8")
    with pytest.raises(InputError, match=r"results\.csv"):
        align_files(folder / "reference.png", [folder / "other.png"], tmp_path, PARAMS)
    assert foreign.read_text("utf-8") == "name,mark\nAnna,1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["results.csv"]


def test_a_damaged_result_stands_in_the_table_with_its_problem_and_its_name_is_no_formula(
    tmp_path: Path,
) -> None:
    (tmp_path / "=1+1_alignment.json").write_text("{}", "utf-8")
    table = write_results_table(tmp_path, Path("reference.png"), {})
    (row,) = read_table(table)
    assert row["status"] == "error" and row["file"] == "=1+1_alignment.json" and row["words"]
    assert ",'=1+1_alignment.json" in table.read_text("utf-8")


def test_arrows_are_drawn_where_the_moves_are_and_as_long_as_said() -> None:
    page = np.full((100, 200), 255, np.uint8)
    picture, factor = arrows_picture(page, np.array([[100, 50, 0.5, 0]], np.float32))
    assert picture.shape == (700, 1400, 3)
    assert factor == exaggeration(0.5, 10) == 10
    red = np.argwhere(picture[..., 0] > picture[..., 1].astype(int) + 60)
    # From its cell's centre (105, 55), ten times half a pixel to the right; seven picture pixels for one.
    assert red[:, 1].max() - red[:, 1].min() == pytest.approx(35, abs=4)
    assert red[:, 0].mean() == pytest.approx(55 * 7, abs=4)
    assert (arrows_picture(page, np.zeros((0, 4), np.float32))[0] == picture[0, 0]).all()


def test_the_tolerance_of_a_residual_is_its_own_windows() -> None:
    rng = np.random.default_rng(3)

    def verdict(count: int) -> BlockVerdict:
        moves = np.zeros((count, 4), np.float32)
        moves[:, 2] = rng.uniform(0, 1, count)
        return BlockVerdict("same", 0.5, 0.5, 1.5, 0.0, 0.0, 0, 0.0, moves)

    few, many = verdict(90).tolerance_px, verdict(3600).tolerance_px
    assert few == pytest.approx(0.31, abs=0.08)  # 10 that count: quantiles 0.19 and 0.81
    assert many == pytest.approx(0.049, abs=0.02)
    nothing = BlockVerdict("few", None, None, None, None, None, 0, 0.0, np.zeros((0, 4), np.float32))
    assert nothing.tolerance_px is None


def test_french_figures_have_commas(folder: Path, decimal_points: Callable[[str], list[str]]) -> None:
    speak("fr")
    try:
        page = report_of(sidecar_of(folder, "aligned")).html()
    finally:
        speak("en")
    assert not decimal_points(page) and "0,25" in page
