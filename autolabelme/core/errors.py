"""Errors that the suite raises on purpose.

An *expected* outcome (a pair that does not match, nothing found) is a returned value, never one of
these. What is here is the world's fault (`InputError`), a caller's mistake (`MisuseError`) or the
user's wish (`Cancelled`).

An error is a template and its values (`messages.told`): its text is the English line, `message` says it in
another language.
"""

from __future__ import annotations

from pathlib import Path

from .messages import Message, told

_CONTEXT = "Errors"
_LONGEST = 900


class AutolabelmeError(Exception):
    """Base of every error that the suite raises itself; its text is one line for a person.

    Parameters
    ----------
    problem : str
        What is wrong, a template with ``{name}`` for each of `values`: "expected {wanted}, got {got!r}".
        Another error's `problem` is passed on as it is, without values.
    """

    def __init__(self, problem: str = "", /, **values: object) -> None:
        self.problem = problem_of(problem, **values)
        self.message = self.problem
        super().__init__(str(self.message))

    def _behind(self, *places: str) -> None:
        """Say the problem behind the places where it is."""
        for place in reversed(places):
            self.message = told(_CONTEXT, "{place}: {problem}", place=place, problem=self.message)
        self.args = (str(self.message),)


class InputError(AutolabelmeError):
    """A file or a value from outside cannot be used.

    Parameters
    ----------
    problem, values
        What is wrong and, where it helps, what was expected, as in `AutolabelmeError`. One line.
    path : path-like, optional
        The file at fault.
    field : str, optional
        The field inside it, as a dotted path such as ``shapes[3].points``.
    """

    def __init__(
        self, problem: str, /, *, path: str | Path | None = None, field: str | None = None, **values: object
    ) -> None:
        super().__init__(problem, **values)
        self.path = None if path is None else Path(path)
        self.field = None if field is None else _short(field, 200)
        self._behind(*(str(part) for part in (self.path, self.field) if part))


class MisuseError(AutolabelmeError, ValueError):
    """A caller broke a contract (wrong shape, dtype, range); the message quotes expected and actual.

    `field` is the parameter at fault, ``SearchParams.threshold``.
    """

    def __init__(self, problem: str, /, *, field: str | None = None, **values: object) -> None:
        super().__init__(problem, **values)
        self.field = field
        self._behind(*([field] if field else []))


def problem_of(problem: str, /, **values: object) -> Message:
    """What is wrong, as an error says it; for a function that gives it to whoever raises."""
    if not values:
        # What stands in a file, or what a library says of it, may have thousands of letters.
        return problem if isinstance(problem, Message) else told(_CONTEXT, _line(problem, _LONGEST))
    most = _LONGEST // len(values)
    return told(
        _CONTEXT,
        problem,
        **{name: _line(str(one), most) if _is_long(one, most) else one for name, one in values.items()},
    )


def _is_long(value: object, most: int) -> bool:
    if isinstance(value, int | float | Message | AutolabelmeError):
        return False
    text = str(value)
    return len(text) > most or text != " ".join(text.split())


def _line(text: str, most: int) -> str:
    return _short(" ".join(text.split()), most)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


class Cancelled(AutolabelmeError):
    """Raised by `tick` when the user cancelled the job; core functions let it pass."""

    def __init__(self) -> None:
        super().__init__("cancelled")
