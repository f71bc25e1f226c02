"""The window that puts the tools together."""
