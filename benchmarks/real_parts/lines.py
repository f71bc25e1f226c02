"""The tables of the benchmark on real scans, as Markdown lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from autolabelme.core.arrays import F64
from detector.core.siblings.params import SIDES

from .edits import KINDS
from .protocol import SIBLINGS, Raw, Scored
from .whole import RATES, Whole


def auroc(edited: F64, untouched: F64) -> float:
    """Area under the ROC curve; ties count half."""
    low = np.sort(untouched)
    ranks = np.searchsorted(low, edited, "left") + np.searchsorted(low, edited, "right")
    return float(ranks.sum() / (2 * len(edited) * len(untouched)))


def score_lines(scored: Mapping[str, Scored], strips: Sequence[Raw]) -> list[str]:
    """AUROC and share found above the 95th / 99th percentile of the untouched, by kind and scorer."""
    names = [SIBLINGS, *SIDES, *(name for name in scored if name not in (SIBLINGS, *SIDES))]
    first = scored[SIBLINGS]
    counts = ", ".join(f"{kind} {len(first.edits[kind])}" for kind in KINDS)
    lines = [
        "### Single impressions beside their untouched siblings",
        "",
        f"{len(first.untouched)} untouched impressions of {len(strips)} strips; edited: {counts}. AUROC, and "
        "the share of edited above the 95th / 99th percentile of the untouched (%). *Flagged*: untouched at "
        "most 5% / 1% by what the *other* books show (%).",
        "",
        f"| scorer | flagged | {' | '.join(KINDS)} | CPU s |",
        f"|---|---|{'---|' * len(KINDS)}---|",
    ]
    for name in names:
        one = scored[name]
        limits = np.quantile(one.untouched, [0.95, 0.99])
        cells = []
        for kind in KINDS:
            values = one.edits[kind]
            share = [f"{100 * float((values > limit).mean()):.0f}" for limit in limits]
            cells.append(f"{auroc(values, one.untouched):.2f} ({share[0]}, {share[1]})")
        flagged = ", ".join(f"{100 * float((one.p <= rate).mean()):.1f}" for rate in (0.05, 0.01))
        seconds = sum(raw.seconds.get(name, 0.0) for raw in strips)
        lines.append(f"| {name} | {flagged} | {' | '.join(cells)} | {f'{seconds:.1f}' if seconds else ''} |")
    registration = sum(raw.seconds["registration"] for raw in strips)
    return [
        *lines,
        "",
        f"Registration of all impressions, which every row needs: {registration:.1f} CPU s. The sides "
        "together cost what stands in the first row.",
    ]


def scorer_lines(scored: Mapping[str, Scored], strips: Sequence[Raw]) -> list[str]:
    """The table of all scorers, then what the p-values of the sides together find, by kind and by book."""
    first = scored[SIBLINGS]
    lines = [
        *score_lines(scored, strips),
        "",
        "By the p-values that are read from the other books, found at 5% / 1% (%), and how often the edited "
        "one is first among its siblings:",
        "",
        f"| | {' | '.join(KINDS)} |",
        f"|---|{'---|' * len(KINDS)}",
    ]
    found = [
        ", ".join(f"{100 * float((first.edited_p[kind] <= rate).mean()):.0f}" for rate in (0.05, 0.01))
        for kind in KINDS
    ]
    lines.append(f"| found | {' | '.join(found)} |")
    ranks = [f"{100 * float((first.first[kind] == 0).mean()):.0f}" for kind in KINDS]
    lines.append(f"| first (%) | {' | '.join(ranks)} |")
    return [*lines, "", *book_lines(first, strips)]


def book_lines(first: Scored, strips: Sequence[Raw]) -> list[str]:
    """False alarms by the book that was left out."""
    lines = [
        "| book left out | scan | untouched | flagged at 5% | at 1% |",
        "|---|---|---|---|---|",
    ]
    books = np.array(first.books)
    for book in dict.fromkeys(first.books):
        p = first.p[books == book]
        bitonal = next(one.strip.bitonal for one in strips if one.strip.book == book)
        shares = [f"{100 * float((p <= rate).mean()):.1f}%" for rate in (0.05, 0.01)]
        lines.append(
            f"| {book} | {'bitonal' if bitonal else 'grey'} | {len(p)} | {shares[0]} | {shares[1]} |"
        )
    return [*lines, ""]


def whole_lines(whole: Whole, strips: int) -> list[str]:
    """Whole strips through the inspection."""
    untouched = np.array([p for ps in whole.untouched.values() for p in ps])
    beside = np.array(whole.beside)
    lines = [
        "### Whole strips, a fifth of the vignettes edited",
        "",
        f"{strips} strips; p-values from the other books. {whole.seconds / whole.vignettes:.3f} CPU s a "
        "vignette (crops, registration, evidence).",
        "",
        "| | flagged at 5% | at 1% | first of its strip | within the first three | called |",
        "|---|---|---|---|---|---|",
    ]

    def shares(p: F64) -> str:
        return " | ".join(f"{100 * float((p <= rate).mean()):.1f}%" for rate in reversed(RATES))

    lines.append(f"| untouched strips, {len(untouched)} | {shares(untouched)} | | | |")
    lines.append(f"| untouched beside edited, {len(beside)} | {shares(beside)} | | | |")
    for kind, values in whole.edited.items():
        ranks = np.array(whole.ranks[kind])
        called = whole.kinds[kind]
        words = ", ".join(
            f"{name} {called.count(name)}" for name in ("altered", "foreign", "misplaced") if name in called
        )
        lines.append(
            f"| {kind}, {len(values)} | {shares(np.array(values))} | "
            f"{100 * float((ranks == 1).mean()):.0f}% | "
            f"{100 * float((ranks <= 3).mean()):.0f}% | {words} |"
        )
    for name, ps in (("untouched", whole.differs), ("edited", whole.edited_differs)):
        counted = " and ".join(f"{int((np.array(ps) <= rate).sum())} at {rate:.0%}" for rate in RATES)
        lines += ["", f"Strips that are said to differ, {name}: of {len(ps)}, {counted}."]
    return [*lines, ""]
