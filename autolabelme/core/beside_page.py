"""Where results on a page go when nobody has said so: beside it."""

from __future__ import annotations

import os
from pathlib import Path

from .press.sample import sample_folder


def beside_page(page: Path, data_dir: Path) -> Path:
    """The folder of `page`; of the bundled sample, which lies in the program's own folder, `data_dir`."""
    folder = page.parent
    return data_dir if folder.is_relative_to(sample_folder()) else folder


def may_write(folder: Path) -> bool:
    """Whether something can be made in `folder`, or in the nearest one above it that is there."""
    there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), None)
    return there is not None and os.access(there, os.W_OK)
