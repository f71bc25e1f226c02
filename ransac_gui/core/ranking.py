"""What can become of a pair, and which of several comes first."""

from __future__ import annotations

ALIGNED, WEAK, REFUSED, ERROR = "aligned", "weak", "refused", "error"
STATUSES = (ALIGNED, WEAK, REFUSED, ERROR)
"""From the best to the worst: the table's default order."""


def rank(status: str, ncc_after: float | None) -> tuple[int, float]:
    """Sort key: the status, then the larger NCC first."""
    return STATUSES.index(status), 1.0 if ncc_after is None else -ncc_after
