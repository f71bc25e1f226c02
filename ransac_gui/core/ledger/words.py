"""What a ledger says in sentences."""

from __future__ import annotations

from collections import Counter

from .decisions import REJECT
from .ledger import Ledger, Reading
from .order import Placing


def order_words(ledger: Ledger, reading: Reading) -> str:
    """The order, first printed first; impressions that are not told apart stand together."""
    groups = [", ".join(ledger.names[one] for one in group) for group in reading.order.groups]
    if len(groups) == 1:
        return f"The events do not tell the order of {groups[0]}."
    return "Printed in this order: " + "; then ".join(
        f"{group} (not told apart)" if len(members) > 1 else group
        for group, members in zip(groups, reading.order.groups, strict=True)
    )


def placing_words(name: str, placing: Placing) -> str:
    """Where an undated impression belongs."""
    if placing.after is None and placing.by is None:
        return f"{name}: the events do not place it between the dated ones."
    if placing.after is None:
        return f"{name}: printed {placing.by:g} or earlier."
    if placing.by is None:
        return f"{name}: printed {placing.after:g} or later."
    return f"{name}: printed between {placing.after:g} and {placing.by:g}."


def against_words(ledger: Ledger, reading: Reading) -> list[str]:
    """Where the events contradict the dates."""
    return [
        f"The events say that {ledger.names[first]} was printed before {ledger.names[second]}; the dates say "
        "the opposite."
        for first, second in reading.order.against_dates
    ]


def said(ledger: Ledger, reading: Reading) -> list[str]:
    """The ledger in a few lines: its events by kind, the order, and where undated impressions belong."""
    kinds = Counter(row.kind for row in reading.rows if row.verdict != REJECT)
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    placed = [
        placing_words(name, one)
        for name, one in zip(ledger.names, reading.placings, strict=True)
        if one is not None
    ]
    events = f"Events: {counts}." if counts else "No events were found."
    return [events, order_words(ledger, reading), *placed, *against_words(ledger, reading)]
