"""Parts of the benchmark on real scans (`benchmarks/real.py`)."""
