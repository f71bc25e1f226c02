"""The user's settings: one frozen table from which the settings dialog is made."""

from __future__ import annotations

import dataclasses
import logging
from dataclasses import dataclass
from pathlib import Path

from autolabelme.core.errors import InputError, MisuseError, problem_of
from autolabelme.core.files import atomic_write_json
from autolabelme.core.matching.neighbourhood import Neighbourhood
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.params import Params, param, same
from autolabelme.core.reading import read_object

_log = logging.getLogger(__name__)
_FILE = "preferences.json"


@dataclass(frozen=True)
class Preferences(Params):
    """What the settings dialog shows; stored as JSON in the user's data folder."""

    theme: str = param(
        "system",
        label="Theme",
        words=(("system", "system", ""), ("light", "light", ""), ("dark", "dark", "")),
        help="Colours of the window.",
    )
    language: str = param(
        "system",
        label="Language",
        # Another one needs its file in ``resources/translations`` (`autolabelme.core.languages`).
        words=(("system", "system", ""), ("en", "English", ""), ("fr", "Français", "")),
        help="Language of the window and of reports.",
    )
    who: str = param(
        "",
        label="Your name",
        help="Stands on the cover of reports and in exports of the catalogue; left empty, nobody is named.",
    )
    tool_names: bool = param(
        False,
        label="Names under the tools",
        help="Show what each button of a tool bar is called, below its sign.",
    )
    threshold: float = same(SearchParams, "threshold", help="Default threshold of a new label.")
    neighbourhood: int = same(Neighbourhood, "value", label="Search space", group="")
    # Either side of the template's own size, so that no order of edits leaves the two crossed.
    scale_low: float = same(SearchParams, "scale_low", label="Smallest scale", group="", maximum=1.0)
    scale_high: float = same(SearchParams, "scale_high", label="Largest scale", group="", minimum=1.0)
    scale_steps: int = same(SearchParams, "scale_steps", label="Scales", group="")
    autosave_s: int = param(
        20,
        label="Keep unsaved work every",
        unit="s",
        minimum=2,
        maximum=600,
        step=1,
        help="How often unsaved work is kept aside, so that a crash loses no more than this.",
    )
    prefix_labels: bool = param(
        False,
        label="Prefix labels with the image's name",
        help="Write labels as the old files did: <image>_<label>. They are read either way.",
    )
    dpi: float = param(
        300.0,
        label="Resolution of scans that do not say",
        unit="dpi",
        minimum=10.0,
        maximum=4800.0,
        step=10.0,
        help="Used for millimetres when the scan carries no resolution and none was set with the ruler.",
    )


def load_preferences(folder: Path) -> Preferences:
    """Preferences kept in `folder`; a missing or damaged file, or a bad value, gives the default."""
    return read_preferences(folder)[0]


def read_preferences(folder: Path) -> tuple[Preferences, tuple[str, ...]]:
    """The preferences kept in `folder`, and one line for each value that the default stands in for.

    Never raises: a setting must not keep the program from starting. A missing file is no problem.
    """
    path = folder / _FILE
    try:
        stored = read_object(path, lenient=True).value
    except InputError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return Preferences(), ()
        return Preferences(), _told([problem_of("{error}; defaults are used", error=error)])
    result = Preferences()
    problems: list[str] = []
    for item in dataclasses.fields(Preferences):
        if item.name not in stored:
            continue
        value, default = stored[item.name], getattr(result, item.name)
        whole_for_float = isinstance(default, float) and type(value) is int
        try:
            if type(value) is not type(default) and not whole_for_float:
                raise MisuseError(
                    "expected {wanted}, got {got}", wanted=type(default).__name__, got=type(value).__name__
                )
            result = result.replace(**{item.name: value})
        except MisuseError as error:
            problem = InputError(
                "{reason}; {default!r} is used",
                path=path,
                field=item.name,
                reason=error.problem,
                default=default,
            )
            problems.append(problem.message)
    return result, _told(problems)


def _told(problems: list[str]) -> tuple[str, ...]:
    for problem in problems:
        _log.warning("%s", problem)
    return tuple(problems)


def save_preferences(preferences: Preferences, folder: Path) -> None:
    """Keep `preferences` in `folder`; raises `InputError` when it cannot be written."""
    atomic_write_json(folder / _FILE, preferences.as_dict())
