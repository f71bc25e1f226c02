"""A catalogue that no bundled model saw: the sample's eight strangers as a catalogue of their own.

Its detector and decoder are trained in the run, from the sample model's weights but for the head that
names labels; the sample's own sorts are then the strangers. The change network never saw these drawings.
It trains by epochs: what a clock allows depends on who else uses the machine.
"""

from __future__ import annotations

import dataclasses
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from train_sample_model import PAGE, WEARS, cooled, sample_catalogue

from autolabelme.core.press.impression import print_page
from autolabelme.core.press.sorts import Sort, load_sorts
from autolabelme.core.press.typeset import typeset
from autolabelme.core.press.wear import wear_of
from detector.core.data import STORED_PX, RandomCrops, TrainingPage, training_page
from detector.core.demo import sample_model_folder
from detector.core.inspection.inspector import InspectionModel
from detector.core.inspection.ssd_sight import SsdDetector, facts_of, normals_from_press
from detector.core.loop import StagePlan
from detector.core.model_folder import Model, load_model
from detector.core.network import DetectorNetwork, NetworkConfig
from detector.core.params import CROP_PX
from detector.core.training_stages import DecoderStage, DetectorStage

SEED = 960_000
PAGES, CROPS, BATCH = 24, 20, 8
STEPS = PAGES * CROPS // BATCH
"""Steps of an epoch."""


def catalogue_and_strangers() -> tuple[tuple[Sort, ...], tuple[Sort, ...]]:
    """The eight glyphs as a catalogue, and eight of the sample's sorts as its strangers."""
    own = tuple(dataclasses.replace(sort, foreign=False) for sort in load_sorts(foreigners=True))
    return own, tuple(dataclasses.replace(sort, foreign=True) for sort in load_sorts()[::4][:8])


def unseen_model(epochs: tuple[int, int], recipe: str) -> tuple[InspectionModel, tuple[float, float]]:
    """Train detector and decoder for so many epochs on pages of `recipe`, and measure normals.

    Also returns the processor seconds that each of the two took. The last epoch of each is at a tenth of the
    rate; 2 epochs at least.
    """
    torch.manual_seed(0)
    sorts, _ = catalogue_and_strangers()
    catalogue = sample_catalogue(sorts)
    sample = load_model(sample_model_folder(), "cpu").network
    config: NetworkConfig = dataclasses.replace(sample.config, labels=catalogue.labels)
    network = DetectorNetwork(config)
    own = network.state_dict()
    kept = {k: v for k, v in sample.state_dict().items() if k in own and own[k].shape == v.shape}
    network.load_state_dict(kept, strict=False)
    network.to(memory_format=torch.channels_last)
    pages = [_page(sorts, catalogue.numbers, number, recipe) for number in range(PAGES)]
    crops = RandomCrops(pages, per_page=CROPS)
    seconds = []
    for name, stage, count in (
        ("detector", DetectorStage(network, 5e-4), epochs[0]),
        ("decoder", DecoderStage(network, 5e-4), epochs[1]),
    ):
        start = time.process_time()
        with tempfile.TemporaryDirectory() as work:
            plan = StagePlan(name, count, BATCH, "cpu", Path(work), precision="bf16-mixed")
            cooled(stage, crops, None, plan, lambda row: print(row, flush=True))
        seconds.append(time.process_time() - start)
    model = Model(network.eval(), catalogue)
    normals = normals_from_press(model, sorts, recipes=(recipe,))
    return InspectionModel(SsdDetector(model), normals, facts_of(catalogue)), (seconds[0], seconds[1])


def _page(sorts: Sequence[Sort], numbers: dict[str, int], number: int, recipe: str) -> TrainingPage:
    layout = typeset(sorts, PAGE, np.random.default_rng(SEED + number))
    page = print_page(layout, sorts, wear_of(WEARS[number % len(WEARS)], recipe), SEED + number)
    return training_page(
        f"unseen {number}",
        page.rgb,
        np.array([one.box for one in page.truth]),
        [numbers[one.label] for one in page.truth],
        scale=STORED_PX / CROP_PX,
        poses=[one.pose for one in page.truth],
        synthetic=True,
    )
