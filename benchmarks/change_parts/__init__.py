"""Parts of the training of the change network."""
