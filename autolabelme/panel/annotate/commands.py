"""What each action of the workspace does: one table from its name to a call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from autolabelme.qtkit.workspace import ORNAMENT_REFERENCE, ORNAMENT_SOURCE

if TYPE_CHECKING:
    from .panel import AnnotatePanel


def make_commands(panel: AnnotatePanel) -> dict[str, Callable[[], object]]:
    """Name of each action -> what it does, as `AnnotateActions.triggered` asks for it."""
    presenter, canvas, side = panel.presenter, panel.canvas, panel.side
    commands: dict[str, Callable[[], object]] = {
        "open_json": panel.choose_files,
        "next_line": lambda: panel.step_label(1),
        "previous_line": lambda: panel.step_label(-1),
        "fewer": lambda: presenter.step_threshold(1),
        "more": lambda: presenter.step_threshold(-1),
        "rematch": panel.searcher.rematch,
        "rematch_all": panel.searcher.rematch_all,
        "cancel": panel.searcher.cancel,
        "correct": presenter.correct_label,
        "save_json": panel.saver.save_json,
        "save_images": panel.saver.save_images,
        "recover": panel.project.recovering.offer_all,
        "details": panel.file_commands.show_details,
        "save_as": panel.file_commands.save_as,
        "save_images_to": panel.file_commands.save_images_to,
        "undo": presenter.undo,
        "redo": presenter.redo,
        "copy": panel.copy_selection,
        "paste": presenter.paste,
        "delete": lambda: presenter.delete(panel.selection()),
        "select_all": panel.select_label,
        "relabel": lambda: panel.edit_labels(panel.selection()),
        "rename_label": lambda: side.labels.edit_label(presenter.label),
        "own_sort": lambda: presenter.own_sort(presenter.label),
        "remove_label": lambda: presenter.remove_label(presenter.label),
        "accept": lambda: presenter.give_verdict(panel.selection(), "accepted"),
        "reject": lambda: presenter.give_verdict(panel.selection(), "rejected"),
        "review_next": presenter.review_next,
        "reviewed": lambda: presenter.set_reviewed(panel.actions_["reviewed"].isChecked()),
        "flagged": lambda: presenter.set_flagged(panel.actions_["flagged"].isChecked()),
        "labelme": panel.labelme.open,
        "send_source": lambda: panel.file_commands.send(ORNAMENT_SOURCE, panel.selection()),
        "send_reference": lambda: panel.file_commands.send(ORNAMENT_REFERENCE, panel.selection()),
        "inspect": lambda: panel.file_commands.inspect(panel.selection()),
        "inspect_label": lambda: panel.file_commands.inspect((), presenter.label),
        "fit": canvas.fit,
        "actual": canvas.actual_pixels,
        "zoom_in": canvas.zoom_in,
        "zoom_out": canvas.zoom_out,
        "only_label": panel.toggle_only_label,
        "scores": lambda: canvas.overlays.set_badges(panel.actions_["scores"].isChecked()),
        "show_files": lambda: panel.files.setVisible(panel.actions_["show_files"].isChecked()),
        "show_overview": lambda: side.overview.setVisible(panel.actions_["show_overview"].isChecked()),
        "next_page": lambda: presenter.step_page(1),
        "previous_page": lambda: presenter.step_page(-1),
    }
    for name in ("yolo", "coco", "voc"):
        commands[f"export_{name}"] = partial(panel.file_commands.export, name)
    for name in ("tool_box", "tool_select", "tool_region", "tool_ruler"):
        commands[name] = partial(panel.area.choose_tool, name)
    return commands
