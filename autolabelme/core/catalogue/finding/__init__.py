"""Find ornaments on a page without OCR.

for proposal in find_ornaments(page, FindParams(), tick=no_tick):
    proposal.kind, proposal.box, proposal.score
"""

from __future__ import annotations

from .find import find_ornaments
from .proposal import KINDS, FindParams, Proposal

__all__ = ["KINDS", "FindParams", "Proposal", "find_ornaments"]
