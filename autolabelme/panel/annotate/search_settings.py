"""What the search controls say, and the engine's parameters that follow from it. No widgets."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.matching.neighbourhood import SCOPES, Neighbourhood
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.params import Params, param, same

if TYPE_CHECKING:
    from autolabelme.qtkit.preferences import Preferences

Box = tuple[float, float, float, float]
FOLDER = "folder"
THRESHOLD_STEP = 0.05  # report section 3.1.3, steps 3 and 4
_SCOPE_WORDS = (
    *Neighbourhood.info("scope").words,
    (FOLDER, "all pages", "Every page that is open in Pages"),
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SearchSettings", text)


@dataclass(frozen=True)
class SearchSettings(Params):
    """`SearchParams` on their way: what the form is made from, in the order of the report.

    Unlike them these may be halfway: a largest angle before the smallest is set, a scope whose ornament is
    not drawn yet; `problem` says what is missing. The threshold is kept a label, in the document.
    """

    rotation_min: float | None = same(SearchParams, "rotation_min")
    rotation_max: float | None = same(SearchParams, "rotation_max")
    value: int = same(Neighbourhood, "value")
    scope: str = same(Neighbourhood, "scope", choices=(*SCOPES, FOLDER), words=_SCOPE_WORDS)
    flips: bool = same(SearchParams, "flips")
    quarter_turns: bool = same(SearchParams, "quarter_turns")
    scale_low: float = same(SearchParams, "scale_low")
    scale_high: float = same(SearchParams, "scale_high")
    scale_steps: int = same(SearchParams, "scale_steps")
    scale_mode: str = same(SearchParams, "scale_mode")

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
        values = asdict(self)
        del values["pinned"]
        value, scope = values.pop("value"), values.pop("scope")
        scope = "page" if scope == FOLDER else scope
        place = Neighbourhood(value, scope, region if scope == "ornament" else None)
        return SearchParams(threshold=threshold, neighbourhood=place, **values)
