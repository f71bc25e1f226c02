"""Parameters of training and detection; forms and command-line options come from them. No torch."""

from __future__ import annotations

from dataclasses import dataclass

from autolabelme.core.params import Params, param

BACKBONES = ("mobilenet_v2", "vgg16")
BOXES = ("ssd", "one")
LOSSES = ("smooth_l1", "iou", "giou", "diou", "ciou", "eiou")
DECODERS = ("conv", "fc")
DEVICES = ("auto", "cpu", "cuda")
LEARNING_RATES = {"vgg16": 1e-4, "mobilenet_v2": 1e-3}
"""The report's for VGG16 (section 5.2); MobileNetV2 learns ten times faster (DESIGN section 7)."""
DECODER_RATES = {"vgg16": 1e-4, "mobilenet_v2": 1e-3}
"""The report's for VGG16's features (section 5.3.4). On the bundled sample's MobileNetV2 features a new
decoder's error after 45 steps of four crops was 0.067 at 1e-3 and 0.076 at 1e-4, and lower all the way;
the sample model's decoder drew shapes only at 1e-3."""

CROP_PX = 640
"""Side of a training crop on the page (report, section 5.1)."""
INPUT_PX = 300
VIGNETTE_LOW_PX, VIGNETTE_HIGH_PX = 30.0, 60.0
"""The median vignette must be this large in the 300-px input (DESIGN section 7)."""


def crop_side(median_px: float) -> float:
    """Side in page pixels of a crop in which a vignette of `median_px` is 30-60 px at 300 px.

    640 (the report's) where that does it, else what brings the median to the nearer end.
    """
    at_default = median_px * INPUT_PX / CROP_PX
    wanted = min(max(at_default, VIGNETTE_LOW_PX), VIGNETTE_HIGH_PX)
    return CROP_PX * at_default / wanted


@dataclass(frozen=True)
class TrainParams(Params):
    """How a detector and its decoder are trained."""

    backbone: str = param(
        "mobilenet_v2", choices=BACKBONES, label="Backbone", help="MobileNetV2 is light; VGG16 is the paper's"
    )
    boxes: str = param(
        "ssd", choices=BOXES, label="Default boxes", help="4 or 6 a cell (ssd, 8,732) or one (1,940)"
    )
    loss: str = param("giou", choices=LOSSES, label="Box loss", help="Localisation loss of the detector")
    decoder: str = param(
        "conv", choices=DECODERS, label="Decoder", help="conv draws 64x64 in colour, fc 128x128 in grey"
    )
    channels: str = param(
        "learned",
        choices=("learned", "upsample"),
        label="Channels",
        help="To 1024 channels by a learned 1x1 convolution, or by the report's upsampling",
        words=(("learned", "learned", ""), ("upsample", "upsampled", "")),
        advanced=True,
    )
    synthetic: int = param(
        40, minimum=0, maximum=5000, label="Synthetic pages", help="Pages set from the catalogue's vignettes"
    )
    epochs: int = param(30, minimum=1, maximum=1000, label="Epochs", help="Most epochs of the detector")
    decoder_epochs: int = param(
        10, minimum=0, maximum=1000, label="Decoder epochs", help="Most epochs of the decoder"
    )
    crops_per_page: int = param(
        100, minimum=1, maximum=10000, label="Crops a page", help="Random crops of a page in an epoch"
    )
    batch: int = param(
        16, minimum=2, maximum=512, label="Batch", help="Crops a step; halved when memory runs out"
    )
    learning_rate: float | None = param(
        None,
        minimum=1e-7,
        maximum=1.0,
        step=1e-4,
        label="Learning rate",
        help="Of the detector; empty: the backbone's own (0.0001 for vgg16, 0.001 for mobilenet_v2)",
        advanced=True,
    )
    decoder_rate: float | None = param(
        None,
        minimum=1e-7,
        maximum=1.0,
        step=1e-4,
        label="Decoder's rate",
        help="Learning rate of the decoder; empty: what the backbone's features need "
        "(0.0001 for vgg16, 0.001 for mobilenet_v2)",
        advanced=True,
    )
    alpha: float = param(
        1.0, minimum=0.0, maximum=100.0, label="Box loss weight", help="Weight of the box loss", advanced=True
    )
    end_to_end: bool = param(False, label="End to end", help="Afterwards train detector and decoder together")
    holdout: float = param(
        0.15,
        minimum=0.0,
        maximum=0.9,
        label="Held out",
        help="Share of the pages that is never trained on and calibrates the anomaly scores",
    )
    minutes: float | None = param(
        None,
        minimum=0.01,
        maximum=100000,
        step=10.0,
        unit="min",
        label="Time limit",
        help="Stop training after this long",
    )
    patience: int = param(
        6, minimum=1, maximum=1000, label="Patience", help="Epochs without progress before it stops"
    )
    device: str = param("auto", choices=DEVICES, label="Device", help="auto takes a GPU when there is one")
    seed: int = param(0, minimum=0, maximum=2**31 - 1, label="Seed", help="Same seed, same training")

    @property
    def rate(self) -> float:
        """The learning rate of the detector that is used."""
        return LEARNING_RATES[self.backbone] if self.learning_rate is None else self.learning_rate

    @property
    def rate_of_decoder(self) -> float:
        """The learning rate of the decoder that is used."""
        return DECODER_RATES[self.backbone] if self.decoder_rate is None else self.decoder_rate


@dataclass(frozen=True)
class DetectParams(Params):
    """How a model looks at a page."""

    score_over: float = param(
        0.2,
        minimum=0.0,
        maximum=1.0,
        step=0.05,
        label="Score over",
        help="Least score of a detection",
        option="--score S",
    )
    merge_iou: float = param(
        0.45,
        minimum=0.05,
        maximum=0.95,
        step=0.05,
        label="Merge over",
        help="Overlap of two detections of one thing",
    )
    refine: bool = param(True, label="Refine boxes", help="Lay the catalogue's vignette on each detection")
    scale: float | None = param(
        None,
        minimum=0.05,
        maximum=20.0,
        label="Scale",
        help="Page pixels for one catalogue pixel; empty: from the resolutions, else by looking",
    )
    batch: int = param(
        8, minimum=1, maximum=256, label="Tiles at once", help="Tiles that are looked at at once"
    )
    device: str = param("auto", choices=DEVICES, label="Device", help="auto takes a GPU when there is one")
