"""The order of impressions by what can only break: which orders the events allow, and how far to believe it.

An event never heals, so the impressions that show it were printed after those that do not (Hinman; Hedges,
Proc. R. Soc. A 2006). Every event votes by its likelihood under an order: a true loss leaves the impressions
whole before some point and broken after it; a repair the other way round; a fault of the printing any of them
alone. What is believed is the posterior averaged over resampled events: one event, however clear, is never
enough for certainty.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from autolabelme.core.arrays import F64, Array
from autolabelme.core.errors import MisuseError

from . import tuning
from .states import ABSENT, PRESENT

_CODES = {ABSENT: 0, PRESENT: 1}
_SEED = 20


@dataclass(frozen=True)
class Vote:
    """One event: `states` of the impressions as in `states.STATES`, and how likely it is true."""

    states: tuple[str, ...]
    true: float
    either: bool = False
    """The ink moved: the event parts the impressions, and does not tell which of the two parts came first."""


@dataclass(frozen=True)
class Span:
    """What is known of an impression's date: years, both inclusive."""

    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Order:
    """The order of N impressions."""

    best: tuple[int, ...]
    """The likeliest order, first printed first."""
    before: F64
    """(N, N) belief that row was printed before column; 0.5 on the diagonal."""
    against_dates: tuple[tuple[int, int], ...]
    """Pairs (earlier by the events, earlier by the dates) that contradict each other."""

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The order as far as it is told: impressions of one group are not told apart."""
        groups: list[tuple[int, ...]] = [()]
        for at, one in enumerate(self.best):
            groups[-1] = (*groups[-1], one)
            later = self.best[at + 1 :]
            if later and self.before[np.ix_(self.best[: at + 1], later)].min() >= tuning.BELIEVED:
                groups.append(())
        return tuple(groups)

    @property
    def believed(self) -> float:
        """How far each step from one group to the next is believed, at least; 0.5 where there is none."""
        groups = self.groups
        steps = [
            float(self.before[np.ix_(sum(groups[:at], ()), sum(groups[at:], ()))].min())
            for at in range(1, len(groups))
        ]
        return min(steps, default=0.5)

    def told(self, first: int, second: int) -> bool | None:
        """Whether `first` was printed before `second`; None where it is not told."""
        belief = float(self.before[first, second])
        return True if belief >= tuning.BELIEVED else False if belief <= 1 - tuning.BELIEVED else None


@dataclass(frozen=True)
class Placing:
    """Between which years an impression was printed, as far as events and dates tell; None: not bounded."""

    after: float | None
    by: float | None


def order_of(votes: Sequence[Vote], count: int, dates: Sequence[Span | None] | None = None) -> Order:
    """The order of `count` impressions by the votes of events, within what dates allow.

    Deterministic. Raises `MisuseError` when a vote or the dates are not of `count` impressions.
    """
    for vote in votes:
        if len(vote.states) != count:
            raise MisuseError(f"votes: expected {count} states, got {len(vote.states)}")
    if dates is not None and len(dates) != count:
        raise MisuseError(f"dates: expected {count}, got {len(dates)}")
    said = [vote for vote in votes if {ABSENT, PRESENT} <= set(vote.states)]
    orders = _every_order(count) if count <= tuning.EVERY_ORDER else _walked(said, count)
    table = _table(said, orders)
    free = _believed(table, orders, count)
    if dates is None or not any(dates):
        return Order(_best(table, orders, free), free, ())
    # Dates of two impressions bind their order where they cannot overlap.
    bound = [
        (first, second)
        for first, one in enumerate(dates)
        for second, other in enumerate(dates)
        if one is not None and other is not None and one.high < other.low
    ]
    if count > tuning.EVERY_ORDER:
        orders = np.concatenate([orders, _dated(orders, bound)])
        table = _table(said, orders)
    place = np.argsort(orders, axis=1)
    allowed = np.all([place[:, a] < place[:, b] for a, b in bound], axis=0) if bound else slice(None)
    orders, table = orders[allowed], table[:, allowed]
    against = tuple((b, a) for a, b in bound if free[b, a] >= tuning.BELIEVED)
    within = _believed(table, orders, count)
    return Order(_best(table, orders, within), within, against)


def placing(order: Order, dates: Sequence[Span | None], which: int) -> Placing:
    """Between which dated impressions another one was printed."""
    after = [
        one.low
        for n, one in enumerate(dates)
        if one and n != which and order.before[n, which] >= tuning.PLACED
    ]
    by = [
        one.high
        for n, one in enumerate(dates)
        if one and n != which and order.before[which, n] >= tuning.PLACED
    ]
    return Placing(max(after, default=None), min(by, default=None))


def likelihood(vote: Vote, orders: Array) -> F64:
    """Likelihood of one event's states under each order (M, N), as a share of all patterns: (M,)."""
    shows = np.array([_CODES.get(state, -1) for state in vote.states], np.int8)
    count = int((shows >= 0).sum())
    read = shows[orders]
    broken = (read == 1)[read >= 0].reshape(len(orders), count)
    if count <= tuning.TABLED:
        loss, gain, mended = _every_pattern(count)[:, broken @ (1 << np.arange(count))]
    else:
        loss, gain, mended = _by_cause(broken)
    if vote.either:
        loss = gain = (loss + gain) / 2
    alone = sum(state == PRESENT for state in vote.states) == 1
    patterns = 2**count - 2 - count
    # Of two impressions, one alone is all there is.
    share = tuning.ALONE if patterns else 1.0
    fault = share / count if alone else (1 - share) / max(1, patterns)
    true = (1 - tuning.GAIN - tuning.MENDED) * loss + tuning.GAIN * gain + tuning.MENDED * mended
    return np.asarray(vote.true * true + (1 - vote.true) * fault)


def contradicts(vote: Vote, best: Sequence[int]) -> bool:
    """Whether an event's states, read in an order, are more than once whole and broken or broken first."""
    read = [vote.states[one] for one in best if vote.states[one] in (ABSENT, PRESENT)]
    first_whole = sorted(read, key=lambda state: state == PRESENT)
    return read != first_whole and not (vote.either and read == first_whole[::-1])


@cache
def _every_pattern(count: int) -> F64:
    """(3, 2**count) likelihood of each pattern of read states; bit n: whether the n-th printed is broken."""
    return _by_cause(np.arange(1 << count)[:, None] >> np.arange(count) & 1 == 1)


def _by_cause(broken: Array) -> F64:
    """(3, M) likelihood of read states (M, N) as a loss, a gain, and a loss that is mended."""
    count = broken.shape[1]
    loss = _explained(broken, _steps(count))
    mended = _explained(broken, _mended(count)) if count > 2 else loss
    return np.stack([loss, _explained(broken, ~_steps(count)), mended])


@cache
def _steps(count: int) -> Array:
    """(count - 1, count) whole before each point, broken after it."""
    return np.arange(count)[None] >= np.arange(1, count)[:, None]


@cache
def _mended(count: int) -> Array:
    """(M, count) whole, broken for a while, and whole again."""
    at = np.arange(count)
    spans = [(first, last) for first in range(1, count) for last in range(first + 1, count)]
    return np.array([(at >= first) & (at < last) for first, last in spans])


def _explained(broken: Array, patterns: Array) -> F64:
    """(M,) mean likelihood of read states (M, N) over patterns (P, N)."""
    wrong = (broken[:, None] != patterns[None]).sum(axis=2)
    right = broken.shape[1] - wrong
    return np.asarray((tuning.MISREAD**wrong * (1 - tuning.MISREAD) ** right).mean(axis=1))


def _table(votes: Sequence[Vote], orders: Array) -> F64:
    """(E, M) log likelihood of each event under each order."""
    if not votes:
        return np.zeros((0, len(orders)))
    known: dict[Vote, F64] = {}
    for vote in votes:
        if vote not in known:
            known[vote] = np.log(likelihood(vote, orders))
    return np.stack([known[vote] for vote in votes])


def _believed(table: F64, orders: Array, count: int) -> F64:
    """(N, N) belief that row is before column: posterior averaged over resampled events."""
    place = np.argsort(orders, axis=1)
    rng = np.random.default_rng(_SEED)
    share = np.zeros(len(orders))
    for _ in range(tuning.RESAMPLED):
        # One blank is drawn among the events, since even a single event might not be found again.
        counts = rng.multinomial(len(table) + 1, np.full(len(table) + 1, 1 / (len(table) + 1)))
        logs = counts[1:] @ table
        shares = np.exp(logs - logs.max())
        share += shares / shares.sum() / tuning.RESAMPLED
    before = np.full((count, count), 0.5)
    for first, second in itertools.permutations(range(count), 2):
        before[first, second] = share[place[:, first] < place[:, second]].sum()
    return before


def _best(table: F64, orders: Array, before: F64) -> tuple[int, ...]:
    """The likeliest order; among equals the one that pairwise beliefs favour."""
    logs = table.sum(axis=0)
    top = orders[logs >= logs.max() - 1e-9]
    fit = [sum(before[a, b] for a, b in itertools.combinations(one, 2)) for one in top]
    return tuple(int(one) for one in top[int(np.argmax(np.round(fit, 9)))])


@cache
def _every_order(count: int) -> Array:
    return np.array(list(itertools.permutations(range(count))), dtype=np.int64).reshape(-1, count)


def _walked(votes: Sequence[Vote], count: int) -> Array:
    """Different orders that a walk by likelihood meets, started where events by number point."""
    rng = np.random.default_rng(_SEED)
    broken = [sum(vote.true for vote in votes if vote.states[n] == PRESENT) for n in range(count)]
    now = np.argsort(broken, kind="stable")
    value = float(_table(votes, now[None]).sum())
    met = {tuple(now)}
    for _ in range(tuning.WALK):
        taken, put = rng.integers(count, size=2)
        other = np.insert(np.delete(now, taken), put, now[taken])
        theirs = float(_table(votes, other[None]).sum())
        if math.log(rng.random() + 1e-300) < theirs - value:
            now, value = other, theirs
        met.add(tuple(other))
    return np.array(sorted(met), dtype=np.int64)


def _dated(orders: Array, bound: Sequence[tuple[int, int]]) -> Array:
    """Each order with its bound impressions put where dates want them."""
    count = orders.shape[1]
    later = np.zeros(count, int)
    for _, second in bound:
        later[second] += 1
    tied = [one for one in range(count) if any(one in pair for pair in bound)]
    wanted = sorted(tied, key=lambda one: later[one])
    result = orders.copy()
    for row in result:
        row[np.isin(row, tied)] = wanted
    return np.unique(result, axis=0)
