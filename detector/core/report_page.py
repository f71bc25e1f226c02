"""One HTML page that stands alone, from the blocks that a PDF takes as well. No torch."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined

from autolabelme.core.arrays import U8
from autolabelme.core.opencv import cv2

from .report_template import PAGE

FIGURE_WORDS = {
    "miou_c": "mIoU on changed impressions (%)",
    "miou_cu": "on changed and unchanged ones (%)",
    "auroc": "pixel AUROC",
    "seconds": "seconds",
}


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
        return environment_of_reports().from_string(PAGE).render(title=self.title, body=body)


def environment_of_reports() -> Environment:
    """The jinja2 environment of all reports, with their filters."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["p"] = _say_p
    environment.filters["figure"] = lambda name: FIGURE_WORDS.get(name, name)
    environment.filters["sentence"] = lambda text: f"{text[:1].upper()}{text[1:]}"
    environment.filters["short"] = lambda value: str(value)[:16]
    return environment


def data_uri(pixels: U8) -> str:
    """The pixels (RGB or grey uint8) as an address that a page can hold."""
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR) if pixels.ndim == 3 else pixels
    suffix, options = (".jpg", [cv2.IMWRITE_JPEG_QUALITY, 88]) if pixels.size > 200_000 else (".png", [])
    _, data = cv2.imencode(suffix, bgr, options)
    kind = "jpeg" if suffix == ".jpg" else "png"
    return f"data:image/{kind};base64,{base64.b64encode(data.tobytes()).decode('ascii')}"


def _say_p(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
