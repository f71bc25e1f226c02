"""What a report looks like: the window's light colours, serif text; for a page, and for a PDF by Qt.

Qt knows a part of CSS: classes, colours, sizes, margins. Sizes are points of the paper; those of pictures,
which a page takes for its own pixels, are brought to that by `zoom`.
"""

from __future__ import annotations

TEXT, FAINT, LINE = "#211f1c", "#5f6368", "#c9c5be"
"""The window's text, its muted text and its lines, as `qtkit.theme` has them in light."""
SERIF = ("Georgia", "Palatino Linotype", "Palatino", "Times New Roman", "Liberation Serif", "Noto Serif")
"""The first that is installed is used, else the system's own serif."""

_COMMON = f"""
h1 {{ font-size: 19pt; font-weight: normal; margin: 0 0 6pt 0; color: {TEXT}; }}
h2 {{ font-size: 13pt; font-weight: normal; margin: 8pt 0 4pt 0; color: {TEXT}; }}
h3 {{ font-size: 11pt; margin: 0 0 2pt 0; color: {TEXT}; }}
p {{ margin: 0 0 5pt 0; }}
td, th {{ text-align: left; vertical-align: top; }}
th {{ font-weight: normal; color: {FAINT}; }}
.kicker {{ font-size: 9pt; color: {FAINT}; margin: 0 0 2pt 0; }}
.verdict {{ font-size: 12pt; margin: 0 0 4pt 0; }}
.signed {{ font-size: 9pt; color: {FAINT}; margin: 0 0 6pt 0; }}
.caption, .small, .small td, .small th {{ font-size: 8pt; }}
.caption, .faint {{ color: {FAINT}; }}
.name {{ color: {FAINT}; }}
code {{ font-size: 7.5pt; }}
"""

PDF_STYLE = f"{_COMMON}\nbody {{ color: {TEXT}; }}\n"

PAGE_STYLE = f"""{_COMMON}
body {{ font-family: {", ".join(f'"{one}"' for one in SERIF)}, serif; font-size: 11pt; color: {TEXT};
  background: #ffffff; max-width: 46em; margin: 2em auto; padding: 0 1.2em; line-height: 1.4; }}
section {{ margin: 0 0 1.1em 0; break-inside: avoid; }}
section.long {{ break-inside: auto; }}
h1 {{ font-size: 21pt; }} h2 {{ border-top: 1px solid {LINE}; padding-top: 0.8em; }}
h1, h2, h3 {{ break-after: avoid; }}
img {{ max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; margin: 0.3em 0; }}
thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }}
table.rows td, table.rows th, table.facts td {{ padding: 0.15em 0.9em 0.15em 0; }}
table.rows th {{ border-bottom: 1px solid {LINE}; }}
code {{ word-break: break-all; }}
@media screen {{ body {{ max-width: 48em; }} img {{ zoom: 1.4; }} }}
@page {{ size: A4; margin: 18mm; }}
@media print {{ body {{ max-width: none; margin: 0; padding: 0; font-size: 9.5pt; }} img {{ zoom: 1.333; }} }}
"""
