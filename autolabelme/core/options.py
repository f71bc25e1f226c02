"""Command-line options made from a `Params` dataclass: name, type, range, default and help stand once.

Use::

    add_options(parser, SearchParams, without=("neighbourhood.scope",))
    params = params_from(args, SearchParams)
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from .errors import InputError, MisuseError
from .languages import said, translate
from .messages import told
from .params import FieldInfo, Params

P = TypeVar("P", bound=Params)


class BadOption(argparse.ArgumentTypeError):
    """What was written after an option cannot be read: a template and its values, in the language spoken."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(said(told("Errors", template, **values)))


def box_of(text: str) -> tuple[float, float, float, float]:
    """The box (xyxy, pixels) that is written as X1,Y1,X2,Y2; for `type=` of an option."""
    try:
        x1, y1, x2, y2 = (float(part) for part in text.replace(";", ",").split(","))
    except ValueError:
        raise BadOption("expected four numbers X1,Y1,X2,Y2, got {box}", box=text) from None
    if not all(map(math.isfinite, (x1, y1, x2, y2))) or x2 <= x1 or y2 <= y1:
        raise BadOption("expected X1 < X2 and Y1 < Y2, got {box}", box=text)
    return x1, y1, x2, y2


def dpi_of(text: str) -> float:
    """A resolution in dots per inch, as a camera or a scanner may have; for `type=` of an option."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 10 <= value <= 20_000:
        raise BadOption(
            "expected dots per inch from {least} to {most}, got {given}", least=10, most=20_000, given=text
        )
    return value


def as_option(box: tuple[float, float, float, float]) -> str:
    """A box as it is written after an option, with points in every language; what `box_of` reads."""
    return ",".join(str(int(one)) if one.is_integer() else str(one) for one in box)


@dataclass(frozen=True)
class _Value:
    """One field: `name` is "outer.inner" for a nested one, `owner` the dataclass that declares it."""

    name: str
    owner: type[Params]
    info: FieldInfo
    kind: type
    default: Any

    @property
    def field(self) -> str:
        """What a `MisuseError` calls it."""
        return f"{self.owner.__name__}.{self.name.rpartition('.')[2]}"

    @property
    def flag(self) -> str:
        flag = self.info.option.partition(" ")[0]
        negative = self.default is True and not flag.startswith("--no-")
        return flag or f"--{'no-' if negative else ''}{self.name.rpartition('.')[2].replace('_', '-')}"

    @property
    def metavar(self) -> str:
        return self.info.option.partition(" ")[2] or {int: "N", float: "X", str: "TEXT"}[self.kind]


def add_options(
    parser: argparse.ArgumentParser,
    owner: type[Params],
    *,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
    types: Mapping[str, Callable[[str], Any]] = {},
    help: Mapping[str, str] = {},
) -> None:
    """Add an option for each parameter of `owner` that is a number, a choice, a switch or a text.

    Parameters
    ----------
    only, without : names of the fields to take or to leave out, "outer.inner" for nested ones.
    types : by name how the word is read, where it is not simply a number (raises `ArgumentTypeError`).
    help : by name another help than the form's, where the command line says more.
    """
    for flag, values in _by_flag(owner, only, without).items():
        first = values[0]
        text = help.get(first.name) or _help(values)
        dest = _dest(owner, flag)
        if first.kind is bool:
            parser.add_argument(flag, dest=dest, action="store_true", help=text)
            continue
        alike = len({value.kind for value in values}) == 1
        kind: Any = types.get(first.name, first.kind if alike else str)
        more: dict[str, Any] = {}
        if first.info.choices:
            more["choices"] = first.info.choices
            if not isinstance(first.info.choices, tuple):
                # A list that other packages add to is looked through for the help alone.
                more["metavar"], text = "NAME", f"{text}; one of %(choices)s"
        elif len(values) == 1:
            more["metavar"] = first.metavar
        else:
            more["metavar"] = tuple(value.metavar for value in values)
            more["nargs"] = "+" if values[-1].default is None else len(values)
            if more["nargs"] == "+":
                more["metavar"] = (more["metavar"][0], " ".join(more["metavar"][1:]))
        parser.add_argument(flag, dest=dest, type=kind, help=text, **more)


def add_who(parser: argparse.ArgumentParser) -> None:
    """The option of every command that writes a report; `main` passes it on to `signature.sign`."""
    parser.add_argument(
        "--who", metavar="NAME", default="", help="who signs the report (default: nobody is named)"
    )


def params_from(args: argparse.Namespace, owner: type[P], *, base: P | None = None, **fixed: Any) -> P:
    """The parameters that a command line asks for: what was given, `fixed`, and those of `base`.

    `base` are the defaults where None.
    Raises `InputError` with the option of a bad value.
    """
    try:
        return (owner() if base is None else base).with_values({**given(args, owner), **fixed})
    except MisuseError as error:
        # The person at the command line knows the option, not the field it fills.
        field = error.field or ""
        flags = {
            f"{value.owner.__name__}.{value.name.rpartition('.')[2]}": value.flag for value in _values(owner)
        }
        raise InputError(error.problem, field=flags.get(field, field) or None) from error


def given(args: argparse.Namespace, owner: type[Params]) -> dict[str, Any]:
    """What a command line said of `owner`'s parameters, by their names; `InputError` as `params_from`."""
    found: dict[str, Any] = {}
    for flag, values in _by_flag(owner, (), ()).items():
        said = getattr(args, _dest(owner, flag), None)
        if said is None or said is False:
            continue
        if values[0].kind is bool:
            found[values[0].name] = not values[0].default
        elif len(values) == 1:
            found[values[0].name] = said
        else:
            found |= _several(flag, values, said)
    return found


def _dest(owner: type[Params], flag: str) -> str:
    # No word of another option of the same command can be taken for it.
    return f"{owner.__name__} {flag}"


def _several(flag: str, values: list[_Value], said: Sequence[str]) -> dict[str, Any]:
    if len(said) > len(values):
        names = " ".join(value.metavar for value in values)
        raise InputError("expected at most {names}, got {got} values", field=flag, names=names, got=len(said))
    try:
        return {value.name: value.kind(word) for value, word in zip(values, said, strict=False)}
    except ValueError as error:
        raise InputError(
            "expected {wanted}: {error}", field=flag, wanted=_kinds(values), error=error
        ) from error


def _kinds(values: list[_Value]) -> str:
    return ", ".join(f"{value.metavar} a {'whole ' if value.kind is int else ''}number" for value in values)


def _by_flag(owner: type[Params], only: Sequence[str], without: Sequence[str]) -> dict[str, list[_Value]]:
    found: dict[str, list[_Value]] = {}
    for value in _values(owner):
        if value.name not in without and (not only or value.name in only):
            found.setdefault(value.flag, []).append(value)
    return found


def _values(owner: type[Params], prefix: str = "") -> Iterator[_Value]:
    hints = get_type_hints(owner)
    for item in dataclasses.fields(owner):
        kind = _plain(hints[item.name])
        if isinstance(kind, type) and issubclass(kind, Params):
            yield from _values(kind, f"{prefix}{item.name}.")
        elif "param" in item.metadata and kind in (int, float, bool, str):
            yield _Value(prefix + item.name, owner, owner.info(item.name), kind, item.default)


def _plain(kind: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        others = [part for part in get_args(kind) if part is not type(None)]
        return others[0] if len(others) == 1 else kind
    return kind


def _help(values: list[_Value]) -> str:
    """ "smallest scale; largest scale (0.2 to 5, default 0.5 2 25)"."""
    first = values[0]
    says = "; ".join(
        dict.fromkeys(_small(translate(value.owner.__name__, value.info.help)) for value in values)
    )
    if first.kind is bool:
        return _escaped(_said("do not {0}", says) if first.default else says)
    notes = []
    low, high, unit = first.info.minimum, first.info.maximum, first.info.unit
    if low is not None and high is not None:
        unit = f" {translate('Params', unit)}" if unit else ""
        notes.append(_said("{0} to {1}", _number(low), _number(high)) + unit)
    defaults = [value.default for value in values if value.default not in (None, "")]
    if defaults:
        shown = (f"{one:g}" if isinstance(one, float) else str(one) for one in defaults)
        notes.append(_said("default {0}", " ".join(shown)))
    return _escaped(f"{says} ({', '.join(notes)})" if notes else says)


def _said(template: str, *values: str) -> str:
    return translate("CommandLine", template).format(*values)


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def _small(text: str) -> str:
    """A help text as the command line's stand: no capital, but where a name begins with one."""
    text = text.rstrip(".").replace("empty:", "not given:")
    word = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if word[1:] == word[1:].lower() else text


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
