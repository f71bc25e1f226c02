import math
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from autolabelme.core.errors import MisuseError
from detector.core.losses import BOX_LOSSES, box_loss

KINDS = tuple(BOX_LOSSES)
POINTING = ("giou", "diou", "ciou", "eiou")


def pair(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[Tensor, Tensor]:
    return torch.tensor([first], dtype=torch.float64), torch.tensor([second], dtype=torch.float64)


def formula(kind: str, first: Tensor, second: Tensor, alpha: float | None = None) -> float:
    """The definitions of the papers in plain numbers, independent of the product's tensors."""
    ax1, ay1, ax2, ay2 = first[0].tolist()
    bx1, by1, bx2, by2 = second[0].tolist()
    shared = max(0.0, min(ax2, bx2) - max(ax1, bx1)) * max(0.0, min(ay2, by2) - max(ay1, by1))
    union = (ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - shared
    iou = shared / union
    cw, ch = max(ax2, bx2) - min(ax1, bx1), max(ay2, by2) - min(ay1, by1)
    distance = ((ax1 + ax2 - bx1 - bx2) ** 2 + (ay1 + ay2 - by1 - by2) ** 2) / 4
    aw, ah, bw, bh = ax2 - ax1, ay2 - ay1, bx2 - bx1, by2 - by1
    v = 4 / math.pi**2 * (math.atan(bw / bh) - math.atan(aw / ah)) ** 2
    if alpha is None:
        alpha = v / (1 - iou + v) if v else 0.0
    diou = 1 - iou + distance / (cw**2 + ch**2)
    return {
        "iou": 1 - iou,
        "giou": 1 - iou + (cw * ch - union) / (cw * ch),
        "diou": diou,
        "ciou": diou + alpha * v,
        "eiou": diou + ((aw - bw) / cw) ** 2 + ((ah - bh) / ch) ** 2,
    }[kind]


def ciou_alpha(first: Tensor, second: Tensor) -> float:
    v_only = 1.0 if formula("ciou", first, second, 1.0) != formula("ciou", first, second, 0.0) else 0.0
    if not v_only:
        return 0.0
    v = formula("ciou", first, second, 1.0) - formula("ciou", first, second, 0.0)
    return v / (formula("iou", first, second) + v)


PAIRS = [
    ((10.0, 10.0, 40.0, 30.0), (15.0, 5.0, 42.0, 33.0)),
    ((10.0, 10.0, 40.0, 30.0), (60.0, 50.0, 90.0, 95.0)),
    ((0.0, 0.0, 50.0, 50.0), (10.0, 12.0, 20.0, 30.0)),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_loss_and_gradient_follow_the_formula(
    kind: str, first: tuple[float, ...], second: tuple[float, ...]
) -> None:
    a, b = pair(first, second)
    a.requires_grad_(True)
    loss = box_loss(kind, a, b)
    assert loss.item() == pytest.approx(formula(kind, a, b), abs=1e-6)
    (gradient,) = torch.autograd.grad(loss.sum(), a)
    # CIoU's alpha is a constant of the gradient (arXiv 1911.08287), so it is held fixed here.
    alpha = ciou_alpha(a, b) if kind == "ciou" else None
    step = 1e-4
    for side in range(4):
        up, down = a.detach().clone(), a.detach().clone()
        up[0, side] += step
        down[0, side] -= step
        slope = (formula(kind, up, b, alpha) - formula(kind, down, b, alpha)) / (2 * step)
        assert gradient[0, side].item() == pytest.approx(slope, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_equal_boxes_cost_nothing(kind: str) -> None:
    a, b = pair((3.0, 4.0, 9.0, 20.0), (3.0, 4.0, 9.0, 20.0))
    assert box_loss(kind, a, b).item() == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("kind", POINTING)
@pytest.mark.parametrize(
    "target", [(60.0, 10.0, 80.0, 30.0), (10.0, 70.0, 30.0, 90.0), (60.0, 70.0, 80.0, 90.0)]
)
def test_a_disjoint_box_moves_nearer(kind: str, target: tuple[float, ...]) -> None:
    a, b = pair((10.0, 10.0, 30.0, 30.0), target)

    def gap(box: Tensor) -> float:
        return float(((box[0, :2] + box[0, 2:] - b[0, :2] - b[0, 2:]) / 2).norm())

    moved = descend(lambda box: box_loss(kind, box, b), a, 20.0)
    assert gap(moved) < gap(a)
    assert box_loss(kind, moved, b).item() < box_loss(kind, a, b).item()


def descend(loss: Callable[[Tensor], Tensor], box: Tensor, rate: float) -> Tensor:
    box = box.detach().clone().requires_grad_(True)
    (gradient,) = torch.autograd.grad(loss(box).sum(), box)
    return (box - rate * gradient).detach()


def test_plain_iou_gives_a_disjoint_box_no_direction() -> None:
    a, b = pair((10.0, 10.0, 30.0, 30.0), (60.0, 70.0, 80.0, 90.0))
    assert torch.equal(descend(lambda box: box_loss("iou", box, b), a, 20.0), a)


DEGENERATE = [
    ((5.0, 5.0, 5.0, 5.0), (5.0, 5.0, 5.0, 5.0)),
    ((5.0, 5.0, 25.0, 5.0), (5.0, 5.0, 25.0, 15.0)),
    ((5.0, 5.0, 5.0, 15.0), (50.0, 5.0, 60.0, 15.0)),
    ((5.0, 5.0, 25.0, 25.0), (7.0, 9.0, 7.0, 9.0)),
    ((0.0, 0.0, 1e-8, 1e-8), (100.0, 100.0, 200.0, 200.0)),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("first", "second"), DEGENERATE)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_degenerate_boxes_stay_finite(
    kind: str, first: tuple[float, ...], second: tuple[float, ...], dtype: torch.dtype
) -> None:
    a, b = (box.to(dtype) for box in pair(first, second))
    a.requires_grad_(True)
    loss = box_loss(kind, a, b)
    (gradient,) = torch.autograd.grad(loss.sum(), a)
    assert torch.isfinite(loss).all()
    assert torch.isfinite(gradient).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reversed_one", [0, 1])
def test_reversed_corners_are_refused(kind: str, reversed_one: int) -> None:
    boxes = list(pair((10.0, 10.0, 30.0, 30.0), (10.0, 10.0, 30.0, 30.0)))
    boxes[reversed_one] = torch.tensor([[30.0, 10.0, 10.0, 30.0]], dtype=torch.float64)
    with pytest.raises(MisuseError, match="reversed"):
        box_loss(kind, *boxes)


def test_an_unknown_loss_is_refused() -> None:
    with pytest.raises(MisuseError, match="siou"):
        box_loss("siou", torch.zeros(1, 4), torch.zeros(1, 4))


def test_half_precision_does_not_overflow() -> None:
    box = torch.tensor([[0.0, 0.0, 300.0, 300.0]], dtype=torch.float16)
    assert box_loss("giou", box, box).item() == pytest.approx(0.0, abs=1e-5)


sides = st.floats(0.5, 200.0)
corner = st.floats(-100.0, 100.0)
box_values = st.tuples(corner, corner, sides, sides)


@settings(max_examples=40, deadline=None)
@given(box_values, box_values, st.floats(0.25, 4.0))
def test_losses_do_not_depend_on_the_scale_of_the_page(
    one: tuple[float, ...], two: tuple[float, ...], scale: float
) -> None:
    a, b = (torch.tensor([[x, y, x + w, y + h]], dtype=torch.float64) for x, y, w, h in (one, two))
    for kind in KINDS:
        value = box_loss(kind, a, b).item()
        assert value >= -1e-6
        assert box_loss(kind, a * scale, b * scale).item() == pytest.approx(value, abs=1e-4)
