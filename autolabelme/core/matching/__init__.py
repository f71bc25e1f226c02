"""Normalised cross-correlation search for copies of a template."""
