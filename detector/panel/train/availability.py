"""Which of the workspace's actions can be used now, and if not, why: one line for the tooltip."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from autolabelme.qtkit.empty_state import first_reason
from autolabelme.qtkit.workspace import BOXES, MODEL

from ..models.store import problem_of_name
from .presenter import TrainPresenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrainActions", text)


def name_problem(presenter: TrainPresenter) -> str:
    """Why the next model cannot have the name in the field; '' when it can."""
    texts = {
        "": "",
        "empty": _tr("Give the model a name"),
        "unfit": _tr('This name does not fit a folder: leave out / \\ : * ? " < > | and dots at its ends'),
        "taken": _tr("There is a model of this name already; choose another"),
    }
    running = presenter.running and presenter.trained is not None
    if running and presenter.trained is not None and presenter.trained.folder.name == presenter.name:
        return ""  # its own name, which it takes while it runs
    return texts[problem_of_name(presenter.name, presenter.models_dir)]


def reasons(presenter: TrainPresenter, form_problem: str = "") -> dict[str, str]:
    """Name of each action that may be disabled -> why it is, empty when it is not."""
    info, summary, params = presenter.model, presenter.summary, presenter.params
    idle = (not presenter.running, _tr("A training is running"))
    catalogue = (summary is not None, _tr("Choose a catalogue first (Choose pages)"))
    read = (not presenter.reading, _tr("The catalogue is being read"))
    material = (
        summary is None or summary.pages > 0 or params.synthetic > 0,
        _tr("Crops or a model alone cannot train: ask for synthetic pages"),
    )
    devices = presenter.devices
    gpu = (
        devices is None or bool(devices.gpu) or params.device != "cuda",
        _tr("No GPU was found; choose the device cpu or auto"),
    )
    name = name_problem(presenter)
    chosen = (info is not None, _tr("Select a model in the list first"))
    usable = (info is None or info.finished, _tr("This model is not finished or damaged"))
    own = (info is None or not info.bundled, _tr("The bundled model cannot be deleted"))
    in_work = presenter.running and presenter.trained is not None
    busy = in_work and info is not None and presenter.trained.folder == info.folder  # type: ignore[union-attr]
    not_busy = (not busy, _tr("This model is being trained"))
    return {
        "choose_files": "",
        "choose_folder": "",
        "import": "",
        "train": first_reason(
            [read, catalogue, material, gpu, (not name, name), (not form_problem, form_problem), idle]
        ),
        "cancel": first_reason(
            [
                (presenter.running, _tr("No training is running")),
                (not presenter.cancelling, _tr("It is stopping")),
            ]
        ),
        "resume": first_reason(
            [
                chosen,
                idle,
                (info is None or info.resumable, _tr("This training ended by itself; there is nothing left")),
            ]
        ),
        "export": first_reason([chosen, usable, not_busy]),
        "delete": first_reason([chosen, own, not_busy]),
        "inspect": first_reason(
            [(presenter.context.can_send(MODEL), _tr("Inspect is not installed")), chosen, usable]
        ),
        "detect": first_reason(
            [
                (presenter.context.can_send(BOXES), _tr("Annotate is not installed")),
                chosen,
                usable,
                (presenter.page is not None, _tr("Open a page in Pages or Annotate first")),
                (not presenter.detecting, _tr("A detection is running")),
            ]
        ),
    }
