"""How pages are asked for: how fast, how often, how large, and what is kept of it; what can be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ...params import Params, param

MOST_TEXT_BYTES: Final[int] = 64 << 20
"""Largest manifest or collection; one of 2,000 pages has about 6 MB."""

MOST_PICTURE_BYTES: Final[int] = 1 << 30
"""Largest picture that is taken from a server."""

FORMATS: Final[tuple[str, ...]] = ("annotations", "ornaments", "blocks", "crops")
"""What `export.export` writes; here, so that a command line can list them without it."""


@dataclass(frozen=True)
class FetchParams(Params):
    """Parameters of asking a library's server; see decision 0229 for the defaults."""

    longest_px: int = param(
        0,
        minimum=0,
        maximum=100_000,
        unit="px",
        label="Longer side",
        off="all there is",
        help="longer side of the pages that are fetched; 0: as large as the server gives them",
        option="--longest PX",
    )
    by_tiles: bool = param(
        False,
        label="In tiles",
        help="where the server gives only a smaller picture at once, fetch the full one in tiles",
        option="--tiles",
    )
    delay_s: float = param(
        1.0,
        minimum=0.0,
        maximum=60.0,
        unit="s",
        label="Pause",
        help="pause between two requests to one server",
        option="--pause SECONDS",
    )
    tries: int = param(
        4,
        minimum=1,
        maximum=10,
        label="Tries",
        help="how often an address is tried before it is given up",
        advanced=True,
        option="--tries N",
    )
    timeout_s: float = param(
        30.0,
        minimum=0.1,
        maximum=600.0,
        unit="s",
        label="Patience",
        help="how long a server may be silent",
        advanced=True,
        option="--timeout SECONDS",
    )
    slowest_s: float = param(
        900.0,
        minimum=0.1,
        maximum=36_000.0,
        unit="s",
        label="Longest transfer",
        help="how long one picture may take in all",
        advanced=True,
        option="--slowest SECONDS",
    )
    longest_wait_s: float = param(
        120.0,
        minimum=0.0,
        maximum=3600.0,
        unit="s",
        label="Longest wait",
        help="how long a server may ask to be left alone; where it asks for more, the job ends",
        advanced=True,
        option="--longest-wait SECONDS",
    )
    cache_gb: float = param(
        2.0,
        minimum=0.0,
        maximum=1000.0,
        unit="GB",
        label="Cache",
        help="how much of what was fetched is kept for the next time; the least used goes first",
        advanced=True,
        option="--cache GB",
    )
