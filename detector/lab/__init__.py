"""The laboratory: anomaly scorers, published protocols, sets to try them on. Nothing imports it."""
