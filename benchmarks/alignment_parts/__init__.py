"""Parts of `benchmarks/alignment.py`."""
