"""How long the window takes to come up, beside LabelMe's, and how quickly Cancel works: DESIGN section 8.

    QT_QPA_PLATFORM=offscreen python benchmarks/window.py [--output benchmarks/results] [--runs 5]

Each start is a process of its own, timed from before it is made until its window has been shown and its
event loop is idle; the two programs take turns. Wall time depends on what else the machine does, so the
processor time of the process stands beside it. Cancel is timed from the request until the job has ended,
during *Match all labels* with every 5 degrees on the sample page.
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


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
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
    text = "\n".join(lines) + "\n"
    print(text)
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "window.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
