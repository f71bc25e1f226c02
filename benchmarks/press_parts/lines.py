"""The tables of `benchmarks/press.py` about print, as Markdown lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from autolabelme.core.arrays import F64

from .evidence import EVIDENCE
from .features import NAMES
from .likeness import beyond, tell

Measured = tuple[str, F64, dict[str, F64]]
"""Book, features (n, k), and evidence by name (n,), of one strip."""
ALL = "all"


def likeness_lines(real: Sequence[Measured], press: Mapping[str, Sequence[Measured]]) -> list[str]:
    """How well a classifier tells press from print, and which features tell them most."""
    groups = {**press, ALL: [one for rows in press.values() for one in rows]}
    books = list(dict.fromkeys(one[0] for one in real))
    count = sum(len(one[1]) for one in real)
    lines = [
        "## Print-likeness",
        "",
        f"{count} impressions of {len(real)} real strips, and the same designs in the same places printed by "
        f"the press. AUROC of a classifier (logistic regression on {len(NAMES)} features of gain, loss, "
        "edges, counters, specks, texture and spectra, and their squares) that did not see the book it is "
        "asked about: 0.5 is what print has, 1.0 is told every time. *As one* weighs "
        "books by their impressions.",
        "",
        f"| press | as one | {' | '.join(books)} |",
        f"|---|---|{'---|' * len(books)}",
    ]
    for name, rows in groups.items():
        told = tell([one[:2] for one in real], [one[:2] for one in rows])
        cells = " | ".join(f"{told.by_book[book]:.2f}" for book in books)
        lines.append(f"| {name} | {told.whole:.2f} | {cells} |")
    return [*lines, "", *_feature_lines(real, groups[ALL])]


def _feature_lines(real: Sequence[Measured], press: Sequence[Measured]) -> list[str]:
    a, b = (np.concatenate([one[1] for one in rows]) for rows in (real, press))
    lines = [
        "Means and spreads of the features; *apart* is the difference of the means in real spreads.",
        "",
        "| feature | print | press | apart |",
        "|---|---|---|---|",
    ]
    for name, x, y in zip(NAMES, a.T, b.T, strict=True):
        apart = (y.mean() - x.mean()) / max(float(x.std()), 1e-6)
        lines.append(
            f"| {name} | {x.mean():.2f} ({x.std():.2f}) | {y.mean():.2f} ({y.std():.2f}) | {apart:+.2f} |"
        )
    return lines


def evidence_lines(real: Sequence[Measured], press: Mapping[str, Sequence[Measured]]) -> list[str]:
    """The share of real impressions beyond the press's 99th percentile, by evidence."""
    groups = {**press, ALL: [one for rows in press.values() for one in rows]}
    lines = [
        "## Real impressions beyond the press's 99th percentile",
        "",
        "Untouched impressions, each evidence in its raw measure (%); asked is 0.5 to 3.",
        "",
        f"| press | {' | '.join(EVIDENCE)} |",
        f"|---|{'---|' * len(EVIDENCE)}",
    ]
    for name, rows in groups.items():
        shares = [
            beyond(*(np.concatenate([one[2][kind] for one in part]) for part in (real, rows)))
            for kind in EVIDENCE
        ]
        lines.append(f"| {name} | {' | '.join(f'{100 * share:.1f}' for share in shares)} |")
    return lines
