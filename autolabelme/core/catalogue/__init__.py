"""Catalogue: books, pages, ornaments, and what is known of them. No Qt, no torch."""
