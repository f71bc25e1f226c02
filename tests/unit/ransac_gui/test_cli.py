"""The command line's contract: options, exit status, JSON, files, and what a broken source does."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from autolabelme.__main__ import build_parser, main
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import image_info, read_native, write_image
from autolabelme.core.options import params_from
from autolabelme.core.press.sorts import load_sorts
from ransac_gui.core.align import Alignment
from ransac_gui.core.batch import align_files, read_landmarks
from ransac_gui.core.params import AlignParams
from ransac_gui.core.synthetic import WarpRange, draw_map, draw_ornament, impressions

KEYS = {
    "source",
    "status",
    "reason",
    "features",
    "inliers",
    "coverage",
    "ncc",
    "ssim",
    "max_displacement_px",
    "verdict",
    "aligned",
    "seconds",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pairs")
    rng = np.random.default_rng(5)
    sorts = load_sorts()
    first, second = impressions(draw_ornament(sorts, 420, rng), sorts, ("clean", "clean"), rng)
    other, _ = impressions(draw_ornament(sorts, 420, rng), sorts, ("clean", "clean"), rng)
    truth, size = draw_map(first.shape[1], first.shape[0], WarpRange(perspective=0.04, rotation_deg=4), rng)
    write_image(place / "reference.png", first, dpi=300)
    write_image(place / "source.tif", truth.source_image(second, *size).astype(np.uint16) * 257)
    write_image(place / "other.png", other)
    (place / "broken.png").write_bytes((place / "other.png").read_bytes()[:500])
    return place


def test_every_command_line_of_the_issue_parses() -> None:
    parser = build_parser()
    for features in ("auto", "sift", "aliked", "deep"):
        parser.parse_args(f"align run R.png S.png T.png --output D --features {features}".split())
    for model in ("homography", "multi", "affine", "similarity", "rigid", "translation"):
        parser.parse_args(f"align run R.png S.png --output D --model {model}".split())
    for fine in ("none", "network", "refine", "both"):
        args = parser.parse_args(
            f"align run R S --output D --fine {fine} --cap 12.5 --ransac-flow F --box 1,2,31,42 "
            "--landmarks L.csv --device cpu --json --flow".split()
        )
    params = params_from(args, AlignParams)
    assert (params.fine, params.cap_px, params.ransac_flow, params.device) == ("both", 12.5, "F", "cpu")
    assert args.box == (1.0, 2.0, 31.0, 42.0)
    free = parser.parse_args(["align", "run", "R", "S", "--output", "D", "--cap", "free"])
    assert params_from(free, AlignParams).cap_px > 10_000
    train = ["align", "train", "--output", "D", "--resume", "--loss", "both", "--steps", "5"]
    assert parser.parse_args([*train, "--device", "auto"]).resume


@pytest.mark.parametrize(
    "words",
    [
        *("--cap -1", "--cap wide", "--box 1,2,3", "--box 5,0,5,9", "--box nan,0,5,9", "--region 1,2,3"),
        *("--region 0,0,0,9", "--dpi 3", "--ruler 1,2,3", "--fine all"),
    ],
)
def test_a_bad_option_is_a_bad_call(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["align", "run", "R", "S", "--output", "D", *words.split()])
    assert stop.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_one_broken_and_one_refused_among_good_ones(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = [folder / name for name in ("other.png", "broken.png", "source.tif", "absent.png")]
    status = main(
        [
            *("align", "run", str(folder / "reference.png"), *map(str, sources)),
            *("--output", str(tmp_path / "out"), "--features", "sift", "--json", "--flow"),
        ]
    )
    captured = capsys.readouterr()
    results = json.loads(captured.out)["results"]
    assert status == 3
    assert [Path(item["source"]).name for item in results] == [path.name for path in sources]
    assert [item["status"] for item in results] == ["refused", "error", "aligned", "error"]
    assert all(set(item) == KEYS for item in results)
    assert "broken.png" in results[1]["reason"]
    assert results[0]["reason"] and results[0]["aligned"] is None
    good = results[2]
    assert set(good["ncc"]) == set(good["ssim"]) == {"before", "coarse", "fine"}
    assert good["ncc"]["fine"] > good["ncc"]["before"]
    assert [item["verdict"] is None for item in results] == [True, True, False, True]
    verdict = good["verdict"]
    assert verdict["kind"] in ("same block", "cannot tell") and verdict["words"].endswith(".")
    assert 0 <= verdict["unmatched_reference"] <= 1 and 0 < verdict["p_same"] <= 1
    assert verdict["residual_mm"] == pytest.approx(verdict["residual_px"] / 300 * 25.4, abs=1e-3)
    reference = read_native(folder / "reference.png")
    picture = read_native(Path(good["aligned"]))
    assert Path(good["aligned"]).suffix == ".tif"
    assert picture.dtype == np.uint16
    assert picture.shape == reference.shape
    # The aligned picture has the reference's pixels, and so its resolution.
    assert image_info(Path(good["aligned"])).dpi == pytest.approx(300, abs=0.1)
    for name in ("source_overlay.png", "source_difference.png"):
        assert read_native(tmp_path / "out" / name).shape == (*reference.shape, 3)
    sidecar = json.loads((tmp_path / "out" / "source_alignment.json").read_text("utf-8"))
    assert sidecar["settings"]["features"] == "sift"
    assert sidecar["dpi"] == pytest.approx(300, abs=0.1)
    assert sidecar["verdict"]["kind"] == verdict["kind"] and len(sidecar["verdict"]["moves"][0]) == 4
    assert len(sidecar["homographies_source_from_reference"][0]) == 3
    with np.load(tmp_path / "out" / "source_flow.npz") as flow:
        assert flow["source_from_reference"].shape == (*reference.shape, 2)
        assert flow["source_from_reference"].dtype == np.float32
    refused = json.loads((tmp_path / "out" / "other_alignment.json").read_text("utf-8"))
    assert refused["status"] == "refused" and refused["code"] in {"unlike", "no-model"}
    assert not (tmp_path / "out" / "other_aligned.png").exists()


def run_call(folder: Path, output: Path) -> list[str]:
    """`align run` of the pair in `folder`."""
    return [
        "align",
        "run",
        str(folder / "reference.png"),
        str(folder / "source.tif"),
        "--output",
        str(output),
    ]


def test_all_aligned_is_0_and_says_so_for_people(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = run_call(folder, tmp_path)
    assert main([*call, "--features", "sift", "--fine", "none"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("source.tif: aligned: sift, ")
    assert lines[1].startswith(("  same block: ", "  cannot tell: "))


def test_a_batch_holds_no_pixels(folder: Path, tmp_path: Path) -> None:
    params = AlignParams(features="sift", fine="none")
    (item,) = align_files(folder / "reference.png", [folder / "source.tif"], tmp_path, params)
    assert isinstance(item.result, Alignment)
    assert item.result.aligned.size == 0
    assert read_native(item.paths["aligned"]).size > 0


def test_a_region_as_it_was_written_before_is_the_same_box_and_says_so(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = run_call(folder, tmp_path)
    refused = {}
    for option in ("--box=10,20,9000,50", "--region=10,20,8990,30"):
        assert main([*call, option]) == 2
        refused[option[:4]] = capsys.readouterr().err.splitlines()
    assert len(refused["--bo"]) == 1
    assert "write --box 10,20,9000,50 from now on" in refused["--re"][0]
    assert refused["--re"][1:] == refused["--bo"]
    assert main([*call, "--region=0,0,9,9", "--box=0,0,9,9"]) == 2
    assert "--box alone" in capsys.readouterr().err
    assert "--region" not in _help_of_run(capsys)


def _help_of_run(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit):
        main(["align", "run", "--help"])
    return capsys.readouterr().out


def test_what_an_option_refuses_is_said_in_the_language_spoken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AUTOLABELME_LANGUAGE", "fr")
    for words in ("--cap wide", "--dpi 3", "--ruler 1,2", "--box 1,2", "--region 1"):
        with pytest.raises(SystemExit):
            main(["align", "run", "R", "S", "--output", "D", *words.split()])
        said = capsys.readouterr().err
        assert "attendu" in said and "expected" not in said


def test_a_bad_reference_region_or_checkpoint_is_2_and_one_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(folder / "source.tif")
    calls = {
        "broken.png": [str(folder / "broken.png"), source],
        "region": [str(folder / "reference.png"), source, "--box", "0,0,9000,20"],
        "absent.pth": [
            str(folder / "reference.png"),
            source,
            "--fine",
            "network",
            "--ransac-flow",
            "absent.pth",
        ],
        "absent.csv": [str(folder / "reference.png"), source, "--landmarks", "absent.csv"],
    }
    for word, call in calls.items():
        assert main(["align", "run", *call, "--output", str(tmp_path / "out")]) == 2, word
        error = capsys.readouterr().err
        assert word in error and len(error.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_an_output_that_is_a_file_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("a file")
    call = ["align", "run", str(folder / "reference.png"), str(folder / "source.tif")]
    assert main([*call, "--output", str(tmp_path / "out"), "--features", "sift", "--fine", "none"]) == 2
    assert str(tmp_path / "out") in capsys.readouterr().err


def test_landmark_files(tmp_path: Path) -> None:
    rows = [(1, 2, 3, 4), (10, 2, 13, 4), (10, 20, 13, 24), (1, 20, 3, 24.5)]
    plain = tmp_path / "plain.csv"
    plain.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    assert read_landmarks(plain)[""][3] == (1.0, 20.0, 3.0, 24.5)
    named = tmp_path / "named.csv"
    named.write_text(
        "source;reference_x;reference_y;source_x;source_y\n"
        + "\n".join("a.png;" + ";".join(map(str, row)) for row in rows),
        encoding="utf-8",
    )
    assert set(read_landmarks(named)) == {"a.png"}
    as_json = tmp_path / "l.json"
    as_json.write_text(json.dumps({"a.png": rows}), encoding="utf-8")
    assert read_landmarks(as_json)["a.png"][0] == (1.0, 2.0, 3.0, 4.0)
    for text, field in (
        ("1,2,3,4\n1,2,x,4\n", "line 2, source_x"),
        ("1,2,3,4\n", "4 or more"),
        ("a,b\n1,2\n", "line 1"),
        ("1,2,3,nan\n", "source_y"),
        ("", "no landmarks"),
    ):
        bad = tmp_path / "bad.csv"
        bad.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=field):
            read_landmarks(bad)


@pytest.mark.parametrize("given", [("--dpi", "600"), ("--ruler", "0,0,300,400,21.1667")])
def test_lengths_follow_a_stated_resolution(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, str]
) -> None:
    pair = (str(folder / "reference.png"), str(folder / "source.tif"))
    call = (
        "align",
        "run",
        *pair,
        "--output",
        str(tmp_path),
        "--features",
        "sift",
        "--fine",
        "none",
        "--json",
    )
    assert main([*call, *given]) == 0
    verdict = json.loads(capsys.readouterr().out)["results"][0]["verdict"]
    assert verdict["residual_mm"] == pytest.approx(verdict["residual_px"] / 600 * 25.4, abs=1e-3)


@pytest.mark.parametrize("given", [("--dpi", "3"), ("--ruler", "1,1,1,1,5"), ("--ruler", "1,2")])
def test_a_resolution_that_is_none_is_a_bad_call(
    folder: Path, tmp_path: Path, given: tuple[str, str]
) -> None:
    pair = (str(folder / "reference.png"), str(folder / "source.tif"))
    with pytest.raises(SystemExit, match="2"):
        main(["align", "run", *pair, "--output", str(tmp_path), *given])
