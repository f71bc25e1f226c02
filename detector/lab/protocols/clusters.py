"""Reading Rey's Ornaments clustering (Chaki et al. 2024), every file checked.

``images/`` and tables such as ``metadata.tsv``: tab-separated with a head line; the image's file name stands
in the first column, the motif in the column ``motif_id``, else in the last.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_gray
from autolabelme.core.progress import Tick, no_tick

from .set_files import text_lines

TABLE = "metadata.tsv"
LEAST_IMPRESSIONS = 3
"""Motifs with fewer are left out: the published imbalanced set is what then remains of the whole one."""
_MOTIF = "motif_id"


@dataclass(frozen=True, eq=False)
class BlockImpression:
    """One image of a block ornament, grey uint8 (H, W), and its motif."""

    name: str
    gray: U8
    motif: str


@dataclass(frozen=True, eq=False)
class ClusterSet:
    """Impressions, how many were left out as too rare, and an error for each that is broken."""

    impressions: tuple[BlockImpression, ...]
    left_out: int = 0
    broken: tuple[InputError, ...] = ()

    @property
    def motifs(self) -> tuple[str, ...]:
        """The motif of each impression."""
        return tuple(one.motif for one in self.impressions)


def read_clusters(
    folder: Path, table: str = TABLE, least: int = LEAST_IMPRESSIONS, *, tick: Tick = no_tick
) -> ClusterSet:
    """The impressions of `table` whose motif stands `least` times or more in it.

    An image that cannot be read is left out and named in `broken`. Raises `InputError` naming file and
    line for a bad table, and when fewer than two motifs are left; `Cancelled` from `tick`.
    """
    rows = read_table(folder / table)
    counts = Counter(motif for _, motif in rows)
    kept = [(name, motif) for name, motif in rows if counts[motif] >= least]
    if len({motif for _, motif in kept}) < 2:
        raise InputError(
            "expected two or more motifs with {least} or more impressions, found {count}",
            path=folder / table,
            least=least,
            count=len({motif for _, motif in kept}),
        )
    found: list[BlockImpression] = []
    broken: list[InputError] = []
    for number, (name, motif) in enumerate(kept):
        tick(number, len(kept), f"reading {name}")
        try:
            found.append(BlockImpression(name, read_gray(folder / "images" / name), motif))
        except InputError as error:
            broken.append(error)
    return ClusterSet(tuple(found), len(rows) - len(kept), tuple(broken))


def read_table(path: Path) -> list[tuple[str, str]]:
    """(file name, motif) of every line below the head; `InputError` names the line."""
    lines = text_lines(path)
    if not lines or "\t" not in lines[0]:
        raise InputError("expected a head line of tab-separated columns", path=path, field="line 1")
    head = [cell.strip() for cell in lines[0].split("\t")]
    while head and not head[-1]:
        head.pop()
    column = head.index(_MOTIF) if _MOTIF in head else len(head) - 1
    rows: list[tuple[str, str]] = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) <= column or not cells[column] or not cells[0]:
            raise InputError(
                "expected a file name and, in column {column}, a motif",
                path=path,
                field=f"line {number}",
                column=column + 1,
            )
        if Path(cells[0]).name != cells[0]:
            raise InputError(
                "expected the name of a file in images, got {got!r}",
                path=path,
                field=f"line {number}",
                got=cells[0],
            )
        rows.append((cells[0], cells[column]))
    twice = [name for name, count in Counter(name for name, _ in rows).items() if count > 1]
    if twice:
        raise InputError("stands twice: {name}", path=path, name=twice[0])
    return rows
