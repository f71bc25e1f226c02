"""How quickly the page canvas paints and opens: the canvas's figures of DESIGN section 8, row 5.

    QT_QPA_PLATFORM=offscreen python benchmarks/canvas.py [--output benchmarks/results] [--quick]

Painting is a real `repaint` of a 1920 x 1080 widget with 1,000 boxes on a 48-megapixel page, panned and
zoomed at every frame; the same page and boxes in a QGraphicsView are the comparison that decided
against a scene graph. Wall time depends on what else the machine does, so the CPU time of the
process stands beside it.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QPainter, QPen, QPixmap
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import (
    QApplication,
    QGraphicsPixmapItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsView,
    QWidget,
)

from autolabelme.core.arrays import U8
from autolabelme.core.image_io import read_rgb
from autolabelme.core.matching.poses import Pose
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.minimap import image_of
from autolabelme.qtkit.overlay_painter import style_of
from autolabelme.qtkit.overlays import OverlayItem
from autolabelme.qtkit.pyramid import Pyramid
from benchmarks.matching_parts.machine import description

POSES = (Pose(), Pose(0, True), Pose(180, True), Pose(90), Pose(45, True))
BOXES = 1000
SIZE = (1920, 1080)
ZOOMS = (("whole page", None), ("half", 0.5), ("actual pixels", 1.0), ("600%", 6.0))


def page(width: int, height: int) -> U8:
    """A page of paper grain and dark strokes, RGB."""
    rng = np.random.default_rng(7)
    tile = rng.integers(190, 250, (512, 512), dtype=np.uint8)
    tile[100:140, 50:460] = 30
    tile[200:480, 240:270] = 40
    repeated = np.tile(tile, (math.ceil(height / 512), math.ceil(width / 512)))[:height, :width]
    return np.repeat(repeated[..., None], 3, axis=2)


def boxes(width: int, height: int) -> tuple[OverlayItem, ...]:
    """A grid of boxes over the whole page in all line styles, labelled and scored."""
    columns = math.ceil(math.sqrt(BOXES * width / height))
    rows = math.ceil(BOXES / columns)
    cell = min(width / columns, height / rows)
    return tuple(
        OverlayItem(
            str(n),
            (
                n % columns * cell + 3,
                n // columns * cell + 3,
                n % columns * cell + cell - 3,
                n // columns * cell + cell - 3,
            ),
            POSES[n % len(POSES)],
            text=str(n % 30),
            score=0.5,
        )
        for n in range(BOXES)
    )


def show(widget: QWidget) -> None:
    """Show a widget and wait until it is painted for real: before that, repaint does nothing."""
    widget.show()
    if not QTest.qWaitForWindowExposed(widget):
        raise SystemExit("the window was not exposed")


def timed(step: Callable[[int], None], paint: Callable[[], None], frames: int) -> tuple[float, float, float]:
    """Median and 95th percentile of the wall time, and median CPU time of a paint, in ms."""
    walls, cpus = [], []
    for number in range(frames):
        step(number)
        wall, cpu = time.perf_counter(), time.process_time()
        paint()
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    walls.sort()
    return statistics.median(walls), walls[int(0.95 * len(walls))], statistics.median(cpus)


def canvas_rows(image: Pyramid, items: tuple[OverlayItem, ...], frames: int) -> list[str]:
    canvas = PageCanvas()
    canvas.resize(*SIZE)
    canvas.set_image(image)
    canvas.overlays.set_items(items)
    show(canvas)
    rows, every = [], []
    for name, zoom in ZOOMS:
        canvas.fit()
        assert canvas.view is not None
        if zoom is not None:
            canvas.set_view(canvas.view.zoomed(zoom))

        def step(number: int) -> None:
            assert canvas.view is not None
            factor = 1.02 if number % 20 < 10 else 1 / 1.02
            view = canvas.view.zoomed(canvas.view.zoom * factor)
            canvas.set_view(view.panned(7 if number % 40 < 20 else -7, 3 if number % 40 < 20 else -3))

        median, high, cpu = timed(step, canvas.repaint, frames)
        every.append(median)
        rows.append(f"| PageCanvas, {name} | {median:.1f} | {high:.1f} | {cpu:.1f} |")
    rows.append(f"| PageCanvas, median of the four | {statistics.median(every):.1f} | | |")
    canvas.shut_down()
    canvas.close()
    return rows


def scene_rows(image: Pyramid, items: tuple[OverlayItem, ...], frames: int) -> list[str]:
    """The scene graph at its best: one pixmap, C++ rectangle items, no labels."""
    scene = QGraphicsScene()
    pixmap = QGraphicsPixmapItem(QPixmap.fromImage(image_of(image.image)))
    pixmap.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
    scene.addItem(pixmap)
    for item in items:
        x1, y1, x2, y2 = item.box
        rect = QGraphicsRectItem(QRectF(x1, y1, x2 - x1, y2 - y1))
        pen: QPen = style_of(item).pen(1.0)
        rect.setPen(pen)
        scene.addItem(rect)
    view = QGraphicsView(scene)
    view.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
    view.resize(*SIZE)
    show(view)
    viewport = view.viewport()
    assert viewport is not None
    rows = []
    for name, zoom in ZOOMS:
        view.resetTransform()
        factor = min(SIZE[0] / image.width, SIZE[1] / image.height) if zoom is None else zoom
        view.scale(factor, factor)

        def step(number: int) -> None:
            change = 1.02 if number % 20 < 10 else 1 / 1.02
            view.scale(change, change)
            bar = view.horizontalScrollBar()
            assert bar is not None
            bar.setValue(bar.value() + (7 if number % 40 < 20 else -7))

        median, high, cpu = timed(step, viewport.repaint, frames)
        rows.append(f"| QGraphicsView, {name} | {median:.1f} | {high:.1f} | {cpu:.1f} |")
    view.close()
    return rows


def opening_rows(app: QApplication, sides: tuple[tuple[int, int], ...]) -> list[str]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for width, height in sides:
            pixels = page(width, height)
            for kind in ("jpg", "tif") if width * height <= 100_000_000 else ("jpg",):
                path = Path(folder) / f"scan.{kind}"
                Image.MAX_IMAGE_PIXELS = None
                Image.fromarray(pixels).save(path, quality=90)
                canvas = PageCanvas()
                canvas.resize(*SIZE)
                show(canvas)
                start, cpu = time.perf_counter(), time.process_time()
                image = read_rgb(path)
                read = time.perf_counter()
                canvas.set_image(image)
                canvas.repaint()
                shown, shown_cpu = time.perf_counter(), time.process_time() - cpu
                while canvas.building:
                    app.processEvents()
                built = time.perf_counter()
                rows.append(
                    f"| {width} x {height} {kind.upper()} | {read - start:.2f} | {shown - start:.2f} "
                    f"| {shown_cpu:.2f} | {built - start:.2f} | {1000 * (shown - read):.0f} |"
                )
                canvas.shut_down()
                canvas.close()
                path.unlink()
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, help="folder for canvas.md")
    parser.add_argument("--quick", action="store_true", help="fewer frames, no 400-megapixel scan")
    arguments = parser.parse_args()
    app = QApplication(sys.argv[:1])
    head = description()
    frames = 40 if arguments.quick else 200
    image = Pyramid(page(8000, 6000)).build()
    items = boxes(8000, 6000)
    lines = ["# Page canvas", "", *(f"- {name}: {value}" for name, value in head.items()), ""]
    lines += [
        f"Painting {SIZE[0]} x {SIZE[1]}, {BOXES} boxes, 48-megapixel page, "
        "panned and zoomed at every frame (ms):"
    ]
    lines += ["", "| what | median | 95% | CPU, median |", "|---|---|---|---|"]
    lines += canvas_rows(image, items, frames)
    lines += scene_rows(image, items, frames)
    sides = ((10000, 10000),) if arguments.quick else ((10000, 10000), (20000, 20000))
    lines += ["", "Opening, from the file to the screen (s):", ""]
    lines += ["| scan | decoded | shown | CPU until shown | all levels | set_image + first paint (ms) |"]
    lines += ["|---|---|---|---|---|---|", *opening_rows(app, sides)]
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.output is not None:
        arguments.output.mkdir(parents=True, exist_ok=True)
        (arguments.output / "canvas.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
