"""Names, and that asking for them costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from autolabelme.core.errors import InputError
from detector.lab.scorers.registry import DEFAULT, SCORERS, scorer


@pytest.mark.parametrize("name", SCORERS)
def test_each_loads_under_its_own_name(name: str) -> None:
    entry = SCORERS[name]
    made = scorer(name)
    assert made.name == name == entry.name
    assert made.least_normals >= 1
    assert entry.title and entry.source


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="no scorer of this name: wizard") as caught:
        scorer("wizard")
    assert all(name in str(caught.value) for name in SCORERS)


def test_the_default_exists() -> None:
    assert DEFAULT in SCORERS


def test_the_registry_imports_neither_torch_nor_opencv() -> None:
    code = (
        "import sys, detector.lab.scorers.registry; print([m for m in ('torch', 'cv2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
