"""The Pages workspace."""

from __future__ import annotations

from autolabelme.qtkit.workspace import Panel


class PagesPanel(Panel):
    """Made next."""
