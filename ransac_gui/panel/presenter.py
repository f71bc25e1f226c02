"""What the workspace knows and does, without widgets: ornaments, settings, runs, results, the pair shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import floor
from pathlib import Path

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices

from autolabelme.core.errors import AutolabelmeError
from autolabelme.core.ornament import SAMPLE_REFERENCE, SAMPLE_SUSPECT, Ornament
from autolabelme.core.press import sample
from autolabelme.qtkit.job_runner import Job
from autolabelme.qtkit.messages import error_text
from autolabelme.qtkit.workspace import ALIGNMENT, FIND, SavedComparison, WorkspaceContext
from ransac_gui.core.handover import AlignmentHandover
from ransac_gui.core.params import AlignParams
from ransac_gui.core.ranking import ALIGNED, ERROR, REFUSED, WEAK

from .ornaments import Collected, OrnamentSet
from .results import PAIR_STEPS, BatchReport, EarlierResults, LoadedPair, PairResult, Pairs, requests_for

LANDMARKS_NEEDED = 4
_FOLDERS_OFFERED = 3
Region = tuple[float, float, float, float]


class AlignPresenter(QObject):
    """Everything that is not a widget; jobs run through the window's runner."""

    ornamentsChanged = pyqtSignal()
    settingsChanged = pyqtSignal()  # parameters, networks, region
    resultsChanged = pyqtSignal()
    progressed = pyqtSignal(str, float)  # key of the source that is being aligned, 0..1
    runningChanged = pyqtSignal()
    selectionChanged = pyqtSignal()
    pairLoaded = pyqtSignal(object)  # LoadedPair
    referenceLoaded = pyqtSignal(object)  # U8, the reference alone
    loadFailed = pyqtSignal(str)  # the selected pictures cannot be shown
    landmarksWanted = pyqtSignal(bool)  # the shown pair is (no longer) one to set landmarks on
    _reported = pyqtSignal(object)  # PairResult, from the worker

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.ornaments = OrnamentSet()
        self.params = AlignParams()
        self.networks = ""  # what was imported, in words; '' for the bundled networks
        self.folder: Path | None = None
        self.selected = ""
        self.pair: LoadedPair | None = None
        self.setting_landmarks = False
        self._results: dict[tuple[str, str], PairResult] = {}
        self._landmarks: dict[tuple[str, str], Pairs] = {}
        self._regions: dict[str, Region] = {}
        self._job: Job | None = None
        self._run_keys: tuple[str, ...] = ()
        self._reported.connect(self._take_result)

    # -- what there is ------------------------------------------------------------------------------
    @property
    def reference(self) -> Ornament | None:
        return self.ornaments.reference

    @property
    def source(self) -> Ornament | None:
        """The selected source; None while the reference or nothing is selected."""
        found = self.ornaments.find(self.selected)
        return None if self.selected == self.ornaments.reference_key else found

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def region(self) -> Region | None:
        """The region on the reference, xyxy in its pixels."""
        return self._regions.get(self.ornaments.reference_key)

    def result(self, key: str) -> PairResult | None:
        """What became of a source on the present reference."""
        return self._results.get((self.ornaments.reference_key, key))

    def results(self) -> dict[str, PairResult]:
        """Key of source -> result, on the present reference."""
        found = {source.key: self.result(source.key) for source in self.ornaments.sources}
        return {key: result for key, result in found.items() if result is not None}

    def landmarks(self, key: str) -> Pairs:
        """Point pairs set for a source on the present reference."""
        return self._landmarks.get((self.ornaments.reference_key, key), ())

    def ranked(self) -> list[PairResult]:
        """The results, the best first."""
        return sorted(self.results().values(), key=lambda result: result.rank)

    # -- ornaments ----------------------------------------------------------------------------------
    def choose_folder(self, folder: Path, *more: Path) -> None:
        """The last image in natural order is the reference, the rest are the sources; a folder of folders
        is offered."""

        def take(found: Collected) -> None:
            if found.sidecars:
                self._read_earlier(found)
            if not found.ornaments and found.sidecars:
                self.context.recentAdded.emit(folder)
                return
            if not found.ornaments and found.folders:
                self._offer_folders(folder, found.folders)
                return
            if not found.ornaments:
                self.context.notice(self.tr("There are no images in {0}").format(folder), "warning")
                return
            if len(found.ornaments) == 1:
                text = self.tr("There is only one image in {0}: it is the reference. Choose a source.")
                self.context.notice(text.format(folder), "warning")
            self.context.recentAdded.emit(folder)
            items = found.ornaments
            self._set_ornaments(OrnamentSet(items, items[-1].key), select=items[0].key)

        self._collect((folder, *more), take)

    def _offer_folders(self, above: Path, folders: tuple[Path, ...]) -> None:
        """A folder of folders: its images are one step away, and none comes unasked."""
        shown = folders[:_FOLDERS_OFFERED]
        names = ", ".join(folder.name for folder in shown) + ("…" if len(folders) > len(shown) else "")
        text = self.tr("{0} holds no images itself, but {1} of its folders do: {2}")
        choices: dict[str, Callable[[], None]] = {
            self.tr("Take {0}").format(folder.relative_to(above)): partial(self.choose_folder, folder)
            for folder in shown
        }
        if len(folders) > 1:
            choices[self.tr("Take all")] = partial(self.choose_folder, *folders)
        choices[self.tr("Take none")] = lambda: None
        self.context.offer(text.format(above.name or str(above), len(folders), names), choices)

    def _read_earlier(self, found: Collected) -> None:
        """Results of an earlier session: back into the table; in a folder of results alone, their pictures,
        too."""

        def take(earlier: EarlierResults) -> None:
            for result in earlier.results:
                # What this session found is newer.
                self._results.setdefault((result.reference_key, result.source_key), result)
            for problem in earlier.problems:
                self.context.notice(problem, "warning")
            if not found.ornaments:
                self._take_earlier_pictures(earlier)
                return
            if earlier.results:
                text = self.tr("Results of an earlier session in this folder: {0}")
                self.context.notice(text.format(len(earlier.results)))
            self.resultsChanged.emit()
            self.show_selected()

        job = self.context.runner.start(
            "ransac_gui.panel.pairs:read_earlier", found.sidecars, key="align.earlier"
        )
        job.finished.connect(take)
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))

    def _take_earlier_pictures(self, earlier: EarlierResults) -> None:
        if earlier.reference is None or not earlier.sources:
            text = self.tr("The pictures that these results were made from are no longer where they were.")
            self.context.notice(text, "warning")
            return
        items = (*earlier.sources, earlier.reference)
        self._set_ornaments(OrnamentSet(items, earlier.reference.key), select=earlier.sources[0].key)

    def choose_target(self, path: Path) -> None:
        """This image is the reference from now on; the one before leaves the list."""
        self.set_reference(Ornament(path))

    def choose_sources(self, paths: tuple[Path, ...]) -> None:
        """These images are sources, too."""
        self._collect(paths, lambda found: self.add_sources(found.ornaments))

    def open_images(self, paths: tuple[Path, ...]) -> None:
        """Dropped images: with nothing there yet the last is the reference, otherwise all are sources."""

        def take(found: Collected) -> None:
            items = found.ornaments
            if self.ornaments.reference is None and len(items) > 1:
                everything = OrnamentSet(items, items[-1].key).with_sources(self.ornaments.items)
                self._set_ornaments(everything, select=items[0].key)
            else:
                self.add_sources(items)

        self._collect(paths, take)

    def set_reference(self, ornament: Ornament) -> None:
        changed = self.ornaments.with_reference(ornament)
        self._set_ornaments(changed, select=self.selected or ornament.key)

    def add_sources(self, ornaments: tuple[Ornament, ...]) -> None:
        if ornaments:
            self._set_ornaments(self.ornaments.with_sources(ornaments), select=ornaments[0].key)

    def make_reference(self, key: str) -> None:
        self._set_ornaments(self.ornaments.making_reference(key), select=key)

    def remove(self, keys: tuple[str, ...]) -> None:
        self._set_ornaments(self.ornaments.without(keys), select=self.selected)

    def reorder(self, keys: tuple[str, ...]) -> None:
        self._set_ornaments(self.ornaments.ordered(keys), select=self.selected)

    def receive(self, ornament: Ornament, *, as_reference: bool) -> None:
        """An ornament from another workspace; the current reference or source of the same name stays."""
        if as_reference:
            self.set_reference(ornament)
        else:
            self.add_sources((ornament,))

    def open_sample(self) -> None:
        reference = Ornament(sample.ornament_image("reference"), title=SAMPLE_REFERENCE)
        suspect = Ornament(sample.ornament_image("suspect"), title=SAMPLE_SUSPECT)
        self._set_ornaments(OrnamentSet((suspect, reference), reference.key), select=suspect.key)

    def restore(self, ornaments: OrnamentSet, params: AlignParams, folder: Path | None) -> None:
        self.folder = folder
        self.set_params(params)
        if ornaments.items:
            self._set_ornaments(ornaments, select=ornaments.items[0].key)
            self._read_results_of(ornaments, folder)

    def _read_results_of(self, ornaments: OrnamentSet, folder: Path | None) -> None:
        """What was aligned before, and saved in `folder` or beside the pictures, is aligned still."""
        beside = (item.path.parent for item in ornaments.items)
        folders = tuple(dict.fromkeys([*([] if folder is None else [folder]), *beside]))
        wanted = {(ornaments.reference_key, source.key) for source in ornaments.sources}

        def take(earlier: EarlierResults) -> None:
            for result in earlier.results:
                if (result.reference_key, result.source_key) in wanted:
                    self._results.setdefault((result.reference_key, result.source_key), result)
            self.resultsChanged.emit()
            self.show_selected()

        job = self.context.runner.start(
            "ransac_gui.panel.pairs:read_folders", folders, key="align.results-of-session"
        )
        job.finished.connect(take)
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))

    def name_current(self) -> None:
        """Say in the breadcrumb what is aligned here; Inspect may have named another pair meanwhile."""
        reference, source = self.ornaments.reference, self.source
        self.context.set_current("reference", reference.name if reference else "", reference)
        self.context.set_current("ornament", source.name if source else "", source)

    def _set_ornaments(self, ornaments: OrnamentSet, select: str) -> None:
        self.ornaments = ornaments
        self.ornamentsChanged.emit()
        self.resultsChanged.emit()
        self.settingsChanged.emit()
        keys = [item.key for item in ornaments.items]
        self.selected = ""
        self.select(select if select in keys else (keys[0] if keys else ""))

    def _collect(self, paths: tuple[Path, ...], take: Callable[[Collected], object]) -> None:
        job = self.context.runner.start("ransac_gui.panel.ornaments:collect", paths, key="align.collect")
        job.finished.connect(take)
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))

    # -- settings -----------------------------------------------------------------------------------
    def set_params(self, params: AlignParams) -> None:
        """The form's values; networks, region and landmarks are kept apart from it."""
        self.params = params
        if not params.ransac_flow:
            self.networks = ""
        self.settingsChanged.emit()

    def set_region(self, region: Region | None) -> None:
        """Align only this part of the reference; None for all of it."""
        key = self.ornaments.reference_key
        if region is None:
            self._regions.pop(key, None)
        elif key:
            self._regions[key] = region
        self.settingsChanged.emit()

    def import_networks(self, path: Path) -> None:
        """Check a RANSAC-Flow checkpoint (file or folder) in a job and use it."""

        def take(loaded: tuple[Path, str]) -> None:
            file, sha256 = loaded
            fine = {"none": "network", "refine": "both"}.get(self.params.fine, self.params.fine)
            self.networks = f"{file.name} ({sha256[:8]})"
            self.params = self.params.replace(ransac_flow=str(file), fine=fine)
            self.settingsChanged.emit()
            text = self.tr("RANSAC-Flow is loaded from {0}; the fine stage is now '{1}'.")
            self.context.notice(text.format(file, fine))

        job = self.context.runner.start(
            "ransac_gui.panel.pairs:check_checkpoint",
            path,
            title=self.tr("Import RANSAC-Flow"),
            key="align.import",
            summary=lambda loaded: self.tr("{0} loaded").format(loaded[0].name),
        )
        job.finished.connect(take)

    def use_bundled_networks(self) -> None:
        self.networks = ""
        self.set_params(self.params.replace(ransac_flow=""))

    # -- running ------------------------------------------------------------------------------------
    def start(self, folder: Path, keys: tuple[str, ...] = ()) -> None:
        """Align all sources, or those of `keys`, and save into `folder`."""
        reference = self.ornaments.reference
        wanted = keys or tuple(source.key for source in self.ornaments.sources)
        if reference is None or not wanted or self.running:
            return
        self.folder = folder
        self.set_landmark_mode(False)
        sources = self.ornaments.sources
        points = {source.key: self.landmarks(source.key) for source in sources}
        enough = {key: pairs for key, pairs in points.items() if len(pairs) >= LANDMARKS_NEEDED}
        requests = requests_for(sources, wanted, enough)
        self._run_keys = tuple(request.source.key for request in requests)
        job = self.context.runner.start(
            "ransac_gui.panel.pairs:align_pairs",
            *(reference, requests, self.params.replace(region=self.region), folder, self._reported.emit),
            title=self.tr("Alignment"),
            key="align.run",
            summary=self.describe_report,
            show=lambda _report: self.select_best(),
        )
        job.progress.connect(self._on_progress)
        job.finished.connect(self._finished)
        job.ended.connect(self._ended)
        self._job = job
        self.runningChanged.emit()

    def cancel(self) -> None:
        """Stop after what is done; it is kept."""
        if self._job is not None:
            self._job.cancel()

    def describe_report(self, report: BatchReport) -> str:
        """One line on a run: how many aligned, weak, refused, broken, and where they are."""
        words = {
            ALIGNED: self.tr("{0} aligned"),
            WEAK: self.tr("{0} weak"),
            REFUSED: self.tr("{0} refused"),
            ERROR: self.tr("{0} with errors"),
        }
        parts = [text.format(report.count(status)) for status, text in words.items() if report.count(status)]
        if report.cancelled:
            parts.append(self.tr("cancelled after {0} of {1}").format(len(report.results), report.asked))
        elif report.count(ALIGNED) + report.count(WEAK):
            parts.append(self.tr("saved in {0}").format(self.folder))
        return ", ".join(parts)

    def _on_progress(self, done: int, _total: int, _stage: str, _left: object) -> None:
        number, step = divmod(done, PAIR_STEPS)
        if number < len(self._run_keys):
            self.progressed.emit(self._run_keys[number], step / PAIR_STEPS)

    def _tell(self, result: PairResult) -> None:
        """A pair that was laid is news for the catalogue."""
        sources = {source.key: source for source in self.ornaments.sources}
        reference, source = self.ornaments.reference, sources.get(result.source_key)
        file = result.files.get("sidecar")
        if reference is not None and source is not None and file is not None and result.verdict is not None:
            kind = result.verdict.kind
            self.context.compared.emit(SavedComparison("align", reference, source, file, kind))

    def _take_result(self, result: PairResult) -> None:
        # A run on another reference writes the same names: what it wrote over is there no longer.
        written = set(result.files.values())
        for key, one in list(self._results.items()):
            if written & set(one.files.values()):
                del self._results[key]
        self._results[(result.reference_key, result.source_key)] = result
        self._tell(result)
        self.resultsChanged.emit()
        if (result.reference_key, result.source_key) == (self.ornaments.reference_key, self.selected):
            self.show_selected()

    def _finished(self, report: BatchReport) -> None:
        if report.results and self.result(self.selected) is None:
            self.select_best()

    def _ended(self) -> None:
        self._job = None
        self._run_keys = ()
        self.runningChanged.emit()
        self.resultsChanged.emit()

    # -- what is shown ------------------------------------------------------------------------------
    def select(self, key: str) -> None:
        """Show a source beside or over the reference, or the reference alone."""
        if key == self.selected and key:
            return
        self.selected = key
        self.setting_landmarks = False
        self.name_current()
        self.selectionChanged.emit()
        self.show_selected()

    def select_best(self) -> None:
        ranked = self.ranked()
        if ranked:
            self.select(ranked[0].source_key)

    def step(self, step: int) -> None:
        """The next or previous source in the list's order."""
        keys = [source.key for source in self.ornaments.sources]
        if keys:
            at = keys.index(self.selected) + step if self.selected in keys else 0
            self.select(keys[min(max(at, 0), len(keys) - 1)])

    def show_selected(self) -> None:
        """Load what is selected anew."""
        self.pair = None
        reference, source = self.ornaments.reference, self.source
        runner = self.context.runner
        runner.cancel("align.view")
        if reference is not None and source is not None:
            result = None if self.setting_landmarks else self.result(source.key)
            job = runner.start(
                "ransac_gui.panel.pairs:load_pair", reference, source, result, key="align.view"
            )
            job.finished.connect(self._pair_loaded)
        elif reference is not None or self.ornaments.find(self.selected) is not None:
            alone = reference or self.ornaments.find(self.selected)
            job = runner.start("ransac_gui.panel.pairs:load_reference", alone, key="align.view")
            job.finished.connect(self.referenceLoaded)
        else:
            return
        job.failed.connect(lambda error: self.loadFailed.emit(error_text(error)))

    def _pair_loaded(self, pair: LoadedPair) -> None:
        if pair.source.key == self.selected and pair.reference.key == self.ornaments.reference_key:
            self.pair = pair
            self.pairLoaded.emit(pair)

    # -- landmarks ----------------------------------------------------------------------------------
    def set_landmark_mode(self, on: bool) -> None:
        """Show the pair as it is, unaligned, so that points can be set on it."""
        if on != self.setting_landmarks and (not on or self.source is not None):
            self.setting_landmarks = on
            self.landmarksWanted.emit(on)
            self.show_selected()

    def set_landmarks(self, pairs: tuple[tuple[tuple[float, float], tuple[float, float]], ...]) -> None:
        """Complete pairs ((reference x, y), (source x, y)) of the shown source; pixel centres at integers."""
        source = self.source
        if source is not None:
            flat = tuple((*first, *second) for first, second in pairs)
            self._landmarks[(self.ornaments.reference_key, source.key)] = flat
            self.settingsChanged.emit()

    # -- hand-over ----------------------------------------------------------------------------------
    def send(self) -> None:
        """Hand the selected pair to the workspace that inspects it, also before its pixels are shown."""
        reference, source = self.ornaments.reference, self.source
        if self.pair is not None and self.pair.alignment is not None:
            self._hand_over(self.pair)
        elif reference is not None and source is not None:
            self.send_pair(reference, source)

    def find(self) -> None:
        """Have the selected ornament searched for in the catalogue."""
        if self.source is not None:
            self.context.send(FIND, self.source)

    def send_pair(self, reference: Ornament, source: Ornament) -> None:
        """Hand a pair over as it was laid here; one that was not is laid first."""
        result = self._results.get((reference.key, source.key))
        if result is not None and result.alignment is not None:
            job = self.context.runner.start(
                "ransac_gui.panel.pairs:load_pair", reference, source, result, key="align.send"
            )
        else:
            job = self.context.runner.start(
                "ransac_gui.panel.pairs:lay_pair",
                *(reference, source, self.params.replace(region=None, landmarks=())),
                title=self.tr("Lay {0} on {1}").format(source.name, reference.name),
                key="align.send",
            )
        job.finished.connect(self._hand_over)
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))

    def _hand_over(self, pair: LoadedPair) -> None:
        if pair.alignment is None or pair.reference_pixels is None:
            return
        files = {} if pair.result is None else pair.result.files
        handed = AlignmentHandover(pair.reference, pair.source, pair.reference_pixels, pair.alignment, files)
        self.context.send(ALIGNMENT, handed)

    def block(self, chosen: Sequence[str]) -> tuple[Ornament | None, list[tuple[Ornament, str, Pairs]]]:
        """The reference and its laid sources, each with its block verdict and the landmarks by which it was
        laid: those of `chosen`, of two or more keys, or all. The reference is cut to the present region."""
        reference = self.ornaments.reference
        several = len(chosen) > 1
        laid = []
        for source in self.ornaments.sources:
            result = self.result(source.key)
            if result is None or result.alignment is None or (several and source.key not in chosen):
                continue
            # Who chooses rows says himself that they belong together.
            kind = "" if several or result.verdict is None else result.verdict.kind
            laid.append((source, kind, _moved(result.alignment.params.landmarks, self.region)))
        return _cut(reference, self.region), laid

    @property
    def sidecar(self) -> Path | None:
        """The file of the selected source's result; None where it has none."""
        result = self.result(self.selected)
        return None if result is None else result.files.get("sidecar")

    def save_report(self, sidecar: Path, folder: Path) -> None:
        """Write the report of a result into `folder`, off the UI thread."""
        job = self.context.runner.start(
            "ransac_gui.panel.pairs:write_report",
            *(sidecar, folder),
            title=self.tr("Save report"),
            key="align.report",
            summary=lambda page: self.tr("{0} and its PDF in {1}").format(page.name, page.parent),
            show=_open,
        )
        job.failed.connect(lambda error: self.context.notice(error_text(error), "error"))

    def problem_of_sample(self) -> str:
        """Why the sample cannot be opened; '' when it can."""
        try:
            sample.ornament_image("reference")
        except AutolabelmeError as error:
            return error_text(error)
        return ""


def _moved(landmarks: Pairs, region: Region | None) -> Pairs:
    """Landmarks on the part of the reference."""
    left, top = (0, 0) if region is None else (round(region[0]), round(region[1]))
    return tuple((x - left, y - top, u, v) for x, y, u, v in landmarks)


def _cut(ornament: Ornament | None, region: Region | None) -> Ornament | None:
    """The part of an ornament."""
    if ornament is None or region is None:
        return ornament
    left, top = (0.0, 0.0) if ornament.box is None else (floor(ornament.box[0]), floor(ornament.box[1]))
    x1, y1, x2, y2 = map(round, region)
    return replace(ornament, box=(left + x1, top + y1, left + x2, top + y2))


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
