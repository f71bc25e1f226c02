"""The command lines of the protocols: parsed, run on small written sets, with their exit status."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from autolabelme.__main__ import build_parser, main
from autolabelme.core.errors import InputError
from autolabelme.core.progress import Tick, no_tick
from detector.lab import cli as benchmark_cli
from detector.lab.scorers import registry
from detector.lab.scorers.base import Normals, Scored, check_normals, image_score
from detector.lab.sets.write import KINDS, WEARS

LINES = [
    "benchmark changes DATA",
    "benchmark changes DATA --scorer naive congealing --json --device cpu --seed 3",
    "benchmark elements DATA --minutes 2 --synthetic 8 --epochs 3 --output model --json",
    "benchmark clusters DATA --metadata metadata_balanced.tsv --least 1 --no-matching --json",
    "benchmark make changes --output set --count 3 --wear clean --seed 4",
]


@pytest.mark.parametrize("line", LINES)
def test_every_command_line_parses(line: str) -> None:
    assert callable(build_parser().parse_args(line.split()).run)


def test_the_choices_are_the_writers() -> None:
    assert (benchmark_cli.KINDS, benchmark_cli.WEARS) == (KINDS, WEARS)


@dataclass(frozen=True)
class Difference:
    """Distance from the mean of the normals, no alignment."""

    name: str = "difference"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedDifference:
        check_normals(normals, self.least_normals, self.name)
        return FittedDifference({name: np.mean(np.stack(crops), axis=0) for name, crops in normals.items()})


@dataclass(frozen=True)
class FittedDifference:
    means: dict[str, np.ndarray]

    def score(self, crop: np.ndarray, vignette: str) -> Scored:
        values = np.abs(crop - self.means[vignette]).astype(np.float32)
        return Scored(values, image_score(values))


@pytest.fixture
def two_scorers(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {
        "difference": registry.ScorerEntry("difference", "Plain difference", "a test", Difference),
        "hungry": registry.ScorerEntry("hungry", "Wants much", "a test", lambda: Difference("hungry", 50)),
    }
    monkeypatch.setattr(registry, "SCORERS", MappingProxyType(entries))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sets")
    for kind, count in (("changes", 3), ("clusters", 2)):
        assert main(["benchmark", "make", kind, "--output", str(root / kind), "--count", str(count)]) == 0
    return root


def test_make_says_what_it_wrote_and_keeps_its_hands_off_a_full_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["benchmark", "make", "elements", "--output", str(tmp_path / "set"), "--count", "1", "--json"]
    assert main(line) == 0
    assert json.loads(capsys.readouterr().out)["images"] == 31
    assert main(line) == 2
    assert "holds something" in capsys.readouterr().err
    assert main(["benchmark", "make", "changes", "--output", str(tmp_path / "b"), "--seed", "-1"]) == 2
    assert "--seed" in capsys.readouterr().err


@pytest.mark.usefixtures("two_scorers")
def test_changes_as_json_and_as_a_table(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["benchmark", "changes", str(data / "changes"), "--scorer", "difference"]
    assert main([*line, "--json"]) == 0
    (found,) = (json.loads(capsys.readouterr().out),)
    assert list(found) == ["difference"]
    figures = found["difference"]
    assert all(0 <= figures[name] <= 1 for name in ("miou_c", "miou_cu", "auroc", "aupro", "image_auroc"))
    assert figures["auroc"] > 0.6 and figures["miou_c"] >= figures["miou_cu"] and figures["vignettes"] == 3
    assert main(line) == 0
    text = capsys.readouterr().out
    assert "Plain difference" in text and "27.4" in text and "published figures are for the published" in text


@pytest.mark.usefixtures("two_scorers")
def test_a_scorer_that_cannot_run_is_named_and_the_others_go_on(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["benchmark", "changes", str(data / "changes"), "--json"]) == 2
    captured = capsys.readouterr()
    assert list(json.loads(captured.out)) == ["difference"]
    assert captured.err.startswith("autolabelme: hungry: vignette ") and captured.err.count("\n") == 1


@pytest.mark.usefixtures("two_scorers")
def test_a_broken_vignette_is_named_and_left_out(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    copy = Path(shutil.copytree(data / "changes", tmp_path / "copy"))
    text = next(copy.rglob("*.txt"))
    text.write_text("1\n2 3 4 x 1\n")
    line = ["benchmark", "changes", str(copy), "--scorer", "difference"]
    assert main([*line, "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.err == f"autolabelme: {text}: line 2: expected whole numbers, got '2 3 4 x 1'\n"
    assert json.loads(captured.out)["difference"]["vignettes"] == 2
    assert main(line) == 2
    assert "2 vignettes, 1 left out" in capsys.readouterr().out


def test_bad_input_is_one_line(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = {
        "no scorer of this name": ["changes", str(data / "changes"), "--scorer", "naive", "crystal-ball"],
        "cannot be read": ["changes", str(tmp_path / "none")],
        "holds no vignettes": ["changes", str(tmp_path)],
        "vignette_dict": ["elements", str(tmp_path)],
        "metadata.tsv": ["clusters", str(tmp_path)],
        "--runs": ["clusters", str(data / "clusters"), "--runs", "0"],
        "not written again": ["elements", str(tmp_path), "--model", "a", "--output", "b"],
    }
    for problem, line in lines.items():
        assert main(["benchmark", *line]) == 2
        captured = capsys.readouterr()
        assert problem in captured.err and captured.err.count("\n") == 1 and not captured.out


def test_clusters_as_json_and_as_a_table(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["benchmark", "clusters", str(data / "clusters"), "--runs", "2", "--no-matching"]
    assert main([*line, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["k-means", "hierarchical"]
    assert 0 < found["k-means"]["accuracy"] <= 1
    assert main(line) == 0
    assert "DTI k-means" in capsys.readouterr().out


def test_elements_with_a_model_that_was_trained_before(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["benchmark", "make", "elements", "--output", str(tmp_path / "set"), "--count", "1"]) == 0
    capsys.readouterr()
    line = ["benchmark", "elements", str(tmp_path / "set"), "--model", str(model_folder), "--device", "cpu"]
    assert main([*line, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ap50"] == 0.0 and found["ornaments"] == 1 and {"ap50_any", "map"} <= set(found)


def test_training_options_become_parameters() -> None:
    args = build_parser().parse_args(
        ["benchmark", "elements", "D", "--minutes", "1.5", "--synthetic", "3", "--epochs", "2", "--seed", "9"]
    )
    params = benchmark_cli.elements_params(args)
    assert (params.minutes, params.synthetic, params.epochs, params.seed) == (1.5, 3, 2, 9)
    assert params.decoder_epochs == 0 and params.crops_per_page == 100
    with pytest.raises(InputError, match="--epochs: expected 1 to 1000, got 0"):
        benchmark_cli.elements_params(
            build_parser().parse_args(["benchmark", "elements", "D", "--epochs", "0"])
        )
