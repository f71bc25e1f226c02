"""How badly a page is printed and kept: the press's parameters, and its three levels in two recipes."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import MisuseError
from ..params import Params, param

RECIPES = ("print", "blotches")
"""How ink is taken: as real print shows it, and as the press's first version did (`inking`)."""


@dataclass(frozen=True)
class Wear(Params):
    """How badly a page is printed and kept.

    Starved, flooded, swollen and sharpened are of the recipe *print* alone.
    """

    recipe: str = param("blotches", choices=RECIPES, help="How ink is taken")
    gain: float = param(0.0, minimum=-0.4, maximum=0.4, help="Ink gain (over 0) or loss of the whole page")
    page: float = param(0.04, minimum=0.0, maximum=2.0, help="Uneven pressure over a hand's breadth")
    sort: float = param(0.05, minimum=0.0, maximum=2.0, help="Uneven height of single sorts")
    patch: float = param(0.29, minimum=0.0, maximum=3.0, help="Uneven inking within a sort")
    patch_px: float = param(14.0, minimum=2.0, maximum=200.0, unit="px", help="Size of its patches")
    rag: float = param(0.17, minimum=0.0, maximum=3.0, help="Ragged edges and small gaps")
    rag_px: float = param(5.0, minimum=2.0, maximum=50.0, unit="px", help="Size of the rags")
    density: float = param(0.1, minimum=0.0, maximum=1.0, help="Uneven blackness of the ink")
    starved: float = param(0.0, minimum=0.0, maximum=3.0, help="Specks that starved ink leaves in solids")
    flooded: float = param(0.0, minimum=0.0, maximum=2.0, help="Ink that runs into counters")
    swollen: float = param(0.0, minimum=0.0, maximum=5.0, help="Ink that swells over edges")
    sharpened: float = param(0.0, minimum=0.0, maximum=2.0, help="Sharpening by the scanner")
    stretch_px: float = param(0.6, minimum=0.0, maximum=5.0, unit="px", help="Local stretch of damp paper")
    blur_px: float = param(0.7, minimum=0.0, maximum=5.0, unit="px", help="Blur of the scan")
    noise: float = param(2.0, minimum=0.0, maximum=30.0, help="Noise of the scan, grey levels")
    black: float = param(45.0, minimum=0.0, maximum=150.0, help="Grey level of full ink")
    paper: float = param(226.0, minimum=120.0, maximum=255.0, help="Grey level of clean paper")
    texture: float = param(
        1.0, minimum=0.0, maximum=5.0, help="Strength of fibres, laid lines and cloudiness"
    )
    show_through: float = param(0.04, minimum=0.0, maximum=0.6, help="How much of the back shines through")
    stains: int = param(2, minimum=0, maximum=100, help="Stains and foxing spots")
    scan: str = param(
        "colour", choices=("colour", "gray", "steep", "bitonal"), help="How the page was scanned"
    )
    skew_deg: float = param(0.2, minimum=0.0, maximum=15.0, unit="degrees", help="Greatest skew")
    curl: float = param(0.0, minimum=0.0, maximum=0.05, help="Greatest page curl as a share of the width")


# The first recipe: found by measuring with `calibration`; the test holds them to DESIGN section 7.
WEARS = {
    "clean": Wear(),
    "worn": Wear(
        page=0.08,
        sort=0.1,
        patch=0.43,
        rag=0.2,
        density=0.15,
        stretch_px=0.8,
        blur_px=0.9,
        noise=3.0,
        paper=214.0,
        texture=1.5,
        show_through=0.08,
        stains=5,
        skew_deg=0.5,
        curl=0.001,
    ),
    "hard": Wear(
        page=0.12,
        sort=0.16,
        patch=0.68,
        rag=0.25,
        density=0.2,
        stretch_px=1.0,
        blur_px=1.1,
        noise=4.0,
        black=60.0,
        paper=200.0,
        texture=2.0,
        show_through=0.14,
        stains=10,
        skew_deg=1.8,
        curl=0.006,
    ),
}


# Found by matching real strips of fifteen sorts (benchmarks/press.py): clean has their distributions, worn is
# printed worse than most of them, hard worse than all.
_PRINT = Wear(
    recipe="print",
    gain=-0.035,
    page=0.1,
    sort=0.155,
    patch=0.22,
    patch_px=10.0,
    rag=0.15,
    rag_px=4.5,
    density=0.075,
    starved=0.21,
    flooded=0.29,
    swollen=2.5,
    sharpened=0.5,
    blur_px=0.75,
    texture=3.2,
)
PRINTS = {
    "clean": _PRINT,
    "worn": _PRINT.replace(
        sort=0.175,
        patch=0.26,
        patch_px=12.0,
        rag=0.17,
        starved=0.26,
        stretch_px=0.8,
        noise=3.0,
        paper=214.0,
        show_through=0.08,
        stains=5,
        skew_deg=0.5,
        curl=0.001,
    ),
    "hard": _PRINT.replace(
        sort=0.22,
        patch=0.32,
        patch_px=12.0,
        rag=0.19,
        starved=0.32,
        stretch_px=1.0,
        blur_px=0.8,
        noise=4.0,
        black=60.0,
        paper=200.0,
        show_through=0.14,
        stains=10,
        skew_deg=1.8,
        curl=0.006,
    ),
}


def wear_of(wear: Wear | str, recipe: str = "blotches") -> Wear:
    """A wear level by name, in a recipe, or as given; `MisuseError` for an unknown name or recipe."""
    if isinstance(wear, Wear):
        return wear
    if recipe not in RECIPES:
        raise MisuseError(f"recipe: expected one of {', '.join(RECIPES)}, got {recipe!r}")
    levels = PRINTS if recipe == "print" else WEARS
    if wear not in levels:
        raise MisuseError(f"wear: expected one of {', '.join(levels)}, got {wear!r}")
    return levels[wear]
