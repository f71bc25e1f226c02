"""`import autolabelme as al`: the three lines of a scholar who programs."""

from __future__ import annotations

import ast
import dataclasses
import doctest
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import autolabelme as al
from autolabelme import api
from autolabelme.core.errors import MisuseError
from autolabelme.core.matching.params import SearchParams
from ransac_gui.core.params import AlignParams

ROOT = Path(__file__).parents[3]
CLEAN = "pages/sample_clean"


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    return al.read_page(al.sample(f"{CLEAN}.jpg"))


@pytest.fixture(scope="module")
def found(page: np.ndarray) -> al.MatchResult:
    first = al.read_boxes(al.sample(f"{CLEAN}.json"))[0]
    return al.match(page, first, scope="page", quarter_turns=True, scale_steps=0)


@pytest.fixture(scope="module")
def inspected(page: np.ndarray, found: al.MatchResult) -> al.InspectResult:
    return al.inspect(page, found)


@pytest.fixture(scope="module")
def laid() -> al.AlignResult:
    pair = [al.sample(f"ornaments/{name}.jpg") for name in ("reference", "suspect")]
    return al.align(*pair, features="sift", fine="none")


def test_the_examples_of_the_docstrings_run() -> None:
    done = doctest.testmod(api)
    assert done.failed == 0 and done.attempted > 15


def test_the_import_is_light_and_every_name_is_known_to_type_checkers() -> None:
    code = (
        "import sys, autolabelme\n"
        "heavy = {'numpy', 'cv2', 'PyQt6', 'torch', 'scipy', 'pandas', 'matplotlib'}\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()\n"
        "assert {'match', 'align', 'inspect', 'read_page'} <= set(dir(autolabelme))\n"
        "autolabelme.match, autolabelme.align, autolabelme.inspect\n"
        "heavy -= {'numpy', 'cv2', 'scipy'}\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()\n"
        "try: autolabelme.nothing\n"
        "except AttributeError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "no attribute 'nothing'" in done.stdout
    stub = ast.parse((ROOT / "autolabelme" / "__init__.pyi").read_text())
    named = {alias.asname for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert named == set(api.__all__) == set(al.__all__) - {"__version__"}
    assert all(getattr(al, name) is getattr(api, name) for name in named)


# --- match ----------------------------------------------------------------------------------------


def test_match_finds_what_the_command_line_finds(found: al.MatchResult) -> None:
    assert len(found) == len(list(found)) == len(found.boxes) > 3
    assert found.matches[0].score > 0.99
    assert len(found.at(0.99)) < len(found) <= len(found.at(0.0))
    assert not found.page.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.box = (0, 0, 1, 1)  # type: ignore[misc]


def test_the_same_page_in_any_form_gives_the_same(page: np.ndarray) -> None:
    x1, y1, x2, y2 = al.read_boxes(al.sample(f"{CLEAN}.json"))[0].box
    left, top = int(x1) - 60, int(y1) - 60
    part = page[top : int(y2) + 60, left : int(x2) + 400]
    box = np.array([x1 - left, y1 - top, x2 - left, y2 - top])
    forms = [part, part.astype(np.uint16) * 257, part / 255, part.astype(np.float32), np.asfortranarray(part)]
    forms.append(np.dstack([part, np.full(part.shape[:2], 255, np.uint8)]))
    results = [al.match(form, box, scale_steps=0).to_json()["matches"] for form in forms]
    assert results[0] and all(one == results[0] for one in results)


def test_options_are_the_fields_of_the_parameters(page: np.ndarray) -> None:
    box = (10, 10, 40, 40)
    params = SearchParams(threshold=0.8, scale_steps=0)
    assert al.match(page, box, params).params == params
    changed = al.match(page, box, params, scope="around", value=1).params
    assert (changed.threshold, changed.neighbourhood.scope, changed.neighbourhood.value) == (0.8, "around", 1)
    with pytest.raises(MisuseError, match="did you mean threshold"):
        al.match(page, box, treshold=0.5)
    with pytest.raises(MisuseError, match=r"SearchParams\.threshold: expected 0 to 1"):
        al.match(page, box, threshold=3)
    with pytest.raises(MisuseError, match="expected SearchParams, got AlignParams"):
        al.match(page, box, AlignParams())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        ((1, 2, 3), "four numbers"),
        ("1159", "four numbers"),
        (None, "four numbers"),
        ((5, 5, 1, 9), "x1 < x2"),
        ((5, 5, 5, 9), "x1 < x2"),
        ((0, 0, float("nan"), 9), "finite"),
        ((9000, 0, 9050, 9), "off the page"),
    ],
)
def test_a_box_that_is_none_is_refused(page: np.ndarray, box: Any, reason: str) -> None:
    with pytest.raises(al.InputError, match=reason) as caught:
        al.match(page, box)
    assert caught.value.field == "box"


# --- align ----------------------------------------------------------------------------------------


def test_align_takes_the_reference_first(laid: al.AlignResult) -> None:
    assert laid and laid.status == "aligned" and laid.reason == ""
    height, width = laid.reference.shape[:2]
    assert laid.aligned.shape[:2] == (height, width)
    assert laid.source_from_reference.shape == (height, width, 2)
    assert laid.to_json()["settings"]["features"] == "sift"


def test_a_refused_pair_is_false_and_says_why(page: np.ndarray) -> None:
    blank = np.full((300, 300), 240, np.uint8)
    result = al.align(blank, page[:300, :300], features="sift")
    assert not result and result.status == "refused" and result.reason
    with pytest.raises(al.InputError, match="refused"):
        result.aligned  # noqa: B018
    with pytest.raises(al.InputError, match="source: expected an array or a path, got a list"):
        al.align(blank, [[1, 2]])  # type: ignore[arg-type]


# --- inspect --------------------------------------------------------------------------------------


def test_inspect_takes_a_result_results_or_boxes(
    page: np.ndarray, found: al.MatchResult, inspected: al.InspectResult
) -> None:
    assert len(inspected.inspection.judged) == len(found) and inspected.verdict
    same = [
        al.inspect(page, found.boxes, poses=[one.pose for one in found]),
        al.inspect(page, [al.Vignette(one.box, "0", one.pose) for one in found]),
    ]
    assert all(one.to_json() == inspected.to_json() for one in same)
    few = al.match(page, found.box, scale_steps=0, threshold=0.6)
    two = al.inspect(page, [few, few], labels=["a", "b"], false_alarms=0.01)
    assert [one.vignette.label for one in two.inspection.judged] == ["a"] * len(few) + ["b"] * len(few)
    assert two.inspection.params.false_alarms == 0.01


def test_inspect_takes_a_labelme_file_alone(tmp_path: Path, page: np.ndarray, found: al.MatchResult) -> None:
    shapes = [
        {"label": "0", "shape_type": "rectangle", "points": np.reshape(box, (2, 2)).tolist(), "flags": {}}
        for box in np.clip(found.boxes, 0, None)
    ]
    height, width = page.shape[:2]
    image = str(al.sample(f"{CLEAN}.jpg"))
    content = {"imagePath": image, "imageHeight": height, "imageWidth": width, "shapes": shapes, "flags": {}}
    path = tmp_path / "page_matched.json"
    path.write_text(json.dumps({**content, "version": "5.4.1", "imageData": None}))
    assert len(al.inspect(path).inspection.judged) == len(al.read_boxes(path)) == len(found)


@pytest.mark.parametrize(
    ("boxes", "options", "reason"),
    [
        (None, {}, "boxes: expected boxes"),
        ([], {}, "boxes: is empty"),
        (7, {}, "got int"),
        ([(0, 0, 9, 9)], {"labels": ["a", "b"]}, "labels: expected one for each of 1"),
        ([(0, 0, 9, 9)], {"poses": [90]}, r"poses\[0\]: expected a Pose"),
        ([(0, 0, 9, 9), (1, 2)], {}, r"boxes\[1\]: expected four numbers"),
    ],
)
def test_boxes_that_are_none_are_refused(page: np.ndarray, boxes: Any, options: Any, reason: str) -> None:
    with pytest.raises(al.InputError, match=reason):
        al.inspect(page, boxes, **options)


# --- tables and pictures --------------------------------------------------------------------------


def test_results_are_plain_json(
    found: al.MatchResult, laid: al.AlignResult, inspected: al.InspectResult
) -> None:
    for result in (found, laid, inspected):
        assert json.loads(json.dumps(result.to_json())).keys() == result.to_json().keys()


def test_results_are_tables(found: al.MatchResult, laid: al.AlignResult, inspected: al.InspectResult) -> None:
    pytest.importorskip("pandas", reason="the extra [notebook] is not installed")
    frame = found.to_frame()
    assert len(frame) == len(found) and list(frame.columns)[:5] == ["x1", "y1", "x2", "y2", "score"]
    assert laid.to_frame().loc[0, "status"] == "aligned" and laid.to_frame().loc[0, "ncc_fine"] > 0.5
    assert len(inspected.to_frame()) == len(found) and "unlike" in inspected.to_frame()
    nothing = al.match(np.full((90, 90), 240, np.uint8), (10, 10, 40, 40))
    assert nothing.reason and len(nothing.to_frame()) == 0 and "score" in nothing.to_frame()


def test_results_are_pictures(
    found: al.MatchResult, laid: al.AlignResult, inspected: al.InspectResult
) -> None:
    matplotlib = pytest.importorskip("matplotlib", reason="the extra [notebook] is not installed")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    assert len(found.show().patches) == len(found)
    assert len(laid.show().images) == 1
    axes = pyplot.subplots()[1]
    assert inspected.show(axes) is axes and len(axes.patches) >= len(found)
    pyplot.close("all")


def test_without_the_extra_one_line_says_so(monkeypatch: pytest.MonkeyPatch, found: al.MatchResult) -> None:
    for name in ("pandas", "matplotlib"):
        monkeypatch.setitem(sys.modules, name, None)
    for call in (found.to_frame, found.show):
        with pytest.raises(al.AutolabelmeError, match=r"pip install 'autolabelme\[notebook\]'"):
            call()
