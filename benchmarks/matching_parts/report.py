"""Tables of a run in Markdown: the first four rows of DESIGN section 8, by strip, and the worst."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .records import Record, cpu_seconds, median_and_worst, ratios, seconds, total
from .scoring import Outcome, Score

LEVELS = ("clean", "worn", "hard")
WORST = 15

ORIGINAL = "original"
ORIGINAL_ROTATION = "original, 18 angles"
PEER_WIDTHS = "MTM, 78 templates"
PEER_POSES = "MTM, 8 poses"
OURS = "ours"
OURS_KEPT = "ours, page kept"
OURS_QUARTERS = "ours, quarter turns"
OURS_RESOLVED = "ours, quarter turns, all labels"
OURS_ANGLES = "ours, every 5 degrees"
OURS_ELSEWHERE = "ours, quarter turns, template from another page"


def all_poses(record: Record) -> Outcome:
    """Every copy in the line counts."""
    return record.all_poses


def searched_poses(record: Record) -> Outcome:
    """Copies in the report's three poses count."""
    return record.searched_poses


@dataclass(frozen=True)
class Run:
    """All records of a run, and what could not be run."""

    records: tuple[Record, ...]
    head: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def of(self, method: str, *levels: str, role: str = "main") -> list[Record]:
        """Records of one method, on pages of `levels` (all when none is named)."""
        return [
            record
            for record in self.records
            if record.method == method and (not levels or record.level in levels) and record.role == role
        ]


def markdown(run: Run) -> str:
    """The whole results file."""
    parts = [
        "# Matching: speed and accuracy\n",
        "".join(f"- {key}: {value}\n" for key, value in run.head.items()),
        "".join(f"- {note}\n" for note in run.notes),
        _speed(run),
        _synthetic(run),
        _real(run),
        _elsewhere(run),
        _worst(run),
    ]
    return "\n".join(part for part in parts if part)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def _times(records: Sequence[Record], time_of: Callable[[Record], float]) -> str:
    if not records:
        return "not run"
    median, worst = median_and_worst([time_of(record) for record in records])
    digits = 2 if median >= 0.1 else 3
    return f"{median:.{digits}f} / {worst:.{digits}f} s ({len(records)})"


def _ratio(
    slower: Sequence[Record], faster: Sequence[Record], time_of: Callable[[Record], float] = seconds
) -> str:
    found = ratios(slower, faster, time_of)
    if not found:
        return ""
    median, _ = median_and_worst(found)
    return f"{median:.1f}x ({min(found):.1f} to {max(found):.1f})"


def _usual(record: Record) -> bool:
    return 4.0 <= record.task.page.megapixels <= 10.0


def _groups(run: Run) -> list[tuple[str, Callable[[Record], bool]]]:
    """Row names of the time tables and the records that belong to each."""
    groups: list[tuple[str, Callable[[Record], bool]]] = [
        ("all press pages, 7.7 MP", lambda record: record.level in LEVELS),
        ("all real pages of 4 to 10 MP", lambda record: record.level == "real" and _usual(record)),
    ]
    for level in LEVELS:
        groups.append((f"- {level}", lambda record, level=level: record.level == level))  # type: ignore[misc]
    for page in dict.fromkeys(record.task.page for record in run.records if record.level == "real"):
        name = f"{page.name}, {page.megapixels:.1f} MP"
        groups.append((name, lambda record, page=page: record.task.page is page))  # type: ignore[misc]
    return groups


def _speed(run: Run) -> str:
    wall, processor = (_time_table(run, time_of) for time_of in (seconds, cpu_seconds))
    rows = []
    for name, levels in (("press pages", LEVELS), ("real pages", ("real",))):
        slow, fast = run.of(ORIGINAL_ROTATION, *levels), run.of(OURS_ANGLES, *levels)
        if slow or fast:
            times = [_times(found, time_of) for time_of in (seconds, cpu_seconds) for found in (slow, fast)]
            rows.append([name, *times, _ratio(slow, fast)])
    header = [
        "every angle",
        "original, 18 angles",
        "ours, 72",
        "original, processor",
        "ours, processor",
        "ratio",
    ]
    angles = table(header, rows)
    shares = [
        record.answer.details["correlation"] / record.answer.seconds
        for record in run.of(ORIGINAL)
        if "correlation" in record.answer.details
    ]
    share = f"Of the original's time {median_and_worst(shares)[0]:.0%} (median) is correlation.\n"
    return (
        "## Seconds a label\n\nMedian / maximum (labels). Flips x 25 widths, a line of two template heights "
        "over the full width. Ratios label by label, the original's time over ours for the same template on "
        "the same line, median (range); the two take turns on each label, with as many threads. *Page new*: "
        "each label meets a page that was never searched. *Page kept*: the page's part of the work is kept "
        "for its next label, as in the window; the first label pays for it. The original makes three turns "
        "(plain, mirrored, upside down) at 26 widths, all of whose scores it keeps; ours those and half a "
        "turn, at 14 widths with what is between refined.\n\n"
        + wall
        + "\nThe same as processor time over all threads (less disturbed by other work on the machine):\n\n"
        + processor
        + ("\n" + share if shares else "")
        + "\nEvery direction x flips x scales: ours every 5 degrees all round, the original 18 angles (546 "
        "passes).\n\n" + angles
    )


def _time_table(run: Run, time_of: Callable[[Record], float]) -> str:
    rows = []
    for name, belongs in _groups(run):
        slow, peer, fast, kept = (
            [record for record in run.of(method) if belongs(record)]
            for method in (ORIGINAL, PEER_WIDTHS, OURS, OURS_KEPT)
        )
        if slow or peer or fast:
            times = [_times(found, time_of) for found in (slow, peer, fast, kept)]
            rows.append([name, *times, *(_ratio(slow, ours, time_of) for ours in (fast, kept))])
    head = ["default search", "original", "MTM", "ours, page new", "ours, page kept"]
    return table([*head, "original / page new", "original / page kept"], rows)


def _figures(score: Score) -> list[str]:
    return [f"{value:.3f}" for value in (score.f1, score.precision, score.recall, score.pose_rate)]


def _synthetic(run: Run) -> str:
    rows = []
    for level in LEVELS:
        sample = {(*record.strip, record.role) for record in run.of(ORIGINAL, level)}
        for method in (ORIGINAL, PEER_POSES, OURS_QUARTERS, OURS_RESOLVED):
            records = run.of(method, level)
            if not records:
                continue
            per_label = [record.all_poses.score.f1 for record in records]
            row = [level, method, str(len(records)), *_figures(total(map(all_poses, records)))]
            rows.append([*row, f"{sum(per_label) / len(per_label):.3f}", f"{min(per_label):.2f}"])
            same = [record for record in records if (*record.strip, record.role) in sample]
            if method == OURS_QUARTERS and sample and len(same) < len(records):
                row = [level, f"{method}, the original's labels", str(len(same))]
                rows.append([*row, *_figures(total(map(all_poses, same))), "", ""])
    if not rows:
        return ""
    header = ["wear", "method", "labels", "F1", "precision", "recall", "right pose", "mean F1", "worst label"]
    return (
        "## Synthetic pages of 30 sorts, quarter turns and mirrors\n\nOne template a label; every copy in "
        "the line counts, in whatever pose. Sums over all copies; right pose up to the sort's symmetry.\n\n"
        + table(header, rows)
    )


def _real(run: Run) -> str:
    strips = list(dict.fromkeys(record.strip for record in run.of(OURS, "real")))
    if not strips:
        return "## Real pages\n\nNot run: no folder of scans was given.\n"
    columns: list[tuple[str, str, Callable[[Record], Outcome]]] = [
        ("original", ORIGINAL, searched_poses),
        ("MTM", PEER_WIDTHS, searched_poses),
        ("ours", OURS, searched_poses),
        ("original, all poses", ORIGINAL, all_poses),
        ("MTM, all poses", PEER_POSES, all_poses),
        ("ours, all poses", OURS_QUARTERS, all_poses),
    ]
    rows = []
    for strip in strips:
        row = [strip[0], strip[1]]
        for _, method, view in columns:
            row.append(_strip_figure(run, strip, method, view))
        rows.append(row)
    header = ["page", "label", *(name for name, _, _ in columns)]
    main = [
        f"- {name}: {score.f1:.3f} (precision {score.precision:.3f}, recall {score.recall:.3f})\n"
        for name, method, view in columns
        for score in [total(view(record) for record in run.of(method, "real"))]
        if run.of(method, "real")
    ]
    return (
        "## Real strips\n\nF1 at IoU 0.5 from one template (found/false/missed), then the mean and the least "
        "F1 over the alternate templates. The first three columns count the copies in the report's three "
        "poses (plain, upside down, mirrored), the others every copy in the line (ours "
        "with quarter turns).\n\n"
        + table(header, rows)
        + "\nAll strips together, one template:\n\n"
        + "".join(main)
    )


def _strip_figure(run: Run, strip: tuple[str, str], method: str, view: Callable[[Record], Outcome]) -> str:
    main = [record for record in run.of(method, "real") if record.strip == strip]
    if not main:
        return "not run"
    score = view(main[0]).score
    text = f"**{score.f1:.2f}** ({score.found}/{score.false}/{score.missed})"
    others = [
        view(record).score.f1 for record in run.of(method, "real", role="alternate") if record.strip == strip
    ]
    return text + (f" {sum(others) / len(others):.2f}, {min(others):.2f}" if others else "")


def _elsewhere(run: Run) -> str:
    rows = []
    for record in (record for record in run.records if record.method == OURS_ELSEWHERE):
        score = record.all_poses.score
        counts = f"{score.found}/{score.false}/{score.missed}"
        rows.append([*record.strip, record.role, f"{score.f1:.2f}", counts, f"{record.answer.seconds:.2f} s"])
    if not rows:
        return ""
    header = ["page", "label", "template", "F1", "found/false/missed", "time"]
    return (
        "## The same sort on another page of the book\n\nThe whole page is searched, quarter turns and "
        "mirrors; ours only.\n\n" + table(header, rows)
    )


def _worst(run: Run) -> str:
    ours = [(record, record.all_poses) for record in run.records if record.method == OURS_QUARTERS]
    ours.sort(key=lambda pair: pair[1].score.f1)
    rows = []
    for record, outcome in ours[:WORST]:
        if outcome.score.f1 >= 1.0:
            break
        score = outcome.score
        counts = f"{score.found}/{score.false}/{score.missed}"
        rows.append([*record.strip, record.role, f"{score.f1:.2f}", counts, f"{score.pose_rate:.2f}"])
    if not rows:
        return ""
    header = ["page", "label", "template", "F1", "found/false/missed", "right pose"]
    return "## The worst of ours (quarter turns, all poses)\n\n" + table(header, rows)
