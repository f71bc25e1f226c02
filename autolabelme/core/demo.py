"""The demo: the whole chain that exists, stage by stage, on the bundled sample.

Every tool contributes stages from its ``cli.demo_stages()``; ``autolabelme demo`` runs them in order. A
stage leaves in `DemoContext.left` what later ones build on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .messages import told
from .progress import SubTick, Tick


@dataclass
class DemoContext:
    """What the stages share: the folder to write to, and things left for later stages by name."""

    folder: Path
    left: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StageReport:
    """What a stage did: one or more lines for a person, and the files and folders that it wrote.

    `open_with` is a file that the window should show at the end.
    """

    lines: tuple[str, ...]
    files: tuple[Path, ...] = ()
    open_with: Path | None = None


@dataclass(frozen=True)
class DemoStage:
    """A named step of the demo: ``run(context, tick) -> StageReport``."""

    name: str
    run: Callable[[DemoContext, Tick], StageReport]


def annotate_stages() -> tuple[DemoStage, ...]:
    """Match every label of the two sample pages, save, compare with the truth, cut crops, count."""
    return (DemoStage("Annotate", _annotate), DemoStage("Crops and tables", _crops))


def _annotate(context: DemoContext, tick: Tick) -> StageReport:
    from .annotation.compare import compare
    from .annotation.labelme_json import (
        descriptor_path,
        matched_path,
        read_document,
        write_annotation,
    )
    from .annotation.picture import page_gray
    from .annotation.rematch import rematch
    from .matching.params import SearchParams
    from .press import sample

    lines: list[str] = []
    files: list[Path] = []
    documents = []
    # The sample is set with quarter turns; cast sorts have one size, so only the template's is searched.
    params = SearchParams(quarter_turns=True, scale_steps=0)
    for index, name in enumerate(sample.PAGES):
        part = SubTick(tick, index / len(sample.PAGES), (index + 1) / len(sample.PAGES))
        image = _copied(sample.page_image(name), context.folder)
        start = _copied(sample.page_start(name), context.folder)
        document = read_document(start)
        found = rematch(document, page_gray(document), params, scope="page", tick=part)
        agreement = compare(found.document, read_document(sample.page_truth(name)))
        vignettes, seconds = len(found.document.vignettes()), sum(found.seconds.values())
        lines.append(
            told(
                "CommandLine",
                "{name}: labels: {labels}, vignettes: {vignettes}, {seconds:.1f} s; against the truth: "
                "precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f}, right pose {pose:.2f}",
                name=image.name,
                labels=len(found.seconds),
                vignettes=vignettes,
                seconds=seconds,
                precision=agreement.precision,
                recall=agreement.recall,
                f1=agreement.f1,
                pose=agreement.pose_share,
            )
        )
        files += write_annotation(found.document, matched_path(start), descriptor_path(start))
        documents.append(found.document)
    context.left["documents"] = tuple(documents)
    return StageReport(tuple(lines), tuple(files), open_with=files[0])


def _crops(context: DemoContext, tick: Tick) -> StageReport:
    from .annotation.crops import save_crops
    from .annotation.occurrences import as_csv, occurrences
    from .files import atomic_write_text

    documents = context.left["documents"]
    lines: list[str] = []
    files: list[Path] = []
    for index, document in enumerate(documents):
        part = SubTick(tick, index / len(documents), (index + 1) / len(documents))
        report = save_crops(document, context.folder, tick=part)
        name, count = document.image_path.name, len(report.files)
        lines.append(told("CommandLine", "{name}: crops: {count}", name=name, count=count))
        files += [report.folder, report.table]
    table = atomic_write_text(context.folder / "occurrences.csv", as_csv(occurrences(documents)))
    return StageReport(tuple(lines), (*files, table))


def _copied(source: Path, folder: Path) -> Path:
    target = folder / source.name
    shutil.copyfile(source, target)
    return target
