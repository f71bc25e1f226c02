"""The page that the LabelMe files of these tests are about."""

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def page(tmp_path):
    rng = np.random.default_rng(3)
    small = rng.integers(0, 255, (8, 12), dtype=np.uint8)
    path = tmp_path / "page.png"
    Image.fromarray(small.repeat(10, 0).repeat(10, 1)).save(path)
    return path
