"""A press, a detector that is told what stands on a page, and normals fitted with it once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.annotation.document import Document, Provenance
from autolabelme.core.annotation.labelme_json import annotation_path, write_document
from autolabelme.core.arrays import F32, U8
from autolabelme.core.image_io import write_image
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import PressPage, Wear, print_page
from autolabelme.core.press.placement import Layout
from autolabelme.core.press.sorts import EIGHT_POSES, Sort, load_sorts, posed_ink
from autolabelme.core.press.typeset import OrnamentParams, ornament, plant
from autolabelme.core.progress import Tick, no_tick
from detector.core.inspection.file_inspection import ModelInUse
from detector.core.inspection.findings import Vignette
from detector.core.inspection.fitting import NormalOrnament, fit_normals
from detector.core.inspection.inspector import InspectionModel
from detector.core.inspection.press_normals import vignettes_of
from detector.core.inspection.sight import CatalogueFacts, Sight

SEED = 2
LABELS = ("0", "4", "7", "12", "20", "25")
PARAMS = OrnamentParams(width=640, labels=3, size_low=80, size_high=110, margin=40)


class ToldDetector:
    """Sees on an ornament what it was told, a little beside its place; foreigners as the next label.

    The reconstruction is the catalogue's drawing of the label, a little soft.
    """

    def __init__(self, sorts: Sequence[Sort]) -> None:
        self._sorts = {sort.label: sort for sort in sorts}
        self._told: dict[int, tuple[Vignette, ...]] = {}
        self.drawing = True

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self._sorts)

    def tell(self, rgb: U8, vignettes: Sequence[Vignette]) -> None:
        rng = np.random.default_rng(5)
        told = []
        for item in vignettes:
            moved = np.array(item.box) + rng.normal(0, 0.4, 4)
            label = item.label if item.label in self._sorts else LABELS[0]
            told.append(replace(item, box=tuple(float(v) for v in moved), label=label, confidence=0.9))
        self._told[hash(rgb.tobytes())] = tuple(told)

    def look(
        self, rgb: U8, *, dpi: float | None = None, side_px: float | None = None, tick: Tick = no_tick
    ) -> Sight:
        tick(0, 1, "looking")
        found = self._told.get(hash(rgb.tobytes()), ())
        pictures = np.zeros((len(found), 64, 64), np.float32) if self.drawing else None
        for index, item in enumerate(found):
            if pictures is not None:
                pictures[index] = self._picture(item)
        return Sight(found, pictures, 64.0)

    def _picture(self, item: Vignette) -> F32:
        quarter = Pose(90.0 * round(item.pose.rotation_deg / 90.0), item.pose.mirrored)
        ink = posed_ink(self._sorts[item.label].ink, quarter)
        soft = cv2.GaussianBlur(cv2.resize(ink, (64, 64), interpolation=cv2.INTER_AREA), (0, 0), 1.0)
        return np.asarray(0.9 - 0.7 * soft, dtype=np.float32)


@dataclass
class Press:
    """Everything that a test of inspections needs."""

    sorts: tuple[Sort, ...]
    foreigners: tuple[Sort, ...]
    detector: ToldDetector
    facts: CatalogueFacts
    model: InspectionModel

    def layout(self, seed: int) -> Layout:
        return ornament(self.sorts, PARAMS, np.random.default_rng(seed))

    def printed(self, layout: Layout, seed: int, wear: str | Wear = "clean") -> PressPage:
        page = print_page(layout, (*self.sorts, *self.foreigners), wear, seed)
        self.detector.tell(page.rgb, vignettes_of(page))
        return page

    def planted(self, seed: int, kinds: Sequence[str], wear: str | Wear = "clean") -> PressPage:
        rng = np.random.default_rng(seed)
        layout = plant(self.layout(seed), self.sorts, kinds, rng, foreigners=self.foreigners)
        return self.printed(layout, seed, wear)


def make_press() -> Press:
    sorts = tuple(sort for sort in load_sorts() if sort.label in LABELS)
    detector = ToldDetector(sorts)
    facts = CatalogueFacts(
        sizes={sort.label: (sort.ink.shape[1], sort.ink.shape[0]) for sort in sorts},
        poses={sort.label: EIGHT_POSES for sort in sorts},
        symmetries={sort.label: sort.symmetry for sort in sorts},
        names={sort.label: sort.name for sort in sorts},
    )

    def normal(number: int) -> Callable[[], NormalOrnament]:
        def make() -> NormalOrnament:
            seed = 1000 + number
            layout = ornament(sorts, PARAMS, np.random.default_rng(seed))
            page = print_page(layout, sorts, "clean", seed)
            detector.tell(page.rgb, vignettes_of(page))
            return NormalOrnament(page.rgb, vignettes_of(page), page.dpi)

        return make

    ornaments = [normal(number) for number in range(24)]
    normals = fit_normals(detector, facts, ornaments, source="a test's press", press_made=False)
    model = InspectionModel(detector, normals, facts)
    return Press(sorts, load_sorts(foreigners=True), detector, facts, model)


@pytest.fixture(scope="session")
def press() -> Press:
    return make_press()


def block_impression(seed: int, *, altered: bool = False, moved: bool = False) -> U8:
    """One impression of a carved block, RGB; `altered` in two places, `moved` as it lies in another book."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((360, 480), np.float32)
    draw = np.random.default_rng(7)
    for _ in range(26):
        x, y, r = (int(v) for v in draw.integers((40, 40, 8), (440, 320, 40)))
        cv2.ellipse(ink, (x, y), (r, r // 2 + 3), int(draw.integers(180)), 0, 300, 1.0, 4, cv2.LINE_AA)
    if altered:
        cv2.rectangle(ink, (200, 150), (250, 190), 0.0, -1)
        cv2.circle(ink, (171, 263), 9, 1.0, -1)
    field = cv2.GaussianBlur(rng.normal(0, 1, ink.shape).astype(np.float32), (0, 0), 9)
    tone = 222 - 175 * ink * np.clip(0.9 + 1.2 * field, 0.5, 1) + rng.normal(0, 2, ink.shape)
    gray = np.clip(cv2.GaussianBlur(tone.astype(np.float32), (0, 0), 0.8), 0, 255).astype(np.uint8)
    if moved:
        turn = cv2.getRotationMatrix2D((240, 180), 2.0, 1.0)
        gray = cv2.warpAffine(gray, turn, (480, 360), borderMode=cv2.BORDER_REPLICATE)
    return np.repeat(gray[..., None], 3, axis=2)


@pytest.fixture
def in_use(press: Press) -> ModelInUse:
    facts = {"path": "model", "sha256": "a" * 64, "normals_sha256": "b" * 64, "labels": [], "card": "# Card"}
    return ModelInUse(press.model, facts)


@pytest.fixture(name="ornament")
def _ornament(press: Press, tmp_path: Path) -> Path:
    page = press.planted(SEED, ["filled"])
    path = write_image(tmp_path / "suspect.png", page.rgb)
    document = Document(path, page.rgb.shape[1], page.rgb.shape[0])
    write_document(
        document.with_fields(provenance=Provenance(library="Bodleian", shelfmark="Vet. E4")),
        annotation_path(path),
    )
    return path
