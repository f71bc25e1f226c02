"""The package list in setup.cfg is written by hand; these tests hold it against the tree."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
IMPORTED = ("autolabelme", "ransac_gui", "detector")


def test_setup_cfg_lists_every_package() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    listed = config["options"]["packages"].split()
    assert len(listed) == len(set(listed)), "each once"
    found = {
        ".".join(init.parent.relative_to(ROOT).parts)
        for name in IMPORTED
        for init in (ROOT / name).rglob("__init__.py")
    }
    assert set(listed) == found | {"autolabelme.manual", "autolabelme.resources"}


def test_the_lock_has_every_dependency_at_a_version_that_setup_cfg_allows() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    wanted = [config["options"]["install_requires"], *dict(config["options.extras_require"]).values()]
    asked = [Requirement(line) for text in wanted for line in text.splitlines() if line and line[0] != "#"]
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert not re.search(r"://|^-|@ ", text, re.MULTILINE), "where from is for whoever installs to say"
    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^ ;\n]+)", text, re.MULTILINE):
        locked.setdefault(canonicalize_name(name), []).append(version)
    asked = [one for one in asked if one.name != "autolabelme"]
    assert len(asked) > 30
    assert [one.name for one in asked if canonicalize_name(one.name) not in locked] == []
    assert [
        one
        for one in asked
        for version in locked[canonicalize_name(one.name)]
        if version not in one.specifier
    ] == []


def _modules(package: str) -> list[str]:
    folder = ROOT / package / "core"
    return sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in folder.rglob("*.py")
    )


@pytest.mark.slow
@pytest.mark.parametrize("package", IMPORTED)
def test_no_core_module_brings_qt_into_a_fresh_process(package: str) -> None:
    modules = _modules(package)
    assert modules
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name)\n"
        "    loaded = [m for m in ('PyQt6', 'PyQt5', 'qtpy') if m in sys.modules]\n"
        "    assert not loaded, (name, loaded)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_shared_core_does_not_import_torch_in_a_fresh_process() -> None:
    modules = [name for name in _modules("autolabelme") if "weights" not in name]
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name)\n"
        "    assert 'torch' not in sys.modules, name\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_opencv_leaves_the_qt_environment_alone() -> None:
    code = (
        "import os\n"
        "os.environ['QT_QPA_FONTDIR'] = 'kept'\n"
        "before = dict(os.environ)\n"
        "import autolabelme.core.opencv\n"
        "changed = {k for k in before.keys() | os.environ.keys() if before.get(k) != os.environ.get(k)}\n"
        "assert not {k for k in changed if k.startswith(('QT_', 'LD_'))}, changed\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.slow
def test_a_wheel_carries_every_resource(tmp_path: Path) -> None:
    """An editable install hides a missing package_data line; a built wheel does not."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the tracked files are not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    wanted = {name for name in tracked if name.startswith("resources/")}
    wanted |= {
        name.replace("docs/", "manual/", 1)
        for name in tracked
        if re.fullmatch(r"docs/((fr/)?[^/]+\.md|images/.+)", name)
    }
    copy = tmp_path / "copy"
    for name in tracked:
        if name.startswith((*IMPORTED, "resources/", "docs/")) or "/" not in name:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    command = [
        sys.executable,
        "-c",
        "from setuptools import setup; setup()",
        "-q",
        "bdist_wheel",
        "-d",
        "out",
    ]
    built = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = (copy / "out").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.removeprefix("autolabelme/") for name in archive.namelist()}
    assert wanted - inside == set()
