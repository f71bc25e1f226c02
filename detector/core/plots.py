"""Figures as SVG text: no plotting library is needed for a few lines in a frame."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

from autolabelme.core.arrays import F64
from autolabelme.core.files import atomic_write_text

_WIDE, _HIGH, _MARGIN = 420, 320, 46
# Okabe and Ito's colours, which can be told apart without red and green; dashes tell them apart in print.
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#000000")
_DASHES = ("", "6 3", "2 2", "8 3 2 3", "1 3", "10 4", "4 4")


def precision_recall_svg(curves: Mapping[str, F64], path: Path) -> Path:
    """Write precision (101,) over recall 0..1 by name as an SVG to `path`."""
    inner_w, inner_h = _WIDE - 2 * _MARGIN, _HIGH - 2 * _MARGIN

    def at(recall: float, precision: float) -> str:
        return f"{_MARGIN + recall * inner_w:.1f},{_HIGH - _MARGIN - precision * inner_h:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE + 110}" height="{_HIGH}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{_WIDE + 110}" height="{_HIGH}" fill="white"/>',
        f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{inner_w}" height="{inner_h}" fill="none" stroke="#444"/>',
        f'<text x="{_WIDE / 2}" y="{_HIGH - 12}" text-anchor="middle">recall</text>',
        f'<text x="14" y="{_HIGH / 2}" text-anchor="middle" '
        f'transform="rotate(-90 14 {_HIGH / 2})">precision</text>',
    ]
    for tenth in range(0, 11, 2):
        value = tenth / 10
        x, y = at(value, value).split(",")
        parts.append(f'<text x="{x}" y="{_HIGH - _MARGIN + 14}" text-anchor="middle">{value:g}</text>')
        parts.append(f'<text x="{_MARGIN - 6}" y="{y}" text-anchor="end">{value:g}</text>')
    for index, (name, curve) in enumerate(curves.items()):
        colour, dash = _COLOURS[index % len(_COLOURS)], _DASHES[index % len(_DASHES)]
        points = " ".join(at(i / (len(curve) - 1), float(value)) for i, value in enumerate(curve))
        style = f'fill="none" stroke="{colour}" stroke-width="1.6" stroke-dasharray="{dash}"'
        parts.append(f'<polyline points="{points}" {style}/>')
        line = _MARGIN + 14 * index + 8
        parts.append(f'<line x1="{_WIDE - 34}" x2="{_WIDE - 8}" y1="{line}" y2="{line}" {style}/>')
        parts.append(f'<text x="{_WIDE}" y="{line + 4}">{escape(name)}</text>')
    parts.append("</svg>")
    return atomic_write_text(path, "\n".join(parts) + "\n")
