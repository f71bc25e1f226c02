"""The manual: what F1 shows, and what `make docs` makes into pages for the web."""
