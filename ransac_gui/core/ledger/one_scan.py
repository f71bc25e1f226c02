"""Impressions that may be one impression, pictured twice: no two witnesses of what broke.

A picture that was saved or scaled again is no second impression, and nothing in it tells which of the two was
printed first. They are told by how alike their inks are, place by place, as Align's verdict tells them
(decision 0239), and count as one for the order unless their dates part them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, Bool
from autolabelme.core.correlation import correlation_about, variance_about
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from ..block import tuning
from ..block.sheets import two_sheets
from .frame import Frame, Sheet
from .order import Order, Span, Vote, order_of
from .states import CANNOT_TELL

Groups = tuple[tuple[int, ...], ...]
"""Impressions that count as one, each group and all groups by the smallest number."""


@dataclass(frozen=True)
class Twins:
    """Two impressions of a ledger that may be one."""

    first: int
    second: int
    ncc: float
    """How alike they are, -1..1."""


def twins_of(frame: Frame, *, tick: Tick = no_tick) -> tuple[Twins, ...]:
    """The pairs of impressions that may be one, pictured twice."""
    found = []
    for number, first in enumerate(frame.sheets):
        tick(number, len(frame.sheets), first.name)
        for other in range(number + 1, len(frame.sheets)):
            second = frame.sheets[other]
            shown = first.shown & second.shown
            ncc = alike(first.ink, second.ink, frame.block & shown)
            if ncc >= tuning.ONE_SCAN and not _two_sheets(first, second, shown):
                found.append(Twins(number, other, ncc))
    return tuple(found)


def _two_sheets(first: Sheet, second: Sheet, shown: Bool) -> bool:
    """Whether their papers tell two impressions, however alike their inks are."""
    pictures = np.asarray(first.gray, np.float32), np.asarray(second.gray, np.float32)
    return two_sheets(pictures, (first.ink, second.ink), shown)


def alike(first: F32, second: F32, inside: Bool) -> float:
    """Median over print of the correlation of two inks (h, w), 0..1, about each place; 0 without print.

    The second may lie a pixel off, anywhere in its own way: what laying leaves. `inside` (h, w) is what is
    compared.
    """
    side = max(first.shape)
    one, other = (
        np.asarray(cv2.GaussianBlur(ink, (0, 0), max(0.5, tuning.ELSEWHERE_BLUR * side)), np.float32)
        for ink in (first, second)
    )

    def about(values: F32) -> F32:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), tuning.ELSEWHERE_NEAR * side), np.float32)

    here, there = (variance_about(ink, about) for ink in (one, other))
    printed = (np.minimum(here, there) > tuning.ELSEWHERE_INK**2) & inside
    agree = correlation_about(one, other, about, 1e-6)[printed]
    return min(1.0, float(np.median(agree))) if agree.size else 0.0


def groups_of(count: int, twins: Sequence[Twins], dates: Sequence[Span | None] | None = None) -> Groups:
    """Which of `count` impressions count as one: twins, but those whose dates cannot be the same."""
    known = dates or (None,) * count
    groups: list[tuple[int, ...]] = [(number,) for number in range(count)]
    for twin in twins:
        both = [group for group in groups if twin.first in group or twin.second in group]
        members = tuple(sorted(itertools.chain(*both)))
        span = _common(members, known)
        if len(both) == 2 and (span is None or span.low <= span.high):
            groups = sorted([*(group for group in groups if group not in both), members])
    return tuple(groups)


def _common(members: Sequence[int], dates: Sequence[Span | None]) -> Span | None:
    """The years that all of them may be of, the wrong way round where there are none; None without dates."""
    spans = [span for span in (dates[one] for one in members) if span is not None]
    return Span(max(span.low for span in spans), min(span.high for span in spans)) if spans else None


def agreed(states: Sequence[str], groups: Groups) -> tuple[str, ...]:
    """States of impressions, with one state for those that count as one: *cannot tell* where they differ."""
    result = list(states)
    for group in groups:
        told = {states[one] for one in group} - {CANNOT_TELL}
        for one in group:
            result[one] = next(iter(told)) if len(told) == 1 else CANNOT_TELL
    return tuple(result)


def order_of_groups(votes: Sequence[Vote], groups: Groups, dates: Sequence[Span | None]) -> Order:
    """`order.order_of`, each group as one impression; within a group nothing is told (0.5)."""
    firsts = [group[0] for group in groups]
    one_each = []
    for vote in votes:
        states = agreed(vote.states, groups)
        one_each.append(Vote(tuple(states[one] for one in firsts), vote.true, vote.either))
    found = order_of(one_each, len(groups), [_common(group, dates) for group in groups])
    at = np.zeros(sum(map(len, groups)), np.intp)
    for number, group in enumerate(groups):
        at[list(group)] = number
    return Order(
        tuple(one for number in found.best for one in groups[number]),
        found.before[np.ix_(at, at)],
        tuple((_dated(groups[a], dates), _dated(groups[b], dates)) for a, b in found.against_dates),
    )


def _dated(group: Sequence[int], dates: Sequence[Span | None]) -> int:
    return next(one for one in group if dates[one] is not None)
