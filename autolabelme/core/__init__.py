"""The suite's shared vocabulary: no Qt, and no torch at import."""
