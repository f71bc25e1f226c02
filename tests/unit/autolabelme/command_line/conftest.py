"""A page with its start file."""

import json

import pytest

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import write_document

from .printed import ROW, box, print_page


@pytest.fixture
def page(tmp_path):
    """A page with its start file: one box, label 12 with a note."""
    image = print_page(tmp_path / "page.png", ROW)
    document = Document.for_image(image).add(Shape.rectangle("12", box(30, 100), note="sun"))
    path = write_document(document, tmp_path / "page.json")
    content = json.loads(path.read_text())
    del content["autolabelme"], content["shapes"][0]["autolabelme"]
    content["shapes"][0]["label"] = "12 sun"  # as a historian types it in LabelMe
    path.write_text(json.dumps(content))
    return path
