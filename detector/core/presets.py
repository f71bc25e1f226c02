"""Three ways to train: how long each takes on this machine, and what it reaches. No torch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise

from autolabelme.core.messages import Message, Template

from .params import TrainParams

# What else a training does, in crops of a step: a printed page, and what is measured at the end.
_CROPS_A_PAGE, _CROPS_AFTER = 10, 300
# Shares of a time limit that the stages get.
DETECTOR_SHARE, DECODER_SHARE = 0.7, 0.3


class PresetWords(Template):
    """What the presets are called, reach and take; the figures are those of benchmarks/RESULTS.md."""

    QUICK = "quick"
    GOOD = "good"
    BEST = "best"
    QUICK_REACHES = (
        "A first look: 30 sorts in 6 processor minutes reached AP 0.74 on worn press pages (IoU 0.75, boxes "
        "refined), the one sort of a real strip in 8 minutes AP 1.00 on another page."
    )
    GOOD_REACHES = (
        "For work: 30 sorts in 75 processor minutes reached AP 0.97 on worn press pages (IoU 0.75, boxes "
        "refined), and 0.96 at IoU 0.9."
    )
    BEST_REACHES = (
        "Every epoch, until it learns no more. Not measured beyond what good reaches; for a night or a GPU."
    )
    QUICK_SHORT = "A first look: AP 0.74 on worn pages."
    GOOD_SHORT = "For work: AP 0.97 on worn pages."
    BEST_SHORT = "For a night or a GPU; not measured beyond good."
    MINUTES = "About {minutes} min on this machine."
    HOURS = "About {hours:.1f} h on this machine."
    AT_MOST = "{minutes:.0f} min at most, and what is measured afterwards."
    NO_LIMIT = "No time limit."


@dataclass(frozen=True)
class Preset:
    """Parameters of a training and what they reach, in a few words and with how it was measured."""

    params: TrainParams
    title: Message
    short: Message
    reaches: Message


# Quick trains for 9 of its 10 minutes: printing and measuring take the rest.
PRESETS: Mapping[str, Preset] = {
    "quick": Preset(
        TrainParams(synthetic=12, epochs=8, decoder_epochs=4, crops_per_page=40, minutes=9.0),
        PresetWords.QUICK(),
        PresetWords.QUICK_SHORT(),
        PresetWords.QUICK_REACHES(),
    ),
    "good": Preset(
        TrainParams(minutes=75.0),
        PresetWords.GOOD(),
        PresetWords.GOOD_SHORT(),
        PresetWords.GOOD_REACHES(),
    ),
    "best": Preset(TrainParams(), PresetWords.BEST(), PresetWords.BEST_SHORT(), PresetWords.BEST_REACHES()),
}
USUAL = "good"


def preset_of(params: TrainParams) -> str:
    """The name of the preset that `params` are, whatever device and seed; '' for others."""
    for name, preset in PRESETS.items():
        if params == preset.params.replace(device=params.device, seed=params.seed):
            return name
    return ""


def stage_seconds(params: TrainParams, pages: int, crop_s: float) -> dict[str, float]:
    """Seconds that each part of a training takes if no stage stops early, in their order.

    Parameters
    ----------
    pages : of the catalogue
    crop_s : seconds a crop takes in a step on this machine (`pace.seconds_a_crop`)
    """
    crops = params.crops_per_page * (pages + params.synthetic)
    stages = [("detector", params.epochs, DETECTOR_SHARE)]
    if params.decoder_epochs:
        stages.append(("decoder", params.decoder_epochs, DECODER_SHARE))
    if params.end_to_end:
        stages.append(("end to end", max(1, params.decoder_epochs), DECODER_SHARE))
    limit = math.inf if params.minutes is None else 60 * params.minutes
    return {
        "pages": params.synthetic * _CROPS_A_PAGE * crop_s,
        **{name: min(epochs * crops * crop_s, share * limit) for name, epochs, share in stages},
        "measuring": _CROPS_AFTER * crop_s,
    }


def expected_seconds(params: TrainParams, pages: int, crop_s: float) -> float:
    """Seconds that a training takes; see `stage_seconds`."""
    return sum(stage_seconds(params, pages, crop_s).values())


def spans(seconds: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The part of a job's progress, 0..1, that each of its stages fills: as much as it takes."""
    ends = [0.0, *accumulate(seconds.values())]
    return {
        name: (low / ends[-1], high / ends[-1])
        for name, (low, high) in zip(seconds, pairwise(ends), strict=True)
    }


def time_words(params: TrainParams, pages: int, crop_s: float | None) -> Message:
    """The expected time in a sentence; without a measured speed what the limit says."""
    if crop_s is None:
        return (
            PresetWords.NO_LIMIT() if params.minutes is None else PresetWords.AT_MOST(minutes=params.minutes)
        )
    seconds = expected_seconds(params, pages, crop_s)
    if seconds < 5400:
        return PresetWords.MINUTES(minutes=max(1, math.ceil(seconds / 60)))
    return PresetWords.HOURS(hours=seconds / 3600)
