"""Who writes the reports of this process: said once, as the language is, by the window or a command."""

from __future__ import annotations


class _Signature:
    who = ""


def sign(who: str) -> None:
    """Name who writes the reports from now on; nobody with ''."""
    _Signature.who = " ".join(who.split())


def signature() -> str:
    """Who writes the reports; '' where nobody said so."""
    return _Signature.who
