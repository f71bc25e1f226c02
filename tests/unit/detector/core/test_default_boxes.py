import math

import pytest
import torch
from torchvision.models.detection.image_list import ImageList

from detector.core.default_boxes import (
    INPUT_SIZE,
    MAP_SIZES,
    SCALES,
    boxes_per_map,
    default_boxes,
    map_of_default_box,
)


def boxes_of(kind: str) -> torch.Tensor:
    images = ImageList(torch.zeros(1, 3, INPUT_SIZE, INPUT_SIZE), [(INPUT_SIZE, INPUT_SIZE)])
    maps = [torch.zeros(1, 1, side, side) for side in MAP_SIZES]
    return default_boxes(kind)(images, maps)[0]


@pytest.mark.parametrize(("kind", "count"), [("ssd", 8732), ("one", 1940)])
def test_the_numbers_are_the_reports(kind: str, count: int) -> None:
    assert len(boxes_of(kind)) == count == sum(boxes_per_map(default_boxes(kind)))


def test_one_box_a_cell_has_aspect_two_at_the_cell_centre() -> None:
    boxes, start = boxes_of("one"), 0
    for side, scale in zip(MAP_SIZES, SCALES, strict=True):
        level = boxes[start : start + side * side].reshape(side, side, 4)
        width, height = min(scale * math.sqrt(2), 1) * INPUT_SIZE, scale / math.sqrt(2) * INPUT_SIZE
        for row, column in ((0, 0), (side - 1, side // 2)):
            x, y = (column + 0.5) / side * INPUT_SIZE, (row + 0.5) / side * INPUT_SIZE
            expected = torch.tensor([x - width / 2, y - height / 2, x + width / 2, y + height / 2])
            torch.testing.assert_close(level[row, column], expected, atol=1e-3, rtol=0)
        start += side * side


def test_six_boxes_a_cell_are_the_designs() -> None:
    # The first cell of the 19x19 map: scale 0.2, ratios 1, extra, 2, 1/2, 3, 1/3.
    boxes = boxes_of("ssd")[38 * 38 * 4 :][:6]
    sizes = (boxes[:, 2:] - boxes[:, :2]) / INPUT_SIZE
    extra = math.sqrt(0.2 * 0.375)
    expected = [[0.2, 0.2], [extra, extra]]
    for ratio in (2, 3):
        w, h = 0.2 * math.sqrt(ratio), 0.2 / math.sqrt(ratio)
        expected += [[w, h], [h, w]]
    torch.testing.assert_close(sizes, torch.tensor(expected), atol=1e-5, rtol=0)


def test_the_last_map_has_the_extra_box_of_scale_one() -> None:
    last = boxes_of("ssd")[-4:]
    torch.testing.assert_close(last[1], torch.tensor([0.0, 0.0, 300.0, 300.0]), atol=1e-3, rtol=0)


@pytest.mark.parametrize("kind", ["ssd", "one"])
def test_every_index_knows_its_map(kind: str) -> None:
    counts = boxes_per_map(default_boxes(kind))
    found = map_of_default_box(torch.arange(sum(counts)), counts)
    expected = torch.repeat_interleave(torch.arange(len(counts)), torch.tensor(counts))
    assert torch.equal(found, expected)


def test_an_index_outside_all_maps_is_refused() -> None:
    with pytest.raises(IndexError, match="1940"):
        map_of_default_box(torch.tensor([1940]), boxes_per_map(default_boxes("one")))
