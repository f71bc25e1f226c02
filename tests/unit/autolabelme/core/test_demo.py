"""The demo's own stages on a part of the bundled sample: what they write is what they say."""

import csv
import json
import re

from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.demo import DemoContext, annotate_stages
from autolabelme.core.press import sample


def test_annotate_stages_write_a_page_its_crops_and_tables(tmp_path, monkeypatch):
    start = read_document(sample.page_start("sample_clean"))
    some = start.shapes[:3]
    small = write_document(start.with_fields(shapes=some), tmp_path / "start" / "sample_clean.json")
    monkeypatch.setattr(sample, "PAGES", ("sample_clean",))
    monkeypatch.setattr(sample, "page_start", lambda name: small)
    # The annotation names its scan by a relative path, which must lead to the copy in the demo's folder.
    content = json.loads(small.read_text(encoding="utf-8"))
    small.write_text(json.dumps({**content, "imagePath": "sample_clean.jpg"}), encoding="utf-8")

    context = DemoContext(tmp_path / "out")
    context.folder.mkdir()
    shares = []
    reports = [
        stage.run(context, lambda done, total, _: shares.append(done / total)) for stage in annotate_stages()
    ]
    assert shares
    assert 0 <= min(shares) <= max(shares) <= 1
    assert all(path.exists() for report in reports for path in report.files)
    saved = context.folder / "sample_clean_matched.json"
    assert reports[0].open_with == saved
    document = read_document(saved)
    (line,) = reports[0].lines
    recall = float(re.search(r"recall ([\d.]+)", line)[1])
    assert f"labels: {len(some)}, vignettes: {len(document.vignettes())}" in line
    assert recall >= 0.9
    table = context.folder / "templates" / "sample_clean" / "crops.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(document.vignettes())
    assert all((table.parent / row["file"]).is_file() for row in rows)
    assert (context.folder / "occurrences.csv").read_text(encoding="utf-8").count("\n") == len(some) + 1
