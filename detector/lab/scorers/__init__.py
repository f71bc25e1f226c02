"""Anomaly scorers side by side, on one interface (`base`)."""
