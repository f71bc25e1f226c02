"""The Annotate tool."""
