"""Parts of the benchmark of the press (`benchmarks/press.py`): does its print look like print?"""
