"""One verdict of two: a pair that was laid from either side, the one's impression on the other's and back.

Windows, their size and what repeats are the reference's, so that the two need not say the same.
"""

from __future__ import annotations

from dataclasses import replace

from .kinds import CANNOT_TELL, SAME
from .verdict import BlockVerdict


def both_ways(there: BlockVerdict, back: BlockVerdict) -> BlockVerdict:
    """What can be said of a pair when both are known; lengths stay those of `there`.

    *Same block* asks for it from both sides. Where one side has it that they are of two blocks, or set again,
    while the other has not, nothing is told: the reason is `ways`, and nobody is to propose such a pair.
    """
    kinds = {there.kind, back.kind}
    if kinds <= {SAME, CANNOT_TELL}:
        return replace(there, why="one way") if there.kind == SAME != back.kind else there
    return replace(there, why="ways") if kinds & {SAME, CANNOT_TELL} else there
