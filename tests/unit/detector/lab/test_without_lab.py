"""Without the laboratory everything but ``benchmark`` works, and that says what is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autolabelme.__main__ import main
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import write_document
from autolabelme.core.image_io import write_image
from detector.panel.inspect.scorer_maps import list_scorers

from ..conftest import a_picture

ROOT = Path(__file__).parents[4]

# None in sys.modules is how Python itself marks what cannot be imported, and find_spec gives None for it.
_ABSENT = "import sys; sys.modules['detector.lab'] = None\n"

_EVERY_MODULE = """
import importlib, pathlib
for folder in ("autolabelme", "ransac_gui", "detector"):
    for path in sorted(pathlib.Path(folder).rglob("*.py")):
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        if not name.startswith("detector.lab"):
            importlib.import_module(name)
"""

_WORK = """
from autolabelme.__main__ import main
assert main(["match", "page.json"]) == 0
assert main(["align", "run", "page.png", "moved.png", "--output", "aligned"]) == 0
train = "--output model --synthetic 0 --epochs 1 --decoder-epochs 0 --crops-per-page 2 --batch 2 --holdout 0"
assert main(["detect", "train", "page_matched.json", *train.split(), "--device", "cpu"]) == 0
assert main(["inspect", "page.png", "--model", SAMPLE, "--output", "found", "--no-pdf"]) in (0, 1, 4)
"""

_WINDOW = """
from PyQt6.QtWidgets import QApplication
app = QApplication([])
from pathlib import Path
from autolabelme.shell.window import MainWindow
window = MainWindow(Path("data"))
for key in ("annotate", "align", "train", "inspect"):
    window.show_panel(key)
    assert window.panel(key) is not None
window.close()
"""


def _run(code: str, folder: Path) -> None:
    settings = {"QT_QPA_PLATFORM": "offscreen", "QT_API": "pyqt6", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", _ABSENT + code],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_every_module_outside_it_can_be_imported() -> None:
    _run(_EVERY_MODULE, ROOT)


@pytest.mark.slow
def test_match_align_train_and_inspect_work(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    page = np.full((480, 640), 225, np.uint8)
    for row in range(4):
        for column in range(6):
            page[30 + 110 * row : 70 + 110 * row, 30 + 100 * column : 78 + 100 * column] = a_picture(1)
    for number in range(40):
        x, y = rng.integers(5, 600), rng.integers(75, 100)
        page[y + 110 * (number % 4) :, x : x + 5][:3] = 60
    write_image(tmp_path / "page.png", page)
    write_image(tmp_path / "moved.png", np.roll(page, (3, 5), (0, 1)))
    box = Shape.rectangle("1", (30.0, 30.0, 78.0, 70.0))
    write_document(Document(tmp_path / "page.png", 640, 480, (box,)), tmp_path / "page.json")
    sample = ROOT / "resources" / "weights" / "sample_model"
    _run(f"SAMPLE = {str(sample)!r}\n{_WORK}", tmp_path)


@pytest.mark.slow
def test_the_window_opens_its_workspaces(tmp_path: Path) -> None:
    _run(_WINDOW, tmp_path)


@pytest.mark.parametrize("rest", ["changes DATA --json", "--help", ""])
def test_benchmark_says_what_is_missing(
    rest: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "detector.lab", None)
    assert main(["benchmark", *rest.split()]) == 2
    assert "pip install 'autolabelme[lab]'" in capsys.readouterr().err


def test_there_are_no_other_scorers_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "detector.lab", None)
    assert list_scorers() is None
