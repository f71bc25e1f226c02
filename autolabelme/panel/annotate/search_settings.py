"""What the search controls say, and the engine's parameters that follow from it. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.matching.neighbourhood import SCOPES, Neighbourhood
from autolabelme.core.params import Params, param

if TYPE_CHECKING:
    from autolabelme.core.matching.search import SearchParams
    from autolabelme.qtkit.preferences import Preferences

Box = tuple[float, float, float, float]
FOLDER = "folder"
THRESHOLD_STEP = 0.05  # report section 3.1.3, steps 3 and 4


def _tr(text: str) -> str:
    return QCoreApplication.translate("SearchSettings", text)


@dataclass(frozen=True)
class SearchSettings(Params):
    """The search controls' values; the threshold is kept a label, in the document."""

    rotation_min: float | None = param(None, minimum=-360, maximum=360, help="Smallest rotation", unit="°")
    rotation_max: float | None = param(None, minimum=-360, maximum=360, help="Largest rotation", unit="°")
    value: int = param(2, minimum=1, maximum=100_000, help="Search space value")
    scope: str = param("line", choices=(*SCOPES, FOLDER), help="Where the search looks")
    flips: bool = param(True, help="Find mirrored and upside-down copies")
    quarter_turns: bool = param(False, help="Find copies turned by 90, 180 and 270 degrees")
    scale_low: float = param(0.5, minimum=0.2, maximum=5.0, help="Smallest scale")
    scale_high: float = param(2.0, minimum=0.2, maximum=5.0, help="Largest scale")
    scale_steps: int = param(25, minimum=0, maximum=200, help="How many scales")
    scale_mode: str = param("width", choices=("width", "uniform"), help="Width only, or both sides")

    pinned: bool = param(False, help="Keep the scope for the next page")

    @classmethod
    def from_preferences(cls, preferences: Preferences) -> SearchSettings:
        return cls(
            value=preferences.neighbourhood,
            scale_low=preferences.scale_low,
            scale_high=preferences.scale_high,
            scale_steps=preferences.scale_steps,
        )

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> SearchSettings:
        """Settings of an earlier session; raises `MisuseError` or TypeError when they do not fit."""
        return cls(**values)

    def for_next_page(self) -> SearchSettings:
        """The settings for another page: a scope that is not pinned goes back to the line."""
        return self if self.pinned else self.replace(scope="line")

    def problem(self, region: Box | None) -> str:
        """Why no search can run with these values, in one line; empty when it can."""
        if self.rotation_max is not None and self.rotation_min is None:
            return _tr("rotation max needs a min")
        if (
            self.rotation_min is not None
            and self.rotation_max is not None
            and self.rotation_max < self.rotation_min
        ):
            return _tr("rotation max is smaller than min")
        if self.scale_low > self.scale_high:
            return _tr("the largest scale is smaller than the smallest")
        if self.scope == "ornament" and region is None:
            return _tr("draw the ornament first (scope ornament)")
        return ""

    def params(self, threshold: float, region: Box | None) -> SearchParams:
        """The engine's parameters; `region` is the drawn ornament, xyxy in page pixels."""
        from autolabelme.core.matching.search import SearchParams

        scope = "page" if self.scope == FOLDER else self.scope
        return SearchParams(
            threshold=threshold,
            rotation_min=self.rotation_min,
            rotation_max=self.rotation_max,
            flips=self.flips,
            quarter_turns=self.quarter_turns,
            scale_low=self.scale_low,
            scale_high=self.scale_high,
            scale_steps=self.scale_steps,
            scale_mode=self.scale_mode,
            neighbourhood=Neighbourhood(
                value=self.value, scope=scope, region=region if scope == "ornament" else None
            ),
        )
