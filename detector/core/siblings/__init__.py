"""Siblings: what an impression shows that the other impressions of its sort do not. No Qt, no torch."""
