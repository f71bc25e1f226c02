"""The catalogue: one project of books, pages, ornaments, blocks and sorts in a database on disk.

`project` opens it, `edits` changes it (each change can be undone), `queries` and `printers` read it, `adding`
takes pages in, `records` writes what only the database knows as JSON beside it and makes it anew from there.
"""
