"""The two training stages as Lightning modules: the detector, then the decoder (or both end to end)."""

from __future__ import annotations

from typing import Any

import pytorch_lightning as pl
import torch
import torch.nn.functional as F
from torch import Tensor

from . import tuning
from .dae import crop_targets
from .data import STORED_PX, Batch
from .default_boxes import INPUT_SIZE
from .network import DetectorNetwork, responsible_default_boxes
from .ssd import Encoded


class Stage(pl.LightningModule):
    """What the stages share: Adam with the report's plateau rule, logging, moving batches."""

    def __init__(self, network: DetectorNetwork, rate: float) -> None:
        super().__init__()
        self.network = network
        self.rate = rate

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The losses of a batch by name; their sum is minimised."""
        raise NotImplementedError

    def trained_parameters(self) -> list[torch.nn.Parameter]:
        """The parameters that this stage changes."""
        raise NotImplementedError

    def training_step(self, batch: Batch, _index: int) -> Tensor:
        """Sum of the losses, logged for the epoch."""
        return self._logged(batch, "")

    def validation_step(self, batch: Batch, _index: int) -> None:
        """The same on held-out crops."""
        self._logged(batch, "val_")

    def _logged(self, batch: Batch, prefix: str) -> Tensor:
        losses = self.losses(batch)
        total = torch.stack(list(losses.values())).sum()
        for name, value in {**losses, "loss": total}.items():
            self.log(prefix + name, value.detach(), on_step=False, on_epoch=True, batch_size=len(batch))
        return total

    def configure_optimizers(self) -> Any:
        """Adam and the plateau rule: the rate falls when the training loss falls too little (report, 5.2)."""
        optimizer = torch.optim.Adam(self.trained_parameters(), lr=self.rate)
        scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
            optimizer,
            factor=tuning.PLATEAU_FALL,
            threshold=tuning.PLATEAU_STILL,
            patience=tuning.PLATEAU_PATIENCE,
            min_lr=tuning.PLATEAU_LEAST,
        )
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "monitor": "loss"}}

    def transfer_batch_to_device(self, batch: Batch, device: torch.device, dataloader_idx: int) -> Batch:
        """Lightning does not know our batch."""
        return batch.to(device)


class DetectorStage(Stage):
    """Trains the SSD."""

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Localisation and confidence loss (report, section 4.1)."""
        return self.network.ssd.losses(self.network.ssd.encode(batch.images, batch.targets))

    def trained_parameters(self) -> list[torch.nn.Parameter]:
        """The detector's."""
        return list(self.network.ssd.parameters())


class DecoderStage(Stage):
    """Trains bridge and decoder on the features of a detector that stands still."""

    def on_train_epoch_start(self) -> None:
        """The detector keeps its running statistics."""
        self.network.ssd.eval()

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Mean squared error of the pictures (report, section 5.3.4)."""
        with torch.no_grad():
            encoded = self.network.ssd.encode(batch.images, batch.targets)
        return {"reconstruction": reconstruction_loss(self.network, encoded, batch.images)}

    def trained_parameters(self) -> list[torch.nn.Parameter]:
        """Bridge and decoder."""
        return list(self.network.dae.parameters())


class EndToEndStage(Stage):
    """Trains detector and decoder together."""

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The detector's losses and the reconstruction's."""
        encoded = self.network.ssd.encode(batch.images, batch.targets)
        losses = self.network.ssd.losses(encoded)
        return {**losses, "reconstruction": reconstruction_loss(self.network, encoded, batch.images)}

    def trained_parameters(self) -> list[torch.nn.Parameter]:
        """All."""
        return list(self.network.parameters())


def reconstruction_loss(network: DetectorNetwork, encoded: Encoded, images: list[Tensor]) -> Tensor:
    """Mean squared error of the pictures of a batch's truths against the images' own pixels.

    Boxes are the truths moved by a few percent, as detections are; the picture to draw is what the
    moved box holds, so that the decoder learns the place, too.
    """
    assert encoded.targets is not None
    boxes, indices, share = [], [], 1.0
    found = responsible_default_boxes(encoded, network.ssd)
    count = sum(len(truth) for truth, _ in found)
    if count == 0:
        # Nothing to draw: a zero that still hangs on the parameters.
        return torch.stack([parameter.sum() for parameter in network.dae.parameters()]).sum() * 0.0
    share = min(1.0, tuning.DRAWN_A_STEP / count)
    for target, (truth, default_box) in zip(encoded.targets, found, strict=True):
        chosen = torch.rand(len(truth), device=truth.device) <= share
        box = target["boxes"][truth[chosen]]
        sides = (box[:, 2:] - box[:, :2]).repeat(1, 2)
        boxes.append(box + tuning.DRAWN_MOVED * sides * torch.empty_like(box).uniform_(-1, 1))
        indices.append(default_box[chosen])
    drawn = network.dae(encoded.maps, boxes, indices)
    if len(drawn) == 0:
        return torch.stack([parameter.sum() for parameter in network.dae.parameters()]).sum() * 0.0
    decoder = network.dae.decoder
    ratio = STORED_PX / INPUT_SIZE
    wanted = crop_targets(images, [box * ratio for box in boxes], decoder.size, decoder.channels)
    return F.mse_loss(drawn.float(), wanted)
