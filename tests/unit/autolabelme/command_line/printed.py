"""Pages printed with one sort for the command lines, and a command line run in process."""

import numpy as np
from PIL import Image

from autolabelme import __main__ as entry
from autolabelme.core.opencv import cv2

SIZE = 40


def glyph():
    """A sort that resembles none of its turned and mirrored images (correlation 0.36 at most)."""
    blocks = np.random.default_rng(258).random((7, 7)) < 0.5
    ink = np.zeros((SIZE, SIZE), np.uint8)
    ink[3:-2, 3:-2] = blocks.repeat(5, 0).repeat(5, 1) * 255
    return ink


def poses(ink):
    return {"plain": ink, "mirrored": ink[:, ::-1], "flipped": ink[::-1], "turned": np.rot90(ink)}


def print_page(path, places, seed=1, size=(260, 420)):
    """A page of paper grain with the glyph at (x, y, pose)."""
    rng = np.random.default_rng(seed)
    page = rng.normal(225, 5, size)
    for x, y, pose in places:
        ink = poses(glyph())[pose].astype(float) / 255
        page[y : y + SIZE, x : x + SIZE] -= ink * 170
    gray = cv2.GaussianBlur(page.clip(0, 255).astype(np.uint8), (0, 0), 0.8)
    Image.fromarray(gray).save(path)
    return path


ROW = [
    (30, 100, "plain"),
    (110, 104, "plain"),
    (190, 98, "mirrored"),
    (270, 101, "flipped"),
    (350, 2, "plain"),
]


def box(x, y):
    return (x, y, x + SIZE, y + SIZE)


QUICK = ["--scales", "1", "1", "0"]


def run(capsys, *words):
    status = entry.main([str(word) for word in words])
    caught = capsys.readouterr()
    return status, caught.out, caught.err


def errors(text):
    lines = text.strip().splitlines()
    assert all(line.startswith("autolabelme") for line in lines), text
    return lines
