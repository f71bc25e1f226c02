"""The Inspect workspace: anomalous vignettes of an aligned ornament, with the evidence for each."""
