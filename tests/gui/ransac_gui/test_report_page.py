"""A pair on one page of paper, wide or high, with all that is known of both; figures and hashes follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from autolabelme.core.annotation.document import Document, Provenance
from autolabelme.core.annotation.labelme_json import annotation_path, write_document
from autolabelme.core.image_io import read_rgb, write_image
from autolabelme.core.languages import speak
from autolabelme.core.press.sample import ornament_image
from autolabelme.qtkit.pdf import report_to_pdf
from ransac_gui.core.batch import align_files
from ransac_gui.core.params import AlignParams
from ransac_gui.core.report import report_of

pytestmark = pytest.mark.usefixtures("qapp")  # the PDF's own application has no widgets
KNOWN = Provenance(
    *(
        "Bibliothèque nationale de France",
        "8-Y2-20000",
        "Les Aventures de Télémaque, fils d'Ulysse",
        "Fénelon",
    ),
    *("nouvelle édition", "Adrian Moetjens", "La Haye", "1699", "p. 18"),
)


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak("en")


@pytest.mark.parametrize("high", [False, True])
def test_both_impressions_and_both_comparisons_stand_on_the_first_page(
    language: str, high: bool, tmp_path: Path
) -> None:
    for name in ("reference", "suspect"):
        pixels = read_rgb(ornament_image(name))
        path = write_image(tmp_path / f"{name}.png", np.rot90(pixels) if high else pixels, 300)
        known = Document.for_image(path).with_fields(provenance=KNOWN)
        write_document(known, annotation_path(path))
    sources = [tmp_path / "suspect.png"]
    params = AlignParams(features="sift", fine="none")
    align_files(tmp_path / "reference.png", sources, tmp_path / "out", params)
    report = report_of(tmp_path / "out" / "suspect_alignment.json")
    assert set(report.images) == {"reference", "source", "difference", "moves"}
    report_to_pdf(report, tmp_path / "pair.pdf")
    with pypdfium2.PdfDocument(tmp_path / "pair.pdf") as document:
        texts = [page.get_textpage().get_text_range() for page in document]
        pictures = [sum(one.type == 3 for one in page.get_objects()) for page in document]
    assert len(texts) == 2 and pictures == [4, 0]
    assert texts[0].count("8-Y2-20000") == 2, "each impression has its copy under it"
    heading = {"en": "How it was made", "fr": "Comment il a été fait"}[language]
    assert heading in texts[1]
