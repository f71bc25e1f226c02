"""AutoLabelme: annotate, align and inspect the ornaments of early printed books."""

__version__ = "0.1.0"
