"""Errors that the suite raises on purpose.

An *expected* outcome (a pair that does not match, nothing found) is a returned value, never one of
these. What is here is the world's fault (`InputError`), a caller's mistake (`MisuseError`) or the
user's wish (`Cancelled`).
"""

from __future__ import annotations

from pathlib import Path


class AutolabelmeError(Exception):
    """Base of every error that the suite raises itself; its text is one line for a person."""


class InputError(AutolabelmeError):
    """A file or a value from outside cannot be used.

    Parameters
    ----------
    problem : str
        What is wrong and, where it helps, what was expected. One line.
    path : path-like, optional
        The file at fault.
    field : str, optional
        The field inside it, as a dotted path such as ``shapes[3].points``.
    """

    def __init__(self, problem: str, *, path: str | Path | None = None, field: str | None = None) -> None:
        self.problem = _short(" ".join(str(problem).split()), 900)
        self.path = None if path is None else Path(path)
        self.field = None if field is None else _short(field, 200)
        parts = [str(part) for part in (self.path, self.field) if part]
        super().__init__(": ".join([*parts, self.problem]))


def _short(text: str, most: int) -> str:
    # A message quotes what stands in a file, and that may be thousands of letters.
    return text if len(text) <= most else f"{text[: most - 3]}..."


class MisuseError(AutolabelmeError, ValueError):
    """A caller broke a contract (wrong shape, dtype, range); the message quotes expected and actual."""


class Cancelled(AutolabelmeError):
    """Raised by `tick` when the user cancelled the job; core functions let it pass."""

    def __init__(self) -> None:
        super().__init__("cancelled")
