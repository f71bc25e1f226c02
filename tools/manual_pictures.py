"""Make the pictures of the manual from the running window, on the bundled sample.

``python tools/manual_pictures.py`` makes all of them in docs/images, ``python tools/manual_pictures.py
align`` one; the same windows are drawn as sketches into docs/design. A window is opened offscreen with an
empty data folder, what a person would click is done, and the window is grabbed. Look at what changed before
you keep it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyqt6"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from PIL import Image
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QFont, QImage
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QFileDialog, QWidget

from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.image_io import read_gray, write_image
from autolabelme.core.opencv import cv2
from autolabelme.core.press import sample
from autolabelme.core.press.aging import Aging, age
from autolabelme.panel.annotate.panel import AnnotatePanel
from autolabelme.panel.catalogue.panel import CataloguePanel
from autolabelme.qtkit.image_view import ImageView
from autolabelme.qtkit.preferences import Preferences
from autolabelme.qtkit.theme import apply_theme
from autolabelme.shell.window import MainWindow
from detector.panel.inspect.panel import InspectPanel
from detector.panel.train.panel import TrainPanel
from ransac_gui.core.params import AlignParams
from ransac_gui.core.prepare import ink_of
from ransac_gui.panel.panel import AlignPanel
from tools.window_sketch import sketch

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
SKETCHES = FOLDER.parent / "design"
SIZE = (1180, 740)
REPORT_WIDTH = 640
SEEN, ZOOM = (300.0, 100.0, 1800.0, 1140.0), 0.38  # the upper ornaments of the sample page, and how large
LEDGER_SIZE = (1000, 428)
OTHER = "5"  # a label of the sample page
# WebP at this quality: text stays crisp, and all pictures together under a megabyte.
QUALITY = 62
LONGEST_S = 1200  # no step takes this long; nothing is measured with it
CROPS_MS = 6000  # the crops of the wall come one after the other, and nothing says that all are there
NO_KEYS = Qt.KeyboardModifier.NoModifier

Box = tuple[float, float, float, float]
P = TypeVar("P", bound=QWidget)
Made = Iterator[tuple[str, Image.Image]]  # by name


class Studio:
    """A window and what is done with it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.window = MainWindow(place / "data")
        self.window.apply_preferences(Preferences(theme="light", language="en"))
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.window.start([])

    def panel(self, key: str, kind: type[P]) -> P:
        """Bring a workspace to the front."""
        self.window.show_panel(key)
        panel = self.window.panel(key)
        assert isinstance(panel, kind)
        return panel

    def wait(self, condition: Callable[[], object]) -> None:
        """Let the window work until the condition holds."""
        end = time.monotonic() + LONGEST_S
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come to what was waited for")
            QTest.qWait(20)

    def wait_idle(self) -> None:
        self.wait(lambda: not self.window.runner.jobs)
        QTest.qWait(300)

    def picture(self) -> Image.Image:
        """The window as it is, without what jobs say, which differs from run to run."""
        self.wait_idle()
        self.window.job_bar.clear()
        for notice in self.window.notices.notices():
            notice.dismiss()
        QTest.qWait(50)
        return pillow(self.window.grab().toImage())


def pillow(grabbed: QImage) -> Image.Image:
    image = grabbed.convertToFormat(QImage.Format.Format_RGB888)
    bits = image.constBits()
    assert bits is not None
    data = bits.asstring(image.sizeInBytes())
    return Image.frombuffer(
        "RGB", (image.width(), image.height()), data, "raw", "RGB", image.bytesPerLine(), 1
    )


# --- the pictures ---------------------------------------------------------------------------------


def pages(studio: Studio) -> Made:
    """Two scans with where they come from."""
    panel = studio.panel("catalogue", CataloguePanel).pages
    panel.open_sample()
    studio.wait_idle()
    panel.list.select([panel.project.pages[0].key])
    for name, text in (
        ("library", "Bibliothèque municipale"),
        ("shelfmark", "SJ B 512/22"),
        ("printer", "?"),
    ):
        panel.details.form.line(name).setText(text)
    yield "pages", studio.picture()


def catalogue(studio: Studio) -> Made:
    """The ornaments of two books, found on their pages, as a wall."""
    panel = studio.panel("catalogue", CataloguePanel)
    panel.show_mode("ornaments")
    panel.view.open_sample()
    studio.wait(lambda: panel.view.model.total > 0)
    studio.wait_idle()
    panel.view.wall.step(1)
    QTest.qWait(CROPS_MS)
    yield "catalogue", studio.picture()


def annotate(studio: Studio) -> Made:
    """One vignette was clicked; Rematch has found the others."""
    rematched(studio)
    yield "annotate", studio.picture()


def rematched(studio: Studio, page: Path | None = None) -> AnnotatePanel:
    panel = studio.panel("annotate", AnnotatePanel)
    if page is None:
        panel.open_sample()  # a copy without boxes
    else:
        panel.open_paths([page])
    studio.wait(lambda: panel.presenter.session is not None)
    studio.wait_idle()
    first = copies_of_one_sort()[0]
    panel.canvas.show_box(first)
    drag(panel.canvas, first)
    settings = panel.presenter.settings.replace(scope="page", quarter_turns=True)
    panel.side.controls.set_settings(settings)
    panel.presenter.set_settings(settings)
    panel.searcher.rematch()
    studio.wait(lambda: len(panel.presenter.document.boxes_of("0")) > 1)
    studio.wait_idle()
    view = panel.canvas.view
    assert view is not None
    panel.canvas.set_view(view.showing(SEEN).zoomed(ZOOM, None))
    return panel


def copies_of_one_sort() -> list[Box]:
    """Where the sort of the first ornament stands on the sample page, a plain copy first."""
    truth = read_document(sample.page_truth())
    top = min(truth.vignettes(), key=lambda one: one.box[1] + one.box[0]).label
    return [one.box for one in sorted(truth.boxes_of(top), key=lambda one: not one.pose.plain)]


def exchanged(folder: Path) -> Path:
    """The sample page with another sort in the place of one copy."""
    place = copies_of_one_sort()[2]
    other = read_document(sample.page_truth()).boxes_of(OTHER)[0].box
    x1, y1, x2, y2 = (round(edge) for edge in place)
    with Image.open(sample.page_image()) as page:
        piece = page.crop(tuple(round(edge) for edge in other)).resize((x2 - x1, y2 - y1))
        page.paste(piece, (x1, y1))
        page.save(folder / "sample_clean.png")
    return folder / "sample_clean.png"


def drag(canvas: ImageView, box: Box) -> None:
    view = canvas.view
    assert view is not None
    start, end = (view.to_widget(x, y).toPoint() for x, y in (box[:2], box[2:]))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, NO_KEYS, start)
    QTest.mouseMove(canvas, QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2))
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, left, NO_KEYS, end)


def siblings(studio: Studio) -> Made:
    """Each copy against the others, one of which was exchanged for another sort; then that one large."""
    panel = compared(studio)
    yield "siblings", studio.picture()
    panel.siblings.actions_["why"].trigger()
    studio.wait(lambda: panel.siblings.presenter.why is not None)
    yield "sibling-why", studio.picture()


def compared(studio: Studio) -> InspectPanel:
    annotate = rematched(studio, exchanged(studio.place))
    annotate.presenter.add_box(copies_of_one_sort()[2], same_label=True)
    annotate.actions_["inspect"].trigger()
    panel = studio.window.panel("inspect")
    assert isinstance(panel, InspectPanel)
    studio.wait(lambda: panel.siblings.presenter.inspection is not None)
    studio.wait_idle()
    return panel


def aligned(studio: Studio) -> AlignPanel:
    panel = studio.panel("align", AlignPanel)
    panel.open_sample()
    studio.wait(lambda: panel.presenter.pair is not None)
    studio.wait_idle()
    panel.actions_["start"].trigger()
    studio.wait(lambda: panel.presenter.running)
    studio.wait(lambda: not panel.presenter.running)
    studio.wait_idle()
    studio.wait(lambda: panel.presenter.pair is not None and panel.presenter.pair.alignment is not None)
    return panel


def align(studio: Studio) -> Made:
    """The suspect on its reference, red and cyan."""
    aligned(studio).stage.compare.set_mode("red_cyan")
    yield "align", studio.picture()


def inspected(studio: Studio) -> InspectPanel:
    aligned(studio).presenter.send()
    panel = studio.window.panel("inspect")
    assert isinstance(panel, InspectPanel)
    studio.wait(lambda: panel.presenter.done is not None)
    studio.wait_idle()
    return panel


def inspect(studio: Studio) -> Made:
    """What is lit up on the suspect, with its reference and the sample's model; why; the report."""
    import pypdfium2

    panel = inspected(studio)
    yield "inspect", studio.picture()
    foreign = next(number for number, one in enumerate(panel.presenter.findings) if one.kind == "foreign")
    panel.presenter.select(foreign)
    panel.actions_["why_large"].trigger()
    studio.wait(lambda: panel.presenter.why is not None)
    yield "inspect-why", studio.picture()
    panel.judge("accepted")
    panel.save_report()
    studio.wait_idle()
    (path,) = studio.place.rglob("report.pdf")
    page = pypdfium2.PdfDocument(path)[0]
    yield "report", page.render(scale=REPORT_WIDTH / page.get_width()).to_pil().convert("RGB")


def ledger(studio: Studio) -> Made:
    """Three impressions of one block while the press broke it, ordered by what broke."""
    reference, *sources = impressions(studio.place)
    panel = studio.panel("align", AlignPanel)
    panel.presenter.set_params(AlignParams(features="sift", fine="none"))
    for path in sources:
        panel.presenter.choose_sources((path,))
        studio.wait_idle()
    panel.presenter.choose_target(reference)
    studio.wait_idle()
    panel.actions_["start"].trigger()
    studio.wait(lambda: len(panel.presenter.results()) == len(sources) and not panel.presenter.running)
    studio.wait_idle()
    panel.start_ledger()
    view = panel.ledger
    for row, entry in enumerate(view.presenter.entries):
        if not entry.chosen:
            view.side.impressions.item(row, 0).setCheckState(Qt.CheckState.Checked)
    view.actions_["make"].trigger()
    studio.wait(lambda: view.presenter.opened is not None)
    yield "ledger", studio.picture()


def impressions(place: Path) -> list[Path]:
    """The sample's reference as the press printed it three times, the last one first."""
    small = cv2.resize(read_gray(sample.ornament_image()), LEDGER_SIZE, interpolation=cv2.INTER_AREA)
    states = age(ink_of(small), 3, Aging(events=8, repairs=0.0, size=1.6), seed=5).states
    paths = []
    for number, ink in enumerate(states):
        rng = np.random.default_rng(number)
        rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
        took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - 0.5 - 0.06 * rag / rag.std())))
        gray = np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)
        paths.append(write_image(place / f"impression {number + 1}.png", gray, 300))
    return paths[::-1]


def train(studio: Studio) -> Made:
    """A catalogue of 30 sorts, ready to be learned."""
    panel = studio.panel("train", TrainPanel)
    panel.open_sample()
    studio.wait(lambda: panel.presenter.summary is not None)
    yield "train", studio.picture()


# What makes a picture, by the picture's name; some are made on one road.
PICTURES: dict[str, Callable[[Studio], Made]] = {
    "pages": pages,
    "catalogue": catalogue,
    "annotate": annotate,
    "siblings": siblings,
    "sibling-why": siblings,
    "align": align,
    "inspect": inspect,
    "inspect-why": inspect,
    "report": inspect,
    "ledger": ledger,
    "train": train,
}
NOT_SKETCHED = ("report",)  # it is no window


@contextmanager
def studio_of(app: QApplication) -> Iterator[Studio]:
    """A window with an empty folder of its own, which is also the answer to every question for one."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        asked = QFileDialog.getExistingDirectory
        QFileDialog.getExistingDirectory = lambda *_args, **_kwargs: str(Path(folder) / "out")  # type: ignore[method-assign,assignment]
        studio = Studio(Path(folder))
        try:
            yield studio
        finally:
            QFileDialog.getExistingDirectory = asked  # type: ignore[method-assign]
            studio.window.runner.wait_all()
            studio.window._may_close = lambda: True  # type: ignore[method-assign]
            studio.window.close()
            studio.window.deleteLater()
            app.processEvents()


def make(names: Sequence[str], folder: Path, sketches: Path | None = None) -> Iterator[Path]:
    """Make the named pictures in `folder`, and their windows' sketches in `sketches` or beside them; tell of
    each where it lies."""
    app = QApplication.instance() or QApplication(["manual"])
    assert isinstance(app, QApplication)
    app.setFont(QFont("DejaVu Sans", 9))
    apply_theme("light")
    for maker in dict.fromkeys(PICTURES[name] for name in names):
        with studio_of(app) as studio:
            for name, picture in maker(studio):
                if name in names:
                    path = folder / f"{name}.webp"
                    picture.save(path, quality=QUALITY, method=6)
                    yield path
                    if name not in NOT_SKETCHED:
                        drawing = (sketches or folder) / f"{name}.svg"
                        drawing.write_text(sketch(studio.window), "utf-8")
                        yield drawing


def main(arguments: list[str]) -> int:
    """Make the pictures that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PICTURES))
    parser.add_argument("--output", type=Path, default=FOLDER, metavar="FOLDER")
    args = parser.parse_args(arguments)
    unknown = [name for name in args.names if name not in PICTURES]
    if unknown:
        parser.error(f"no such picture: {', '.join(unknown)}; there are {', '.join(PICTURES)}")
    args.output.mkdir(parents=True, exist_ok=True)
    sketches = SKETCHES if args.output == FOLDER else args.output
    sketches.mkdir(parents=True, exist_ok=True)
    for path in make(args.names or tuple(PICTURES), args.output, sketches):
        print(f"{path.name}: {path.stat().st_size // 1024} KiB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
