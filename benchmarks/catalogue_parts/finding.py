"""How many ornaments are found on pages of books that the finder was not taught on.

ZONES is a folder of pages with zones.json: `[{"page", "zones": [{"kind", "xywh"}]}]`, kinds graphic,
initial, stamp; a page's name up to its first underscore is its volume.
A page without graphic or initial is a text page. Ornaments that the zones pass over, by
`benchmarks/truth/ornaments/zones.json`, count as false; F1 is given without them, too. That file also has the
zones of further scans, boxed by hand, which are learned from: they are measured, too, each volume left out.
Intervals are by drawing volumes, not zones: what goes wrong goes wrong by the volume.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.boxes import iou
from autolabelme.core.catalogue.finding import FindParams, Proposal, find_ornaments
from autolabelme.core.catalogue.finding.finder import Finder, bundled_finder, read_finder
from autolabelme.core.files import atomic_write_json
from autolabelme.core.image_io import read_rgb

from .framing import framed
from .surrounded import surrounded

OVERLAP = 0.5
KINDS = ("graphic", "initial")
# The volumes that the finder's numbers and measures were chosen on.
DEVELOPMENT = frozenset(
    {
        *("bpt6k15120824", "bpt6k1520377h", "bpt6k6127905", "bpt6k70526g", "bpt6k72266c", "bpt6k831536"),
        *("btv1b8600118k", "btv1b8613380t"),
    }
)
# What the zones of a page pass over although it is an ornament: neither to be found nor false.
PASSED_OVER = "passed over"
# Zones of further scans, and what the zones of ZONES pass over, set by hand.
MORE_ZONES = Path(__file__).parents[1] / "truth" / "ornaments"
# Draws of volumes for an interval of 95%.
DRAWS = 4000
DRAWS_SEED = 17
AROUND: Mapping[str, tuple[Callable[[U8, int], U8], str]] = {
    "framed": (framed, "A frame is drawn around the print of every page, by rules or a pen."),
    "surrounded": (
        surrounded,
        "Something is drawn around the print of every page: rules that do not meet, a pen that wanders and "
        "lifts, some sides by hand, a stain, a shadow.",
    ),
}
"""What may be drawn around every page before it is looked at."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class TruePage:
    """A page and its zones by kind, doubles of the list left out."""

    path: Path
    zones: dict[str, list[Box]]

    @property
    def volume(self) -> str:
        """The book it comes from."""
        return self.path.name.split("_")[0]

    @property
    def is_text(self) -> bool:
        """Whether it has neither graphics nor initials."""
        return not any(self.zones.get(kind) for kind in KINDS)


def read_zones(folder: Path) -> list[TruePage]:
    """The pages of a folder with zones.json."""
    pages = []
    for entry in json.loads((folder / "zones.json").read_text("utf-8")):
        zones: dict[str, list[Box]] = {}
        for kind, (x, y, w, h) in sorted({(one["kind"], tuple(one["xywh"])) for one in entry["zones"]}):
            zones.setdefault(kind, []).append((x, y, x + w, y + h))
        pages.append(TruePage(folder / entry["page"], zones))
    return sorted(pages, key=lambda page: page.path.name)


def with_passed_over(pages: Sequence[TruePage]) -> list[TruePage]:
    """`pages` with what `MORE_ZONES` says that their zones pass over."""
    passed = {page.path.name: page.zones.get(PASSED_OVER) for page in read_zones(MORE_ZONES)}
    return [
        replace(page, zones=page.zones | {PASSED_OVER: boxes})
        if (boxes := passed.get(page.path.name))
        else page
        for page in pages
    ]


@dataclass(frozen=True)
class Counted:
    """Hits, false proposals and misses of one kind on one page, with each box and why it went wrong."""

    hits: int
    false: list[tuple[Box, str]]
    missed: list[tuple[Box, str]]


def count(found: Sequence[Box], others: Sequence[Box], truth: Mapping[str, list[Box]], kind: str) -> Counted:
    """Match `found` (best first) with the truth of `kind`, one to one at an overlap of `OVERLAP`.

    `others` are the page's proposals of the other kind: what lies under one was found and misnamed.
    """
    true = list(truth.get(kind, ()))
    free, false = set(range(len(true))), []
    for box in found:
        overlaps = {i: float(iou(box, true[i])[0, 0]) for i in free}
        best = max(overlaps, key=overlaps.__getitem__, default=None)
        if best is not None and overlaps[best] >= OVERLAP:
            free.discard(best)
        else:
            false.append((box, _why_false(box, truth, kind)))
    missed = [(true[i], _why_missed(true[i], found, others)) for i in sorted(free)]
    return Counted(len(true) - len(free), false, missed)


def _why_false(box: Box, truth: Mapping[str, list[Box]], kind: str) -> str:
    if _best(box, truth.get(PASSED_OVER, ())) >= OVERLAP:
        return PASSED_OVER
    if _best(box, truth.get(kind, ())) > 0.05:
        return "wrong extent"
    other = next(one for one in KINDS if one != kind)
    if _best(box, truth.get(other, ())) >= OVERLAP:
        return f"is {other}"
    return "stamp" if _best(box, truth.get("stamp", ())) > 0.1 else "no zone there"


def _why_missed(box: Box, found: Sequence[Box], others: Sequence[Box]) -> str:
    if _best(box, others) >= OVERLAP:
        return "called the other kind"
    return "wrong extent" if _best(box, found) > 0.05 else "nothing proposed"


def _best(box: Box, others: Sequence[Box]) -> float:
    return float(iou(box, others).max()) if len(others) else 0.0


def kind_in_zones(proposal: Proposal) -> str:
    """The zones' word for a proposal's kind."""
    return "initial" if proposal.kind in ("initial", "factotum") else "graphic"


def further_scans(folders: Sequence[Path], but: Sequence[TruePage]) -> list[TruePage]:
    """The pages of `MORE_ZONES` that are not among `but`, in the folders with scans."""
    names = {page.path.name for page in but}
    found = []
    for page in read_zones(MORE_ZONES):
        if page.path.name in names:
            continue
        path = next(
            (folder / page.path.name for folder in folders if (folder / page.path.name).is_file()), None
        )
        if path is None:
            raise SystemExit(f"{page.path.name}: in none of the folders of --scans")
        found.append(replace(page, path=path))
    return found


def measure(
    folder: Path, left_out: Path | None, around: str | None = None, scans: Sequence[Path] = ()
) -> dict[str, Any]:
    """Find on every page; with `left_out`, by the finder that has not seen the page's volume.

    With `around`, a name of `AROUND`, that is drawn on each page. With `scans`, folders, the further scans
    are measured, too, as a part of their own.
    """
    pages = with_passed_over(read_zones(folder))
    main = {page.path.name for page in pages}
    pages += further_scans(scans, pages) if scans else []
    finders: dict[str, Finder] = {}
    rows, seconds = [], []
    for number, page in enumerate(pages):
        finder = finders.setdefault(page.volume, _finder(page.volume, left_out))
        if left_out is not None and page.volume in finder.volumes:
            raise SystemExit(f"{left_out}: the finder for {page.volume} was taught on it")
        picture = read_rgb(page.path)
        picture = AROUND[around][0](picture, number) if around else picture
        start = time.process_time()
        found = sorted(find_ornaments(picture, FindParams(), finder=finder), key=lambda one: -one.score)
        seconds.append(time.process_time() - start)
        boxes = {kind: [one.box for one in found if kind_in_zones(one) == kind] for kind in KINDS}
        counted = {
            kind: count(boxes[kind], boxes[KINDS[1 - KINDS.index(kind)]], page.zones, kind) for kind in KINDS
        }
        rows.append(
            {
                "page": page.path.name,
                "volume": page.volume,
                "scan": page.path.name not in main,
                "text": page.is_text,
                "proposals": len(found),
                **{
                    kind: {"hits": one.hits, "false": one.false, "missed": one.missed}
                    for kind, one in counted.items()
                },
            }
        )
    own = [row for row in rows if not row["scan"]]
    texts = [row["proposals"] for row in own if row["text"]]
    seen = sorted({page.volume for page in pages} & set(bundled_finder().volumes))
    groups = {
        "all": own,
        "chosen on": [row for row in own if row["volume"] in DEVELOPMENT],
        "reported": [row for row in own if row["volume"] not in DEVELOPMENT],
    }
    if scans:
        groups["further scans"] = [row for row in rows if row["scan"]]
        groups["reported or further scans"] = [row for row in rows if row["volume"] not in DEVELOPMENT]
    return {
        "pages": len(own),
        "volumes": len({row["volume"] for row in own}),
        "around": around,
        "taught on": [] if left_out is not None else seen,
        "text pages": len(texts),
        "proposals a text page": sum(texts) / max(1, len(texts)),
        "cpu seconds a page": {"median": float(np.median(seconds)), "worst": float(max(seconds))},
        "parts": {
            name: {
                "pages": len(group),
                "volumes": len({row["volume"] for row in group}),
                **{kind: _summary(group, kind) for kind in KINDS},
            }
            for name, group in groups.items()
        },
        "by page": rows,
    }


def _finder(volume: str, left_out: Path | None) -> Finder:
    return bundled_finder() if left_out is None else read_finder(left_out / f"{volume}.npz")


def _summary(rows: Sequence[Mapping[str, Any]], kind: str) -> dict[str, Any]:
    hits = sum(row[kind]["hits"] for row in rows)
    false = [why for row in rows for _, why in row[kind]["false"]]
    missed = [why for row in rows for _, why in row[kind]["missed"]]
    wrong = len(false) + len(missed)
    return {
        "F1": 2 * hits / max(1, 2 * hits + wrong),
        "interval": _interval(rows, kind),
        f"F1 without {PASSED_OVER}": 2 * hits / max(1, 2 * hits + wrong - false.count(PASSED_OVER)),
        "hits": hits,
        "false": {why: false.count(why) for why in sorted(set(false))},
        "missed": {why: missed.count(why) for why in sorted(set(missed))},
    }


def _interval(rows: Sequence[Mapping[str, Any]], kind: str) -> tuple[float, float] | None:
    """2.5 and 97.5% of F1 when the volumes are drawn anew; None with fewer than three that have any zone."""
    volumes = sorted({row["volume"] for row in rows})
    counts = np.zeros((len(volumes), 2))
    for row in rows:
        one = row[kind]
        counts[volumes.index(row["volume"])] += (one["hits"], len(one["false"]) + len(one["missed"]))
    if (counts.sum(axis=1) > 0).sum() < 3:
        return None
    drawn = np.random.default_rng(DRAWS_SEED).integers(len(volumes), size=(DRAWS, len(volumes)))
    hits, wrong = counts[drawn].sum(axis=1).T
    some = hits + wrong > 0
    low, high = np.percentile(2 * hits[some] / (2 * hits[some] + wrong[some]), (2.5, 97.5))
    return float(low), float(high)


def report(measured: Mapping[str, Any]) -> str:
    """The table that is kept."""
    lines = [
        "# Finding ornaments",
        "",
        f"{measured['pages']} pages of {measured['volumes']} volumes; a zone is found at an overlap (IoU) of "
        f"{OVERLAP}. "
        + (f"{AROUND[measured['around']][1]} " if measured["around"] else "")
        + (
            "Each volume's pages by a finder that was taught on other volumes. "
            if not measured["taught on"]
            else f"**{len(measured['taught on'])} of the volumes are among those the finder was taught on.** "
        )
        + "In brackets: 95% of draws of as many volumes.",
        "",
        "| pages | zones | F1 | F1 without what zones pass over | found | missed | false |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, part in measured["parts"].items():
        for kind in KINDS:
            one = part[kind]
            missed, false = (_reasons(one[word]) for word in ("missed", "false"))
            interval = " ({:.2f} to {:.2f})".format(*one["interval"]) if one["interval"] else ""
            pages = f"{name} ({part['pages']} of {part['volumes']} volumes)"
            without = one[f"F1 without {PASSED_OVER}"]
            lines.append(
                f"| {pages} | {kind} | {one['F1']:.3f}{interval} | {without:.3f} "
                f"| {one['hits']} | {missed} | {false} |"
            )
    seconds = measured["cpu seconds a page"]
    lines += [
        "",
        f"Proposals on a page of text: {measured['proposals a text page']:.3f} "
        f"({measured['text pages']} pages). "
        f"CPU seconds a page: {seconds['median']:.2f} in the middle, {seconds['worst']:.2f} at worst.",
        "",
        "Every page that went wrong:",
        "",
        "| page | kind | what |",
        "|---|---|---|",
    ]
    for row in measured["by page"]:
        for kind in KINDS:
            for word in ("missed", "false"):
                for box, why in row[kind][word]:
                    place = ", ".join(f"{edge:.0f}" for edge in box)
                    lines.append(f"| {row['page']} | {kind} | {word}: {why}, at {place} |")
    return "\n".join(lines) + "\n"


def _reasons(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {why}" for why, number in counts.items()) or "none"


def run(
    folder: Path, left_out: Path | None, output: Path, around: str | None = None, scans: Sequence[Path] = ()
) -> None:
    """Measure, print, and keep OUTPUT.json and OUTPUT.md."""
    measured = measure(folder, left_out, around, scans)
    atomic_write_json(output.with_suffix(".json"), measured)
    text = report(measured)
    output.with_suffix(".md").write_text(text, "utf-8")
    print(text)
