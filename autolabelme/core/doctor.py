"""What this installation can do: versions, device, weights, window system, sample, folders."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .children import neutral_folder, python_command
from .errors import AutolabelmeError
from .extras import EXTRAS, hint, installed
from .screen import LABELME_LIBRARIES, QT_LIBRARIES, has_display, install_command, missing

PACKAGES = (
    *("numpy", "scipy", "opencv-python", "scikit-image", "Pillow", "tifffile", "imagecodecs"),
    *("pypdfium2", "pydantic", "jinja2", "rich"),
)
_QT_CHECK = (
    "from PyQt6.QtGui import QGuiApplication; from PyQt6.QtCore import QT_VERSION_STR; "
    "app = QGuiApplication([]); print(QT_VERSION_STR, app.platformName())"
)


@dataclass(frozen=True)
class Check:
    """One line: what was looked at, what was found, and whether that is well.

    `optional`: an extra that is not installed, or what needs one; that is no fault.
    """

    name: str
    found: str
    well: bool
    optional: bool = False


def examine() -> tuple[Check, ...]:
    """Look at everything; takes some seconds, since it imports torch and starts Qt in a child process."""
    return (
        Check("system", f"{platform.platform()}, {os.cpu_count()} CPU cores", True),
        Check("Python", f"{platform.python_version()} at {sys.executable}", sys.version_info >= (3, 11)),
        *(_version(name) for name in ("autolabelme", *PACKAGES)),
        *(_extra(extra, module) for extra, modules in EXTRAS.items() for module in modules),
        _asked("device", _device, needs="torch"),
        _asked("Qt platform", _qt_platform, needs="PyQt6"),
        _libraries("Qt's X11 libraries", QT_LIBRARIES),
        _libraries("LabelMe's X11 libraries", LABELME_LIBRARIES),
        *_weights(),
        _asked("sample", _sample),
        _asked("weights cache", _cache),
    )


def _version(name: str) -> Check:
    try:
        return Check(name, importlib.metadata.version(name), True)
    except importlib.metadata.PackageNotFoundError:
        return Check(name, "not installed", False)


def _extra(extra: str, module: str) -> Check:
    name = module.replace("_", "-")
    if installed(module):
        return _version(name)
    return Check(name, f"not installed: {hint(extra)}", True, optional=True)


def _asked(name: str, question: Callable[[], str], *, needs: str = "") -> Check:
    if needs and not installed(needs):
        return Check(name, f"unknown without {needs}", True, optional=True)
    try:
        return Check(name, question(), True)
    except (AutolabelmeError, OSError, ImportError, RuntimeError, subprocess.SubprocessError) as error:
        return Check(name, " ".join(str(error).split()), False)


def _device() -> str:
    import torch

    if torch.cuda.is_available():
        names = ", ".join(torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count()))
        return f"GPU ({names}), CUDA {torch.version.cuda}"
    if torch.backends.mps.is_available():
        return "GPU (Apple Metal)"
    return f"CPU, {torch.get_num_threads()} threads (no GPU that torch can use)"


def _libraries(name: str, libraries: dict[str, str]) -> Check:
    """Shared libraries that a window needs; without a display their lack is only a note."""
    packages = missing(libraries)
    if not packages:
        return Check(name, "all there", True)
    note = "" if has_display() else " (needed on a screen; there is none here)"
    return Check(name, f"missing{note}: {install_command(packages)}", not has_display())


def _qt_platform() -> str:
    # In a child process: a missing platform plug-in does not raise, it aborts.
    environment = dict(os.environ)
    if not has_display():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(
        python_command("-c", _QT_CHECK),
        cwd=neutral_folder(),
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode == 0 and done.stdout.strip():
        version, _, name = done.stdout.strip().splitlines()[-1].partition(" ")
        note = "" if name != "offscreen" else " (no display here: no window will be seen)"
        return f"{name}, Qt {version}{note}"
    reason = " ".join(done.stderr.split())[:300] or f"exit status {done.returncode}"
    raise RuntimeError(f"Qt cannot open a window here: {reason}")


def _weights() -> list[Check]:
    from . import weights

    checks = []
    for name, weight in weights.WEIGHTS.items():
        try:
            file = weights.find(name)
        except AutolabelmeError as error:
            checks.append(Check(f"weights {name}", error.message, False))
            continue
        if file is None:
            found = f"not fetched yet ({weight.megabytes:.0f} MB, fetched when first wanted)"
        else:
            found = "bundled" if weight.bundled else f"at {file.path}"
        checks.append(Check(f"weights {name}", found, True))
    return checks


def _sample() -> str:
    from .press import sample

    return f"{len(sample.PAGES)} pages in {sample.page_image().parent}"


def _cache() -> str:
    from .weights import cache_folder

    folder = cache_folder()
    above: Path = folder
    while not above.exists() and above != above.parent:
        above = above.parent
    if not os.access(above, os.W_OK):
        raise OSError(f"{folder} cannot be written")
    return str(folder)
