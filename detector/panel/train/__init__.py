"""Train: a detector from a catalogue, watched while it learns; the models at hand; detections of a page."""
