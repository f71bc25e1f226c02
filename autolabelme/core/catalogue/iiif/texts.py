"""Values that both versions of the Presentation API spell in several ways: words, addresses, places."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .problems import SourceError

_LONGEST = 4000
_LANGUAGES = ("none", "@none", "en", "fr", "de", "it", "la", "es", "nl")
_XYWH = re.compile(r"xywh=(?:(pixel|percent):)?" + ",".join([r"(-?[\d.]+(?:e-?\d+)?)"] * 4) + r"(?:&|$)")


class Region(NamedTuple):
    """A rectangle: left, top, width and height, in the units of what it is a part of."""

    x: float
    y: float
    width: float
    height: float


def plain_text(value: Any) -> str:
    """The words of a value of either version, without mark-up; several are joined with "; ".

    Version 2: text, ``{"@value", "@language"}`` or a list of them. Version 3: ``{"en": ["..."]}``; one
    language is chosen, text without one first. '' for what holds no words.
    """
    found = "; ".join(dict.fromkeys(part for part in map(_without_markup, _words(value)) if part))
    return found if len(found) <= _LONGEST else f"{found[: _LONGEST - 3]}..."


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, list):
        return [word for one in _one_language(value) for word in _words(one)]
    if not isinstance(value, dict):
        return []
    for key in ("@value", "value", "chars"):
        if key in value:
            return _words(value[key])
    if "@id" in value or "id" in value:
        return _words(value.get("label", value.get("@id", value.get("id"))))
    by_language = {key: words for key, words in value.items() if isinstance(words, str | list)}
    chosen = next((key for key in _LANGUAGES if key in by_language), next(iter(by_language), None))
    return [] if chosen is None else _words(by_language[chosen])


def _one_language(values: list[Any]) -> list[Any]:
    """Of one thing said in several languages the first that is preferred."""
    marked = [one for one in values if isinstance(one, dict) and "@language" in one]
    if len(marked) < len(values) or len({one["@language"] for one in marked if _is_text(one)}) < 2:
        return values
    order = {language: number for number, language in enumerate(_LANGUAGES)}
    languages = [one["@language"] for one in marked if _is_text(one)]
    best = min(languages, key=lambda language: order.get(language.partition("-")[0], len(order)))
    return [one for one in marked if one["@language"] == best]


def _is_text(one: dict[str, Any]) -> bool:
    return isinstance(one["@language"], str)


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "p", "li", "div"):
            self.parts.append(" ")


def _without_markup(text: str) -> str:
    text = text[: 4 * _LONGEST]
    if "<" in text or "&" in text:
        stripper = _Stripper()
        stripper.feed(text)
        stripper.close()
        text = "".join(stripper.parts)
    return " ".join(text.split())


def require_http(url: str, within: str = "", field: str = "") -> str:
    """`url`, when it is one of http or https; `SourceError` (naming where it stood) for all others."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or any(character.isspace() or ord(character) < 32 for character in url):
        raise SourceError(
            "expected an address with http or https, got {address!r:.200}", within or url, field, address=url
        )
    return url


def region_of(fragment: str) -> tuple[Region, bool] | None:
    """The place that ``...xywh=10,20,30,40`` names, and whether it is in percent; None for none."""
    found = _XYWH.search(fragment)
    if found is None:
        return None
    try:
        x, y, width, height = (float(value) for value in found.groups()[1:])
    except ValueError:
        return None
    if not (width > 0 and height > 0 and max(map(abs, (x, y, width, height))) < 1e7):
        return None
    return Region(x, y, width, height), found[1] == "percent"
