"""The model card: a page of text for the people who will use the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .model_folder import Model


def model_card(model: Model, notes: Sequence[str] = (), *, title: str = "", intended: str = "") -> str:
    """Markdown: what the model knows, what it was trained on, how long, and how good it was found to be."""
    config, settings = model.network.config, model.settings
    parameters = sum(parameter.numel() for parameter in model.network.parameters())
    lines = [
        f"# {title or 'Detector of ' + str(len(config.labels)) + ' vignettes'}",
        "",
        intended or "Finds the vignettes of one catalogue on scanned pages and draws each from its features.",
        "",
        "| | |",
        "|---|---|",
        f"| labels | {', '.join(config.labels)} |",
        f"| network | {config.backbone}, default boxes {config.boxes}, box loss {config.loss} (weight "
        f"{config.alpha:g}), decoder {config.decoder}, {parameters / 1e6:.1f} million parameters |",
        f"| trained by | {settings.get('program', '')} |",
        f"| trained on | {_trained_on(settings)} |",
        f"| trained for | {settings.get('minutes', '?')} minutes on {settings.get('device', '?')}; epochs "
        f"{_joined(settings.get('epochs'))}, ended by {_joined(settings.get('stopped'))} |",
        f"| median vignette | {model.catalogue.median_px:.0f} px of a {model.crop_side:.0f}-px crop |",
        "",
        "## Figures on pages that were never trained on",
        "",
    ]
    if model.metrics:
        lines += ["| pages | vignettes | boxes | " + " | ".join(_levels(model.metrics)) + " |"]
        lines += ["|---|---|---|" + "---|" * len(_levels(model.metrics))]
        for kind, figures in model.metrics.items():
            for row, name in (("ap", "as detected"), ("ap_refined", "refined")):
                values = " | ".join(f"{value:.3f}" for value in figures[row].values())
                lines.append(f"| {kind}, {figures['pages']} | {figures['instances']} | {name} | {values} |")
    else:
        lines.append("None were measured.")
    scores = model.calibration.get("scores", [])
    real = sum(not one["synthetic"] for one in scores)
    lines += [
        "",
        f"Calibration: {real} scanned and {len(scores) - real} synthetic normal instances of pages that were "
        "held out.",
        "",
    ]
    if notes:
        lines += ["## Notes", "", *[f"- {note}" for note in notes], ""]
    return "\n".join(lines)


def _levels(metrics: Any) -> list[str]:
    first = next(iter(metrics.values()))
    return [f"AP at {level}" for level in first["ap"]]


def _trained_on(settings: Any) -> str:
    pages = settings.get("pages") or []
    synthetic = (settings.get("training") or {}).get("synthetic", 0)
    named = f"{len(pages)} scanned pages ({', '.join(pages[:8])}{', ...' if len(pages) > 8 else ''})"
    return f"{named if pages else 'no scanned page'}, {synthetic} synthetic pages"


def _joined(values: Any) -> str:
    return ", ".join(str(value) for value in values or ["?"])
