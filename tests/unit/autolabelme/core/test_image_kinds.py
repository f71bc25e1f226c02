"""A page image is told by its first bytes, in folders too; a damaged one is not passed over."""

import os

import numpy as np
import pytest
from PIL import Image, features

from autolabelme.core.errors import InputError
from autolabelme.core.image_kinds import IMAGE_SUFFIXES, file_kind, find_images, is_image

PIXELS = np.random.default_rng(3).integers(0, 255, (40, 60), dtype=np.uint8)
KINDS = {
    "PNG": "png",
    "JPEG": "jpeg",
    "TIFF": "tiff",
    "JPEG2000": "jp2",
    "GIF": "gif",
    "BMP": "bmp",
    "WEBP": "webp",
    "PPM": "pnm",
    "PDF": "pdf",
    **({"AVIF": "heif"} if features.check("avif") else {}),
}


@pytest.mark.parametrize("format", KINDS)
def test_the_first_bytes_tell_the_kind_whatever_the_name(tmp_path, format):
    for name in ("page", "page.scan", "p.1"):
        path = tmp_path / name
        Image.fromarray(PIXELS).save(path, format)
        assert file_kind(path) == KINDS[format]
        assert is_image(path)


def test_bitonal_pages(tmp_path):
    Image.fromarray(PIXELS > 127).save(tmp_path / "page", "PPM")
    assert file_kind(tmp_path / "page") == "pnm"


@pytest.mark.parametrize("text", ["", "{}", '{"note": "%PDF-"}', "BM25 ranking", "Page 3", "P5a", "II*"])
def test_other_files_are_none(tmp_path, text):
    (tmp_path / "file").write_text(text)
    assert file_kind(tmp_path / "file") is None
    assert not is_image(tmp_path / "file")


def test_what_cannot_be_opened_is_none(tmp_path):
    assert file_kind(tmp_path) is None
    assert file_kind(tmp_path / "gone") is None
    assert file_kind("a\0b") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert file_kind(tmp_path / "pipe") is None
    assert find_images(tmp_path) == ()


def test_a_folder_holds_every_picture_and_the_damaged_ones(tmp_path):
    for suffix in ("", ".jfif", ".jpe", ".scan", ".CR2", ".json"):
        Image.fromarray(PIXELS).save(tmp_path / f"b{suffix}", "JPEG")
    for name in ("a.jpg", "c.PNG", ".hidden.png", "notes.txt", "table.csv"):
        (tmp_path / name).touch()
    (tmp_path / "folder.png").mkdir()
    assert [item.name for item in find_images(tmp_path)] == [
        "a.jpg",
        "b",
        "b.jfif",
        "b.jpe",
        "b.scan",
        "c.PNG",
    ]
    with pytest.raises(InputError):
        find_images(tmp_path / "none")


def test_the_suffixes_of_the_reported_files_are_offered():
    assert {".jfif", ".jpe", ".avif", ".pbm", ".mpo"} <= set(IMAGE_SUFFIXES)
