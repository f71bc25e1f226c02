"""Typesetting and printing of synthetic pages with exact truth."""
