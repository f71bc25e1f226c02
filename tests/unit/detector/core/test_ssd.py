import copy

import pytest
import torch
from torch import Tensor
from torchvision.models.detection import ssd300_vgg16
from torchvision.models.detection.anchor_utils import DefaultBoxGenerator

from autolabelme.core.errors import MisuseError
from detector.core import tuning
from detector.core.default_boxes import ASPECT_RATIOS, MAP_SIZES, SCALES
from detector.core.ssd import XIoUSSD, hard_negatives

LABELS = 3


def model_of(**options: str) -> XIoUSSD:
    torch.manual_seed(0)
    return XIoUSSD(LABELS + 1, **options)


def an_image(seed: int = 0) -> Tensor:
    return torch.rand(3, 300, 300, generator=torch.Generator().manual_seed(seed))


def a_target(*boxes: tuple[float, float, float, float]) -> dict[str, Tensor]:
    return {
        "boxes": torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4),
        "labels": torch.arange(len(boxes)) % LABELS + 1,
    }


@pytest.fixture(scope="module")
def vgg_pair() -> tuple[XIoUSSD, torch.nn.Module]:
    """Ours with smooth L1 and 4/6 boxes, and torchvision's own SSD300 on the same weights."""
    ours = model_of(backbone="vgg16", boxes="ssd", loss="smooth_l1")
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in ours.head.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.002)
    theirs = ssd300_vgg16(
        weights=None,
        weights_backbone=None,
        num_classes=LABELS + 1,
        image_mean=ours.transform.image_mean,
        image_std=ours.transform.image_std,
        score_thresh=0.2,
    )
    theirs.anchor_generator = DefaultBoxGenerator(
        [list(ratios) for ratios in ASPECT_RATIOS], scales=[*SCALES, 1 / SCALES[-1]]
    )
    theirs.load_state_dict(copy.deepcopy(ours.state_dict()))
    return ours, theirs


def test_loss_agrees_with_torchvision(vgg_pair: tuple[XIoUSSD, torch.nn.Module]) -> None:
    ours, theirs = vgg_pair
    targets = [a_target((20, 30, 60, 80), (150, 140, 200, 180), (0, 200, 300, 260))]
    with torch.no_grad():
        mine = ours.train()([an_image()], copy.deepcopy(targets))
        reference = theirs.train()([an_image()], targets)
    assert set(mine) == set(reference)
    for name, value in reference.items():
        torch.testing.assert_close(mine[name], value)


def test_decoding_agrees_with_torchvision(vgg_pair: tuple[XIoUSSD, torch.nn.Module]) -> None:
    ours, theirs = vgg_pair
    with torch.no_grad():
        mine = ours.eval()([an_image()])[0]
        reference = theirs.eval()([an_image()])[0]
    assert len(reference["boxes"]) > 5
    for name in ("boxes", "scores", "labels"):
        torch.testing.assert_close(mine[name], reference[name])


@pytest.mark.parametrize("boxes", ["ssd", "one"])
def test_the_default_box_index_is_the_one_that_was_decoded(boxes: str) -> None:
    model = model_of(boxes=boxes).eval()
    model.score_thresh = 0.0
    with torch.no_grad():
        encoded = model.encode([an_image()])
        found = model.detections(encoded)[0]
        decoded = model.box_coder.decode_single(encoded.heads["bbox_regression"][0], encoded.default_boxes[0])
    assert len(found["default_box"]) > 0
    torch.testing.assert_close(found["boxes"], decoded.clamp(0, 300)[found["default_box"]])
    probabilities = encoded.heads["cls_logits"][0].softmax(-1)
    torch.testing.assert_close(found["scores"], probabilities[found["default_box"], found["labels"]])


@pytest.mark.parametrize("boxes", ["ssd", "one"])
@pytest.mark.parametrize("backbone", ["mobilenet_v2", "vgg16"])
def test_feature_maps_and_outputs_have_the_designs_sizes(backbone: str, boxes: str) -> None:
    model = model_of(backbone=backbone, boxes=boxes).eval()
    with torch.no_grad():
        encoded = model.encode([torch.rand(3, 200, 400)])
    assert tuple(m.shape[-1] for m in encoded.maps) == MAP_SIZES
    assert tuple(m.shape[1] for m in encoded.maps) == model.map_channels
    count = {"ssd": 8732, "one": 1940}[boxes]
    assert encoded.heads["cls_logits"].shape == (1, count, LABELS + 1)
    assert encoded.heads["bbox_regression"].shape == (1, count, 4)


def test_detections_come_back_in_the_pixels_of_the_image() -> None:
    model = model_of().eval()
    model.score_thresh = 0.0
    with torch.no_grad():
        small = model([an_image()])[0]
        # Doubling every pixel leaves the 300-px input nearly as it was.
        large = model([an_image().repeat_interleave(2, 1).repeat_interleave(2, 2)])[0]
    assert float(large["boxes"].max()) > 300 >= float(small["boxes"].max())


def test_a_crop_without_boxes_teaches_background() -> None:
    model = model_of().train()
    images = [an_image(0), an_image(1)]
    with_boxes, empty = a_target((20, 30, 60, 80)), a_target()
    encoded = model.encode(images, [with_boxes, empty])
    encoded.heads["cls_logits"].retain_grad()
    model.losses(encoded)["classification"].backward()
    gradient = encoded.heads["cls_logits"].grad
    assert gradient is not None
    taught = (gradient[1].abs().sum(-1) > 0).sum()
    assert taught >= tuning.LEAST_NEGATIVES


def test_a_batch_of_empty_crops_has_a_finite_loss() -> None:
    model = model_of().train()
    losses = model([an_image(0), an_image(1)], [a_target(), a_target()])
    assert losses["bbox_regression"].item() == 0
    assert torch.isfinite(losses["classification"])
    assert losses["classification"].item() > 0


def test_hard_negatives_are_the_batchs_worst() -> None:
    loss = torch.tensor([[9.0, 8.0, 7.0, 0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 5.0]])
    positive = torch.zeros_like(loss, dtype=torch.bool)
    positive[0, 0] = True
    chosen = hard_negatives(loss, positive, ratio=3.0)
    # Three for the one positive (8, 7 and 5), and at least three in each image.
    assert chosen[0].tolist() == [False, True, True, False, False, False, True]
    assert chosen[1].tolist() == [False, False, False, False, True, True, True]


def test_hard_negatives_never_take_a_positive() -> None:
    loss, positive = torch.rand(2, 8), torch.ones(2, 8, dtype=torch.bool)
    positive[0, 0] = False
    assert hard_negatives(loss, positive, ratio=3.0).sum() == 1


@pytest.mark.parametrize("loss", ["smooth_l1", "iou", "giou", "diou", "ciou", "eiou"])
def test_every_loss_trains(loss: str) -> None:
    model = model_of(loss=loss, boxes="one").train()
    losses = model([an_image(0), an_image(1)], [a_target((20, 30, 62, 80)), a_target((100, 90, 160, 120))])
    sum(losses.values()).backward()
    gradients = [p.grad for p in model.head.parameters() if p.grad is not None]
    assert gradients
    assert all(torch.isfinite(gradient).all() for gradient in gradients)


def test_alpha_weighs_the_localisation_loss() -> None:
    targets = [a_target((20, 30, 62, 80))] * 2
    model = model_of().train()
    encoded = model.encode([an_image(0), an_image(1)], targets)
    one = model.losses(encoded)
    model.alpha = 3.0
    three = model.losses(encoded)
    torch.testing.assert_close(three["bbox_regression"], 3 * one["bbox_regression"])
    torch.testing.assert_close(three["classification"], one["classification"])


def test_targets_without_extent_are_refused() -> None:
    with pytest.raises(MisuseError, match="positive sides"):
        model_of().train()([an_image(), an_image()], [a_target((20, 30, 20, 80)), a_target()])


@pytest.mark.parametrize("options", [{"boxes": "two"}, {"loss": "siou"}])
def test_unknown_options_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(MisuseError):
        model_of(**options)


def test_default_boxes_stay_exact_in_mixed_precision() -> None:
    model = model_of(boxes="one").eval()
    with torch.no_grad():
        exact = model.encode([an_image()]).default_boxes[0]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            mixed = model.encode([an_image()])
    # bfloat16 has 8 bits: at 256 px a box would be rounded to 2 px.
    assert mixed.maps[0].dtype == torch.bfloat16
    assert torch.equal(mixed.default_boxes[0], exact)
