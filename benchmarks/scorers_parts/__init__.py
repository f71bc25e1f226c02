"""Parts of the scorers' benchmark."""
