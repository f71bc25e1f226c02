"""How much faster two processes take pages in than one, and what memory each takes.

PAGES is a folder of page images; more pages than it holds are copies with other bytes behind the picture, so
that each counts as a page of its own. One worker is this process, without Dask.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from autolabelme.core.catalogue.adding import add, bundled_finder
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.sources import books_at
from autolabelme.core.catalogue.work.params import WorkParams
from autolabelme.core.files import atomic_write_json
from autolabelme.core.image_kinds import find_images

from ..matching_parts.machine import description


@dataclass
class Watch:
    """Called as a job's tick: when pages were done, the largest process, and the computing of all of them."""

    begun: float = field(default_factory=time.perf_counter)
    done: list[float] = field(default_factory=list)
    rss: int = 0
    cpu: dict[int, float] = field(default_factory=dict)
    looked: float = 0.0

    def __call__(self, done: int, total: int, stage: str) -> None:
        now = time.perf_counter()
        self.done += [now] * (done - len(self.done))
        if now - self.looked < 2.0:
            return  # looking at all processes costs some hundredths of a second
        self.looked = now
        for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
            try:
                times = process.cpu_times()
                self.cpu[process.pid] = times.user + times.system
                self.rss = max(self.rss, process.memory_info().rss)
            except psutil.Error:
                continue  # it has just ended

    @property
    def pages_a_second(self) -> float:
        """From the first page on, so that the start does not count."""
        return (len(self.done) - 1) / (self.done[-1] - self.done[0])


def made_pages(folder: Path, count: int, target: Path) -> None:
    """`count` pages of `folder` in `target`, each of other bytes."""
    images = find_images(folder)
    for number in range(count):
        image = images[number % len(images)]
        copy = target / f"{number:04d}{image.suffix}"
        shutil.copy(image, copy)
        if number >= len(images):
            with copy.open("ab") as stream:
                stream.write(b"\0" * (number // len(images)))


def run(folder: Path, count: int, workers: list[int], output: Path) -> None:
    """Measure with each number of workers, and write JSON and a table."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as place:
        pages = Path(place) / "pages"
        pages.mkdir()
        made_pages(folder, count, pages)
        for number in workers:
            watch = Watch()
            own = psutil.Process().cpu_times()
            before = own.user + own.system
            with Project.open(Path(place) / f"{number}.sqlite") as project:
                result = add(
                    project,
                    books_at(pages),
                    finder=bundled_finder(),
                    work=WorkParams(workers=number),
                    tick=watch,
                )
            seconds = time.perf_counter() - watch.begun
            assert result.new == count, result
            rows.append(
                {
                    "workers": number,
                    "pages": count,
                    "seconds": round(seconds, 1),
                    "first_page_s": round(watch.done[0] - watch.begun, 1),
                    "pages_a_second": round(watch.pages_a_second, 2),
                    "cpu_s_a_page": round((sum(watch.cpu.values()) - before) / count, 2),
                    "largest_process_mb": round(watch.rss / 1e6),
                    "load": round(os.getloadavg()[0], 1),
                }
            )
            print(rows[-1], flush=True)
    for row in rows:
        row["times_one"] = round(row["pages_a_second"] / rows[0]["pages_a_second"], 2)
    atomic_write_json(output.with_suffix(".json"), {"cores": os.cpu_count(), "rows": rows})
    names = list(rows[0])
    lines = [
        "# Catalogue: pages taken in by several processes",
        "",
        *(f"- {name}: {text}" for name, text in description().items()),
        "",
        "Reading, hashing and finding ornaments; one worker is this process without Dask. Pages a second",
        "count from the first page on; processor seconds hold the start of the processes, some 3 s each.",
        "Where the load is over the number of cores, the pages a second say what was left of the machine.",
        "",
        "| " + " | ".join(name.replace("_", " ") for name in names) + " |",
        "|" + "--:|" * len(names),
    ]
    lines += ["| " + " | ".join(str(row[name]) for name in names) + " |" for row in rows]
    output.with_suffix(".md").write_text("\n".join(lines) + "\n", "utf-8")
