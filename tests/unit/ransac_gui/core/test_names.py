"""Results of an alignment: sources of one name do not overwrite each other, and names stay."""

import json
from pathlib import Path

import pytest

from autolabelme.core.errors import InputError
from autolabelme.core.ornament import Ornament
from ransac_gui.core.batch import _landmarks_for
from ransac_gui.core.names import ornament_names, recorded_names, settled_name, source_names

PAIRS = ((1.0, 2.0, 3.0, 4.0),) * 4
BOX = (10.0, 20.0, 40.0, 60.0)


def sidecar(folder: Path, name: str, source: Path, **about: object) -> None:
    folder.mkdir(exist_ok=True)
    value = {"source": str(source), **({"source_ornament": about} if about else {})}
    (folder / f"{name}_alignment.json").write_text(json.dumps(value))


def test_sources_of_one_name(tmp_path: Path) -> None:
    a, b, q = tmp_path / "A" / "p.png", tmp_path / "B" / "P.tif", tmp_path / "q.png"
    assert source_names([a, b, q], tmp_path / "out") == ["A_p", "B_P", "q"]
    assert source_names([q, b, a], tmp_path / "out") == ["q", "B_P", "A_p"]


def test_what_was_aligned_keeps_its_name(tmp_path: Path) -> None:
    a, b, out = tmp_path / "A" / "p.png", tmp_path / "B" / "p.png", tmp_path / "out"
    sidecar(out, "p", a)
    assert source_names([b], out) == ["B_p"]
    assert source_names([a, b], out) == ["p", "B_p"]
    sidecar(out, "p_region_1_2_3_4", a)  # an earlier version's: width and height
    sidecar(out, "p_region_1_2_to_4_6", a)
    (out / "damaged_alignment.json").write_text("{")
    assert set(recorded_names(out).values()) == {"p"}


def test_ornaments_of_one_page(tmp_path: Path) -> None:
    whole, part = Ornament(tmp_path / "p.png"), Ornament(tmp_path / "p.png", box=BOX)
    names = ornament_names([whole, part])
    assert list(names.values()) == ["p", "p_at_10_20_30_40"]
    sidecar(tmp_path, names[part.key], part.path, box=list(BOX))
    recorded = recorded_names(tmp_path)
    assert settled_name(names[part.key], part, recorded) == names[part.key]
    other = Ornament(tmp_path / "B" / "p.png", box=BOX)
    assert settled_name("p_at_10_20_30_40", other, recorded) == "B_p_at_10_20_30_40"


def test_landmarks_of_sources_of_one_name() -> None:
    a, b = Path("A/p.png"), Path("B/p.png")
    assert _landmarks_for(a, [a], {"p.png": PAIRS}) == PAIRS
    assert _landmarks_for(a, [a, b], {"A/p.png": PAIRS}) == PAIRS
    assert _landmarks_for(b, [a, b], {"A/p.png": PAIRS, "": ()}) == ()
    with pytest.raises(InputError, match=r"several sources of the name p\.png"):
        _landmarks_for(a, [a, b], {"p.png": PAIRS})
