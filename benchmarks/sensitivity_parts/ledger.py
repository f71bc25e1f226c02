"""Small figures of a ledger: two blocks that the press aged, three impressions each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from benchmarks.ledger_parts.cases import Case, aged_case, splits, truth_of
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.ledger import order
from ransac_gui.core.ledger.events import layers_of
from ransac_gui.core.ledger.frame import framed
from ransac_gui.core.ledger.kinds import BENT, kind_of
from ransac_gui.core.ledger.ledger import likely_places
from ransac_gui.core.ledger.states import CANNOT_TELL, PRESENT, states_of

SEEDS = (2, 4)
SHEETS = 3
LEAST = 0.3
"""Likelihood from which places count here: also some that are not shown."""
OTHERS: Sequence[Mapping[str, Any]] = ({"SEEDS": (6, 8)}, {"SEEDS": (10, 12)}, {"SEEDS": (14, 16)})
"""Other data, by the constants above: a neighbour that is better must be better there, too."""
PERSON = "follows what a person says"
FITTED = "takes effect when the weights are fitted, which takes minutes"
MANY = "needs more impressions, or dates"

UNVARIED: Mapping[str, str] = {
    "SIDE": "needs a search for features",
    **dict.fromkeys(("PENALTY", "HIDDEN", "NETWORKS", "DECAY", "FIRST_WEIGHTS", "STEPS"), FITTED),
    **dict.fromkeys(("ACCEPTED", "CLICK"), PERSON),
    **dict.fromkeys(("EVERY_ORDER", "TABLED", "WALK", "PLACED"), MANY),
}


@cache
def _cases() -> tuple[Case, ...]:
    return tuple(aged_case(seed, SHEETS) for seed in SEEDS)


def _places_apart() -> float:
    """Summed likelihood of true places, less that of false ones."""
    total = 0.0
    for case in _cases():
        for place, true in likely_places(case.frame, layers_of(case.frame), least=LEAST):
            total += true if truth_of(case, place) is not None else -true
    return total


def _events_apart() -> float:
    """True events that are shown, less false rows."""
    total = 0
    for case in _cases():
        named = [truth_of(case, place) for place, _ in likely_places(case.frame, layers_of(case.frame))]
        total += len(set(named) - {None}) - named.count(None)
    return float(total)


def _right_cells() -> float:
    """Cells of true events that are told rightly, less those told wrongly."""
    total = 0
    for case in _cases():
        for place, _ in likely_places(case.frame, layers_of(case.frame), least=LEAST):
            number = truth_of(case, place)
            if number is None:
                continue
            happened = splits(case, case.life.events[number])
            for state, broken in zip(states_of(place), happened, strict=True):
                if state != CANNOT_TELL:
                    total += 1 if (state == PRESENT) == bool(broken) else -1
    return float(total)


def _right_kinds() -> float:
    """True places whose kind is the one that was made."""
    total = 0
    for case in _cases():
        layers = layers_of(case.frame)
        for place, _ in likely_places(case.frame, layers, least=LEAST):
            number = truth_of(case, place)
            if number is not None:
                total += kind_of(case.frame, layers, place) == case.life.events[number].kind
    return float(total)


@cache
def _votes() -> tuple[tuple[Case, tuple[order.Vote, ...]], ...]:
    found = []
    for case in _cases():
        layers = layers_of(case.frame)
        places = likely_places(case.frame, layers)
        bent = [kind_of(case.frame, layers, place) == BENT for place, _ in places]
        votes = (
            order.Vote(states_of(one), true, moved) for (one, true), moved in zip(places, bent, strict=True)
        )
        found.append((case, tuple(votes)))
    return tuple(found)


def _believed() -> float:
    """Mean belief in the true order of two impressions."""
    beliefs = []
    for case, votes in _votes():
        order._every_pattern.cache_clear()
        before = order.order_of(votes, SHEETS).before
        beliefs += [
            before[a, b] for a in range(SHEETS) for b in range(SHEETS) if case.printed[a] < case.printed[b]
        ]
    order._every_pattern.cache_clear()
    return float(np.mean(beliefs))


def _told() -> float:
    """Pairs told rightly, less pairs told wrongly."""
    total = 0
    for case, votes in _votes():
        found = order.order_of(votes, SHEETS)
        for a in range(SHEETS):
            for b in range(a + 1, SHEETS):
                said = found.told(a, b)
                if said is not None:
                    total += 1 if said == (case.printed[a] < case.printed[b]) else -1
    return float(total)


def _block_found() -> float:
    """Overlap (intersection over union) of the block that is found with where it prints."""
    case = _cases()[0]
    first, other, *_ = case.frame.sheets
    rows, columns = first.gray.shape
    laid = (other.name, other.gray, WarpMap(columns, rows, np.eye(3)[None]))
    block = framed((first.name, first.gray), [laid]).block
    return float((block & case.frame.block).sum() / (block | case.frame.block).sum())


BY_SECTION: Mapping[str, tuple[str, Callable[[], float]]] = {
    "Frame": ("overlap of the block with what is found of it", _block_found),
    "Places": ("likelihood of true places less false ones", _places_apart),
    "What is measured of a place": ("likelihood of true places less false ones", _places_apart),
    "States": ("cells told rightly less wrongly", _right_cells),
    "Kinds": ("kinds that are right", _right_kinds),
    "Events": ("true events shown less false rows", _events_apart),
    "Order": ("belief in the true order", _believed),
}
BY_NAME: Mapping[str, tuple[str, Callable[[], float]]] = {
    **dict.fromkeys(("GONE", "THERE"), BY_SECTION["States"]),
    "BELIEVED": ("pairs told rightly less wrongly", _told),
}


def figure_of(name: str, section: str) -> tuple[str, Callable[[], float]]:
    """What is measured while a number is varied: its words, and how."""
    return BY_NAME.get(name) or BY_SECTION[section]
