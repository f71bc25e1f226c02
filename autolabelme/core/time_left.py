"""How long a job still takes, from the share of it that is done. No Qt."""

from __future__ import annotations

from collections import deque

AFTER_S = 0.5
"""Before so long has passed nothing is said."""
_LATEST = 1 / 3
"""The pace of the latest third of the time counts: a machine that has become busy stays so."""
_KEPT = 512


class TimeLeft:
    """The time left of a job whose shares take about equally long; the latest pace goes on.

    A job of stages with different costs gives each stage the share that it takes (`SubTick`).
    """

    def __init__(self, after_s: float = AFTER_S) -> None:
        self._after = after_s
        self._seen: deque[tuple[float, float]] = deque()
        self._total = -1

    def at(self, done: int, total: int, now: float) -> float | None:
        """Seconds left at the time `now` (seconds); None while that is not known.

        What counts anew (another `total`, or fewer steps than before) is a job of its own.
        """
        share = done / total if total > 0 else 0.0
        if total != self._total or (self._seen and share < self._seen[-1][1]):
            self._seen.clear()
        self._total = total
        self._seen.append((now, share))
        if len(self._seen) > _KEPT:  # every other one of the older half
            old = [self._seen.popleft() for _ in range(_KEPT // 2)]
            self._seen.extendleft(reversed(old[::2]))
        began, first = self._seen[0]
        if total <= 0 or share <= first or now - began < self._after:
            return None
        since = now - _LATEST * (now - began)
        at, then = next(((t, s) for t, s in reversed(self._seen) if t <= since), self._seen[0])
        if share <= then:  # nothing has moved lately
            at, then = began, first
        return max(0.0, (now - at) * (1 - share) / (share - then))
