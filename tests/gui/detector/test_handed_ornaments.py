"""An ornament that Inspect was given keeps its page and its box, over a restart, too."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from autolabelme.core.annotation.document import Document, Provenance
from autolabelme.core.image_io import write_image
from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.workspace import VignettesHandover
from detector.panel.inspect.requests import Subject
from detector.panel.inspect.saved_state import subject_from, subject_state

BOX = (1.5, 2.0, 30.0, 40.25)


def test_inspect_opens_the_ornament_of_before_and_not_its_whole_page(tmp_path: Path) -> None:
    path = write_image(tmp_path / "page.png", np.full((60, 80), 200, np.uint8))
    subject = Subject(Ornament(path, 0, BOX, "headpiece"), Ornament(path, 0, (0.0, 0.0, 20.0, 20.0)))
    found = subject_from(json.loads(json.dumps(subject_state(subject))))
    assert found is not None
    assert (found.ornament, found.reference) == (subject.ornament, subject.reference)
    assert subject_from({"ornament": {"path": str(path), "title": "as before"}}) is not None
    assert subject_from({"ornament": {"path": str(tmp_path / "gone.png")}}) is None
    assert subject_from({"ornament": {"path": str(path), "box": "all"}}) is None


def test_boxes_for_inspect_say_which_ornament_they_are_of() -> None:
    document = Document(Path("p.tif"), 80, 60, page=3, provenance=Provenance(printer="Leers"))
    handed = VignettesHandover(document, None, BOX, "", "ornament on p")
    assert handed.ornament == Ornament(Path("p.tif"), 3, BOX, "ornament on p", Provenance(printer="Leers"))
