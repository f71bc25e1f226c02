"""Knows the texts of a language again when they have been put together: what stands on an open window's
widgets.

A text is recognised exactly, or by the pattern that its source is ("{0} of {1} pages"), best by the number of
its letters that are recognised (decision 0237). Nothing but the change of language in an open window needs
this: what the core says carries its template and values.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from autolabelme.core.languages import Catalogue, figures_again, joint_again

_LEAST_LETTERS = 2
"""A pattern of fewer letters between its values ("{0}: {1}") would recognise anything."""
_PERCENT = re.compile(r"%[sdn]")
_BETWEEN = re.compile(r"\n|<[^<>]*>|&nbsp;|(?<=\.) |\xa0?[:;] |, | (?=\()|^ | $|\.$")
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


@cache
def english_of(catalogue: Catalogue) -> Recogniser:
    """Knows the sources of a catalogue again."""
    return Recogniser(dict.fromkeys((context, source, source) for context, source, _ in catalogue.entries()))


@cache
def own_of(catalogue: Catalogue) -> Recogniser:
    """Knows the translations of a catalogue again."""
    return Recogniser(catalogue.entries())


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


class Retelling:
    """Says texts again that were said in one language already, whole or in the parts that are recognised.

    Parameters
    ----------
    before, now : the catalogues of both languages; None is English
    """

    def __init__(self, before: Catalogue | None, now: Catalogue | None) -> None:
        self._before, self._now = before, now
        self._seen: dict[str, tuple[int, str]] = {}
        self._known: Recogniser | None = own_of(before) if before else english_of(now) if now else None

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
            self._seen[text] = (0, figures_again(text, self._before, self._now))
            self._seen[text] = max(
                self._ways(text, contexts), key=lambda way: way[0], default=self._seen[text]
            )
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
                # Behind a path, or what a person wrote, a colon is none of ours.
                joint = joint_again(between[0], self._before, self._now) if before else between[0]
                yield before + after, f"{head}{joint}{rest}"


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
