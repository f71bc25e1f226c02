"""What a model can be trained and run on. No Qt, no torch before it is asked."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from autolabelme.core.progress import Tick, no_tick


@dataclass(frozen=True)
class Devices:
    """What can be trained on. `gpu` is its name, '' without one; memory in bytes, 0 where it cannot be read.

    `why` tells why there is no GPU: "build" (this PyTorch knows none), "hidden" (CUDA_VISIBLE_DEVICES
    leaves none), "driver" (none answers), '' with one. `crop_s` are the seconds that a crop takes in a
    step of a training here; None where that was not measured.
    """

    gpu: str = ""
    free: int = 0
    total: int = 0
    cores: int = 1
    why: str = ""
    crop_s: float | None = None


def find_devices(*, tick: Tick = no_tick) -> Devices:
    """The first GPU with its free memory, or why there is none; and how fast what is there trains."""
    tick(0, 0, "looking for a GPU")
    found = _found()
    tick(0, 0, "measuring the speed of a training")
    from detector.core.pace import seconds_a_crop

    return replace(found, crop_s=seconds_a_crop())


def _found() -> Devices:
    import torch

    cores = os.cpu_count() or 1
    if not torch.cuda.is_available():
        if torch.version.cuda is None and torch.version.hip is None:
            return Devices(cores=cores, why="build")
        shown = os.environ.get("CUDA_VISIBLE_DEVICES")
        return Devices(cores=cores, why="hidden" if shown in ("", "-1") else "driver")
    try:
        free, total = torch.cuda.mem_get_info()
    except RuntimeError:  # another program keeps the GPU to itself
        free, total = 0, 0
    return Devices(torch.cuda.get_device_name(), int(free), int(total), cores)
