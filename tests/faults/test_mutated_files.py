"""Damaged files of every format through every reader: the project's own error or a value, nothing else.

A few hundred seeded copies of each; ``--faults N`` tries N of each.
"""

from __future__ import annotations

import json
import shutil
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autolabelme.core import image_pdf
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import image_info, read_rgb
from autolabelme.core.reading import read_json

from .mutations import damaged_bytes, damaged_json
from .readers import JSON_READERS, OTHER_READERS, pictures, read_picture

# Pillow warns of what it then leaves out.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
CASES = Path(__file__).parents[1] / "data" / "faults"
_LONGEST_S = 10.0


def tries(request: pytest.FixtureRequest, default: int) -> int:
    asked: int = request.config.getoption("--faults", 0)
    return asked or default


def survive(path: Path, damaged: Iterator[bytes], read: Callable[[], object]) -> None:
    """Read every damaged copy; fail with the first that raises anything but an `InputError` of one line."""
    refused = 0
    for number, data in enumerate(damaged):
        path.write_bytes(data)
        start = time.process_time()
        try:
            read()
        except InputError as error:
            refused += 1
            assert error.path is not None, f"copy {number}: {error} names no file"
            assert "\n" not in str(error)
            assert len(error.problem) < 1000
        except Exception as error:
            kept = path.with_name(f"fault-{number}{path.suffix}")
            kept.write_bytes(data)
            raise AssertionError(f"copy {number}, kept as {kept}: {type(error).__name__}: {error}") from error
        assert time.process_time() - start < _LONGEST_S, f"copy {number} took too long"
    assert refused, "no copy was damaged enough to be refused"


def seed_of(name: str) -> int:
    return zlib.crc32(name.encode())


@pytest.mark.parametrize("name", JSON_READERS)
def test_damaged_json(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    reader = JSON_READERS[name](tmp_path)
    reader.read()
    value = json.loads(reader.file.read_text("utf-8"))
    damaged = damaged_json(value, tries(request, 120), seed_of(name))
    if name in ("model_list", "epochs", "preferences", "session", "recovery"):
        # These never raise: what cannot be read is left out, or the default is taken.
        for data in damaged:
            reader.file.write_bytes(data)
            reader.read()
    else:
        survive(reader.file, damaged, reader.read)


@pytest.mark.parametrize("name", OTHER_READERS)
def test_damaged_text(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    reader = OTHER_READERS[name](tmp_path)
    reader.read()
    data = reader.file.read_bytes()
    survive(reader.file, damaged_bytes(data, tries(request, 200), seed_of(name)), reader.read)


@pytest.fixture(scope="module")
def good_pictures() -> dict[str, bytes]:
    return pictures()


@pytest.mark.parametrize("kind", list(pictures()))
def test_damaged_pictures(
    kind: str, good_pictures: dict[str, bytes], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(good_pictures[kind])
    read_picture(path)
    count = tries(request, 12 if kind == "pdf" else 60)
    survive(path, damaged_bytes(good_pictures[kind], count, seed_of(kind)), lambda: read_picture(path))


# --- the smallest file of each fault that was once found -------------------------------------------

OF_READER = {
    "findings": "findings",
    "json1": "labelme",
    "json2": "labelme",
    "landmarks_json": "landmarks",
    "layout": "layout",
    "preferences": "preferences",
    "recovery_entry": "recovery",
    "sidecar": "sidecar_file",
    "crops_csv_rows": "table",
}


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("[!m]*.bin")))
def test_a_fault_that_was_found(case: str, tmp_path: Path) -> None:
    reader = (JSON_READERS | OTHER_READERS)[OF_READER[case.rsplit("_", 1)[0]]](tmp_path)
    shutil.copyfile(CASES / f"{case}.bin", reader.file)
    try:
        reader.read()
    except InputError as error:
        assert error.path is not None
        assert "\n" not in str(error)


@pytest.mark.parametrize("name", ["nested_forms.pdf", "count_900000.pdf"])
def test_a_pdf_that_never_ends_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_pdf, "_COMPUTING_S", 1.0)
    for read in (image_info, read_rgb):
        with pytest.raises(InputError, match=name):
            read(CASES / name)


def test_a_hundred_thousand_levels(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000)
    with pytest.raises(InputError, match="nested too deeply"):
        read_json(path)
