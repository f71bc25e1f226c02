"""Without the extras the rest works, and what needs one says in one line which."""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autolabelme.core.extras import EXTRAS, MissingExtraError, explain, explained, extra_of, installed

ROOT = Path(__file__).parents[3]
_BARE = """
import contextlib, io, json, sys

blocked = {blocked!r}

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise {error}

sys.meta_path.insert(0, Finder())
import autolabelme as al
from autolabelme.__main__ import main

ornaments, page = str(al.sample("ornaments")), str(al.sample("pages/sample_clean.json"))
said = []
for words in json.loads({commands!r}):
    words = [word.replace("ORNAMENTS", ornaments).replace("PAGE", page) for word in words]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(words)
    said.append([status, out.getvalue(), err.getvalue()])
loaded = [name for name in blocked if sys.modules.get(name)]
print(json.dumps([said, loaded]))
"""
_WITH_NAME = "ModuleNotFoundError('No module named ' + repr(name), name=name)"
_WITHOUT = "ImportError('blocked: ' + name)"


def _bare(error: str, commands: list[list[str]], folder: Path) -> list[tuple[int, str, str]]:
    """(status, stdout, stderr) of each command line in one fresh process without any extra's modules."""
    blocked = [module for modules in EXTRAS.values() for module in modules]
    code = _BARE.format(blocked=blocked, error=error, commands=json.dumps(commands))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, check=False
    )
    assert done.returncode == 0, done.stderr
    said, loaded = json.loads(done.stdout.splitlines()[-1])
    assert not loaded
    return [tuple(one) for one in said]


@pytest.fixture(scope="module")
def works() -> Iterator[dict[str, tuple[int, str, str]]]:
    """What the base installation is for, on the bundled sample."""
    pair = ["ORNAMENTS/reference.jpg", "ORNAMENTS/suspect.jpg", "--output", "aligned", "--fine", "none"]
    commands = {
        "match": ["match", "PAGE", "--label", "0", "1", "--scales", "1", "1", "0", "--output", "m.json"],
        "export": ["export", "m.json", "--format", "coco"],
        "crops": ["crops", "m.json"],
        "sift": ["align", "run", *pair, "--features", "sift"],
        "auto": ["align", "run", *pair],
        "inspect": ["inspect", "m.json", "--output", "inspected"],
        "doctor": ["doctor"],
    }
    with tempfile.TemporaryDirectory() as folder:
        found = _bare(_WITH_NAME, list(commands.values()), Path(folder))
        assert (Path(folder) / "inspected" / "report.html").is_file()
        assert not (Path(folder) / "inspected" / "report.pdf").exists()
        yield dict(zip(commands, found, strict=True))


def test_the_base_installation_annotates_aligns_and_compares_siblings(works: dict[str, Any]) -> None:
    assert {name: status for name, (status, _, _) in works.items() if name != "inspect"} == {
        **dict.fromkeys(("match", "export", "crops", "sift", "auto"), 0),
        "doctor": works["doctor"][0],
    }
    status, _, err = works["inspect"]
    assert status in (0, 1)
    assert "no report.pdf without Qt: pip install 'autolabelme[gui]'" in err


def test_doctor_says_what_is_missing_and_how_it_comes(works: dict[str, Any]) -> None:
    status, out, _ = works["doctor"]
    text = " ".join(out.split())
    for extra in EXTRAS:
        assert f"'autolabelme[{extra}]'" in text
    assert status == 0 and "PROBLEM" not in text, "an extra that is not wanted is no fault"


@pytest.mark.parametrize("error", [_WITH_NAME, _WITHOUT])
def test_what_needs_an_extra_says_which_in_one_line(error: str, tmp_path: Path) -> None:
    pair = ["ORNAMENTS/reference.jpg", "ORNAMENTS/suspect.jpg", "--output", "aligned"]
    commands = {
        "train": [
            ["align", "run", *pair, "--features", "aliked"],
            ["align", "run", *pair, "--fine", "network"],
            ["align", "train", "--output", "nets"],
            ["detect", "train", "PAGE", "--output", "model"],
            ["detect", "predict", "model", "ORNAMENTS/suspect.jpg", "--output", "found"],
            ["detect", "evaluate", "model", "PAGE"],
            ["inspect", "ORNAMENTS/suspect.jpg", "--model", "model", "--output", "inspected"],
        ],
        "gui": [[], ["PAGE"]],
    }
    wanted = [(extra, words) for extra, several in commands.items() for words in several]
    found = _bare(error, [words for _, words in wanted], tmp_path)
    for (extra, words), (status, _, err) in zip(wanted, found, strict=True):
        lines = err.strip().splitlines()
        assert status == 2, words
        assert lines[-1].startswith("autolabelme: this needs "), (words, err)
        assert f"pip install 'autolabelme[{extra}]'" in lines[-1] and "Traceback" not in err, words


# --- the parts ------------------------------------------------------------------------------------


def test_every_extra_is_one_of_the_packages() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    extras = config["options.extras_require"]
    for extra, modules in EXTRAS.items():
        named = {line.partition(">=")[0].replace("-", "_") for line in extras[extra].split() if ">=" in line}
        assert named == set(modules)
    base = config["options"]["install_requires"].lower()
    assert not [
        module for modules in EXTRAS.values() for module in modules if module.lower() in base.split(">=")
    ]
    assert "autolabelme[all]" in extras["dev"]
    assert set(extras["all"].strip().partition("[")[2].rstrip("]").split(",")) == {*EXTRAS, "lab"}


def test_another_failed_import_stays_what_it_is() -> None:
    assert extra_of("torch.nn") == "train" and extra_of("numpy") is None
    assert explain(ImportError("libtorch_cpu.so: cannot open")) is None
    assert installed("torch"), "and so its own faults are not taken for its absence"
    assert explain(ModuleNotFoundError("No module named 'torch.nothing'", name="torch.nothing")) is None
    with pytest.raises(ModuleNotFoundError), explained():
        raise ModuleNotFoundError("No module named 'numpyy'", name="numpyy")


def test_a_job_of_the_window_fails_with_the_same_line(monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    from autolabelme.qtkit.job_runner import JobRunner

    monkeypatch.setitem(sys.modules, "kornia", None)

    def work(*, tick: Any) -> None:
        import kornia  # noqa: F401

    runner = JobRunner()
    job = runner.start(work)
    with qtbot.waitSignal(job.failed) as failed:
        pass
    assert isinstance(failed.args[0], MissingExtraError)
    assert "pip install 'autolabelme[train]'" in str(failed.args[0])
    runner.wait_all()
