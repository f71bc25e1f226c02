"""How Sphinx makes the manual (``make docs``). Nothing is fetched while it is built."""

from __future__ import annotations

import argparse
import os
import re
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parent
TREE = HERE.parent
sys.path.insert(0, str(TREE))

project = "AutoLabelme"
found = re.search(r'__version__ = "(.+?)"', (TREE / "autolabelme" / "__init__.py").read_text("utf-8"))
assert found is not None
version = release = found[1]
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["examples", "design"]
html_theme = "furo"
html_title = f"AutoLabelme {version}"
html_show_copyright = html_show_sourcelink = False

myst_heading_anchors = 3
# The tutorials run while the manual is built, each in a process of its own.
nb_execution_mode = "force"
nb_execution_timeout = 600
nb_execution_raise_on_error = True

autodoc_member_order = "bysource"
napoleon_use_rtype = False
napoleon_use_ivar = True  # else attributes that are properties, too, stand twice

# Pages of the manual whose text is a file of the tree.
ELSEWHERE = {
    "readme": "README.md",
    "contributing": "CONTRIBUTING.md",
    "changes": "CHANGELOG.md",
    "results": "benchmarks/RESULTS.md",
}
# Lists of pages that Sphinx needs and a reader of the text does not.
LISTS = {"decisions/README": "\n```{toctree}\n:hidden:\n:glob:\n[0-9]*\n```\n"}
if any(HERE.glob("fr/*.md")):
    LISTS["index"] = "\n```{toctree}\n:caption: En français\n:glob:\nfr/*\n```\n"
MERMAID = re.compile(r"^```mermaid\n.*?^```", re.MULTILINE | re.DOTALL)
ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
    'orient="auto"><path d="M0 0L8 4L0 8z" fill="currentColor"/></marker></defs>'
)
LINK = re.compile(r"\[([^][]*)\]\((?!\w+:|#)([^)#\s]+)(#[^)\s]*)?\)")


def every_command() -> str:
    """What ``--help`` says of every command."""
    os.environ["COLUMNS"], os.environ["NO_COLOR"] = "110", "1"
    from autolabelme.__main__ import build_parser

    waiting, parts = [("autolabelme", build_parser())], ["# Every option"]
    while waiting:
        name, parser = waiting.pop(0)
        parts.append(f"## {name}\n\n```text\n{parser.format_help().rstrip()}\n```")
        groups = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
        inner = [(f"{name} {word}", one) for group in groups for word, one in group.choices.items()]
        waiting = inner + waiting
    return "\n\n".join(parts)


def options_of(params: Any) -> list[str]:
    """Table rows of a parameter set's fields; those of a set inside it are named without a path."""
    rows = []
    for item in fields(params):
        value = getattr(params, item.name)
        if "param" not in item.metadata:
            rows += options_of(value) if is_dataclass(value) else []
            continue
        info = params.info(item.name)
        limits = ", ".join(map(str, info.choices))
        if info.minimum is not None and info.maximum is not None:
            limits = f"{info.minimum:g} to {info.maximum:g} {info.unit}".strip()
        rows.append(f"| `{item.name}` | `{value!r}` | {limits} | {info.help} |")
    return rows


def options_of_library() -> str:
    """The options of `match`, `align` and `inspect`, by the names that Python takes."""
    from autolabelme.core.matching.params import SearchParams
    from detector.core.siblings.params import SiblingParams
    from ransac_gui.core.params import AlignParams

    parts = ["\n# Options of match, align, inspect"]
    for name, one in (("match", SearchParams), ("align", AlignParams), ("inspect", SiblingParams)):
        table = ["| option | default | range | |", "|---|---|---|---|", *options_of(one())]
        parts.append(f"## {name}\n\n" + "\n".join(table))
    return "\n\n".join(parts)


def drawn(text: str) -> str:
    """The Mermaid flowchart of boxes and arrows in `text` as a picture: importers above what they import."""
    found = MERMAID.search(text)
    if found is None:
        return text
    names = dict(re.findall(r'(p\d+)\["([^"]+)"\]', found[0]))
    arrows = re.findall(r"(p\d+) --> (p\d+)", found[0])
    row = dict.fromkeys(names, 0)
    for _ in names:
        row |= {low: max(row[low], row[high] + 1) for high, low in arrows}
    wide, high, gap = 130, 30, 34
    rows = [[name for name in names if row[name] == level] for level in range(max(row.values()) + 1)]
    width = max(map(len, rows)) * (wide + gap)
    middle = {
        name: ((at + 0.5) * width / len(level), (number + 0.5) * (high + gap))
        for number, level in enumerate(rows)
        for at, name in enumerate(level)
    }
    shapes = []
    for upper, lower in arrows:
        (x1, y1), (x2, y2) = middle[upper], middle[lower]
        ends = f'x1="{x1:.0f}" y1="{y1 + high / 2:.0f}" x2="{x2:.0f}" y2="{y2 - high / 2:.0f}"'
        shapes.append(f'<line {ends} stroke="currentColor" marker-end="url(#arrow)"/>')
    for name, (x, y) in middle.items():
        box = f'x="{x - wide / 2:.0f}" y="{y - high / 2:.0f}" width="{wide}" height="{high}" rx="4"'
        shapes.append(f'<rect {box} fill="none" stroke="currentColor"/>')
        place = f'x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" font-size="13" fill="currentColor"'
        shapes.append(f"<text {place}>{names[name]}</text>")
    size = f'viewBox="0 0 {width} {len(rows) * (high + gap)}" style="max-width: {width}px"'
    return MERMAID.sub(f"```{{raw}} html\n<svg {size}>{ARROW}{''.join(shapes)}</svg>\n```", text)


def read_page(_app: Sphinx, name: str, source: list[str]) -> None:
    """Fill in the pages that stand elsewhere; lead links that leave the manual to those, or nowhere."""
    place = TREE / ELSEWHERE[name] if name in ELSEWHERE else HERE / f"{name}.md"
    text = place.read_text("utf-8") if name in ELSEWHERE else source[0]
    if name == "options":
        text = every_command()
    if name == "api":
        text += options_of_library()
    if name.startswith("decisions/0"):
        text = re.sub(r"^# (?:\d+[.:]? +)?", f"# {place.name[:4]} ", text)
    text = drawn(text)
    pages = {TREE / file: HERE / f"{page}.md" for page, file in ELSEWHERE.items()}

    def led(link: re.Match[str]) -> str:
        words, target, anchor = link[1], (place.parent / link[2]).resolve(), link[3] or ""
        target = pages.get(target, target)
        if not target.is_relative_to(HERE):
            return words
        return f"[{words}]({os.path.relpath(target, (HERE / name).parent)}{anchor})"

    source[0] = LINK.sub(led, text) + LISTS.get(name, "")


def setup(app: Sphinx) -> None:
    app.connect("source-read", read_page)
