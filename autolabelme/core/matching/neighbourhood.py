"""Where a search looks: the report's *search space value* (section 3.1.3, step 10) and our scopes.

The report's value v, default 2: from 1 to 15 it is that many template heights above the box's top
and below its bottom; over 15 it is that many pixels. The original searches the page's full width
(scope ``line``); the report's worked example bounds the columns, too (scope ``around``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..errors import MisuseError
from ..params import Params, param

Box = tuple[float, float, float, float]

LARGEST_HEIGHTS = 15
"""Largest value that counts template heights (000 section 3.1.3); a larger one counts pixels."""

SCOPES = ("line", "around", "ornament", "page")


@dataclass(frozen=True)
class Neighbourhood(Params):
    """The report's search space value and the scope that it applies to.

    ``line``: the page's full width. ``around``: the same reach to the left and right as well, in
    template widths for values up to 15. ``ornament``: `region`, a drawn box, whatever the value.
    ``page``: everything. (All pages of a folder: call the search once a page.)
    """

    value: float = param(
        2,
        minimum=1,
        maximum=100_000,
        step=1,
        group="Search space",
        help="1 to 15: template heights above and below the box; over 15: pixels",
        option="--neighbourhood N",
    )
    scope: str = param(
        "line",
        choices=SCOPES,
        group="Search space",
        help="Where the search looks",
        words=(
            ("line", "line", "Full width of the page, so far above and below"),
            ("around", "around", "So far on all four sides"),
            ("ornament", "ornament", "The region that you drew with the ornament tool"),
            ("page", "page", "The whole page"),
        ),
    )
    region: Box | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.region is not None:
            x1, y1, x2, y2 = self.region
            if not all(math.isfinite(number) for number in self.region) or x2 <= x1 or y2 <= y1:
                raise MisuseError(
                    "expected x1 < x2 and y1 < y2, got {got!r}", field="Neighbourhood.region", got=self.region
                )
        if self.scope == "ornament" and self.region is None:
            raise MisuseError("scope ornament needs a region, got None", field="Neighbourhood.region")

    def window(
        self, template_box: Box | None, page_width: int, page_height: int
    ) -> tuple[int, int, int, int]:
        """The searched part of a page, whole pixels xyxy (x2, y2 exclusive), cut to the page.

        It may be empty (x2 <= x1) when a region lies off the page. Without a `template_box` (the
        template comes from another page) the scopes line and around mean the whole page.
        """
        if self.scope == "ornament":
            assert self.region is not None
            return _cut(self.region, page_width, page_height)
        if self.scope == "page" or template_box is None:
            return (0, 0, page_width, page_height)
        x1, y1, x2, y2 = template_box
        in_heights = self.value <= LARGEST_HEIGHTS
        above = self.value * (y2 - y1) if in_heights else self.value
        beside = self.value * (x2 - x1) if in_heights else self.value
        if self.scope == "line":
            return _cut((0.0, y1 - above, float(page_width), y2 + above), page_width, page_height)
        return _cut((x1 - beside, y1 - above, x2 + beside, y2 + above), page_width, page_height)


def _cut(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    x1, y1, x2, y2 = box
    return (
        max(0, math.floor(x1)),
        max(0, math.floor(y1)),
        min(width, math.ceil(x2)),
        min(height, math.ceil(y2)),
    )
