"""Counted things in words: "1 label", "30 labels"."""

from __future__ import annotations

import re

from PyQt6.QtCore import QCoreApplication

from detector.core.params import TrainParams

_STAGE = re.compile(r"(detector|decoder|end to end), (checking )?epoch (\d+)")
_MEASURING = re.compile(r"measuring on held-out pages: (.+)")
_NORMALS = re.compile(r"measuring normal impressions: (.+)")


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrainWords", text)


def labels(count: int) -> str:
    return _tr("1 label") if count == 1 else _tr("{0} labels").format(count)


def pages(count: int) -> str:
    return _tr("1 page") if count == 1 else _tr("{0} pages").format(count)


def vignettes(count: int) -> str:
    return _tr("1 vignette") if count == 1 else _tr("{0} vignettes").format(count)


def instances(count: int) -> str:
    return _tr("1 instance") if count == 1 else _tr("{0} instances").format(count)


def stage(text: str, params: TrainParams) -> str:
    """The core's name of a stage, with how many epochs there are."""
    measuring = _MEASURING.fullmatch(text)
    if measuring is not None:
        return _tr("Measuring on held-out pages: {0}").format(measuring.group(1))
    normals = _NORMALS.fullmatch(text)
    if normals is not None:
        return _tr("Measuring normal impressions: {0}").format(normals.group(1))
    found = _STAGE.fullmatch(text)
    if found is None:
        return text[:1].upper() + text[1:] if text else _tr("Starting")
    name, checking, epoch = found.groups()
    epochs = {"detector": params.epochs, "decoder": params.decoder_epochs}.get(
        name, max(1, params.decoder_epochs)
    )
    shown = {
        "detector": _tr("Detector: epoch {0} of {1}"),
        "decoder": _tr("Decoder: epoch {0} of {1}"),
        "end to end": _tr("Detector and decoder: epoch {0} of {1}"),
    }[name].format(epoch, epochs)
    return _tr("{0}, looking at held-out crops").format(shown) if checking else shown
