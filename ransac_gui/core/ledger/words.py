"""What a ledger says in sentences."""

from __future__ import annotations

import math
from collections import Counter

from autolabelme.core.messages import Message, Template, clauses, listed

from . import tuning
from .decisions import REJECT
from .kinds import BENT, BREAK, CRACK, LOST, REPAIR, WORM
from .ledger import Ledger, Reading
from .order import Placing
from .states import ABSENT, CANNOT_TELL, PRESENT


class LedgerWords(Template):
    """Codes and sentences of a ledger."""

    EVENTS = "Events: {counts}."
    COUNT = "{count} × {kind}"
    NO_EVENTS = "No events were found."
    NOT_TOLD = "The events do not tell the order of {names}: no step of it is believed to {believed:.0%}."
    ORDER = "Printed in this order: {groups}. Each step is believed to {believed:.0%} or more; {fit}."
    THEN = "then {names}"
    TOGETHER = "{names} (not told apart)"
    ALL_FIT = "every event fits it"
    ONE_AGAINST = "1 of {all} events does not fit it"
    SOME_AGAINST = "{count} of {all} events do not fit it"
    NOWHERE = "{name}: the events do not place it between the dated ones."
    BY = "{name}: printed {by:g} or earlier."
    AFTER = "{name}: printed {after:g} or later."
    BETWEEN = "{name}: printed between {after:g} and {by:g}."
    COPY = "is pixel for pixel the picture of {other}: no second impression"
    ONE_SCAN = (
        "{names} are so alike that they may be one impression, pictured more than once: for the order they "
        "count as one."
    )
    DATED_APART = (
        "{first} and {second} are so alike that they may be one impression, pictured twice; as their dates "
        "differ, they count as two."
    )
    AGAINST = "The events say that {first} was printed before {second}; the dates say the opposite."


class LedgerTerms(Template):
    """Kinds of events, and what an impression shows of one."""

    BREAK = "line break"
    CRACK = "crack"
    LOST = "lost piece"
    WORM = "worm hole"
    REPAIR = "repair"
    BENT = "bent frame"
    PRESENT = "present"
    ABSENT = "absent"
    CANNOT_TELL = "cannot tell"


_TERMS = {
    **{BREAK: LedgerTerms.BREAK, CRACK: LedgerTerms.CRACK, LOST: LedgerTerms.LOST},
    **{WORM: LedgerTerms.WORM, REPAIR: LedgerTerms.REPAIR, BENT: LedgerTerms.BENT},
    **{PRESENT: LedgerTerms.PRESENT, ABSENT: LedgerTerms.ABSENT, CANNOT_TELL: LedgerTerms.CANNOT_TELL},
}


def term(word: str) -> Message:
    """A kind or a state as a message."""
    return _TERMS[word]()


def order_words(ledger: Ledger, reading: Reading) -> Message:
    """The order, first printed first, how far it is believed, and how many events do not fit it.

    Impressions that are not told apart stand together.
    """
    order, names = reading.order, ledger.names
    if len(order.groups) == 1:
        return LedgerWords.NOT_TOLD(
            names=", ".join(names[one] for one in order.best), believed=tuning.BELIEVED
        )
    groups: list[str] = []
    for group in order.groups:
        text = ", ".join(names[one] for one in group)
        together: str = LedgerWords.TOGETHER(names=text) if len(group) > 1 else text
        groups.append(LedgerWords.THEN(names=together) if groups else together)
    # Never certain: nothing but whole per cent that are reached.
    believed = math.floor(100 * order.believed) / 100
    return LedgerWords.ORDER(groups=clauses(groups), believed=believed, fit=_fit(reading))


def _fit(reading: Reading) -> Message:
    rows = [row for row in reading.rows if row.verdict != REJECT]
    against = sum(row.contradicts for row in rows)
    if not against:
        return LedgerWords.ALL_FIT()
    if against == 1:
        return LedgerWords.ONE_AGAINST(all=len(rows))
    return LedgerWords.SOME_AGAINST(count=against, all=len(rows))


def placing_words(name: str, placing: Placing) -> Message:
    """Where an undated impression belongs."""
    if placing.after is None and placing.by is None:
        return LedgerWords.NOWHERE(name=name)
    if placing.after is None:
        return LedgerWords.BY(name=name, by=placing.by or 0.0)
    if placing.by is None:
        return LedgerWords.AFTER(name=name, after=placing.after)
    return LedgerWords.BETWEEN(name=name, after=placing.after, by=placing.by)


def placings_words(ledger: Ledger, reading: Reading) -> list[Message]:
    """Where the undated impressions belong, in the ledger's order."""
    pairs = zip(ledger.names, reading.placings, strict=True)
    return [placing_words(name, one) for name, one in pairs if one is not None]


def against_words(ledger: Ledger, reading: Reading) -> list[Message]:
    """Where the events contradict the dates."""
    return [
        LedgerWords.AGAINST(first=ledger.names[first], second=ledger.names[second])
        for first, second in reading.order.against_dates
    ]


def one_scan_words(ledger: Ledger) -> list[Message]:
    """Which impressions may be one, pictured more than once, and what the order makes of it."""
    names, groups = ledger.names, ledger.groups
    told = [
        LedgerWords.ONE_SCAN(names=listed(names[one] for one in group)) for group in groups if len(group) > 1
    ]
    for twin in ledger.twins:
        if not any(twin.first in group and twin.second in group for group in groups):
            told.append(LedgerWords.DATED_APART(first=names[twin.first], second=names[twin.second]))
    return told


def events_words(reading: Reading) -> Message:
    """How many events there are, by kind."""
    kinds = Counter(row.kind for row in reading.rows if row.verdict != REJECT)
    if not kinds:
        return LedgerWords.NO_EVENTS()
    counts = [LedgerWords.COUNT(count=count, kind=term(kind)) for kind, count in kinds.most_common()]
    return LedgerWords.EVENTS(counts=listed(counts))


def said(ledger: Ledger, reading: Reading) -> list[Message]:
    """The ledger in a few lines: what may be one scan, its events by kind, the order, and where undated
    impressions belong."""
    return [
        *one_scan_words(ledger),
        events_words(reading),
        order_words(ledger, reading),
        *placings_words(ledger, reading),
        *against_words(ledger, reading),
    ]
