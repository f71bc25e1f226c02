"""What can be asked of a search by picture: without what it takes to search."""

from __future__ import annotations

from dataclasses import dataclass

from autolabelme.core.params import Params, param

from . import tuning


@dataclass(frozen=True)
class RetrievalParams(Params):
    """How an ornament is searched for."""

    verify: bool = param(
        True, label="Verify", help="Lay the most similar ornaments on the picture and let the ink decide."
    )
    candidates: int = param(
        tuning.NEIGHBOURS,
        label="Candidates",
        help="How many of the most similar ornaments are verified.",
        minimum=1,
        maximum=200,
        advanced=True,
    )
    mirrored: bool = param(
        False, label="Mirrored, too", help="Search for the mirror image as well: copies are often mirrored."
    )
