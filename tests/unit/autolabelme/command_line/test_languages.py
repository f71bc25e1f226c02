"""The command line and reports in French; what a program reads stays as it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autolabelme.__main__ import main
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.errors import InputError
from autolabelme.core.languages import said, speak
from autolabelme.core.press import sample
from autolabelme.core.report import Report, environment_of_reports, sections, words


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak("en")


def test_help_and_errors_are_in_the_language_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--language", "fr", "match", "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert "ces étiquettes seulement" in shown and "par défaut 0.45" in shown
    with pytest.raises(SystemExit):
        main(["--language", "fr", "match"])
    assert "il manque les arguments" in capsys.readouterr().err
    assert main(["--language", "fr", "match", "absent.json"]) == 2
    assert capsys.readouterr().err == "autolabelme\N{NO-BREAK SPACE}: absent.json: n’existe pas\n"


def test_the_table_of_copies_is_in_the_language_that_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = shutil.copy(sample.page_image("sample_clean"), tmp_path)
    truth = read_document(sample.page_truth("sample_clean"))
    label = truth.labels()[0]
    document = Document.for_image(Path(page)).with_fields(
        shapes=(Shape.rectangle(label, truth.boxes_of(label)[0].box, role="template"),)
    )
    write_document(document, tmp_path / "page.json")
    assert main(["--language", "fr", "match", str(tmp_path / "page.json")]) == 0
    shown = capsys.readouterr().out
    assert "étiquette" in shown and "droites\N{NO-BREAK SPACE}:" in shown
    assert "plain" not in shown and "mirrored" not in shown


def test_the_environment_names_the_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTOLABELME_LANGUAGE")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for language, wanted in (("fr_FR.UTF-8", "ni fichier ni commande"), ("C.UTF-8", "no such file")):
        monkeypatch.setenv("LANG", language)
        assert main(["absent"]) == 2
        assert wanted in capsys.readouterr().err


def test_what_a_program_reads_is_never_translated(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from autolabelme.core.errors import AutolabelmeError

    (tmp_path / "page.json").write_text("{", "utf-8")
    outputs = []
    for language in ("en", "fr"):
        assert main(["--language", language, "occurrences", str(tmp_path)]) == 2
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    speak("fr")
    error: AutolabelmeError = InputError("is empty", path="page.json", field="shapes")
    assert str(error) == "page.json: shapes: is empty", "kept, logged and compared in English"
    assert said(error.message) == "page.json: shapes: est vide"
    assert json.loads(json.dumps({"kind": "missing"})) == {"kind": "missing"}


def test_a_report_is_in_the_language_that_is_spoken() -> None:
    template = "<h2>{{ title }}</h2>{{ facts(rows) }}"
    rows = [
        ("resolution of the reference", words("{dpi:.0f} dots per inch", dpi=300)),
        ("status", "aligned"),
    ]
    title = words("Alignment of {source} to {reference}", source="a.png", reference="b.png")
    speak("fr")
    blocks = sections(environment_of_reports(), [template], title=title, rows=rows)
    page = Report(title, tuple(blocks), {}).html()
    assert '<html lang="fr">' in page
    assert "<title>Alignement de a.png sur b.png</title>" in page
    assert "résolution de la référence" in page and "300 points par pouce" in page and "aligné" in page
