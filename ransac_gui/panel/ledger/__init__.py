"""The ledger of a block, a view of Align: what broke between impressions, and the order that follows."""
