"""The window from nothing to a finished inspection of the sample, in a process of its own: times as JSON.

    python -m benchmarks.inspection_parts.cold_worker DATA

Does what a user does who goes straight to it: opens the window, goes to Inspect, opens the sample, presses
Inspect as soon as the model is listed; and then presses Inspect again. Times are those of the clock
(``time.time()``), since whoever started this process knows when that was. A time is taken when the event loop
is next idle, so what it is about has been painted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE_S = 600.0


def main() -> int:
    """Drive the window; 1 with a line on standard error where the inspection ends without a result."""
    from PyQt6.QtCore import QTimer
    from PyQt6.QtTest import QTest
    from PyQt6.QtWidgets import QApplication

    from autolabelme.shell.window import MainWindow

    start = time.monotonic()

    def wait(condition: Callable[[], bool]) -> None:
        while not condition():
            if time.monotonic() - start > PATIENCE_S:
                raise TimeoutError(f"nothing after {PATIENCE_S:g} s")
            QTest.qWait(2)

    app = QApplication([])
    window = MainWindow(Path(sys.argv[1]))
    window.show()
    window.start([])
    window.show_panel("inspect")
    window.open_sample()
    presenter: Any = window.panel("inspect").presenter  # type: ignore[attr-defined]
    said: list[str] = []
    presenter.said.connect(lambda text, _level: said.append(text))
    at: dict[str, float] = {}

    def note(name: str) -> None:
        QTimer.singleShot(0, lambda: at.setdefault(name, time.time()))

    wait(lambda: presenter.model is not None)
    at["asked"] = time.time()
    presenter.seen.connect(lambda seen: note("boxes"))
    presenter.inspect()
    wait(lambda: not presenter.running)
    if presenter.done is None:
        print(f"no result: {' '.join(said)}", file=sys.stderr)
        return 1
    note("finished")
    wait(lambda: "finished" in at)
    vignettes, findings = len(presenter.done.inspection.vignettes), len(presenter.findings)
    wait(lambda: not window.runner.jobs)

    # Once more with everything opened: what is left is the inspection itself.
    at["asked again"] = time.time()
    presenter.inspect()
    wait(lambda: not presenter.running)
    note("finished again")
    wait(lambda: "finished again" in at)
    wait(lambda: not window.runner.jobs)
    found = {"vignettes": vignettes, "findings": findings, "cpu_seconds": time.process_time()}
    window.close()
    app.processEvents()
    print(json.dumps({"at": at, **found}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
