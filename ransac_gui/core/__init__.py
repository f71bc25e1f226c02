"""Alignment without Qt: features, homography, flow, result."""
