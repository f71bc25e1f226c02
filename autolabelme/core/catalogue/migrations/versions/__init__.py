"""One file a form of the database, in their order."""
