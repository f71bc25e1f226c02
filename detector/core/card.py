"""The model card: a page of English text for the people who will use the model, said in any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from autolabelme.core.languages import figures, said
from autolabelme.core.messages import Message

from .words import CardWords as Say
from .words import SampleWords, TrainWords

if TYPE_CHECKING:
    from .model_folder import Model


def model_card(model: Model, notes: Sequence[str] = (), *, title: str = "", intended: str = "") -> str:
    """Markdown: what the model knows, what it was trained on, how long, and how good it was found to be."""
    config, settings = model.network.config, model.settings
    parameters = sum(parameter.numel() for parameter in model.network.parameters())
    network = Say.NETWORK_IS(
        backbone=config.backbone,
        boxes=config.boxes,
        loss=config.loss,
        weight=config.alpha,
        decoder=config.decoder,
        millions=parameters / 1e6,
    )
    trained = Say.FOR_IS(
        minutes=settings.get("minutes", "?"),
        device=settings.get("device", "?"),
        epochs=_joined(settings.get("epochs")),
        stopped=_joined(settings.get("stopped")),
    )
    facts = (
        (Say.LABELS(), ", ".join(config.labels)),
        (Say.NETWORK(), network),
        (Say.BY(), settings.get("program", "")),
        (Say.ON(), _trained_on(settings)),
        (Say.FOR(), trained),
        (Say.SIZE(), Say.SIZE_IS(side=model.catalogue.median_px, crop=model.crop_side)),
    )
    lines = [
        f"# {title or Say.TITLE(count=len(config.labels))}",
        "",
        intended or Say.INTENDED(),
        "",
        "| | |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in facts),
        "",
        f"## {Say.FIGURES()}",
        "",
    ]
    if model.metrics:
        lines += [
            f"| {Say.PAGES()} | {Say.VIGNETTES()} | {Say.BOXES()} | {' | '.join(_levels(model.metrics))} |"
        ]
        lines += ["|---|---|---|" + "---|" * len(_levels(model.metrics))]
        for kind, figures in model.metrics.items():
            for row, name in (("ap", Say.AS_DETECTED()), ("ap_refined", Say.REFINED())):
                values = " | ".join(f"{value:.3f}" for value in figures[row].values())
                lines.append(f"| {kind}, {figures['pages']} | {figures['instances']} | {name} | {values} |")
    else:
        lines.append(Say.NONE_MEASURED())
    scores = model.calibration.get("scores", [])
    real = sum(not one["synthetic"] for one in scores)
    lines += [
        "",
        Say.CALIBRATION(real=real, synthetic=len(scores) - real),
        "",
    ]
    if notes:
        lines += [f"## {Say.NOTES()}", "", *[f"- {note}" for note in notes], ""]
    return "\n".join(lines)


def _levels(metrics: Any) -> list[str]:
    first = next(iter(metrics.values()))
    return [Say.AP(overlap=level) for level in first["ap"]]


def _trained_on(settings: Any) -> str:
    pages = settings.get("pages") or []
    synthetic = (settings.get("training") or {}).get("synthetic", 0)
    if not pages:
        return Say.NO_SCAN(synthetic=synthetic)
    names = ", ".join(pages[:8]) + (", ..." if len(pages) > 8 else "")
    if len(pages) == 1:
        return Say.ONE_SCAN(names=names, synthetic=synthetic)
    return Say.SCANS(count=len(pages), names=names, synthetic=synthetic)


def _joined(values: Any) -> str:
    return ", ".join(str(value) for value in values or ["?"])


def said_card(card: str) -> str:
    """A card's Markdown in the language that is spoken: each heading, cell and point of ours.

    What a person wrote stays as it stands. The file itself is English, so that models can be exchanged.
    """
    return "\n".join(_said_line(line) for line in card.splitlines())


def _said_line(line: str) -> str:
    if line.startswith("|"):
        return "|".join(f" {_said(cell)} " if cell.strip(" -:") else cell for cell in line.split("|"))
    mark, text = re.fullmatch(r"((?:#+|[-*])?\s*)(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{mark}{_said(text)}"


def _said(text: str) -> str:
    text = text.strip()
    if re.fullmatch(r"-?\d+\.\d+", text):
        return figures(text)
    for words in (SampleWords, Say, TrainWords):
        known = words.known(text)
        if isinstance(known, Message):
            return said(known)
    return text
