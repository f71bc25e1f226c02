"""Align: lay a source page or ornament on a reference."""
