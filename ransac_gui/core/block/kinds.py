"""The block verdicts, and the reasons that lead to each."""

from __future__ import annotations

SAME, COPY, ANOTHER, SET_AGAIN = "same block", "close copy", "another", "set again"
CANNOT_TELL = "cannot tell"
KINDS = (SAME, COPY, ANOTHER, SET_AGAIN, CANNOT_TELL)
KIND_OF = {
    "same": SAME,
    "copy": COPY,
    "another": ANOTHER,
    "set again": SET_AGAIN,
    "set or cut": SET_AGAIN,
    "cut or set": COPY,
    "may be set": CANNOT_TELL,
    "between": CANNOT_TELL,
    "fine": CANNOT_TELL,
    "inked": CANNOT_TELL,
    "waves": CANNOT_TELL,
    "off": CANNOT_TELL,
    "few": CANNOT_TELL,
    "one way": CANNOT_TELL,
    "ways": CANNOT_TELL,
}
"""The verdict that a reason leads to."""
JOINING = tuple(
    why for why, kind in KIND_OF.items() if kind in (SAME, CANNOT_TELL) and why not in ("ways", "may be set")
)
"""Reasons that let two ornaments be proposed as one block's: a person is asked anyway. Not so where the pair,
laid from the other side, is told to be of two, nor where it is set again more often than not."""
OF_PIECES = ("set again", "set or cut", "cut or set")
"""Reasons that rest on parts: those of one block that is laid badly lie off together, too."""
