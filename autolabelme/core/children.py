"""Python child processes: they import nothing that lies in the folder where the program was started.

``python -m`` and ``-c`` look for modules in the working folder first, so that a ``PyQt6.py`` beside
somebody's scans would be run.
"""

from __future__ import annotations

import sys


def python_command(*arguments: str) -> list[str]:
    """The command that runs this Python with `arguments`; files among them must be absolute paths.

    Not isolated (``-I``): packages of the user's own site stay within reach.
    """
    return [sys.executable, "-P", *arguments]


def neutral_folder() -> str:
    """A working folder for it that is nobody's data."""
    return sys.prefix
