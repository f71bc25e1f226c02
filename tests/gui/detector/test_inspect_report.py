"""What the report says besides the findings: the scorers, the settings in words, the model card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.ornament import Ornament
from autolabelme.core.progress import no_tick
from detector.core.inspection.findings import Finding
from detector.core.inspection.params import InspectParams
from detector.core.inspection.record import read_record
from detector.core.inspection.standard import GAINED, LOST, Standard, Tail
from detector.core.report import ShownMap, build_report
from detector.core.report_card import card_html
from detector.panel.inspect.inspect_jobs import write_report
from detector.panel.inspect.requests import InspectRequest, Subject

from .inspect_stub import HEIGHT, WIDTH, Stub

CARD = """# My model

Finds 30 vignettes & more,
on two lines.

| | |
|---|---|
| labels | 30 |

| pages | AP |
|---|---|
| clean | 0.96 |

- first note
- second <note>
"""


def a_map() -> ShownMap:
    values = np.zeros((HEIGHT, WIDTH), np.float32)
    values[40:80, 160:200] = 0.9
    return ShownMap("other", "Another method", "a paper of 2008", values, 1.0, {"miou_c": 27.4})


def test_the_report_says_what_scored_and_in_which_settings(tmp_path: Path) -> None:
    stub = Stub(tmp_path)
    result = stub.inspect(
        InspectRequest(Subject(Ornament(stub.ornament)), None, InspectParams(), tmp_path), tick=no_tick
    )
    done = result.done
    record = replace(
        done.record, model={"card": CARD, "sha256": "0" * 64}, facts={**done.record.facts, "device": "cpu"}
    )
    plain = build_report(record, done.inspection, done.rgb).html()
    assert "Scored by combined evidence" in plain
    assert "Another method" not in plain
    assert "false alarms" in plain
    assert "score_over" not in plain
    assert "auto (cpu)" in plain
    assert "| pages |" not in plain, "the card's tables are tables"
    shown = build_report(record, done.inspection, done.rgb, shown=a_map())
    html = shown.html()
    assert "Another method" in html
    assert "a paper of 2008" in html
    assert "mIoU on changed impressions (%) 27.4" in html
    scale = shown.images["residual"].shape[1] / WIDTH
    at = round(60 * scale), round(180 * scale)
    assert (shown.images["shown_map"][at] != shown.images["residual"][at]).any()


def test_the_report_says_which_evidence_decides(tmp_path: Path) -> None:
    stub = Stub(tmp_path)
    done = stub.inspect(
        InspectRequest(Subject(Ornament(stub.ornament)), None, InspectParams(), tmp_path), tick=no_tick
    ).done
    normals = done.inspection.normals
    assert normals is not None
    assert "vignette the signed ink against the prototype;" in build_report(
        done.record, done.inspection, done.rgb
    ).html().replace("\n", " ")
    tail = Tail.fit(np.arange(10.0))
    sides = replace(normals, standard=Standard({}, {LOST: tail, GAINED: tail}))
    html = build_report(done.record, replace(done.inspection, normals=sides), done.rgb).html()
    assert "the larger of ink that was lost" in html
    assert "residual and" not in html, "the decoder is shown, but does not decide"


def test_the_table_explains_only_what_stands_in_it(tmp_path: Path) -> None:
    stub = Stub(tmp_path)
    done = stub.inspect(
        InspectRequest(Subject(Ornament(stub.ornament)), None, InspectParams(), tmp_path), tick=no_tick
    ).done
    missing, altered = done.record.findings
    assert (missing.p, altered.promised) == (None, True)

    def html(*findings: Finding) -> str:
        return build_report(done.record.with_findings(findings), done.inspection, done.rgb).html()

    assert "* too few" not in html(missing, altered)
    few = html(replace(altered, promised=False))
    assert f"{altered.p:.4f}*" in few
    assert "* too few normals to promise" in few
    # A block that has no normals: nothing is promised, and there is no p that a star could stand at.
    for none in (html(missing), html(replace(altered, p=None, promised=False))):
        table = none.partition("<h2>All evidence</h2>")[2].partition("</table>")[0]
        assert table and "*" not in table
        assert "* too few" not in none


def test_the_captions_stand_in_a_row_and_name_the_label_that_is_expected(tmp_path: Path) -> None:
    stub = Stub(tmp_path)
    done = stub.inspect(
        InspectRequest(Subject(Ornament(stub.ornament)), None, InspectParams(), tmp_path), tick=no_tick
    ).done
    altered = done.record.findings[1]
    foreign = replace(altered, kind="foreign", label="", expected="7")
    report = build_report(done.record.with_findings([altered, foreign]), done.inspection, done.rgb)
    plain, other = (block for block in report.blocks if block.strip().startswith("<h3>"))
    assert "1. Altered, label 1</h3>" in plain
    assert "2. Foreign, label 7 is expected here</h3>" in other
    pair = plain.split('<table class="pictures"')[2].partition("</table>")[0]
    pictures, captions = pair.split("</tr><tr>")
    assert pictures.count("<img") == pictures.count("<td") == captions.count("<td") == 2
    assert "<img" not in captions


@pytest.mark.usefixtures("qapp")  # the PDF's own application has no widgets, which later tests need
def test_the_scorer_stands_in_the_files(tmp_path: Path) -> None:
    stub = Stub(tmp_path)
    result = stub.inspect(
        InspectRequest(Subject(Ornament(stub.ornament)), None, InspectParams(), tmp_path), tick=no_tick
    )
    write_report(result.done, tmp_path / "out", a_map())
    assert "Another method" in (tmp_path / "out" / "report.html").read_text("utf-8")
    facts = read_record(tmp_path / "out" / "findings.json").facts["shown_map"]
    assert (facts["scorer"], facts["figures"]) == ("other", {"miou_c": 27.4})


def test_a_card_becomes_headings_tables_and_lists() -> None:
    html = "".join(card_html(CARD))
    assert "<h3>My model</h3>" in html
    assert '<p class="small">Finds 30 vignettes &amp; more, on two lines.</p>' in html
    assert html.count("<table") == 2
    assert '<td align="left">labels</td>' in html, "an empty head is left out"
    assert '<th align="left">AP</th>' in html
    assert "<li>second &lt;note&gt;</li>" in html
