"""The ledger of a block: what broke between its impressions, and in which order they were printed."""
