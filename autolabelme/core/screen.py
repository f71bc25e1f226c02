"""Whether a window can open here, asked before Qt is: Qt itself ends the process where it cannot."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys

from .errors import problem_of

QT_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
"""What Qt's X11 plug-in needs beyond what a system without a screen has: file -> Debian's package.

tools/system_libraries.sh installs the same packages; a test compares the two.
"""
LABELME_LIBRARIES = {"libxcb-xinerama.so.0": "libxcb-xinerama0"}
"""What LabelMe's older Qt needs besides."""


def has_display() -> bool:
    """Whether a window can be seen: always on Windows and macOS, elsewhere with a display server."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing(libraries: dict[str, str]) -> tuple[str, ...]:
    """The packages of those `libraries` that cannot be loaded; none on Windows and macOS."""
    if sys.platform in ("win32", "darwin"):
        return ()
    return tuple(package for name, package in libraries.items() if not _loads(name))


def install_command(packages: tuple[str, ...]) -> str:
    """What to run to have `packages`; where there is no apt, what to look for."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        return problem_of("install with your system's package manager what Debian calls {names}", names=names)
    return problem_of("run: sudo apt-get install {names}", names=names)


def start_problem() -> str:
    """Why no window can open here, in one line with what to do; '' when nothing speaks against it."""
    if sys.platform in ("win32", "darwin"):
        return ""
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    if wanted and not wanted.startswith("xcb"):
        return ""  # offscreen, vnc, wayland: asked for by name
    if not has_display():
        return problem_of(
            "there is no screen to open the window on (DISPLAY is not set); "
            "every other command works without one, see autolabelme --help"
        )
    if os.environ.get("WAYLAND_DISPLAY") and not wanted:
        return ""
    packages = missing(QT_LIBRARIES)
    if packages:
        return problem_of(
            "the window cannot open, since Qt lacks {packages}; {command}",
            packages=", ".join(packages),
            command=install_command(packages),
        )
    if not _answers():
        name = os.environ.get("DISPLAY", "")
        return problem_of(
            "the screen DISPLAY={name} does not answer; start the program on the screen's own session",
            name=name,
        )
    return ""


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _answers() -> bool:
    """Whether the X server that DISPLAY names takes a connection."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)
