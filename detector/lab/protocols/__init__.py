"""Protocols that others published, ready to run on their data: changes, elements, clusters."""
