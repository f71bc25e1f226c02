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
Press = Mapping[str, Mapping[str, Sequence[Measured]]]
"""The press's strips by recipe and wear level."""


def _groups(press: Press) -> dict[str, list[Measured]]:
    """Each level of each recipe, and all of a recipe together."""
    found: dict[str, list[Measured]] = {}
    for recipe, levels in press.items():
        found |= {f"{recipe}, {name}": list(rows) for name, rows in levels.items()}
        found[f"**{recipe}, all**"] = [one for rows in levels.values() for one in rows]
    return found


def likeness_lines(real: Sequence[Measured], press: Press) -> list[str]:
    """How well a classifier tells press from print, and which features tell them most."""
    groups = _groups(press)
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
    return [*lines, "", *_feature_lines(real, press)]


def _feature_lines(real: Sequence[Measured], press: Press) -> list[str]:
    lines = [
        "Means of the features, spreads in brackets, and the difference of the means in real spreads.",
        "",
        f"| feature | real | {' | '.join(f'{recipe} | apart' for recipe in press)} |",
        f"|---|---|{'---|---|' * len(press)}",
    ]
    values = np.concatenate([one[1] for one in real])
    made = [np.concatenate([one[1] for rows in levels.values() for one in rows]) for levels in press.values()]
    for number, name in enumerate(NAMES):
        x = values[:, number]
        cells = [f"{x.mean():.2f} ({x.std():.2f})"]
        for y in (one[:, number] for one in made):
            apart = (y.mean() - x.mean()) / max(float(x.std()), 1e-6)
            cells += [f"{y.mean():.2f} ({y.std():.2f})", f"{apart:+.2f}"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def evidence_lines(real: Sequence[Measured], press: Press) -> list[str]:
    """The share of real impressions beyond the press's 99th percentile, by evidence."""
    groups = _groups(press)
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
