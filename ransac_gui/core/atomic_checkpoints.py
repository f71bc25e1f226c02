"""Checkpoints of a training that survive a kill and a full disk: the last good one stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytorch_lightning.plugins.io import TorchCheckpointIO

from autolabelme.core.files import atomic_write


class AtomicCheckpoints(TorchCheckpointIO):
    """Lightning's checkpoints, written beside their place first; `InputError` when they cannot be."""

    def save_checkpoint(self, checkpoint: dict[str, Any], path: Any, storage_options: Any = None) -> None:
        """Write `checkpoint` to `path` atomically."""

        def write(temporary: Path) -> None:
            super(AtomicCheckpoints, self).save_checkpoint(checkpoint, temporary, storage_options)

        atomic_write(path, write)
