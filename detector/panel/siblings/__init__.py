"""Inspect's comparison of a page's impressions with their siblings, from the boxes that Annotate sends."""
