"""What Pillow does not read is decoded in child processes: the pixels, the damage, the memory."""

from __future__ import annotations

import io
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile

from autolabelme.core import decoding, image_io
from autolabelme.core.errors import InputError

DEEP = np.random.default_rng(0).integers(0, 65536, (40, 50, 3), dtype=np.uint16)


def tiff(**options: object) -> bytes:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, DEEP, photometric="rgb", metadata=None, **options)
    return buffer.getvalue()


FILES = {
    "lzw.tif": tiff(compression="lzw", tile=(16, 16)),
    "planes.tif": tiff(compression="zlib", predictor=True),
    "plain.tif": tiff(),
    "a.png": bytes(imagecodecs.png_encode(DEEP)),
    "a.jp2": bytes(imagecodecs.jpeg2k_encode(DEEP, reversible=True)),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_pixels_from_a_file_and_from_memory(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    decoding.end_children()
    np.testing.assert_array_equal(image_io.read_native(tmp_path / name), DEEP)
    started = any(child.process for child in decoding._all)
    assert started == (name != "plain.tif"), "samples that are only copied want no process"
    eight = image_io.decode_rgb(FILES[name], name)
    np.testing.assert_array_equal(eight, image_io.read_rgb(tmp_path / name))


def test_a_death_is_an_error_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(FILES["lzw.tif"])
    image_io.read_native(path)
    program = tmp_path / "decoder_child.py"
    program.write_text("import os, sys; sys.stdin.readline(); os.abort()")
    decoding.end_children()
    with monkeypatch.context() as patched:
        patched.setattr(decoding, "__file__", str(tmp_path / "decoding.py"))
        with pytest.raises(InputError, match=r"a\.tif: makes the library that reads it fail \(-?\d+\)"):
            image_io.read_native(path)
    np.testing.assert_array_equal(image_io.read_native(path), DEEP)


def test_a_samples_line_that_asks_for_all_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(FILES["lzw.tif"])
    program = tmp_path / "decoder_child.py"
    answer = r'{"dtype": "<u2", "shape": [1000000000, 1000000000]}\n'
    program.write_text(f"import sys; sys.stdin.readline(); sys.stdout.write('{answer}')")
    decoding.end_children()
    monkeypatch.setattr(decoding, "__file__", str(tmp_path / "decoding.py"))
    with pytest.raises(InputError, match="does not fit into this machine's memory"):
        image_io.read_native(path)
