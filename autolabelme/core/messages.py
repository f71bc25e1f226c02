"""What the core says to a person: a code with its values, and the sentence that both make.

Every sentence of a tool stands once, in a `Template` beside its engine::

    class InspectionWords(Template):
        NOT_FOUND = "no vignette of the catalogue was found on {count} ornaments"

    note = InspectionWords.NOT_FOUND(count=3)

A `Message` is its English sentence, so that files, reports and the command line need no more; whoever
speaks another language makes it anew from `code` and `values` with `Message.said`.

What is said in one place alone, an error or a line of the command line, needs no table: its template is its
code (`told`, and `errors.InputError`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from numbers import Number
from string import Formatter
from types import MappingProxyType
from typing import Any

Value = str | int | float
"""A value of a message; a `Message` among them is said in the same language."""
_ENGLISH = Formatter()


class Template(Enum):
    """Base of a tool's sentences: a member's name is the code, its value the English template.

    Values stand by name, with a format where they are numbers: ``"{count} of {all:.0f}"``.
    """

    def __call__(self, **values: Value) -> Message:
        """The sentence with its values; KeyError when one is missing."""
        return Message(self, values)

    @classmethod
    def known(cls, text: str) -> str:
        """The message of this class that a written `text` once was; `text` itself where it was none.

        So a sentence that a file keeps in English alone can be said in another language. Of several templates
        that fit, the longest is taken; values become numbers again, or messages of this class.
        """
        if isinstance(text, Message):
            return text
        found = [
            (len(one.value), one, match.groupdict())
            for one in cls
            if (match := _pattern(one.value).fullmatch(text)) is not None
        ]
        if not found:
            parts = [cls.known(part) for part in text.split(", ")] if ", " in text else []
            every = parts and all(isinstance(part, Message) for part in parts)
            return listed(parts) if every else text
        _, code, values = max(found, key=lambda one: one[0])
        try:
            return code(**{name: _number(value, cls.known(value)) for name, value in values.items()})
        except ValueError:
            # Words stand where the template has a number: it never gave this text.
            return text


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What a template gives, with a group for each of its values."""
    parts = (
        re.escape(literal) + (f"(?P<{name}>.+?)" if name else "")
        for literal, name, _, _ in _ENGLISH.parse(template)
    )
    return re.compile("".join(parts), re.DOTALL)


def _number(text: str, otherwise: str) -> Value:
    # More digits than a number of ours has are a damaged file's; of thousands Python makes no number at all.
    if re.fullmatch(r"-?\d{1,18}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d{1,18}\.\d+", text) else otherwise


@dataclass(frozen=True)
class Source:
    """A template that is said in one place: the context of its translation, and its English."""

    context: str
    value: str


class Message(str):
    """A sentence that knows its code and values.

    Parameters
    ----------
    code : the member of a `Template`, or the `Source`
    values : by the names that stand in the template; a `Source` without any keeps its braces as they are
    """

    def __new__(cls, code: Template | Source, values: Mapping[str, Any]) -> Message:
        made = super().__new__(cls, _filled(code, code.value, values, _ENGLISH))
        made._code, made._values = code, MappingProxyType(dict(values))
        return made

    _code: Template | Source
    _values: Mapping[str, Any]

    @property
    def code(self) -> Template | Source:
        """What is said."""
        return self._code

    @property
    def values(self) -> Mapping[str, Any]:
        """What it is said of."""
        return self._values

    def __reduce__(self) -> tuple[type[Message], tuple[Template | Source, dict[str, Any]]]:
        return Message, (self._code, dict(self._values))

    def said(self, translate: Callable[[str, str], str], formatter: Formatter = _ENGLISH) -> str:
        """The sentence in another language.

        `translate` gives the template in it from the `Template` class's name, or the `Source`'s context, and
        the English one; `formatter` writes numbers as the language does.
        """
        code = self._code
        context = code.context if isinstance(code, Source) else type(code).__name__
        values = {
            name: value.said(translate, formatter) if isinstance(value, Message) else value
            for name, value in self._values.items()
        }
        return _filled(code, translate(context, code.value), values, formatter)


def _filled(code: Template | Source, template: str, values: Mapping[str, Any], formatter: Formatter) -> str:
    # A line that is said in one place may hold braces of its own (JSON), a table's sentence may not.
    as_it_is = isinstance(code, Source) and not values
    return template if as_it_is else formatter.vformat(template, (), values)


def told(context: str, template: str, /, **values: object) -> Message:
    """A sentence that is said in this place alone; `context` is that of its translations.

    Values are numbers, texts and other messages; an error among them is said in the same language, and what
    is none of these is its text. KeyError when one is missing. A message stays what it is: what
    may be one (a stage, a note) can be told among the values of another.
    """
    if isinstance(template, Message) and not values:
        return template
    return Message(Source(context, template), {name: _value(one) for name, one in values.items()})


def _value(value: object) -> object:
    if isinstance(value, BaseException):
        # One of our own errors knows its sentence; the system's names files that an error of ours names, too.
        return getattr(value, "message", None) or getattr(value, "strerror", None) or str(value)
    # Templates quote texts and lists ("{name!r}"): only what may not leave this process becomes its text.
    return value if value is None or isinstance(value, str | Number | list | tuple) else str(value)


def as_json(text: str) -> dict[str, Any] | None:
    """Code and values for a file that keeps the English sentence, too; None for a text without a code."""
    if not isinstance(text, Message) or not isinstance(text.code, Template):
        return None
    values = {
        name: as_json(value) or str(value) if isinstance(value, Message) else value
        for name, value in text.values.items()
    }
    return {"code": f"{type(text.code).__name__}.{text.code.name}", "values": values}


def from_json(value: Any, english: str) -> str:
    """What `as_json` wrote, beside its sentence; `english` where it is not what this program would write."""
    try:
        found = _from_json(value)
    except (AttributeError, KeyError, TypeError, ValueError):
        return english
    return found if found == english else english


def _from_json(value: dict[str, Any]) -> Message:
    owner, _, name = value["code"].partition(".")
    templates = {one.__name__: one for one in Template.__subclasses__()}
    values = {
        key: _from_json(item) if isinstance(item, dict) else item for key, item in value["values"].items()
    }
    return Message(templates[owner][name], values)


class _Joint(Template):
    BLANK = "{first} {rest}"
    COMMA = "{first}, {rest}"
    SEMICOLON = "{first}; {rest}"


def sentences(parts: Iterable[str]) -> str:
    """ "One. Two."; '' of nothing."""
    return _joined(_Joint.BLANK, parts)


def listed(parts: Iterable[str]) -> str:
    """ "one, two, three"; '' of nothing."""
    return _joined(_Joint.COMMA, parts)


def clauses(parts: Iterable[str]) -> str:
    """ "one; two; three"; '' of nothing."""
    return _joined(_Joint.SEMICOLON, parts)


def _joined(joint: Template, parts: Iterable[str]) -> str:
    whole = ""
    for part in reversed(list(parts)):
        whole = joint(first=part, rest=whole) if whole else part
    return whole
