"""Two clean prints lie on two sheets of paper, one that was pictured twice on one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.image_io import read_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.press.sample import ornament_image
from autolabelme.core.reading import read_object
from ransac_gui.core.block import tuning
from ransac_gui.core.block.sheets import two_sheets
from ransac_gui.core.block.verdict import BlockVerdict, read_record, verdict_of
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.ledger.frame import Frame, Sheet
from ransac_gui.core.ledger.one_scan import twins_of
from ransac_gui.core.prepare import ink_of, working


@pytest.fixture(scope="module")
def block() -> F32:
    gray = cv2.resize(read_gray(ornament_image()), (900, 384), interpolation=cv2.INTER_AREA)
    # Without the paper that it was scanned on.
    return np.asarray(cv2.GaussianBlur((ink_of(np.asarray(gray)) > 0.5).astype(np.float32), (0, 0), 0.8))


def clean(block: F32, sheet: int, grain: float = 3.0) -> U8:
    """A print without a fault, on paper of its own grain."""
    rng = np.random.default_rng(sheet)
    paper = cv2.GaussianBlur(rng.normal(0, 1, block.shape).astype(np.float32), (0, 0), 1.5)
    return np.clip(225 + grain * paper / paper.std() - 170 * block, 0, 255).astype(np.uint8)


def pictured(gray: U8) -> U8:
    """The same impression by another camera: its blur, its tone, its light, its noise, coded."""
    rng = np.random.default_rng(9)
    light = np.linspace(0.92, 1.05, gray.shape[1])
    soft = cv2.GaussianBlur(gray, (0, 0), 0.8) * light + rng.normal(0, 3, gray.shape)
    toned = 255 * (np.clip(soft, 0, 255) / 255) ** 1.2
    coded = cv2.imencode(".jpg", toned.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 70])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)


def judged(first: U8, second: U8) -> BlockVerdict:
    reference, source = working(first, 1600), working(second, 1600)
    found = verdict_of(source, reference, WarpMap(reference.width, reference.height, np.eye(3)[None]))
    assert found.kind == "same block" and found.alike is not None and found.alike >= tuning.ONE_SCAN
    return found


def twins(*grays: U8) -> int:
    everywhere = np.ones(grays[0].shape, bool)
    sheets = tuple(Sheet(str(number), one, ink_of(one), everywhere) for number, one in enumerate(grays))
    return len(twins_of(Frame(sheets, (), everywhere, 1.0)))


def test_clean_prints_on_two_sheets_are_two_impressions(block: F32, tmp_path: Path) -> None:
    first, second = clean(block, 1), clean(block, 2)
    found = judged(first, second)
    assert found.two_sheets and not found.one_scan
    assert "pictured twice" not in found.as_json(None)["words"]
    assert twins(first, second) == 0
    path = tmp_path / "v.json"
    path.write_text(json.dumps(found.as_record(None)))
    again = read_record(read_object(path))
    assert again.two_sheets and not again.wants_a_look


def test_one_sheet_is_known_by_its_paper_in_another_picture(block: F32) -> None:
    first = clean(block, 1)
    found = judged(first, pictured(first))
    assert found.one_scan and not found.two_sheets
    assert "pictured twice" in found.as_json(None)["words"]
    assert twins(first, pictured(first)) == 1


def test_paper_of_which_nothing_is_left_tells_nothing(block: F32) -> None:
    """A bitonal picture, or a cleaned one: they may be of one impression."""
    first = clean(block, 1)
    assert twins(first, clean(block, 2, grain=0.4)) == 1
    values = np.asarray(first, np.float32), np.asarray(clean(block, 2), np.float32)
    everywhere = np.ones(block.shape, bool)
    assert two_sheets(values, (block, block), everywhere)
    full = np.ones_like(block)
    assert not two_sheets(values, (block, full), everywhere)  # ink all over
