"""The rows of the evidence picker: Inspect's own maps, then every other scorer with what was measured."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.languages import figure

from .evidence_maps import BUILT_IN, NONE, SCORER, ScorerRow
from .evidence_picker import PickerRow
from .map_choice import MapChoice
from .words import evidence_tip, evidence_word

# As the laboratory names them, in the order of the picker's columns.
FIGURES = ("miou_c", "miou_cu", "auroc", "seconds")


def picker_rows(maps: MapChoice) -> tuple[PickerRow, ...]:
    """What can be laid over the ornament now; what cannot is there, too, and says why."""
    own = [PickerRow(key, evidence_word(key), (), evidence_tip(key), maps.why_not(key)) for key in BUILT_IN]
    others = [
        PickerRow(one.key, one.title, _cells(one), _tip(one), maps.why_not(one.key)) for one in maps.scorers
    ]
    if maps.without_lab:
        reason = _tr("They come with the laboratory, which is not installed: pip install 'autolabelme[lab]'")
        others.append(PickerRow(SCORER, _tr("Other scorers"), reason=reason))
    return (*own, PickerRow(NONE, evidence_word(NONE), (), evidence_tip(NONE)), *others)


def _cells(scorer: ScorerRow) -> tuple[str, ...]:
    return tuple(_cell(name, scorer.figures.get(name)) for name in FIGURES)


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return figure(value, ".2f" if name == "auroc" else ".1f")


def _tip(scorer: ScorerRow) -> str:
    lines = [scorer.title, _tr("From: {0}").format(scorer.source)]
    if scorer.measured_on:
        lines.append(_tr("Figures measured on {0}").format(scorer.measured_on))
    lines.append(
        _tr(
            "Its colours begin above what normal impressions show and end at what a planted cut or blot "
            "reaches."
        )
    )
    lines.append(_tr("It looks at this ornament when you choose it; scores and p-values do not rest on it."))
    return "\n".join(lines)


def _tr(text: str) -> str:
    return QCoreApplication.translate("InspectWords", text)
