"""Find ornaments on a page without OCR.

for proposal in find_ornaments(page, FindParams(), tick=no_tick):
    proposal.kind, proposal.box, proposal.score
"""

from __future__ import annotations

from .find import find_ornaments
from .proposal import KINDS, FindParams, Proposal

# Another number, other proposals for the same page: what was found by an older one may be found again.
VERSION = 4

__all__ = ["KINDS", "VERSION", "FindParams", "Proposal", "find_ornaments"]
