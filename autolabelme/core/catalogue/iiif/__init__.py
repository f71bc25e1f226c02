"""Pages from libraries' servers (IIIF), and what was found on them in formats that others read.

In: `sources.open_source` reads a manifest or a collection, `pages.fetch_pages` its pages. Out:
`export.export` writes annotations, tables and crops of what `exported.Exported` holds. Only `client` goes to
the network, and nothing is asked for that the user did not name.
"""
