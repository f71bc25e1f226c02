"""Parameters as frozen dataclasses whose fields carry range, unit and help text.

Forms in the window and options on the command line are generated from the same metadata, so a range
is written once, beside the field. Use::

    @dataclass(frozen=True)
    class SearchParams(Params):
        threshold: float = param(0.45, minimum=0.0, maximum=1.0, step=0.05, help="...")

Construction validates: a value out of range raises `MisuseError` that quotes expected and actual.
A field that another set has, too, is taken from there with `same`: its default and range stand once.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from .errors import AutolabelmeError, MisuseError

_KEY = "param"


@dataclass(frozen=True)
class FieldInfo:
    """What a form or a help text needs to know about one parameter.

    Attributes
    ----------
    choices : what may be chosen, where `words` does not have all; a `plugins.Registry` where other packages
        may add to it.
    group : str, the title of the form's row that it shares with its neighbours of the same group; '': a
        row of its own.
    off : str, what a number's box shows for None; '': a check box switches the number on.
    words : (choice, what the form calls it, its help); a choice without is called what it is.
    percent : whether a form shows the hundredfold of a share, with "%".
    option : str, the command line's "--flag" or "--flag METAVAR"; '': the field's name. Fields of one
        flag are its values in their order, the last ones optional where they may be None.
    """

    label: str
    help: str
    unit: str
    minimum: float | None
    maximum: float | None
    step: float | None
    choices: Collection[Any]
    advanced: bool
    group: str = ""
    off: str = ""
    words: tuple[tuple[Any, str, str], ...] = ()
    option: str = ""
    percent: bool = False


def param(
    default: Any,
    *,
    help: str,
    label: str = "",
    unit: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    step: float | None = None,
    choices: Collection[Any] = (),
    advanced: bool = False,
    group: str = "",
    off: str = "",
    words: tuple[tuple[Any, str, str], ...] = (),
    option: str = "",
    percent: bool = False,
) -> Any:
    """Declare a field of a `Params` dataclass with its range (inclusive), unit and help text.

    `FieldInfo` says what the others mean.
    """
    choices = choices or tuple(choice for choice, _, _ in words)
    info = FieldInfo(
        label, help, unit, minimum, maximum, step, choices, advanced, group, off, words, option, percent
    )
    return field(default=default, metadata={_KEY: info})


def same(owner: type[Params], name: str, **changes: Any) -> Any:
    """A field with the default and metadata of `owner`'s field `name`; `changes` are of `FieldInfo`."""
    info = dataclasses.replace(owner.info(name), **changes)
    return field(default=owner.default(name), metadata={_KEY: info})


@dataclass(frozen=True)
class Params:
    """Base of all parameter sets: frozen, and validated at construction."""

    def __post_init__(self) -> None:
        for item in fields(self):
            info = item.metadata.get(_KEY)
            if info is not None:
                _check(type(self).__name__, item.name, getattr(self, item.name), info)

    @classmethod
    def info(cls, name: str) -> FieldInfo:
        """Metadata of the field `name`; KeyError when it has none."""
        for item in fields(cls):
            if item.name == name and _KEY in item.metadata:
                found: FieldInfo = item.metadata[_KEY]
                return found
        raise KeyError(name)

    @classmethod
    def default(cls, name: str) -> Any:
        """The default of the field `name`; KeyError when there is no such field."""
        return {item.name: item.default for item in fields(cls)}[name]

    def restored(self, kept: object) -> Self:
        """What an earlier session kept of such parameters; these where another version cannot take them."""
        if not isinstance(kept, dict):
            return self
        try:
            return type(self)(**kept)
        except (TypeError, ValueError, AutolabelmeError):
            return self

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed, validated anew."""
        return dataclasses.replace(self, **changes)

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """A copy with fields changed by name, "outer.inner" for nested ones; all validated together."""
        own = {name: value for name, value in values.items() if "." not in name}
        nested: dict[str, dict[str, Any]] = {}
        for name, value in values.items():
            head, _, rest = name.partition(".")
            if rest:
                nested.setdefault(head, {})[rest] = value
        for head, inner in nested.items():
            own[head] = getattr(self, head).with_values(inner)
        return self.replace(**own)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for a JSON sidecar."""
        return dataclasses.asdict(self)


def _check(owner: str, name: str, value: Any, info: FieldInfo) -> None:
    if info.choices and value not in info.choices:
        raise MisuseError(
            "expected one of {choices}, got {value!r}",
            field=f"{owner}.{name}",
            choices=", ".join(map(str, info.choices)),
            value=value,
        )
    if info.minimum is None and info.maximum is None:
        return
    for number in value if isinstance(value, tuple) else (value,):
        if number is None:
            continue
        # A whole number is finite, however many digits it has; `isfinite` would overflow on them.
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or (isinstance(number, float) and not math.isfinite(number)):
            raise MisuseError("expected a finite number, got {got!r}", field=f"{owner}.{name}", got=number)
        low = -math.inf if info.minimum is None else info.minimum
        high = math.inf if info.maximum is None else info.maximum
        if not low <= number <= high:
            raise MisuseError(
                "expected {low:g} to {high:g}, got {got}",
                field=f"{owner}.{name}",
                low=low,
                high=high,
                got=_short(number),
            )


def _short(number: float) -> str:
    try:
        text = repr(number)
    except ValueError:  # Python prints no whole number of thousands of digits
        return "a number of thousands of digits"
    return text if len(text) <= 40 else f"{text[:20]}… ({len(text)} digits)"
