"""The Pages workspace: the scans at hand, their marks and their provenance."""
