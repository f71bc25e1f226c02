"""The Train and Inspect tools."""
