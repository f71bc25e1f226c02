"""The one writer of reports: sections of HTML that a page (report.html) and a PDF take alike. No Qt.

A report is its blocks from top to bottom and its pictures by name. The markup keeps to what Qt's rich text
knows; pictures are embedded in the page, or handed to the PDF's writer, which needs Qt and is the caller's.
"""

from __future__ import annotations

import base64
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from .arrays import U8, Array
from .files import atomic_write_text
from .languages import figure, figures, said, translate
from .messages import Message, told
from .opencv import cv2
from .params import Params

REPORT_HTML, REPORT_PDF = "report.html", "report.pdf"
# Widths on an A4 page between its margins, points.
FULL_WIDTH = 490
FULL_HEIGHT = 600
# Right of a picture in a row, points.
PICTURE_GAP = 6
SHOWN_FINDINGS = 40
"""Findings of which a report shows pictures."""
_CROP_PX = 128
_SMALL_WIDTH = 74
_PICTURE_SIDE = 1600
_VERSIONED = ("autolabelme", "numpy", "opencv-python", "scipy", "torch", "torchvision", "PyQt6")

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<style>
body { font-family: Georgia, "Times New Roman", serif; max-width: 60em; margin: 2em auto; padding: 0 1em;
  color: #1c1a17; background: #fdfcf9; line-height: 1.45; }
table { border-collapse: collapse; margin: 0.6em 0; }
td, th { padding: 0.25em 0.7em 0.25em 0; vertical-align: top; text-align: left; }
th { border-bottom: 1px solid #998; font-weight: 600; }
img { max-width: 100%; height: auto; }
h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 1.6em; } h3 { font-size: 1em; margin-bottom: 0; }
code { font-size: 0.85em; word-break: break-all; }
</style></head><body>
{{ body | safe }}
</body></html>
"""
_FACTS = """
{% for key, value in rows %}
{% if loop.first %}<table cellpadding="2">{% endif %}
<tr><td><b>{{ key }}</b></td><td>{{ value }}</td></tr>
{% if loop.last %}</table>{% endif %}
{% endfor %}
"""
_PICTURES = """
{% set cell = 'width="' ~ width ~ '" valign="top" style="padding: ' ~ above ~ 'px ' ~ gap ~ 'px 0 0"' %}
<table cellspacing="0" cellpadding="0"><tr>
{% for _, image in pictures %}
<td {{ cell | safe }}><img src="{{ image | safe }}" width="{{ width }}"></td>
{% endfor %}
</tr><tr>
{% for name, _ in pictures %}
<td {{ cell | safe }}>{{ name }}</td>
{% endfor %}
</tr></table>
"""


@dataclass(frozen=True, eq=False)
class Report:
    """A report: `blocks` of HTML from top to bottom, and the RGB or grey pixels of its images by name."""

    title: str
    blocks: tuple[str, ...]
    images: Mapping[str, U8]

    def html(self) -> str:
        """The whole page with its images embedded."""
        body = "\n".join(self.blocks)
        for name, pixels in self.images.items():
            body = body.replace(f'src="{name}"', f'src="{data_uri(pixels)}"')
        page = environment_of_reports().from_string(translate("Report", _PAGE))
        return page.render(title=self.title, body=body)

    def write(self, folder: Path, pdf: WritePdf | None, *, stem: str = "report") -> None:
        """Write `stem`.html, and `stem`.pdf where there is a writer for it, into `folder`."""
        atomic_write_text(folder / f"{stem}.html", self.html())
        if pdf is not None:
            pdf(self, folder / f"{stem}.pdf")


WritePdf = Callable[[Report, Path], object]


def words(template: str, /, **values: object) -> Message:
    """What a report says with values in it, as `messages.told`."""
    return told("Report", template, **values)


def setting_words(params: type[Params], name: str) -> str:
    """A parameter as the window calls it, in the language that is spoken."""
    info = params.info(name)
    label = translate(params.__name__, info.label or name.replace("_", " ").capitalize())
    return f"{label} ({translate('Params', info.unit)})".lower() if info.unit else label.lower()


def report_files(pdf: WritePdf | None) -> list[str]:
    """The names of the files that `Report.write` makes."""
    return [REPORT_HTML] if pdf is None else [REPORT_HTML, REPORT_PDF]


def sections(environment: Environment, templates: Iterable[str], **context: Any) -> list[str]:
    """Each template as a block in the language that is spoken; those that come out empty are left out."""
    blocks = (environment.from_string(translate("Report", one)).render(**context) for one in templates)
    return [block for block in blocks if block.strip()]


def environment_of_reports() -> Environment:
    """The jinja2 environment of all reports.

    What a template shows is said in the language that is spoken, as far as it is known.
    Filters: `p`, `sentence`, `short`. Functions: `facts(rows)`, a table of (name, value) or nothing without
    any; `picture_row(pictures)`, pictures (title, image's name) side by side with their titles below, small
    or (`large=True`) as wide as the page allows.
    """
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_said,
    )
    environment.filters["p"] = lambda value: "–" if value is None else figure(value, ".4f")
    environment.filters["format"] = lambda template, value: figures(template % value)
    environment.filters["sentence"] = lambda text: f"{said(text)[:1].upper()}{said(text)[1:]}"
    environment.filters["short"] = lambda value: str(value)[:16]

    def facts(rows: Sequence[tuple[str, object]]) -> Markup:
        return Markup(environment.from_string(_FACTS).render(rows=rows))

    def picture_row(pictures: Sequence[tuple[str, str]], *, large: bool = False) -> Markup:
        width = FULL_WIDTH // max(1, len(pictures)) - PICTURE_GAP
        width = width if large else min(_SMALL_WIDTH, width)
        text = environment.from_string(_PICTURES).render(
            pictures=pictures, width=width, gap=PICTURE_GAP, above=PICTURE_GAP if large else 0
        )
        return Markup(text)

    environment.globals |= {"facts": facts, "picture_row": picture_row}
    return environment


def _said(value: Any) -> Any:
    """What a template shows, as far as it is known; markup and addresses stay."""
    return said(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def versions() -> list[tuple[str, str]]:
    """Versions of what has a part in the figures."""
    found = [("Python", platform.python_version())]
    for name in _VERSIONED:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            continue
    return found


def width_of(picture: Array) -> int:
    """The width, points, at which a picture (h, w[, 3]) fits on a page with its heading."""
    rows, columns = picture.shape[:2]
    return min(FULL_WIDTH, max(1, int(FULL_HEIGHT * columns / rows)))


def small(picture: Array) -> U8:
    """A picture of one place, its longer side brought to 128 px."""
    factor = _CROP_PX / max(picture.shape[:2])
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(picture), size, interpolation=how), dtype=np.uint8)


def reduced(picture: Array) -> U8:
    """A picture of a whole ornament, reduced to what a report needs: 1600 px at most."""
    factor = _PICTURE_SIDE / max(picture.shape[:2])
    if factor >= 1:
        return np.ascontiguousarray(picture, dtype=np.uint8)
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def data_uri(pixels: U8) -> str:
    """The pixels (RGB or grey uint8) as an address that a page can hold."""
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR) if pixels.ndim == 3 else pixels
    suffix, options = (".jpg", [cv2.IMWRITE_JPEG_QUALITY, 88]) if pixels.size > 200_000 else (".png", [])
    _, data = cv2.imencode(suffix, bgr, options)
    kind = "jpeg" if suffix == ".jpg" else "png"
    return f"data:image/{kind};base64,{base64.b64encode(data.tobytes()).decode('ascii')}"
