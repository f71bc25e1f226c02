"""The command lines of issue 'Detector', parsed and, where cheap, run."""

import argparse
import json
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.models import mobilenet_v2

from autolabelme.__main__ import build_parser, main
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image
from autolabelme.core.options import params_from
from detector import cli
from detector.core.params import TrainParams

from .conftest import a_picture

LINES = [
    "detect train a.json b.json --output model --backbone vgg16 --boxes one --loss eiou --decoder fc "
    "--synthetic 5 --epochs 2 --device cpu --resume --end-to-end",
    "detect train crops --output model",
    "detect evaluate model page.json folder --iou 0.5 0.75 0.8 0.85 0.9 0.95 0.99 --no-refine --json",
    "detect evaluate model page.json",
    "detect predict model a.png b.jpg folder --output out",
    "synthesize catalogue --pages 3 --output out",
]


@pytest.mark.parametrize("line", LINES)
def test_every_command_line_of_the_issue_parses(line: str) -> None:
    args = build_parser().parse_args(line.split())
    assert callable(args.run)


@pytest.mark.parametrize("loss", ["smooth_l1", "iou", "giou", "diou", "ciou", "eiou"])
def test_training_options_become_parameters(loss: str) -> None:
    line = f"detect train a.json --output m --loss {loss} --boxes one --epochs 3 --end-to-end --synthetic 0"
    params = params_from(build_parser().parse_args(line.split()), TrainParams)
    assert (params.loss, params.boxes, params.epochs, params.end_to_end, params.synthetic) == (
        loss,
        "one",
        3,
        True,
        0,
    )
    assert params.backbone == "mobilenet_v2"


def test_every_parameter_of_a_training_has_its_option() -> None:
    args = build_parser().parse_args(["detect", "train", "a.json", "--output", "m"])
    assert len([name for name in vars(args) if name.startswith("TrainParams --")]) == len(fields(TrainParams))
    line = "detect train a.json --output m --learning-rate 0.002 --decoder-rate 0.0005"
    params = params_from(build_parser().parse_args(line.split()), TrainParams)
    assert (params.rate, params.rate_of_decoder) == (0.002, 0.0005)


def test_what_is_to_be_said_of_the_data_stands_on_stdout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty page, a label with one instance, boxes under 8 px, in an afternoon's order of a training."""
    from autolabelme.core.annotation.document import Document, Shape
    from autolabelme.core.annotation.labelme_json import write_document
    from detector.core import training
    from detector.core.training_stages import DetectorStage

    def nothing(self: DetectorStage, batch: object) -> dict[str, torch.Tensor]:
        return {"nothing": sum(p.sum() for p in self.trained_parameters()) * 0.0 + 1.0}

    monkeypatch.setattr(DetectorStage, "losses", nothing)
    monkeypatch.setattr(
        training.weights, "load_state", lambda name, **_: mobilenet_v2(weights=None).state_dict()
    )
    monkeypatch.setattr(training, "_keep_normals", lambda *_: None)
    page = np.full((300, 400), 225, np.uint8)
    page[20:60, 20:68] = page[20:60, 120:168] = a_picture(1)
    page[120:160, 20:68] = a_picture(2)
    boxes = {"1": [(20, 20, 68, 60), (120, 20, 168, 60), (300, 200, 306, 206)], "2": [(20, 120, 68, 160)]}
    shapes = tuple(Shape.rectangle(label, box) for label, found in boxes.items() for box in found)
    full = write_image(tmp_path / "full.png", page, 300)
    empty = write_image(tmp_path / "empty.png", np.full((300, 400), 225, np.uint8), 300)
    write_document(Document(full, 400, 300, shapes), tmp_path / "full.json")
    write_document(Document(empty, 400, 300), tmp_path / "empty.json")
    options = "--synthetic 0 --epochs 1 --decoder-epochs 0 --crops-per-page 2 --batch 2 --device cpu"
    line = ["detect", "train", str(tmp_path / "full.json"), str(tmp_path / "empty.json")]
    assert main([*line, "--output", str(tmp_path / "model"), *options.split()]) == 0
    captured = capsys.readouterr()
    for note in (
        "note: empty.png: no boxes, used as background only",
        "note: only one instance of: 2",
        "note: 1 box with a side under 8 px was left out",
        "note: no page is held out: the model is neither measured nor calibrated",
    ):
        assert note in captured.out
        assert note in captured.err  # and at once, before the training
    assert "detector epoch 1: loss 1.0000" in captured.err
    assert "model (labels: 2)" in captured.out


def test_a_value_out_of_range_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    args = build_parser().parse_args(["detect", "train", "a.json", "--output", "m", "--epochs", "0"])
    with pytest.raises(InputError, match="--epochs: expected 1 to 1000, got 0"):
        params_from(args, TrainParams)
    assert main(["detect", "train", "a.json", "--output", "m", "--epochs", "0"]) == 2
    assert "epochs" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["high", "0", "1", "1.5", "nan"])
def test_an_overlap_that_is_none_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="--iou"):
        cli._overlaps([word])


def test_overlaps_keep_the_words_that_were_typed() -> None:
    assert cli._overlaps(["0.50", ".9"]) == {"0.50": 0.5, ".9": 0.9}
    assert list(cli._overlaps([])) == list(cli.DEFAULT_IOUS)


def test_a_missing_model_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "predict", str(tmp_path / "none"), str(tmp_path), "--output", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    write_image(tmp_path / "a.png", np.full((50, 50), 200, np.uint8))
    assert main(["detect", "predict", str(tmp_path / "none"), str(tmp_path), "--output", str(tmp_path)]) == 2
    assert "is not a model" in capsys.readouterr().err


def test_predict_writes_a_labelme_file_and_goes_on_after_a_bad_image(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = tmp_path / "pages"
    write_image(pages / "empty.png", np.full((300, 400), 225, np.uint8), 300)
    (pages / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    status = main(
        ["detect", "predict", str(model_folder), str(pages), "--output", str(tmp_path / "out"), "--json"]
    )
    captured = capsys.readouterr()
    assert status == 2
    assert "broken.png" in captured.err
    (page,) = json.loads(captured.out)["pages"]
    written = json.loads(Path(page["output"]).read_text("utf-8"))
    assert (written["imageWidth"], written["imageHeight"]) == (400, 300)
    assert len(written["shapes"]) == len(page["detections"])


def test_predict_keeps_pages_of_one_name_apart_and_what_is_annotated(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    images = [tmp_path / book / "0001.png" for book in "AB"]
    for image in images:
        write_image(image, np.full((300, 400), 225, np.uint8), 300)
    own = Document.for_image(images[0]).add(Shape.rectangle("mine", (5, 5, 50, 50), note="by hand"))
    write_document(own, tmp_path / "out" / "0001.json")
    line = [
        "detect",
        "predict",
        str(model_folder),
        *map(str, images),
        "--output",
        str(tmp_path / "out"),
        "--json",
    ]
    assert main(line) in (0, 1)
    outputs = [page["output"] for page in json.loads(capsys.readouterr().out)["pages"]]
    assert [Path(path).name for path in outputs] == ["0001.json", "B_0001.json"]
    assert read_document(outputs[0]).notes() == {"mine": "by hand"}
    assert read_document(outputs[1]).image_path == images[1]


def test_predict_looks_at_every_page_of_a_file(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = [Image.new("L", (300 + 20 * number, 200), 225) for number in range(2)]
    frames[0].save(tmp_path / "book.tif", save_all=True, append_images=frames[1:])
    line = ["detect", "predict", str(model_folder), str(tmp_path / "book.tif")]
    assert main([*line, "--output", str(tmp_path / "out"), "--json"]) in (0, 1)
    pages = json.loads(capsys.readouterr().out)["pages"]
    documents = [read_document(page["output"]) for page in pages]
    assert [(document.page, document.width) for document in documents] == [(0, 300), (1, 320)]
    assert [page["page"] for page in pages] == [1, 2]


def test_synthesize_writes_pages_with_truth(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = [
        "synthesize",
        str(model_folder),
        "--pages",
        "1",
        "--output",
        str(tmp_path / "out"),
        "--wear",
        "clean",
        "--json",
    ]
    assert main(line) == 0
    result = json.loads(capsys.readouterr().out)
    truth = json.loads(Path(result["pages"][0]).read_text("utf-8"))
    vignettes = [shape for shape in truth["shapes"] if shape["label"] != "ornament"]
    assert len(vignettes) == sum(result["copies"].values()) > 4
    assert main(["synthesize", str(model_folder), "--pages", "0", "--output", str(tmp_path / "out")]) == 2


def test_evaluate_prints_the_figures_by_the_words_that_were_typed(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from autolabelme.core.annotation.document import Document, Shape
    from autolabelme.core.annotation.labelme_json import write_document

    image = write_image(tmp_path / "a.png", np.full((300, 400), 225, np.uint8), 300)
    write_document(Document(image, 400, 300, (Shape.rectangle("1", (10, 10, 58, 50)),)), tmp_path / "a.json")
    line = ["detect", "evaluate", str(model_folder), str(tmp_path), "--iou", "0.50", "0.9", "--json"]
    assert main(line) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["ap"].keys() == result["ap_refined"].keys() == {"0.50", "0.9"}
    assert result["per_label"].keys() == {"1"}
    assert result["fps"] > 0
    assert main([*line[:-1], "--no-refine"]) == 0
    assert "as detected" in capsys.readouterr().out


def test_importing_the_command_lines_imports_no_torch() -> None:
    import subprocess
    import sys

    code = "import sys, detector.cli as c; c.demo_stages(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_parser_can_be_built_alone() -> None:
    parser = argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers())
    assert parser.parse_args(["detect", "predict", "m", "a.png", "--output", "o"]).run is cli.run_predict
