"""The Catalogue workspace: books, ornaments, blocks and sorts of a project; the pages at hand."""
