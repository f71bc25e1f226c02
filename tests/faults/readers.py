"""Every reader of the program with a good file of its format: name -> (file to damage, read it)."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tifffile
from PIL import Image

from autolabelme.core import reading
from autolabelme.core.annotation.document import Document, Provenance, Shape
from autolabelme.core.annotation.folder import find_annotations
from autolabelme.core.annotation.labelme_json import read_descriptor, read_document, write_document
from autolabelme.core.image_io import encode_png, image_info, read_gray, read_rgb
from autolabelme.core.matching.poses import Pose
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.sorts import Picture, Sort, SortCatalogue, read_sorts, write_sorts
from autolabelme.panel.pages_on_disk import collect_pages
from autolabelme.panel.recovery import Kept, RecoveryStore
from autolabelme.qtkit.preferences import Preferences, read_preferences, save_preferences
from autolabelme.shell.session_store import Session, load_session, save_session
from detector.core.catalogue import Catalogue, Entry, read_catalogue, write_catalogue
from detector.core.inspection.findings import Finding, Vignette
from detector.core.inspection.inspector import ReferenceLayout
from detector.core.inspection.params import InspectParams
from detector.core.inspection.record import Record, read_layout, read_record, write_record
from detector.core.inspection.source import Source
from detector.core.params import TrainParams
from detector.panel.models.store import read_info
from detector.panel.train.epochs import earlier, keep
from detector.panel.train.requests import TrainRequest
from detector.panel.train.train_jobs import read_request, write_request
from ransac_gui.core.align import Alignment, Stages
from ransac_gui.core.batch import read_landmarks
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.params import AlignParams
from ransac_gui.core.result_io import sidecar
from ransac_gui.core.saved import read_saved
from ransac_gui.core.verify import Evidence

PAGE = np.full((60, 90), 230, np.uint8)
PAGE[10:30, 15:40] = 40
COLOUR = np.dstack([PAGE, PAGE // 2, 255 - PAGE]).astype(np.uint8)


@dataclass(frozen=True)
class Reader:
    """`file` is the good file that is damaged; `read` reads whatever stands there then."""

    file: Path
    read: Callable[[], Any]


def _document(folder: Path) -> Document:
    image = folder / "page.png"
    image.write_bytes(encode_png(PAGE))
    template = Shape.rectangle("0", (15, 10, 40, 30), note="sun")
    match = Shape.rectangle("0", (50, 10, 75, 30), role="match", pose=Pose(90.0, True), score=0.7, p=0.01)
    refused = Shape.rectangle("0", (50, 40, 60, 50), role="match", score=0.5, verdict="rejected")
    polygon = Shape("x", "", ((1, 1), (5, 1), (5, 5)), shape_type="polygon", role="foreign")
    shapes = (template, match, refused, polygon)
    where = Provenance(library="BnF", year="1765")
    return Document(image, 90, 60, shapes, {"a": True}, where, dpi=300.0, extra={"other": {"x": [1, "y"]}})


def labelme(folder: Path) -> Reader:
    """The document, through each door that opens it."""
    document = _document(folder)
    path = write_document(document, folder / "page_matched.json", embed=True)

    def read() -> None:
        find_annotations(folder, "matched")
        assert not any("\n" in problem for problem in collect_pages([path]).problems)
        found = read_document(path, need_image=False)
        # What was read can be written, and is then the same.
        again = write_document(found, folder / "again" / "again.json")
        assert read_document(again, need_image=False).shapes == found.shapes

    return Reader(path, read)


def descriptor(folder: Path) -> Reader:
    path = folder / "page_descriptor.json"
    path.write_text(json.dumps({"0": "sun", "1": "moon"}))
    return Reader(path, lambda: read_descriptor(path))


def sorts(folder: Path) -> Reader:
    picture = Picture(folder / "page.png", 0, (1.0, 2.0, 3.0, 4.0))
    value = SortCatalogue(
        (Sort("a", "0", "sun", picture=picture), Sort("b", "1")), {("page.png", 0): {"0": "a"}}
    )
    path = write_sorts(value, folder)
    return Reader(path, lambda: read_sorts(folder))


def press_catalogue(folder: Path) -> Reader:
    (folder / "a.png").write_bytes(encode_png(PAGE))
    entry = {
        "label": "0",
        "name": "sun",
        "file": "a.png",
        "role": "catalogue",
        "symmetry": [[0, False], [90, True]],
    }
    path = folder / "catalogue.json"
    path.write_text(json.dumps({"vignettes": [entry, entry | {"role": "foreign"}]}))
    return Reader(path, lambda: load_sorts(folder))


def sidecar_file(folder: Path) -> Reader:
    grid = np.zeros((6, 8, 2), np.float32)
    warp = WarpMap(80, 60, np.eye(3)[None], None, grid)
    result = Alignment(
        "aligned",
        "",
        np.empty((0, 0), np.uint8),
        warp,
        np.ones((6, 8), np.float32),
        "network",
        "sift",
        40,
        Evidence(0.9, 0.9, 0.9, 50, 0.8, 0.1),
        Stages(0.1, 0.5, 0.6),
        Stages(0.1, 0.5, 0.6),
        2.0,
        "refine",
        AlignParams(),
        {"flow": "00"},
        {"total": 1.0},
    )
    path = folder / "a_alignment.json"
    more = {
        "aligned": "a.png",
        "files": {"aligned": "a.png"},
        "source_ornament": {"page": 0, "box": [0, 0, 5, 5]},
    }
    path.write_text(json.dumps(sidecar(folder / "s.png", folder / "r.png", result) | more))

    def read() -> None:
        saved = read_saved(path)
        if isinstance(saved.result, Alignment):
            assert saved.result.warp.rows(0, 1).shape[0] == 1

    return Reader(path, read)


def _record(folder: Path) -> Path:
    finding = Finding("altered", (1.0, 2.0, 3.0, 4.0), "0", "", 2.0, 0.01, True, ("ink lost",), note="é")
    layout = ReferenceLayout((Vignette((1.0, 2.0, 9.0, 8.0), "0"),), (0.4,))
    record = Record(
        Source(folder / "a.png", "00", 1),
        InspectParams(),
        (finding, finding),
        (layout.vignettes[0].as_json(),),
        Source(folder / "r.png", "00"),
        (Source(folder / "n.png", "00"),),
        {"path": "m"},
        {"status": "aligned"},
        layout,
        {"library": "BnF"},
        {"verdict": "differs", "width": 90},
    )
    return write_record(record, folder / "findings.json")


def findings(folder: Path) -> Reader:
    path = _record(folder)

    def read() -> None:
        write_record(read_record(path), folder / "again.json")

    return Reader(path, read)


def layout(folder: Path) -> Reader:
    path = _record(folder)
    return Reader(path, lambda: read_layout(path))


def model_catalogue(folder: Path) -> Reader:
    write_catalogue(
        Catalogue((Entry("0", 25.0, 20.0, PAGE, examples=(PAGE,)), Entry("1", 25, 20, PAGE)), 300.0), folder
    )
    return Reader(folder / "catalogue.json", lambda: read_catalogue(folder))


def model_list(folder: Path) -> Reader:
    path = folder / "settings.json"
    settings = {"format": "autolabelme detector", "version": 1, "network": {"labels": ["0"]}, "minutes": 5}
    path.write_text(json.dumps(settings))
    return Reader(path, lambda: read_info(folder))


def request(folder: Path) -> Reader:
    model = folder / "model"
    path = write_request(TrainRequest((folder / "a.json",), TrainParams(), model))
    return Reader(path, lambda: read_request(model))


def epochs(folder: Path) -> Reader:
    keep(folder, [{"stage": "detector", "epoch": 1, "seconds": 2.0, "loss": 0.5}])
    return Reader(folder / "epochs.json", lambda: earlier(folder, folder))


def landmarks(folder: Path) -> Reader:
    path = folder / "a.json"
    path.write_text(json.dumps({"s.png": [[1, 2, 3, 4.5], [5, 6, 7, 8], [1, 1, 1, 1], [2, 2, 2, 2]]}))
    return Reader(path, lambda: read_landmarks(path))


def landmarks_csv(folder: Path) -> Reader:
    path = folder / "a.csv"
    path.write_text("reference_x,reference_y,source_x,source_y,source\n" + "1,2,3,4.5,s.png\n" * 5)
    return Reader(path, lambda: read_landmarks(path))


def table(folder: Path) -> Reader:
    path = folder / "a.csv"
    path.write_text('image,label,file,xmin\npage.png,"0, ""x""",0/0_001.png,5\n' * 3)
    return Reader(path, lambda: reading.read_table(path))


def preferences(folder: Path) -> Reader:
    save_preferences(Preferences(), folder)

    def read() -> None:
        found, _ = read_preferences(folder)
        save_preferences(found, folder / "again")

    return Reader(folder / "preferences.json", read)


def session(folder: Path) -> Reader:
    kept = Session(b"geometry", "annotate", {"annotate": {"page": 1}}, [str(folder / "a.png")])
    save_session(kept, folder)

    def read() -> None:
        (folder / "again").mkdir(exist_ok=True)
        save_session(load_session(folder), folder / "again")

    return Reader(folder / "session.json", read)


def recovery(folder: Path) -> Reader:
    document = _document(folder)
    store = RecoveryStore(folder / "data")
    store.open()
    store.write((Kept((str(document.image_path), 0), 1, document, folder / "page.json"),))
    left = store.folder
    kept = left.with_name("of-a-crash")
    shutil.copytree(left, kept)
    (kept / "lock").unlink(missing_ok=True)
    store.close()
    (path,) = kept.glob("*.entry")
    mine = RecoveryStore(folder / "data")
    return Reader(path, mine.leftovers)


JSON_READERS: dict[str, Callable[[Path], Reader]] = {
    one.__name__: one
    for one in (
        *(labelme, descriptor, sorts, press_catalogue, sidecar_file, findings, layout, model_catalogue),
        *(model_list, request, epochs, landmarks, preferences, session, recovery),
    )
}
OTHER_READERS: dict[str, Callable[[Path], Reader]] = {one.__name__: one for one in (landmarks_csv, table)}


# --- pictures -------------------------------------------------------------------------------------


def _pillow(pixels: np.ndarray, format: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image = Image.fromarray(pixels)
    mode = options.pop("mode", None)
    (image.convert(mode) if mode else image).save(buffer, format, **options)
    return buffer.getvalue()


def _tiff(pixels: np.ndarray, **options: Any) -> bytes:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, pixels, metadata=None, **options)
    return buffer.getvalue()


def pictures() -> dict[str, bytes]:
    """A small file of every format and of its variants."""
    deep = COLOUR.astype(np.uint16) * 257
    frames = [Image.fromarray(COLOUR), Image.fromarray(255 - COLOUR)]
    animated = io.BytesIO()
    frames[0].save(animated, "WEBP", save_all=True, append_images=frames[1:])
    gif = io.BytesIO()
    frames[0].save(gif, "GIF", save_all=True, append_images=frames[1:])
    pdf = io.BytesIO()
    frames[0].save(pdf, "PDF", save_all=True, append_images=frames[1:])
    return {
        "png": _pillow(COLOUR, "PNG"),
        "alpha.png": _pillow(COLOUR, "PNG", mode="RGBA"),
        "palette.png": _pillow(COLOUR, "PNG", mode="P"),
        "16.png": _pillow(PAGE.astype(np.uint16) * 257, "PNG"),
        "jpg": _pillow(COLOUR, "JPEG", exif=_turned()),
        "cmyk.jpg": _pillow(COLOUR, "JPEG", mode="CMYK"),
        "progressive.jpg": _pillow(COLOUR, "JPEG", progressive=True),
        "jp2": _pillow(COLOUR, "JPEG2000"),
        "webp": _pillow(COLOUR, "WEBP", exif=_turned()),
        "animated.webp": animated.getvalue(),
        "gif": gif.getvalue(),
        "bmp": _pillow(COLOUR, "BMP"),
        "avif": _pillow(COLOUR, "AVIF"),
        "ppm": _pillow(COLOUR, "PPM"),
        "pbm": _pillow(PAGE, "PPM", mode="1"),
        "tif": _tiff(COLOUR, photometric="rgb"),
        "lzw.tif": _pillow(COLOUR, "TIFF", compression="tiff_lzw"),
        "jpeg.tif": _pillow(COLOUR, "TIFF", compression="jpeg"),
        "fax.tif": _pillow(PAGE, "TIFF", mode="1", compression="group4"),
        "16.tif": _tiff(deep, photometric="rgb", compression="zlib", predictor=True),
        "tiled.tif": _tiff(deep, photometric="rgb", tile=(16, 16), compression="lzw"),
        "lab.tif": _tiff(deep, photometric="cielab", compression="zlib"),
        "jp2.tif": _tiff(COLOUR, photometric="rgb", compression="jpeg2000"),
        "big.tif": _tiff(PAGE, photometric="minisblack", bigtiff=True, compression="zstd"),
        "pdf": pdf.getvalue(),
    }


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def read_picture(path: Path) -> None:
    """Read a picture through both doors; what is told of it must be what comes."""
    info = image_info(path)
    if info.width * info.height > 50_000_000:
        return  # a page of this size takes its time, and is bounded by `MAX_BYTES`
    array = read_rgb(path)
    assert array.shape == (info.height, info.width, 3)
    assert read_gray(path).shape == (info.height, info.width)
