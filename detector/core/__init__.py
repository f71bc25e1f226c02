"""Detection, reconstruction and inspection without Qt."""
