"""What the program says in other languages: one catalogue a language, for window, reports and command line.

A catalogue is a Qt Linguist file, ``autolabelme.resources/translations/autolabelme_<code>.ts``, which
``tools/translations.py`` makes from the sources. English is the language of the sources and has none.

A text is found by its context and its English source. What was put together already, an error's text or what
stands on a label, is recognised by the source's pattern and put together anew (decision 0237).
"""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from numbers import Number
from typing import Any

from .messages import Message

_FOLDER = "translations"
_LEAST_LETTERS = 2
"""A pattern of fewer letters between its values ("{0}: {1}") would recognise anything."""
_PERCENT = re.compile(r"%[sdn]")
_BETWEEN = re.compile(r"\n|<[^<>]*>|&nbsp;|(?<=\.) |[:;,] | (?=\()|^ | $|\.$")
"""What stands between texts that were put together."""


@dataclass(frozen=True)
class Found:
    """A text that was recognised: where it comes from, and what stands in it, by name or number."""

    context: str
    source: str
    values: dict[str, str]


class Recogniser:
    """Knows the texts of a language again.

    Parameters
    ----------
    entries : (context, source, how the source is said in this language)
    """

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        self._exact: dict[str, list[Found]] = {}
        self._patterns: list[tuple[int, re.Pattern[str], str, str]] = []
        for context, source, said in entries:
            pattern, letters = _pattern(said)
            if pattern is None:
                self._exact.setdefault(_literal(said), []).append(Found(context, source, {}))
            elif letters >= _LEAST_LETTERS:
                self._patterns.append((letters, pattern, context, source))
        # Of several that fit, the one that leaves least to its values.
        self._patterns.sort(key=lambda one: -one[0])

    def exactly(self, text: str, contexts: Sequence[str] = ()) -> Found | None:
        """Where `text`, which holds no values, comes from, best from one of `contexts`."""
        return min(self._exact.get(text, ()), key=lambda one: _place(one.context, contexts), default=None)

    def recognise(self, text: str, contexts: Sequence[str] = ()) -> Found | None:
        """Where `text` comes from, best from one of `contexts`; None when it is none of ours."""
        exact = self.exactly(text, contexts)
        if exact is not None:
            return exact
        fits = [
            (letters, Found(context, source, fit.groupdict()))
            for letters, pattern, context, source in self._patterns
            if (fit := pattern.fullmatch(text)) is not None
        ]
        if not fits:
            return None
        return min(fits, key=lambda one: (-one[0], _place(one[1].context, contexts)))[1]


class Catalogue:
    """The texts of one language.

    Parameters
    ----------
    language : its code, "fr"
    entries : (context, source, translations: one, or those for one and for several)
    """

    def __init__(self, language: str, entries: Iterable[tuple[str, str, tuple[str, ...]]]) -> None:
        self.language = language
        self._texts: dict[tuple[str, str], tuple[str, ...]] = {}
        self._anywhere: dict[str, tuple[str, ...]] = {}
        for context, source, said in entries:
            self._texts[context, source] = said
            self._anywhere.setdefault(source, said)

    def find(self, context: str, source: str, number: int = -1) -> str | None:
        """`source` in this language, as it is said of `number` things; None when it has no translation.

        A source that stands in another context alone is said as there: a base class's texts are asked for
        by the name of the class that is made of it.
        """
        said = self._texts.get((context, source)) or self._anywhere.get(source)
        if said is None:
            return None
        # French, as English with 0 aside: one and less is one.
        return said[1] if len(said) > 1 and abs(number) > 1 else said[0]

    def entries(self) -> Iterable[tuple[str, str, str]]:
        """(context, source, translation) of all."""
        for (context, source), said in self._texts.items():
            for one in said:
                yield context, source, one

    @cached_property
    def english(self) -> Recogniser:
        """Knows the sources of this catalogue again."""
        return Recogniser((context, source, source) for context, source in self._texts)

    @cached_property
    def own(self) -> Recogniser:
        """Knows the translations again."""
        return Recogniser(self.entries())


def said_again(found: Found, catalogue: Catalogue | None) -> str:
    """What was recognised, in the language of `catalogue`; in English without one."""
    template = found.source
    if catalogue is not None:
        template = catalogue.find(found.context, found.source) or found.source
    if not found.values:
        return _literal(template) if template != found.source else template
    filled: list[str] = []
    count = 0
    for literal, name in _parts(template):
        filled.append(literal)
        if name is not None:
            filled.append(found.values.get(_group(name or str(count)), ""))
            count += 1
    return "".join(filled)


def parse(text: str | bytes, language: str) -> Catalogue:
    """The catalogue of a Qt Linguist file's text; what it does not translate is left out."""
    from xml.etree import ElementTree

    entries: list[tuple[str, str, tuple[str, ...]]] = []
    for context in ElementTree.fromstring(text).iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            said = message.find("translation")
            if said is None or said.get("type") in ("vanished", "obsolete"):
                continue
            forms = tuple(form.text or "" for form in said.iter("numerusform")) or (said.text or "",)
            if forms[0]:
                entries.append((name, message.findtext("source", ""), forms))
    return Catalogue(language, entries)


@cache
def catalogue_of(language: str) -> Catalogue | None:
    """The catalogue of a language's code; None for English, and for one that there is none of."""
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return None
    path = files("autolabelme.resources").joinpath(_FOLDER, f"autolabelme_{language}.ts")
    return parse(path.read_bytes(), language) if path.is_file() else None


def code_of(language: str) -> str:
    """The two letters of a language as settings and systems write it: "fr" of "fr_CA.UTF-8"."""
    return re.split(r"[_.@-]", language.strip().lower(), maxsplit=1)[0]


def language_of_environment() -> str:
    """The code of the language that the environment asks for; "en" where it does not say."""
    for name in ("AUTOLABELME_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return code_of(os.environ[name])
    return "en"


class _Spoken:
    catalogue: Catalogue | None = None


def speak(language: str) -> None:
    """Say everything in the language of this code from now on; English where there is no catalogue."""
    _Spoken.catalogue = catalogue_of(code_of(language))


def spoken() -> Catalogue | None:
    """The catalogue of the language that is spoken now; None for English."""
    return _Spoken.catalogue


def translate(context: str, source: str) -> str:
    """A text in the language that is spoken now."""
    catalogue = spoken()
    return source if catalogue is None else catalogue.find(context, source) or source


class _Numbers(string.Formatter):
    """Writes numbers in sentences as continental languages do: 1 234,5."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        if isinstance(value, bool) or not isinstance(value, Number):
            return text
        return text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")


_NUMBERS = {"fr": _Numbers()}


def said(text: str) -> str:
    """A text of the core in the language that is spoken now.

    A `messages.Message` is said by its code and values, another text where the whole of it is one of ours;
    the rest (names, what a library says) stays as it is.
    """
    catalogue = spoken()
    if catalogue is None:
        return str(text)
    if isinstance(text, Message):
        return text.said(translate, _NUMBERS.get(catalogue.language, string.Formatter()))
    return catalogue.find("", text) or text


def again(text: str) -> str:
    """What is known of an English text in the language that is spoken now; the rest stays as it is.

    For what was put together before it comes here: an error, "file: field: what is wrong", or a line with its
    values. A `messages.Message` is said exactly, by its code.
    """
    catalogue = spoken()
    if isinstance(text, Message):
        return said(text)
    return text if catalogue is None else Retelling(None, catalogue).text(text)


class Retelling:
    """Says texts again that were said in one language already, whole or in the parts that are recognised.

    Parameters
    ----------
    before, now : the catalogues of both languages; None is English
    """

    def __init__(self, before: Catalogue | None, now: Catalogue | None) -> None:
        self._now = now
        self._seen: dict[str, tuple[int, str]] = {}
        self._known: Recogniser | None = before.own if before else now.english if now else None

    def text(self, text: str, contexts: Sequence[str] = ()) -> str:
        """`text` in the new language, or what of it is recognised: lines, sentences, "tip (keys)"."""
        return text if self._known is None else self._best(text, contexts)[1]

    def _best(self, text: str, contexts: Sequence[str]) -> tuple[int, str]:
        """How many letters of `text` are recognised, and what it is in the new language."""
        assert self._known is not None
        if text not in self._seen:
            exact = self._known.exactly(text, contexts)
            if exact is not None:
                return _letters(text), said_again(exact, self._now)
            self._seen[text] = (0, text)
            self._seen[text] = max(self._ways(text, contexts), key=lambda way: way[0], default=(0, text))
        return self._seen[text]

    def _ways(self, text: str, contexts: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Ways to take `text`: as a pattern with values, or as two texts with something between them."""
        assert self._known is not None
        found = self._known.recognise(text, contexts)
        if found is not None:
            values = {name: self._best(value, ()) for name, value in found.values.items()}
            said = {name: value for name, (_, value) in values.items()}
            letters = _letters(text) - sum(map(_letters, found.values.values()))
            letters += sum(count for count, _ in values.values())
            yield letters, said_again(Found(found.context, found.source, said), self._now)
        for between in _BETWEEN.finditer(text):
            parts = text[: between.start()], text[between.end() :]
            if any(parts):
                (before, head), (after, rest) = (self._best(part, contexts) for part in parts)
                yield before + after, f"{head}{between[0]}{rest}"


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _place(context: str, contexts: Sequence[str]) -> int:
    return contexts.index(context) if context in contexts else len(contexts)


def _group(name: str) -> str:
    return f"v{name}" if name.isdigit() else name


def _pattern(template: str) -> tuple[re.Pattern[str] | None, int]:
    """What matches the template with any values, and how many letters are its own; None without values."""
    found: list[str] = []
    letters, values = 0, 0
    seen: set[str] = set()
    for literal, name in _parts(template):
        found.append(re.escape(literal))
        letters += _letters(literal)
        if name is None:
            continue
        key = _group(name or str(values))
        values += 1
        if key in seen:
            found.append(f"(?P={key})")
        else:
            found.append(f"(?P<{key}>.*?)")
            seen.add(key)
    if not values:
        return None, letters
    return re.compile("".join(found), re.DOTALL), letters


def _literal(template: str) -> str:
    return "".join(literal for literal, _ in _parts(template))


def _parts(template: str) -> list[tuple[str, str | None]]:
    """What stands before each value, and the value's name; %s stands for a value, too."""
    as_fields = _PERCENT.sub("{}", template) if "{" not in template else template
    try:
        parts = list(string.Formatter().parse(as_fields))
    except ValueError:
        return [(template, None)]
    if any(name and not re.fullmatch(r"\w+", name) for _, name, _, _ in parts):
        return [(template, None)]  # braces that are no fields: the markup of a report
    return [(literal, name) for literal, name, _, _ in parts]
