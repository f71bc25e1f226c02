"""Reports of an inspection on paper, in both languages: no half-empty page, nothing of what was rejected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from autolabelme.core.annotation.document import Document, Provenance
from autolabelme.core.languages import said, speak
from autolabelme.core.ornament import Ornament
from autolabelme.core.progress import no_tick
from autolabelme.core.report import Report
from autolabelme.qtkit.pdf import report_to_pdf
from detector.core.inspection.findings import Finding
from detector.core.inspection.params import InspectParams
from detector.core.inspection.source import Source
from detector.core.report import build_report
from detector.core.siblings.files import PageInspection, report_of
from detector.core.siblings.inspection import SiblingInspection, inspect_siblings
from detector.core.siblings.params import SiblingParams
from detector.panel.inspect.requests import InspectRequest, Subject
from tests.unit.detector.core.siblings.conftest import Printed, strip

from .inspect_stub import Stub

pytestmark = pytest.mark.usefixtures("qapp")  # the PDF's own application has no widgets
FOOTER = 0.93
"""From here on a page holds its footer alone, share of its height."""
BODY = 51 / 842, 0.915
HOSTILE = '<img src="boxes"> & "co".png'


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak("en")


@lru_cache(maxsize=1)
def compared() -> tuple[Printed, SiblingInspection]:
    """Twenty impressions, the first seven of which are findings."""
    printed = strip()
    rgb = np.dstack([printed.gray] * 3)
    inspection = inspect_siblings(rgb, printed.vignettes, SiblingParams(), tick=no_tick)
    found = tuple(
        Finding("altered", one.vignette.box, one.vignette.label, "", 2.0, 0.01, True, one.evidence)
        for one in inspection.judged[:7]
    )
    return printed, replace(inspection, findings=found)


def page_report(tmp_path: Path, verdicts: tuple[str, ...] = (), note: str = "") -> Report:
    printed, inspection = compared()
    judged = tuple(
        one.judged(verdicts[number], note) if number < len(verdicts) else one  # type: ignore[arg-type]
        for number, one in enumerate(inspection.findings)
    )
    height, width = printed.gray.shape
    document = Document(
        tmp_path / HOSTILE, width, height, provenance=Provenance(library="BnF", shelfmark="<Rés. Y>")
    )
    rgb = np.dstack([printed.gray] * 3)
    done = PageInspection(tmp_path / HOSTILE, document, rgb, replace(inspection, findings=judged), ())
    return report_of(done)


def ornament_report(tmp_path: Path, count: int = 5) -> Report:
    stub = Stub(tmp_path)
    request = InspectRequest(Subject(Ornament(stub.ornament)), None, InspectParams(), tmp_path)
    done = stub.inspect(request, tick=no_tick).done
    found = (list(done.record.findings) * count)[:count]
    reference = Source(Path(HOSTILE), "0" * 64)
    record = replace(done.record, reference=reference, alignment={"status": "aligned"})
    return build_report(record.with_findings(found), done.inspection, done.rgb, reference=done.rgb)


def fills(path: Path) -> list[float]:
    """How far down each page is filled, share of what lies between its margins."""
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            pixels = page.render(scale=1).to_numpy().min(axis=2)
            inked = np.flatnonzero((pixels[: round(FOOTER * len(pixels))] < 200).any(axis=1))
            lowest = 0.0 if not inked.size else inked.max() / len(pixels)
            found.append((lowest - BODY[0]) / (BODY[1] - BODY[0]))
    return found


@pytest.mark.parametrize("kind", ["page", "ornament", "many", "none"])
def test_no_page_but_the_last_is_filled_under_a_third(kind: str, language: str, tmp_path: Path) -> None:
    counts = {"ornament": 5, "many": 12, "none": 0}
    report = page_report(tmp_path) if kind == "page" else ornament_report(tmp_path, counts[kind])
    report_to_pdf(report, tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").stat().st_size < 20_000_000
    filled = fills(tmp_path / "report.pdf")
    assert filled and min(filled[:-1], default=1.0) >= 1 / 3, filled


def test_two_findings_stand_on_a_page(language: str, tmp_path: Path) -> None:
    report = ornament_report(tmp_path, 12)
    report_to_pdf(report, tmp_path / "report.pdf")
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    found = [sum(text.count(f"■ {number}. ") for number in range(1, 13)) for text in texts]
    pages = [count for count in found if count]
    assert sum(pages) == 12
    assert min(pages[1:-1]) >= 2, found


def test_what_was_rejected_counts_nowhere_and_is_told_in_the_appendix(language: str, tmp_path: Path) -> None:
    whole = page_report(tmp_path)
    count = sum("<h3>" in block for block in whole.blocks)
    report = page_report(tmp_path, ("rejected", "accepted"), "<seen> in the copy")
    assert sum("<h3>" in block for block in report.blocks) == count - 1
    numbers = [
        block.partition("&#9632;</span> ")[2].partition(".")[0] for block in report.blocks if "<h3>" in block
    ]
    assert numbers == [str(number) for number in range(2, count + 1)], "they keep the numbers of the window"
    headline = {"en": "1 rejected by the historian", "fr": "rejeté"}[language]
    assert headline in report.blocks[0]
    heading = {"en": "Rejected by the historian", "fr": "Rejetés par l’historien"}[language]
    (table,) = (block for block in report.blocks if heading in block)
    assert "&lt;seen&gt; in the copy" in table
    every = "".join(report.blocks)
    assert "<seen>" not in every


def test_all_rejected_leaves_a_report_without_findings(tmp_path: Path) -> None:
    _, inspection = compared()
    report = page_report(tmp_path, ("rejected",) * len(inspection.findings))
    assert not any("<h3>" in block for block in report.blocks)
    assert "No finding is left" in report.blocks[0]


@pytest.mark.parametrize("kind", ["page", "ornament"])
def test_structure_and_pictures_and_hostile_names(kind: str, language: str, tmp_path: Path) -> None:
    report = page_report(tmp_path) if kind == "page" else ornament_report(tmp_path)
    headings = {
        ("page", "en"): ["All evidence", "All vignettes", "How it was judged", "What it rests on"],
        ("page", "fr"): [
            "Tous les indices",
            "Toutes les vignettes",
            "Comment elles ont été jugées",
            "Sur quoi cela repose",
        ],
        ("ornament", "en"): ["The whole ornament", "All evidence", "Calibration", "What it rests on"],
        ("ornament", "fr"): ["L’ornement entier", "Tous les indices", "Étalonnage", "Sur quoi cela repose"],
    }[kind, language]
    page = report.html()
    places = [page.index(f"<h2>{heading}</h2>") for heading in headings]
    assert places == sorted(places)
    assert f'<html lang="{language}">' in page
    assert "&lt;img src=&#34;boxes&#34;&gt; &amp; &#34;co&#34;.png" in page
    assert page.count("<img") == page.count("data:image/") == len(report.images)
    assert {"boxes"} <= set(report.images)
    if kind == "page":
        assert "BnF, &lt;Rés. Y&gt;" in report.blocks[0]
    else:
        assert {"reference", "signed_ink", "residual"} <= set(report.images)
    assert said(report.title) == report.title


def test_the_verdict_of_a_page_is_said_without_what_was_rejected() -> None:
    _, inspection = compared()
    first = inspection.findings[0]

    def verdict(*findings: Finding) -> str:
        return replace(inspection, findings=findings).verdict

    assert "1 " in verdict(first) and "rejected" not in verdict(first)
    assert verdict(first, first.judged("rejected")).endswith("; 1 rejected by the historian")
    assert verdict(first.judged("rejected")).startswith("no finding is left")


@pytest.mark.parametrize("kind", ["page", "ornament"])
def test_french_figures_have_commas(
    kind: str, tmp_path: Path, decimal_points: Callable[[str], list[str]]
) -> None:
    speak("fr")
    try:
        page = (page_report(tmp_path) if kind == "page" else ornament_report(tmp_path)).html()
    finally:
        speak("en")
    assert not decimal_points(page) and re.search(r"\d,\d", page)
