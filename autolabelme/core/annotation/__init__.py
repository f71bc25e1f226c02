"""Annotations of a page: shapes, history, LabelMe JSON, crops."""
