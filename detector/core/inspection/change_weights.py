"""Which change networks are bundled, by the names of their weights. No torch."""

from __future__ import annotations

CHANGE_WEIGHTS = "change_network_2"
"""The change network that new normals are measured with."""
FIRST_CHANGE_WEIGHTS = "change_network"
"""The one before, which normals of earlier versions were measured with: their p-values hold for it alone."""
