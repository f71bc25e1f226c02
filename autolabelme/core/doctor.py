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
from .messages import told
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
        Check(
            "system",
            _told("{system}, {cores} CPU cores", system=platform.platform(), cores=os.cpu_count()),
            True,
        ),
        Check(
            "Python",
            _told("{version} at {path}", version=platform.python_version(), path=sys.executable),
            sys.version_info >= (3, 11),
        ),
        *(_version(name) for name in ("autolabelme", *PACKAGES)),
        *(_extra(extra, module) for extra, modules in EXTRAS.items() for module in modules),
        _asked("computing device", _device, needs="torch"),
        _asked("Qt platform", _qt_platform, needs="PyQt6"),
        _libraries("Qt's X11 libraries", QT_LIBRARIES),
        _libraries("LabelMe's X11 libraries", LABELME_LIBRARIES),
        *_weights(),
        _asked("sample", _sample),
        _asked("weights cache", _cache),
    )


def _told(template: str, /, **values: object) -> str:
    return told("Doctor", template, **values)


def _version(name: str) -> Check:
    try:
        return Check(name, importlib.metadata.version(name), True)
    except importlib.metadata.PackageNotFoundError:
        return Check(name, _told("not installed"), False)


def _extra(extra: str, module: str) -> Check:
    name = module.replace("_", "-")
    if installed(module):
        return _version(name)
    return Check(name, _told("not installed: {hint}", hint=hint(extra)), True, optional=True)


def _asked(name: str, question: Callable[[], str], *, needs: str = "") -> Check:
    if needs and not installed(needs):
        return Check(name, _told("unknown without {needs}", needs=needs), True, optional=True)
    try:
        return Check(name, question(), True)
    except (AutolabelmeError, OSError, ImportError, RuntimeError, subprocess.SubprocessError) as error:
        return Check(name, " ".join(str(error).split()), False)


def _device() -> str:
    import torch

    if torch.cuda.is_available():
        names = ", ".join(torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count()))
        return _told("GPU ({names}), CUDA {version}", names=names, version=torch.version.cuda)
    if torch.backends.mps.is_available():
        return _told("GPU (Apple Metal)")
    return _told("CPU, {threads} threads (no GPU that torch can use)", threads=torch.get_num_threads())


def _libraries(name: str, libraries: dict[str, str]) -> Check:
    """Shared libraries that a window needs; without a display their lack is only a note."""
    packages = missing(libraries)
    if not packages:
        return Check(name, _told("all there"), True)
    lack = (
        "missing: {command}"
        if has_display()
        else "missing (needed on a screen; there is none here): {command}"
    )
    return Check(name, _told(lack, command=install_command(packages)), not has_display())


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
        return _told(
            "{name}, Qt {version} (no display here: no window will be seen)"
            if name == "offscreen"
            else "{name}, Qt {version}",
            name=name,
            version=version,
        )
    reason = " ".join(done.stderr.split())[:300] or f"exit status {done.returncode}"
    raise RuntimeError(f"Qt cannot open a window here: {reason}")


def _weights() -> list[Check]:
    from . import weights

    checks = []
    for name, weight in weights.WEIGHTS.items():
        try:
            file = weights.find(name)
        except AutolabelmeError as error:
            checks.append(Check(_told("weights {name}", name=name), error.message, False))
            continue
        if file is None:
            found = _told(
                "not fetched yet ({megabytes:.0f} MB, fetched when first wanted)", megabytes=weight.megabytes
            )
        else:
            found = _told("bundled") if weight.bundled else _told("at {path}", path=file.path)
        checks.append(Check(_told("weights {name}", name=name), found, True))
    return checks


def _sample() -> str:
    from .press import sample

    return _told("{count} pages in {folder}", count=len(sample.PAGES), folder=sample.page_image().parent)


def _cache() -> str:
    from .weights import cache_folder

    folder = cache_folder()
    above: Path = folder
    while not above.exists() and above != above.parent:
        above = above.parent
    if not os.access(above, os.W_OK):
        raise OSError(f"{folder} cannot be written")
    return str(folder)
