"""No text is without its translation, and none says another thing than its source does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from autolabelme.core.languages import Catalogue, catalogue_of

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted(
    path.stem.rpartition("_")[2] for path in (ROOT / "resources" / "translations").glob("autolabelme_*.ts")
)
_FIELD = re.compile(r"\{[^{}]*\}|%[sdn](?![a-z])|%\d|%\(\w+\)s")
_MARKUP = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_WORDS = re.compile(r"\b(?:or|else) \"[^\"]*\"")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "tools" / "translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def texts(tool: ModuleType) -> dict[str, list[str]]:
    found: dict[str, list[str]] = tool.collect()
    return found


def of(language: str) -> Catalogue:
    found = catalogue_of(language)
    assert found is not None
    return found


def test_french_is_there() -> None:
    assert "fr" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(tool: ModuleType, texts: dict[str, list[str]], language: str) -> None:
    absent = tool.missing(texts, language)
    # python tools/translations.py --missing fr > new.json; fill it in; --fill fr new.json
    assert not absent, f"{len(absent)} texts without a translation: {absent[:20]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_kept_of_texts_that_are_gone(texts: dict[str, list[str]], language: str) -> None:
    known = {(context, source) for context, all_ in texts.items() for source in all_}
    gone = [
        (context, source) for context, source, _ in of(language).entries() if (context, source) not in known
    ]
    assert not gone, "python tools/translations.py takes them out"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_values(language: str) -> None:
    for context, source, said in of(language).entries():
        if context == "Report":
            pairs = ([_WORDS.sub("", one) for one in _MARKUP.findall(text)] for text in (source, said))
        else:
            pairs = (_FIELD.findall(text) for text in (source, said))
        ours, theirs = pairs
        assert sorted(ours) == sorted(theirs), (context, source)
        assert source.count("\n") == said.count("\n"), (context, source)
        blank = (" ", "\n")
        assert source.startswith(blank) == said.startswith(blank), (context, source)


def test_french_has_its_spaces(tool: ModuleType) -> None:
    for _, _, said in of("fr").entries():
        assert said == tool.spaced(said, "fr"), "python tools/translations.py --fill puts them in"
        if "<" not in said and "{%" not in said:
            assert not re.search(r"\w[?!;»](?:\s|$)|«\w|\w:(?=\s|$)", said.replace(";;", "")), said
