"""Put the tables of ``benchmarks/results/`` together into ``benchmarks/RESULTS.md``.

Run it after any benchmark: ``python benchmarks/collect.py``. Each table says by itself on which machine,
commit and load it was measured. What a person says about ``NAME.md`` stands in ``NAME_notes.md``, which no
script writes, and comes right behind it.
"""

from __future__ import annotations

from pathlib import Path

from autolabelme.core.files import atomic_write_text

FOLDER = Path(__file__).parent
ORDER = (
    "matching",
    "matching_unseen",
    "matching_book",
    "clicks",
    "window",
    "canvas",
    "press",
    "alignment",
    "alignment_unrelated",
    "blocks",
    "detection",
    "real",
    "real_dae",
    "real_change",
    "pairs",
    "ledger",
    "catalogue_find",
    "catalogue_find_framed",
    "catalogue_find_surrounded",
    "catalogue_retrieve",
    "catalogue_search",
    "catalogue_latency",
    "catalogue_scale",
    "inspection",
    "inspection_blotches",
    "inspection_cold",
    "inspection_unseen",
    "scorers",
    "house",
)
APART = ("sensitivity",)
"""Tables that are read beside the file that they are about, not among the results."""
HEAD = """# Results

Every table is printed by the script of its name in this folder, beside its baseline in one run; what a
person says about a table (`results/*_notes.md`) comes behind it. This file is put together by `collect.py`.
Processor seconds compare better than wall-clock seconds where a table says that the machine was busy.
What half and double of each number of an engine do stands in `results/sensitivity.md`.
"""


def collect(folder: Path = FOLDER / "results") -> str:
    """The text of RESULTS.md: one section a result file, headings one level deeper."""
    parts = [HEAD]
    for name in ORDER:
        for path in (folder / f"{name}.md", folder / f"{name}_notes.md"):
            if not path.is_file():
                continue
            lines = path.read_text("utf-8").strip().splitlines()
            parts.append("\n".join(f"#{line}" if line.startswith("#") else line for line in lines) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    atomic_write_text(FOLDER / "RESULTS.md", collect())
