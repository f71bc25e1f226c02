"""Small sets of the press in published layouts."""
