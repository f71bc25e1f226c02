"""LabelMe files made for a test: shapes, whole files, embedded pictures."""

import base64
import io
import json

from PIL import Image

WIDTH, HEIGHT = 120, 80


def shape(label="0", points=((10, 10), (30, 30)), **more):
    return {
        "label": label,
        "points": [list(point) for point in points],
        "group_id": None,
        "shape_type": "rectangle",
        "flags": {},
        **more,
    }


def file(tmp_path, *shapes, name="page.json", **more):
    content = {
        "version": "5.2.1",
        "flags": {},
        "shapes": list(shapes),
        "imagePath": "page.png",
        "imageData": None,
        "imageHeight": HEIGHT,
        "imageWidth": WIDTH,
        **more,
    }
    path = tmp_path / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def png(array):
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()
