"""How long a made project takes to open, to list, to filter and to change."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from autolabelme.core.catalogue import edits, printers, queries
from autolabelme.core.catalogue.kinds import KINDS
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.queries import Filter
from autolabelme.core.catalogue.schema import Base, Block, Book, Impression, Ornament, Page, made_id
from autolabelme.core.files import atomic_write_text

RESULT = Path(__file__).parents[1] / "results" / "catalogue_latency.md"
PER_PAGE, PAGES_A_BOOK, PER_BLOCK, PRINTERS = 5, 100, 20, 40
GOAL_S, OPENING_GOAL_S = 0.1, 1.0
REPEATS = 5


def make(folder: Path, count: int, seed: int = 0) -> Project:
    """A project of `count` ornaments, 5 a page; 6 of 10 belong to a block, 2 of 10 are proposals."""
    rng = np.random.default_rng(seed)
    project = Project.open(folder)
    assert project._writing is not None
    pages = count // PER_PAGE
    books = max(2, pages // PAGES_A_BOOK)
    blocks = max(2, count // PER_BLOCK)

    def rows(table: type[Base], /, **columns: list[object]) -> None:
        names = list(columns)
        values = [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        session.execute(insert(table), values)

    with Session(project._writing) as session, session.begin():
        book_ids = [made_id("book", n) for n in range(books)]
        rows(
            Book,
            id=book_ids,
            title=[f"Title {n}" for n in range(books)],
            printer=[f"Printer {n % PRINTERS}" for n in range(books)],
            year=[int(year) for year in rng.integers(1700, 1800, books)],
            place_on_disk=[f"books/{n}" for n in range(books)],
        )
        page_ids = [made_id("page", n) for n in range(pages)]
        rows(
            Page,
            id=page_ids,
            book_id=[book_ids[n % books] for n in range(pages)],
            position=[n // books for n in range(pages)],
            path=[f"books/{n % books}/{n}.jpg" for n in range(pages)],
            content=[made_id("content", n) * 2 for n in range(pages)],
            width=[2000] * pages,
            height=[3000] * pages,
            dpi=[300.0] * pages,
        )
        block_ids = [made_id("block", n) for n in range(blocks)]
        rows(Block, id=block_ids, name=[f"Block {n}" for n in range(blocks)])
        ids = [made_id("ornament", n) for n in range(count)]
        corners = rng.integers(0, 1500, (count, 2)).astype(float)
        sizes = rng.integers(50, 500, (count, 2)).astype(float)
        rows(
            Ornament,
            id=ids,
            page_id=[page_ids[n % pages] for n in range(count)],
            kind=[KINDS[n] for n in rng.integers(0, len(KINDS), count)],
            state=["proposed" if n < 2 else "accepted" for n in rng.integers(0, 10, count)],
            x1=corners[:, 0].tolist(),
            y1=corners[:, 1].tolist(),
            x2=(corners + sizes)[:, 0].tolist(),
            y2=(corners + sizes)[:, 1].tolist(),
            width_mm=(sizes[:, 0] / 300 * 25.4).tolist(),
            height_mm=(sizes[:, 1] / 300 * 25.4).tolist(),
            score=rng.random(count).tolist(),
        )
        # A block stands in a few books of one printer, now and then in another's.
        chosen = rng.permutation(count)[: int(0.6 * count)]
        near = [(n % pages % books) % PRINTERS for n in chosen.tolist()]
        drawn = rng.integers(0, max(1, blocks // PRINTERS), len(chosen)) * PRINTERS
        astray = rng.random(len(chosen)) < 0.01
        rows(
            Impression,
            ornament_id=[ids[n] for n in chosen],
            block_id=[
                block_ids[int(at + (0 if far else shop)) % blocks]
                for at, shop, far in zip(drawn, near, astray, strict=True)
            ],
            state=["confirmed"] * len(chosen),
        )
    return project


def questions(project: Project) -> dict[str, Callable[[], object]]:
    """Every list and filter that window and command line ask for, with 100 rows each."""
    some = queries.ornaments(project, limit=1, offset=queries.count(project) // 2)[0]
    block = next(one for one in queries.blocks(project) if one.impressions)

    def shown(which: Filter, **how: object) -> Callable[[], object]:
        return lambda: queries.ornaments(project, which, limit=100, **how)  # type: ignore[arg-type]

    everything = Filter()
    far = max(0, queries.count(project) - 200)
    places = {one: place for place, one in enumerate(sorted(queries.ornament_ids(project)))}

    def by_likeness() -> object:
        """As the wall does it, once the descriptions have said the order."""
        ids = queries.ornament_ids(project)
        return queries.by_ids(project, [one for one in places if one in ids][:100])

    initials = Filter(kinds=("initial",), states=("accepted",))
    return {
        "books with counts": lambda: queries.books(project),
        "blocks with counts": lambda: queries.blocks(project),
        "first 100, by year": shown(everything),
        "last 100, by year": shown(everything, offset=far),
        "last 100, by title": shown(everything, order="title", offset=far),
        "by size": shown(everything, order="size", offset=far),
        "by score": shown(Filter(states=("proposed",)), order="score"),
        "newest": shown(everything, order="newest", descending=True),
        "by likeness": by_likeness,
        "kind and state": shown(initials),
        "count of kind and state": lambda: queries.count(project, initials),
        "one book": shown(Filter(book=some.book)),
        "one printer": shown(Filter(printer=some.printer)),
        "years 1740-1760": shown(Filter(year_from=1740, year_to=1760), order="year"),
        "with a block": shown(Filter(grouped=True)),
        "without a block": shown(Filter(grouped=False)),
        "count without a block": lambda: queries.count(project, Filter(grouped=False)),
        "letters": shown(Filter(text="Title 7")),
        "one block": shown(Filter(block=block.id)),
        "a block's impressions": lambda: queries.impressions(project, block.id),
        "one ornament": lambda: queries.by_ids(project, [some.id]),
        "printers": lambda: printers.printers(project),
        "one printer's blocks": lambda: printers.blocks_of(project, some.printer),
        "one block's books": lambda: printers.books_of(project, block.id),
        "contradictions": lambda: printers.contradictions(project),
        "revision": project.revision,
    }


def changes(project: Project) -> dict[str, Callable[[], object]]:
    """What a person does most."""
    one = queries.ornaments(project, Filter(states=("proposed",)), limit=1)[0]
    block = queries.blocks(project)[0]
    return {
        "change a kind": lambda: edits.set_kind(project, [one.id], "device"),
        "assign to a block": lambda: edits.assign(project, [one.id], block.id),
        "undo": project.undo,
    }


def seconds(ask: Callable[[], object]) -> float:
    """Median time of the process: the machine may have other work."""
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        ask()
        spent.append(time.process_time() - start)
    return median(spent)


def report(counts: list[int]) -> None:
    """Write the table, one column a size."""
    columns: list[dict[str, float]] = []
    sizes: list[str] = []
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with make(folder, count) as project:
                path = project.path
                found = {"list: " + key: seconds(ask) for key, ask in questions(project).items()}
                found |= {"edit: " + key: seconds(ask) for key, ask in changes(project).items()}
            code = (
                "import time; start = time.process_time()\n"
                "from autolabelme.core.catalogue.project import Project\n"
                "from autolabelme.core.catalogue import queries\n"
                f"project = Project.open({str(folder)!r}); queries.ornaments(project, limit=100)\n"
                "print(time.process_time() - start)\n"
            )
            opened = [
                float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
                for _ in range(3)
            ]
            columns.append({"open, in a new process, with the first list": min(opened)} | found)
            sizes.append(f"{path.stat().st_size / 1e6:.0f} MB")
            print({key: round(1000 * value, 1) for key, value in columns[-1].items()}, flush=True)
    head = "| milliseconds | " + " | ".join(f"{count:,}" for count in counts) + " |"
    lines = [
        "# Catalogue: opening, lists and edits",
        "",
        f"Made projects of {PER_PAGE} ornaments a page, {PAGES_A_BOOK} pages a book; medians of {REPEATS}.",
        f"Seconds are the process's own; load {os.getloadavg()[0]:.0f}, which makes them longer.",
        "A write also waits for the disk: each is flushed to it.",
        f"Wanted: opening {OPENING_GOAL_S:g} s, any list or filter {GOAL_S:g} s. Lists give 100 rows.",
        "",
        head,
        "|---|" + "--:|" * len(counts),
        *(
            f"| {key} | " + " | ".join(f"{1000 * column[key]:.1f}" for column in columns) + " |"
            for key in columns[0]
        ),
        "| size on disk | " + " | ".join(sizes) + " |",
    ]
    atomic_write_text(RESULT, "\n".join(lines) + "\n")
