"""What the program says in other languages: one catalogue a language, for window, reports and command line.

A catalogue is a Qt Linguist file, ``autolabelme.resources/translations/autolabelme_<code>.ts``, which
``tools/translations.py`` makes from the sources. English is the language of the sources and has none.

A text is found by its context and its English source; what has values in it carries its template
(`messages.Message`, and errors).
"""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from numbers import Number
from typing import Any

from .messages import Message

_FOLDER = "translations"


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

        A source that stands only in another context is said as it is there: a base class's texts are asked
        for under the name of its subclass.
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


_PLAIN = (",", ".", "%")
_MARKS = {"fr": ("\N{NARROW NO-BREAK SPACE}", ",", "\N{NO-BREAK SPACE}%")}
"""How a language writes what English writes 1,234.5%: between thousands, before tenths, behind it."""


class _Sentences(string.Formatter):
    """Puts values into a sentence with its language's numbers."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        return figures(text) if isinstance(value, Number) else text


_SENTENCES = _Sentences()


def _marks(catalogue: Catalogue | None) -> tuple[str, str, str]:
    return _PLAIN if catalogue is None else _MARKS.get(catalogue.language, _PLAIN)


_JOINTS = {"fr": ("\N{NO-BREAK SPACE}: ", "\N{NO-BREAK SPACE}; ")}
"""What a language writes for ": " and "; "."""


def _joints(catalogue: Catalogue | None) -> tuple[str, str]:
    return (": ", "; ") if catalogue is None else _JOINTS.get(catalogue.language, (": ", "; "))


def named(name: str, text: str) -> str:
    """`name: text` as the language that is spoken writes it; both are said already."""
    return f"{name}{_joints(spoken())[0]}{text}"


def together(*parts: str) -> str:
    """`one; two` as the language that is spoken writes it; all are said already."""
    return _joints(spoken())[1].join(parts)


def joint_again(between: str, before: Catalogue | None, now: Catalogue | None) -> str:
    """What stands between two texts, ": " say, in the language of `now`; that of `before` wrote it."""
    old = _joints(before)
    return _joints(now)[old.index(between)] if between in old else between


def figures(number: str) -> str:
    """A written number ("1,234.5%") as the language that is spoken writes it ("1 234,5 %")."""
    return number.translate({ord(old): new for old, new in zip(_PLAIN, _marks(spoken()), strict=True)})


def figure(value: float, spec: str = "") -> str:
    """A number for a person, as the language that is spoken writes it: of 0.638, ".2f" is 0,64 in French.

    `spec` is Python's. Every number that is shown comes from here or from a template's values; what a program
    reads (JSON, CSV, options) keeps its points.
    """
    return figures(format(value, spec))


def plain(number: str) -> str:
    """What a person wrote with the marks of the language that is spoken, or with a point, for `float`."""
    group, point, _ = _marks(spoken())
    return number.replace(group, "").replace(point, ".")


def figures_again(text: str, before: Catalogue | None, now: Catalogue | None) -> str:
    """A text with its numbers as the language of `now` writes them; those of `before` wrote them."""
    old, new = _marks(before), _marks(now)
    group, point, percent = map(re.escape, old)
    number = rf"(?<![\w.,])(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}\d+)?(?:{percent})?(?!\w|[.,]\w)"

    def again(found: re.Match[str]) -> str:
        whole, _, rest = found[0].partition(old[1])
        shown = whole.replace(old[0], new[0]) + (new[1] + rest if rest else "")
        return shown.replace(old[2], new[2])

    return text if old == new else re.sub(number, again, text)


def said(text: str) -> str:
    """A text of the core in the language that is spoken now.

    A `messages.Message` is said by its code and values, another text where the whole of it is one of ours;
    the rest (names, what a library says) stays as it is.
    """
    catalogue = spoken()
    if catalogue is None:
        return str(text)
    if isinstance(text, Message):
        return text.said(translate, _SENTENCES)
    return catalogue.find("", text) or text


def sentence(text: str) -> str:
    """A text with a large letter at its beginning and, if it is not there, a full stop at its end."""
    whole = said(text).strip()
    if not whole:
        return ""
    return f"{whole[:1].upper()}{whole[1:]}" + ("" if whole[-1] in ".!?…" else ".")
