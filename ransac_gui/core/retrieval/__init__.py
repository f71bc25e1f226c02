"""Search by picture: descriptions, their index, verification by Align, and groups of impressions."""
