"""What `benchmarks/pairs.py` learns from."""
