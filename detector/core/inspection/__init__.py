"""What is anomalous on an ornament, how sure that is, and the evidence for it."""
