"""The entry point: arguments, help, exit status, and a process of its own."""

import json
import os
import shlex
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from autolabelme import __main__ as entry
from autolabelme import __version__
from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import write_document
from autolabelme.core.errors import Cancelled
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.options import params_from

from .printed import QUICK, ROW, box, errors, print_page, run

COMMAND_LINES = """
autolabelme match INPUT
autolabelme match INPUT --label L
autolabelme match INPUT --label 0 12 "small sun" --label 3
autolabelme match INPUT --threshold 0.45 --neighbourhood 2 --scope line
autolabelme match INPUT --scope around --rotation 45
autolabelme match INPUT --scope ornament --rotation -45 90
autolabelme match INPUT --scope page --scales 0.5 2 25 --no-flips
autolabelme match INPUT --scope folder --output OUT.json --json
autolabelme match --template PAGE:LABEL INPUT
autolabelme match INPUT --template PAGE:LABEL --template "C:\\\\scans\\\\p.json:small sun"
autolabelme occurrences FOLDER
autolabelme export INPUT --format yolo
autolabelme export --format coco INPUT
autolabelme export INPUT --format voc
autolabelme crops MATCHED.json
autolabelme crops MATCHED.json --output DIR --format jpeg
autolabelme crops MATCHED.json --format png
autolabelme doctor
autolabelme demo
autolabelme demo --output DIR --headless
""".strip().splitlines()


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_command_lines_of_the_issue(line):
    args = entry.build_parser().parse_args(shlex.split(line)[1:])
    assert callable(args.run)
    if args.command == "match":
        assert isinstance(params_from(args, SearchParams), SearchParams)


def parsed(*words):
    return entry.build_parser().parse_args(["match", "INPUT", *words])


def test_several_values_after_one_flag():
    assert parsed("--label", "0", "12", "--label", "small sun").label == ["0", "12", "small sun"]
    turned = params_from(parsed("--rotation", "-45", "90"), SearchParams)
    assert (turned.rotation_min, turned.rotation_max) == (-45, 90)
    params = params_from(
        parsed("--rotation", "45", "--scales", "0.8", "1.2", "9", "--no-flips"), SearchParams
    )
    assert (params.rotation_min, params.rotation_max) == (45, None)
    assert (params.scale_low, params.scale_high, params.scale_steps, params.flips) == (0.8, 1.2, 9, False)


def test_defaults_are_the_engines_and_the_help_says_them(capsys):
    assert params_from(parsed(), SearchParams) == SearchParams()
    with pytest.raises(SystemExit) as stopped:
        entry.main(["match", "--help"])
    assert stopped.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    params = SearchParams()
    assert f"(0 to 1, default {params.threshold:g})" in text
    assert f"(1 to 100000, default {params.neighbourhood.value:g})" in text
    assert f"default {params.scale_low:g} {params.scale_high:g} {params.scale_steps})" in text


@pytest.mark.parametrize(
    "words", [["match"], ["match", "a", "--scope", "moon"], ["export", "a"], ["--nonsense"]]
)
def test_a_mistyped_command_line_is_one_line_and_2(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        entry.main(words)
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "--help" in line


def test_version(capsys):
    with pytest.raises(SystemExit):
        entry.main(["--version"])
    assert capsys.readouterr().out == f"autolabelme {__version__}\n"


def test_files_open_the_window(tmp_path, monkeypatch, capsys):
    import autolabelme.shell.app as app

    opened = []
    monkeypatch.setattr(app, "run_window", lambda files: opened.append(files) or 0)
    file = tmp_path / "page.json"
    file.touch()
    assert entry.main([]) == 0
    assert entry.main([str(file)]) == 0
    assert opened == [[], [str(file)]]
    status, _, err = run(capsys, "mtach", file)
    assert status == 2
    assert errors(err) == ["autolabelme: mtach: no such file, and no such command"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, Cancelled])
def test_interrupted_is_130(page, monkeypatch, capsys, error):
    def stop(*_, **__):
        raise error

    monkeypatch.setattr("autolabelme.core.batch.match_files", stop)
    status, _, err = run(capsys, "match", page)
    assert status == 130
    assert errors(err) == ["autolabelme: cancelled"]


def test_help_in_a_fresh_process_imports_nothing_heavy():
    code = (
        "import sys; from autolabelme.__main__ import main\n"
        "try: main(['match', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'scipy', 'cv2', 'numpy', 'PIL', 'PyQt6', 'pydantic'} & set(sys.modules)\n"
        "sys.exit(f'{heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_damaged_scan_is_one_line_whatever_the_libraries_remark(tmp_path):
    for name, options in (
        ("a.tif", {"compression": "tiff_lzw"}),
        ("b.tif", {}),
        ("c.jpg", {}),
        ("d.jp2", {}),
    ):
        path = tmp_path / name
        noise = np.random.default_rng(0).integers(0, 255, (90, 90, 3), dtype=np.uint8)
        Image.fromarray(noise).save(path, **options)
        path.write_bytes(path.read_bytes()[:-300])
        done = subprocess.run(
            [sys.executable, "-m", "autolabelme", "match", str(path), "--template", f"{path}:1"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.startswith(f"autolabelme: {path}: "), done.stderr
        assert done.stderr.count("\n") == 1, done.stderr


def test_strange_characters_on_a_plain_terminal(tmp_path):
    image = print_page(tmp_path / "p.png", ROW[:2])
    path = write_document(
        Document.for_image(image).add(Shape.rectangle("花 é", box(30, 100))), tmp_path / "p.json"
    )
    for more in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "autolabelme", "match", str(path), *QUICK, *more],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )
        assert (done.returncode, done.stderr) == (0, b"")
    assert {match["label"] for match in json.loads(done.stdout)["matches"]} == {"花 é"}


def test_the_installed_command(page):
    done = subprocess.run(
        [sys.executable, "-m", "autolabelme", "match", str(page), "--json", *QUICK, "--threshold", "-1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "autolabelme: --threshold: expected 0 to 1, got -1.0\n"
