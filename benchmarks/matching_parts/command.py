"""The command line of the matching benchmark."""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autolabelme.core.files import atomic_write_text

from . import baseline, book, machine, pictures, report
from .data import BenchPage, print_bench_page, read_real_pages, read_strip_pages
from .methods import (
    ALL_ANGLES,
    DEFAULT,
    EIGHT_POSES,
    QUARTERS,
    Method,
    Peer,
    Task,
    Unavailable,
    install_peer,
    original,
    ours,
    ours_elsewhere,
    peer_search,
    resolved,
    width_poses,
)
from .records import Record, as_json, record_of, whole_page_record


@dataclass(frozen=True)
class Plan:
    """How much is run. The slow methods answer a sample of the labels, spread evenly over their names.

    labels: for ours, a page (0: all). baseline_labels, angle_labels: for the original, and for the
    searches in every direction. alternates: also with the alternate templates of real strips.
    """

    levels: tuple[str, ...] = report.LEVELS
    seeds: tuple[int, ...] = (1, 2)
    labels: int = 0
    baseline_labels: int = 10
    angle_labels: int = 3
    alternates: bool = True


QUICK = Plan(seeds=(1,), labels=10, baseline_labels=3, angle_labels=1, alternates=False)


def sample(tasks: Sequence[Task], count: int) -> list[Task]:
    """`count` of the tasks, spread evenly; all when `count` is 0 or more than there are."""
    if count <= 0 or count >= len(tasks):
        return list(tasks)
    return [tasks[round(index * (len(tasks) - 1) / max(1, count - 1))] for index in range(count)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; print the tables and write them with the figures of every search."""
    options = _parser().parse_args(arguments)
    if options.book:
        text = book.markdown(options.book)
        print(text)
        if options.output:
            atomic_write_text(options.output / "matching_book.md", text)
        return 0
    plan = QUICK if options.quick else Plan()
    plan = dataclasses.replace(
        plan,
        levels=tuple(options.levels or plan.levels),
        seeds=tuple(options.seeds or plan.seeds),
        labels=plan.labels if options.labels is None else options.labels,
        baseline_labels=(
            plan.baseline_labels if options.baseline_labels is None else options.baseline_labels
        ),
        angle_labels=plan.angle_labels if options.angle_labels is None else options.angle_labels,
    )
    head = machine.description() | {"plan": "quick" if options.quick else "full"}
    notes: list[str] = []
    peer = _peer(options.mtm_venv, notes)
    if peer is not None:
        head["peer"] = f"Multi-Template-Matching {peer.version}"
    records: list[Record] = []
    for record in _everything(plan, options, peer, notes):
        records.append(record)
        _say(record)
        imperfect = record.all_poses.score.f1 < 1 or record.all_poses.wrong_pose
        if options.pictures and record.method == report.OURS_QUARTERS and imperfect:
            pictures.save(record, options.pictures)
    run = report.Run(tuple(records), head, tuple(notes))
    text = report.markdown(run)
    print("\n" + text)
    if options.output:
        atomic_write_text(options.output / "matching.md", text)
        atomic_write_text(options.output / "matching.json", _figures(run))
    return 0


def _figures(run: report.Run) -> str:
    """The run as JSON, one search a line (with indentation the file would be five times as long)."""
    head = json.dumps({"head": run.head, "notes": run.notes}, ensure_ascii=False)
    searches = ",\n".join(json.dumps(as_json(record), separators=(",", ":")) for record in run.records)
    return f'{head[:-1]}, "searches": [\n{searches}\n]}}\n'


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks/matching.py", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one seed, fewer labels, no alternate templates")
    parser.add_argument("--real", type=Path, metavar="FOLDER", help="folder of the real scans")
    parser.add_argument(
        "--strips", type=Path, metavar="FOLDER", help="folder of strips with boxes, with --real"
    )
    parser.add_argument("--mtm-venv", type=Path, metavar="FOLDER", help="environment for the peer, made here")
    parser.add_argument("--levels", nargs="+", choices=report.LEVELS, help="wear of the press pages")
    parser.add_argument("--seeds", nargs="+", type=int, help="seeds of the press pages")
    parser.add_argument("--labels", type=int, help="labels a press page for ours, 0 for all")
    parser.add_argument("--baseline-labels", type=int, help="labels a press page for the original, 0 for all")
    parser.add_argument(
        "--angle-labels", type=int, help="labels a press page for searches in every direction"
    )
    parser.add_argument("--no-press", action="store_true", help="only the real pages")
    parser.add_argument("--ours-only", action="store_true", help="leave the original and the peer out")
    parser.add_argument(
        "--book", type=int, metavar="PAGES", help="only whole pages, many boxes, and a book of so many pages"
    )
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="write matching.md and matching.json")
    parser.add_argument(
        "--pictures", type=Path, metavar="FOLDER", help="draw every search that is not perfect"
    )
    return parser


def _peer(folder: Path | None, notes: list[str]) -> Peer | None:
    if folder is None:
        notes.append("Multi-Template-Matching not run: no --mtm-venv was given")
        return None
    try:
        return install_peer(folder)
    except Unavailable as reason:
        notes.append(f"Multi-Template-Matching not run: {reason}")
        return None


def _everything(
    plan: Plan, options: argparse.Namespace, peer: Peer | None, notes: list[str]
) -> Iterator[Record]:
    slow = not options.ours_only
    if not options.no_press:
        for level in plan.levels:
            for seed in plan.seeds:
                page = print_bench_page(level, seed)
                yield from _press(page, plan, slow)
                yield from _peers(page, sample(_tasks(page, plan), plan.baseline_labels), peer, slow, notes)
    if options.real is None:
        notes.append("real pages not run: no --real was given")
        return
    pages = read_real_pages(options.real)
    if not pages:
        notes.append("real pages not run: none of the scans is in the folder given by --real")
    for page in pages:
        yield from _real(page, plan, slow)
        yield from _peers(page, _tasks(page, plan), peer, slow, notes)
    yield from _elsewhere(pages)
    for page in () if options.strips is None else read_strip_pages(options.strips):
        yield from _real(page, plan, slow)
        yield from _peers(page, _tasks(page, plan), peer, slow, notes)


def _tasks(page: BenchPage, plan: Plan) -> list[Task]:
    every = [Task(page, query) for query in page.queries if plan.alternates or query.role == "main"]
    return every if page.level == "real" else sample(every, plan.labels)


def _peers(
    page: BenchPage, tasks: Sequence[Task], peer: Peer | None, slow: bool, notes: list[str]
) -> Iterator[Record]:
    if peer is None or not slow:
        return
    try:
        yield from _run(report.PEER_WIDTHS, peer_search(peer, width_poses()), tasks)
        yield from _run(report.PEER_POSES, peer_search(peer, EIGHT_POSES), tasks)
    except Unavailable as reason:
        notes.append(f"{page.name}: {reason}")


def _press(page: BenchPage, plan: Plan, slow: bool) -> Iterator[Record]:
    tasks = _tasks(page, plan)
    few, fewest = sample(tasks, plan.baseline_labels), sample(tasks, plan.angle_labels)
    rest = [task for task in tasks if task not in few]
    yield from _in_turns(few, _default_methods(slow))
    yield from _run(report.OURS, ours(DEFAULT), rest)
    quarters = list(_run(report.OURS_QUARTERS, ours(QUARTERS), tasks))
    yield from quarters
    settled = resolved(tasks, [record.answer for record in quarters])
    for task, answer in zip(tasks, settled, strict=True):
        yield record_of(report.OURS_RESOLVED, task, answer)
    yield from _in_turns(fewest, _angle_methods(slow))


def _real(page: BenchPage, plan: Plan, slow: bool) -> Iterator[Record]:
    tasks = _tasks(page, plan)
    yield from _in_turns(tasks, _default_methods(slow))
    yield from _run(report.OURS_QUARTERS, ours(QUARTERS), tasks)
    yield from _in_turns([task for task in tasks if task.query.role == "main"][:1], _angle_methods(slow))


def _default_methods(slow: bool) -> dict[str, Method]:
    methods = {report.OURS: ours(DEFAULT), report.OURS_KEPT: ours(DEFAULT, kept=True)}
    return methods | ({report.ORIGINAL: original()} if slow else {})


def _angle_methods(slow: bool) -> dict[str, Method]:
    methods = {report.OURS_ANGLES: ours(ALL_ANGLES)}
    return methods | ({report.ORIGINAL_ROTATION: original(baseline.ROTATIONS)} if slow else {})


def _in_turns(tasks: Sequence[Task], methods: Mapping[str, Method]) -> Iterator[Record]:
    """Each task answered by every method before the next one, so that they meet the same machine."""
    for row in zip(*(_run(name, method, tasks) for name, method in methods.items()), strict=True):
        yield from row


def _elsewhere(pages: Sequence[BenchPage]) -> Iterator[Record]:
    """Each main template on the other pages of its book that bear the label."""
    for page, target in itertools.permutations(pages, 2):
        if book_of(page.name) != book_of(target.name):
            continue
        for query in page.queries:
            if query.role == "main" and query.label in target.copies:
                answer = ours_elsewhere(page, query, target)
                task = Task(target, dataclasses.replace(query, role=f"from {page.name}"))
                yield whole_page_record(report.OURS_ELSEWHERE, task, answer)


def book_of(page_name: str) -> str:
    """The book of a real page: the name before its folio (`bpt6k822192_f4`)."""
    return page_name.rsplit("_f", 1)[0]


def _run(name: str, method: Method, tasks: Sequence[Task]) -> Iterator[Record]:
    for task, answer in zip(tasks, method(tasks), strict=True):
        yield record_of(name, task, answer)


def _say(record: Record) -> None:
    score = record.all_poses.score
    print(
        f"{record.task.page.name} {record.task.query.label} {record.role}, {record.method}: "
        f"{record.answer.seconds:.2f} s, F1 {score.f1:.3f} "
        f"({score.found} found, {score.false} false, {score.missed} missed)",
        flush=True,
    )
