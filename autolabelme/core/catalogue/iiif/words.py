"""The sentences of fetching and exporting, each once."""

from __future__ import annotations

from ...messages import Template


class IiifWords(Template):
    """Codes and sentences of `autolabelme.core.catalogue.iiif`."""

    READING = "reading {url}"
    PAGE = "page {page} of {pages}"
    WAITING = "{host} asks to wait: {seconds:.0f} s"
    SMALLER = "the server says {width} x {height} pixels and gives {given_width} x {given_height}"
    REDUCED = "the server gives at most {given_width} x {given_height} of {width} x {height} pixels at once"
    NO_PICTURE = "the canvas has no picture"
    OTHERS = "the canvas has {count} more pictures, the largest was taken"
    EXPORTING = "writing {what}"
    NO_CANVAS = "not among the annotations, since their pages come from no IIIF canvas: {count}"
