from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.files import atomic_write, atomic_write_json, atomic_write_text
from autolabelme.core.params import Params, param
from autolabelme.core.progress import SubTick


@dataclass(frozen=True)
class Sample(Params):
    rate: float = param(0.5, minimum=0, maximum=1, help="a rate")
    mode: str = param("a", choices=("a", "b"), help="a mode")
    angle: float | None = param(None, minimum=-360, maximum=360, unit="°", help="an angle")


def test_defaults_and_metadata() -> None:
    assert Sample().as_dict() == {"rate": 0.5, "mode": "a", "angle": None}
    assert Sample.info("angle").unit == "°"
    assert Sample().replace(rate=1).rate == 1


@pytest.mark.parametrize(
    "bad", [{"rate": 1.1}, {"rate": float("nan")}, {"rate": "x"}, {"mode": "c"}, {"rate": True}]
)
def test_values_out_of_range_are_refused_with_the_field_named(bad: dict[str, object]) -> None:
    with pytest.raises(MisuseError, match=f"Sample.{next(iter(bad))}"):
        Sample(**bad)  # type: ignore[arg-type]


def test_a_failing_writer_leaves_the_last_good_file_and_nothing_else(tmp_path: Path) -> None:
    path = atomic_write_text(tmp_path / "a.json", "good")

    def fail(temporary: Path) -> None:
        temporary.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match=r"a\.json.*No space left"):
        atomic_write(path, fail)
    assert path.read_text() == "good"
    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]


def test_a_kill_in_the_middle_leaves_the_last_good_file(tmp_path: Path) -> None:
    path = atomic_write_text(tmp_path / "a.json", "good")
    pid = os.fork() if hasattr(os, "fork") else -1
    if pid == -1:
        pytest.skip("no fork on this system")
    if pid == 0:

        def die(temporary: Path) -> None:
            temporary.write_text("half")
            os._exit(9)

        atomic_write(path, die)
    os.waitpid(pid, 0)
    assert path.read_text() == "good"


def test_json_is_utf8_and_refuses_nan(tmp_path: Path) -> None:
    path = atomic_write_json(tmp_path / "é" / "b.json", {"fleuron": "❧"})
    assert json.loads(path.read_text("utf-8")) == {"fleuron": "❧"}
    with pytest.raises(ValueError, match="JSON"):
        atomic_write_json(path, {"score": float("nan")})


def test_a_folder_in_the_way_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError):
        atomic_write_text(tmp_path / "file" / "a.txt", "x")


def test_an_input_error_is_one_line_with_file_and_field() -> None:
    error = InputError("expected a number,\n got 'x'", path="page.json", field="shapes[2].points")
    assert str(error) == "page.json: shapes[2].points: expected a number, got 'x'"


def test_sub_tick_maps_a_part_onto_the_whole() -> None:
    seen: list[tuple[int, int, str]] = []
    part = SubTick(lambda done, total, stage: seen.append((done, total, stage)), 0.5, 1.0)
    part(0, 4, "fine")
    part(2, 4, "fine")
    part(4, 4, "fine")
    assert seen == [(500, 1000, "fine"), (750, 1000, "fine"), (1000, 1000, "fine")]
