"""Bundled data: icons, sample catalogue and pages, weights, translations."""
