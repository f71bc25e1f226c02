"""What the core says to a person: a code with its values, and the sentence that both make.

Every sentence of a tool stands once, in a `Template` beside its engine::

    class InspectionWords(Template):
        NOT_FOUND = "no vignette of the catalogue was found on {count} ornaments"

    note = InspectionWords.NOT_FOUND(count=3)

A `Message` is its English sentence, so that files, reports and the command line need no more; whoever
speaks another language makes it anew from `code` and `values` with `Message.said`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

Value = str | int | float
"""A value of a message; a `Message` among them is said in the same language."""


class Template(Enum):
    """Base of a tool's sentences: a member's name is the code, its value the English template.

    Values stand by name, with a format where they are numbers: ``"{count} of {all:.0f}"``.
    """

    def __call__(self, **values: Value) -> Message:
        """The sentence with its values; KeyError when one is missing."""
        return Message(self, values)


class Message(str):
    """A sentence that knows its code and values.

    Parameters
    ----------
    code : the member of a `Template`
    values : by the names that stand in the template
    """

    def __new__(cls, code: Template, values: Mapping[str, Value]) -> Message:
        made = super().__new__(cls, code.value.format(**values))
        made._code, made._values = code, MappingProxyType(dict(values))
        return made

    _code: Template
    _values: Mapping[str, Value]

    @property
    def code(self) -> Template:
        """What is said."""
        return self._code

    @property
    def values(self) -> Mapping[str, Value]:
        """What it is said of."""
        return self._values

    def __reduce__(self) -> tuple[type[Message], tuple[Template, dict[str, Value]]]:
        return Message, (self._code, dict(self._values))

    def said(self, translate: Callable[[str, str], str]) -> str:
        """The sentence in another language.

        `translate` gives the template in it from the `Template` class's name and the English one.
        """
        template = translate(type(self._code).__name__, self._code.value)
        values = {name: said(value, translate) for name, value in self._values.items()}
        return template.format(**values)


def said(value: Value, translate: Callable[[str, str], str]) -> Value:
    """A message in another language; anything else as it is."""
    return value.said(translate) if isinstance(value, Message) else value


def as_json(text: str) -> dict[str, Any] | None:
    """Code and values for a file that keeps the English sentence, too; None for a text without a code."""
    if not isinstance(text, Message):
        return None
    values = {
        name: as_json(value) if isinstance(value, Message) else value for name, value in text.values.items()
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
