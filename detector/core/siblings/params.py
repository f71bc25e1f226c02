"""Parameters of an inspection against siblings."""

from __future__ import annotations

from dataclasses import dataclass

from autolabelme.core.params import Params, param

SIDES = ("cut", "lost", "added", "unlike")
"""A stroke is parted; ink is gone; there is ink that no sibling has; it is another piece."""

LEAST_SIBLINGS = 8
"""With fewer an impression is ranked and nothing is promised (no p)."""


@dataclass(frozen=True)
class SiblingParams(Params):
    """How the impressions of a page are compared with their siblings."""

    false_alarms: float = param(
        0.05,
        minimum=0.0001,
        maximum=0.5,
        step=0.005,
        label="False alarms",
        percent=True,
        help="Share of untouched vignettes that may be flagged",
    )
