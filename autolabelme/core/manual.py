"""The manual that comes with the program: its pages as Markdown, what they are called, what they link to.

The pages are plain Markdown, so that they can be read as they are, shown by the program (F1) and made into
pages for the web (``make docs``). Only `index.md` has Sphinx's lists of pages in it: they are the contents.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from .errors import InputError

START = "index"
_LIST = re.compile(r"^```\{toctree\}\n(?P<body>.*?)^```\n?", re.MULTILINE | re.DOTALL)
_CAPTION = re.compile(r"^:caption: *(.*)$", re.MULTILINE)
_DIRECTIVE = re.compile(r"^```\{.*?^```\n?", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,3} +(.*)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[([^][]*)\]\((?!\w+:|#)([^)#\s]+)(?:#[^)\s]*)?\)")


@dataclass(frozen=True)
class Place:
    """A page by its name (the file without its suffix) and a section of it, or its beginning."""

    page: str
    section: str = ""

    @classmethod
    def read(cls, text: str) -> Place:
        """``"inspect#against-siblings"`` or ``"inspect"``."""
        page, _, section = text.partition("#")
        return cls(page, section)


@dataclass(frozen=True)
class Manual:
    """The pages of a folder, in a language as far as they are written in it.

    Attributes
    ----------
    folder : Path
        Where the pages and ``images/`` lie; those of another language lie in a folder of its code (``fr/``).
    language : str
        A code such as "fr"; a page that is not there in it is shown in English.
    """

    folder: Path
    language: str = "en"

    def file(self, page: str) -> Path:
        """The page's file; `InputError` when there is none."""
        for folder in (self.folder / self.language, self.folder):
            path = folder / f"{page}.md"
            if path.is_file():
                return path
        raise InputError("the manual has no page {page!r}", path=self.folder, page=page)

    def has(self, page: str) -> bool:
        """Whether there is such a page."""
        return (self.folder / f"{page}.md").is_file()

    def text(self, page: str) -> str:
        """The page as Markdown that any reader shows: no directives, no links to what is not installed."""

        def kept(link: re.Match[str]) -> str:
            return link[0] if self.place(page, link[2]) is not None else link[1]

        return _LINK.sub(kept, _DIRECTIVE.sub("", self.file(page).read_text("utf-8")))

    def title(self, page: str) -> str:
        """Its first heading."""
        found = _HEADING.search(self.file(page).read_text("utf-8"))
        return found[1] if found else page

    def contents(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The lists of `index.md`: a caption and the pages that are installed and say something.

        Behind those of another language stand the English ones of what is not written in it.
        """
        found: list[tuple[str, tuple[str, ...]]] = []
        for index in dict.fromkeys((self.file(START), self.folder / f"{START}.md")):
            for listed in _LIST.finditer(index.read_text("utf-8")):
                caption = _CAPTION.search(listed["body"])
                names = [line.strip() for line in listed["body"].splitlines() if line[:1] not in ("", ":")]
                known = {page for _, pages in found for page in pages}
                pages = tuple(name for name in names if name not in known and self._is_read_here(name))
                if pages:
                    found.append((caption[1] if caption else "", pages))
        return tuple(found)

    def _is_read_here(self, page: str) -> bool:
        # Those of a folder are notebooks, or another language's.
        return "/" not in page and self.has(page) and len(self.text(page)) > _LEAST_CHARS

    def pages(self) -> tuple[str, ...]:
        """All pages of the contents, in their order, the start page first."""
        return (START, *(page for _, pages in self.contents() for page in pages))

    def sections(self, page: str) -> tuple[str, ...]:
        """The names of its sections, as links have them."""
        return tuple(slug(one) for one in _HEADING.findall(_FENCE.sub("", self.text(page))))

    def section(self, place: Place) -> str:
        """The place's section by its name in this language: the one that stands there in the English page."""
        here, english = self.sections(place.page), Manual(self.folder).sections(place.page)
        if place.section in here or place.section not in english or len(here) != len(english):
            return place.section
        return here[english.index(place.section)]

    def place(self, page: str, link: str) -> Place | None:
        """Where a link on `page` leads; None when that is no page of the manual."""
        target, _, section = link.partition("#")
        if not target:
            return Place(page, section)
        path = (self.file(page).parent / target).resolve()
        for folder in (self.folder / self.language, self.folder):
            if path.suffix == ".md" and path.is_file() and path.is_relative_to(folder.resolve()):
                return Place(path.relative_to(folder.resolve()).with_suffix("").as_posix(), section)
        return None

    def with_words(self, text: str) -> tuple[str, ...]:
        """The pages that have every word of `text`, whatever its case and accents; all for no word."""
        words = _bare(text).split()
        return tuple(page for page in self.pages() if all(word in _bare(self.text(page)) for word in words))


# A page that is filled in only when the web manual is built has one sentence here at most.
_LEAST_CHARS = 200


def installed_manual(language: str = "en") -> Manual:
    """The manual of this program; `InputError` when it was installed without."""
    try:
        folder = Path(str(files("autolabelme.manual")))
    except ModuleNotFoundError as error:
        raise InputError("the manual is not installed; install the program again") from error
    return Manual(folder, language)


def slug(heading: str) -> str:
    """How a link names a section: small letters, hyphens for spaces, no other signs."""
    text = re.sub(r"\[([^][]*)\]\([^)]*\)|[*`]", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
