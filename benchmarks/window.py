"""How long the window takes to come up, beside LabelMe's, and how quickly Cancel works: DESIGN section 8.

    QT_QPA_PLATFORM=offscreen python benchmarks/window.py [--output benchmarks/results] [--runs 5]

Each start is a process of its own, timed from before it is made until its window has been shown and its
event loop is idle; the two programs take turns. Wall time depends on what else the machine does, so the
processor time of the process stands beside it. Cancel is timed from the request until the job has ended,
during *Match all labels* with every 5 degrees on the sample page. The copies of a box are timed while it is
drawn by real mouse events, and from the release until they are painted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.matching_parts.machine import description

OURS = """
import sys, time
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication
from autolabelme.shell import app
import autolabelme.shell.window as window
start = window.MainWindow.start
def started(self, files):
    start(self, files)
    QTimer.singleShot(0, lambda: (print(time.time(), time.process_time()), self.close()))
window.MainWindow.start = started
app.run_window([])
"""
# As labelme's own main() does, without a file; OpenCV first, as Open in LabelMe launches it.
LABELME = """
import sys, time
import autolabelme.core.opencv
from qtpy import QtCore, QtWidgets
sys.argv = ["labelme"]
exec_ = QtWidgets.QApplication.exec_
def idle(*_):
    print_and_quit = lambda: (print(time.time(), time.process_time()), QtWidgets.QApplication.quit())
    QtCore.QTimer.singleShot(0, print_and_quit)
    return exec_()
QtWidgets.QApplication.exec_ = idle
QtWidgets.QApplication.exec = idle
from labelme.__main__ import main
main()
"""
CANCEL = """
import sys, time
from pathlib import Path
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMessageBox
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.press import sample
from autolabelme.shell.window import MainWindow
app = QApplication([])
QMessageBox.question = lambda *_args, **_named: QMessageBox.StandardButton.Discard
window = MainWindow(Path(sys.argv[1]))
window.show()
window.start([])
panel = window.panel("annotate")
panel.open_paths([sample.page_image("sample_clean")])
while panel.presenter.session is None or window.runner.jobs:
    QTest.qWait(10)
truth = read_document(sample.page_truth("sample_clean"))
for label in truth.labels():
    panel.presenter.add_box(truth.boxes_of(label)[0].box)
panel.side.controls.rotation_min.setValue(0)
panel.side.controls.rotation_max.setValue(355)
for index in range(int(sys.argv[2])):
    panel.searcher.rematch_all()
    QTest.qWait(150 + 130 * index)
    started = time.perf_counter()
    panel.searcher.cancel()
    while window.runner.jobs:
        QTest.qWait(1)
    print(time.perf_counter() - started)
window.close()
"""

RELEASE = """
import shutil, sys, time
from pathlib import Path
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMessageBox
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.press import sample
from autolabelme.shell.window import MainWindow
app = QApplication([])
QMessageBox.question = lambda *_args, **_named: QMessageBox.StandardButton.Discard
window = MainWindow(Path(sys.argv[1]))
window.resize(1366, 768)
window.show()
window.start([])
panel = window.panel("annotate")
# A copy, without the boxes that stand beside it: a drag from one of them would move it.
page = Path(sys.argv[3]) if sys.argv[3] else sample.page_image("sample_clean")
panel.open_paths([Path(shutil.copy(page, sys.argv[1]))])
def settle():
    while panel.presenter.session is None or window.runner.jobs:
        QTest.qWait(10)
settle()
QTest.qWait(300)
settle()
given = [float(side) for side in sys.argv[4].split(",")] if sys.argv[4] else None
truth = None if given else read_document(sample.page_truth("sample_clean"))
boxes = [given] if given else [truth.boxes_of(label)[0].box for label in truth.labels()]
live, canvas = panel.searcher.live, panel.canvas
seen = []
live.changed.connect(lambda: seen.append(time.perf_counter()))
for number in range(int(sys.argv[2])):
    x1, y1, x2, y2 = boxes[number % len(boxes)]
    canvas.set_view(canvas.view.showing((x1 - 50, y1 - 50, x2 + 50, y2 + 50)))
    place = lambda x, y: canvas.view.to_widget(x, y).toPoint()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place(x1, y1))
    seen.clear()
    began = time.perf_counter()
    for step in range(20):
        QTest.mouseMove(canvas, place(x1 + (x2 - x1) * (0.6 + 0.02 * step), y2))
        QTest.qWait(50)
    every = (time.perf_counter() - began) / max(1, len(seen))
    end = place(x2, y2)
    QTest.mouseMove(canvas, end)
    started = time.perf_counter()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    final = panel.presenter.document.shapes[-1].box
    while live.shown_for != final and not live.idle:
        QTest.qWait(1)
    canvas.repaint()
    print(time.perf_counter() - started, every)
    settle()
    panel.presenter.undo()
window.close()
"""


def start_of(code: str, data: Path) -> tuple[float, float]:
    """Wall and processor seconds of one start."""
    environment = {**os.environ, "AUTOLABELME_DATA_DIR": str(data), "HOME": str(data)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    before = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    last = done.stdout.strip().splitlines()[-1].split()
    return float(last[0]) - before, float(last[1])


def cancels(data: Path, count: int) -> list[float]:
    """Seconds from *Cancel search* to the end of the job."""
    environment = {**os.environ}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-c", CANCEL, str(data), str(count)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return [float(line) for line in done.stdout.split()]


def releases(data: Path, count: int, page: str, box: str) -> list[tuple[float, float]]:
    """Seconds from the mouse's release to the box's copies on the screen, and between those of a drag."""
    environment = {**os.environ}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-c", RELEASE, str(data), str(count), page, box]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    pairs = [line.split() for line in done.stdout.splitlines()]
    return [(float(release), float(every)) for release, every in pairs]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--page", default="", help="a page to draw on (default: a page of the sample)")
    parser.add_argument("--box", default="", help="with --page: x1,y1,x2,y2 of a vignette on it, pixels")
    parser.add_argument("--only-drawing", action="store_true", help="leave out starts and Cancel")
    arguments = parser.parse_args()
    if arguments.only_drawing:
        with tempfile.TemporaryDirectory() as folder:
            print(_drawing(releases(Path(folder), 8, arguments.page, arguments.box)))
        return
    lines = ["# Window", "", *(f"- {name}: {value}" for name, value in description().items())]
    found: dict[str, list[tuple[float, float]]] = {"AutoLabelme": [], "LabelMe": []}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        for code in (OURS, LABELME):
            start_of(code, data)  # fills the file cache for both
        for _ in range(arguments.runs):
            found["AutoLabelme"].append(start_of(OURS, data))
            found["LabelMe"].append(start_of(LABELME, data))
        stops = cancels(data, 8)
        drawn = releases(data, 8, arguments.page, arguments.box)
    lines += ["", f"From the process's start to an idle window, median of {arguments.runs} (s):", ""]
    lines += ["| program | wall | best | processor |", "|---|---|---|---|"]
    for name, runs in found.items():
        wall, cpu = [run[0] for run in runs], [run[1] for run in runs]
        lines.append(
            f"| {name} | {statistics.median(wall):.2f} | {min(wall):.2f} | {statistics.median(cpu):.2f} |"
        )
    ratio = statistics.median(run[1] for run in found["LabelMe"]) / statistics.median(
        run[1] for run in found["AutoLabelme"]
    )
    lines += ["", f"LabelMe takes {ratio:.1f} times the processor time.", ""]
    lines += [f"Cancel: median {statistics.median(stops):.3f} s, longest {max(stops):.3f} s of {len(stops)}."]
    lines += ["", _drawing(drawn)]
    text = "\n".join(lines) + "\n"
    print(text)
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "window.md").write_text(text, "utf-8")


def _drawing(found: list[tuple[float, float]]) -> str:
    release, every = ([one[column] for one in found] for column in (0, 1))
    return (
        f"From the mouse's release to the copies on the screen: median {statistics.median(release):.3f} s, "
        f"longest {max(release):.3f} s of {len(found)}; in a drag every {statistics.median(every):.3f} s."
    )


if __name__ == "__main__":
    main()
