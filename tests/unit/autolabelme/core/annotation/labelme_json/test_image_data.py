"""LabelMe files: the embedded picture, and what LabelMe itself reads of ours."""

import base64
import io
import json
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.annotation.picture import page_gray, page_rgb
from autolabelme.core.errors import InputError
from autolabelme.core.matching.poses import Pose

from .labelme_files import HEIGHT, WIDTH, file, png, shape


def test_embedded_picture_is_enough_and_is_kept(tmp_path, page):
    pixels = np.asarray(Image.open(page))
    path = file(tmp_path, shape(), imageData=png(pixels))
    page.unlink()
    document = read_document(path)
    np.testing.assert_array_equal(page_gray(document), pixels)
    assert page_rgb(document).shape == (HEIGHT, WIDTH, 3)
    out = write_document(document, tmp_path / "out.json", embed=False)
    np.testing.assert_array_equal(page_gray(read_document(out)), pixels)


def test_embedded_picture_of_the_same_page_encoded_anew_is_accepted(tmp_path, page):
    pixels = np.asarray(Image.open(page))
    buffer = io.BytesIO()
    Image.fromarray((pixels / 2 + 40).astype(np.uint8)).save(buffer, "JPEG", quality=60)
    path = file(tmp_path, shape(), imageData=base64.b64encode(buffer.getvalue()).decode())
    assert read_document(path).image_data == buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "not base64!",
        base64.b64encode(b"no picture").decode(),
        png(np.zeros((HEIGHT, WIDTH + 1), np.uint8)),
        png(np.add.outer(np.arange(HEIGHT), np.arange(WIDTH)).astype(np.uint8)),
        png(np.zeros((HEIGHT, WIDTH), np.uint8)),
    ],
    ids=["base64", "bytes", "size", "other page", "blank"],
)
def test_image_data_that_is_not_the_file(tmp_path, page, data):
    with pytest.raises(InputError, match=r"page\.json: imageData: ") as caught:
        read_document(file(tmp_path, shape(), imageData=data))
    assert caught.value.field == "imageData"


def test_damaged_image_data_without_the_file(tmp_path, page):
    page.unlink()
    with pytest.raises(InputError, match=r"page\.json: imageData: is not a picture"):
        read_document(file(tmp_path, shape(), imageData=base64.b64encode(b"no picture").decode()))


def cmyk(path):
    Image.new("RGB", (WIDTH, HEIGHT), (200, 40, 30)).convert("CMYK").save(path)


def deep(path):
    Image.fromarray(np.arange(WIDTH * HEIGHT, dtype=np.uint16).reshape(HEIGHT, WIDTH)).save(path)


def palette(path):
    Image.new("RGB", (WIDTH, HEIGHT), (200, 40, 30)).quantize(4).save(path)


def rotated(path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (HEIGHT, WIDTH), (200, 40, 30)).save(path, exif=exif)


def plain(path):
    Image.new("RGB", (WIDTH, HEIGHT), (200, 40, 30)).save(path)


def bitonal(path):
    Image.new("1", (WIDTH, HEIGHT), 1).save(path, compression="group4")


KINDS = [
    ("a.jpg", cmyk, True),
    ("a.png", deep, True),
    ("a.tif", deep, True),
    ("a.png", palette, True),
    ("a.jpg", rotated, False),
    ("a.png", plain, False),
    ("a.jp2", plain, False),
    ("a.tif", bitonal, False),
    ("a.pdf", plain, True),
]


def test_labelme_itself_reads_what_we_save(tmp_path):
    """The installed labelme's reader, in its own process, finds the boxes and the page."""
    written = []
    for number, (name, make, embedded) in enumerate(KINDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        make(folder / name)
        document = Document.for_image(folder / name)
        size = (document.width, document.height)
        document = document.add(
            Shape.rectangle("12", (10, 10, 30, 30), note="sun"),
            Shape.rectangle(
                "12", (50.5, 10, 70.5, 30), pose=Pose(180, True), score=0.5, p=0.01, role="match"
            ),
        )
        for index, embed in enumerate((None, True)):
            path = write_document(document, folder / f"saved{index}.json", embed=embed)
            content = json.loads(path.read_text())
            assert "imageData" in content
            assert (content["imageData"] is not None) == (embedded or embed is True), name
            written.append((str(path), *size))
    script = """
import json, sys, io
from PIL import Image
try:
    from labelme._label_file import LabelFile
except ImportError:
    from labelme.label_file import LabelFile
result = []
for name, width, height in json.load(sys.stdin):
    found = LabelFile(name)
    data = getattr(found, "image_data", None) or found.imageData
    result.append([
        [[s["label"], s["points"], s["shape_type"]] for s in found.shapes],
        list(Image.open(io.BytesIO(data)).size),
        found.shapes[1]["other_data"]["autolabelme"]["score"],
    ])
json.dump(result, sys.stdout)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(written),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    expected = [
        ["12", [[10, 10], [30, 30]], "rectangle"],
        ["12_flipped", [[50.5, 10], [70.5, 30]], "rectangle"],
    ]
    for (name, width, height), (shapes, size, score) in zip(written, json.loads(done.stdout), strict=True):
        assert shapes == expected, name
        assert size == [width, height], name
        assert score == 0.5
