"""The parts of `sensitivity.py`: what a tuning file says, what is still inline, a small figure an engine."""
