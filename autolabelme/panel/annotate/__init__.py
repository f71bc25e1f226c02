"""The Annotate workspace: box one vignette a label, Rematch, check, save."""
