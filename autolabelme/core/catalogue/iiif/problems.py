"""What a server or a document of it did wrong, in one line that names the address and the field."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ...errors import InputError


class SourceError(InputError):
    """An address that gives nothing usable.

    `url` is the address (without a password in it), `field` the field of its document or ''. Both stand in
    `problem`, too, since `InputError.path` is a file's and would spoil an address.
    """

    def __init__(self, problem: str, url: str, field: str = "", /, **values: Any) -> None:
        super().__init__(problem, **values)
        self.url, self.field, self._given = shown(url), field, self.problem
        self._behind(*(part for part in (self.url, field) if part))
        self.problem = self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._given, self.url, self.field or "")


class UnreachableError(SourceError):
    """The server does not answer, or not any more: the next page would fail, too."""


def shown(url: str) -> str:
    """An address as messages show it: without name and password, and not too long."""
    try:
        parts = urlsplit(url)
        if "@" in parts.netloc:
            url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    except ValueError:
        pass  # it is no address: shown as it is
    return url if len(url) <= 300 else f"{url[:297]}..."
