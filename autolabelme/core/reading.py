"""Reading text and JSON that anybody may have written: the one door for every file of ours and of others.

JSON is read under limits and comes out plain: numbers are finite and fit a float, text can be written
again, nothing is nested deeper than `MOST_LEVELS`. `JsonObject` then gives typed fields. Whatever is wrong
is an `InputError` that names the file and the field.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from .errors import InputError, problem_of
from .files import finish_interrupted
from .messages import Template
from .tables import plain_cell

if TYPE_CHECKING:
    from pydantic import ValidationError

MOST_BYTES: Final[int] = 1 << 30
"""Largest text that is read: a LabelMe file that carries a scan of 700 MB."""

MOST_LEVELS: Final[int] = 100
"""Lists and objects within each other; LabelMe files have 6."""

_MOST_WHOLE = 2**127
"""Beyond every count and id; what is larger does not fit into a 32-bit float either."""

# What file systems allow: 255 bytes a name, 4,096 a path (Linux; others allow less and say so themselves).
_MOST_NAME, _MOST_PATH = 255, 4096

_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")

_T = TypeVar("_T")


# --- text -----------------------------------------------------------------------------------------


def require_file(path: Path) -> None:
    """`InputError` for a pipe or a device: it could be waited for, or read, for ever.

    A folder passes, and what is not there: opening it says so.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise InputError("is no file that can be read whole", path=path)


def read_text(path: str | Path) -> str:
    """A UTF-8 file as text, with or without a byte order mark; `InputError` when it is none or too large.

    A save into its folder that was cut off is finished first.
    """
    path = Path(path)
    try:
        finish_interrupted(path.parent)
        require_file(path)
        if path.stat().st_size > MOST_BYTES:
            raise InputError("is too large: over {most:,} bytes of text", path=path, most=MOST_BYTES)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("does not exist", path=path) from error
    except IsADirectoryError as error:
        raise InputError("is a folder, not a file", path=path) from error
    except MemoryError as error:
        raise InputError("does not fit into this machine's memory", path=path) from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise InputError("cannot be opened: {error}", path=path, error=error) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text (byte {byte})", path=path, byte=error.start) from error


def read_table(path: str | Path) -> list[dict[str, str]]:
    """The rows of a CSV file by its header's names; a cell that is missing is empty.

    Text that `core.tables` escaped for spreadsheets is what it was.
    """
    text = read_text(path)
    rows = []
    try:
        for row in csv.DictReader(io.StringIO(text, newline=""), restval=""):
            cells = ((name, cell) for name, cell in row.items() if isinstance(name, str))
            rows.append({plain_cell(name): plain_cell(cell) for name, cell in cells})
    except csv.Error as error:
        raise InputError(
            "is not a table: {error}", path=path, field=f"row {len(rows) + 2}", error=error
        ) from error
    return rows


# --- JSON -----------------------------------------------------------------------------------------


def read_json(path: str | Path) -> Any:
    """Any JSON file as plain values; `InputError` naming the file, and the field where it is one's fault."""
    path = Path(path)
    return parse_json(read_text(path), path)


def parse_json(text: str, path: Path | None, field: str = "", *, lenient: bool = False) -> Any:
    """JSON text as plain values; `path` and `field` say where it stood.

    `lenient` puts null in the place of a value that is not plain, for files of which each field counts alone.
    """
    if not text.strip():
        raise InputError("is empty", path=path, field=field or None)
    try:
        value = _parsed(text)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or "Unterminated" in error.msg
        raise InputError(
            "is cut off: line {line}, column {column}: {reason}"
            if cut
            else "is not valid JSON: line {line}, column {column}: {reason}",
            path=path,
            field=field or None,
            line=error.lineno,
            column=error.colno,
            reason=error.msg,
        ) from error
    except RecursionError as error:
        raise InputError(
            "is nested too deeply: more than {most} levels", path=path, field=field or None, most=MOST_LEVELS
        ) from error
    for problem, holder, key, trail in _problems(value):
        if not lenient or holder is None:
            raise InputError(problem, path=path, field=_dotted(field, (trail, key)) or None)
        holder[key] = None
    return value


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError:
        # An integer of more digits than Python converts: read it as infinite, which the check then names.
        return json.loads(text, parse_int=_whole)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) < 40 else math.inf


_Trail = tuple[Any, str | int]


def _problems(root: Any) -> Iterator[tuple[str, Any, str | int, _Trail | None]]:
    """Numbers that are not finite, text that cannot be written, too many levels: (what, where, key, trail).

    Where a key itself is at fault there is no place that a value could be put.
    """
    waiting: list[tuple[Any, int, _Trail | None]] = [([root], 0, None)]
    while waiting:
        holder, level, trail = waiting.pop()
        named = type(holder) is dict
        for key, value in list(holder.items()) if named else enumerate(holder):
            kind = type(value)
            problem = ""
            if kind is dict or kind is list:
                if level < MOST_LEVELS:
                    waiting.append((value, level + 1, (trail, key)))
                else:
                    problem = problem_of("is nested too deeply: more than {most} levels", most=MOST_LEVELS)
            elif kind is str:
                problem = _text_problem(value)
            elif kind is float:
                problem = "" if math.isfinite(value) else problem_of("is not a finite number")
            elif kind is int and not -_MOST_WHOLE < value < _MOST_WHOLE:
                problem = problem_of("is too large a number")
            if problem:
                yield problem, holder, key, trail
            elif named and (problem := _text_problem(str(key))):
                yield problem, None, key, trail


def _text_problem(text: str) -> str:
    # A byte of a file name that is not UTF-8 comes as such a half, too (PEP 383), and finds its file again.
    if not text.isascii() and _HALF.search(text):
        return problem_of("holds half a character (a lone surrogate)")
    return ""


def _dotted(start: str, trail: _Trail | None) -> str:
    keys: list[str | int] = []
    while trail is not None:
        trail, key = trail
        keys.append(key)
    # The outermost key is the place in the list that the check itself put round the value.
    shown = dotted(start, *keys[-2:-14:-1])
    return shown if len(keys) <= 13 else f"{shown}..."


def dotted(*parts: str | int) -> str:
    """A field's path as messages show it: ``shapes[3].points``."""
    text = "".join(
        f"[{part}]" if isinstance(part, int) else f".{part.encode(errors='replace').decode()}"
        for part in parts
        if part != ""
    )
    return text.removeprefix(".")


# --- names of files inside a file -----------------------------------------------------------------


def file_named(text: str, folder: Path, *, path: Path | None, field: str) -> Path:
    """The file that `text` names, seen from `folder`; `InputError` when no system could have such a name."""
    problem = ""
    if "\0" in text:
        problem = problem_of("holds a null character")
    elif not text.strip():
        problem = problem_of("is empty")
    found = folder / text
    sizes = [len(os.fsencode(part)) for part in found.parts] if not problem else []
    if sizes and (max(sizes) > _MOST_NAME or sum(sizes) + len(sizes) > _MOST_PATH):
        problem = problem_of("is too long to be the name of a file")
    if problem:
        raise InputError(problem, path=path, field=field)
    return found


# --- typed fields ---------------------------------------------------------------------------------


def read_object(path: str | Path, *, lenient: bool = False) -> JsonObject:
    """The JSON object of a file; `InputError` with the file when it is none. `lenient` as in `parse_json`."""
    path = Path(path)
    value = parse_json(read_text(path), path, lenient=lenient)
    if not isinstance(value, dict):
        raise InputError("expected a JSON object, got {kind}", path=path, kind=_kind(value))
    return JsonObject(value, path)


@dataclass(frozen=True)
class JsonObject:
    """A JSON object with typed access to its fields; every mistake is an `InputError` with its place.

    A method without `default` wants the field; with one, a missing field and null give it.
    """

    value: dict[str, Any]
    path: Path | None
    where: str = ""

    def error(self, name: str | int, problem: str, /, **values: object) -> InputError:
        """The error to raise for the field `name` ("" for the object itself); the rest as `InputError`."""
        return InputError(problem, path=self.path, field=dotted(self.where, name) or None, **values)

    def text(self, name: str, default: str | None = None, *, choices: tuple[str, ...] = ()) -> str:
        """A text, one of `choices` where there are any."""
        found = self._get(name, default, _text)
        if choices and found not in choices:
            raise self.error(
                name, "expected one of {choices}, got {found!r:.60}", choices=", ".join(choices), found=found
            )
        return found

    def number(
        self,
        name: str,
        default: float | None = None,
        *,
        minimum: float = -math.inf,
        maximum: float = math.inf,
    ) -> float:
        """A finite number within the range (inclusive)."""
        return self._within(name, self._get(name, default, _number), minimum, maximum)

    def number_or_none(self, name: str) -> float | None:
        """A finite number, or None where it is missing or null."""
        return None if self.value.get(name) is None else self.number(name)

    def whole(
        self, name: str, default: int | None = None, *, minimum: int = -(2**63), maximum: int = 2**63 - 1
    ) -> int:
        """A whole number (200.0 is one) within the range (inclusive)."""
        return int(self._within(name, self._get(name, default, _whole_number), minimum, maximum))

    def flag(self, name: str, default: bool | None = None) -> bool:
        """True or false."""
        return self._get(name, default, _flag)

    def numbers(self, name: str, count: int | None = None) -> tuple[float, ...]:
        """A list of finite numbers, `count` of them where it is given."""
        found = tuple(
            self._as(dotted(name, index), item, _number) for index, item in enumerate(self.items(name))
        )
        if count is not None and len(found) != count:
            raise self.error(name, "expected {count} numbers, got {got}", count=count, got=len(found))
        return found

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        if default is not None and self.value.get(name) is None:
            return default
        return tuple(
            self._as(dotted(name, index), item, _text) for index, item in enumerate(self.items(name))
        )

    def items(self, name: str) -> list[Any]:
        """A list of anything."""
        return self._get(name, None, _list)

    def object(self, name: str) -> JsonObject:
        """An object within this one."""
        return JsonObject(self._get(name, None, _dict), self.path, dotted(self.where, name))

    def object_or_none(self, name: str) -> JsonObject | None:
        """An object within this one, or None where it is missing or null."""
        return None if self.value.get(name) is None else self.object(name)

    def object_or_empty(self, name: str) -> JsonObject:
        """An object within this one, an empty one where it is missing or null."""
        return self.object_or_none(name) or JsonObject({}, self.path, dotted(self.where, name))

    def objects(self, name: str, *, optional: bool = False) -> Iterator[JsonObject]:
        """The objects of a list; none where an `optional` one is missing."""
        if optional and self.value.get(name) is None:
            return
        for index, item in enumerate(self.items(name)):
            where = dotted(name, index)
            yield JsonObject(self._as(where, item, _dict), self.path, dotted(self.where, where))

    def members(self) -> Iterator[tuple[str, JsonObject]]:
        """The fields, each of which is an object."""
        for name in self.value:
            yield name, self.object(name)

    def number_map(self) -> dict[str, float]:
        """All fields as finite numbers."""
        return {name: self.number(name) for name in self.value}

    def text_map(self) -> dict[str, str]:
        """All fields as texts."""
        return {name: self.text(name) for name in self.value}

    def file(self, name: str, folder: Path) -> Path:
        """The file that a field names, seen from `folder`."""
        return file_named(self.text(name), folder, path=self.path, field=dotted(self.where, name))

    def dataclass(self, name: str, kind: type[_T], *, ignore_unknown: bool = False) -> _T:
        """A dataclass (such as `Params`) of an object's fields."""
        from pydantic import TypeAdapter, ValidationError

        known = {item.name for item in dataclasses.fields(kind)}  # type: ignore[arg-type]
        stated = self.object(name).value
        unknown = [] if ignore_unknown else [key for key in stated if key not in known]
        if unknown:
            raise self.error(dotted(name, unknown[0]), "is unknown")
        stated = {key: value for key, value in stated.items() if key in known}
        try:
            # As JSON: strict, and yet a list is taken for a tuple.
            return TypeAdapter(kind).validate_json(json.dumps(stated), strict=True)
        except ValidationError as error:
            raise first_problem(error, self.path, dotted(self.where, name)) from error

    def _get(self, name: str, default: _T | None, convert: Callable[[Any], _T]) -> _T:
        found = self.value.get(name)
        if found is None and default is not None:
            return default
        if name not in self.value:
            raise self.error(name, "is missing")
        return self._as(name, found, convert)

    def _as(self, name: str, value: Any, convert: Callable[[Any], _T]) -> _T:
        try:
            return convert(value)
        except _Unexpected as error:
            raise self.error(
                name, "expected {wanted}, got {kind}", wanted=error.wanted, kind=_kind(value)
            ) from None

    def _within(self, name: str, value: float, minimum: float, maximum: float) -> float:
        if not minimum <= value <= maximum:
            raise self.error(
                name,
                "expected {minimum:g} to {maximum:g}, got {value:g}",
                minimum=minimum,
                maximum=maximum,
                value=value,
            )
        return value


def first_problem(error: ValidationError, path: Path | None, where: str = "") -> InputError:
    """The first thing that pydantic found wrong, in the words that `JsonObject` has for it."""
    first = error.errors(include_url=False)[0]
    value, more = first["input"], first.get("ctx", {})
    kind = first["type"].removesuffix("_type")
    problem = first["msg"].removeprefix("Value error, ")
    bound = next((words(bound=more[name]) for name, words in _BOUNDS.items() if name in more), None)
    wanted = more["expected"] if kind == "literal_error" else bound
    if wanted is None and kind in _WANTED:
        wanted = _WANTED[kind]()
    if kind == "missing":
        problem = problem_of("is missing")
    elif "actual_length" in more:
        least = more.get("min_length")
        ends = (
            ReadingWords.AT_MOST(bound=more["max_length"])
            if least is None
            else ReadingWords.AT_LEAST(bound=least)
        )
        problem = problem_of("expected {wanted} values, got {got}", wanted=ends, got=more["actual_length"])
    elif wanted is not None:
        problem = problem_of("expected {wanted}, got {kind}", wanted=wanted, kind=_kind(value))
    return InputError(problem, path=path, field=dotted(where, *first["loc"]) or None)


class ReadingWords(Template):
    """What a field should hold, and what it holds."""

    TEXT = "text"
    FLAG = "true or false"
    WHOLE = "a whole number"
    NUMBER = "a finite number"
    LIST = "a list"
    OBJECT = "an object"
    QUOTED = "the text {text!r:.40}"
    MORE = "more than {bound:g}"
    AT_LEAST = "at least {bound:g}"
    LESS = "less than {bound:g}"
    AT_MOST = "at most {bound:g}"


_BOUNDS = {
    "gt": ReadingWords.MORE,
    "ge": ReadingWords.AT_LEAST,
    "lt": ReadingWords.LESS,
    "le": ReadingWords.AT_MOST,
}
_WANTED = {
    "string": ReadingWords.TEXT,
    "bool": ReadingWords.FLAG,
    "int": ReadingWords.WHOLE,
    "int_from_float": ReadingWords.WHOLE,
    "float": ReadingWords.NUMBER,
    "finite_number": ReadingWords.NUMBER,
    "list": ReadingWords.LIST,
    "tuple": ReadingWords.LIST,
    "dict": ReadingWords.OBJECT,
    "model": ReadingWords.OBJECT,
    "dataclass": ReadingWords.OBJECT,
}


class _Unexpected(Exception):
    """`wanted`: what was expected."""

    def __init__(self, wanted: ReadingWords) -> None:
        self.wanted = wanted()


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _Unexpected(ReadingWords.TEXT)


def _number(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    raise _Unexpected(ReadingWords.NUMBER)


def _whole_number(value: Any) -> int:
    number = _number(value)
    if number.is_integer():
        return int(value)
    raise _Unexpected(ReadingWords.WHOLE)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _Unexpected(ReadingWords.FLAG)


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise _Unexpected(ReadingWords.LIST)


def _dict(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise _Unexpected(ReadingWords.OBJECT)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return f"{value!r:.40}"
    if isinstance(value, str):
        return ReadingWords.QUOTED(text=value)
    return ReadingWords.LIST() if isinstance(value, list) else ReadingWords.OBJECT()
