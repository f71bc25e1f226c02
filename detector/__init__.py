"""Detect and Inspect: vignette detector, decoder and findings."""
