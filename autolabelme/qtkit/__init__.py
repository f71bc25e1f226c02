"""Qt widgets that every tool shares."""
