"""Parts of the matching benchmark; started by `benchmarks/matching.py`."""
