"""How fast this machine trains: a few steps, before a training is begun."""

from __future__ import annotations

import time

from .params import TrainParams

_BATCH, _STEPS = 4, 2


def seconds_a_crop(params: TrainParams = TrainParams()) -> float:  # noqa: B008 - frozen
    """Seconds that one crop takes in a step of the detector, with weights that were not learned.

    `InputError` when a GPU is asked for and there is none.
    """
    import torch

    from .data import Batch
    from .devices import device_of
    from .network import DetectorNetwork, NetworkConfig
    from .training_stages import DetectorStage

    device = torch.device(device_of(params.device))
    config = NetworkConfig(
        ("1",), params.backbone, params.boxes, params.loss, params.decoder, params.channels
    )
    stage = DetectorStage(DetectorNetwork(config).to(device), params.rate)
    target = {"boxes": torch.tensor([[40.0, 40.0, 90.0, 90.0]]), "labels": torch.tensor([1])}
    batch = Batch([torch.full((3, 400, 400), 0.8)] * _BATCH, [target] * _BATCH).to(device)
    taken = []
    for _ in range(1 + _STEPS):
        start = time.monotonic()
        sum(stage.losses(batch).values()).backward()  # type: ignore[union-attr]
        if device.type == "cuda":
            torch.cuda.synchronize()
        taken.append(time.monotonic() - start)
    return min(taken[1:]) / _BATCH  # the first one warms up
