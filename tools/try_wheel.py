"""Build sdist and wheel, install the wheel in a clean environment, run the main job there: ``make wheel``.

The wheel is made from the sdist, so that both are complete. The clean environment has the base dependencies
of requirements.lock alone (no Qt, no torch), lies outside the tree, and is removed afterwards.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("autolabelme", "ransac_gui", "detector")
LIBRARY = """
import autolabelme as al

page, first = al.sample("pages/sample_clean.jpg"), al.read_boxes(al.sample("pages/sample_clean.json"))[0]
found = al.match(page, first, scope="page", quarter_turns=True, scale_steps=0)
pair = [al.sample(f"ornaments/{name}.jpg") for name in ("reference", "suspect")]
print(f"library: {len(found)} copies, {al.align(*pair, features='sift', fine='none').status};",
      al.inspect(page, found).verdict)
"""


def main() -> int:
    """Build, install, run; the exit status of the first step that fails."""
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    _run("uv", "build", "--out-dir", ROOT / "dist", ROOT)
    (wheel,) = (ROOT / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    lacks = [f"{package}/py.typed" for package in PACKAGES if f"{package}/py.typed" not in names]
    strays = [name for name in names if name.split("/")[0] not in (*PACKAGES, wheel_info(wheel))]
    if lacks or strays:
        print(f"{wheel.name}: lacks {lacks}, has {strays}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        python = place / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
        _run("uv", "venv", "--quiet", "--python", sys.executable, place / "env")
        constraint = ("--constraint", ROOT / "requirements.lock")
        _run("uv", "pip", "install", "--quiet", "--python", python, *constraint, wheel)
        command = python.with_name("autolabelme")
        sample = subprocess.run(
            [python, "-c", "import autolabelme as al; print(al.sample('pages/sample_clean.json'))"],
            cwd=place,
            env=_environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for step in (
            (command, "--version"),
            (command, "match", sample, "--label", "0", "--scales", "1", "1", "0", "--output", "matched.json"),
            (command, "export", "matched.json", "--format", "coco"),
            (python, "-c", LIBRARY),
            (command, "doctor"),
        ):
            subprocess.run(list(map(str, step)), cwd=place, env=_environment(), check=True)
    print(f"{wheel.name} and its sdist are in {ROOT / 'dist'}")
    return 0


def wheel_info(wheel: Path) -> str:
    """The name of the wheel's folder of metadata."""
    return "-".join(wheel.name.split("-")[:2]) + ".dist-info"


def _environment() -> dict[str, str]:
    # Nothing of the tree, nor of the environment that builds, may be found.
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}


def _run(*words: str | Path) -> None:
    subprocess.run([sys.executable, "-m", *map(str, words)], check=True)


if __name__ == "__main__":
    sys.exit(main())
