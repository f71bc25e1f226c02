"""The Align tool."""
