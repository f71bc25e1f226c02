"""The project's catalogue of sorts: which labels of which pages are one design of cast type.

A label is a name on one page. What it stands for is a *sort*: the id in the key ``autolabelme`` of its
shapes or, where a file of another program has no key, what ``catalogue.json`` says of the page. A label of
which neither says anything is a sort of its page alone, so that "0" on one page is never taken for "0" on
another by its name. ``catalogue.json`` lies in the folder of the pages and holds the name, note, colour and
picture of each sort, the ids that turned out to be the same sort, and the pairs that are not.
"""

from __future__ import annotations

import colorsys
import itertools
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError

from .annotation.document import Box, Document
from .errors import InputError
from .files import atomic_write_json, changing_folder
from .reading import first_problem, read_json

CATALOGUE_FILE = "catalogue.json"
SORTS_FORMAT = "autolabelme sorts"
_GOLDEN = 0.61803398875  # of the colour circle: neighbours differ most

PageId = tuple[str, int]


@dataclass(frozen=True)
class SortKey:
    """What a label of a page stands for; equal keys are one sort.

    `place` is the page and label of a sort that no file and no catalogue names yet: its id is then made of
    them, and always the same.
    """

    id: str
    place: tuple[PageId, str] | None = field(default=None, compare=False)


def new_sort() -> str:
    """An id for a sort that is seen for the first time."""
    return str(uuid.uuid4())


def page_id(document: Document) -> PageId:
    """The page of `document` as a key: absolute path of the scan, and number of the page in it."""
    return str(document.image_path.absolute()), document.page


@dataclass(frozen=True)
class Picture:
    """Where a sort can be seen: a box (xyxy, page pixels) on a page; `image` is the scan's path."""

    image: Path
    page: int
    box: Box


@dataclass(frozen=True)
class Sort:
    """An entry of the catalogue; `also` are further ids of which a person said that they are this sort."""

    id: str
    name: str
    note: str = ""
    colour: str = ""
    picture: Picture | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class SortCatalogue:
    """What a project knows of its sorts. Every change returns a new catalogue.

    Parameters
    ----------
    sorts : in the order in which they came
    pages : by page and label, the id of the sort of a label whose shapes name none
    apart : pairs of ids of which a person said that they are two sorts, though a name is shared
    """

    sorts: tuple[Sort, ...] = ()
    pages: Mapping[PageId, Mapping[str, str]] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()

    def find(self, sort_id: str) -> Sort | None:
        """The entry of this id, or of which it is another id; None when there is none."""
        return next((s for s in self.sorts if sort_id == s.id or sort_id in s.also), None)

    def canonical(self, sort_id: str) -> str:
        """The one id of all that are the same sort."""
        found = self.find(sort_id)
        return sort_id if found is None else found.id

    def are_apart(self, one: SortKey, other: SortKey) -> bool:
        """Whether a person said that the two are different sorts."""
        pair = {self.canonical(one.id), self.canonical(other.id)}
        return len(pair) > 1 and any(
            {self.canonical(sort_id) for sort_id in known} == pair for known in self.apart
        )

    def with_sort(self, sort: Sort) -> SortCatalogue:
        """With `sort` in place of the entry of its id, or at the end with a colour of its own."""
        if self.find(sort.id) is not None:
            return replace(self, sorts=tuple(sort if s.id == sort.id else s for s in self.sorts))
        if not sort.colour:
            sort = replace(sort, colour=_colour(len(self.sorts)))
        return replace(self, sorts=(*self.sorts, sort))

    def with_document(self, document: Document) -> SortCatalogue:
        """With the sorts that the shapes of a page name: name, note and picture of those not known yet."""
        catalogue = self
        for label in document.labels():
            sort_id, boxed = document.sort_of(label), document.boxes_of(label)
            if not sort_id or not boxed:
                continue
            shown = min(boxed, key=lambda s: s.role != "template")
            picture = Picture(document.image_path.absolute(), document.page, shown.box)
            known = catalogue.find(sort_id)
            note = document.notes().get(label, "")
            if known is None:
                catalogue = catalogue.with_sort(Sort(sort_id, label, note, picture=picture))
            elif (note and not known.note) or known.picture is None:
                better = replace(known, note=known.note or note, picture=known.picture or picture)
                catalogue = catalogue.with_sort(better)
        return catalogue

    def joined(self, keys: Sequence[SortKey], name: str) -> SortCatalogue:
        """*Same sort*: all of `keys` are one sort, called `name` unless it has a name already.

        A label of a page without an id gets the sort's. An earlier "another sort" between them is taken back.
        """
        ids = list(dict.fromkeys(self.canonical(key.id) for key in keys))
        known = [found for sort_id in ids if (found := self.find(sort_id)) is not None]
        first = known[0] if known else Sort(ids[0], name)
        also = {*ids, *(one for sort in known for one in sort.also)} - {first.id}
        merged = replace(
            first,
            also=tuple(sorted(also)),
            note=next((s.note for s in known if s.note), ""),
            picture=next((s.picture for s in known if s.picture), None),
        )
        rest = tuple(s for s in self.sorts if s.id not in also)
        here = {first.id, *also}
        kept = frozenset(pair for pair in self.apart if not pair <= here)
        catalogue = replace(self, sorts=rest, apart=kept).with_sort(merged)
        return catalogue.naming(keys, first.id)

    def parted(self, keys: Sequence[SortKey]) -> SortCatalogue:
        """*Another sort*: each of `keys` is a sort of its own, and is not asked about again."""
        catalogue, ids = self, []
        for key in keys:
            sort_id = self.canonical(key.id)
            if key.place is not None:
                catalogue = catalogue.with_sort(Sort(sort_id, key.place[1])).naming([key], sort_id)
            ids.append(sort_id)
        pairs = {frozenset(pair) for pair in itertools.combinations(ids, 2) if pair[0] != pair[1]}
        return replace(catalogue, apart=catalogue.apart | pairs)

    def naming(self, keys: Iterable[SortKey], sort_id: str) -> SortCatalogue:
        """With the sort of labels that had none named so far."""
        pages = {page: dict(labels) for page, labels in self.pages.items()}
        for key in keys:
            if key.place is not None:
                pages.setdefault(key.place[0], {})[key.place[1]] = sort_id
        return replace(self, pages=pages)

    def merged(self, other: SortCatalogue) -> SortCatalogue:
        """What two catalogues know together: of two folders whose pages are looked at at once."""
        catalogue = self
        for sort in other.sorts:
            ids = (sort.id, *sort.also)
            if any(catalogue.find(sort_id) is not None for sort_id in ids):
                catalogue = catalogue.joined([SortKey(sort_id) for sort_id in ids], sort.name)
            else:
                catalogue = catalogue.with_sort(sort)
        pages = {
            page: {**catalogue.pages.get(page, {}), **other.pages.get(page, {})}
            for page in (*catalogue.pages, *other.pages)
        }
        return replace(catalogue, pages=pages, apart=catalogue.apart | other.apart)


# --- what a label stands for ----------------------------------------------------------------------


def sort_key(document: Document, label: str, catalogue: SortCatalogue | None = None) -> SortKey:
    """What `label` of a page stands for: group and count labels of several pages by this, never by name.

    Without a catalogue only equal ids in the files make two labels one sort.
    """
    catalogue = catalogue or SortCatalogue()
    page = page_id(document)
    own = document.sort_of(label) or catalogue.pages.get(page, {}).get(label, "")
    if own:
        return SortKey(catalogue.canonical(own))
    made = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{page[0]}\0{page[1]}\0{label}"))
    return SortKey(catalogue.canonical(made), (page, label))


def identified(document: Document, catalogue: SortCatalogue) -> Document:
    """`document` with the ids that the catalogue knows for its labels written into their shapes."""
    for label, sort_id in catalogue.pages.get(page_id(document), {}).items():
        if not document.sort_of(label):
            document = document.with_sort(label, catalogue.canonical(sort_id))
    return document


@dataclass(frozen=True)
class Meeting:
    """One name that stands for several sorts: (its distinct name, key, pages) of each.

    `settled` says that a person called each pair of them different sorts.
    """

    name: str
    sorts: tuple[tuple[str, SortKey, tuple[str, ...]], ...]
    settled: bool = False

    def __str__(self) -> str:
        """One line that names the pages: '"0" is another sort on a.png, b.png: named 0, 0-2 here'."""
        pages = ", ".join(_few(pages) for _, _, pages in self.sorts)
        names = ", ".join(name for name, _, _ in self.sorts)
        return f'"{self.name}" is another sort on each of {pages}: kept apart as {names}'


@dataclass(frozen=True)
class SortNames:
    """Distinct names for the sorts of several pages, and which labels would have met by name."""

    names: Mapping[SortKey, str]
    met: tuple[Meeting, ...]
    keys: Mapping[tuple[PageId, str], SortKey]

    def key(self, document: Document, label: str) -> SortKey:
        """What `label` of one of the pages stands for."""
        return self.keys[page_id(document), label]

    def name(self, document: Document, label: str) -> str:
        """The sort's name for `label` of one of the pages; no other sort of them has it."""
        return self.names[self.key(document, label)]

    def by_sort(self, document: Document) -> Document:
        """One of the pages with the sorts' names for its labels: for tables and files of several pages."""
        return document.with_fields(
            shapes=tuple(
                s.replace(label=self.name(document, s.label)) if s.is_vignette else s for s in document.shapes
            )
        )


def name_sorts(documents: Iterable[Document], *, same_names: bool = False) -> SortNames:
    """A name of its own for every sort of `documents`: its first label there, "0-2" where that is taken.

    Parameters
    ----------
    same_names : the person says that equal names are one sort (except where told apart before)
    """
    documents = tuple(documents)
    catalogue = catalogue_of(documents)
    places = [(document, label) for document in documents for label in document.labels()]
    shown = [document.image_path.name for document in documents]

    def page_name(document: Document) -> str:
        """As the user knows it; with its folder where two books have a page of one name."""
        name = document.image_path.name
        return name if shown.count(name) == 1 else f"{document.image_path.absolute().parent.name}/{name}"

    keys, names, met = name_keys(
        [(sort_key(document, label, catalogue), label, page_name(document)) for document, label in places],
        catalogue,
        same_names=same_names,
    )
    by_place = {(page_id(document), label): key for (document, label), key in zip(places, keys, strict=True)}
    return SortNames(names, met, by_place)


def name_keys(
    items: Iterable[tuple[SortKey, str, str]], catalogue: SortCatalogue, *, same_names: bool = False
) -> tuple[list[SortKey], dict[SortKey, str], tuple[Meeting, ...]]:
    """For each (sort, label, where it stands) its key; a name of its own for each key; names that met.

    With `same_names` the keys of one label become its first, except where told apart.
    """
    keys: list[SortKey] = []
    labels: dict[SortKey, str] = {}
    pages: dict[SortKey, list[str]] = {}
    same: dict[SortKey, SortKey] = {}
    by_label: dict[str, list[SortKey]] = {}
    for key, label, page in items:
        if same_names and key not in same:
            others = by_label.setdefault(label, [])
            first = next((one for one in others if not catalogue.are_apart(key, one)), key)
            same[key] = first
            if first == key:
                others.append(key)
        key = same.get(key, key)
        keys.append(key)
        labels.setdefault(key, label)
        shown = pages.setdefault(key, [])
        if page not in shown:
            shown.append(page)
    # A plain label keeps its name before another gets a number behind its own.
    names: dict[SortKey, str] = {}
    taken = set(labels.values())
    used: set[str] = set()
    for key, label in labels.items():
        names[key] = label if label not in used else free_name(label, taken)
        used.add(label)
        taken.add(names[key])
    met = []
    for label in dict.fromkeys(labels.values()):
        sharing = [key for key, other in labels.items() if other == label]
        if len(sharing) > 1:
            settled = all(catalogue.are_apart(a, b) for a, b in itertools.combinations(sharing, 2))
            met.append(
                Meeting(label, tuple((names[key], key, tuple(pages[key])) for key in sharing), settled)
            )
    return keys, names, tuple(met)


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name` with the first number from 2 behind it that is not taken: "0-2", "leaf-2"."""
    taken = set(taken)
    return next(found for number in itertools.count(2) if (found := f"{name}-{number}") not in taken)


def names_for(
    document: Document, sorts: Iterable[tuple[str, str]], catalogue: SortCatalogue | None = None
) -> dict[str, str]:
    """The label on this page of each sort, (id, label) on another: its own here, or what it gets.

    A sort that is new here takes its label along, with a number behind it where another sort is called so.
    """
    catalogue = catalogue or SortCatalogue()
    here = {sort_key(document, label, catalogue).id: label for label in document.labels()}
    taken = {shape.label for shape in document.shapes}
    names: dict[str, str] = {}
    for sort, label in sorts:
        known = here.get(catalogue.canonical(sort)) or names.get(sort)
        if known is None:
            known = free_name(label, taken) if label in taken else label
            taken.add(known)
        names[sort] = known
    return names


def labels_here(
    document: Document, sorts: Mapping[str, str], catalogue: SortCatalogue | None = None
) -> dict[str, str]:
    """What each label of another page or of a model, given with its sort's id, is called on this page."""
    names = names_for(document, [(sort, label) for label, sort in sorts.items()], catalogue)
    return {label: names[sort] for label, sort in sorts.items()}


def _few(pages: Sequence[str]) -> str:
    return " + ".join(pages[:3]) + (" + …" if len(pages) > 3 else "")


def _colour(index: int) -> str:
    red, green, blue = colorsys.hsv_to_rgb((index * _GOLDEN) % 1.0, 0.75, 0.75)
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"


# --- the file -------------------------------------------------------------------------------------


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _PictureModel(_Model):
    image: StrictStr
    page: StrictInt = 0
    box: tuple[float, float, float, float]


class _SortModel(_Model):
    id: StrictStr
    name: StrictStr
    note: StrictStr = ""
    colour: StrictStr = ""
    picture: _PictureModel | None = None
    also: list[StrictStr] = []


class _PageModel(_Model):
    image: StrictStr
    page: StrictInt = 0
    labels: dict[StrictStr, StrictStr]


class _CatalogueModel(_Model):
    version: StrictInt
    sorts: list[_SortModel] = []
    pages: list[_PageModel] = []
    apart: list[tuple[StrictStr, StrictStr]] = []


def is_sort_catalogue(path: Path) -> bool:
    """Whether a file is a project's catalogue of sorts (a model's folder has a file of the same name)."""
    try:
        value = read_json(path)
    except InputError:
        return False
    return isinstance(value, dict) and value.get("format") == SORTS_FORMAT


def read_sorts(folder: str | Path) -> SortCatalogue:
    """The catalogue of the pages in `folder`; an empty one where it has none or a file of another kind.

    Raises `InputError` with file and field for a catalogue that is damaged.
    """
    folder = Path(folder).absolute()
    path = folder / CATALOGUE_FILE
    if not path.is_file():
        return SortCatalogue()
    value = read_json(path)
    if not isinstance(value, dict) or value.get("format") != SORTS_FORMAT:
        return SortCatalogue()
    try:
        model = _CatalogueModel.model_validate(value)
    except ValidationError as error:
        raise first_problem(error, path) from error
    if model.version != 1:
        raise InputError(
            "version {version} is unknown; this program reads 1",
            path=path,
            field="version",
            version=model.version,
        )
    sorts = tuple(
        Sort(
            one.id,
            one.name,
            one.note,
            one.colour,
            None
            if one.picture is None
            else Picture(folder / one.picture.image, one.picture.page, one.picture.box),
            tuple(one.also),
        )
        for one in model.sorts
    )
    pages = {(str(folder / one.image), one.page): dict(one.labels) for one in model.pages}
    return SortCatalogue(sorts, pages, frozenset(frozenset(pair) for pair in model.apart))


def write_sorts(catalogue: SortCatalogue, folder: str | Path) -> Path:
    """Write `catalogue` as ``catalogue.json`` of `folder`, atomically.

    Raises `InputError` when the folder cannot be written, or has a file of another kind by that name.
    """
    folder = Path(folder).absolute()
    path = folder / CATALOGUE_FILE
    if path.exists() and not is_sort_catalogue(path):
        raise InputError("is not a catalogue of sorts and is not overwritten", path=path)
    value: dict[str, Any] = {
        "format": SORTS_FORMAT,
        "version": 1,
        "sorts": [_sort_json(sort, folder) for sort in catalogue.sorts],
        "pages": [
            {"image": _relative(Path(image), folder), "page": page, "labels": dict(labels)}
            for (image, page), labels in sorted(catalogue.pages.items())
        ],
        "apart": sorted(sorted(pair) for pair in catalogue.apart if len(pair) == 2),
    }
    return atomic_write_json(path, value)


def _sort_json(sort: Sort, folder: Path) -> dict[str, Any]:
    picture = sort.picture
    shown = (
        None
        if picture is None
        else {
            "image": _relative(picture.image, folder),
            "page": picture.page,
            "box": list(picture.box),
        }
    )
    value = {"id": sort.id, "name": sort.name, "note": sort.note, "colour": sort.colour, "picture": shown}
    return {**value, "also": list(sort.also)} if sort.also else value


def _relative(image: Path, folder: Path) -> str:
    return image.relative_to(folder).as_posix() if image.is_relative_to(folder) else image.as_posix()


_CHANGING = threading.Lock()  # jobs of one window wait here, without a limit of time
Change = Callable[[SortCatalogue], SortCatalogue]


def change_sorts(folders: Iterable[str | Path], change: Change) -> None:
    """Read, change and write the catalogue of each folder; nothing is written where nothing changes.

    What other windows and commands have written by then is read and kept: no other process of ours comes
    between. Raises `InputError` for a folder that stays in use.
    """
    for folder in dict.fromkeys(Path(folder).absolute() for folder in folders):
        with _CHANGING, changing_folder(folder):
            before = read_sorts(folder)
            after = change(before)
            if after != before:
                write_sorts(after, folder)


def folders_of(documents: Iterable[Document]) -> tuple[Path, ...]:
    """The folders of the pages: each is a project with a catalogue of its own."""
    return tuple(dict.fromkeys(document.image_path.absolute().parent for document in documents))


def catalogue_of(documents: Iterable[Document]) -> SortCatalogue:
    """What the folders of `documents` say together."""
    catalogue = SortCatalogue()
    for folder in folders_of(documents):
        catalogue = catalogue.merged(read_sorts(folder))
    return catalogue
