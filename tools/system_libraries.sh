#!/bin/sh
# Qt and OpenCV need a few shared libraries that a bare Debian or Ubuntu lacks. As root they are
# installed; otherwise the command to run is named. Other systems bring them along: nothing is done.
set -eu
command -v dpkg-query >/dev/null 2>&1 || exit 0
command -v apt-get >/dev/null 2>&1 || exit 0
missing=""
want() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
    done
}
want libegl1 libgl1 libfontconfig1 libxkbcommon0 libdbus-1-3
# Debian 13 and Ubuntu 24.04 renamed glib with the 64-bit time change.
if ! dpkg-query -W -f='${Status}\n' libglib2.0-0 libglib2.0-0t64 2>/dev/null | grep -q "install ok installed"; then
    missing="$missing libglib2.0-0"
fi
python3 -c "import ensurepip, venv" >/dev/null 2>&1 || missing="$missing python3-venv"
needed="$missing"
# Qt's X11 plug-in, and LabelMe's older one (xinerama). Offscreen (tests, servers) works without them, but
# the window may be started on a screen later: they are installed wherever that can be done.
want libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 \
    libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1 libxcb-xinerama0
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
elif [ -n "$needed" ] || [ -n "${DISPLAY:-}" ]; then
    echo "These shared libraries are missing. Run: sudo apt-get install$missing" >&2
    exit 1
else
    echo "The window needs more libraries on a screen. Run: sudo apt-get install$missing" >&2
fi
