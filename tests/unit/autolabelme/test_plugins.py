"""A package that nobody here knows adds a feature, a scorer and an exporter; a broken one breaks nothing."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

import autolabelme as al
from autolabelme import __main__ as entry
from autolabelme.core import plugins
from autolabelme.core.annotation import exports  # noqa: F401 - pydantic reads all packages at its first model
from autolabelme.core.annotation.formats import FORMATS
from autolabelme.core.errors import InputError, MisuseError
from detector.lab.scorers.registry import SCORERS, scorer
from ransac_gui.core.params import FEATURES, AlignParams

CODE = """
    import sys
    import cv2, numpy
    from detector.lab.scorers.base import Scored

    def match(reference, source):
        assert reference.dtype == source.dtype == "uint8" and reference.ndim == 2
        orb = cv2.SIFT_create(800)
        (p, d), (q, e) = (orb.detectAndCompute(image, None) for image in (reference, source))
        pairs = cv2.BFMatcher(crossCheck=True).match(d, e)
        return [p[m.queryIdx].pt for m in pairs], [q[m.trainIdx].pt for m in pairs]

    def ragged(reference, source):
        return numpy.zeros((3, 2)), numpy.zeros((4, 2))

    class Darkness:
        name, least_normals = "darkness", 1
        def fit(self, normals, *, seed=0, tick=None):
            return self
        def score(self, crop, vignette):
            return Scored(255.0 - crop.astype("float32"), float(255 - crop.mean()))

    def write(pages, folder, images, tick):
        path = folder / "boxes.txt"
        lines = [f"{page.name} {shape.label}" for page in pages for shape in page.document.vignettes()]
        path.write_text("\\n".join(lines))
        return [path]

    def astray(pages, folder, images, tick):
        return [folder.parent / "elsewhere.txt"]

    def raises(*args, **options):
        raise KeyError("toy")
"""
ENTRIES = """
    [autolabelme.features]
    toy = toy_plugins:match
    ragged = toy_plugins:ragged
    broken = toy_plugins_absent:match
    sift = toy_plugins:raises

    [autolabelme.scorers]
    darkness = toy_plugins:Darkness
    broken = toy_plugins:nothing
    raises = toy_plugins:raises
    none = toy_plugins:match.__name__.upper

    [autolabelme.exporters]
    lines = toy_plugins:write
    astray = toy_plugins:astray
    raises = toy_plugins:raises
    ../out = toy_plugins:write
"""


@pytest.fixture(autouse=True)
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    site = tmp_path / "site"
    for folder, text in {
        "toy_plugins-1.2.dist-info": ENTRIES,
        "bad_toys-3.dist-info": "[x]\nno sense here",
    }.items():
        (site / folder).mkdir(parents=True)
        name, version = folder.removesuffix(".dist-info").split("-")
        (site / folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        (site / folder / "entry_points.txt").write_text(dedent(text))
    (site / "toy_plugins.py").write_text(dedent(CODE))
    monkeypatch.syspath_prepend(str(site))
    plugins.forget()
    yield
    plugins.forget()
    sys.modules.pop("toy_plugins", None)


def test_they_stand_after_the_built_in_ones_and_are_not_imported() -> None:
    assert list(FEATURES) == ["auto", "sift", "deep", "aliked", "broken", "ragged", "toy"]
    assert list(SCORERS)[-4:] == ["broken", "darkness", "none", "raises"]
    assert FORMATS["lines"] == "lines" and "../out" not in FORMATS
    assert len(FORMATS) == 6
    assert SCORERS["darkness"].source == "toy_plugins 1.2"
    assert FEATURES["sift"] is None, "a built-in name is not taken"
    assert "toy_plugins" not in sys.modules


def test_a_damaged_package_is_said_and_the_others_stay(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "autolabelme.core.plugins"):
        assert "toy" in FEATURES
        assert "lines" in FORMATS
    assert any("'../out' is left out: not a name" in text for text in caplog.messages)
    assert any("entry points of bad_toys cannot be read" in text for text in caplog.messages)


def test_a_feature_aligns() -> None:
    reference = al.read_page(al.sample("ornaments/reference.jpg"))[:500, :700]
    result = al.align(reference, reference[20:, 10:], features="toy", fine="none")
    assert result.status == "aligned" and result.to_json()["features"] == "toy"
    place = result.source_from_reference[250, 350]
    np.testing.assert_allclose(place, (340, 230), atol=1)


def test_a_feature_that_fails_is_named() -> None:
    page = al.read_page(al.sample("ornaments/reference.jpg"))[:300, :300]
    for name, reason in {
        "broken": "cannot be loaded: ModuleNotFoundError: No module named 'toy_plugins_absent'",
        "ragged": r"returned \[\(3, 2\), \(4, 2\)\], expected",
    }.items():
        with pytest.raises(
            InputError, match=f"alignment feature '{name}' of the package toy_plugins 1.2 {reason}"
        ):
            al.align(page, page, features=name)
    with pytest.raises(
        MisuseError, match="expected one of auto, sift, deep, aliked, broken, ragged, toy, got"
    ):
        AlignParams(features="nowhere")


def test_a_scorer_scores_and_a_broken_one_is_named() -> None:
    crop = np.full((9, 9), 55, np.uint8)
    assert scorer("darkness").fit({"0": [crop]}).score(crop, "0").score == 200
    for name, reason in {
        "broken": "has no attribute 'nothing'",
        "raises": "failed: KeyError",
        "none": "no fit",
    }.items():
        with pytest.raises(InputError, match=f"scorer '{name}' of the package toy_plugins 1.2 .*{reason}"):
            scorer(name)


def test_an_exporter_writes_and_a_broken_one_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, out = str(al.sample("pages/sample_clean.json")), tmp_path / "out"
    assert entry.main(["export", page, "--format", "lines", "--output", str(out)]) == 0
    assert (out / "boxes.txt").read_text().startswith("sample_clean 0")
    capsys.readouterr()
    for name, reason in {
        "raises": "failed: KeyError: 'toy'",
        "astray": "did not write into its folder",
    }.items():
        assert entry.main(["export", page, "--format", name, "--output", str(tmp_path / name)]) == 2
        err = capsys.readouterr().err.strip().splitlines()[-1]
        assert (
            err.startswith(f"autolabelme: exporter '{name}' of the package toy_plugins 1.2") and reason in err
        )
        assert not (tmp_path / name).exists() or not list((tmp_path / name).iterdir())


def test_the_command_line_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["export"], ["align", "run"]):
        with pytest.raises(SystemExit):
            entry.main([*words, "--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert "yolo, coco, voc, astray, lines, raises" in text
    assert "aliked, broken, ragged, toy" in text
    with pytest.raises(SystemExit):
        entry.main(["export", "x.json", "--format", "nowhere"])
    assert "lines" in capsys.readouterr().err
