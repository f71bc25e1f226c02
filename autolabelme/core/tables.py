"""CSV tables that are safe to open in a spreadsheet; `core.reading.read_table` reads them back.

A cell that begins with ``= + - @``, a tab or a line's end is a formula to a spreadsheet, and a label or a
file's name can be one. Such text gets an apostrophe in front, which the reader takes off; numbers stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as CSV with plain newlines; text is escaped, numbers and None are written as they are."""
    return "".join(f"{','.join(map(_escaped, row))}\n" for row in (columns, *rows))


def _escaped(cell: object) -> str:
    text = "" if cell is None else str(cell)
    if isinstance(cell, str) and _FORMULA.match(text):
        text = f"'{text}"
    # Not csv.writer: with plain newlines it leaves a carriage return unquoted, and no reader takes that back.
    return '"' + text.replace('"', '""') + '"' if re.search(r'[,"\r\n]', text) else text


def plain_cell(cell: str) -> str:
    """The text of a cell that `csv_text` may have escaped."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
