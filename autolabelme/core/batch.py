"""Matching files and folders from the command line or a script: what to read, search and write."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from .annotation.beside import find_own, own_stem, owner
from .annotation.document import Document, split_note
from .annotation.folder import find_annotations
from .annotation.labelme_json import (
    descriptor_path,
    matched_path,
    read_document,
    write_annotation,
)
from .annotation.left_out import why_no_vignettes
from .annotation.on_disk import fingerprints
from .annotation.picture import page_gray
from .annotation.rematch import Example, Rematch, Scope, examples_of, rematch, unread_page, with_covered
from .annotation.rerun import TakenOver, taken_over
from .errors import InputError
from .image_io import page_count
from .image_kinds import find_images, is_image
from .matching.parallel import in_turn
from .matching.params import SearchParams
from .messages import told
from .progress import Tick, no_tick
from .sorts import SortCatalogue, SortKey, catalogue_of, change_sorts, folders_of, sort_key

BatchScope = Scope | Literal["folder"]


@dataclass(frozen=True)
class MatchJob:
    """One call of ``autolabelme match``: see `match_files`.

    `templates` are texts ``PAGE:LABEL``; with them, or with scope ``folder``, pages without boxes are
    searched, too, and what was found is only added to what a page has. `output` is a JSON file for one
    page, a folder for several. `same_sorts`: equal labels of these pages are one sort. `reviewed`: of
    several pages also search those that are marked as reviewed.
    """

    source: Path
    params: SearchParams = field(default_factory=SearchParams)
    scope: BatchScope = "line"
    labels: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    output: Path | None = None
    prefix: bool = False
    same_sorts: bool = False
    reviewed: bool = False

    @property
    def over_pages(self) -> bool:
        """Whether templates of one page are searched for on others."""
        return self.scope == "folder" or bool(self.templates)


@dataclass(frozen=True)
class PageMatch:
    """A finished page: where it was read from, what was found, the files written (none: left as it is).

    `notes` tell what was taken over from the page's annotation into an earlier result, and what was not.
    """

    source: Path
    found: Rematch
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class BatchMatch:
    """All finished pages, one error for each page that could not be used, and lines for the user.

    `notes` tell which pages were left as they are, and which names stand for several sorts.
    """

    pages: tuple[PageMatch, ...]
    errors: tuple[InputError, ...]
    notes: tuple[str, ...] = ()


def split_template(text: str) -> tuple[Path, str]:
    """Page and label of ``PAGE:LABEL``.

    Windows paths and labels hold colons, too: the longest text before a colon that is a file is the page,
    and where none is, the last colon parts them. A note after the label's number ("12 sun", as LabelMe
    shows it) is left out.
    """
    colons = [at for at, character in enumerate(text) if character == ":"]
    at = next((at for at in reversed(colons) if _is_file(text[:at])), colons[-1] if colons else -1)
    page, label = text[: max(at, 0)], text[at + 1 :]
    if not page or not label.strip():
        raise InputError("expected PAGE:LABEL, got {got!r}", field="--template", got=text)
    return Path(page), split_note(label)[0]


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def read_page(path: str | Path, page: int = 0) -> Document:
    """The document of an annotation file, or of an image: its annotations beside it, if any, or none."""
    path = Path(path)
    if not is_image(path):
        return read_document(path)
    beside = find_own(path, page, saved_too=False)
    return Document.for_image(path, page) if beside is None else read_document(beside)


@dataclass(frozen=True)
class _Source:
    """An annotation file, or one page of an image file."""

    path: Path
    page: int = 0

    def read(self) -> Document:
        return read_page(self.path, self.page)

    def target(self, output: Path | None) -> Path:
        if output is not None and output.suffix.lower() == ".json":
            return output
        folder = self.path.parent if output is None else output
        image, page, wanted = self.path, self.page, ""
        if not is_image(self.path):
            found = owner(self.path)
            wanted = matched_path(self.path).stem.removesuffix("_matched")
            if found is None:  # its image has gone, or it is damaged: reading it says so
                return folder / f"{wanted}_matched.json"
            image, page = found
        return folder / f"{own_stem(image, page, folder, wanted)}_matched.json"


@dataclass(frozen=True)
class _Searched:
    """A searched page: what is found, and what its files were before it was read."""

    source: _Source
    target: Path
    known: Mapping[Path, str]
    stands: TakenOver
    found: Rematch


def match_files(
    job: MatchJob, *, tick: Tick = no_tick, on_page: Callable[[PageMatch], None] | None = None
) -> BatchMatch:
    """Match the pages of `job.source` and write ``<name>_matched.json`` and ``<name>_descriptor.json``.

    Where an earlier run has written them, the page is searched as it stands there, as in the window: what
    a person has judged, drawn and noted stays; boxes that only the source has are added (`taken_over`).
    A page that cannot be used is left out, with its error in the result; the others go on. Raises
    `InputError` when the job as a whole cannot be done (no pages, a template or label that does not
    exist, one output file for several pages).

    Pages are searched one to a core; `on_page` gets each as soon as it is written, in their order.
    """
    folder_wide = job.scope == "folder"
    sources = _sources(job.source, folder_wide or bool(job.templates), folder_wide)
    if not sources:
        raise InputError("holds no annotation file", path=job.source)
    if job.output is not None and job.output.suffix.lower() == ".json" and len(sources) > 1:
        raise InputError(
            "names one file, but there are {count} pages",
            path=job.output,
            field="--output",
            count=len(sources),
        )
    catalogue, notes = _catalogue(job, sources)
    examples = _foreign_examples(job, catalogue)
    errors: list[InputError] = []
    if folder_wide and not job.templates:
        examples, errors = _folder_examples(sources, job, catalogue)
    _require_labels(sources, job)
    examples = with_covered(examples)
    failed = {error.path for error in errors}
    several = len(sources) > 1
    sources = tuple(source for source in sources if source.path not in failed)
    pages: list[PageMatch] = []

    def work(source: _Source, tick: Tick) -> _Searched | InputError | None:
        try:
            if several and not job.reviewed and _latest(source, job).document.reviewed:
                return None
            return _search_page(source, job, examples, catalogue, _of_page(tick, source.path.name))
        except InputError as error:
            return error

    def done(number: int, result: _Searched | InputError | None) -> None:
        source = sources[number]
        if result is None:
            notes.append(f"{source.path}: is marked as reviewed and left as it is (--reviewed)")
            return
        try:
            if isinstance(result, InputError):
                raise result
            page = _write_page(result, job, several)
        except InputError as error:
            errors.append(error)
            return
        pages.append(page)
        notes.extend(page.notes)
        for here, there in page.found.renamed.items():
            if there in page.found.document.labels():
                why = f'"{there}" is another sort here; what was found is named "{here}"'
                notes.append(f"{source.path}: {why} (--same-sorts takes equal labels for one sort)")
            else:
                notes.append(f'{source.path}: "{there}" is called "{here}" here')
        if on_page is not None:
            on_page(page)

    if len(sources) > 1:
        in_turn(sources, work, done, tick)
    elif sources:  # one page alone: its parts are shared among the cores
        done(0, work(sources[0], tick))
    if job.over_pages:
        notes += _keep(job, catalogue, pages)
    return BatchMatch(tuple(pages), tuple(errors), tuple(notes))


def _catalogue(job: MatchJob, sources: Sequence[_Source]) -> tuple[SortCatalogue, list[str]]:
    """What the folders of the pages know of sorts; with `same_sorts`, equal labels are joined."""
    if not job.over_pages:
        return SortCatalogue(), []
    documents: list[Document] = []
    for read in (
        *(partial(_latest_document, source, job) for source in sources),
        *(partial(read_page, split_template(text)[0]) for text in job.templates),
    ):
        with contextlib.suppress(InputError):  # it is reported when its turn comes
            documents.append(read())
    catalogue = catalogue_of(documents)
    if not job.same_sorts:
        return catalogue, []
    keys: dict[str, list[SortKey]] = {}
    for document in documents:
        for label in document.labels():
            keys.setdefault(label, []).append(sort_key(document, label, catalogue))
    notes = []
    for label, same in keys.items():
        if any(catalogue.are_apart(one, other) for one, other in itertools.combinations(same, 2)):
            notes.append(f'"{label}": told apart before; stays several sorts in spite of --same-sorts')
        elif len(same) > 1:
            catalogue = catalogue.joined(same, label)
    return catalogue, notes


def _keep(job: MatchJob, catalogue: SortCatalogue, pages: Sequence[PageMatch]) -> list[str]:
    """Write what was learnt of sorts; a line where that cannot be done, the ids stand in the pages."""
    notes = []
    documents = [page.found.document for page in pages]
    keys: list[SortKey] = []
    for text in job.templates if pages else ():
        path, label = split_template(text)
        template = read_page(path)
        keys.append(sort_key(template, label, catalogue))
        documents.append(template.with_sort(label, keys[-1].id))
    for folder in folders_of(documents):
        here = [document for document in documents if document.image_path.absolute().parent == folder]

        def learn(known: SortCatalogue, here: list[Document] = here, folder: Path = folder) -> SortCatalogue:
            for document in here:
                known = known.with_document(document)
            for key in keys:
                if key.place is not None and Path(key.place[0][0]).parent == folder:
                    known = known.naming([key], key.id)
            return known.merged(catalogue) if job.same_sorts else known

        try:
            change_sorts([folder], learn)
        except InputError as error:
            notes.append(f"names and pictures of sorts were not written: {error}")
    return notes


def _of_page(tick: Tick, name: str) -> Tick:
    def named(done: int, total: int, stage: str) -> None:
        tick(done, total, told("Stages", "{name}, {stage}", name=name, stage=told("Stages", stage)))

    return named


def _sources(path: Path, images_too: bool, folder_wide: bool) -> tuple[_Source, ...]:
    if folder_wide and not path.is_dir():
        path = path.parent
    found = tuple(
        page
        for item in find_annotations(path, "source")
        for page in (_pages_of(item) if is_image(item) else (_Source(item),))
    )
    if not path.is_dir() or not images_too:
        return found
    annotated = {_image_of(item.path) for item in found}
    bare = (page for image in find_images(path) for page in _pages_of(image))
    return (*found, *(page for page in bare if (page.path, page.page) not in annotated))


def _pages_of(image: Path) -> tuple[_Source, ...]:
    try:
        return tuple(_Source(image, page) for page in range(page_count(image)))
    except InputError:
        return (_Source(image),)  # it is reported when its turn comes


def _image_of(path: Path) -> tuple[Path, int] | None:
    try:
        document = read_document(path, need_image=False)
    except InputError:
        return None
    return document.image_path, document.page


def _foreign_examples(job: MatchJob, catalogue: SortCatalogue) -> list[Example]:
    examples: list[Example] = []
    for text in job.templates:
        page, label = split_template(text)
        document = read_page(page)
        examples += examples_of(document, page_gray(document), label, catalogue)
    named = {example.label for example in examples}
    missing = [label for label in job.labels if label not in named] if job.templates else []
    if missing:
        raise InputError("{label} is not the label of a --template", field="--label", label=missing[0])
    return examples


def _folder_examples(
    sources: Iterable[_Source], job: MatchJob, catalogue: SortCatalogue
) -> tuple[list[Example], list[InputError]]:
    """The templates of all pages of a folder; a page that cannot be read is an error and none's source."""
    examples: list[Example] = []
    errors: list[InputError] = []
    for source in sources:
        try:
            document = _latest_document(source, job)
            wanted = [label for label in document.labels() if document.templates(label)]
            wanted = [label for label in wanted if not job.labels or label in job.labels]
            if wanted:
                gray = page_gray(document)
                for label in wanted:
                    examples += examples_of(document, gray, label, catalogue)
        except InputError as error:
            errors.append(error if error.path == source.path else InputError(error.message, path=source.path))
    return examples, errors


def _require_labels(sources: Sequence[_Source], job: MatchJob) -> None:
    """Refuse a label that no readable page has: a typing error must not look like "nothing found"."""
    if not job.labels or job.templates:
        return
    there: dict[str, None] = {}
    for source in sources:
        try:
            there |= dict.fromkeys(source.read().labels())
        except InputError:
            if len(sources) == 1:
                raise
    for label in job.labels:
        if label not in there:
            known = ", ".join(there) or "none"
            raise InputError(
                "no such label: {label}; there are: {known}",
                path=job.source,
                field="--label",
                label=label,
                known=known,
            )


def _latest(source: _Source, job: MatchJob) -> TakenOver:
    """The page as it stands: what an earlier run has written, and a person may have judged, and what is new.

    Raises `InputError` where the file that would be written is the annotation of another page.
    """
    document = source.read()
    target = source.target(job.output)
    if target == source.path or not target.is_file():
        return TakenOver(document)
    written = read_document(target)
    if (written.image_path.name, written.page) != (document.image_path.name, document.page):
        raise InputError(
            "is the annotation of {name} and is not overwritten by that of {other}",
            path=target,
            name=written.image_path.name,
            other=document.image_path.name,
        )
    return taken_over(written, document)


def _latest_document(source: _Source, job: MatchJob) -> Document:
    return _latest(source, job).document


def _told(page: TakenOver, source: _Source, target: Path) -> list[str]:
    """Lines for a person on what an annotation has that its earlier result had not, or had otherwise."""
    lines = []
    if page.new:
        labels = ", ".join(dict.fromkeys(shape.label for shape in page.new))
        lines.append(f"{source.path}: its new boxes ({labels}) are taken over into {target.name}")
    if page.otherwise:
        labels = ", ".join(dict.fromkeys(shape.label for shape in page.otherwise))
        lines.append(
            f"{source.path}: boxes ({labels}) that {target.name} has otherwise; what stands there counts, "
            f"move that file away to begin anew"
        )
    return lines


def _search_page(
    source: _Source,
    job: MatchJob,
    examples: Sequence[Example],
    catalogue: SortCatalogue,
    tick: Tick,
) -> _Searched:
    target = source.target(job.output)
    known = fingerprints(target, descriptor_path(target))  # before the page is read: a search takes its time
    stands = _latest(source, job)
    document = stands.document
    # A page's own templates are searched in place, which knows that they are their own matches.
    others = [example for example in examples if job.templates or not example.is_of(document)]
    labels = () if job.templates else (job.labels or document.labels())
    if not others and not any(document.templates(label) for label in labels):
        why = why_no_vignettes(document) or "box one vignette for each label, or give --template PAGE:LABEL"
        raise InputError("has no box to search for; {why}", path=source.path, field="shapes", why=why)
    if job.over_pages:
        # What stands for a sort on other pages, too, carries its id.
        travelling = {example.sort for example in examples}
        for label in document.labels():
            sort = sort_key(document, label, catalogue).id
            if sort in travelling:
                document = document.with_sort(label, sort)
    found = rematch(
        document,
        unread_page(document),
        job.params,
        scope="page" if job.scope == "folder" or job.templates else job.scope,
        labels=labels,
        examples=others,
        catalogue=catalogue,
        tick=tick,
    )
    return _Searched(source, target, known, stands, found)


def _write_page(page: _Searched, job: MatchJob, several: bool) -> PageMatch:
    source, target, known, found = page.source, page.target, page.known, page.found
    if found.problems.keys() == found.seconds.keys():
        return PageMatch(source.path, found, ())  # nothing could be searched for: what is there stays
    if job.over_pages and several and found.document == page.stands.document and not page.stands.new:
        return PageMatch(source.path, found, ())  # nothing of these sorts here: the page stays as it is
    if source.target(job.output) != target:  # a page that was written meanwhile has taken the name
        target = source.target(job.output)
        known = fingerprints(target, descriptor_path(target))
    files = write_annotation(found.document, target, descriptor_path(target), prefix=job.prefix, known=known)
    return PageMatch(source.path, found, files, tuple(_told(page.stands, source, target)))
