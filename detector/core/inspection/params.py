"""Parameters of an inspection."""

from __future__ import annotations

from dataclasses import dataclass

from autolabelme.core.params import Params, param, same

from ..params import DetectParams


@dataclass(frozen=True)
class InspectParams(Params):
    """How an ornament is inspected."""

    false_alarms: float = param(
        0.01,
        minimum=0.0001,
        maximum=0.5,
        step=0.005,
        label="False alarms",
        percent=True,
        help="Share of normal vignettes that may be flagged",
    )
    shift: float = param(
        0.25,
        minimum=0.02,
        maximum=1.0,
        label="Shift tolerated",
        help="Against the reference layout, as a share of a vignette's smaller side",
        advanced=True,
    )
    angle_deg: float = param(
        20.0,
        minimum=1.0,
        maximum=90.0,
        unit="degrees",
        label="Turn tolerated",
        help="Against the reference layout",
        advanced=True,
    )
    score_over: float = same(
        DetectParams,
        "score_over",
        label="Detections over",
        help="Least score of a detection that is taken for a vignette",
    )
    scale: float | None = same(
        DetectParams,
        "scale",
        help="Ornament pixels for one catalogue pixel; empty: from the resolutions, else by looking",
    )
    device: str = same(DetectParams, "device")
