"""A small inspection made in memory: real results of the core's classes, without a model or a look."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from autolabelme.core.image_io import write_image
from detector.core.inspection.conformal import OrnamentDecision
from detector.core.inspection.file_inspection import Done, Refused
from detector.core.inspection.findings import Finding, Vignette
from detector.core.inspection.inspector import Inspection, Judged
from detector.core.inspection.left_out import Compared
from detector.core.inspection.maps import Maps
from detector.core.inspection.normals import HeldOut, Normals
from detector.core.inspection.params import InspectParams
from detector.core.inspection.record import Record, facts_of_inspection
from detector.core.inspection.source import Source
from detector.core.inspection.standard import Standard, Tail
from detector.core.inspection.words import left_out_words
from detector.core.report import ShownMap
from detector.panel.inspect.evidence_maps import SCORER, EvidenceMap, ScorerRow
from detector.panel.inspect.inspect_jobs import _earlier, _kept_file
from detector.panel.inspect.requests import Inspected, InspectRequest, Seen, Workers
from detector.panel.models.devices import Devices

WIDTH, HEIGHT, SIDE = 240, 120, 40
SCORES = (0.5, 4.5, 9.0)
"""Three vignettes: a normal one, one that differs at 5%, one that differs at 1%."""


def held_out() -> tuple[HeldOut, ...]:
    """200 normal ornaments of one vignette, their scores evenly from 0 to 5."""
    return tuple(HeldOut(("1",), (score,), (0.0,)) for score in np.linspace(0, 5, 200).tolist())


def an_inspection(params: InspectParams, *, carved: bool = False) -> Inspection:
    normals = Normals({}, Standard({}, {}), 0.3, Tail.fit(np.array([0.0, 0.1, 0.2, 0.3])), held_out())
    judged = []
    for number, score in enumerate(SCORES):
        x = 20.0 + 70 * number
        value = normals.calibration.p_value("1", score)
        vignette = Vignette((x, 40.0, x + SIDE, 40.0 + SIDE), "1", score=score, p=value.p)
        evidence: Any = SimpleNamespace(ink=SimpleNamespace(observed=np.zeros((8, 8), np.float32)))
        judged.append(Judged(vignette, evidence, None, {"ink_loss": score}, value, False, "1", "ink_loss"))
    missing = Finding("missing", (200.0, 5.0, 230.0, 35.0), "", "7", 1.0, None, True, ("nothing is here",))
    zero = np.zeros((HEIGHT, WIDTH), np.float32)
    residual = zero.copy()
    residual[50:60, 170:180] = 7.0
    inspection = Inspection(
        width=WIDTH,
        height=HEIGHT,
        vignettes=tuple(item.vignette for item in judged),
        findings=(),
        decision=OrnamentDecision(False, 1.0, "whole", False, 0.0),
        params=params,
        judged=tuple(judged),
        maps=Maps(np.full((HEIGHT, WIDTH), 245, np.uint8), residual, residual, zero, zero, zero),
        regions=(),
        layout_findings=(missing,),
        normals=normals,
        side_px=float(SIDE),
    )
    inspection = inspection.at_rate(params.false_alarms)
    return replace(inspection, normals=None) if carved else inspection


def _boxed(label: str, x: int) -> Vignette:
    return Vignette((x, 40, x + SIDE, 40 + SIDE), label)


class Stub:
    """Workers under the test's control: what they were asked, what they answer, when they go on."""

    def __init__(self, folder: Path) -> None:
        rng = np.random.default_rng(3)
        self.rgb = rng.integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8)
        self.ornament = write_image(folder / "suspect.png", self.rgb)
        self.reference = write_image(folder / "reference.png", self.rgb)
        self.asked: list[InspectRequest] = []
        self.reports: list[tuple[Done, Path]] = []
        self.carved = False
        self.compared: Compared | None = None
        self.refuse = ""
        self.error: Exception | None = None
        self.hold = threading.Event()  # set: the inspection goes on to its end
        self.hold.set()
        self.devices = Devices(cores=2)
        self.warmed: list[Path] = []
        self.scorers: tuple[ScorerRow, ...] | None = (
            ScorerRow("other", "Another method", "a paper", {"miou_c": 27.4, "auroc": 0.9}),
        )
        self.mapped: list[str] = []
        self.map_error: Exception | None = None
        self.map_minimum, self.map_blind = 0.0, False
        self.hold_map = threading.Event()
        self.hold_map.set()
        self.shown: list[ShownMap | None] = []

    def workers(self) -> Workers:
        return Workers(
            self.inspect,
            self.report,
            devices=self.find_devices,
            warm_up=self.warm_up,
            scorers=self.list_scorers,
            scorer_map=self.scorer_map,
        )

    def find_devices(self, *, tick: Any) -> Devices:
        return self.devices

    def warm_up(self, folder: Path, params: InspectParams, *, tick: Any) -> None:
        self.warmed.append(folder)

    def list_scorers(self, *, tick: Any) -> tuple[ScorerRow, ...] | None:
        return self.scorers

    def scorer_map(self, done: Done, name: str, *, tick: Any) -> EvidenceMap:
        self.mapped.append(name)
        while not self.hold_map.wait(0.005):
            tick(1, 10, "scoring")
        if self.map_error is not None:
            raise self.map_error
        values = np.full(done.rgb.shape[:2], 0.25, np.float32)
        return EvidenceMap(SCORER + name, values, 1.0, minimum=self.map_minimum, blind=self.map_blind)

    def inspect(self, request: InspectRequest, *, tick: Any) -> Inspected | Refused:
        self.asked.append(request)
        if request.report is not None:
            request.report(Seen(request.subject, self.rgb, (_boxed("1", 20), _boxed("2", 90))))
        while not self.hold.wait(0.005):
            tick(1, 10, "looking")
        if self.error is not None:
            raise self.error
        subject = request.subject
        if self.refuse:
            return Refused(subject.ornament.path, self.refuse)
        inspection = an_inspection(request.params, carved=self.carved)
        if self.compared is not None:
            notes = tuple(left_out_words(one, 254.0) for one in self.compared.left_out)
            inspection = replace(inspection, compared=self.compared, notes=notes)
        record = Record(
            Source.of(subject.ornament.path),
            request.params,
            inspection.findings,
            tuple(item.as_json() for item in inspection.vignettes),
            facts=facts_of_inspection(inspection),
        )
        reference = None if subject.reference is None else self.rgb
        path = _kept_file(request.kept, record)
        earlier, problem = _earlier(path)
        return Inspected(subject, Done(self.rgb, inspection, record, reference, {}), path, earlier, problem)

    def report(self, done: Done, folder: Path, shown: ShownMap | None = None, *, tick: Any) -> list[Path]:
        self.reports.append((done, folder))
        self.shown.append(shown)
        return [folder / "report.html"]
