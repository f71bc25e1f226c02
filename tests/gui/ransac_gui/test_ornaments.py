"""The set of ornaments, what a folder holds, and what is kept for the next start."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile

from autolabelme.core.annotation.document import Provenance
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image
from autolabelme.core.ornament import Ornament
from ransac_gui.core.params import AlignParams
from ransac_gui.panel.ornaments import OrnamentSet, collect, is_result
from ransac_gui.panel.saved_state import params_from, params_state, set_from, set_state

A, B, C = (Ornament(Path(f"{name}.png")) for name in "abc")


def names(ornaments: OrnamentSet) -> list[str]:
    return [item.path.stem for item in ornaments.items]


def test_the_last_image_of_a_folder_in_natural_order_comes_last(folder: Path) -> None:
    found = collect((folder,))
    assert [item.name for item in found.ornaments] == ["o2.png", "o3.png", "o10.png", "o20.png"]
    assert found.results_left_out == 0


def test_results_of_an_earlier_run_are_no_sources(folder: Path) -> None:
    page = np.zeros((40, 40), np.uint8)
    for name in ("o2_aligned.png", "o2_overlay.png", "o2_difference.png", "loose_aligned.png"):
        write_image(folder / name, page)
    (folder / "o2_alignment.json").write_text("{}")
    found = collect((folder,))
    assert "o2_aligned.png" not in [item.name for item in found.ornaments]
    assert "loose_aligned.png" in [item.name for item in found.ornaments]  # nobody's result
    assert found.results_left_out == 3
    assert is_result(folder / "o2_overlay.png")
    assert not is_result(folder / "o2.png")


def test_every_page_of_a_scan_file_is_an_ornament_and_a_broken_one_stays(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "several.tif", np.zeros((3, 40, 50), np.uint8), photometric="minisblack")
    (tmp_path / "broken.tif").write_bytes(b"II*\0no")
    found = collect((tmp_path / "several.tif", tmp_path / "broken.tif")).ornaments
    assert [item.page for item in found] == [0, 1, 2, 0]
    assert found[1].name == "several.tif (2)"
    assert len({item.key for item in found}) == 4


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", np.zeros((40, 40), np.uint8))
    locked = tmp_path / "nothing"
    assert collect((locked,)).ornaments == (Ornament(locked),)  # a file by its look: its row says it
    with pytest.raises(InputError, match="nothing"):
        collect((locked,)).ornaments[0].read()


def test_make_reference_swaps_and_choose_target_replaces() -> None:
    there = OrnamentSet((A, B, C), C.key)
    assert there.sources == (A, B)
    swapped = there.making_reference(A.key)
    assert swapped.reference == A and swapped.sources == (B, C)
    assert names(swapped) == ["a", "b", "c"]
    replaced = there.with_reference(Ornament(Path("d.png")))
    assert replaced.reference == Ornament(Path("d.png")) and replaced.sources == (A, B)
    taken = there.with_reference(A)  # a source that becomes the target is no source any more
    assert taken.reference == A and taken.sources == (B,)


def test_sources_are_added_once_and_before_the_reference() -> None:
    there = OrnamentSet((A, C), C.key).with_sources((B, A, B))
    assert names(there) == ["a", "b", "c"]
    assert OrnamentSet().with_sources((A,)).sources == (A,)


def test_order_and_removal() -> None:
    there = OrnamentSet((A, B, C), C.key)
    assert names(there.ordered((C.key, A.key, B.key))) == ["c", "a", "b"]
    assert there.ordered((C.key, A.key, B.key)).reference == C
    assert names(there.without((A.key,))) == ["b", "c"]
    assert there.without((C.key,)).reference is None


def test_the_state_comes_back() -> None:
    cut = Ornament(Path("p.jp2"), 2, (1.5, 2.0, 30.0, 40.25), "headpiece", Provenance(printer="Leers"))
    there = OrnamentSet((A, cut), cut.key)
    assert set_from(set_state(there)) == there
    params = AlignParams(features="sift", fine="none", cap_px=7.5)
    assert params_from(params_state(params)) == params
    assert params_from({"features": "of another version"}) == AlignParams()
    with pytest.raises(InputError, match=r"ornaments\.items\[0\]\.box: expected 4 numbers"):
        set_from({"items": [{"path": "a.png", "box": [1, 2]}]})
