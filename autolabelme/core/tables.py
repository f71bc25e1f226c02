"""CSV tables that are safe to open in a spreadsheet, and reading them back.

A cell that begins with ``= + - @``, a tab or a line's end is a formula to a spreadsheet, and a label or a
file's name can be one. Such text gets an apostrophe in front, which the reader takes off; numbers stay.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from .errors import InputError

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_LARGEST_BYTES = 100_000_000


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as CSV with plain newlines; text is escaped, numbers and None are written as they are."""
    return "".join(f"{','.join(map(_escaped, row))}\n" for row in (columns, *rows))


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a table by column; a cell that is not there is empty, one too many is left out.

    Raises `InputError` naming the file when it is not a CSV table in UTF-8.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise InputError(f"is too large for a table: over {_LARGEST_BYTES:,} bytes", path=path)
        text = path.read_bytes().decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline="")))
    except FileNotFoundError as error:
        raise InputError("does not exist", path=path) from error
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 text (byte {error.start})", path=path) from error
    except csv.Error as error:
        raise InputError(f"is not a CSV table: {error}", path=path) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error
    if not lines:
        return []
    columns, *rows = ([_plain(cell) for cell in line] for line in lines if line)
    return [{name: row[at] if at < len(row) else "" for at, name in enumerate(columns)} for row in rows]


def _escaped(cell: object) -> str:
    text = "" if cell is None else str(cell)
    if isinstance(cell, str) and _FORMULA.match(text):
        text = f"'{text}"
    # Not csv.writer: with plain newlines it leaves a carriage return unquoted, and no reader takes that back.
    return '"' + text.replace('"', '""') + '"' if re.search(r'[,"\r\n]', text) else text


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
