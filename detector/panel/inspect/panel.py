"""The Inspect workspace put together: widgets on one side, the presenter on the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from autolabelme.core.image_kinds import IMAGE_SUFFIXES, is_image
from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.messages import error_text, said
from autolabelme.qtkit.room import with_column
from autolabelme.qtkit.shortcuts import arrow_step
from autolabelme.qtkit.workspace import (
    ALIGNMENT,
    MODEL,
    VIGNETTES,
    Panel,
    VignettesHandover,
    WorkspaceContext,
)
from detector.core.inspection.params import InspectParams
from ransac_gui.core.handover import AlignmentHandover

from ..models.report_place import SavesReports
from ..siblings.commands import SiblingCommands
from ..siblings.requests import SiblingWorkers
from ..siblings.view import SiblingsView
from ..why_view import Beside
from ..why_view import Seen as SeenPictures
from .canvas_area import CanvasArea
from .cards import card_of
from .commands import InspectCommands
from .evidence_maps import population
from .map_choice import LEFT, RIGHT
from .picker_rows import picker_rows
from .presenter import InspectPresenter
from .requests import Seen, Workers
from .saved_state import subject_from, subject_state
from .side_column import WIDTH_PX, SideColumn
from .why_pictures import Why
from .words import (
    captions,
    evidence_lines,
    figure_rows,
    heading,
    not_compared,
    p_explained,
    picture_tip,
    picture_word,
    sentence,
    sentence_of,
)


class InspectPanel(SavesReports, Panel):
    """See the package's docstring; what a key or a button does is in `commands`."""

    def __init__(
        self,
        context: WorkspaceContext,
        workers: Workers | None = None,
        sibling_workers: SiblingWorkers | None = None,
    ) -> None:
        super().__init__(context)
        self.setObjectName("inspect")
        self.presenter = InspectPresenter(context, workers, self)
        # Two pages with actions of their own: only those of the one in front are heard.
        self.modes = QStackedWidget(self)
        self.ornament = QWidget(self.modes)
        self.siblings = SiblingsView(context, sibling_workers, self.modes)
        self.actions_ = InspectCommands(self, self.ornament)
        self.side = SideColumn(self.actions_, self.presenter.params, self)
        self.stage = CanvasArea(self.actions_, self._empty_state(), self.side.map, self)
        self._layout()
        self._connect()
        self._show_subject()
        self._show_settings()
        self._show_models()
        self._show_result()

    # -- putting together ---------------------------------------------------------------------------
    def _empty_state(self) -> EmptyState:
        page = EmptyState(
            "mdi6.magnify-scan",
            self.tr("See what is anomalous on an ornament"),
            self.tr(
                "1.  The vignettes of a page: press Inspect in Annotate. They are compared with each other, "
                "and nothing else is needed.\n"
                "2.  An ornament: align it with an authentic one and send it here, or choose its image, with "
                "a reference if there is one; choose the model that knows its vignettes; press Return.\n"
                "3.  Suspicious vignettes light up, each with its evidence.\n"
                "4.  Accept (A) or reject (R) each finding, and save the report."
            ),
            self,
        )
        page.add_button(self.tr("Choose ornament…"), self.choose_ornament, name="empty-open")
        page.add_button(self.tr("Try the sample"), self.open_sample, name="empty-sample")
        return page

    def _layout(self) -> None:
        self.splitter = with_column(self.stage, self.side, WIDTH_PX, self)
        inside = QHBoxLayout(self.ornament)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.splitter)
        for page in (self.ornament, self.siblings):
            self.modes.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.modes)
        self.setFocusProxy(self.stage)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.subjectChanged.connect(self._show_subject)
        presenter.settingsChanged.connect(self._show_settings)
        presenter.modelsChanged.connect(self._show_models)
        presenter.runningChanged.connect(self._show_running)
        presenter.resultChanged.connect(self._show_result)
        presenter.findingsChanged.connect(self._show_findings)
        presenter.selectionChanged.connect(self._show_selection)
        presenter.whyLoaded.connect(self._show_why)
        presenter.cardsWanted.connect(self.side.cards.model_.forget_pictures)
        presenter.cardDrawn.connect(self._take_card)
        presenter.seen.connect(self._show_seen)
        presenter.devicesFound.connect(lambda: self.side.show_devices(presenter.devices))
        presenter.maps.changed.connect(self._show_maps)
        presenter.maps.scorersChanged.connect(self._show_pickers)
        self.side.map.evidenceChosen.connect(lambda key: presenter.maps.choose(LEFT, key))
        self.side.map.otherChosen.connect(lambda key: presenter.maps.choose(RIGHT, key))
        self.stage.viewChanged.connect(self._show_view)
        self.stage.compare.mode_changed.connect(self.actions_.refresh)
        presenter.said.connect(self.stage.strip.say)
        self.context.acceptedKindsChanged.connect(self.actions_.refresh)
        self.side.cards.chosen.connect(presenter.select)
        self.side.cards.opened.connect(self._open_why)
        self.stage.opened.connect(self._open_why)
        self.stage.why.besideChosen.connect(presenter.choose_beside)
        self.stage.picked.connect(lambda index: presenter.select(index, zoom=False))
        presenter.zoomWanted.connect(self.stage.zoom_to)
        self.stage.canvas.cursor_moved.connect(self._show_cursor)
        self.stage.compare.cursor_moved.connect(self._show_cursor)
        self.stage.maps.cursor_moved.connect(self._show_cursor)
        self.side.noted.connect(presenter.set_note)
        self.siblings.left.connect(lambda: self.show_siblings(False))
        self.siblings.presenter.pageChanged.connect(self.actions_.refresh)
        self.side.paramsEdited.connect(presenter.set_params)
        self.side.modelChosen.connect(presenter.choose_model)

    # -- showing ------------------------------------------------------------------------------------
    def _show_view(self, view: str) -> None:
        if view != "why":
            self.stage.why.set_blinking(False)
        self.actions_.refresh()

    def _take_card(self, number: int, drawn: Why) -> None:
        beside = drawn.beside[0].pixels if drawn.beside else None
        self.side.cards.model_.take(number, (drawn.printed, beside, drawn.signed))

    def _show_seen(self, seen: Seen) -> None:
        self.stage.show_seen(seen.rgb, seen.vignettes)
        self.stage.strip.say(
            self.tr("Vignettes boxed: {0}. They are being measured now.").format(len(seen.vignettes)),
            "info",
        )

    def _show_pickers(self) -> None:
        rows = picker_rows(self.presenter.maps)
        for picker, side in ((self.side.map.evidence, LEFT), (self.side.map.other, RIGHT)):
            picker.set_rows(rows)
            picker.choose(self.presenter.maps.key(side))

    def _show_maps(self) -> None:
        maps = self.presenter.maps
        self._show_pickers()
        bar = self.side.map
        self.stage.show_map(
            maps.map(LEFT), maps.map(RIGHT), (bar.evidence.currentText(), bar.other.currentText())
        )

    def _show_subject(self) -> None:
        subject = self.presenter.subject
        if subject is None:
            self.side.show_subject(self.tr("No ornament is chosen yet."), "")
            self.stage.show_ornament(None)
            self.actions_.refresh()
            return
        if subject.reference is None:
            reference = self.tr("No reference: nothing can be found missing, misplaced or swapped.")
        elif subject.handover is not None:
            reference = self.tr("Aligned with {0}").format(subject.reference.name)
        else:
            reference = self.tr("Reference: {0}").format(subject.reference.name)
        self.side.show_subject(self.tr("Ornament: {0}").format(subject.ornament.name), reference)
        if subject.handover is not None:
            from .inspect_jobs import rgb8

            self.stage.show_ornament(rgb8(subject.handover.aligned))
        else:
            job = self.context.runner.start(_read_rgb, subject.ornament.path, key="inspect.read")
            job.finished.connect(lambda pixels: self._ornament_read(pixels, subject))
            job.failed.connect(lambda error: self._unreadable(error))
        self.actions_.refresh()

    def _ornament_read(self, pixels: Any, subject: object) -> None:
        if subject is self.presenter.subject and self.presenter.done is None:
            self.stage.show_ornament(pixels)

    def _unreadable(self, error: BaseException) -> None:
        self.stage.show_ornament(None)
        self.stage.strip.say(error_text(error), "error")

    def _show_settings(self) -> None:
        presenter = self.presenter
        self.side.show_params(
            presenter.params, decides_again=presenter.done is None or presenter.can_decide_again
        )
        self.actions_.refresh()

    def _show_models(self) -> None:
        self.side.show_models(self.presenter.models, self.presenter.model)
        self._show_verdict()
        self.actions_.refresh()

    def _show_running(self) -> None:
        if self.presenter.running:
            self.stage.strip.say("", "")
        self.actions_.refresh()

    def _show_result(self) -> None:
        presenter = self.presenter
        if (presenter.done is not None) is self.side.cards.isHidden():
            self.side.show_result(presenter.done is not None)
        if presenter.done is not None:
            subject = presenter.subject
            reference = "" if subject is None or subject.reference is None else subject.reference.name
            ornament = "" if subject is None else subject.ornament.name
            self.stage.show_result(presenter.done, (reference, ornament))
            compared = presenter.done.inspection.compared
            self.stage.show_compared(compared.outlines if compared is not None and compared.told else ())
        self._show_view(self.stage.view)
        self._show_maps()
        self._show_settings()
        self._show_findings()

    def _show_findings(self) -> None:
        presenter = self.presenter
        done = presenter.done
        drawn = captions(reference=done is not None and done.reference is not None)
        cards = [card_of(number, finding, drawn) for number, finding in enumerate(presenter.findings)]
        self.side.cards.show_cards(cards, presenter.selected)
        self.side.show_population(*((), ()) if done is None else population(done))
        self.stage.show_findings(presenter.findings, presenter.selected)
        self._show_verdict()
        self._show_why()
        self.actions_.refresh()

    def _show_verdict(self) -> None:
        """One sentence above the picture; what it rests on stands under Details."""
        presenter, done = self.presenter, self.presenter.done
        if done is None:
            self.stage.show_verdict("", "")
            self.side.details.show_whole(())
            return
        line = said(done.record.facts["verdict"])
        compared = done.inspection.compared
        left_out = 0.0 if compared is None else compared.told
        verdict = sentence_of(str(done.record.facts["conclusion"]), presenter.findings, line, compared)
        note = ""
        if presenter.found_with_another:
            used = presenter.name_of(presenter.used) or self.tr("no model")
            note = self.tr("This was found with: {0}. Inspect looks again.").format(used)
        elif presenter.result is not None and presenter.result.without_model:
            note = self.tr(
                "The model does not know these vignettes: the two impressions were compared without it."
            )
        elif not done.record.facts["decision"]["promised"] and done.inspection.unknown is None:
            note = self.tr("No false-alarm rate is promised here; Details say why.")
        if left_out:
            # Of the strip's two lines the first: a verdict does not speak of what was not compared.
            dimmed = self.tr("{0} (dimmed).").format(not_compared(done.inspection.notes))
            note = f"{dimmed} {note}".strip()
        doubted = compared is not None and bool(left_out or compared.one_scan)
        self.stage.show_verdict(verdict, note, doubted=doubted)
        lines = [line, *(said(one) for one in done.record.facts.get("notes", ()))]
        self.side.details.show_whole([f"{one[:1].upper()}{one[1:]}." for one in lines])

    def retranslate(self) -> None:
        self._show_findings()
        self._show_maps()

    def _show_selection(self) -> None:
        presenter = self.presenter
        self.side.cards.show_current(presenter.selected)
        self.stage.show_findings(presenter.findings, presenter.selected)
        self._show_why()
        self.actions_.refresh()

    def _show_why(self) -> None:
        presenter, finding, why = self.presenter, self.presenter.selected_finding, self.presenter.why
        if presenter.done is None:
            empty = self.tr("The evidence for a finding appears here after an inspection.")
        elif presenter.done.inspection.unknown is not None:
            empty = said(presenter.done.inspection.unknown.words)
        elif not presenter.findings:
            empty = self.tr("Nothing was flagged at this rate.")
        else:
            empty = self.tr("Select a finding to see the evidence for it.")
        self.side.cards.show_empty(empty)
        if finding is not None:
            self.stage.why.show_words(heading(presenter.selected + 1, finding), sentence(finding))
            self.side.details.show_finding(
                figure_rows(finding, why), [*evidence_lines(finding), p_explained(finding)]
            )
        else:
            self.stage.why.show_words(self.tr("Why flagged"), empty)
            self.side.details.show_finding((), ())
        self.side.show_note(finding)
        seen = None
        if why is not None:
            beside = tuple(
                Beside(one.pixels, picture_word(one.what, one.label), picture_tip(one.what, one.label))
                for one in why.beside
            )
            about = (why.finding.kind, why.finding.box)
            seen = SeenPictures(about, why.printed, why.signed, beside)
        self.stage.why.show_seen(seen, presenter.beside)
        self.actions_.refresh()

    def _show_cursor(self, x: float, y: float) -> None:
        self.context.statusChanged.emit("cursor", f"{x:.0f}, {y:.0f}")

    # -- what the user does -------------------------------------------------------------------------
    def choose_view(self, view: str) -> None:
        """Bring one of the views to the middle, where there is something for it."""
        self.stage.set_view(view)
        self._show_view(self.stage.view)

    def set_blinking(self, wanted: bool) -> None:
        self.stage.set_blinking(wanted)
        self.actions_.refresh()

    def _open_why(self, index: int) -> None:
        self.presenter.select(index, zoom=False)
        self.choose_view("why")

    def judge(self, verdict: str) -> None:
        self.presenter.judge(verdict)
        self.step(1)

    def step(self, by: int) -> None:
        """To the finding some cards below (or above) the selected one; stops at the ends."""
        count, selected = len(self.presenter.findings), self.presenter.selected
        index = min(max(selected + by, 0), count - 1)
        if count and index != selected:
            self.presenter.select(index)

    def choose_ornament(self) -> None:
        path = self._ask(self.tr("Choose the ornament"))
        if path is not None:
            self.presenter.choose_ornament(path)

    def choose_reference(self) -> None:
        path = self._ask(self.tr("Choose the reference"))
        if path is not None:
            self.presenter.choose_reference(path)

    def _ask(self, title: str) -> Path | None:
        subject = self.presenter.subject
        start = "" if subject is None else str(subject.ornament.path.parent)
        kinds = " ".join(f"*{suffix}" for suffix in sorted(IMAGE_SUFFIXES))
        name, _ = QFileDialog.getOpenFileName(
            self, title, start, self.tr("Images ({0});;All files (*)").format(kinds)
        )
        return Path(name) if name else None

    def reported(self) -> Ornament | None:
        about = self.presenter.subject
        return None if about is None else about.ornament

    def write_report(self, folder: Path) -> None:
        self.presenter.save_report(folder)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Only what no list or field wanted comes here; the siblings answer theirs themselves.
        if event is None:
            return
        if step := arrow_step(event):
            self.step(step)
        elif event.text().strip() and not self._picture().hasFocus():
            # The focus is in a list: the picture's keys work all the same.
            self._picture().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and self.presenter.subject is not None and not self._picture().hasFocus():
            self._picture().keyReleaseEvent(event)
        else:
            super().keyReleaseEvent(event)

    def _picture(self) -> QWidget:
        return self.stage.picture()

    # -- the workspace's contract -------------------------------------------------------------------
    @property
    def comparing_siblings(self) -> bool:
        return self.modes.currentWidget() is self.siblings

    def show_siblings(self, shown: bool) -> None:
        """Bring the page that Annotate sent, or the ornament, to the front."""
        if shown != self.comparing_siblings:
            self.modes.setCurrentWidget(self.siblings if shown else self.ornament)
            self.setFocusProxy(self.siblings if shown else self.stage)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._name_current()
            self.modeChanged.emit()

    def _name_current(self) -> None:
        if self.comparing_siblings:
            self.siblings.presenter.name_current()
        elif self.presenter.subject is not None:
            self.presenter.name_current()

    def message_area(self) -> QWidget:
        return self.siblings.message_area() if self.comparing_siblings else self.stage.pages

    def commands(self) -> InspectCommands | SiblingCommands:
        return self.siblings.actions_ if self.comparing_siblings else self.actions_

    def manual_place(self) -> str:
        return "inspect#against-siblings" if self.comparing_siblings else ""

    def unused_crumbs(self) -> frozenset[str]:
        return frozenset({"page", "reference", "model"} if self.comparing_siblings else {"page"})

    def receive(self, kind: str, payload: object) -> None:
        self.show_siblings(kind == VIGNETTES)
        if kind == VIGNETTES and isinstance(payload, VignettesHandover):
            self.siblings.receive(payload)
        elif kind == ALIGNMENT and isinstance(payload, AlignmentHandover):
            self.presenter.receive_alignment(payload)
        elif kind == MODEL and isinstance(payload, Path):
            self.presenter.choose_model(payload)
            self.presenter.refresh_models()

    def open_paths(self, paths: list[Path]) -> bool:
        if self.presenter.running or not 1 <= len(paths) <= 2:
            return False
        if not all(map(is_image, paths)):
            return False
        self.show_siblings(False)
        self.presenter.choose_ornament(paths[0])
        if len(paths) == 2:
            self.presenter.choose_reference(paths[1])
        return True

    def open_sample(self) -> None:
        self.show_siblings(False)
        self.presenter.open_sample()

    def entered(self) -> None:
        self._name_current()
        self.presenter.refresh_models()
        self.actions_.refresh()

    def save_state(self) -> dict[str, Any]:
        presenter = self.presenter
        return {
            "subject": subject_state(presenter.subject),
            "model": None if presenter.model is None else str(presenter.model),
            "params": presenter.params.as_dict(),
            "maps": presenter.maps.state(),
            "opacity": self.side.map.opacity.value(),
            "outlines": self.side.map.outlines.isChecked(),
            "splitter": self.splitter.sizes(),
            "siblings": self.siblings.save_state(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        sizes = state.get("splitter")
        if isinstance(sizes, list) and len(sizes) == self.splitter.count():
            self.splitter.setSizes([int(size) for size in sizes])
        opacity = state.get("opacity")
        if isinstance(opacity, int):
            self.stage.set_levels(opacity, bool(state.get("outlines", False)))
        self.siblings.restore_state(state.get("siblings"))
        self.presenter.maps.restore(state.get("maps"))
        model = state.get("model")
        self.presenter.restore(
            subject_from(state.get("subject")),
            Path(model) if isinstance(model, str) else None,
            InspectParams().restored(state.get("params")),
        )

    def shutdown(self) -> None:
        self.stage.shut_down()
        self.siblings.shut_down()


def _read_rgb(path: Path, *, tick: Callable[[int, int, str], None]) -> Any:
    from autolabelme.core.image_io import read_rgb

    tick(0, 0, "opening the ornament")
    return read_rgb(path)
