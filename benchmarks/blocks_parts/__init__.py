"""Parts of the bench of block verdicts."""
